"""Who administers an organisation, as the administrator of the platform arranges it."""

from __future__ import annotations

from services import administration, identities, invitations
from services.administration import ADMINISTRATOR, require_platform
from services.platform import Platform, Who
from store import accounts, events
from store.accounts import Account
from store.organisations import Organisation

INVITED = "account.invited"


class Elsewhere(ValueError):
    """The address has an account, in another organisation or no longer in use. The message is Dutch."""


def administrators(platform: Platform, organisation: Organisation) -> list[Account]:
    """Who administers it today."""
    found = accounts.accounts_of(platform.db, organisation.id)
    return [one for one in found if ADMINISTRATOR in one.roles]


def appoint(
    platform: Platform,
    who: Who,
    organisation: Organisation,
    *,
    voornaam: str,
    familienaam: str,
    email: str,
    functie: str,
) -> str:
    """Make somebody administrator: with a new account, or the one of this address here.

    Gives 'nieuw', 'erbij' (the role was added) or 'was al'.

    :raises NotAllowed: for who is no administrator of the platform
    :raises Elsewhere: when the address has an account that is not in use here
    """
    require_platform(who)
    with platform.db.write():
        there = accounts.account_of_email(platform.db, email)
        if there is None:
            _invite(platform, who, organisation, voornaam, familienaam, email, functie)
            return "nieuw"
        if there.organisation_id != organisation.id:
            raise Elsewhere("Dit adres heeft al een account, bij een andere organisatie. Vraag een ander adres.")
        if not there.active:
            raise Elsewhere("Dit account is niet meer in gebruik. De organisatie kan het zelf weer openen.")
        return "erbij" if administration.grant(platform, email, ADMINISTRATOR, who.id) else "was al"


def dismiss(platform: Platform, who: Who, organisation: Organisation, account_id: str) -> bool:
    """Somebody administers it no longer; False when that was so. The account stays.

    :raises NotAllowed: for who is no administrator of the platform
    """
    require_platform(who)
    with platform.db.write():
        account = accounts.account(platform.db, account_id)
        if account is None or account.organisation_id != organisation.id:
            return False
        return administration.withdraw(platform, account.email, ADMINISTRATOR, who.id)


def invite_again(platform: Platform, who: Who, organisation: Organisation, account_id: str) -> bool:
    """Mail the invitation once more to who chose no password yet; False when there is nobody to invite.

    :raises NotAllowed: for who is no administrator of the platform
    """
    require_platform(who)
    with platform.db.write():
        waiting = [one for one in administrators(platform, organisation) if not identities.gets_in(platform, one)]
        found = next((one for one in waiting if one.id == account_id), None)
        if found is not None:
            _mail(platform, who, found)
    return found is not None


def _invite(
    platform: Platform, who: Who, organisation: Organisation, voornaam: str, familienaam: str, email: str, functie: str
) -> None:
    made = accounts.create(
        platform.db,
        email=email,
        voornaam=voornaam,
        familienaam=familienaam,
        functie=functie,
        organisation_id=organisation.id,
        roles=(ADMINISTRATOR,),
        at=platform.at(),
    )
    _mail(platform, who, made)


def _mail(platform: Platform, who: Who, account: Account) -> None:
    invitations.invite(platform, account, "uitnodiging", who.id)
    events.append(
        platform.db,
        type=INVITED,
        actor=who.id,
        dossier=None,
        subject=account.id,
        data={"organisatie": account.organisation_id, "rollen": " ".join(account.roles)},
        at=platform.at(),
    )
