"""Fields that are drawn once: of a field that nobody answered otherwise, only the answer differs from page to page.

What a question looks like follows from its definition. So the macro of templates/veld.html draws it once, with marks
where an answer comes; from then on the answers are put between the pieces. No answer is kept here: a text never stands
in what is kept, and of a list of choices only one that the program itself gives. All the rest is drawn each time.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any

from markupsafe import Markup, escape

from forms.page import NOWHERE, AnswerField

MOST = 4_000
"""So many drawings are kept, of some two kilobytes; when there are more, all are made anew."""
MARK = "\ue000"
"""Where an answer comes. Nobody types it: it is of the part of Unicode that means nothing."""
TYPED = {"text": 1, "number": 1, "email": 1, "tel": 1, "line": 1, "date": 3, "moment": 4}
"""Shape -> how many boxes it has to type in. What is typed stands in none of the words around it."""
CHOSEN = ("radios", "select", "checks")

_kept: dict[Hashable, tuple[list[str], tuple[object, ...]]] = {}


class _Marked:
    """A field with marks for what was typed, and for the rest as it is."""

    def __init__(self, field: AnswerField, boxes: int) -> None:
        self._field = field
        self.values = [MARK] * boxes

    def __getattr__(self, name: str) -> Any:
        return getattr(self._field, name)


def once(macro: Callable[[Any], Markup], field: AnswerField, language: str) -> Markup:
    """What the macro draws of a field, on a page in this language."""
    question, values = field.question, field.values
    boxes = TYPED.get(question.shape, 0)
    if not _is_plain(field) or not (boxes or _is_of_the_program(field, values)):
        return macro(field)
    drawn: object = macro._func.__code__  # type: ignore[attr-defined]  # the same as long as the template is
    key = (
        *(id(drawn), id(question), field.id, field.name, language, field.prefilled, repr(field.condition)),
        *(field.condition_text, repr(field.examples[0].condition) if field.examples else ""),
        *(one.heading for one in field.examples),
        *(() if boxes else values),
    )
    found = _kept.get(key)
    if found is None:
        pieces = str(macro(_Marked(field, boxes) if boxes else field)).split(MARK)
        if len(pieces) != boxes + 1:
            return macro(field)
        if len(_kept) >= MOST:
            _kept.clear()
        found = _kept[key] = pieces, (drawn, question)  # held, so that an id stays theirs
    return _filled(found[0], values)


def _filled(pieces: list[str], values: list[str]) -> Markup:
    made = pieces[0]
    for nr, piece in enumerate(pieces[1:]):
        made += (str(escape(values[nr])) if nr < len(values) else "") + piece
    return Markup(made)  # noqa: S704  # pieces were drawn by a template, and values are escaped


def _is_plain(field: AnswerField) -> bool:
    """Whether nothing stands at the field but the question and its answer, and no other answer shows in it."""
    return (
        field.asked
        and not (field.errors or field.prefilled_from or field.clash)
        and field.theirs is None
        and not _tells(field.condition)
    )


def _tells(condition: dict[str, Any] | None) -> bool:
    """Whether a condition holds the answer to a question of another page."""
    return condition is not None and (
        "known" in condition or _tells(condition.get("also")) or _tells(condition.get("either"))
    )


def _is_of_the_program(field: AnswerField, values: list[str]) -> bool:
    """Whether all there is to choose stands in the definition, and the answer is one of those."""
    if field.question.shape not in CHOSEN:
        return False
    offered = field.offered
    return offered == field.question.offered(NOWHERE) and set(values) <= offered.keys()
