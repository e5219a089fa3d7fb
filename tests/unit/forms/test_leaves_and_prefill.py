"""A record as leaves and back again, and first values taken over from the records before it."""

from __future__ import annotations

from datetime import date

import pytest

from forms.kinds import Date, Number, Organisation, Person, Persons, Prefill, RecordType, Repeat, Step, Text, When
from forms.leaves import flatten, organisations_in, persons_in, question_names, readable, unflatten
from forms.prefill import prefill, still_prefilled
from forms.scope import Scope
from rules.capacity import Capacity
from rules.readers import Sharing, internal, resolve
from tests.examples import examples

DOELEN = Repeat(
    "doelen",
    "Doelen",
    "Doel",
    (
        Text("tekst", "Tekst", "CNSLO", "bron"),
        Text("eigen", "Eigen woorden", "CN L (S*, O*)", "bron", when=When("tekst", answered=True)),
        Person("trekker", "Trekker", "CN", "bron"),
    ),
    "D",
)
PROEF = RecordType(
    slug="proef",
    title="Proef",
    version=1,
    source="bron",
    led_by=("naft",),
    read_by="CN",
    declaration="",
    steps=(
        Step(
            "een",
            "Een",
            Date("start", "Start", "CNSLO", "bron"),
            Organisation("school", "School", "CNSLO", "bron"),
            Persons("erbij", "Erbij", "CNS", "bron"),
            Text("nota", "Nota", "N!", "bron", printed=False),
            Number("versienummer", "Versie", "CN", "bron", automatic="versie"),
            DOELEN,
        ),
    ),
    documents=(),
)
ANSWERS = {
    "start": "2026-09-21",
    "school": "o1",
    "erbij": ["p2", "p3"],
    "nota": "geheim",
    "doelen": [{"id": "D2", "tekst": "Twee", "eigen": "Mijn woorden", "trekker": "p1"}, {"id": "D1", "eigen": "los"}],
}
SCOPE = Scope(today=date(2026, 9, 14), facts={"versie": 3})


def letters(sharing: Sharing):
    """Who reads, when this is shared."""
    return lambda name, audience, about=(): resolve(audience, sharing) | ({"!"} if internal(audience) else frozenset())


NOTHING = letters(Sharing(school=False, parents=False, capacity=Capacity.VERMOED_BEKWAAM))
ALL = letters(Sharing(school=True, parents=True, capacity=Capacity.VERMOED_BEKWAAM))


def test_each_answer_on_the_path_is_a_leaf_with_its_readers():
    leaves = {leaf.name: (leaf.value, "".join(leaf.readers)) for leaf in flatten(PROEF, ANSWERS, SCOPE, NOTHING)}
    assert leaves == {
        "start": ("2026-09-21", "CLNOS"),
        "school": ("o1", "CLNOS"),
        "erbij": (["p2", "p3"], "CNS"),
        "nota": ("geheim", "!N"),
        "versienummer": (3, "CN"),
        "doelen": (["D2", "D1"], "CLNOS"),
        "doelen/D2/tekst": ("Twee", "CLNOS"),
        "doelen/D2/eigen": ("Mijn woorden", "CLN"),
        "doelen/D2/trekker": ("p1", "CN"),
    }


def test_what_is_shared_widens_who_reads():
    leaves = {leaf.name: "".join(leaf.readers) for leaf in flatten(PROEF, ANSWERS, SCOPE, ALL)}
    assert leaves["doelen/D2/eigen"] == "CLNOS"


def test_the_answers_come_back_from_their_leaves_in_the_same_order():
    back = unflatten(PROEF, [(leaf.name, leaf.value) for leaf in flatten(PROEF, ANSWERS, SCOPE, ALL)])
    assert back["doelen"] == [ANSWERS["doelen"][0], {"id": "D1"}]
    assert back | {"doelen": None} == ANSWERS | {"doelen": None, "versienummer": 3}


