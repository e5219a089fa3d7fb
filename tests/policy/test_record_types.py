"""House rules of the record types: each has an example and a template, and each of its steps is reached."""

from __future__ import annotations

from pathlib import Path

import pytest

from forms import RECORD_TYPES
from forms.partij import PARTIJ
from forms.record_type import Step, on_path
from forms.repeat import Repeat
from rules.readers import LETTERS, always_receives
from tests.examples import FOLDER, examples

ROOT = Path(__file__).parents[2]
LEFT_EMPTY = {"klaslijst"}
"""Best left empty, as its hint says."""
EACH = pytest.mark.parametrize("record_type", RECORD_TYPES.values(), ids=lambda one: one.slug)


@EACH
def test_a_record_type_has_an_example(record_type):
    assert (FOLDER / f"{record_type.slug}.json").exists(), f"write tests/examples/{record_type.slug}.json"


@EACH
def test_every_step_is_reached_by_an_example(record_type):
    reached = {
        step.slug
        for one in examples()
        if one.record_type is record_type
        for step, _ in on_path(record_type.steps, one.answers, one.facts)
    }
    missing = {step.slug for step in record_type.steps} - reached
    assert not missing, f"add an example of {record_type.slug} that comes by {missing}"


@EACH
def test_who_always_receives_a_record_has_a_document_of_it(record_type):
    """BR-12, BR-13."""
    made = {letter for one in record_type.documents if one.when is None for letter in one.readers}
    missing = always_receives(record_type.slug) - made
    assert not missing, f"{record_type.slug}: put {missing} among the readers of a document without a condition"


@EACH
def test_every_question_is_answered_in_an_example(record_type):
    mine = [one for one in examples() if one.record_type is record_type]
    for step, item in record_type.items():
        if item.automatic or item.name in LEFT_EMPTY:
            continue
        answers = [one.answers.get(item.name) for one in mine]
        assert any(one is not None for one in answers), f"no example answers {step.slug}/{item.name}"
        if isinstance(item, Repeat):
            inside = {name for one in answers for entry in one or [] for name in entry}
            missing = {question.name for question in item.of if not question.automatic} - inside
            assert not missing, f"no example answers {missing} in {item.name}"


@EACH
def test_one_name_has_one_label(record_type):
    """A professional who edits a template meets each name with one meaning."""
    labels: dict[str, str] = {}
    for _, repeat, question in record_type.questions():
        name = f"{repeat.name}/{question.name}" if repeat else question.name
        assert labels.setdefault(name, question.label) == question.label, f"{name} has two labels"
    for one in examples():
        if one.record_type is record_type:
            asked = [item.label for _, item in on_path(record_type.steps, one.answers, one.facts)]
            double = {label for label in asked if asked.count(label) > 1}
            assert not double, f"{one}: give these questions, asked of one person, each a label of its own: {double}"


@EACH
def test_every_document_has_its_template(record_type):
    for one in record_type.documents:
        assert (ROOT / "doc_templates" / one.template).exists(), f"make doc_templates/{one.template} in Word"


@EACH
def test_who_leads_a_record_may_open_it(record_type):
    letters = {"clb": "C", "naft": "N", "school": "S"}
    assert {letters[kind] for kind in record_type.led_by} <= set(record_type.read_by) <= set(LETTERS)


def test_codes_of_documents_are_used_once():
    codes = [one.code for record_type in RECORD_TYPES.values() for one in record_type.documents]
    assert len(codes) == len(set(codes))


SENSITIVE = (
    *("thuis", "gezag", "gerecht", "conflict", "taal", "tolk", "geslacht", "geboorte", "straat", "verblijf"),
    *("bekwaam", "vertrouwenspersoon", "instem", "niet_delen", "uitleg_gegeven", "lopende_hulp", "in_opname", "tucht"),
    *("afwezig", "signalen", "redenen", "veiligheid", "interne_nota", "initiatief", "tevredenheid", "terugval_sig"),
)
"""Parts of the names of questions of which people ask why: family, health, court, language, discipline, consent."""
SAID_BEFORE = {
    *("verblijf_straat", "verblijf_huisnummer", "verblijf_bus", "verblijf_postcode", "verblijf_gemeente"),
    *("taal_andere", "tevredenheid_tekst", "dagdelen_gewettigd_afwezig", "aanwezigheid"),
    *("vertegenwoordigd_door",),
}
"""The question before them says it for them."""


@pytest.mark.parametrize("asked", [*RECORD_TYPES.values(), PARTIJ], ids=lambda one: one.slug)
def test_a_sensitive_question_says_why_it_is_asked(asked):
    items = asked.items if isinstance(asked, Step) else [item for _, item in asked.items()]
    every = [*items, *(one for item in items if isinstance(item, Repeat) for one in item.of)]
    silent = [
        one.name
        for one in every
        if any(part in one.name for part in SENSITIVE)
        and not (one.why or one.automatic or one.given or one.name in SAID_BEFORE)
    ]
    assert not silent, f"say in forms/waarom.py why {asked.slug} asks {silent}"
    assert all(one.why.endswith(".") and len(one.why) <= 320 for one in every if one.why), "a sentence or two"


@EACH
def test_a_record_type_says_what_it_is_for(record_type):
    assert record_type.purpose, f"give {record_type.slug} a purpose, for who begins with it"
