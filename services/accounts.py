"""Signing in and out: passwords, sessions that live on the server, and a screen that locks while it goes round."""

from __future__ import annotations

import hashlib
import secrets
import unicodedata
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from services import tries
from services.origin import NOWHERE, Origin
from services.platform import Platform, Who, local, stamp
from services.tries import TRIES, TooManyTries, address_key
from store import accounts, events, organisations, sessions
from store.accounts import Account
from store.database import ASIDE_MS, Unavailable
from store.sessions import Door, Session

__all__ = ["TRIES", "TooManyTries", "address_key"]

IDLE = timedelta(hours=1)
LONGEST = timedelta(hours=10)
TOUCH_EVERY = timedelta(minutes=1)
PROVED_FOR = timedelta(minutes=10)
"""How long it counts that somebody showed who it is."""
LONGEST_PASSWORD = 256
"""Characters: nobody chose a longer one (services/password_rules.py), and of one that comes in no more is looked at."""
BEGUN, ENDED = "session.begun", "session.ended"


class WrongPassword(Exception):
    """No account with this address and this password; which of the two is not told."""


class OtherAccount(Exception):
    """Address and password are right, and of somebody else than who has to go on here. No session was begun."""


class PasswordsOff(Exception):
    """Address and password are right, but this organisation lets nobody in with a password. No session was begun."""


@dataclass(frozen=True, slots=True)
class Live:
    """Who works in a session, and the session itself."""

    who: Who
    session: Session


@cache
def _hasher() -> PasswordHasher:
    """Argon2id, 19 MiB, two passes: the least that OWASP advises, and the most logins a second."""
    return PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


def password_hash(password: str) -> str:
    """What is kept of a password: of one form of its letters, however a keyboard makes them (NFKC)."""
    return _hasher().hash(_plain(password))


def slow_hash(code: str, account_id: str) -> str:
    """Argon2id of a code that is short enough to be guessed, as 64 hexadecimal digits, to be looked for as it is.

    Its salt is of the account, whose id is random: one code of two people has two hashes.
    """
    from argon2.low_level import Type, hash_secret_raw

    cost, salt = _hasher(), hashlib.sha256(account_id.encode()).digest()[:16]
    made = hash_secret_raw(
        code.encode("utf-8", "replace"), salt, cost.time_cost, cost.memory_cost, cost.parallelism, 32, Type.ID
    )
    return made.hex()


@cache
def _nobody() -> str:
    return password_hash(secrets.token_urlsafe(16))


def sign_in(
    platform: Platform,
    email: str,
    password: str,
    *,
    origin: Origin = NOWHERE,
    only: Callable[[str], bool] | None = None,
) -> str:
    """Check address and password and begin a session; gives its token, of which only the hash is kept.

    `only` says of the id of an account whether it may sign in here, for who goes on with what somebody typed.

    :raises WrongPassword: when they do not fit; takes as long for an unknown address as for a known one
    :raises OtherAccount: when they fit, and `only` says no
    :raises PasswordsOff: when they fit, and the organisation only lets people in through another platform
    :raises TooManyTries: after too many failures (services/tries.py)
    """
    account = accounts.account_of_email(platform.db, email)
    account_id = account.id if account else ""
    attempt = tries.begin(platform, "aanmelden", email, origin, account_id)
    known = account is not None and bool(account.password_hash) and _may_come_in(platform, account)
    right = fits(account.password_hash if account and known else _nobody(), password)
    if account is None or not known or not right:
        tries.failed("aanmelden", account_id)
        raise WrongPassword
    if only is not None and not only(account.id):
        tries.withdraw(platform, attempt)
        raise OtherAccount
    with platform.db.write():
        if with_password(platform, account):
            tries.right(platform, attempt)
            return begin(platform, account, device=origin.words)
    raise PasswordsOff


def with_password(platform: Platform, account: Account) -> bool:
    """Whether the organisation of an account lets its people in with a password."""
    place = organisations.organisation(platform.db, account.organisation_id or "")
    return place is None or place.passwords


def begin(platform: Platform, account: Account, door: Door = "wachtwoord", device: str = "") -> str:
    """Begin a session of somebody who proved who it is; gives its token, of which only the hash is kept.

    :param device: a few words about it (services/origin.in_words)
    """
    token, at = secrets.token_urlsafe(32), platform.at()
    until = stamp(platform.now() + IDLE)
    with platform.db.write():
        sessions.open_session(
            platform.db,
            token_hash=token_hash(token),
            account_id=account.id,
            at=at,
            expires_at=until,
            door=door,
            device=device,
        )
        tell(platform, BEGUN, account.id, account.id, deur=door, toestel=device)
    return token


