"""The people of an organisation, in the hands of its administrator: who they are, what they may do, and inviting them.

Ending an account is in services/leaving.py. Every change is an event in the chain, with ids and roles and no names.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Literal

from services import account_roles, administration, identities, invitations
from services.accounts import BEGUN, ENDED, address_key
from services.administration import ADMINISTRATOR, PLATFORM, is_platform_administrator
from services.platform import NotAllowed, NotFound, Platform, Who
from store import accounts, events, known_devices, second_factors, sessions, staff
from store import identities as kept_identities
from store.accounts import Account
from store.invitations import Purpose

State = Literal["actief", "uitgenodigd", "gestopt"]

LONGEST_NAME, LONGEST_ADDRESS = 80, 254
PAUSE = timedelta(minutes=2)
"""Between two mails with a link that an administrator lets go to the same colleague."""
_ADDRESS = re.compile(r"[^\s@<>()\",;:\\]+@[^\s@<>()\",;:\\.]+(?:\.[^\s@<>()\",;:\\.]+)+")

FILL_IN = {"voornaam": "Vul de voornaam in.", "familienaam": "Vul de familienaam in."}
BAD_ADDRESS = "Vul een e-mailadres in, bijvoorbeeld an.peeters@school.be."
KNOWN_HERE = "Deze persoon staat al in uw lijst."
NOT_HERE = (
    "Met dit e-mailadres kan hier geen account gemaakt worden. Neem een ander adres van deze persoon, of vraag het aan "
    "wie het platform beheert."
)
A_ROLE = "Kies minstens één rol."
NOT_YOURSELF = "U kunt uw eigen rol van beheerder niet weghalen. Vraag het aan een andere beheerder."
NOT_THE_PLATFORM = "Deze persoon beheert ook het platform. Enkel een andere platformbeheerder kan de app vergeten."
LAST_ONE = "Er moet een beheerder overblijven die zich kan aanmelden. Maak eerst iemand anders beheerder."


class BadPerson(ValueError):
    """What was filled in cannot be kept: `errors` are (field, what to do)."""

    def __init__(self, errors: Sequence[tuple[str, str]]) -> None:
        super().__init__("; ".join(message for _, message in errors))
        self.errors = list(errors)


@dataclass(frozen=True, slots=True)
class Told:
    """What is asked of a person; `email` only of somebody new."""

    voornaam: str
    familienaam: str
    functie: str
    roles: tuple[str, ...]
    email: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """One line of the list. `last_seen` is when a password was right, or another platform let this person in, last."""

    account: Account
    state: State
    roles: str
    last_seen: str
    second_factor: bool
    is_me: bool

    @property
    def name(self) -> str:
        """Full name."""
        return name_of(self.account)


def name_of(account: Account) -> str:
    """Full name."""
    return f"{account.voornaam} {account.familienaam}".strip()


def is_address(text: str) -> bool:
    """Whether mail could go to this: something, an at sign, and a name with a dot."""
    return len(text) <= LONGEST_ADDRESS and text.isprintable() and bool(_ADDRESS.fullmatch(text))


def state_of(account: Account, *, linked: bool = False) -> State:
    """Whether somebody can sign in: no longer, not yet, or yes; `linked` to a person at another platform."""
    if not account.active:
        return "gestopt"
    return "actief" if account.password_hash or linked else "uitgenodigd"


def everybody(platform: Platform, who: Who) -> list[Person]:
    """Everybody who has or had an account here; who stopped comes last.

    :raises NotAllowed: for who is no administrator
    """
    administration.require(who)
    found = staff.everybody(platform.db, who.organisation.id)
    seen = staff.last_signed_in(platform.db, {one.id: address_key(one.email) for one in found}, BEGUN)
    coded = staff.with_second_factor(platform.db, who.organisation.id)
    linked = kept_identities.of_organisation(platform.db, who.organisation.id)
    lines = [
        Person(
            account=one,
            state=state_of(one, linked=one.id in linked),
            roles=account_roles.in_words(one.roles),
            last_seen=seen.get(one.id, ""),
            second_factor=one.id in coded,
            is_me=one.id == who.id,
        )
        for one in found
    ]
    return sorted(lines, key=lambda one: one.state == "gestopt")


def person(platform: Platform, who: Who, account_id: str) -> Account:
    """One account of the own organisation.

    :raises NotAllowed: for who is no administrator
    :raises NotFound: when it is not there, or of another organisation
    """
    administration.require(who)
    found = accounts.account(platform.db, account_id)
    if found is None or found.organisation_id != who.organisation.id:
        raise NotFound
    return found


def add(platform: Platform, who: Who, told: Told) -> Account:
    """Make an account and mail an invitation. The same once more, as by a double click, changes nothing.

    :raises NotAllowed: for who is no administrator
    :raises BadPerson: for what cannot be kept, such as an address that has an account
    """
    administration.require(who)
    told = _clean(who, told)
    _check(told, new=True)
    with platform.db.write():
        there = accounts.account_of_email(platform.db, told.email)
        if there is not None:
            if _same(there, who, told):
                return there
            raise BadPerson([("email", KNOWN_HERE if there.organisation_id == who.organisation.id else NOT_HERE)])
        made = accounts.create(
            platform.db,
            email=told.email,
            voornaam=told.voornaam,
            familienaam=told.familienaam,
            functie=told.functie,
            organisation_id=who.organisation.id,
            roles=told.roles,
            at=platform.at(),
        )
        tell(platform, who, "account.invited", made, rollen=" ".join(told.roles))
        invitations.invite(platform, made, "uitnodiging", who.id)
    return made


def change(platform: Platform, who: Who, account_id: str, told: Told) -> Account:
    """Another name, function or roles. They count from that person's next page on.

    :raises NotAllowed: for who is no administrator
    :raises NotFound: for an account of elsewhere
    :raises BadPerson: for what cannot be kept, such as roles without an administrator left
    """
    told = _clean(who, told)
    _check(told, new=False)
    with platform.db.write():
        before = person(platform, who, account_id)
        roles = account_roles.chosen(who.organisation.soort, told.roles, before.roles)
        after = replace(before, voornaam=told.voornaam, familienaam=told.familienaam, functie=told.functie, roles=roles)
        if ADMINISTRATOR in before.roles and ADMINISTRATOR not in roles:
            _may_withdraw(platform, who, before)
        if after == before:
            return before
        accounts.save(platform.db, after)
        tell(platform, who, "account.changed", after, rollen=" ".join(roles))
        if (ADMINISTRATOR in roles) != (ADMINISTRATOR in before.roles):
            tell(platform, who, f"administrator.{'granted' if ADMINISTRATOR in roles else 'withdrawn'}", after)
    return after


def invite_again(platform: Platform, who: Who, account_id: str) -> Purpose:
    """Mail a link to choose a password: the invitation anew, or a new password for who has one already.

    Within two minutes of the last one, as by a double click, nothing more is mailed.

    :raises NotAllowed: for who is no administrator
    :raises NotFound: for an account of elsewhere, or one that ended
    """
    with platform.db.write():
        found = person(platform, who, account_id)
        if not found.active:
            raise NotFound
        purpose = invitations.purpose_for(found, who.organisation)
        if invitations.asked_since(platform, found, platform.now() - PAUSE):
            return purpose
        invitations.invite(platform, found, purpose, who.id)
        tell(platform, who, "account.invited", found, rollen=" ".join(found.roles))
    return purpose


def may_forget_factor(who: Who, account: Account) -> bool:
    """Whether an administrator may take away somebody's second step: of who manages the platform only such another."""
    return PLATFORM not in account.roles or is_platform_administrator(who)


