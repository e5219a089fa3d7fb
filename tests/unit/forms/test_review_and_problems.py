"""The page with everything: each answer as text, what is missing, and what does not fit together."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from forms.demands import Demand, HasAtLeast, NeededFor, OneOf, in_each
from forms.kinds import (
    Choice,
    CountIs,
    Date,
    Different,
    EachOf,
    NotAfter,
    NotBefore,
    Number,
    RecordType,
    Repeat,
    Step,
    SumIs,
    Text,
    When,
)
from forms.leaves import question_names
from forms.problems import problems
from forms.review import Group, Row, review
from forms.scope import Scope

SCOPE = Scope(today=date(2026, 9, 14))
STEP = Step(
    "een",
    "Een",
    Choice("soort", "Soort", "CN", "b", {"a": "A", "b": "B"}),
    Text("uitleg", "Uitleg", "CN", "b", lines=3, when=When("soort", one_of=("a",))),
    Date("van", "Van", "C", "b", required=False),
    Date("tot", "Tot", "C", "b", required=False),
    Number("som", "Som", "C", "b", required=False),
    Number("deel", "Deel", "C", "b", required=False),
    Repeat(
        name="items",
        label="Items",
        item="Item",
        prefix="I",
        at_least=2,
        required=When("soort", one_of=("a",)),
        of=(Text("tekst", "Tekst", "CN", "b"), Date("dag", "Dag", "CN", "b", required=False)),
    ),
)


def proef(*checks: Demand) -> RecordType:
    """A record type with these demands."""
    return RecordType(
        slug="proef", title="P", version=1, source="b", led_by=("clb",), read_by="C", declaration="", steps=(STEP,),
        documents=(), checks=checks,
    )  # fmt: skip


def told(answers, *checks: Demand) -> list[tuple[str, str]]:
    """(path, message) of everything in the way."""
    return [(one.path, one.message) for one in problems(proef(*checks), answers, SCOPE)]


def test_what_is_missing_is_told_in_the_order_of_the_pages():
    assert told({}) == [("soort", "Kies: soort.")]
    assert told({"soort": "b"}) == []
    assert told({"soort": "a", "items": [{"id": "I3"}]}) == [
        ("uitleg", "Vul in: uitleg."),
        ("items", "Voeg minstens 2 toe: item."),
        ("items/I3/tekst", "Vul in: tekst."),
    ]


SAME: Any = {"message": "Kijk na.", "source": "b"}


@pytest.mark.parametrize(
    ("demand", "good", "bad"),
    [
        (NotAfter(at="van", limit="tot", **SAME), ("2026-01-01", "2026-01-01"), ("2026-01-02", "2026-01-01")),
        (
            NotAfter(at="van", limit="tot", plus_days=1, **SAME),
            ("2026-01-02", "2026-01-01"),
            ("2026-01-03", "2026-01-01"),
        ),
        (NotBefore(at="van", limit="tot", **SAME), ("2026-01-01", "2026-01-01"), ("2025-12-31", "2026-01-01")),
        (NotBefore(at="van", limit="tot", strictly=True, **SAME), ("2026-01-02", "2026-01-01"), ("2026-01-01",) * 2),
        (Different(at="van", other="tot", **SAME), ("2026-01-02", "2026-01-01"), ("2026-01-01", "2026-01-01")),
    ],
)
def test_days_that_do_not_fit(demand, good, bad):
    assert told({"soort": "b", "van": good[0], "tot": good[1]}, demand) == []
    assert told({"soort": "b", "van": bad[0], "tot": bad[1]}, demand) == [("van", "Kijk na.")]
    assert told({"soort": "b", "van": bad[0]}, demand) == []
    assert told({"soort": "b", "van": bad[0], "tot": {"getypt": ["x"]}}, demand)[0][0] == "tot"


def test_a_sum_is_the_sum_of_its_parts():
    demand = SumIs(at="som", parts=("deel",), **SAME)
    assert told({"soort": "b", "som": 3, "deel": 3}, demand) == []
    assert told({"soort": "b", "som": 3, "deel": 2}, demand) == [("som", "Kijk na.")]
    assert told({"soort": "b", "som": 3}, demand) == []


def test_a_count_is_as_often_as_it_is_said():
    demand = CountIs(at="items", value="x", count="som", **SAME)
    assert demand.broken({"items": ["x", "y"], "som": 2})
    assert not demand.broken({"items": ["x", "x"], "som": 2})
    assert not demand.broken({"items": ["x"]})


def test_of_each_value_there_is_one():
    demand = EachOf(at="items", question="tekst", values=("a", "b"), **SAME)
    assert demand.broken({"items": [{"id": "I1", "tekst": "a"}]})
    assert not demand.broken({"items": [{"id": "I1", "tekst": "a"}, {"id": "I2", "tekst": "b"}, {"id": "I3"}]})


def test_one_of_some_values_when_another_answer_says_so():
    demand = OneOf(at="soort", values=("b",), when=When("som", at_least=1), **SAME)
    assert told({"soort": "a", "som": 0, "uitleg": "x", "items": ITEMS}, demand) == []
    assert told({"soort": "a", "som": 1, "uitleg": "x", "items": ITEMS}, demand) == [("soort", "Kijk na.")]


ITEMS = [{"id": "I1", "tekst": "een"}, {"id": "I2", "tekst": "twee"}]


def test_a_list_with_too_few():
    demand = HasAtLeast(at="items", count=3, **SAME)
    assert demand.broken({"items": ITEMS})
    assert not demand.broken({"items": []})


def test_an_answer_that_an_item_asks_for():
    demand = NeededFor(at="uitleg", repeat="items", question="tekst", values=("twee",), **SAME)
    assert demand.broken({"items": ITEMS})
    assert not demand.broken({"items": ITEMS, "uitleg": "x"})
    assert not demand.broken({"items": ITEMS[:1]})


def test_a_demand_in_each_item_names_the_item():
    demand = in_each("items", NotBefore(at="dag", limit="van", **SAME))
    items = [{"id": "I1", "tekst": "x", "dag": "2026-01-01"}, {"id": "I4", "tekst": "y", "dag": "2025-01-01"}]
    found = problems(proef(demand), {"soort": "b", "van": "2026-01-01", "items": items}, SCOPE)
    assert [(one.path, one.about, one.source) for one in found] == [("items/I4/dag", "Item 4", "b")]


def test_the_review_shows_every_answer_on_the_path_as_text():
    answers = {"soort": "a", "uitleg": "Regel één\nregel twee", "items": [{"id": "I2", "tekst": "twee"}]}
    shown = review(proef(), answers, SCOPE, question_names(STEP), problems(proef(), answers, SCOPE))
    rows = [part for part in shown[0].parts if isinstance(part, Row)]
    assert [(row.label, row.value) for row in rows][:3] == [
        ("Soort", "A"),
        ("Uitleg", "Regel één\nregel twee"),
        ("Van", ""),
    ]
    groups = [part for part in shown[0].parts if isinstance(part, Group)]
    assert [(one.title, [row.value for row in one.rows]) for one in groups] == [("Item 2", ["twee", ""])]
    assert rows[-1].fault == "Voeg minstens 2 toe: item."


def test_a_frozen_record_shows_just_what_is_there_for_this_reader():
    answers = {"uitleg": "x", "van": "2026-01-01", "items": ITEMS}
    shown = review(proef(), answers, SCOPE, {"van", "items", "items/tekst"}, frozen=True)
    assert [part.value for part in shown[0].parts if isinstance(part, Row)] == ["1 januari 2026"]
    assert len([part for part in shown[0].parts if isinstance(part, Group)]) == 2
