"""Dossiers: open one, find one's own, and the people and organisations in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from forms.partij import ROLE_LABELS
from forms.scope import Answers
from rules.referral import why_not_open
from rules.states import State
from services.platform import NotAllowed, NotFound, Platform, Who
from store import accounts, dossiers, events, organisations, parties, trajectories
from store.accounts import Account
from store.database import Database
from store.dossiers import Dossier
from store.organisations import Organisation
from store.parties import Party
from store.trajectories import Trajectory

SEES_DOSSIERS = ("clb", "naft", "school")
"""Kinds of organisation that get to see a dossier. A PBD helps a school without knowing the pupil."""

SCHOOL_YEAR_STARTS = 9  # September


@dataclass(frozen=True)
class File:
    """A dossier with what stands around it, read at one moment. `parties` are those who take part now.

    `access` are the organisations that see it now. `until` is the moment at which a later trajectory began that is
    not for who looks; '' when there is none.
    """

    dossier: Dossier
    organisations: dict[str, Organisation]
    all_parties: list[Party]
    trajectories: list[Trajectory]
    until: str = ""
    access: frozenset[str] = frozenset()

    @cached_property
    def parties(self) -> list[Party]:
        """Who takes part now."""
        return [party for party in self.all_parties if party.removed_at is None]

    @property
    def trajectory(self) -> Trajectory:
        """The latest trajectory: the one that is worked in."""
        return self.trajectories[-1]

    @property
    def state(self) -> State:
        """Where the latest trajectory stands."""
        return State(self.trajectory.state)

    def party(self, party_id: str) -> Party | None:
        """A party by id, also one that left."""
        return next((party for party in self.all_parties if party.id == party_id), None)

    def in_role(self, *roles: str) -> list[Party]:
        """The parties in one of these roles."""
        return [party for party in self.parties if party.rol in roles]

    def acts_as(self, organisation: Organisation) -> str:
        """The kind under which an organisation takes steps here; '' for another NAFT provider than the one of now."""
        of_now = self.trajectory.naft_id in (None, organisation.id) and not self.until
        return "" if organisation.soort == "naft" and not of_now else organisation.soort

    def signs_in_account(self, party: Party) -> bool:
        """Has this party an account in an organisation that may open the dossier? Then it signs there."""
        organisation = self.organisation_of(party)
        return party.account_id is not None and organisation is not None and organisation.soort in SEES_DOSSIERS

    def organisation_of(self, party: Party) -> Organisation | None:
        """The organisation a party belongs to."""
        return self.organisations.get(party.organisation_id or "")


def name_of(answers: Answers) -> str:
    """'Kobe Vermeulen', or 'Yūsuf (Youssef) Ben-Saïd' with the name somebody goes by."""
    called = answers.get("roepnaam")
    first = answers.get("voornaam", "")
    given = f"{first} ({called})" if called and called != first else first
    return f"{given} {answers.get('familienaam', '')}".strip()


def short_name(answers: Answers) -> str:
    """'Kobe V.': enough for who knows the pupil, little for who looks over a shoulder."""
    first = answers.get("roepnaam") or answers.get("voornaam") or answers.get("familienaam", "")
    family = answers.get("familienaam", "") if first != answers.get("familienaam") else ""
    return f"{first} {family[:1]}." if family else str(first)


def organisation_name(organisation: Organisation) -> str:
    """With the establishment where there is more than one."""
    return f"{organisation.naam}, {organisation.vestiging}" if organisation.vestiging else organisation.naam


def school_year(day: date) -> str:
    """'2026-2027': from 1 September to 31 August."""
    first = day.year if day.month >= SCHOOL_YEAR_STARTS else day.year - 1
    return f"{first}-{first + 1}"


def open_dossier(platform: Platform, who: Who, *, soort: str, label: str, pupils: Sequence[Answers]) -> File:
    """Begin a dossier (T1): a number, a first trajectory, the CLB worker and the pupils as parties.

    :raises NotAllowed: when it is no CLB that asks (BR-01)
    """
    if refused := why_not_open(who.organisation.soort):
        raise NotAllowed.by_rule(refused)
    db, at = platform.db, platform.at()
    with db.write():
        dossier = dossiers.create(
            db,
            soort=soort,  # type: ignore[arg-type]  # one of forms/nieuw_dossier.py; the column refuses another
            schooljaar=school_year(platform.today()),
            clb_id=who.organisation.id,
            label=label or " en ".join(short_name(pupil) for pupil in pupils),
            created_by=who.id,
            at=at,
        )
        trajectory = trajectories.create(db, dossier_id=dossier.id, state=State.CONCEPT, at=at)
        for pupil in pupils:
            add_party(platform, who, dossier.id, {**pupil, "rol": "leerling"})
        add_colleague(platform, who, dossier.id, who.account, "clb")
        events.append(
            db,
            type="trajectory.nieuwe-indicatiestelling",
            actor=who.id,
            dossier=dossier.id,
            subject=trajectory.id,
            data={"naar": State.CONCEPT, "door": who.name},
            at=at,
        )
    return file_of(platform, who, dossier.id)


def file_of(platform: Platform, who: Who, dossier_id: str) -> File:
    """One's own dossier.

    :raises NotFound: when it is not there, or this organisation is no party in it
    """
    db = platform.db
    dossier = dossiers.dossier(db, dossier_id)
    if dossier is None or not dossiers.may_see(db, dossier_id, who.organisation.id):
        raise NotFound
    return as_seen_by(who, read_file(platform, dossier))


def as_seen_by(who: Who, file: File) -> File:
    """The dossier as far as this person's organisation may follow it: a provider up to the last trajectory of its own.

    What comes after is another provider's (T15). What it sees of trajectories before: services/access.py.

    :raises NotFound: for a provider without a trajectory here
    """
    if who.organisation.soort != "naft":
        return file
    own = [one.number for one in file.trajectories if one.naft_id == who.organisation.id]
    if not own:
        raise NotFound
    after = next((one.created_at for one in file.trajectories if one.number > max(own)), "")
    return replace(
        file,
        all_parties=[one for one in file.all_parties if not after or one.created_at <= after],
        trajectories=[one for one in file.trajectories if one.number <= max(own)],
        until=after,
    )


def read_file(platform: Platform, dossier: Dossier) -> File:
    """The dossier without asking who looks: for commands in a terminal and for the seat at the table."""
    db = platform.db
    people = parties.parties_of(db, dossier.id, include_removed=True)
    wanted = {access.organisation_id for access in dossiers.access_to(db, dossier.id)}
    wanted |= {party.organisation_id for party in people if party.organisation_id}
    found = {one: organisations.organisation(db, one) for one in wanted}
    access = {one.organisation_id for one in dossiers.access_to(db, dossier.id) if one.until is None}
    return File(
        dossier=dossier,
        access=frozenset(access),
        organisations={one: organisation for one, organisation in found.items() if organisation},
        all_parties=people,
        trajectories=trajectories.trajectories_of(db, dossier.id),
    )


def add_party(
    platform: Platform,
    who: Who,
    dossier_id: str,
    answers: Answers,
    *,
    organisation_id: str | None = None,
    account_id: str | None = None,
) -> Party:
    """Put somebody in the dossier; `answers` as forms/partij.py asks them.

    A school gets to see the dossier through its people, but not before the referral: until then it is the CLB's own.
    Welfare partners, interpreters and the PBD do not read along.
    """
    db, at = platform.db, platform.at()
    with db.write():
        party = parties.create(
            db,
            dossier_id=dossier_id,
            rol=answers["rol"],
            organisation_id=organisation_id,
            account_id=account_id,
            answers=dict(answers),
            at=at,
        )
        organisation = organisations.organisation(db, organisation_id) if organisation_id else None
        if organisation and (
            organisation.soort == "clb" or (organisation.soort == "school" and _referred(db, dossier_id))
        ):
            dossiers.give_access(db, dossier_id, organisation.id, role=organisation.soort, at=at)
        _told(platform, who, dossier_id, "party.added", party, answers)
    return party


def _referred(db: Database, dossier_id: str) -> bool:
    return any(one.state != State.CONCEPT for one in trajectories.trajectories_of(db, dossier_id))


def change_party(platform: Platform, who: Who, party: Party, answers: Answers, revision: int) -> Party:
    """Replace what is known of a party.

    :raises StaleParty: when somebody else changed it since
    """
    with platform.db.write():
        changed = parties.save(platform.db, party.id, dict(answers), revision)
        _told(platform, who, party.dossier_id, "party.changed", party, answers)
    return changed


def remove_party(platform: Platform, who: Who, file: File, party: Party) -> None:
    """The party no longer takes part; what it signed stays.

    A school of which nobody takes part any more no longer sees the dossier, as when the pupil changes school; a new
    school sees it once somebody of it takes part (BR-56).

    :raises NotAllowed: for the pupil of the dossier, and for the last worker of the CLB
    """
    why = why_not_removable(file, party)
    if why:
        raise NotAllowed(why)
    db, at = platform.db, platform.at()
    with db.write():
        parties.remove(db, party.id, at=at)
        _told(platform, who, party.dossier_id, "party.removed", party, party.answers)
        place = file.organisation_of(party)
        left = [one for one in file.parties if one.organisation_id == party.organisation_id and one.id != party.id]
        if place is not None and place.soort == "school" and not left:
            dossiers.end_access(db, party.dossier_id, place.id, at=at)


def why_not_removable(file: File, party: Party) -> str:
    """Why this party has to stay, in Dutch; empty when it may go."""
    if party.rol == "leerling" and file.dossier.soort != "klasgroep":
        return "De leerling hoort bij het dossier. Trek de aanmelding in of sluit het dossier af."
    if party.rol == "clb" and len(file.in_role("clb")) == 1:
        return "Het dossier heeft altijd een CLB-medewerker. Voeg eerst een collega toe."
    return ""


def _told(platform: Platform, who: Who, dossier_id: str, what: str, party: Party, answers: Answers) -> None:
    events.append(
        platform.db,
        type=what,
        actor=who.id,
        dossier=dossier_id,
        subject=party.id,
        data={"naam": name_of(answers), "rol": party.rol, "door": who.name},
        at=platform.at(),
    )


def add_colleague(platform: Platform, who: Who, dossier_id: str, account: Account, rol: str) -> Party:
    """Put somebody with an account in the dossier; who is already there in that role is not put there twice."""
    for party in parties.parties_of(platform.db, dossier_id):
        if party.account_id == account.id and party.rol == rol:
            return party
    answers = {
        "rol": rol,
        "voornaam": account.voornaam,
        "familienaam": account.familienaam,
        "functie": account.functie,
        "email": account.email,
    }
    return add_party(
        platform,
        who,
        dossier_id,
        {name: value for name, value in answers.items() if value},
        organisation_id=account.organisation_id,
        account_id=account.id,
    )


def colleagues(platform: Platform, organisation_id: str, rol: str = "") -> list[Account]:
    """The active accounts of an organisation, all or those with a role."""
    return [one for one in accounts.accounts_of(platform.db, organisation_id) if not rol or rol in one.roles]


def role_label(rol: str) -> str:
    """'Leerling', 'CLB-medewerker', ..."""
    return ROLE_LABELS.get(rol, rol)


def with_trajectory(platform: Platform, trajectory: Trajectory, **changes: object) -> Trajectory:
    """Save a trajectory with some fields changed; inside the write of what changes it."""
    changed = replace(trajectory, **changes)  # type: ignore[arg-type]  # the names are checked by replace itself
    trajectories.save(platform.db, changed)
    return changed
