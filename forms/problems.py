"""What stands between a draft and *vastleggen*: what is missing and what is wrong, each at its question."""

from __future__ import annotations

from dataclasses import dataclass

from forms.demands import Demand, InItems
from forms.question import Question
from forms.record_type import RecordType, Step, asked_in_item, known_on_path, on_path
from forms.repeat import Item, Repeat
from forms.scope import Answers, Json, Scope, answered, items_of


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing to mend: `path` in the record ('doelen/D1/tekst'), the step it stands on, what it is about, what to do.

    `missing` tells an open question from a wrong answer; `source` names the rule where one asks for it.
    """

    path: str
    step: str
    about: str
    message: str
    missing: bool = False
    source: str = ""


def problems(asked: RecordType | Step, answers: Answers, scope: Scope) -> list[Fault]:
    """Everything that keeps a record (or a step that stands alone) from being complete, in the order of the pages."""
    steps = asked.steps if isinstance(asked, RecordType) else (asked,)
    path = on_path(steps, answers, scope.facts)
    known = known_on_path(path, answers, scope.facts)
    found: list[Fault] = []
    for step, item in path:
        if isinstance(item, Repeat):
            found += _in_repeat(step, item, known, scope)
        else:
            found += _in_question(step.slug, item.name, "", item, known, scope)
    return found + _broken_demands(asked.checks if isinstance(asked, RecordType) else (), path, known)


def _in_question(
    step: str, path: str, inside: str, question: Question, known: Answers, scope: Scope, stored: Json = None
) -> list[Fault]:
    about = f"{inside}: {question.label}" if inside else question.label
    value = stored if inside else known.get(question.name)
    if not answered(value):
        asked = not (question.automatic or question.given)
        missing = asked and question.demands(known)
        return [Fault(path, step, about, question.missing(), missing=True)] if missing else []
    if question.automatic or question.given:
        return []
    return [Fault(path, step, about, message) for message in question.faults(value, scope)]


def _in_repeat(step: Step, repeat: Repeat, known: Answers, scope: Scope) -> list[Fault]:
    items = list(items_of(known.get(repeat.name)))
    found: list[Fault] = []
    if repeat.demands(known) and len(items) < repeat.at_least:
        message = f"Voeg minstens {repeat.at_least} toe: {repeat.item.lower()}."
        found.append(Fault(repeat.name, step.slug, repeat.label, message, missing=True))
    if len(items) > repeat.at_most:
        found.append(Fault(repeat.name, step.slug, repeat.label, f"Hou er hoogstens {repeat.at_most} over."))
    for item in items:
        title = f"{repeat.item} {repeat.number(item['id'])}"
        both = {**known, **item}
        for question in asked_in_item(repeat, item, known):
            path = repeat.path(item["id"], question)
            found += _in_question(step.slug, path, title, question, both, scope, item.get(question.name))
    return found


def _broken_demands(checks: tuple[Demand, ...], path: list[tuple[Step, Item]], known: Answers) -> list[Fault]:
    places = {item.name: (step, item) for step, item in path}
    found = []
    for demand in checks:
        if demand.at not in places or (demand.when is not None and not demand.when.holds(known)):
            continue
        step, item = places[demand.at]
        if isinstance(demand, InItems) and isinstance(item, Repeat):
            for broken in demand.broken_items(known):
                title = f"{item.item} {item.number(broken['id'])}"
                spot = f"{item.name}/{broken['id']}/{demand.inner.at}"
                found.append(Fault(spot, step.slug, title, demand.message, source=demand.source))
        elif demand.broken(known):
            found.append(Fault(demand.at, step.slug, item.label, demand.message, source=demand.source))
    return found
