"""The work list of a professional: what waits for this person, what is due, and what waits for others.

It reads one query each of dossiers, open rounds, requests, days and questions to a CLB; whose turn it is follows from
the state alone, so that the list stays quick with many dossiers. What exactly to do stands on the dossier's own page
(services/next_step.py).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal

from rules import clock
from rules.states import State
from services import papers, plan, questions
from services.platform import Platform, Who, local
from services.requests import MORE_INFORMATION, TITLES
from store import deadlines, dossiers, requests, versions
from store.deadlines import DueLine
from store.dossiers import DossierLine

WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Turn:
    """Whose turn it is (kinds of organisation), what they do as a verb, and the same as others say it of them."""

    kinds: frozenset[str]
    task: str
    told: str


_CLB, _NAFT, _BOTH = frozenset({"clb"}), frozenset({"naft"}), frozenset({"clb", "school"})

TURN: dict[State, Turn] = {
    State.CONCEPT: Turn(_CLB, "Werk de indicatiestelling af", "Het CLB werkt de indicatiestelling af"),
    State.AANGEMELD: Turn(_NAFT, "Beslis over de aanmelding", "NAFT beslist over de aanmelding"),
    State.WACHTLIJST: Turn(_NAFT, "Beslis over de plaats op de wachtlijst", "NAFT neemt op zodra er plaats is"),
    State.GEWEIGERD: Turn(_CLB, "Meld aan bij een andere aanbieder", "Het CLB meldt aan bij een andere aanbieder"),
    State.AANVAARD: Turn(_NAFT, "Maak de doelen en afspraken op", "NAFT maakt de doelen en afspraken op"),
    State.TER_ONDERTEKENING: Turn(
        _NAFT, "Laat de doelen ondertekenen en start", "NAFT laat de doelen ondertekenen en start dan"
    ),
    State.LOPEND: Turn(_NAFT, "Bereid de evaluatie voor", "NAFT bereidt de evaluatie voor"),
    State.OPGESCHORT: Turn(_NAFT, "Hervat het traject of rond het af", "NAFT hervat het traject of rondt het af"),
    State.AFGEROND: Turn(_BOTH, "Spreek de engagementen af", "School en CLB spreken de engagementen af"),
    State.NAZORG: Turn(_BOTH, "Volg de engagementen op", "School en CLB volgen de engagementen op"),
}
"""State -> whose turn it is, and what they do. Ended trajectories have nobody's turn."""

CLB_ANSWERS = Turn(_CLB, "Beantwoord de vraag van NAFT", "Het CLB beantwoordt de vraag van NAFT")
"""The same while a question of the provider waits for its answer: the decision can wait for that."""

HAND_OVER = Turn(_CLB | _NAFT, "Draag over aan een andere aanbieder", "CLB en NAFT dragen over")
"""The same once the last evaluation decided so: no other is due (T15)."""

SAYS_IT_ALL = ("instemming", "opvolgen", "startrondetafel")
"""Kinds of day that stand in a list instead of the step of the state."""

KINDS = {"clb": "het CLB", "naft": "de NAFT-aanbieder", "school": "de school"}
RECORDS = {
    "indicatiestelling": "de indicatiestelling",
    "doelen": "de doelen en afspraken",
    "evaluatie": "de evaluatie",
    "engagementen": "de engagementen",
}

DAY_OF_STATE = {State.AANGEMELD: "antwoord", State.WACHTLIJST: "wachtlijst"}
"""State -> the kind of day (rules/plan.py) by which its step is to be taken, where that is not the evaluation."""
BIRTHDAYS = ("wordt_12", "wordt_18")
OWN_DAYS = (*BIRTHDAYS, "instemming", "opvolgen", "startrondetafel", "bewaren_clb", "bewaren_naft")
"""Kinds of day that stand in a list beside the step of the state."""
BIRTHDAY_STAYS = timedelta(days=14)

UrlKind = Literal["dossier", "sign", "scan", "question"]


