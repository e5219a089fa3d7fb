"""What an evaluation decides about goals comes into their next version, under the same numbers."""

import pytest

from services.adjusting import adjusted

GOALS = {
    "plaats_overleg": "lokaal 12",
    "doelen": [{"id": "D1", "tekst": "elke dag op tijd"}, {"id": "D2", "tekst": "een gesprek per week"}],
}


@pytest.mark.parametrize(
    ("besluit", "stand", "tekst"),
    [
        ("behouden", "open", "elke dag op tijd"),
        ("bijsturen", "bijgesteld", "drie dagen op tijd"),
        ("afronden", "bereikt", "elke dag op tijd"),
        ("stopzetten", "stopgezet", "elke dag op tijd"),
    ],
)
def test_each_decision_gives_the_goal_its_stand_and_only_adjusting_its_text(besluit, stand, tekst):
    result = {"id": "D1", "besluit": besluit, "nieuwe_formulering": "drie dagen op tijd"}

    goals = adjusted(GOALS, {"doelresultaten": [result]})["doelen"]

    assert goals[0] == {"id": "D1", "tekst": tekst, "stand": stand}
    assert goals[1] == GOALS["doelen"][1]


def test_a_new_goal_gets_the_next_number_and_comes_once():
    evaluation = {"nieuwe_doelen": [{"id": "N1", "tekst": "stage zoeken"}], "besluit_traject": "bijsturen"}

    once = adjusted(GOALS, evaluation)
    twice = adjusted(once, evaluation)

    assert [goal["id"] for goal in once["doelen"]] == ["D1", "D2", "D3"]
    assert once["doelen"][2]["tekst"] == "stage zoeken"
    assert once["reden_versie"] == "bijsturing"
    assert twice == once


def test_what_the_evaluation_does_not_speak_of_stays():
    assert adjusted(GOALS, {}) == GOALS


def test_the_days_of_the_version_before_make_way_for_those_of_the_evaluation():
    """BR-40: the draft can be frozen as it is, and counts from the day of the evaluation."""
    before = {**GOALS, "geplande_evaluatie": "2026-11-10", "uiterste_datum_evaluatie": "2026-11-21"}
    evaluation = {
        "besluit_traject": "bijsturen",
        "datum_overleg": "2026-11-18",
        "volgende_evaluatie": "2027-01-11",
    }

    after = adjusted(before, evaluation)

    assert after["datum_overleg"] == "2026-11-18"
    assert after["geplande_evaluatie"] == "2027-01-11"
    assert after["uiterste_datum_evaluatie"] == "2027-01-18"
