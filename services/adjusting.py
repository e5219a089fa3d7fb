"""From an evaluation to the next version of the goals: what was decided about each goal, carried into their draft.

Goals keep their number for good; a goal that was reached or dropped stays in the list with its stand (BVR 5 april 2019,
art. 27: the goals are adjusted where needed).
"""

from __future__ import annotations

from typing import Any

from forms import RECORD_TYPES
from forms.repeat import Repeat
from forms.scope import Answers, Json, items_of
from rules.clock import evaluation_due
from services.consents import as_day
from services.dossiers import File
from services.platform import Platform, Who
from store import records
from store.records import Record

STAND = {"behouden": "open", "bijsturen": "bijgesteld", "afronden": "bereikt", "stopzetten": "stopgezet"}
"""Decision about a goal -> its stand afterwards."""


def carry_over(platform: Platform, who: Who, file: File, evaluation: Record) -> None:
    """Change the draft of the goals as the evaluation decided; inside the write that freezes the evaluation.

    Done again with the same evaluation it changes nothing.
    """
    found = records.records_of(platform.db, file.trajectory.id, type="doelen")
    if not found:
        return
    draft = found[-1]
    answers = adjusted(draft.answers, evaluation.answers)
    if answers != draft.answers:
        records.save(platform.db, draft.id, answers, draft.revision, by=who.id, at=platform.at())


def adjusted(doelen: Answers, evaluatie: Answers) -> dict[str, Json]:
    """The answers of the goals with the decisions of an evaluation in them."""
    decided = {item["id"]: item for item in items_of(evaluatie.get("doelresultaten"))}
    goals = [_adjusted_goal(goal, decided.get(goal["id"], {})) for goal in items_of(doelen.get("doelen"))]
    repeat = RECORD_TYPES["doelen"].find("doelen")
    assert isinstance(repeat, Repeat)  # noqa: S101  # the definition says so
    known = {goal.get("tekst") for goal in goals}
    for new in items_of(evaluatie.get("nieuwe_doelen")):
        if new.get("tekst") not in known:
            goals.append({**new, "id": repeat.next_id(goals), "stand": "open"})
    changed: dict[str, Any] = {**doelen, "doelen": goals}
    if evaluatie.get("besluit_traject") == "bijsturen":
        changed |= {"reden_versie": "bijsturing"}
        changed |= _next_days(evaluatie)
    return changed


def _next_days(evaluatie: Answers) -> dict[str, Json]:
    """The days of the version before are over: the meeting was this one, the next evaluation counts from it (BR-40)."""
    days = {"datum_overleg": evaluatie.get("datum_overleg"), "geplande_evaluatie": evaluatie.get("volgende_evaluatie")}
    held = as_day(evaluatie.get("datum_overleg"))
    due = evaluation_due(held).isoformat() if held else None
    return {name: day for name, day in (*days.items(), ("uiterste_datum_evaluatie", due)) if day}


def _adjusted_goal(goal: Json, decision: Json) -> Json:
    stand = STAND.get(str(decision.get("besluit")))
    if stand is None:
        return goal
    text = decision.get("nieuwe_formulering") if stand == "bijgesteld" else None
    return {**goal, "stand": stand} | ({"tekst": text} if text else {})