def signed_in(platform: Platform, token: str, *, used: bool = True) -> Live | None:
    """Who works with this token; None when the session has ended.

    Using a session keeps it alive, until ten hours after signing in; with `used` False it was a page that asked
    something by itself, with perhaps nobody before it. One of an hour ahead was used under a clock that went wrong:
    how long ago that was cannot be told, so it has ended.
    """
    session = sessions.session(platform.db, token_hash(token), at=platform.at())
    if session is None or session.seen_at > stamp(platform.now() + IDLE):
        return None
    account = accounts.account(platform.db, session.account_id)
    place = _place(platform, account) if account else None
    if account is None or place is None:
        return None
    if used and not stamp(platform.now() - TOUCH_EVERY) <= session.seen_at <= platform.at():
        _keep_alive(platform, session)
    return Live(Who(account, place, second_factor=session.second_factor_at is not None), session)


def _keep_alive(platform: Platform, session: Session) -> None:
    last = local(session.created_at) + LONGEST
    until = min(platform.now() + IDLE, last)
    with suppress(Unavailable), platform.db.patient(ASIDE_MS):  # a page to read does not wait for it
        sessions.touch(platform.db, session.token_hash, at=platform.at(), expires_at=stamp(until))


def _may_come_in(platform: Platform, account: Account) -> bool:
    return _place(platform, account) is not None


def _place(platform: Platform, account: Account) -> organisations.Organisation | None:
    """The organisation somebody works for, when both account and organisation are in use."""
    found = organisations.organisation(platform.db, account.organisation_id or "") if account.active else None
    return found if found is not None and found.active else None


def sign_out(platform: Platform, token: str) -> None:
    """End the session; a copy of the cookie is worth nothing afterwards."""
    with platform.db.write():
        found = sessions.session(platform.db, token_hash(token), at=platform.at())
        sessions.close(platform.db, token_hash(token))
        if found is not None:
            tell(platform, ENDED, found.account_id, found.account_id, hoe="afgemeld")


def lock(platform: Platform, token: str) -> None:
    """Before the device goes round: the session stays, but opens nothing until the password is typed again."""
    sessions.lock(platform.db, token_hash(token))


def unlock(platform: Platform, token: str, who: Who, password: str) -> None:
    """The device is back.

    :raises WrongPassword: when it is not the password of who is signed in
    :raises TooManyTries: after too many failures in this session
    """
    prove(platform, token, who, password)
    sessions.unlock(platform.db, token_hash(token))


def prove(platform: Platform, token: str, who: Who, password: str) -> None:
    """Who is signed in shows again who it is, with the password: from now on the session proved itself anew.

    :raises WrongPassword: when it is not the password of who is signed in, or passwords let nobody in there
    :raises TooManyTries: after too many failures in this session
    """
    attempt = tries.begin(platform, "sessie", token_hash(token))
    if not (fits(who.account.password_hash or _nobody(), password) and who.organisation.passwords):
        tries.failed("sessie", who.id)
        raise WrongPassword
    with platform.db.write():
        tries.right(platform, attempt)
        proved(platform, token)


def proved(platform: Platform, token: str) -> None:
    """Note that somebody just showed again who it is. Who calls this has checked it."""
    sessions.prove(platform.db, token_hash(token), at=platform.at())


def not_proved(platform: Platform, token: str) -> None:
    """Note of a session that began just now that it asked nobody who it is."""
    sessions.prove(platform.db, token_hash(token), at=None)


def tell(platform: Platform, what: str, actor: str, account_id: str, **data: str) -> None:
    """Put in the chain what happened to somebody's way in, by ids and words for the device."""
    events.append(
        platform.db, type=what, actor=actor, dossier=None, subject=account_id, data=dict(data), at=platform.at()
    )


def token_hash(token: str) -> str:
    """What is kept of a token: 256 random bits need no slow hash."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def fits(hashed: str, password: str) -> bool:
    """Whether a password, or a code, is the one of which this was kept.

    Passwords of before were hashed as they were typed: where the two forms differ, the other one is looked at too.
    """
    typed = password[: LONGEST_PASSWORD + 1].encode("utf-8", "replace").decode()
    return any(_verify(hashed, one) for one in dict.fromkeys((_plain(typed), typed)))


def _verify(hashed: str, password: str) -> bool:
    try:
        return _hasher().verify(hashed, password)
    except (VerifyMismatchError, InvalidHashError):
        return False


def _plain(password: str) -> str:
    return unicodedata.normalize("NFKC", password).encode("utf-8", "replace").decode()
