"""Two versions side by side: what changed, what came, what went, and nothing else."""

from datetime import date

from forms.compare import Change, compare
from forms.doelen import DOELEN
from forms.review import review
from forms.scope import Scope

NOW = Scope(today=date(2026, 11, 23))
ALL = {f"{r.name}/{q.name}" if r else q.name for _, r, q in DOELEN.questions()}


def reviewed(answers, may=ALL):
    return review(DOELEN, answers, NOW, may, frozen=True)


OLD = {
    "gedeelde_vraag": "Hoe raakt Kobe weer graag op school?",
    "doelen": [
        {"id": "D1", "tekst": "Op tijd komen", "woorden_leerling": "niet meer te laat"},
        {"id": "D2", "tekst": "Praten"},
    ],
}
NEW = {
    "gedeelde_vraag": "Hoe raakt Kobe weer graag op school?",
    "doelen": [
        {"id": "D1", "tekst": "Drie dagen op tijd", "woorden_leerling": "niet meer te laat"},
        {"id": "D3", "tekst": "Stage"},
    ],
}


def test_only_what_differs_is_told_and_a_goal_keeps_its_number():
    changes = compare(reviewed(OLD), reviewed(NEW))

    assert [(one.about, one.before, one.after) for one in changes] == [
        ("Doelstelling 1: Doelstelling", "Op tijd komen", "Drie dagen op tijd"),
        ("Doelstelling 3: Doelstelling", "", "Stage"),
        ("Doelstelling 2: Doelstelling", "Praten", ""),
    ]
    assert all(isinstance(one, Change) and one.step == "Doelstellingen" for one in changes)


def test_what_a_reader_may_not_see_is_not_compared_for_that_reader():
    changed = {**NEW, "doelen": [{"id": "D1", "tekst": "Op tijd komen", "woorden_leerling": "iets anders"}]}
    blind = ALL - {"doelen/woorden_leerling"}

    assert not [one for one in compare(reviewed(OLD, blind), reviewed(changed, blind)) if "anders" in one.after]


def test_the_same_version_twice_has_no_changes():
    assert compare(reviewed(OLD), reviewed(OLD)) == []
