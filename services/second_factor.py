"""The second factor: after the password a code of an authenticator app (TOTP, RFC 6238), or a recovery code.

Whoever wants one has it; an organisation can demand it of everybody. A code counts once. Failures are counted, apart
from those of the password.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from contextlib import AbstractContextManager
from dataclasses import dataclass

from services.accounts import proved, slow_hash, tell, token_hash
from services.origin import NOWHERE, Origin
from services.platform import Platform, Who
from services.tries import TooManyTries, Tried, guarded
from store import second_factors, sessions

ISSUER = "Naadloos"
STEP = 30  # seconds, as every authenticator app takes it
CODES, LENGTH = 10, 10
SET, RENEWED, STOPPED = "account.factor-set", "account.factor-codes", "account.factor-stopped"
ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"  # nothing that looks like something else


class WrongCode(Exception):
    """Not the code of now, or one that was used."""


class NoFactor(Exception):
    """There is no app to ask a code of."""


@dataclass(frozen=True, slots=True)
class Enrolment:
    """What an authenticator app needs: the address for its QR code, and the secret for who types it over."""

    uri: str
    secret: str


def awaits(platform: Platform, who: Who) -> str:
    """What this session still needs before it opens anything: 'code', 'instellen' (set an app up), or ''."""
    if who.second_factor:
        return ""
    if has_factor(platform, who):
        return "code"
    return "instellen" if who.organisation.second_factor else ""


def has_factor(platform: Platform, who: Who) -> bool:
    """Whether this account has an app that counts."""
    found = second_factors.of(platform.db, who.id)
    return found is not None and found.confirmed_at is not None


def begin(platform: Platform, who: Who, *, anew: bool = False) -> Enrolment:
    """Set an app up: the secret that waits for its first code, or a new one; with `anew` always a new one.

    :raises NoFactor: when the account has one already
    """
    import pyotp

    with platform.db.write():
        found = second_factors.of(platform.db, who.id)
        if found is not None and found.confirmed_at is not None:
            raise NoFactor
        secret = found.secret if found and not anew else pyotp.random_base32()
        if found is None or anew:
            second_factors.begin(platform.db, who.id, secret, at=platform.at())
    uri = pyotp.TOTP(secret).provisioning_uri(name=who.account.email, issuer_name=ISSUER)
    return Enrolment(uri, secret)


def confirm(platform: Platform, who: Who, token: str, code: str, origin: Origin = NOWHERE) -> list[str]:
    """The first code of the app: from now on it counts, for this session too. Gives the recovery codes, shown once.

    Every other session ends: each has to pass by the app.

    :raises WrongCode: when it is not the code of now
    :raises TooManyTries: after too many failures
    """
    made = _Codes(who.id)
    with _guarded(platform, who, origin) as tried:
        found = second_factors.of(platform.db, who.id)
        tried.ok = found is not None and _is_now(platform, who.id, found.secret, code)
        if tried.ok:
            second_factors.confirm(platform.db, who.id, at=platform.at())
            sessions.pass_second_factor(platform.db, token_hash(token), at=platform.at())
            sessions.close_others(platform.db, who.id, but=token_hash(token))
            tell(platform, SET, who.id, who.id)
            return made.keep(platform)
    raise WrongCode


def check(platform: Platform, who: Who, token: str, code: str, origin: Origin = NOWHERE) -> None:
    """The second step of signing in: a code of the app, or a recovery code, which is used up.

    :raises WrongCode: when it is neither
    :raises TooManyTries: after too many failures
    """
    with _guarded(platform, who, origin) as tried:
        tried.ok = _fits(platform, who, code)
        if tried.ok:
            sessions.pass_second_factor(platform.db, token_hash(token), at=platform.at())
    if not tried.ok:
        raise WrongCode


def prove(platform: Platform, who: Who, token: str, code: str, origin: Origin = NOWHERE) -> None:
    """Who is signed in shows again who it is, with a code: for who came in without a password of ours.

    :raises WrongCode: when it is neither a code of the app nor a recovery code
    :raises TooManyTries: after too many failures
    """
    with _guarded(platform, who, origin) as tried:
        tried.ok = _fits(platform, who, code)
        if tried.ok:
            proved(platform, token)
    if not tried.ok:
        raise WrongCode


def renew_codes(platform: Platform, who: Who, code: str, origin: Origin = NOWHERE) -> list[str]:
    """New recovery codes, for a code of the app; the old ones are worth nothing any more.

    :raises WrongCode: when it is not the code of now
    :raises TooManyTries: after too many failures
    """
    made = _Codes(who.id)
    with _guarded(platform, who, origin) as tried:
        tried.ok = _fits(platform, who, code)
        if tried.ok:
            tell(platform, RENEWED, who.id, who.id)
            return made.keep(platform)
    raise WrongCode


def stop(platform: Platform, who: Who, token: str, code: str, origin: Origin = NOWHERE) -> None:
    """Take the app away again, for a code of it; every other session ends.

    :raises NoFactor: when the organisation demands one
    :raises WrongCode: when it is not the code of now
    :raises TooManyTries: after too many failures
    """
    if who.organisation.second_factor:
        raise NoFactor
    with _guarded(platform, who, origin) as tried:
        tried.ok = _fits(platform, who, code)
        if tried.ok:
            second_factors.forget(platform.db, who.id)
            sessions.close_others(platform.db, who.id, but=token_hash(token))
            tell(platform, STOPPED, who.id, who.id)
    if not tried.ok:
        raise WrongCode


def _guarded(platform: Platform, who: Who, origin: Origin) -> AbstractContextManager[Tried]:
    """One try of a code, counted for this account with all others."""
    return guarded(platform, "code", who.account.email, origin, who.id)


def _fits(platform: Platform, who: Who, code: str) -> bool:
    found = second_factors.of(platform.db, who.id)
    if found is None or found.confirmed_at is None:
        return False
    plain = re.sub(r"[\s-]", "", code.lower())
    if re.fullmatch(r"[0-9]{6}", plain):
        return _is_now(platform, who.id, found.secret, plain)
    if not re.fullmatch(rf"[{ALPHABET}]{{{LENGTH}}}", plain):
        return False
    kept = slow_hash(plain, who.id), hashlib.sha256(plain.encode()).hexdigest()  # the second: codes of before
    return any(second_factors.use_code(platform.db, who.id, one, at=platform.at()) for one in kept)


def _is_now(platform: Platform, account_id: str, secret: str, code: str) -> bool:
    """Whether it is the code of this half minute, or of the one before or after; each counts once."""
    import pyotp

    app = pyotp.TOTP(secret)
    now = int(platform.now().timestamp()) // STEP
    plain = re.sub(r"\s", "", code)
    step = (
        next((one for one in (now, now - 1, now + 1) if secrets.compare_digest(app.generate_otp(one), plain)), None)
        if plain.isascii()
        else None
    )
    return step is not None and second_factors.use_step(platform.db, account_id, step)


class _Codes:
    """Ten new recovery codes; made before the write in which they are kept, as hashing them takes its time."""

    def __init__(self, account_id: str) -> None:
        self.account_id = account_id
        self.plain = ["".join(secrets.choice(ALPHABET) for _ in range(LENGTH)) for _ in range(CODES)]
        self._hashes = [slow_hash(one, account_id) for one in self.plain]

    def keep(self, platform: Platform) -> list[str]:
        """Keep them instead of those of before; gives them as people read them."""
        second_factors.keep_codes(platform.db, self.account_id, self._hashes)
        return [f"{one[:5]}-{one[5:]}" for one in self.plain]


__all__ = [
    "Enrolment",
    "NoFactor",
    "TooManyTries",
    "WrongCode",
    "awaits",
    "begin",
    "check",
    "confirm",
    "has_factor",
    "prove",
    "renew_codes",
    "stop",
]
