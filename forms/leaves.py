"""A record as leaves: one answer each, under its name, for its readers. And back again.

The name of a leaf is the path of the answer ('startdatum', 'doelen/D1/tekst'); the list of a repeat's ids is a leaf
too ('doelen' -> ['D1', 'D2']), so that order survives and an item cannot vanish unseen.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

from forms.record_type import RecordType, Step, asked_in_item, known_on_path, on_path
from forms.repeat import Repeat
from forms.scope import Answers, Json, Scope, answered, items_of
from rules.readers import Audience


class Resolve(Protocol):
    """Gives the readers (rules.readers.key) of an answer, the consents in force considered."""

    def __call__(self, name: str, audience: Audience, about: tuple[str, ...] = ()) -> frozenset[str]:
        """`name` of the question; `about` are the people (party ids) that the answer concerns, none for all."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """One answer on the path: its name, its stored value, and its readers, sorted: ('C', 'L', 'N', 'O', 'S')."""

    name: str
    value: Json
    readers: tuple[str, ...]


def flatten(
    record_type: RecordType, answers: Answers, scope: Scope, resolve: Resolve, kind: type = object
) -> list[Leaf]:
    """The answers on the path as leaves, in the order asked; unanswered questions give none.

    `kind` leaves out the answers to any other kind of question, and the lists of ids.
    """
    path = on_path(record_type.steps, answers, scope.facts)
    known = known_on_path(path, answers, scope.facts)
    leaves: list[Leaf] = []
    for _, item in path:
        value = known.get(item.name)
        if not answered(value):
            continue
        if isinstance(item, kind):
            told = [entry["id"] for entry in items_of(value)] if isinstance(item, Repeat) else value
            leaves.append(Leaf(item.name, told, tuple(sorted(resolve(item.name, item.audience)))))
        if isinstance(item, Repeat) and any(isinstance(question, kind) for question in item.of):
            for entry in items_of(value):
                leaves += _in_entry(item, entry, known, resolve, kind)
    return leaves


def _in_entry(repeat: Repeat, entry: Json, known: Answers, resolve: Resolve, kind: type) -> Iterator[Leaf]:
    about = _about(repeat, entry)
    for question in asked_in_item(repeat, entry, known):
        if answered(entry.get(question.name)) and isinstance(question, kind):
            may = tuple(sorted(resolve(f"{repeat.name}/{question.name}", question.audience, about)))
            yield Leaf(repeat.path(entry["id"], question), entry[question.name], may)


def _about(repeat: Repeat, entry: Json) -> tuple[str, ...]:
    """The people that an item names as those it is about."""
    found: list[str] = []
    for name in repeat.about:
        named = entry.get(name)
        found += named if isinstance(named, list) else [named] if isinstance(named, str) else []
    return tuple(found)


def unflatten(record_type: RecordType, leaves: Iterable[tuple[str, Json]]) -> dict[str, Json]:
    """(name, value) pairs -> stored answers; names that are no question of the record type are passed over.

    An item of which no answer is there still stands in its repeat, with its id alone; but where items are about
    somebody it is another's, and falls away.
    """
    values: Mapping[str, Json] = dict(leaves)
    answers: dict[str, Json] = {}
    for _, item in record_type.items():
        if item.name not in values:
            continue
        if isinstance(item, Repeat):
            entries = [
                {"id": entry} | {q.name: values[item.path(entry, q)] for q in item.of if item.path(entry, q) in values}
                for entry in values[item.name]
            ]
            answers[item.name] = [entry for entry in entries if len(entry) > 1] if item.about else entries
        else:
            answers[item.name] = values[item.name]
    return answers


def readable(record_type: RecordType, letter: str, resolve: Resolve) -> frozenset[str]:
    """The names ('a', 'r/q') of the questions that a reader may see; a repeat's own name when it may see any in it."""
    names = set()
    for _, repeat, question in record_type.questions():
        name = f"{repeat.name}/{question.name}" if repeat else question.name
        if letter in resolve(name, question.audience):
            names |= {name, repeat.name} if repeat else {name}
    return frozenset(names)


def question_names(step: Step) -> frozenset[str]:
    """The same for a step that stands alone and is for whoever sees it: every name."""
    names: set[str] = set()
    for item in step.items:
        names |= {item.name} | ({f"{item.name}/{q.name}" for q in item.of} if isinstance(item, Repeat) else set())
    return frozenset(names)


def persons_in(record_type: RecordType, leaves: Iterable[Leaf]) -> dict[str, set[str]]:
    """Party id -> letters of those who may read an answer that names that party."""
    from forms.people import Person

    return _named(record_type, leaves, Person)


def organisations_in(record_type: RecordType, leaves: Iterable[Leaf]) -> dict[str, set[str]]:
    """Organisation id -> letters of those who may read an answer that names it."""
    from forms.people import Organisation

    return _named(record_type, leaves, Organisation)


def _named(record_type: RecordType, leaves: Iterable[Leaf], kind: type) -> dict[str, set[str]]:
    kinds = {(r.name if r else "", q.name) for _, r, q in record_type.questions() if isinstance(q, kind)}
    named: dict[str, set[str]] = {}
    for leaf in leaves:
        head, _, rest = leaf.name.partition("/")
        key = (head, rest.rpartition("/")[2]) if rest else ("", head)
        if key in kinds:
            for one in leaf.value if isinstance(leaf.value, list) else [leaf.value]:
                if isinstance(one, str):
                    named.setdefault(one, set()).update(leaf.readers)
    return named
