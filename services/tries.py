"""How often something may be tried: counted in the database, for each account and for each place, in all processes.

A try is on record before it is judged, so that many at once do not all come by. Strangers shut the door for strangers
alone: a device on which an account signed in before is counted apart (services/origin.py). Why so: ADR 0039.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from services.origin import NOWHERE, REMEMBERED, Origin, known_device, source_key
from services.platform import Platform, stamp
from store import attempts, known_devices, sessions

WINDOW = timedelta(minutes=15)
TRIES = 10
"""Failures for one account, by strangers together or on one known device."""
FROM_ONE_PLACE = 50
"""Failures from one address of the network, for whatever account: a whole school may share one."""
KEPT = timedelta(days=2)
"""For how long attempts are kept: longer than any window."""

Kind = Literal["aanmelden", "code", "sessie", "link", "begin", "nieuw wachtwoord", "adres"]
"""What is tried: a password at the door, a code beside it, a password within a session, a link, the first start, asking
for a link, asking for another address. Each is counted apart: who has the password could else begin counting codes anew
with it.
"""


class TooManyTries(Exception):
    """Too many failures in a while, for this account or from this place."""


@dataclass
class Tried:
    """Whether what was tried was right; who tries it says so."""

    ok: bool = False


def address_key(email: str) -> str:
    """An address as attempts are counted: a hash, so that the table holds no addresses that people mistyped."""
    return hashlib.sha256(email.strip().lower().encode("utf-8", "replace")).hexdigest()


def begin(platform: Platform, kind: Kind, name: str, origin: Origin = NOWHERE, account_id: str = "") -> str:
    """Put a try on record as one that failed, until `right` says otherwise; gives its id.

    :param name: of what is tried: an address, or the hash of a session
    :param account_id: of the account that is meant, '' when there is none
    :raises TooManyTries: when there were too many
    """
    with platform.db.write():
        key, source = _keys(platform, kind, name, origin, account_id)
        if _too_many(platform, key, source):
            _tell(kind, account_id, "throttled")
            raise TooManyTries
        return attempts.record(platform.db, account_key=key, source_key=source, at=platform.at(), ok=False)


def right(platform: Platform, attempt: str) -> None:
    """It was right. Now and then is the time to forget what is old: this one."""
    with platform.db.write():
        attempts.succeeded(platform.db, attempt)
        prune(platform)


def failed(kind: Kind, account_id: str) -> None:
    """It stays a failure: a line in the log, with the id of the account and no address."""
    _tell(kind, account_id, "wrong")


def withdraw(platform: Platform, attempt: str) -> None:
    """It counts neither way."""
    attempts.withdraw(platform.db, attempt)


def forgive(platform: Platform, email: str) -> None:
    """Failures at the door for this address count no more: it proved in another way who it is."""
    attempts.record(platform.db, account_key=address_key(email), at=platform.at(), ok=True)


@contextmanager
def guarded(
    platform: Platform, kind: Kind, name: str, origin: Origin = NOWHERE, account_id: str = ""
) -> Iterator[Tried]:
    """One try that is judged inside, right or wrong, in one write.

    :raises TooManyTries: when there were too many
    """
    tried = Tried()
    with platform.db.write():
        attempt = begin(platform, kind, name, origin, account_id)
        yield tried
        if tried.ok:
            attempts.succeeded(platform.db, attempt)
    if not tried.ok:
        failed(kind, account_id)


@contextmanager
def watched(platform: Platform, kind: Kind, origin: Origin, wrong: type[Exception], *, most: int) -> Iterator[None]:
    """Count by place alone how often something is `wrong`, such as the token of a link. What is right leaves no trace.

    :raises TooManyTries: after so many from this place in a while
    """
    source = source_key(platform, kind, origin)
    if _from_there(platform, source, WINDOW) >= most:
        raise TooManyTries
    try:
        yield
    except wrong:
        if source:
            attempts.record(platform.db, account_key="", source_key=source, at=platform.at(), ok=False)
        raise


def often(platform: Platform, kind: Kind, name: str, most: int, window: timedelta) -> bool:
    """Count once more that something was asked; whether it was asked too often before, by anybody, under this name."""
    key = _key(kind, name)
    many = attempts.failures(platform.db, key, since=stamp(platform.now() - window), until=_until(platform))
    attempts.record(platform.db, account_key=key, at=platform.at(), ok=False)
    return many >= most


def allow_from(platform: Platform, kind: Kind, origin: Origin, most: int, window: timedelta) -> bool:
    """Whether something may be asked once more from this place, and count it if so. What is refused does not count."""
    source = source_key(platform, kind, origin)
    with platform.db.write():
        if _from_there(platform, source, window) >= most:
            return False
        if source:
            attempts.record(platform.db, account_key="", source_key=source, at=platform.at(), ok=False)
    return True


def prune(platform: Platform) -> None:
    """Forget old attempts, sessions that expired, and devices that nobody uses any more."""
    attempts.forget(platform.db, before=stamp(platform.now() - KEPT))
    sessions.close_expired(platform.db, at=platform.at())
    known_devices.forget_old(platform.db, before=stamp(platform.now() - REMEMBERED))


def _keys(platform: Platform, kind: Kind, name: str, origin: Origin, account_id: str) -> tuple[str, str]:
    """By what a try counts: (for the account, for the place). On a known device the place does not count."""
    if device := known_device(platform, account_id, origin):
        return _key("toestel", f"{kind} {device}"), ""
    source = source_key(platform, kind, origin)
    return (address_key(name) if kind == "aanmelden" else _key(kind, name)), source


def _key(kind: str, name: str) -> str:
    """'code:...': the key of an address alone stands for the door, and is kept as when somebody was last in."""
    return f"{kind}:{address_key(name)}"


def _too_many(platform: Platform, key: str, source: str) -> bool:
    since, until = stamp(platform.now() - WINDOW), _until(platform)
    if attempts.failures(platform.db, key, since=since, until=until) >= TRIES:
        return True
    return _from_there(platform, source, WINDOW) >= FROM_ONE_PLACE


def _from_there(platform: Platform, source: str, window: timedelta) -> int:
    since = stamp(platform.now() - window)
    return attempts.failures_from(platform.db, source, since=since, until=_until(platform)) if source else 0


def _until(platform: Platform) -> str:
    """Clocks of processes differ a little; what is further ahead was noted by one that went wrong."""
    return stamp(platform.now() + WINDOW)


def _tell(kind: Kind, account_id: str, why: str) -> None:
    logging.getLogger("naadloos").info(
        "refused", extra={"fields": {"what": kind, "why": why, "account": account_id or None}}
    )
