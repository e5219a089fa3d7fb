"""What stands in the work list of an organisation about one dossier, and from when to when: without looking at a clock.

Whose turn it is follows from the state; a request, and some days of the plan, come before it or stand beside it. Each
task knows the days on which it begins to wait for the organisation, is of this week, and is late: the list of a day is
then a comparison of dates (store/tasks.py). What exactly to do stands on the dossier's page (services/next_step.py).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from rules import clock
from rules.states import State
from services.dossiers import File
from services.platform import LETTERS, Platform, local
from store import requests
from store.deadlines import Deadline
from store.dossier_lines import Task
from store.organisations import Organisation
from store.requests import Request

WEEK = timedelta(days=7)
DAY = timedelta(days=1)
ALWAYS, FOREVER = "0001-01-01", "9999-12-31"


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

STATE, ANSWERS, TRANSFER, REQUEST = "staat", "antwoordt", "overdracht", "verzoek_"
"""Kinds of task that are no day: the step of the state, its two other forms, and a request with its kind behind it."""

DAY_OF_STATE = {State.AANGEMELD: "antwoord", State.WACHTLIJST: "wachtlijst"}
"""State -> the kind of day (rules/plan.py) by which its step is to be taken, where that is not the evaluation."""
INSTEAD = ("instemming", "opvolgen")
"""Kinds of day that stand in a list instead of the step of the state."""
TABLE = "startrondetafel"
"""The same, until that day: once it was held, what is left to do is the step of the state."""
BIRTHDAYS = ("wordt_12", "wordt_18")
KEEPING = ("bewaren_clb", "bewaren_naft")
BY_RIGHT = ("afspraak_recht", "antwoord_recht")
OWN_DAYS = (*BIRTHDAYS, *INSTEAD, TABLE, *KEEPING, *BY_RIGHT)
"""Kinds of day that stand in a list beside the step of the state."""
BIRTHDAY_STAYS = timedelta(days=14)


def open_requests(platform: Platform, file: File) -> list[Request]:
    """What is asked in the trajectory of now and not answered."""
    found = requests.of_dossier(platform.db, file.dossier.id)
    return [one for one in reversed(found) if one.status == "open" and one.trajectory_id == file.trajectory.id]


def of_dossier(
    organisation: Organisation, seen: File, days: Sequence[Deadline], asked: Sequence[Request]
) -> list[Task]:
    """The tasks of one organisation; `seen` is the dossier as it follows it, `days` and `asked` those of now.

    Who no longer follows the dossier has none of those.
    """
    now = bool(seen.acts_as(organisation))
    mine = [one for one in days if now and LETTERS[organisation.soort] in one.readers]
    to_me = [one for one in asked if now and one.to_kind == organisation.soort]
    found = [*_of_requests(organisation, seen, mine, to_me), *_of_days(organisation, seen, mine)]
    if not to_me:
        found = [*_of_state(organisation, seen, mine, [one.kind for one in asked if now]), *found]
    return [replace(one, ord=nr) for nr, one in enumerate(found)]


def first_day(tasks: Sequence[Task]) -> str | None:
    """The first day by which something is due in a dossier; birthdays and days of keeping do not count."""
    return min((one.day for one in tasks if one.day and one.kind not in (*BIRTHDAYS, *KEEPING)), default=None)


def turn_of(kind: str, state: State) -> Turn:
    """Whose turn it is in a task that is no day and no request."""
    return {ANSWERS: CLB_ANSWERS, TRANSFER: HAND_OVER}.get(kind) or TURN[state]


def _task(organisation: Organisation, seen: File, kind: str, day: date | None = None) -> Task:
    return Task(
        organisation_id=organisation.id,
        dossier_id=seen.dossier.id,
        ord=0,
        kind=kind,
        acts=True,
        day=day.isoformat() if day else None,
        from_day=ALWAYS,
        to_day=FOREVER,
        mine_from=ALWAYS,
        week_from=(day - WEEK).isoformat() if day else None,
        late_from=(day + DAY).isoformat() if day else None,
    )


def _of_state(organisation: Organisation, seen: File, days: Sequence[Deadline], asked: Sequence[str]) -> Iterator[Task]:
    """The step of the state, on the days on which no day comes before it."""
    state = seen.state
    if state not in TURN:
        return
    info = next((one for one in days if one.kind == "info"), None)
    kind = STATE
    if info and organisation.soort == "naft":
        kind = ANSWERS
    elif state is State.LOPEND and seen.trajectory.due_date is None:
        kind = TRANSFER
    due = _due(seen, days, info)
    acts = organisation.soort in turn_of(kind, state).kinds and not (kind == TRANSFER and asked)
    task = _task(organisation, seen, kind, due)
    if not acts and organisation.soort != "clb":  # a CLB keeps an eye on what others have to do
        task = replace(task, week_from=None, late_from=None)
    begins = clock.reminder_days(due)[0].isoformat() if state is State.LOPEND and due else ALWAYS
    task = replace(task, acts=acts, mine_from=begins if acts else None)
    for first, last in _left(days, LETTERS[organisation.soort]):
        yield replace(task, from_day=first, to_day=last)


def _due(seen: File, days: Sequence[Deadline], info: Deadline | None) -> date | None:
    """The day by which the step is to be taken: the evaluation, or the provider's answer."""
    found = info or next((one for one in days if one.kind == DAY_OF_STATE.get(seen.state)), None)
    day = found.day if found else seen.trajectory.due_date
    return date.fromisoformat(day) if day else None


def _left(days: Sequence[Deadline], letter: str) -> Iterator[tuple[str, str]]:
    """The first and last days on which no day that is for this letter to act on stands instead of the state."""
    mine = [one for one in days if letter in one.acts]
    end = min((one.shown_from for one in mine if one.kind in INSTEAD), default="")
    last = _before(end) if end else FOREVER
    table = next((one for one in mine if one.kind == TABLE), None)
    if table is None:
        yield ALWAYS, last
        return
    yield ALWAYS, min(last, _before(table.shown_from))
    after = (date.fromisoformat(table.day) + DAY).isoformat()
    if after <= last:
        yield after, last


def _before(day: str) -> str:
    return (date.fromisoformat(day) - DAY).isoformat()


def _of_requests(
    organisation: Organisation, seen: File, days: Sequence[Deadline], to_me: Sequence[Request]
) -> Iterator[Task]:
    """What another asked: it waits for an answer at once, and is late when its day is over."""
    info = next((date.fromisoformat(one.day) for one in days if one.kind == "info"), None)
    for one in to_me:
        day = info if one.kind == "meer_info" else None
        task = _task(organisation, seen, f"{REQUEST}{one.kind}", day)
        yield replace(task, week_from=None, since=local(one.asked_at).date().isoformat())


def _of_days(organisation: Organisation, seen: File, days: Sequence[Deadline]) -> Iterator[Task]:
    """What is no matter of the state alone: a birthday, a consent that is gone, what was asked by right."""
    for one in days:
        if one.kind not in OWN_DAYS or LETTERS[organisation.soort] not in one.acts:
            continue
        day = date.fromisoformat(one.day)
        task = replace(_task(organisation, seen, one.kind, day), from_day=one.shown_from)
        if one.kind in BIRTHDAYS:
            task = replace(task, late_from=None, to_day=(day + BIRTHDAY_STAYS).isoformat())
        if one.kind == TABLE:
            task = replace(task, to_day=one.day)
        yield task
