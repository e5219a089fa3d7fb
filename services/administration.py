"""Who administers an organisation, and who the platform: roles of an account, given and taken."""

from __future__ import annotations

from dataclasses import replace

from rules import rights
from rules.access import Action
from services import organisation_choice, permission
from services.platform import Platform, Who
from store import accounts, events, organisations
from store.accounts import Account
from store.organisations import Organisation

ADMINISTRATOR = rights.ADMINISTRATOR
"""The role, among those of an account."""

PLATFORM = rights.PLATFORM_ADMINISTRATOR
"""The role of who manages the platform itself: organisations, settings, the list of schools. Opens no dossier."""

EVENTS = {
    (ADMINISTRATOR, True): "administrator.granted",
    (ADMINISTRATOR, False): "administrator.withdrawn",
    (PLATFORM, True): "platform_administrator.granted",
    (PLATFORM, False): "platform_administrator.withdrawn",
}
"""Role, and whether it is given -> the event."""


class NoSuchAccount(ValueError):
    """No account goes by this address."""


def is_administrator(who: Who) -> bool:
    """Whether this person decides how the documents of the own organisation look."""
    return permission.may(who, Action.MANAGE)


def is_platform_administrator(who: Who) -> bool:
    """Whether this person manages the platform."""
    return permission.may(who, Action.PLATFORM)


def require(who: Who) -> None:
    """That this is an administrator.

    :raises NotAllowed: for anybody else
    """
    permission.allow(who, Action.MANAGE)


def demand_second_factor(platform: Platform, who: Who, *, demanded: bool) -> None:
    """Demand a code beside the password of everybody in the own organisation, or no longer; a second time does nothing.

    :raises NotAllowed: for who is no administrator
    """
    require(who)
    with platform.db.write():
        now = organisations.organisation(platform.db, who.organisation.id)
        if now is not None:
            keep_second_factor(platform, who.id, now, demanded=demanded)


def keep_second_factor(platform: Platform, actor: str, now: Organisation, *, demanded: bool) -> None:
    """The same, in the write of whoever checked that it may be; `actor` is '' for somebody at a terminal."""
    said = {"gevraagd": "ja" if demanded else "nee"}
    organisation_choice.keep(platform, actor, now, event="second-factor", said=said, second_factor=demanded)


def require_platform(who: Who) -> None:
    """That this person manages the platform.

    :raises NotAllowed: for anybody else
    """
    permission.allow(who, Action.PLATFORM)


def grant(platform: Platform, email: str, role: str = ADMINISTRATOR, actor: str = "") -> bool:
    """Give an account a role of an administrator: of its organisation, or of the platform. False when it had it.

    :param actor: the id of who does so, empty for somebody at a terminal
    :raises NoSuchAccount: when there is none
    """
    return _change(platform, email, role, actor, given=True)


def withdraw(platform: Platform, email: str, role: str = ADMINISTRATOR, actor: str = "") -> bool:
    """Take it away again, with the same arguments; False when the account had it not.

    :raises NoSuchAccount: when there is none
    """
    return _change(platform, email, role, actor, given=False)


def _change(platform: Platform, email: str, role: str, actor: str, *, given: bool) -> bool:
    with platform.db.write():
        account = accounts.account_of_email(platform.db, email)
        if account is None or account.organisation_id is None:
            raise NoSuchAccount("No account of an organisation goes by this address.")
        if (role in account.roles) == given:
            return False
        accounts.save(platform.db, replace(account, roles=_roles(account, role, given=given)))
        events.append(
            platform.db,
            type=EVENTS[role, given],
            actor=actor,
            dossier=None,
            subject=account.id,
            data={"organisatie": account.organisation_id},
            at=platform.at(),
        )
    return True


def _roles(account: Account, role: str, *, given: bool) -> tuple[str, ...]:
    """In front of the roles in which one takes part in a dossier."""
    others = tuple(one for one in account.roles if one != role)
    return (role, *others) if given else others
