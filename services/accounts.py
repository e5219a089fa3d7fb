"""Signing in and out: passwords, sessions that live on the server, and a screen that locks while it goes round."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from services.platform import Platform, Who, stamp
from store import accounts, organisations, sessions
from store.accounts import Account
from store.sessions import Door

IDLE = timedelta(hours=1)
LONGEST = timedelta(hours=10)
TOUCH_EVERY = timedelta(minutes=1)
WINDOW = timedelta(minutes=15)
TRIES = 10


class WrongPassword(Exception):
    """No account with this address and this password; which of the two is not told."""


class OtherAccount(Exception):
    """Address and password are right, and of somebody else than who has to go on here. No session was begun."""


class PasswordsOff(Exception):
    """Address and password are right, but this organisation lets nobody in with a password. No session was begun."""


class TooManyTries(Exception):
    """Too many failures for this address in the last quarter of an hour."""


@cache
def _hasher() -> PasswordHasher:
    """Argon2id, 19 MiB, two passes: the least that OWASP advises, and the most logins a second."""
    return PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


def password_hash(password: str) -> str:
    """What is kept of a password."""
    return _hasher().hash(password)


@cache
def _nobody() -> str:
    return password_hash(secrets.token_urlsafe(16))


def sign_in(platform: Platform, email: str, password: str, *, only: Callable[[str], bool] | None = None) -> str:
    """Check address and password and begin a session; gives its token, of which only the hash is kept.

    `only` says of the id of an account whether it may sign in here, for who goes on with what somebody typed.

    :raises WrongPassword: when they do not fit; takes as long for an unknown address as for a known one
    :raises OtherAccount: when they fit, and `only` says no
    :raises PasswordsOff: when they fit, and the organisation only lets people in through another platform
    :raises TooManyTries: after ten failures in a quarter of an hour
    """
    db, at = platform.db, platform.at()
    key = _key(email)
    if sessions.failures_since(db, key, since=stamp(platform.now() - WINDOW)) >= TRIES:
        raise TooManyTries
    account = accounts.account_of_email(db, email)
    known = account is not None and account.active and bool(account.password_hash)
    right = fits(account.password_hash if account and known else _nobody(), password)
    if account is None or not known or not right:
        sessions.record_attempt(db, account_key=key, at=at, ok=False)
        raise WrongPassword
    if only is not None and not only(account.id):
        raise OtherAccount
    with db.write():
        allowed = with_password(platform, account)
        sessions.record_attempt(db, account_key=key, at=at, ok=allowed)
        if allowed:
            return begin(platform, account)
    raise PasswordsOff


def with_password(platform: Platform, account: Account) -> bool:
    """Whether the organisation of an account lets its people in with a password."""
    place = organisations.organisation(platform.db, account.organisation_id or "")
    return place is None or place.passwords


def begin(platform: Platform, account: Account, door: Door = "wachtwoord") -> str:
    """Begin a session of somebody who proved who it is; gives its token, of which only the hash is kept."""
    token, at = secrets.token_urlsafe(32), platform.at()
    until = stamp(platform.now() + IDLE)
    sessions.open_session(
        platform.db, token_hash=token_hash(token), account_id=account.id, at=at, expires_at=until, door=door
    )
    return token


def signed_in(platform: Platform, token: str, *, used: bool = True) -> tuple[Who, bool] | None:
    """Who works with this token, and whether the screen is locked; None when the session has ended.

    Using a session keeps it alive, until ten hours after signing in; with `used` False it was a page that asked
    something by itself, with perhaps nobody before it.
    """
    session = sessions.session(platform.db, token_hash(token), at=platform.at())
    account = accounts.account(platform.db, session.account_id) if session else None
    if session is None or account is None or not account.active or account.organisation_id is None:
        return None
    organisation = organisations.organisation(platform.db, account.organisation_id)
    if organisation is None or not organisation.active:
        return None
    if used and session.seen_at < stamp(platform.now() - TOUCH_EVERY):
        _keep_alive(platform, session)
    return Who(account, organisation, second_factor=session.second_factor_at is not None), session.locked


def _keep_alive(platform: Platform, session: sessions.Session) -> None:
    from services.platform import local

    last = local(session.created_at) + LONGEST
    until = min(platform.now() + IDLE, last)
    sessions.touch(platform.db, session.token_hash, at=platform.at(), expires_at=stamp(until))


def sign_out(platform: Platform, token: str) -> None:
    """End the session; a copy of the cookie is worth nothing afterwards."""
    sessions.close(platform.db, token_hash(token))


def lock(platform: Platform, token: str) -> None:
    """Before the device goes round: the session stays, but opens nothing until the password is typed again."""
    sessions.lock(platform.db, token_hash(token))


@dataclass
class Tried:
    """Whether what was tried was right; who tries it says so."""

    ok: bool = False


@contextmanager
def guarded(platform: Platform, email: str) -> Iterator[Tried]:
    """One try of a code of an account, counted with all others, right or wrong, in one write.

    Counted apart from passwords: who has the password could else begin counting anew with it.

    :raises TooManyTries: after ten failures in a quarter of an hour
    """
    tried, key = Tried(), _key(f"code {email}")
    with platform.db.write():
        if sessions.failures_since(platform.db, key, since=stamp(platform.now() - WINDOW)) >= TRIES:
            raise TooManyTries
        yield tried
        sessions.record_attempt(platform.db, account_key=key, at=platform.at(), ok=tried.ok)


def unlock(platform: Platform, token: str, who: Who, password: str) -> None:
    """The device is back.

    :raises WrongPassword: when it is not the password of who is signed in
    :raises TooManyTries: after ten failures in a quarter of an hour
    """
    key = _key(who.account.email)
    if sessions.failures_since(platform.db, key, since=stamp(platform.now() - WINDOW)) >= TRIES:
        raise TooManyTries
    right = fits(who.account.password_hash, password) and who.organisation.passwords
    with platform.db.write():
        sessions.record_attempt(platform.db, account_key=key, at=platform.at(), ok=right)
        if right:
            sessions.unlock(platform.db, token_hash(token))
    if not right:
        raise WrongPassword


def token_hash(token: str) -> str:
    """What is kept of a token: 256 random bits need no slow hash."""
    return hashlib.sha256(token.encode()).hexdigest()


def fits(hashed: str, password: str) -> bool:
    """Whether a password, or a code, is the one of which this was kept."""
    try:
        return _hasher().verify(hashed, password)
    except (VerifyMismatchError, InvalidHashError):
        return False


def address_key(email: str) -> str:
    """An address as attempts are counted: a hash, so that the table holds no addresses that people mistyped."""
    return hashlib.sha256(email.strip().lower().encode("utf-8", "replace")).hexdigest()


_key = address_key
