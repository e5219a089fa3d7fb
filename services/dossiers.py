"""Dossiers: open one, find one's own, and the people and organisations in it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from forms.partij import ROLE_LABELS
from forms.scope import Answers
from rules.access import Action, Tie
from rules.rights import ACTING
from rules.states import State
from services import permission
from services.platform import NotFound, Platform, Who
from store import accounts, dossiers, emergencies, organisations, parties, trajectories
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
    not for who looks; '' when there is none. `emergency`: it was opened in an emergency, by who takes no part in it.
    """

    dossier: Dossier
    organisations: dict[str, Organisation]
    all_parties: list[Party]
    trajectories: list[Trajectory]
    until: str = ""
    access: frozenset[str] = frozenset()
    emergency: bool = False

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

    def tie(self, organisation: Organisation) -> Tie:
        """How an organisation stands to the dossier now; a provider without a trajectory here stands in none."""
        if organisation.id not in self.access:
            return Tie.EMERGENCY if self.emergency else Tie.NONE
        if organisation.soort == "clb":
            return Tie.OWNER if organisation.id == self.dossier.clb_id else Tie.CLB
        if organisation.soort == "naft":
            return self._tie_of_provider(organisation.id)
        return Tie.SCHOOL if organisation.soort == "school" else Tie.NONE

    def _tie_of_provider(self, organisation_id: str) -> Tie:
        own = [one.number for one in self.trajectories if one.naft_id == organisation_id]
        if not own:
            return Tie.NONE
        return Tie.EARLIER if self.until or max(own) < self.trajectory.number else Tie.PROVIDER

    def acts_as(self, organisation: Organisation) -> str:
        """The kind under which an organisation takes steps here; '' for who only reads along."""
        return organisation.soort if self.tie(organisation) in ACTING else ""

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


def file_of(platform: Platform, who: Who, dossier_id: str, action: Action = Action.SEE) -> File:
    """A dossier in which this person may do this, as far as the organisation may follow it.

    Every road to a dossier for somebody at work begins here.

    :raises NotFound: when it is not there, or not for this person
    :raises NotAllowed: when this person sees it, but may not do this
    """
    dossier = dossiers.dossier(platform.db, dossier_id)
    if dossier is None:
        raise NotFound
    file = read_file(platform, dossier)
    if who.organisation.id not in file.access:
        opened = emergencies.open_now(platform.db, dossier.id, who.id, who.organisation.id, at=platform.at())
        file = replace(file, emergency=opened is not None)
    return as_seen_by(who, file, action)


def as_seen_by(who: Who, file: File, action: Action = Action.SEE) -> File:
    """The dossier as far as this person's organisation may follow it.

    :raises NotFound, NotAllowed: as `file_of` does
    """
    found = permission.decision(who, action, tie=file.tie(who.organisation), state=file.state)
    permission.enforce(found)
    return seen_from(who.organisation, file)


def seen_from(organisation: Organisation, file: File) -> File:
    """The dossier as far as an organisation may follow it: a provider up to the last trajectory of its own.

    What comes after is another provider's (T15). What it sees of trajectories before: services/access.py.

    :raises NotFound: for a provider without a trajectory here
    """
    if organisation.soort != "naft" or file.tie(organisation) is Tie.EMERGENCY:
        return file
    own = [one.number for one in file.trajectories if one.naft_id == organisation.id]
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
    return platform.db.derived(("file", dossier), lambda: _read_file(platform.db, dossier))


def _read_file(db: Database, dossier: Dossier) -> File:
    people = parties.parties_of(db, dossier.id, include_removed=True)
    sees = dossiers.access_to(db, dossier.id)
    wanted = dict.fromkeys(access.organisation_id for access in sees)  # in the order in which they came
    wanted |= dict.fromkeys(party.organisation_id for party in people if party.organisation_id)
    found = {one: organisations.organisation(db, one) for one in wanted}
    access = {one.organisation_id for one in sees if one.until is None}
    return File(
        dossier=dossier,
        access=frozenset(access),
        organisations={one: organisation for one, organisation in found.items() if organisation},
        all_parties=people,
        trajectories=trajectories.trajectories_of(db, dossier.id),
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
