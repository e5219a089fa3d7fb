"""Answers of another installation held against our questions: what may be taken over into a draft, and why not.

Whoever made them, they come from outside: what a form of ours would not have stored is left where it is (ADR 0028).
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from forms.choices import Choice, Choices, Reference
from forms.people import Organisation, Person, Persons
from forms.problems import problems
from forms.question import Question, clean
from forms.record_type import RecordType
from forms.repeat import Item, Repeat
from forms.scope import Answers, Json, OrganisationRef, PersonRef, Scope, answered, items_of

BESIDE = ("persoon", "rol", "organisatie", "deelnemer", "head", "dossier", "record")
"""First part of the names of leaves that are no answers (services/frozen_names.py, services/payload.py)."""
LONGEST_SHOWN = 4000
GIVEN = "Naadloos vult dit zelf in."
FIXED = "Dit hangt vast aan wat in het andere dossier afgesproken was."
NOT_YOURS = "Uw organisatie vult dit hier niet in."
GONE = "Deze keuze bestaat hier niet."
NO_FIT = "Zo bewaart ons formulier geen antwoord."
HERE = "Hier staat al een antwoord."
SAME = "Staat hier al zo."
NO_PERSON = "Kies zelf wie: {} staat niet in dit dossier."
NO_PLACE = "Kies zelf: {} vinden we niet in ons register."
WITHOUT = "Zonder {}: niet in dit dossier."
TOO_MANY = "Er staan er meer in dan hier kunnen."
NEVER = date.min
"""Today, where a text is only shown."""


@dataclass(frozen=True, slots=True)
class Known:
    """The people and organisations that the answers name by id: how they are called there, and who they are here.

    `people` and `places` are id -> shown name; `as_people` and `as_places` id -> our id, of those that were matched.
    """

    people: Mapping[str, str] = field(default_factory=dict)
    places: Mapping[str, str] = field(default_factory=dict)
    as_people: Mapping[str, str] = field(default_factory=dict)
    as_places: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Line:
    """One answer: `path` in the record, the step it stands on, `title` of the item it is in ('' outside a repeat).

    `shown` is what the document says, `here` what stands here already. With `take`, `value` is what is stored; `why`
    says why not, or what is left out of it.
    """

    path: str
    step: str
    title: str
    label: str
    shown: str
    take: bool = False
    why: str = ""
    here: str = ""
    value: Json = None


@dataclass(frozen=True, slots=True)
class Compared:
    """Every answer as a line, the draft as it becomes, what we have no question for, and what still has no answer."""

    lines: tuple[Line, ...]
    answers: dict[str, Json]
    unknown: tuple[tuple[str, str], ...] = ()
    empty: tuple[str, ...] = ()

    @property
    def taken(self) -> tuple[Line, ...]:
        """The lines that are taken over."""
        return tuple(one for one in self.lines if one.take)


def compare(
    record_type: RecordType,
    theirs: Answers,
    known: Known,
    scope: Scope,
    may_read: Collection[str],
    ours: Answers,
    *,
    overwrite: bool = False,
    make_place: Collection[str] = (),
) -> Compared:
    """Hold their leaves (name -> value) against our questions and our draft.

    An answer of ours stays where it is, unless `overwrite`. Items go together by their id, when theirs says nothing
    else than ours does; those of the repeats in `make_place`, which nobody wrote yet, go when there are others.
    """
    lines: list[Line] = []
    answers: dict[str, Json] = dict(ours)
    for step, item in sorted(record_type.items(), key=lambda pair: _refers(pair[1])):
        within = replace(scope, answers=answers)
        if isinstance(item, Repeat):
            over = overwrite or item.name in make_place
            found, value = _repeat(item, theirs, known, within, may_read, answers.get(item.name), overwrite=over)
        else:
            found, value = _question(item, theirs, known, within, may_read, answers.get(item.name), overwrite=overwrite)
        lines += [replace(one, step=step.short) for one in found]
        if any(one.take for one in found):
            answers[item.name] = value
    order = {item.name: nr for nr, (_, item) in enumerate(record_type.items())}
    lines.sort(key=lambda one: order[one.path.partition("/")[0]])
    missing = problems(record_type, answers, replace(scope, answers=answers))
    return Compared(
        tuple(lines),
        answers,
        _unknown(record_type, theirs),
        tuple(dict.fromkeys(one.about for one in missing if one.missing)),
    )


def told(record_type: RecordType, theirs: Answers, known: Known) -> Compared:
    """The same for reading alone: every answer as the document says it, held against nothing."""
    scope = _their_scope(known, Scope(today=NEVER))
    lines: list[Line] = []
    for step, item in record_type.items():
        if isinstance(item, Repeat):
            for item_id in _ids(item, theirs.get(item.name)):
                title = f"{item.item} {item.number(item_id)}"
                for question in item.of:
                    path = item.path(item_id, question)
                    if path in theirs:
                        shown = _shown(question, theirs[path], scope)
                        lines.append(Line(path, step.short, title, question.label, shown))
        elif item.name in theirs:
            lines.append(Line(item.name, step.short, "", item.label, _shown(item, theirs[item.name], scope)))
    return Compared(tuple(lines), {}, _unknown(record_type, theirs))


def raw(value: Json) -> str:
    """What somebody can read of a value of any kind."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=True)
    return clean(text)[:LONGEST_SHOWN]


