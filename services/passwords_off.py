"""An organisation that lets its people in through an OpenID provider alone: passwords off, and on again."""

from __future__ import annotations

from dataclasses import dataclass

from services import identities, organisation_choice
from services.administration import require
from services.platform import NotAllowed, Platform, Who
from store import accounts, organisations
from store import identities as kept

NOBODY_LINKED = (
    "Koppel eerst uw eigen account, of laat een andere beheerder dat doen. Anders kan niemand van uw organisatie de "
    "wachtwoorden weer aanzetten."
)
NO_PROVIDER = "Er is hier geen ander platform ingesteld om mee aan te melden."


@dataclass(frozen=True, slots=True)
class Stand:
    """How it stands: whether passwords are on, how many people are at work, how many of them and of the administrators
    are linked, and whether the one who asks is.
    """

    on: bool
    people: int
    linked: int
    administrators: int
    mine: bool


def stand(platform: Platform, who: Who, issuer: str) -> Stand:
    """How it stands in the own organisation.

    :raises NotAllowed: for who is no administrator
    """
    require(who)
    linked = kept.of_organisation(platform.db, who.organisation.id, issuer=issuer)
    people = accounts.accounts_of(platform.db, who.organisation.id)
    return Stand(
        on=who.organisation.passwords,
        people=len(people),
        linked=sum(one.id in linked for one in people),
        administrators=identities.able_administrators(platform, who.organisation, issuer=issuer),
        mine=who.id in linked,
    )


def allow(platform: Platform, who: Who) -> None:
    """Passwords let people in again. A second time does nothing.

    :raises NotAllowed: for who is no administrator
    """
    require(who)
    _put(platform, who.organisation.id, who.id, on=True)


def refuse(platform: Platform, who: Who, issuer: str) -> None:
    """No password lets anybody in any more, and every session that began with one ends.

    :param issuer: the provider that lets them in instead, '' when there is none
    :raises NotAllowed: for who is no administrator, without a provider, and as long as no administrator is linked to it
    """
    require(who)
    if not issuer:
        raise NotAllowed(NO_PROVIDER)
    with platform.db.write():
        if not identities.able_administrators(platform, who.organisation, issuer=issuer):
            raise NotAllowed(NOBODY_LINKED)
        _put(platform, who.organisation.id, who.id, on=False)
        kept.close_by_password(platform.db, who.organisation.id)


def allow_at_terminal(platform: Platform, organisation: str) -> str:
    """The same as `allow`, for when nobody of an organisation gets in any more; gives its name.

    :raises LookupError: when no organisation, or more than one, goes by this name, number or id
    """
    found = organisations.named(platform.db, organisation)
    if len(found) != 1:
        raise LookupError(f"{len(found)} organisations go by {organisation!r}: give the institution number or the id.")
    _put(platform, found[0].id, "", on=True)
    return found[0].naam


def _put(platform: Platform, organisation_id: str, actor: str, *, on: bool) -> None:
    with platform.db.write():
        now = organisations.organisation(platform.db, organisation_id)
        if now is not None:
            said = {"toegelaten": "ja" if on else "nee"}
            organisation_choice.keep(platform, actor, now, event="passwords", said=said, passwords=on)
