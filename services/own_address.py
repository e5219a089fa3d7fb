"""Another address for the own account: it counts once the link in a mail to it was followed; the old one is told."""

from __future__ import annotations

from datetime import timedelta

from services import people
from services.accounts import tell, token_hash
from services.origin import NOWHERE, Origin
from services.platform import Platform, Who, stamp
from services.tries import TooManyTries, often, watched
from store import accounts, address_changes, invitations, mails
from store.address_changes import AddressChange
from store.database import Conflict

LASTS = timedelta(hours=24)
A_DAY, DAY = 3, timedelta(days=1)
"""How often an account asks for another address in a day."""
WRONG_LINKS = 30
CONFIRM, ASKED, CHANGED = "adres_bevestigen", "adres_gevraagd", "adres_gewijzigd"
"""Kinds of mail: to the new address with a link, and to the old one when it was asked and when it was done."""
SAME = "Dit is uw adres van nu."
TOO_OFTEN = "U vroeg dit vandaag al enkele keren. Probeer het morgen opnieuw."


class BadAddress(ValueError):
    """Not an address that can be asked for. The message is Dutch, and says what to do."""


class ChangeGone(Exception):
    """No such link, or not any more: used, replaced, expired, or of an account that ended. The same for all."""


def waiting(platform: Platform, who: Who) -> AddressChange | None:
    """The address that waits for its link to be followed; None when there is none."""
    return address_changes.waiting(platform.db, who.id, at=platform.at())


def ask(platform: Platform, who: Who, typed: str) -> None:
    """Mail a link to another address, and tell the one of now. Of an address in use nobody learns that it is.

    :raises BadAddress: when it is no address, the same one, or asked too often
    """
    address = typed.strip().lower()
    if not people.is_address(address):
        raise BadAddress(people.BAD_ADDRESS)
    if address == who.account.email:
        raise BadAddress(SAME)
    with platform.db.write():
        too_often = often(platform, "adres", who.id, A_DAY, DAY)
        if not too_often:
            _ask(platform, who, address)
    if too_often:
        raise BadAddress(TOO_OFTEN)


def cancel(platform: Platform, who: Who) -> None:
    """Keep the address of now: the link works no more."""
    address_changes.end(platform.db, who.id, at=platform.at())


def look(platform: Platform, token: str, origin: Origin = NOWHERE) -> str:
    """Which address a link is for. Changes nothing; one that opens nothing is counted for where it was tried.

    :raises ChangeGone: when it opens nothing
    :raises TooManyTries: after too many of those from this place
    """
    with watched(platform, "link", origin, ChangeGone, most=WRONG_LINKS):
        return _live(platform, token).new_address


def follow(platform: Platform, token: str, origin: Origin = NOWHERE) -> None:
    """From now on this is the address, to sign in with and for mail. Links that went to the old one end.

    :raises ChangeGone: when the link opens nothing, or somebody else has the address meanwhile
    :raises TooManyTries: after too many links that open nothing, from this place
    """
    with watched(platform, "link", origin, ChangeGone, most=WRONG_LINKS), platform.db.write():
        found = _live(platform, token)
        account = accounts.account(platform.db, found.account_id)
        old = account.email if account else ""
        try:
            accounts.set_address(platform.db, found.account_id, found.new_address)
        except Conflict as fault:
            raise ChangeGone from fault
        address_changes.end(platform.db, found.account_id, at=platform.at())
        invitations.end(platform.db, found.account_id, at=platform.at())
        tell(platform, "account.address", found.account_id, found.account_id)
        mails.post(platform.db, kind=CHANGED, to_address=old, account_id=found.account_id, context={}, at=platform.at())


def _ask(platform: Platform, who: Who, address: str) -> None:
    made = address_changes.add(
        platform.db,
        account_id=who.id,
        new_address=address,
        at=platform.at(),
        expires_at=stamp(platform.now() + LASTS),
    )
    tell(platform, "account.address-asked", who.id, who.id)
    told = [(ASKED, who.account.email)]
    if accounts.account_of_email(platform.db, address) is None:
        told.append((CONFIRM, address))
    for kind, to in told:
        mails.post(
            platform.db,
            kind=kind,
            to_address=to,
            account_id=who.id,
            asked_by=who.id,
            context={"wijziging": made.id},
            at=platform.at(),
        )


def _live(platform: Platform, token: str) -> AddressChange:
    found = address_changes.of_token(platform.db, token_hash(token))
    if found is None or found.ended_at or found.expires_at <= platform.at():
        raise ChangeGone
    account = accounts.account(platform.db, found.account_id)
    if account is None or not account.active:
        raise ChangeGone
    return found


__all__ = [
    "ASKED",
    "CHANGED",
    "CONFIRM",
    "BadAddress",
    "ChangeGone",
    "TooManyTries",
    "ask",
    "cancel",
    "follow",
    "look",
    "waiting",
]