def _refers(item: Item) -> bool:
    """A reference to an item comes after the items."""
    questions = item.of if isinstance(item, Repeat) else (item,)
    return any(isinstance(one, Reference) for one in questions)


def _question(
    question: Question,
    theirs: Answers,
    known: Known,
    scope: Scope,
    may_read: Collection[str],
    ours: Json,
    *,
    overwrite: bool,
) -> tuple[list[Line], Json]:
    if question.name not in theirs:
        return [], None
    may = question.name in may_read
    line = _line(question, question.name, "", theirs[question.name], known, scope, may=may)
    if line.take and answered(ours):
        same = line.value == ours
        line = replace(
            line,
            take=overwrite and not same,
            why=SAME if same else line.why if overwrite else HERE,
            here=_shown(question, ours, scope),
        )
    return [line], line.value


def _repeat(
    repeat: Repeat,
    theirs: Answers,
    known: Known,
    scope: Scope,
    may_read: Collection[str],
    ours: Json,
    *,
    overwrite: bool,
) -> tuple[list[Line], Json]:
    mine = {str(item["id"]): item for item in items_of(ours)}
    ids = _ids(repeat, theirs.get(repeat.name))
    as_whole = repeat.asked_anew or (FIXED if repeat.fixed else TOO_MANY if len(ids) > repeat.at_most else "")
    found: list[Line] = []
    items: dict[str, dict[str, Json]] = {}
    for item_id in ids:
        item: dict[str, Json] = {"id": item_id}
        for question in repeat.of:
            path = repeat.path(item_id, question)
            if path not in theirs:
                continue
            may = f"{repeat.name}/{question.name}" in may_read
            title = f"{repeat.item} {repeat.number(item_id)}"
            line = _line(question, path, title, theirs[path], known, scope, may=may)
            line = replace(line, take=False, why=as_whole) if as_whole else line
            found.append(line)
            if line.take:
                item[question.name] = line.value
        items[item_id] = item
    if not mine or overwrite:
        kept = [item for item in items.values() if len(item) > 1]
        return found, kept
    if not _go_together(repeat, mine, items, theirs):
        return [replace(one, take=False, why=HERE) if one.take else one for one in found], None
    merged = [{**items.get(item_id, {}), **item} for item_id, item in mine.items()]
    merged += [item for item_id, item in items.items() if item_id not in mine and len(item) > 1]
    return [_beside(one, repeat, mine, scope) for one in found], merged[: repeat.at_most]


def _go_together(repeat: Repeat, mine: Mapping[str, Json], items: Mapping[str, Json], theirs: Answers) -> bool:
    """Whether the items with one id are the same here and there, as far as both say something."""
    if len({*mine, *items}) > repeat.at_most:
        return False
    for item_id, item in mine.items():
        for question in repeat.of:
            said = repeat.path(item_id, question) in theirs
            there = items.get(item_id, {}).get(question.name)
            if said and answered(item.get(question.name)) and item[question.name] != there:
                return False
    return True


