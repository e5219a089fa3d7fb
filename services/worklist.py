"""The work list of a professional: what waits for this person, what is due, and what waits for others.

It reads one query of dossiers, one of open rounds and one of questions to a CLB; whose turn it is follows from the
state alone, so that the list stays quick with many dossiers. What exactly to do stands on the dossier's own page
(services/next_step.py).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal

from rules.states import State
from services import questions
from services.platform import Platform, Who, local
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

UrlKind = Literal["dossier", "sign", "question"]


@dataclass(frozen=True, slots=True)
class Line:
    """One line: about whom, what to do (a verb), where it stands, and by when if there is a day.

    `url_kind` and `target` say what it opens: the dossier, version to sign or question with that id. `number` is the
    dossier's, empty where there is none.
    """

    url_kind: UrlKind
    target: str
    who: str
    what: str
    stands: str
    number: str = ""
    due: date | None = None


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
            Line("sign", waiting.version_id, waiting.label, what, stands, number=waiting.dossier_number)
        )
    for line in found.all:
        if line.state is not None and (turn := TURN.get(State(line.state))):
            _place(found, who, line, turn, today)
    _place_questions(platform, who, found)
    return found


def _place(found: WorkList, who: Who, line: DossierLine, turn: tuple[frozenset[str], str], today: date) -> None:
    kinds, what = turn
    state = State(line.state or "")
    due = date.fromisoformat(line.due_date) if line.due_date else None
    mine = who.organisation.soort in kinds
    task = Line("dossier", line.id, line.label, what, state.label, line.number, due)
    if due is not None and due < today and (mine or who.organisation.soort == "clb"):
        found.late.append(task)
    elif due is not None and due <= today + WEEK and (mine or who.organisation.soort == "clb"):
        found.this_week.append(task)
    elif mine and state is not State.LOPEND:
        found.for_me.append(task)
    else:
        whom = " of ".join(KINDS[kind] for kind in sorted(kinds))
        waits = f"{whom[:1].upper()}{whom[1:]}: {what[:1].lower()}{what[1:]}"
        found.for_others.append(Line("dossier", line.id, line.label, waits, state.label, line.number, due))


def _place_questions(platform: Platform, who: Who, found: WorkList) -> None:
    """What the CLB has to answer; of what one's own organisation asked, what waits and what can be read since."""
    for one in questions.on_work_list(platform, who):
        asked = f"gevraagd op {local(one.question.asked_at):%d/%m/%Y}"
        klas = one.question.asked.get("klas") if "over_wie" in one.question.asked else ""
        stands = f"{klas}, {asked}" if klas else asked
        if who.organisation.soort == "clb":
            group, what = found.for_me, f"Antwoord op een vraag van {one.organisation}"
        elif one.question.status == "open":
            group, what = found.for_others, f"{one.clb}: antwoord op uw vraag"
        elif one.question.status == "beantwoord":
            group, what = found.for_me, f"Lees het antwoord van {one.clb}"
        else:
            group, what = found.for_me, "Het CLB heeft een dossier geopend"
        group.append(Line("question", one.question.id, one.about, what, stands))
