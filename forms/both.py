"""Two who wrote on the same page at once: what only one changed is taken, what both changed a person decides.

A page carries a print of every answer as it was when the page was made. With it, the page that comes back and the
record as it is now are compared in three, without anybody keeping old answers (ADR 0030).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from forms.page import AnswerField, ItemForm, RepeatForm, StepForm
from forms.question import clean
from forms.scope import Answers, Json, answered, items_of, typed

KEEP, TAKE, JOIN = "mijn", "ander", "beide"
"""What one may choose where both wrote: one's own, the other's, or one's own with the other's under it."""


@dataclass
class Both:
    """How a page and the record of now go together.

    `taken`: fields that only the other changed, which hold that now. `open`: fields that both changed, which hold
    one's own. `gone`: items that the other removed and one changed oneself, which stay.
    """

    taken: list[AnswerField] = field(default_factory=list)
    open: list[AnswerField] = field(default_factory=list)
    gone: list[ItemForm] = field(default_factory=list)

    @property
    def decided(self) -> bool:
        """Is there nothing left that a person has to decide?"""
        return not self.open and not self.gone


def print_of(answer: Json) -> str:
    """Twelve hexadecimal digits that say whether two answers are the same; nothing can be read from them."""
    said = json.dumps(answer if answered(answer) else None, ensure_ascii=True, sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()[:12]


def prints(form: StepForm, *, as_posted: bool = False) -> dict[str, str]:
    """Path -> print, of every answer that the page asks: as stored, or as it was posted."""
    return {one.path: print_of(one.data if as_posted else one.object_data) for one in form.fields() if one.asked}


def merge(form: StepForm, shown: Mapping[str, str], own: Collection[str] = ()) -> Both:
    """Compare what was posted with what is stored now, on top of the prints of what the page showed.

    `form` was made on the answers of now, keeping items that were not posted. `own` are paths that the same page
    changed last: over those it may write again. An answer without a print counts as changed by both.
    """
    found = Both()
    _removed(form, shown, found)
    left = {id(one) for item in found.gone for one in item.fields}
    for one in form.fields():
        if not one.asked or id(one) in left:
            continue
        mine, theirs, base = print_of(one.data), print_of(one.object_data), shown.get(one.path)
        if mine == theirs or theirs == base or one.path in own:
            continue
        if mine == base:
            one.data = one.object_data
            found.taken.append(one)
        elif base is not None or (answered(one.object_data) and typed(one.object_data) is None):
            found.open.append(one)  # an empty answer of which nothing is known has no text to lose
    return found


def _removed(form: StepForm, shown: Mapping[str, str], found: Both) -> None:
    """Items that the page showed with something in them and that are no longer stored."""
    for part in form.repeats.values():
        stored = {str(item["id"]) for item in items_of(form.stored.get(part.name))}
        kept = []
        for item in part.items:
            filled = any(shown.get(one.path, EMPTY) != EMPTY for one in item.fields)
            if item.id in stored or not filled:
                kept.append(item)
            elif any(print_of(one.data) != shown.get(one.path) for one in item.fields if one.asked):
                kept.append(item)
                found.gone.append(item)
        part.items[:] = kept


def choose(form: StepForm, choices: Mapping[str, str]) -> list[AnswerField]:
    """Carry out what was chosen, path -> word; gives the fields where a choice was asked and none that fits was made.

    The other's answer is the one stored now.
    """
    undecided = []
    for one in form.fields():
        choice = choices.get(one.path)
        if choice is None or print_of(one.data) == print_of(one.object_data) or not one.asked:
            continue
        if choice == TAKE:
            one.data = one.object_data
        elif choice == JOIN and one.is_text:
            one.data = joined(one.data, one.object_data)
        elif choice != KEEP:
            undecided.append(one)
    return undecided


def joined(mine: Json, theirs: Json) -> Json:
    """Two texts as one, each once."""
    first, second = clean(str(mine or "")), clean(str(theirs or ""))
    if second in first:
        return first
    return f"{first}\n\n{second}" if first else second


def item_of(form: StepForm, path: str) -> tuple[RepeatForm, ItemForm] | None:
    """The repeat and item that a path is in; None for a question of the page itself."""
    name, _, rest = path.partition("/")
    part = form.repeats.get(name) if rest else None
    inside = [one for one in part.items if one.id == rest.partition("/")[0]] if part else []
    return (part, inside[0]) if part and inside else None


def changed(before: Answers, after: Answers) -> list[str]:
    """The paths of the answers that differ: 'klas', 'doelen/D1/tekst'."""
    one, other = dict(_leaves(before)), dict(_leaves(after))
    return sorted(path for path in one.keys() | other.keys() if one.get(path) != other.get(path))


def _leaves(answers: Answers) -> Iterator[tuple[str, Json]]:
    for name, value in answers.items():
        items = list(items_of(value))
        for item in items:
            yield from ((f"{name}/{item['id']}/{inner}", said) for inner, said in item.items())
        if not items:
            yield name, value


EMPTY = print_of(None)