@dataclass(frozen=True, slots=True)
class Line:
    """One line: about whom, what to do (a verb), where it stands, and by when if there is a day.

    `estimate` is a day that just comes, and that nobody is late for. `url_kind` and `target` say what it opens: the
    dossier, version to sign, scan to confirm or question with that id. `number` is the dossier's, empty where there is
    none.
    """

    url_kind: UrlKind
    target: str
    who: str
    what: str
    stands: str
    number: str = ""
    due: date | None = None
    estimate: bool = False


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
    _place_scans(platform, who, found)
    days = deadlines.shown_to(platform.db, who.organisation.id, today.isoformat())
    info = {one.dossier_id: date.fromisoformat(one.day) for one in days if one.kind == "info"}
    asked = _place_requests(platform, who, found, info, today) | _day_comes_first(who, days, today)
    for line in found.all:
        if line.state is None or line.id in asked or not (turn := TURN.get(State(line.state))):
            continue
        if line.id in info and who.organisation.soort == "naft":
            turn = CLB_ANSWERS
        if line.state == State.LOPEND and line.due_date is None:
            turn = HAND_OVER
        _place(found, who, line, turn, info.get(line.id) or _due_of(line, days), today)
    states = {line.id: State(line.state).label for line in found.all if line.state}
    for day in days:
        _place_day(found, who, day, states.get(day.dossier_id, ""), today)
    _place_questions(platform, who, found)
    return found


def _place_scans(platform: Platform, who: Who, found: WorkList) -> None:
    """Signatures on paper that this person may confirm."""
    for one in papers.waiting_for(platform, who):
        stands = f"{RECORDS.get(one.record_type, one.record_type)}, gescand op {local(one.uploaded_at):%d/%m/%Y}"
        what = "Bevestig een handtekening op papier"
        found.for_me.append(Line("scan", one.scan_id, one.label, what, stands, number=one.number))


def _due_of(line: DossierLine, days: list[DueLine]) -> date | None:
    """The day by which the step of its state is to be taken: the evaluation, or the provider's answer."""
    if line.due_date:
        return date.fromisoformat(line.due_date)
    kind = DAY_OF_STATE.get(State(line.state or ""))
    day = next((one.day for one in days if one.dossier_id == line.id and one.kind == kind), None)
    return date.fromisoformat(day) if day else None


def _place_requests(platform: Platform, who: Who, found: WorkList, info: Mapping[str, date], today: date) -> set[str]:
    """What another organisation asked of one's own; gives the dossiers in which that comes before anything else.

    `info` is the day by which a question of the provider is to be answered, by dossier.
    """
    waiting = requests.waiting_for(platform.db, who.organisation.id, who.organisation.soort)
    for one in waiting:
        stands = f"gevraagd op {local(one.asked_at):%d/%m/%Y}"
        due = info.get(one.dossier_id) if one.kind == MORE_INFORMATION else None
        task = Line("dossier", one.dossier_id, one.label, TITLES[one.kind], stands, one.number, due)
        (found.late if due is not None and clock.is_overdue(due, today) else found.for_me).append(task)
    return {one.dossier_id for one in waiting}


def _day_comes_first(who: Who, days: list[DueLine], today: date) -> set[str]:
    """The dossiers of which a day says more than the state does, and is for this person to act on."""
    return {
        one.dossier_id
        for one in days
        if one.kind in SAYS_IT_ALL
        and who.letter in one.acts
        and not (one.kind == "startrondetafel" and date.fromisoformat(one.day) < today)
    }


def _place_day(found: WorkList, who: Who, day: DueLine, stands: str, today: date) -> None:
    """A day that is no matter of the state alone: a birthday, a consent that is gone, an engagement to follow up."""
    due = date.fromisoformat(day.day)
    if day.kind not in OWN_DAYS or who.letter not in day.acts:
        return
    if day.kind in BIRTHDAYS and due < today - BIRTHDAY_STAYS:
        return
    if day.kind == "startrondetafel" and due < today:  # it was held: what is left to do is the step of the state
        return
    task = Line(
        "dossier", day.dossier_id, day.label, plan.TASKS[day.kind], stands, day.number, due, day.kind in plan.ESTIMATES
    )
    late = clock.is_overdue(due, today) and day.kind not in BIRTHDAYS
    group = found.late if late else found.this_week if due <= today + WEEK else found.for_me
    group.append(task)


def _place(
    found: WorkList,
    who: Who,
    line: DossierLine,
    turn: Turn,
    due: date | None,
    today: date,
) -> None:
    state = State(line.state or "")
    mine = who.organisation.soort in turn.kinds
    what = turn.task if mine else turn.told
    task = Line("dossier", line.id, line.label, what, state.label, line.number, due)
    if due is not None and clock.is_overdue(due, today) and (mine or who.organisation.soort == "clb"):
        found.late.append(task)
    elif due is not None and due <= today + WEEK and (mine or who.organisation.soort == "clb"):
        found.this_week.append(task)
    elif mine and (state is not State.LOPEND or (due is not None and today >= clock.reminder_days(due)[0])):
        found.for_me.append(task)
    else:
        found.for_others.append(task)


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
