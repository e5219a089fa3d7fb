"""The questions of a step as stock fields of WTForms, which draw themselves with the widgets of WTForms.

Names, values, choices, classes and descriptions are those of our page, so that both give the same elements. The fields
are bound before anything is timed: only drawing counts. What stands around a field, its hints and help, is drawn by the
macros of our page on both sides (stock.html).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from markupsafe import Markup
from wtforms import Field, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields import SelectChoice  # type: ignore[attr-defined]  # newer than types-WTForms
from wtforms.form import BaseForm
from wtforms.widgets import CheckboxInput, EmailInput, ListWidget, TelInput

from forms.page import AnswerField, RepeatForm

DATE = (("Dag", "numeric", ""), ("Maand", "numeric", ""), ("Jaar", "numeric", "jaar"), ("Uur", "text", "uur"))
LINES = {
    "email": (EmailInput(), "w-kort", "email"),
    "tel": (TelInput(), "w-tel", "tel"),
    "number": (None, "w-getal cijfers", "numeric"),
}
"""Shape of a question -> its widget, class and mode; another one is a line of text."""
KINDS = {"date": "date", "moment": "date", "radios": "radios", "checks": "checks", "persons": "checks"}
SELECTS = ("select", "person", "organisation")
OPTIONAL = Markup('{} <span class="niet-verplicht">(niet verplicht)</span>')


class NoStock(Exception):
    """Something on the page for which WTForms has no field of its own: a repeat, a week plan, a search."""


class Boxes(SelectMultipleField):
    """Boxes to tick, as the documentation of WTForms makes them."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


@dataclass(frozen=True)
class Stock:
    """What stock.html draws of one question: its fields, of which a date has three, and to what they are linked."""

    kind: str
    fields: list[Field]
    described: str


def stock(part: AnswerField | RepeatForm) -> Stock:
    """One question as a form without anything of ours would have it, with what was answered.

    :raises NoStock: when there is no such field
    """
    if isinstance(part, RepeatForm) or part.sought or part.question.shape == "schedule":
        raise NoStock(part.name)
    kind = _kind(part)
    about = _described(part)
    kw = {"autocomplete": "off"} | ({"aria-describedby": about} if about else {})
    kw |= {"aria-invalid": "true"} if part.errors else {}
    return Stock(kind, _fields(part, kind, kw), about)


def _kind(part: AnswerField) -> str:
    shape = part.question.shape
    if not part.asked:
        return "shown"
    if shape == "text" and getattr(part.question, "lines", 1) > 1:
        return "area"
    if shape == "person" and len(part.offered) <= 6:
        return "radios"
    return KINDS.get(shape, "select" if shape in SELECTS else "line")


def _fields(part: AnswerField, kind: str, kw: dict[str, Any]) -> list[Field]:
    first = part.values[0] if part.values else ""
    offered = [SelectChoice(value, label) for value, label in part.offered.items()]
    if kind == "date":
        return _date(part, kw)
    if kind == "area":
        kw |= {"class": "form-control", "rows": getattr(part.question, "lines", 1), "placeholder": " "}
        return [_bound(part, TextAreaField(render_kw=kw), first)]
    if kind == "line":
        widget, klass, mode = LINES.get(part.question.shape, (None, "", ""))
        kw |= {"class": f"form-control {klass}"} | ({"inputmode": mode} if mode else {})
        return [_bound(part, StringField(widget=widget, render_kw=kw), first)]
    if kind == "select":
        del kw["autocomplete"]
        kw |= {"class": "form-select"}
        choices = [SelectChoice("", "Kies …"), *offered]
        return [_bound(part, SelectField(choices=choices, render_kw=kw), first)]
    if kind == "checks":
        return [_bound(part, Boxes(choices=offered), part.values)]
    return [_bound(part, RadioField(choices=offered), first)] if kind == "radios" else []


def _date(part: AnswerField, kw: dict[str, Any]) -> list[Field]:
    made = []
    for nr, (label, mode, klass) in enumerate(DATE[: 4 if part.question.shape == "moment" else 3]):
        about = {"autocomplete": "off", "class": f"form-control cijfers {klass}", "inputmode": mode}
        about |= {"aria-invalid": "true", "aria-describedby": f"{part.id}-fout"} if part.errors else {}
        value = part.values[nr] if nr < len(part.values) else ""
        made.append(_bound(part, StringField(render_kw=about), value, label, f"-{nr + 1}" if nr else ""))
    return made


def _bound(part: AnswerField, unbound: Any, value: Any, label: str = "", more: str = "") -> Field:
    """A field with its value, as a form of WTForms binds it."""
    made: Field = unbound.bind(form=BaseForm({}), name=part.name)
    made.id = part.id + more
    text = label or part.question.label
    made.label.text = OPTIONAL.format(text) if part.question.optional and not label else text
    made.label.field_id = made.id
    made.process(None, value)
    return made


def _described(part: AnswerField) -> str:
    """The ids of what stands beside a field, as our page names them."""
    question = part.question
    there = {
        "uitleg": bool(question.hint),
        "als": part.condition is not None,
        "overgenomen": part.prefilled,
        "ander": part.theirs is not None,
        "fout": bool(part.errors),
        "teller": question.shape == "text" and getattr(question, "lines", 1) > 1,
    }
    return " ".join(f"{part.id}-{name}" for name, is_there in there.items() if is_there)