def forget_second_factor(platform: Platform, who: Who, account_id: str) -> None:
    """Forget the app and codes of a colleague who lost the phone, and end its sessions. A second time does nothing.

    :raises NotAllowed: for who is no administrator, and of who manages the platform for who does not
    :raises NotFound: for an account of elsewhere, and for one's own
    """
    with platform.db.write():
        found = person(platform, who, account_id)
        if found.id == who.id:
            raise NotFound
        if not may_forget_factor(who, found):
            raise NotAllowed(NOT_THE_PLATFORM)
        if second_factors.forget(platform.db, found.id):
            sessions.close_all_of(platform.db, found.id)
            tell(platform, who, "account.factor-forgotten", found)


def open_sessions(platform: Platform, who: Who, account_id: str) -> int:
    """In how many browsers a colleague is signed in now.

    :raises NotAllowed: for who is no administrator
    :raises NotFound: for an account of elsewhere
    """
    return len(sessions.of_account(platform.db, person(platform, who, account_id).id, at=platform.at()))


def end_sessions(platform: Platform, who: Who, account_id: str) -> int:
    """End every session of a colleague, as for a laptop that is lost; gives how many. The account stays.

    :raises NotAllowed: for who is no administrator
    :raises NotFound: for an account of elsewhere, and for one's own
    """
    with platform.db.write():
        found = person(platform, who, account_id)
        if found.id == who.id:
            raise NotFound
        known_devices.forget(platform.db, found.id)
        if many := sessions.close_all_of(platform.db, found.id):
            tell(platform, who, ENDED, found, hoe="beheerder")
    return many


def other_administrators(platform: Platform, who: Who, account: Account) -> int:
    """How many others administer this organisation and can sign in."""
    return identities.able_administrators(platform, who.organisation, but=account.id)


def tell(platform: Platform, who: Who, what: str, account: Account, **data: str) -> None:
    """Put a change in the chain, by ids."""
    events.append(
        platform.db,
        type=what,
        actor=who.id,
        dossier=None,
        subject=account.id,
        data={"organisatie": who.organisation.id, **data},
        at=platform.at(),
    )


def _may_withdraw(platform: Platform, who: Who, account: Account) -> None:
    if account.id == who.id:
        raise BadPerson([("rollen", NOT_YOURSELF)])
    if not other_administrators(platform, who, account):
        raise BadPerson([("rollen", LAST_ONE)])


def _clean(who: Who, told: Told) -> Told:
    return Told(
        voornaam=_one_line(told.voornaam),
        familienaam=_one_line(told.familienaam),
        functie=_one_line(told.functie),
        roles=account_roles.chosen(who.organisation.soort, told.roles),
        email=told.email.strip().lower(),
    )


def _one_line(text: str) -> str:
    """Without line ends, and without what no person types and no Word file can hold."""
    return " ".join("".join(one if one.isprintable() else " " for one in text).split())


def _check(told: Told, *, new: bool) -> None:
    errors = [(name, message) for name, message in FILL_IN.items() if not getattr(told, name)]
    errors += [
        (name, f"Dit is te lang: hoogstens {LONGEST_NAME} tekens.")
        for name in ("voornaam", "familienaam", "functie")
        if len(getattr(told, name)) > LONGEST_NAME
    ]
    if new and not is_address(told.email):
        errors.append(("email", BAD_ADDRESS))
    if not told.roles:
        errors.append(("rollen", A_ROLE))
    if errors:
        raise BadPerson(errors)


def _same(there: Account, who: Who, told: Told) -> bool:
    """Whether this is what was just made, sent twice."""
    kept = (there.voornaam, there.familienaam, there.functie, there.roles, there.organisation_id)
    return state_of(there) == "uitgenodigd" and kept == (
        told.voornaam,
        told.familienaam,
        told.functie,
        told.roles,
        who.organisation.id,
    )
