"""The work list of a professional: what waits for this person, what is due, and what waits for others.

It reads one query of dossiers and one of open rounds; whose turn it is follows from the state alone, so that the list
stays quick with many dossiers. What exactly to do stands on the dossier's own page (services/next_step.py).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from rules.states import State
from services.platform import Platform, Who
from store import dossiers, versions
from store.dossiers import DossierLine

WEEK = timedelta(days=7)

TURN: dict[State, tuple[frozenset[str], str]] = {
    State.CONCEPT: (frozenset({"clb"}), "Werk de indicatiestelling af"),
    State.AANGEMELD: (frozenset({"naft"}), "Beslis over de aanmelding"),
    State.WACHTLIJST: (frozenset({"naft"}), "Beslis over de plaats op de wachtlijst"),
    State.GEWEIGERD: (frozenset({"clb"}), "Meld aan bij een andere aanbieder"),
    State.AANVAARD: (frozenset({"naft"}), "Maak de doelen en afspraken op"),
    State.TER_ONDERTEKENING: (frozenset({"naft"}), "Laat de doelen ondertekenen en start"),
    State.LOPEND: (frozenset({"naft"}), "Bereid de evaluatie voor"),
    State.OPGESCHORT: (frozenset({"naft"}), "Hervat het traject of rond het af"),
    State.AFGEROND: (frozenset({"clb", "school"}), "Spreek de engagementen af"),
    State.NAZORG: (frozenset({"clb", "school"}), "Volg de engagementen op"),
}
"""State -> the kinds of organisation whose turn it is, and what they do. Ended trajectories have nobody's turn."""

KINDS = {"clb": "het CLB", "naft": "de NAFT-aanbieder", "school": "de school"}
RECORDS = {
    "indicatiestelling": "de indicatiestelling",
    "doelen": "de doelen en afspraken",
    "evaluatie": "de evaluatie",
    "engagementen": "de engagementen",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line: about whom, what to do (a verb), by when if there is a day, and where the dossier stands.

    `version_id` is set when the thing to do is to sign.
    """

    dossier_id: str
    number: str
    who: str
    what: str
    stands: str
    due: date | None = None
    version_id: str = ""


@dataclass(slots=True)
class WorkList:
    """The four groups, and every dossier one may see."""

    for_me: list[Line] = field(default_factory=list)
    this_week: list[Line] = field(default_factory=list)
    late: list[Line] = field(default_factory=list)
    for_others: list[Line] = field(default_factory=list)
    all: list[DossierLine] = field(default_factory=list)


def work_list(platform: Platform, who: Who) -> WorkList:
    """What waits today. A dossier stands in one group; signatures that wait for me stand beside it."""
    today = platform.today()
    found = WorkList(all=dossiers.dossiers_of(platform.db, who.organisation.id))
    mine = {one.id for one in found.all}
    for waiting in versions.open_rounds_of_account(platform.db, who.account.id):
        if waiting.dossier_id not in mine:  # who signs without seeing the dossier (PBD) signs at the table
            continue
        what = f"Onderteken {RECORDS.get(waiting.record_type, waiting.record_type)}"
        stands = f"ligt ter ondertekening sinds {waiting.frozen_at[8:10]}/{waiting.frozen_at[5:7]}"
        found.for_me.append(
            Line(waiting.dossier_id, waiting.dossier_number, waiting.label, what, stands, None, waiting.version_id)
        )
    for line in found.all:
        if line.state is not None and (turn := TURN.get(State(line.state))):
            _place(found, who, line, turn, today)
    return found


def _place(found: WorkList, who: Who, line: DossierLine, turn: tuple[frozenset[str], str], today: date) -> None:
    kinds, what = turn
    state = State(line.state or "")
    due = date.fromisoformat(line.due_date) if line.due_date else None
    mine = who.organisation.soort in kinds
    task = Line(line.id, line.number, line.label, what, state.label, due)
    if due is not None and due < today and (mine or who.organisation.soort == "clb"):
        found.late.append(task)
    elif due is not None and due <= today + WEEK and (mine or who.organisation.soort == "clb"):
        found.this_week.append(task)
    elif mine and state is not State.LOPEND:
        found.for_me.append(task)
    else:
        whom = " of ".join(KINDS[kind] for kind in sorted(kinds))
        waits = f"{whom[:1].upper()}{whom[1:]}: {what[:1].lower()}{what[1:]}"
        found.for_others.append(Line(line.id, line.number, line.label, waits, state.label, due))
