"""First values of a new record, from the records before it. Each stays marked until somebody changes it."""

from __future__ import annotations

from collections.abc import Mapping

from forms.question import Asked, Prefill
from forms.record_type import RecordType
from forms.repeat import Repeat
from forms.scope import Answers, Json, answered, items_of


def prefill(record_type: RecordType, sources: Mapping[str, Answers], facts: Answers) -> dict[str, Json]:
    """`sources`: record type slug -> answers of its latest frozen version. Gives answers as they are stored."""
    first: dict[str, Json] = {}
    for _, item in record_type.items():
        value = _first_value(item, sources, facts)
        if answered(value):
            first[item.name] = value
    return first


def _first_value(item: Asked, sources: Mapping[str, Answers], facts: Answers) -> Json:
    asked = item.prefill
    if asked is None:
        return None
    source = facts if asked.record == "feit" else sources.get(asked.record, {})
    value = source.get(asked.name)
    return _items(item, asked, value) if isinstance(item, Repeat) else value


def _items(repeat: Repeat, asked: Prefill, value: Json) -> list[Json]:
    """Their items in our words. An id is kept where it is one of ours (goal D1 stays D1), else given in order."""
    taken: list[Json] = []
    for theirs in items_of(value):
        if asked.only is not None and not asked.only.holds(theirs):
            continue
        item_id = theirs["id"] if repeat.number(theirs["id"]) else repeat.next_id(taken)
        fields = {ours: theirs.get(name) for ours, name in (asked.fields or {}).items()}
        taken.append({"id": item_id} | {name: one for name, one in fields.items() if answered(one)})
    return taken[: repeat.at_most]


def still_prefilled(path: str, answers: Answers, prefilled: Answers) -> bool:
    """Does the answer at this path ('a', 'r/D1/q') still stand as it was taken over?"""
    now, then = _at(answers, path), _at(prefilled, path)
    return answered(then) and now == then


def _at(answers: Answers, path: str) -> Json:
    name, _, rest = path.partition("/")
    if not rest:
        return answers.get(name)
    item_id, _, question = rest.partition("/")
    item: Json = next((one for one in items_of(answers.get(name)) if one["id"] == item_id), {})
    return item.get(question)
