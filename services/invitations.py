"""Choosing a password with a link by mail: who is invited, and who forgot it. Looking at a link changes nothing.

The token is made when the mail goes (services/invitation_mail.py), so that it is nowhere but in that mail: no
administrator ever sees it. What is answered at the door never tells whether an address is known. Why so: ADR 0034.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from services import password_rules
from services.accounts import password_hash, token_hash
from services.origin import NOWHERE, Origin
from services.platform import Platform, stamp
from services.tries import forgive, often, watched
from store import (
    accounts,
    address_changes,
    events,
    identities,
    invitations,
    known_devices,
    mails,
    organisations,
    sessions,
)
from store.accounts import Account
from store.invitations import Invitation, Purpose
from store.organisations import Organisation

LASTS: dict[Purpose, timedelta] = {"uitnodiging": timedelta(days=7), "wachtwoord": timedelta(hours=24)}
MAILS: dict[Purpose, str] = {"uitnodiging": "uitnodiging_account", "wachtwoord": "wachtwoord"}
"""Purpose -> kind of mail (services/mail_kinds.py)."""
ASKED_A_DAY = 3
"""How many links by mail one address can ask for in a day, known or not."""
DAY = timedelta(days=1)
CHANGED = "wachtwoord_gewijzigd"
"""The kind of mail that tells somebody of a new password, without anything to do with it."""
WRONG_LINKS = 30
"""How many links that open nothing one place may try in a quarter of an hour."""


class InvitationGone(Exception):
    """No such link, or not any more: used, replaced, expired or taken away. The same for all."""


class BadPassword(ValueError):
    """Not a password that counts. The message is Dutch, and says what to do."""


class PasswordsOff(Exception):
    """The organisation lets nobody in with a password: the link is answered at the other platform."""


@dataclass(frozen=True, slots=True)
class Invited:
    """For whom a link is, and what it is for."""

    account: Account
    organisation: Organisation
    purpose: Purpose


def invite(platform: Platform, account: Account, purpose: Purpose, made_by: str | None) -> Invitation:
    """Put a mail with a link in the outbox; inside the write of what causes it. Earlier links end when it has gone."""
    made = invitations.add(
        platform.db,
        account_id=account.id,
        purpose=purpose,
        made_by=made_by,
        at=platform.at(),
        expires_at=stamp(platform.now() + LASTS[purpose]),
    )
    mails.post(
        platform.db,
        kind=MAILS[purpose],
        to_address=account.email,
        account_id=account.id,
        asked_by=made_by,
        context={"uitnodiging": made.id},
        at=platform.at(),
    )
    return made


def asked_since(platform: Platform, account: Account, moment: datetime) -> bool:
    """Whether an account was invited after a moment, and that still counts."""
    found = invitations.of_account(platform.db, account.id)
    return any(one.made_by and not one.ended_at and not one.used_at and one.created_at > stamp(moment) for one in found)


def look(platform: Platform, token: str, origin: Origin = NOWHERE) -> Invited:
    """For whom a link is. Changes nothing; one that opens nothing is counted for where it was tried.

    :raises InvitationGone: when it opens nothing
    :raises TooManyTries: after too many of those from this place
    """
    with watched(platform, "link", origin, InvitationGone, most=WRONG_LINKS):
        return _live(platform, token)[1]


def choose(platform: Platform, token: str, password: str, origin: Origin = NOWHERE) -> Account:
    """Set the password of an account, once for each link; every session of it ends, every other link, and what
    was asked of its address: perhaps by who knew the password of before.

    A second step stays: signing in goes on to ask for it.

    :raises InvitationGone: when the link opens nothing
    :raises BadPassword: for one that is too short or too easy to guess; the link stays
    :raises PasswordsOff: where passwords let nobody in; the link stays
    :raises TooManyTries: after too many links that open nothing, from this place
    """
    with watched(platform, "link", origin, InvitationGone, most=WRONG_LINKS):
        return _choose(platform, token, password)


def about(account: Account, place: Organisation) -> tuple[str, ...]:
    """What others know of somebody, that a password may not be made of."""
    return (account.email, account.voornaam, account.familienaam, place.naam, place.gemeente)


def _choose(platform: Platform, token: str, password: str) -> Account:
    found, invited = _live(platform, token)
    if not invited.organisation.passwords:
        raise PasswordsOff
    who = invited.account
    if wrong := password_rules.problem(password, about(who, invited.organisation)):
        raise BadPassword(wrong)
    hashed = password_hash(password)  # takes a while: before the write
    with platform.db.write():
        if _open_to(platform, who.id) is None or not invitations.use(platform.db, found.id, at=platform.at()):
            raise InvitationGone
        accounts.set_password(platform.db, who.id, hashed)
        sessions.close_all_of(platform.db, who.id)
        known_devices.forget(platform.db, who.id)
        forgive(platform, who.email)
        invitations.end(platform.db, who.id, at=platform.at())
        address_changes.end(platform.db, who.id, at=platform.at())
        events.append(
            platform.db,
            type="account.password",
            actor=who.id,
            dossier=None,
            subject=who.id,
            data={"organisatie": invited.organisation.id, "met": found.purpose},
            at=platform.at(),
        )
        if found.purpose == "wachtwoord":
            mails.post(platform.db, kind=CHANGED, to_address=who.email, account_id=who.id, context={}, at=platform.at())
    return who


def ask(platform: Platform, email: str) -> None:
    """Somebody at the door forgot a password: a link goes to the address, if it is known. Tells not whether it is.

    A known and an unknown address take one write each, and are counted alike.
    """
    with platform.db.write():
        too_often = often(platform, "nieuw wachtwoord", email, ASKED_A_DAY, DAY)
        account = accounts.account_of_email(platform.db, email)
        place = _open_to(platform, account.id) if account else None
        if account is None or too_often or place is None:
            return
        if place[1].passwords or not identities.of_account(platform.db, account.id):
            invite(platform, account, purpose_for(account, place[1]), None)


def purpose_for(account: Account, place: Organisation) -> Purpose:
    """What a link is for: another password, or coming in for the first time, also through another platform."""
    return "wachtwoord" if account.password_hash and place.passwords else "uitnodiging"


def renew(platform: Platform, token: str) -> None:
    """A new link for whoever has an old one, to the address of its account; as `ask` does, and as silent."""
    found = invitations.of_token(platform.db, token_hash(token))
    account = accounts.account(platform.db, found.account_id) if found else None
    ask(platform, account.email if account else "")


def _live(platform: Platform, token: str) -> tuple[Invitation, Invited]:
    found = invitations.of_token(platform.db, token_hash(token))
    if found is None or found.used_at or found.ended_at or found.expires_at <= platform.at():
        raise InvitationGone
    invited = _open_to(platform, found.account_id)
    if invited is None:
        raise InvitationGone
    return found, Invited(*invited, found.purpose)


def _open_to(platform: Platform, account_id: str) -> tuple[Account, Organisation] | None:
    """The account and its organisation, when both are at work."""
    account = accounts.account(platform.db, account_id)
    place = organisations.organisation(platform.db, account.organisation_id or "") if account else None
    return (account, place) if account and account.active and place and place.active else None
