"""Answers of another installation: only what a form of ours would have stored as it stands is taken over."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forms import elsewhere
from forms.elsewhere import Known, compare, told
from forms.kinds import (
    Choice,
    Choices,
    Date,
    Document,
    Moment,
    Number,
    Organisation,
    Person,
    Persons,
    Phone,
    RecordType,
    Reference,
    Repeat,
    Schedule,
    Step,
    Text,
    YesNo,
)
from forms.leaves import flatten
from forms.problems import problems
from forms.question import Question
from forms.scope import OrganisationRef, PersonRef, Scope
from rules.national_number import WARNING
from tests.examples import Example, examples

SCOPE = Scope(
    today=date(2026, 9, 14),
    people=(PersonRef("p1", "Kobe Vermeulen", "leerling"), PersonRef("p2", "Ilse De Cock", "ouder")),
    organisations=(OrganisationRef("o1", "De Sluis", "school"),),
)
KNOWN = Known(
    people={"a": "Kobe Vermeulen", "b": "Ilse De Cock", "c": "Jan Elders"},
    places={"x": "De Sluis", "y": "Elders"},
    as_people={"a": "p1", "b": "p2"},
    as_places={"x": "o1"},
)
DOELEN = Repeat(
    "doelen", "Doelen", "Doel",
    (Text("tekst", "Tekst", "C", "b"), Number("score", "Score", "C", "b", at_most=10), Person("wie", "Wie", "C", "b")),
    "D", at_most=3,
)  # fmt: skip
TYPE = RecordType(
    slug="proef",
    title="Proef",
    version=1,
    source="b",
    led_by=("clb",),
    read_by="C",
    declaration="Gelezen.",
    steps=(
        Step(
            "een", "Een",
            Text("kort", "Kort", "C", "b", max_length=20),
            Text("lang", "Lang", "C", "b", lines=4, max_length=5000),
            Choice("keuze", "Keuze", "C", "b", {"a": "A", "b": "B"}),
            Choices("keuzes", "Keuzes", "C", "b", choices={"a": "A", "b": "B"}),
            YesNo("ja_nee", "Ja of nee", "C", "b"),
            Number("getal", "Getal", "C", "b", at_most=40),
            Date("dag", "Dag", "C", "b", past=True),
            Moment("moment", "Moment", "C", "b"),
            Schedule("week", "Week", "C", "b"),
            Phone("telefoon", "Telefoon", "C", "b"),
            Person("leerling", "Leerling", "C", "b", roles=("leerling",)),
            Persons("mensen", "Mensen", "C", "b"),
            Organisation("school", "School", "C", "b", soorten=("school",)),
            Number("vanzelf", "Vanzelf", "C", "b", automatic="versie", required=False),
            Text("anders", "Anders", "C", "b", asked_anew="Vraag het opnieuw."),
            short="Eén",
        ),
        Step("twee", "Twee", Reference("welk", "Welk doel", "C", "b", "doelen", "tekst"), DOELEN),
    ),
    documents=(Document("D1", "Proef", "proef.docx", "C"),),
)  # fmt: skip


def scope_of(example: Example) -> Scope:
    """The surroundings in which an example was written."""
    return Scope(
        today=date.fromisoformat(example.today),
        facts=example.facts,
        people=tuple(PersonRef(one["id"], one["name"], one["rol"]) for one in example.people),
        organisations=tuple(OrganisationRef(one["id"], one["name"], one["soort"]) for one in example.organisations),
        answers=example.answers,
    )


MAY = {f"{r.name}/{q.name}" if r else q.name for _, r, q in TYPE.questions()}
WEEK = ["naft"] * 4 + ["school"] * 4 + ["", ""]

FITS: list[tuple[str, Any, Any]] = [
    ("kort", "Eén woord", "Eén woord"),
    ("lang", "Eerste\nTweede", "Eerste\nTweede"),
    ("keuze", "b", "b"),
    ("keuzes", ["a", "b"], ["a", "b"]),
    ("ja_nee", False, False),
    ("getal", 0, 0),
    ("dag", "2011-05-03", "2011-05-03"),
    ("moment", "2026-09-21T14:00", "2026-09-21T14:00"),
    ("week", WEEK, WEEK),
    ("telefoon", "+32471234567", "+32471234567"),
    ("leerling", "a", "p1"),
    ("mensen", ["b", "a"], ["p2", "p1"]),
    ("mensen", ["a", "c"], ["p1"]),
    ("school", "x", "o1"),
]


def one(name: str, value: Any, **more: Any) -> elsewhere.Line:
    """What becomes of one answer."""
    found = compare(TYPE, {name: value}, KNOWN, SCOPE, MAY, {}, **more)
    (line,) = found.lines
    assert found.answers == ({name: line.value} if line.take else {})
    return line


@pytest.mark.parametrize(("name", "theirs", "ours"), FITS)
def test_what_a_form_would_store_is_taken_over(name, theirs, ours):
    line = one(name, theirs)
    assert (line.take, line.value) == (True, ours)
    assert line.shown
    assert (
        line.why == ("Zonder Jan Elders: niet in dit dossier." if "c" in theirs else "") if name == "mensen" else True
    )


@pytest.mark.parametrize(
    ("name", "value", "why"),
    [
        ("kort", 5, elsewhere.NO_FIT),
        ("kort", ["a"], elsewhere.NO_FIT),
        ("kort", {"getypt": ["x"]}, elsewhere.NO_FIT),
        ("kort", None, elsewhere.NO_FIT),
        ("kort", 1.5, elsewhere.NO_FIT),
        ("kort", "twee\nregels", elsewhere.NO_FIT),
        ("kort", " spatie", elsewhere.NO_FIT),
        ("kort", "bel\x07", elsewhere.NO_FIT),
        ("kort", "half \ud83d teken", elsewhere.NO_FIT),
        ("kort", "e\u0301e\u0301n", elsewhere.NO_FIT),
        ("kort", "x" * 21, "Maak de tekst korter: hoogstens 20 tekens, nu 1 te veel."),
        ("lang", "x" * 90_000, "Maak de tekst korter: hoogstens 5000 tekens, nu 85000 te veel."),
        ("lang", "Nummer 93.05.18-223.61", WARNING),
        ("keuze", "c", elsewhere.GONE),
        ("keuze", ["a"], elsewhere.NO_FIT),
        ("keuze", True, elsewhere.NO_FIT),
        ("keuzes", ["a", "c"], elsewhere.GONE),
        ("keuzes", "a", elsewhere.NO_FIT),
        ("keuzes", ["a", "a"], elsewhere.NO_FIT),
        ("keuzes", [["a"]], elsewhere.NO_FIT),
        ("ja_nee", "ja", elsewhere.NO_FIT),
        ("ja_nee", 1, elsewhere.NO_FIT),
        ("getal", True, elsewhere.NO_FIT),
        ("getal", "7", elsewhere.NO_FIT),
        ("getal", 41, "Vul een geheel getal in van 0 tot 40."),
        ("getal", 10**3000, elsewhere.NO_FIT),
        ("dag", "20110503", elsewhere.NO_FIT),
        ("dag", "gisteren", elsewhere.NO_FIT),
        ("dag", "2026-09-15", "Vul een datum in die niet in de toekomst ligt."),
        ("moment", "2026-09-21", elsewhere.NO_FIT),
        ("moment", "2026-09-21T99:99", elsewhere.NO_FIT),
        ("week", ["naft"], elsewhere.NO_FIT),
        ("week", ["maan"] * 10, elsewhere.NO_FIT),
        ("telefoon", "0471 23 45 67", elsewhere.NO_FIT),
        ("leerling", "b", "Kies iemand die in het dossier staat."),
        ("leerling", "c", "Kies zelf wie: Jan Elders staat niet in dit dossier."),
        ("leerling", "p1", "Kies zelf wie: wie hier bedoeld is staat niet in dit dossier."),
        ("leerling", ["a"], elsewhere.NO_FIT),
        ("mensen", ["c"], "Kies zelf wie: Jan Elders staat niet in dit dossier."),
        ("mensen", "a", elsewhere.NO_FIT),
        ("school", "y", "Kies zelf: Elders vinden we niet in ons register."),
        ("vanzelf", 3, elsewhere.GIVEN),
        ("anders", "Ja", "Vraag het opnieuw."),
        ("welk", "D1", elsewhere.NO_FIT),
    ],
)
def test_what_a_form_would_not_store_is_left_with_the_reason(name, value, why):
    line = one(name, value)
    assert (line.take, line.why, line.value) == (False, why, None)
    line.shown.encode()  # whatever it was, a page can print it
    assert not set(line.shown) & {"\x07", "\x00"}
    assert len(line.shown) <= elsewhere.LONGEST_SHOWN


def test_what_stands_here_stays_unless_chosen_otherwise():
    theirs, ours = {"kort": "Van daar", "getal": 3}, {"kort": "Van hier", "getal": 3}
    kept = compare(TYPE, theirs, KNOWN, SCOPE, MAY, ours)
    assert kept.answers == ours
    assert [(one.why, one.here) for one in kept.lines] == [(elsewhere.HERE, "Van hier"), (elsewhere.SAME, "3")]
    replaced = compare(TYPE, theirs, KNOWN, SCOPE, MAY, ours, overwrite=True)
    assert replaced.answers == {"kort": "Van daar", "getal": 3}
    assert [one.path for one in replaced.taken] == ["kort"]


def test_what_somebody_may_not_read_here_is_not_taken_over():
    found = compare(TYPE, {"kort": "x", "getal": 3}, KNOWN, SCOPE, MAY - {"kort"}, {})
    assert found.answers == {"getal": 3}
    assert found.lines[0].why == elsewhere.NOT_YOURS


THEIRS = {
    "doelen": ["D1", "D3"],
    "doelen/D1/tekst": "Eén",
    "doelen/D1/wie": "a",
    "doelen/D3/tekst": "Drie",
    "doelen/D3/score": 11,
    "welk": "D3",
}


def test_items_come_with_their_ids_and_a_reference_with_its_item():
    found = compare(TYPE, THEIRS, KNOWN, SCOPE, MAY, {})
    assert found.answers == {
        "doelen": [{"id": "D1", "tekst": "Eén", "wie": "p1"}, {"id": "D3", "tekst": "Drie"}],
        "welk": "D3",
    }
    assert [(one.path, one.title) for one in found.lines if not one.take] == [("doelen/D3/score", "Doel 3")]


@pytest.mark.parametrize(
    ("ours", "expected"),
    [
        ([{"id": "D1", "wie": "p1"}], [{"id": "D1", "tekst": "Eén", "wie": "p1"}, {"id": "D3", "tekst": "Drie"}]),
        ([{"id": "D1", "wie": "p2"}], [{"id": "D1", "wie": "p2"}]),
        ([{"id": "D1", "tekst": "Iets anders"}], [{"id": "D1", "tekst": "Iets anders"}]),
        ([{"id": "D3", "score": 2}], [{"id": "D3", "score": 2}]),
        ([{"id": f"D{nr}", "score": 2} for nr in (4, 5)], [{"id": f"D{nr}", "score": 2} for nr in (4, 5)]),
    ],
    ids=["the same one", "somebody else", "another text", "theirs does not fit", "no room"],
)
def test_items_go_together_when_they_say_nothing_else(ours, expected):
    assert compare(TYPE, THEIRS, KNOWN, SCOPE, MAY, {"doelen": ours}).answers["doelen"] == expected


def test_what_nobody_wrote_makes_place():
    begun = {"doelen": [{"id": "D1", "wie": "p2"}]}
    found = compare(TYPE, THEIRS, KNOWN, SCOPE, MAY, begun, make_place=("doelen",))
    assert found.answers["doelen"][0] == {"id": "D1", "tekst": "Eén", "wie": "p1"}
    assert (
        compare(TYPE, {"kort": "x"}, KNOWN, SCOPE, MAY, begun, make_place=("doelen",)).answers["doelen"]
        == begun["doelen"]
    )


@pytest.mark.parametrize(
    "ids", ["D1", 7, None, {"D1": 1}, ["D0"], ["X1"], [["D1"]], ["D1\n"], [f"D{nr}" for nr in range(1, 9)]], ids=repr
)
def test_ids_that_are_none_bring_nothing_in(ids):
    found = compare(TYPE, {"doelen": ids, "doelen/D1/tekst": "Eén", "doelen/X1/tekst": "Eén"}, KNOWN, SCOPE, MAY, {})
    assert found.answers == {}


def test_an_unknown_question_is_named():
    theirs = {"nieuw": ["x"], "doelen/D1/kleur": "rood", "persoon/a": {"naam": "Kobe"}, "head/signers": [], "kort": "x"}
    found = compare(TYPE, theirs, KNOWN, SCOPE, MAY, {})
    assert found.unknown == (("nieuw", '["x"]'), ("doelen/D1/kleur", "rood"))
    assert told(TYPE, theirs, KNOWN).unknown == found.unknown


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.sampled_from(["a", "b", "D1"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=2),
    max_leaves=4,
)
NAMES = st.sampled_from([*sorted(MAY - {"doelen/tekst"}), "doelen", "doelen/D1/tekst", "doelen/D1/wie", "vreemd"])


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(NAMES, JSON, max_size=6))
def test_whatever_comes_in_the_draft_is_one_of_ours(theirs):
    found = compare(TYPE, theirs, KNOWN, SCOPE, MAY, {})
    json.dumps(found.answers, allow_nan=False, ensure_ascii=False).encode()
    for name, value in found.answers.items():
        if name == "doelen":
            assert all(len(item) > 1 for item in value)
        else:
            question = TYPE.find(name)
            assert isinstance(question, Question)
            assert question.parse(question.posted(value), SCOPE) == value
    assert not [one for one in problems(TYPE, found.answers, SCOPE) if not one.missing]
    for line in (*found.lines, *told(TYPE, theirs, KNOWN).lines):
        line.shown.encode()


@pytest.mark.parametrize("example", list(examples()), ids=str)
def test_of_a_whole_record_all_comes_over_but_what_is_given_or_asked_anew(example):
    record_type, scope = example.record_type, scope_of(example)
    known = Known(
        as_people={one.id: one.id for one in scope.people}, as_places={one.id: one.id for one in scope.organisations}
    )
    leaves = flatten(record_type, example.answers, scope, lambda *_: frozenset("C"))
    may = {f"{r.name}/{q.name}" if r else q.name for _, r, q in record_type.questions()}
    theirs = {one.name: one.value for one in leaves}
    found = compare(record_type, theirs, known, scope, may, {})
    left = {line.why for line in found.lines if not line.take}
    anew = {item.asked_anew for _, item in record_type.items()}
    assert left <= {elsewhere.GIVEN, elsewhere.FIXED, *anew}
    assert not found.unknown
    paths = {one.path for one in found.taken}
    back = {one.name: one.value for one in flatten(record_type, found.answers, scope, lambda *_: frozenset("C"))}
    assert paths
    assert {path: back[path] for path in paths if path in back} == {
        path: theirs[path] for path in paths if path in back
    }
