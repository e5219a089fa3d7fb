"""A page as a form: what is posted is bound to its question, kept, and judged where it stands; without any web."""

from __future__ import annotations

from datetime import date

from werkzeug.datastructures import MultiDict

from forms.kinds import Choice, Date, Number, Repeat, Step, Text, When
from forms.leaves import question_names
from forms.page import StepForm
from forms.scope import Scope

SCOPE = Scope(today=date(2026, 9, 14), facts={"versie": 2})
DOELEN = Repeat(
    name="doelen",
    label="Doelen",
    item="Doel",
    prefix="D",
    at_most=3,
    of=(Text("tekst", "Tekst", "C", "b"), Number("score", "Score", "C", "b", at_most=10, required=False)),
)
VAST = Repeat(
    name="vast",
    label="Vast",
    item="Punt",
    prefix="V",
    fixed=True,
    of=(Text("punt", "Punt", "C", "b", given=True), Text("hoe", "Hoe", "C", "b")),
)
STEP = Step(
    "een",
    "Een",
    Choice("soort", "Soort", "C", "b", {"a": "A", "b": "B"}),
    Text("bij_a", "Bij a", "C", "b", when=When("soort", one_of=("a",))),
    Date("dag", "Dag", "C", "b"),
    Number("versienummer", "Versie", "C", "b", automatic="versie"),
    Text("intern", "Intern", "N!", "b", required=False),
    DOELEN,
    VAST,
)
NAMES = question_names(STEP)


def form(answers=None, posted=None, may_read=NAMES, **more) -> StepForm:
    """The page; `posted` is name -> value or values."""
    sent = None
    if posted is not None:
        sent = MultiDict([(k, one) for k, v in posted.items() for one in (v if isinstance(v, list) else [v])])
    return StepForm(STEP, (STEP,), answers or {}, SCOPE, may_read, sent, **more)


def test_an_empty_page_shows_a_first_item_where_one_is_demanded():
    page = form()
    assert [item.id for item in page.repeats["doelen"].items] == ["D1"]
    assert page.repeats["vast"].items == []
    assert page.answers() == {}


def test_what_is_posted_is_stored_under_the_names_of_the_record():
    posted = {"soort": "a", "bij_a": "ja", "dag": ["1", "10", "2026"], "doelen": ["D1"], "doelen-D1-tekst": "Eén"}
    assert form(posted=posted).answers() == {
        "soort": "a",
        "bij_a": "ja",
        "dag": "2026-10-01",
        "doelen": [{"id": "D1", "tekst": "Eén"}],
    }


def test_what_is_stored_and_posted_back_is_the_same():
    answers = {
        "soort": "b",
        "dag": {"getypt": ["31", "2", "2026"]},
        "doelen": [{"id": "D2", "tekst": "Twee", "score": 4}],
        "vast": [{"id": "V1", "punt": "Gegeven", "hoe": "Goed"}],
    }
    shown = form(answers)
    posted = {field.name: field.values for field in shown.fields() if field.asked} | {"doelen": ["D2"], "vast": ["V1"]}
    assert form(answers, posted).answers() == answers


def test_an_answer_that_the_editor_may_not_read_stays_as_it_was():
    page = form({"intern": "geheim"}, {"intern": "gehackt", "soort": "a"}, may_read=NAMES - {"intern"})
    assert page.answers() == {"intern": "geheim", "soort": "a"}
    assert "intern" not in [field.name for field in page.fields()]


def test_what_is_shown_and_not_asked_cannot_be_posted():
    answers = {"vast": [{"id": "V1", "punt": "Gegeven"}]}
    page = form(answers, {"versienummer": "9", "vast-V1-punt": "Gehackt", "vast-V1-hoe": "Goed"})
    assert page.answers() == {"vast": [{"id": "V1", "punt": "Gegeven", "hoe": "Goed"}]}
    assert page.form["versienummer"].data == 2


def test_items_are_those_that_were_posted_with_ids_of_ours_and_no_more_than_fit():
    posted = {"doelen": ["D3", "x", "D1", "D3", "D0", "D7", "D8"], "doelen-D1-tekst": "Eén", "doelen-D3-tekst": "Drie"}
    page = form({"doelen": [{"id": "D1", "tekst": "Oud"}, {"id": "D2", "tekst": "Weg"}]}, posted)
    assert [item.id for item in page.repeats["doelen"].items] == ["D3", "D1", "D7"]
    assert page.answers()["doelen"] == [{"id": "D3", "tekst": "Drie"}, {"id": "D1", "tekst": "Eén"}]


def test_an_item_that_another_added_can_be_kept_on_the_page():
    answers = {"doelen": [{"id": "D1", "tekst": "Eén"}, {"id": "D2", "tekst": "Van een ander"}]}
    page = form(answers, {"doelen": ["D1"], "doelen-D1-tekst": "Mijn"}, keep_items=True)
    assert page.answers()["doelen"] == [{"id": "D1", "tekst": "Mijn"}, {"id": "D2", "tekst": "Van een ander"}]


def test_what_another_took_off_the_path_keeps_what_was_typed_in_it():
    """The page was made while it was asked; the answer that asks it stands on another step."""
    first = Step("een", "Een", Choice("soort", "Soort", "C", "b", {"a": "A", "b": "B"}))
    then = Step("twee", "Twee", Text("bij_a", "Bij a", "C", "b", when=When("soort", one_of=("a",))))
    for keep, kept in ((True, {"soort": "b", "bij_a": "Getypt"}), (False, {"soort": "b"})):
        sent = MultiDict({"bij_a": "Getypt"})
        page = StepForm(then, (first, then), {"soort": "b"}, SCOPE, {"soort", "bij_a"}, sent, keep_items=keep)
        assert page.answers() == kept


def test_items_of_a_fixed_repeat_are_neither_added_nor_removed():
    page = form({"vast": [{"id": "V1", "punt": "Gegeven"}]}, {"vast": ["V2"], "vast-V2-hoe": "x"})
    assert [item.id for item in page.repeats["vast"].items] == ["V1"]
    assert not page.repeats["vast"].can_add
    assert not page.repeats["vast"].can_remove


def test_a_fault_is_told_at_its_field_with_the_item_it_is_in():
    posted = {"doelen": ["D1", "D2"], "doelen-D2-score": "elf", "dag": ["31", "2", "2026"]}
    page = form(posted=posted)
    assert not page.validate()
    assert page.errors() == [
        ("dag", "Vul een datum in die bestaat: dag, bijvoorbeeld 27 3 2012."),
        ("doelen-D2-score", "Doel 2: Vul een geheel getal in van 0 tot 10."),
    ]


def test_what_is_missing_counts_only_when_it_is_demanded():
    page = form(posted={"soort": "a"})
    assert page.validate()
    page.demand()
    assert ("bij_a", "Vul in: bij a.") in page.errors()
    assert ("soort", "Kies: soort.") not in page.errors()
    other = form(posted={"soort": "b"})
    other.validate()
    other.demand()
    assert "bij_a" not in dict(other.errors())


def test_a_question_with_a_condition_on_the_same_page_is_there_with_the_condition_in_words():
    field = next(one for one in form().fields() if one.name == "bij_a")
    assert field.condition == {"input": "soort", "one_of": ["a"]}
    assert field.condition_text == "bij “Soort” “A” gekozen is"
