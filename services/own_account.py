"""What somebody does with the own account: another password, a look at where one is signed in, and ending that."""

from __future__ import annotations

from dataclasses import dataclass

from services import password_rules
from services.accounts import BEGUN, ENDED, fits, password_hash, prove, tell, token_hash
from services.invitations import CHANGED, BadPassword, about
from services.origin import NOWHERE, UNKNOWN, Origin, device_hash
from services.platform import NotFound, Platform, Who
from store import accounts, address_changes, events, invitations, known_devices, mails, sessions
from store.sessions import Door

LATELY = 10
SAME = "Dit is uw wachtwoord van nu. Kies een ander."


@dataclass(frozen=True, slots=True)
class Place:
    """A browser in which somebody is signed in; `here` is the one that asks."""

    id: str
    device: str
    door: Door
    begun: str
    used: str
    here: bool


@dataclass(frozen=True, slots=True)
class Arrival:
    """Once that somebody signed in: when, and on which device."""

    at: str
    device: str


def change_password(
    platform: Platform, who: Who, token: str, current: str, chosen: str, origin: Origin = NOWHERE
) -> None:
    """Another password, for the one of now. Every other session ends, and the account is told by mail.

    :raises WrongPassword: when `current` is not the password of now
    :raises TooManyTries: after too many wrong ones in this session
    :raises BadPassword: when `chosen` is too easy to guess, or the same
    :raises NotFound: for who has no password here, or one that lets nobody in
    """
    if not who.account.password_hash or not who.organisation.passwords:
        raise NotFound
    prove(platform, token, who, current)
    if wrong := password_rules.problem(chosen, about(who.account, who.organisation)):
        raise BadPassword(wrong)
    if fits(who.account.password_hash, chosen):
        raise BadPassword(SAME)
    hashed = password_hash(chosen)  # takes a while: before the write
    with platform.db.write():
        accounts.set_password(platform.db, who.id, hashed)
        end_others(platform, who, token, origin, why="wachtwoord")
        invitations.end(platform.db, who.id, at=platform.at())
        address_changes.end(platform.db, who.id, at=platform.at())
        tell(platform, "account.password", who.id, who.id, organisatie=who.organisation.id, met="eigen")
        mails.post(
            platform.db,
            kind=CHANGED,
            to_address=who.account.email,
            account_id=who.id,
            asked_by=who.id,
            context={},
            at=platform.at(),
        )


def places(platform: Platform, who: Who, token: str) -> list[Place]:
    """Where somebody is signed in now, this browser first and then the last used."""
    mine = token_hash(token)
    found = [
        Place(one.id, one.device or UNKNOWN, one.door, one.created_at, one.seen_at, one.token_hash == mine)
        for one in sessions.of_account(platform.db, who.id, at=platform.at())
    ]
    return sorted(found, key=lambda one: not one.here)


def lately(platform: Platform, who: Who) -> list[Arrival]:
    """The last times that somebody signed in, the newest first."""
    found = events.last_of_subject(platform.db, who.id, BEGUN, LATELY)
    return [Arrival(one.at, str((one.data or {}).get("toestel") or UNKNOWN)) for one in found]


def end_one(platform: Platform, who: Who, session_id: str) -> None:
    """End one of one's own sessions. One that ended already, or is of somebody else, changes nothing."""
    with platform.db.write():
        if sessions.close_one(platform.db, who.id, session_id):
            tell(platform, ENDED, who.id, who.id, hoe="elders")


def end_others(platform: Platform, who: Who, token: str, origin: Origin = NOWHERE, why: str = "elders") -> int:
    """End every session but this one, and count those devices as strangers from now on; gives how many there were."""
    with platform.db.write():
        kept = device_hash(origin.device, who.id) if origin.device else ""
        known_devices.forget(platform.db, who.id, but=kept)
        many = sessions.close_others(platform.db, who.id, but=token_hash(token))
        if many:
            tell(platform, ENDED, who.id, who.id, hoe=why)
    return many
