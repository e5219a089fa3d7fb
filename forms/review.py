"""All answers of a record as people read them: for *nakijken*, for reading a version, before signing."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from forms.problems import Fault
from forms.question import Question
from forms.record_type import RecordType, Step, asked_in_item, known_on_path, on_path
from forms.repeat import Repeat
from forms.scope import Answers, Json, Scope, answered, items_of


@dataclass(frozen=True, slots=True)
class Row:
    """One answer as text. `value` is empty when unanswered; line breaks stand as they were typed."""

    path: str
    label: str
    value: str
    readers: str
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """The answers of one item of a repeat; `title` is 'Doel 1'. A repeat without items is a group without rows."""

    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class ReviewedStep:
    """One step: its rows and groups in the order asked."""

    step: Step
    parts: tuple[Row | Group, ...]


def review(
    record_type: RecordType,
    answers: Answers,
    scope: Scope,
    may_read: Collection[str],
    faults: Collection[Fault] = (),
    *,
    frozen: bool = False,
) -> list[ReviewedStep]:
    """The record as one reader may see it: on its path, open questions too; `frozen`: just the answers that are there.

    The path of a frozen record was walked at freezing. A reader may lack the answers that it hangs on.
    """
    by_path = {fault.path: fault.message for fault in faults}
    path = list(record_type.items()) if frozen else on_path(record_type.steps, answers, scope.facts)
    known = answers if frozen else known_on_path(path, answers, scope.facts)
    steps: list[ReviewedStep] = []
    for step in record_type.steps:
        parts: list[Row | Group] = []
        for _, item in (pair for pair in path if pair[0] is step):
            if isinstance(item, Repeat):
                parts += _groups(item, known, scope, may_read, by_path, frozen=frozen)
            elif item.name in may_read:
                parts += _row(item.name, item, known.get(item.name), scope, by_path, frozen=frozen)
        if parts:
            steps.append(ReviewedStep(step, tuple(parts)))
    return steps


def _groups(
    repeat: Repeat,
    known: Answers,
    scope: Scope,
    may_read: Collection[str],
    faults: dict[str, str],
    *,
    frozen: bool,
) -> list[Row | Group]:
    found: list[Row | Group] = []
    for item in items_of(known.get(repeat.name)):
        rows: list[Row] = []
        for question in repeat.of if frozen else asked_in_item(repeat, item, known):
            if f"{repeat.name}/{question.name}" in may_read:
                path = repeat.path(item["id"], question)
                rows += _row(path, question, item.get(question.name), scope, faults, frozen=frozen)
        if rows:
            found.append(Group(f"{repeat.item} {repeat.number(item['id'])}", tuple(rows)))
    if repeat.name in faults:
        found.append(Row(repeat.name, repeat.label, "", "", faults[repeat.name]))
    return found


def _row(
    path: str, question: Question, stored: Json, scope: Scope, faults: dict[str, str], *, frozen: bool
) -> list[Row]:
    if frozen and not answered(stored):
        return []
    return [Row(path, question.label, question.text(stored, scope), question.readers, faults.get(path, ""))]
