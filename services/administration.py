"""Who administers an organisation: a role of an account, given and taken from a terminal."""

from __future__ import annotations

from dataclasses import replace

from services.platform import NotAllowed, Platform, Who
from store import accounts, events, organisations
from store.accounts import Account

ADMINISTRATOR = "beheerder"
"""The role, among those of an account."""

PLATFORM = "platformbeheerder"
"""The role of who manages the platform itself: organisations, settings, the list of schools. Opens no dossier."""

ASK = "Dit is voor beheerders van uw organisatie. Vraag hen om het te doen, of om u ook beheerder te maken."


class NoSuchAccount(ValueError):
    """No account goes by this address."""


def is_administrator(who: Who) -> bool:
    """Whether this person decides how the documents of the own organisation look."""
    return ADMINISTRATOR in who.account.roles


def is_platform_administrator(who: Who) -> bool:
    """Whether this person manages the platform."""
    return PLATFORM in who.account.roles


def require(who: Who) -> None:
    """That this is an administrator.

    :raises NotAllowed: for anybody else
    """
    if not is_administrator(who):
        raise NotAllowed(ASK)


def demand_second_factor(platform: Platform, who: Who, *, demanded: bool) -> None:
    """Demand a code beside the password of everybody in the own organisation, or no longer; a second time does nothing.

    :raises NotAllowed: for who is no administrator
    """
    require(who)
    with platform.db.write():
        now = organisations.organisation(platform.db, who.organisation.id)
        if now is None or now.second_factor == demanded:
            return
        organisations.save(platform.db, replace(now, second_factor=demanded))
        events.append(
            platform.db,
            type="organisation.second-factor",
            actor=who.id,
            dossier=None,
            subject=now.id,
            data={"gevraagd": "ja" if demanded else "nee"},
            at=platform.at(),
        )


def grant(platform: Platform, email: str) -> bool:
    """Make an account administrator of its organisation; False when it was.

    :raises NoSuchAccount: when there is none
    """
    return _change(platform, email, administrator=True)


def withdraw(platform: Platform, email: str) -> bool:
    """Make it administrator no longer; False when it was not.

    :raises NoSuchAccount: when there is none
    """
    return _change(platform, email, administrator=False)


def _change(platform: Platform, email: str, *, administrator: bool) -> bool:
    with platform.db.write():
        account = accounts.account_of_email(platform.db, email)
        if account is None or account.organisation_id is None:
            raise NoSuchAccount("No account of an organisation goes by this address.")
        if (ADMINISTRATOR in account.roles) == administrator:
            return False
        accounts.save(platform.db, replace(account, roles=_roles(account, administrator=administrator)))
        events.append(
            platform.db,
            type="administrator.granted" if administrator else "administrator.withdrawn",
            actor="",
            dossier=None,
            subject=account.id,
            data={"organisatie": account.organisation_id},
            at=platform.at(),
        )
    return True


def _roles(account: Account, *, administrator: bool) -> tuple[str, ...]:
    """In front of the roles in which one takes part in a dossier."""
    others = tuple(one for one in account.roles if one != ADMINISTRATOR)
    return (ADMINISTRATOR, *others) if administrator else others