def test_names_that_are_no_question_are_passed_over():
    leaves = [("start", "2026-09-21"), ("persoon/p1", {"naam": "Kobe"}), ("doelen/D9/tekst", "los")]
    assert unflatten(PROEF, leaves) == {"start": "2026-09-21"}


def test_who_is_named_is_known_to_who_may_read_the_answer():
    leaves = flatten(PROEF, ANSWERS, SCOPE, NOTHING)
    assert persons_in(PROEF, leaves) == {"p1": set("CN"), "p2": set("CNS"), "p3": set("CNS")}
    assert organisations_in(PROEF, leaves) == {"o1": set("CNSLO")}


def test_a_reader_may_see_a_repeat_when_it_may_see_something_in_it():
    assert readable(PROEF, "S", NOTHING) == {"start", "school", "erbij", "doelen", "doelen/tekst"}
    assert "nota" in readable(PROEF, "N", NOTHING)
    assert "nota" not in readable(PROEF, "C", NOTHING)


def test_a_step_that_stands_alone_is_for_whoever_sees_it():
    assert question_names(PROEF.steps[0]) >= {"start", "doelen", "doelen/tekst", "nota"}


@pytest.mark.parametrize("example", list(examples()), ids=str)
def test_every_example_comes_back_from_its_leaves(example):
    scope = Scope(today=date.fromisoformat(example.today), facts=example.facts)
    leaves = flatten(example.record_type, example.answers, scope, ALL)
    back = unflatten(example.record_type, [(leaf.name, leaf.value) for leaf in leaves])
    automatic = {item.name for _, item in example.record_type.items() if item.automatic}
    assert {name: value for name, value in back.items() if name not in automatic} == example.answers
    assert len({leaf.name for leaf in leaves}) == len(leaves)


LATER = RecordType(
    slug="later",
    title="Later",
    version=1,
    source="bron",
    led_by=("naft",),
    read_by="CN",
    declaration="",
    steps=(
        Step(
            "een",
            "Een",
            Date("begin", "Begin", "CN", "bron", prefill=Prefill("proef", "start")),
            Date("uiterlijk", "Uiterlijk", "CN", "bron", prefill=Prefill("feit", "evaluatie_uiterlijk")),
            Repeat(
                "terugblik",
                "Terugblik",
                "Doel",
                (Text("doel", "Doel", "CN", "bron", given=True), Text("hoe", "Hoe?", "CN", "bron")),
                "D",
                prefill=Prefill("proef", "doelen", {"doel": "tekst"}, only=When("tekst", answered=True)),
            ),
            Repeat(
                "anders",
                "Anders",
                "Punt",
                (Text("punt", "Punt", "CN", "bron"),),
                "P",
                at_most=1,
                prefill=Prefill("proef", "doelen", {"punt": "eigen"}),
            ),
        ),
    ),
    documents=(),
)


def test_first_values_come_from_the_records_before_and_from_facts():
    first = prefill(LATER, {"proef": ANSWERS}, {"evaluatie_uiterlijk": "2026-11-21"})
    assert first == {
        "begin": "2026-09-21",
        "uiterlijk": "2026-11-21",
        "terugblik": [{"id": "D2", "doel": "Twee"}],
        "anders": [{"id": "P1", "punt": "Mijn woorden"}],
    }


def test_without_a_record_before_it_nothing_is_filled_in():
    assert prefill(LATER, {}, {}) == {}


def test_a_value_stays_marked_until_somebody_changes_it():
    first = prefill(LATER, {"proef": ANSWERS}, {})
    assert still_prefilled("begin", first, first)
    assert still_prefilled("terugblik/D2/doel", first, first)
    assert not still_prefilled("terugblik/D2/hoe", first, first)
    assert not still_prefilled("begin", {**first, "begin": "2026-09-22"}, first)
    assert not still_prefilled("begin", {}, {})
