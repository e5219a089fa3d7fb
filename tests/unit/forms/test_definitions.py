"""Definitions: conditions and the path, and the checks that stop a wrong one when it is imported."""

from __future__ import annotations

from dataclasses import replace

import pytest

from forms.definition_checks import DefinitionError
from forms.kinds import Choice, CountIs, Date, Document, Number, RecordType, Repeat, Step, Text, When, YesNo
from forms.record_type import asked_in_item, known_on_path, on_path


def ask(name: str, **more) -> Text:
    """A question."""
    return Text(name, name.title(), "CN", "bron", **more)


def made(*steps: Step, **more) -> RecordType:
    """A record type of these steps."""
    found = {"slug": "proef", "source": "bron", "documents": (), **more}
    return RecordType(title="Proef", version=1, led_by=("clb",), read_by="C", declaration="", steps=steps, **found)


@pytest.mark.parametrize(
    ("when", "known", "holds"),
    [
        (When("a", one_of=("x", "y")), {"a": "y"}, True),
        (When("a", one_of=("x",)), {"a": "z"}, False),
        (When("a", one_of=("x",)), {}, False),
        (When("a", one_of=("x",)), {"a": ["z", "x"]}, True),
        (When("a", one_of=("x",)), {"a": {"getypt": ["x"]}}, False),
        (When("a", one_of=(True,)), {"a": True}, True),
        (When("a", one_of=(True,)), {"a": False}, False),
        (When("a", at_least=2), {"a": 2}, True),
        (When("a", at_least=2), {"a": 1}, False),
        (When("a", at_least=2), {"a": "3"}, False),
        (When("a", answered=True), {"a": False}, True),
        (When("a", answered=True), {"a": ""}, False),
        (When("a", answered=False), {}, True),
        (When("a", answered=False), {"a": {"getypt": ["?"]}}, True),
        (When("a", one_of=("x",), also=When("b", answered=True)), {"a": "x"}, False),
        (When("a", one_of=("x",), also=When("b", answered=True)), {"a": "x", "b": "ja"}, True),
        (When("a", one_of=("x",), either=When("b", answered=True)), {"b": "ja"}, True),
        (When("a", one_of=("x",), either=When("b", answered=True)), {}, False),
    ],
)
def test_a_condition_holds(when, known, holds):
    assert when.holds(known) is holds


def test_a_condition_names_everything_it_looks_at():
    when = When("a", also=When("b", either=When("c")), either=When("d"))
    assert when.names() == ("a", "b", "c", "d")


def test_a_condition_for_the_browser_takes_what_is_not_on_the_page_from_what_is_known():
    when = When("a", one_of=(True, "x"), also=When("b", at_least=2), either=When("c", answered=False))
    assert when.for_browser({"a": "r-R1-a"}, {"b": 3, "c": ["p", "q"]}) == {
        "input": "r-R1-a",
        "one_of": ["ja", "x"],
        "also": {"known": ["3"], "at_least": 2},
        "either": {"known": ["p", "q"], "answered": False},
    }


SOORT = Choice("soort", "Soort", "CN", "bron", {"a": "A", "b": "B"})
WIZARD = made(
    Step("een", "Een", SOORT, ask("bij_a", when=When("soort", one_of=("a",)))),
    Step("twee", "Twee", ask("diep", when=When("bij_a", answered=True)), when=When("soort", one_of=("a",))),
    Step("drie", "Drie", ask("altijd"), Date("van_feit", "Van feit", "CN", "bron", automatic="start_traject")),
)


def names(answers, facts=None) -> list[str]:
    """The names on the path."""
    return [item.name for _, item in on_path(WIZARD.steps, answers, facts or {})]


def test_the_path_follows_from_the_answers():
    assert names({}) == ["soort", "altijd", "van_feit"]
    assert names({"soort": "a"}) == ["soort", "bij_a", "altijd", "van_feit"]
    assert names({"soort": "a", "bij_a": "x"}) == ["soort", "bij_a", "diep", "altijd", "van_feit"]


def test_an_answer_that_is_off_the_path_opens_nothing():
    stale = {"soort": "b", "bij_a": "nog van vroeger", "diep": "ook"}
    assert names(stale) == ["soort", "altijd", "van_feit"]
    path = on_path(WIZARD.steps, stale, {})
    assert known_on_path(path, stale, {}) == {"soort": "b"}


def test_an_automatic_answer_comes_from_the_facts_and_not_from_what_was_stored():
    path = on_path(WIZARD.steps, {"van_feit": "2000-01-01"}, {"start_traject": "2026-09-21"})
    known = known_on_path(path, {"van_feit": "2000-01-01"}, {"start_traject": "2026-09-21"})
    assert known["van_feit"] == "2026-09-21"


