"""The facts that are counted, for one organisation: from rows to `rules.figures.Case`, with nothing hidden yet.

Dates come from the steps that were taken, the rest from what was frozen, as far as the organisation may read it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any, Literal, cast

from rules.figures import Case, Period, held_by
from rules.states import State
from services.consents import as_day
from services.free_days import answer_due
from services.platform import BRUSSELS, Platform, Who, local, stamp
from store import figures
from store.figures import Answer, Counted, Step

READ = (
    ("indicatiestelling", "gevraagde_inzet"),
    ("doelen", "interventies_*"),
    ("doelen", "doelen/*/domein"),
    ("evaluatie", "uiterlijk_op"),
    ("evaluatie", "datum_overleg"),
    ("evaluatie", "reden_einde"),
    ("evaluatie", "perspectief_einde"),
    ("evaluatie", "doelresultaten/*/resultaat"),
)
DECISIONS = {
    "trajectory.aanvaarden": "aanvaard",
    "trajectory.op-wachtlijst": "wachtlijst",
    "trajectory.weigeren": "geweigerd",
    "trajectory.doorgeven": "doorgegeven",
}
ANSWERS = (*DECISIONS, "trajectory.meer-info-vragen")
ENDS = {
    "trajectory.eindevaluatie": "afgerond",
    "trajectory.vroegtijdig-stoppen": "vroegtijdig",
    "trajectory.overdragen": "overgedragen",
}
Told = Mapping[str, Any]


def many(platform: Platform, who: Who, period: Period, until: date, *, more_than: int) -> bool:
    """Whether there are more trajectories than that to look at."""
    first, before = period.first.isoformat(), _end_of(until)
    most = more_than + 1
    found = figures.how_many(platform.db, who.organisation.id, _soort(who), first=first, before=before, most=most)
    return found > more_than


def _soort(who: Who) -> Literal["clb", "naft", "school"]:
    return cast(Literal["clb", "naft", "school"], who.organisation.soort)


def _end_of(day: date) -> str:
    return stamp(datetime.combine(day + timedelta(days=1), time(), BRUSSELS))


def cases_of(platform: Platform, who: Who, period: Period, until: date) -> list[Case]:
    """The trajectories of an organisation that may count in a period, as was known at the end of `until`."""
    before, soort = _end_of(until), _soort(who)
    mine = figures.trajectories(platform.db, who.organisation.id, soort, first=period.first.isoformat(), before=before)
    dossiers = sorted({one.dossier_id for one in mine})
    taken: dict[str, list[Step]] = defaultdict(list)
    for step in figures.steps(platform.db, dossiers, before=before):
        taken[step.subject].append(step)
    said: dict[str, list[Answer]] = defaultdict(list)
    for answer in figures.answers(platform.db, dossiers, names=READ, reader=who.letter, before=before):
        said[answer.trajectory_id].append(answer)
    asked = _asked(mine, said)
    days = platform.settings.answer_days
    found = [_case(one, taken[one.id], said[one.id], asked.get(one.id, frozenset()), days, until) for one in mine]
    return [_within(case, one) for case, one in zip(found, mine, strict=True)] if soort == "school" else found


def _asked(mine: Sequence[Counted], said: Mapping[str, Sequence[Answer]]) -> dict[str, frozenset[str]]:
    """What was asked for each trajectory: in its own indicatiestelling, or in the last one before it in its dossier."""
    latest: dict[str, frozenset[str]] = {}
    found = {}
    for one in sorted(mine, key=lambda each: each.number):
        own = [answer.value for answer in said.get(one.id, ()) if answer.name == "gevraagde_inzet"]
        if own:
            latest[one.dossier_id] = frozenset(own[-1])
        found[one.id] = latest.get(one.dossier_id, frozenset())
    return found


def _case(
    one: Counted, taken: Sequence[Step], said: Sequence[Answer], asked: frozenset[str], answer_days: int, until: date
) -> Case:
    first = _first(taken)
    referred = first.get("trajectory.aanmelden") or _created(one)
    decision = next((step.type for step in taken if step.type in DECISIONS), "")
    answered = next((_day(step.at) for step in taken if step.type in ANSWERS), None)
    ended = next((step.type for step in taken if step.type in ENDS), "")
    started = as_day(one.start_date) if "trajectory.starten" in first else None
    end = as_day(one.ended_on) if ended and started else None
    last = _last_evaluation(said)
    return Case(
        dossier=one.dossier_id,
        soort=one.soort,
        referred=referred,
        decided=first.get(decision),
        decision=DECISIONS.get(decision, ""),
        quick=answered <= answer_due(referred, answer_days) if referred and answered else None,
        waited_from=first.get("trajectory.op-wachtlijst"),
        accepted=first.get("trajectory.aanvaarden"),
        withdrawn=_withdrawn(one, first),
        started=started,
        ended=end,
        how=ENDS.get(ended, ""),
        reason=str(last.get("reden_einde", "")),
        perspective=str(last.get("perspectief_einde", "")),
        asked=asked,
        forms=_forms(said),
        goals=_goals(said, last),
        evaluations=held_by(started, end, _held(said), until),
        partners=(("clb", one.clb), ("naft", one.naft), ("school", one.school)),
    )


def _first(taken: Sequence[Step]) -> dict[str, date]:
    """Type of a step -> the day on which it was taken first."""
    return {step.type: _day(step.at) for step in reversed(taken)}


def _created(one: Counted) -> date | None:
    """A trajectory after the first begins as one that was referred: at another provider, or by a transfer."""
    return _day(one.created_at) if one.number > 1 and one.naft and one.state != State.CONCEPT else None


def _withdrawn(one: Counted, first: Mapping[str, date]) -> date | None:
    """Taken back, or taken from the waiting list of one provider to another."""
    moved = first.get("trajectory.opnieuw-aanmelden") if one.state == State.INGETROKKEN else None
    return first.get("trajectory.intrekken") or moved


def _evaluations(said: Sequence[Answer]) -> list[dict[str, Any]]:
    """The answers of each evaluation by name, the first one first."""
    found: dict[int, dict[str, Any]] = defaultdict(dict)
    for answer in said:
        if answer.type == "evaluatie":
            found[answer.record][answer.name] = answer.value
    return [found[number] for number in sorted(found)]


def _last_evaluation(said: Sequence[Answer]) -> Told:
    return next((one for one in reversed(_evaluations(said)) if "reden_einde" in one), {})


def _held(said: Sequence[Answer]) -> list[tuple[date, date]]:
    days = [(as_day(one.get("uiterlijk_op")), as_day(one.get("datum_overleg"))) for one in _evaluations(said)]
    return [(due, on) for due, on in days if due and on]


def _forms(said: Sequence[Answer]) -> frozenset[str]:
    """'leerling/groep', 'school/coaching': how NAFT works, by the latest goals."""
    latest = {answer.name: answer.value for answer in said if answer.name.startswith("interventies_")}
    return frozenset(f"{name.removeprefix('interventies_')}/{one}" for name, value in latest.items() for one in value)


def _goals(said: Sequence[Answer], last: Told) -> tuple[tuple[str, str], ...]:
    domains = {answer.name.split("/")[1]: answer.value for answer in said if answer.name.endswith("/domein")}
    results = {name.split("/")[1]: value for name, value in last.items() if name.startswith("doelresultaten/")}
    return tuple((domains[goal], result) for goal, result in results.items() if goal in domains)


def _within(case: Case, one: Counted) -> Case:
    """What happened before a school took part, or after, is not for that school."""
    period = Period(_day(one.since), _day(one.until) if one.until else date.max)
    kept = {name: day if period.has(day) else None for name, day in _days(case).items()}
    return replace(
        case,
        **kept,  # type: ignore[arg-type]  # names of days
        evaluations=tuple(held for held in case.evaluations if period.has(held.due)),
    )


def _days(case: Case) -> dict[str, date | None]:
    return {
        "referred": case.referred,
        "decided": case.decided,
        "withdrawn": case.withdrawn,
        "started": case.started,
        "ended": case.ended,
    }


def _day(at: str) -> date:
    return local(at).date()