def _beside(line: Line, repeat: Repeat, mine: Mapping[str, Json], scope: Scope) -> Line:
    """An answer that an item of ours has already is not taken over a second time."""
    _, item_id, name = line.path.split("/")
    ours = mine.get(item_id, {}).get(name)
    if not line.take or not answered(ours):
        return line
    return replace(line, take=False, why=SAME, here=line.shown)


def _line(question: Question, path: str, title: str, value: Json, known: Known, scope: Scope, *, may: bool) -> Line:
    shown = _shown(question, value, _their_scope(known, scope))
    line = Line(path, "", title, question.label, shown)
    if not may:
        return replace(line, why=NOT_YOURS)
    if question.automatic or question.given:
        return replace(line, why=GIVEN)
    if question.asked_anew:
        return replace(line, why=question.asked_anew)
    if not _is_plain(value):
        return replace(line, why=NO_FIT)
    ours, note = _translated(question, value, known)
    why = note if ours is None else _why_not(question, ours, scope)
    return replace(line, take=not why, why=why or note, value=None if why else ours)


def _is_plain(value: Json) -> bool:
    """A text, a whole number, yes or no, or a list of texts: all that a question of ours stores."""
    return isinstance(value, str | int) or (isinstance(value, list) and all(isinstance(one, str) for one in value))


def _translated(question: Question, value: Json, known: Known) -> tuple[Json, str]:
    """The value with our ids in it, None when nobody is left; and what to say of who is left out."""
    if isinstance(question, Persons) and isinstance(value, list):
        ours = [known.as_people[one] for one in value if one in known.as_people]
        lost = ", ".join(_called(known.people, one) for one in value if one not in known.as_people)
        if not ours:
            return None, NO_PERSON.format(lost)
        return ours, WITHOUT.format(lost) if lost else ""
    if isinstance(question, Person) and isinstance(value, str):
        found = known.as_people.get(value)
        return found, "" if found else NO_PERSON.format(_called(known.people, value))
    if isinstance(question, Organisation) and isinstance(value, str):
        found = known.as_places.get(value)
        return found, "" if found else NO_PLACE.format(_called(known.places, value))
    return value, ""


def _called(names: Mapping[str, str], one: str) -> str:
    return names.get(one) or "wie hier bedoeld is"


def _why_not(question: Question, value: Json, scope: Scope) -> str:
    """Why a form of ours would not have stored this; empty when it would."""
    if isinstance(question, Choice) and isinstance(value, str) and value not in question.choices:
        return GONE
    if isinstance(question, Choices) and isinstance(value, list) and set(value) - question.choices.keys():
        return GONE
    try:
        stored = question.parse(question.posted(value), scope)
        if stored != value or type(stored) is not type(value):
            return NO_FIT
        faults = question.faults(value, scope)
    except (ValueError, IndexError):  # a date that is none, half a week: a form never gets that far
        return NO_FIT
    return faults[0] if faults else ""


def _shown(question: Question, value: Json, scope: Scope) -> str:
    if not _is_plain(value):
        return raw(value)
    try:
        return clean(question.text(value, scope))[:LONGEST_SHOWN] or raw(value)
    except (ValueError, IndexError):  # as above
        return raw(value)


def _their_scope(known: Known, scope: Scope) -> Scope:
    """The names as they are there."""
    return replace(
        scope,
        people=tuple(PersonRef(one, name, "") for one, name in known.people.items()),
        organisations=tuple(OrganisationRef(one, name, "") for one, name in known.places.items()),
    )


def _ids(repeat: Repeat, value: Json) -> list[str]:
    """The ids of their items, as far as they are ids of ours."""
    listed = value if isinstance(value, list) else []
    return list(dict.fromkeys(one for one in listed if isinstance(one, str) and repeat.number(one)))


def _unknown(record_type: RecordType, theirs: Answers) -> tuple[tuple[str, str], ...]:
    """Name and text of every answer for which we have no question."""
    asked: set[str] = set()
    for _, item in record_type.items():
        asked.add(item.name)
        if isinstance(item, Repeat):
            asked |= {item.path(one, question) for one in _ids(item, theirs.get(item.name)) for question in item.of}
    return tuple(
        (clean(name)[:120], raw(value))
        for name, value in theirs.items()
        if name not in asked and name.partition("/")[0] not in BESIDE
    )
