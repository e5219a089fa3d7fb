"""Whether a version of the goals may be frozen."""

from datetime import date

import pytest

from rules.goals import Attendee, attendee_problems, clb_worked_along, content_problems, has_school_goals, pbd_problems

CLB, PUPIL, MOTHER = (Attendee(rol, "aanwezig") for rol in ("clb", "leerling", "ouder"))
ALL = ("duur", "methodiek", "opvolging", "evaluatie")
ACTION = date(2027, 1, 18)


def rules(found):
    return [problem.rule_id for problem in found]


@pytest.mark.parametrize(
    ("targets", "informed", "by", "stopped"),
    [
        (["leerling"], None, "school", 0),
        (["leerling", "leerkrachten"], None, "school", 1),
        (["school"], None, "school", 1),
        (["leerkrachten"], date(2027, 1, 5), "school", 0),
        (["leerkrachten"], ACTION, "school", 0),
        (["leerkrachten"], date(2027, 1, 25), "school", 1),
        (["leerkrachten"], date(2027, 1, 5), "naft", 1),
        (["leerkrachten"], date(2027, 1, 25), "clb", 2),
    ],
)
def test_goals_for_the_school_wait_until_the_school_told_its_pbd(targets, informed, by, stopped):
    assert rules(pbd_problems(targets, informed, ACTION, informed_by=by)) == ["BR-08"] * stopped


def test_an_action_without_a_date_cannot_come_too_soon():
    assert pbd_problems(["leerkrachten"], date(2027, 1, 5), None) == []


@pytest.mark.parametrize(
    ("targets", "aimed"), [([], False), (["groep", "ouders"], False), (["leerling", "leerkrachten"], True)]
)
def test_goals_for_team_or_school_are_goals_for_the_school(targets, aimed):
    assert has_school_goals(targets) is aimed


@pytest.mark.parametrize(
    ("attendees", "with_pupil", "with_parents", "missing"),
    [
        ([CLB, PUPIL, MOTHER], True, True, 0),
        ([CLB, PUPIL], True, False, 0),
        ([CLB], False, False, 0),
        ([CLB], False, True, 0),
        ([], True, True, 3),
        ([CLB, MOTHER], True, True, 1),
        ([CLB, Attendee("leerling", "afwezig"), MOTHER], True, True, 1),
        ([CLB, Attendee("leerling", "verontschuldigd", "ziek"), MOTHER], True, True, 0),
        ([Attendee("clb", "vertegenwoordigd"), PUPIL, Attendee("voogd", "aanwezig")], True, True, 0),
        ([CLB, PUPIL, Attendee("ouder", "afwezig", " ")], True, True, 1),
    ],
)
def test_clb_pupil_and_parents_are_at_the_table_or_it_says_why_not(attendees, with_pupil, with_parents, missing):
    found = attendee_problems(attendees, with_pupil=with_pupil, with_parents=with_parents)
    assert rules(found) == ["BR-10"] * missing


@pytest.mark.parametrize(
    ("attendees", "written", "worked"),
    [
        ([CLB], False, True),
        ([Attendee("clb", "vertegenwoordigd")], False, True),
        ([Attendee("clb", "verontschuldigd", "ziek")], False, False),
        ([Attendee("clb", "verontschuldigd", "ziek")], True, True),
        ([PUPIL], False, False),
    ],
)
def test_the_clb_makes_the_goals_at_the_table_or_in_writing(attendees, written, worked):
    assert clb_worked_along(attendees, written_input=written) is worked


@pytest.mark.parametrize(
    ("goals", "agreements", "missing"),
    [(1, ALL, 0), (8, [*ALL, "vervoer"], 0), (0, ALL, 1), (1, ALL[1:], 1), (1, ["vervoer"], 4), (0, [], 5)],
)
def test_a_version_has_a_goal_and_the_four_agreements(goals, agreements, missing):
    assert rules(content_problems(goals, agreements)) == ["BR-11"] * missing
