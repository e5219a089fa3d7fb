"""A field that is drawn once and then filled in is what its macro draws, for every question and answer."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from forms import RECORD_TYPES
from forms.leaves import question_names
from forms.page import StepForm
from forms.scope import Scope
from forms.texts import Text
from tests.examples import examples
from views import drawn

HOSTILE = "<b>\"Een\" & 'zevenslaper'</b> \ue000 {{ 7*7 }}\n"


@pytest.fixture
def macro(app):
    """The macro that draws a field, on a page of the app."""
    names: dict[str, Any] = {}
    with app.test_request_context("/"):
        app.update_template_context(names)
        yield app.jinja_env.get_template("veld.html").make_module(names).teken


def test_what_is_drawn_once_is_what_the_macro_draws_and_holds_no_text_that_was_typed(macro):
    drawn._kept.clear()
    seen = set()
    for example in examples():
        for answers in ({}, example.answers, _with_hostile_texts(example)):
            for field in _fields(example.record_type, answers):
                first = drawn.once(macro, field, "nl")
                assert first == drawn.once(macro, field, "nl") == macro(field)
                seen.add(field.question.shape)
    assert seen >= {"text", "number", "date", *drawn.CHOSEN, "person", "organisation"}
    assert len(drawn._kept) > 300
    assert "zevenslaper" not in str([(key, found[0]) for key, found in drawn._kept.items()])


def _with_hostile_texts(example):
    """The answers with another text wherever one is typed."""
    texts = {question.name for _, _, question in example.record_type.questions() if isinstance(question, Text)}

    def changed(answers):
        return {
            name: HOSTILE if name in texts else [changed(one) for one in value] if _is_items(value) else value
            for name, value in answers.items()
        }

    return changed(example.answers)


def _is_items(value):
    return isinstance(value, list) and all(isinstance(one, dict) for one in value)


def _fields(record_type, answers):
    scope = Scope(today=date(2026, 9, 14), answers=answers)
    for step in RECORD_TYPES[record_type.slug].steps:
        yield from StepForm(step, record_type.steps, answers, scope, question_names(step)).fields()