def test_in_an_item_its_own_answers_come_before_those_of_the_record():
    inner = (SOORT, ask("alleen_a", when=When("soort", one_of=("a",))))
    repeat = Repeat("items", "Items", "Item", inner, "I")
    assert [q.name for q in asked_in_item(repeat, {"id": "I1", "soort": "b"}, {"soort": "a"})] == ["soort"]
    assert [q.name for q in asked_in_item(repeat, {"id": "I1", "soort": "a"}, {})] == ["soort", "alleen_a"]


REPEAT = Repeat("items", "Items", "Item", (ask("een"),), "I")


@pytest.mark.parametrize(
    ("steps", "more", "message"),
    [
        ((), {"source": ""}, "proef has no source."),
        ((), {"slug": "Proef"}, "Proef is no slug: small letters, digits and hyphens."),
        ((Step("Een", "x"),), {}, "proef/Een is no slug: small letters, digits and hyphens."),
        ((Step("een", "x"), Step("een", "y")), {}, "proef has step een twice."),
        ((Step("een", "x", ask("a"), ask("a")),), {}, "proef/een/a stands twice, or has the name of a fact."),
        ((Step("een", "x", ask("versie")),), {}, "proef/een/versie stands twice, or has the name of a fact."),
        ((Step("een", "x", ask("é")),), {}, "proef/een/é is no name: small letters, digits and underscores."),
        (
            (Step("een", "x", ask("a", when=When("b")), ask("b")),),
            {},
            "proef/een/a depends on b, which is not asked before it.",
        ),
        ((Step("een", "x", when=When("b")),), {}, "proef/een depends on b, which is not asked before it."),
        (
            (Step("een", "x", ask("a", required=When("b"))),),
            {},
            "proef/een/a depends on b, which is not asked before it.",
        ),
        (
            (Step("een", "x", ask("a", automatic="weer")),),
            {},
            "proef/een/a takes its value from weer, no fact.",
        ),
        ((Step("een", "x", Text("a", "A", "", "bron")),), {}, "proef/een/a has no readers."),
        ((Step("een", "x", Text("a", "A", "CX", "bron")),), {}, "proef/een/a has readers 'CX': no readers in 'CX'"),
        ((Step("een", "x", Text("a", "A", "C", "")),), {}, "proef/een/a has no source."),
        ((Step("een", "x", Text("a", "", "C", "bron")),), {}, "proef/een/a has no label."),
        ((Step("een", "x", replace(REPEAT, of=())),), {}, "proef/een/items repeats nothing."),
        (
            (Step("een", "x", replace(REPEAT, prefix="i1")),),
            {},
            "proef/een/items has no prefix of one or two capitals for its ids.",
        ),
        (
            (Step("een", "x", replace(REPEAT, of=(ask("een"), ask("een")))),),
            {},
            "proef/een/items/een stands twice, or is called id.",
        ),
        (
            (Step("een", "x", replace(REPEAT, of=(ask("id"),))),),
            {},
            "proef/een/items/id stands twice, or is called id.",
        ),
        (
            (Step("een", "x", replace(REPEAT, of=(ask("een", when=When("later")),))),),
            {},
            "proef/een/items/een depends on later, which is not asked before it.",
        ),
        ((), {"documents": (Document("D9", "D", "d.docx", "X"),)}, "proef, document D9 has no readers."),
        (
            (),
            {"documents": (Document("D9", "D", "d.docx", "C", When("weg")),)},
            "proef, document D9 depends on weg, which is not asked before it.",
        ),
        (
            (),
            {"documents": (Document("D9", "D", "d.docx", "C"), Document("D9", "E", "e.docx", "C"))},
            "proef has document D9 twice.",
        ),
        (
            (Step("een", "x", ask("week")),),
            {"checks": (CountIs(at="week", value="naft", count="weg", message="m", source="bron"),)},
            "proef, demand at week looks at weg, which is never asked.",
        ),
        (
            (Step("een", "x", ask("week"), Number("n", "N", "C", "bron")),),
            {"checks": (CountIs(at="week", value="naft", count="n", message="m", source=""),)},
            "proef, demand at week has no source.",
        ),
    ],
)
def test_a_wrong_definition_cannot_be_imported(steps, more, message):
    with pytest.raises(DefinitionError) as refused:
        made(*steps, **more)
    assert str(refused.value) == message


def test_a_definition_cannot_be_changed_afterwards():
    with pytest.raises((AttributeError, TypeError)):
        WIZARD.title = "Anders"  # type: ignore[misc]  # that it is refused is the point
    assert WIZARD.step("twee") is WIZARD.steps[1]
    assert WIZARD.step("weg") is None
    assert WIZARD.find("diep") is not None
    assert isinstance(YesNo("j", "J").shape, str)


@pytest.mark.parametrize(
    ("taken", "following"), [([], "D1"), (["D1"], "D2"), (["D1", "D3"], "D4"), (["D9", "X7", "D01"], "D10")]
)
def test_a_new_item_gets_a_number_that_was_never_used(taken, following):
    repeat = replace(REPEAT, prefix="D")
    assert repeat.next_id([{"id": one} for one in taken]) == following
