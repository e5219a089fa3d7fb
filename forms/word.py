"""What a Word template gets of a record: every name of its type, empty where there is no answer to print."""

from __future__ import annotations

from forms.record_type import RecordType
from forms.repeat import Repeat
from forms.scope import Answers, Json, Scope, items_of


def context(record_type: RecordType, answers: Answers, scope: Scope) -> dict[str, Json]:
    """Question name -> text, list of texts, or (for a repeat) list of items with the same inside.

    `answers` are one reader's own: what is withheld is not in them, and so prints as if it had not been asked.
    Each item has `id` ('D1') and `nr` (1) beside its questions.
    """
    names: dict[str, Json] = {}
    for _, item in record_type.items():
        if isinstance(item, Repeat):
            names[item.name] = [_item(item, entry, scope) for entry in items_of(answers.get(item.name))]
        else:
            names[item.name] = item.word(answers.get(item.name), scope)
    return names


def _item(repeat: Repeat, entry: Json, scope: Scope) -> dict[str, Json]:
    printed = {question.name: question.word(entry.get(question.name), scope) for question in repeat.of}
    return {"id": entry["id"], "nr": repeat.number(entry["id"]), **printed}
