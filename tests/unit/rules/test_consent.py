"""Whether the help is agreed to, by whoever must agree."""

from datetime import date

import pytest

from rules.capacity import Capacity
from rules.consent import Consent, Family, Guardian, help_consent, start_consent, withdrawal_task_due

DAY = date(2026, 9, 10)
LATER = date(2026, 9, 12)
MOTHER = Guardian("ma", "ouder", "ja_samen")
FATHER = Guardian("pa", "ouder", "ja_samen")
CAPABLE = ["vermoed_bekwaam", "bekwaam_bevonden"]


def said(party, value="ja", day=DAY, **more):
    return Consent("hulp", "leerling" if party == "kind" else "ouder", party, value, day, **more)


def family(capacity, *guardians, **more):
    return Family("kind", Capacity(capacity), guardians, **more)


def rules(found):
    return [(problem.rule_id, problem.about) for problem in found]


@pytest.mark.parametrize("capacity", CAPABLE)
def test_the_yes_of_a_capable_pupil_is_enough_without_the_parents(capacity):
    assert help_consent([said("kind")], family(capacity, MOTHER, FATHER)) == []


@pytest.mark.parametrize("capacity", CAPABLE)
@pytest.mark.parametrize(
    ("answers", "rule_id"),
    [
        ([], "BR-20"),
        ([said("ma"), said("pa")], "BR-20"),
        ([said("kind", "nee"), said("ma")], "BR-20"),
        ([said("kind", "niet_gevraagd", note="ziek")], "BR-20"),
        ([said("kind", "ja_met_voorbehoud")], "BR-20"),
        ([said("kind", withdrawn_on=LATER)], "BR-25"),
    ],
)
def test_without_a_standing_yes_of_the_capable_pupil_there_is_no_help(capacity, answers, rule_id):
    (found,) = help_consent(answers, family(capacity, MOTHER, FATHER))
    assert (found.rule_id, found.about) == (rule_id, "kind")
    assert "rechtspositie minderjarige" in found.source


def test_a_reservation_that_is_written_down_counts_as_a_yes():
    assert help_consent([said("kind", "ja_met_voorbehoud", note="niet op woensdag")], family("vermoed_bekwaam")) == []


@pytest.mark.parametrize(
    ("first", "last", "agreed"),
    [
        (said("kind", withdrawn_on=DAY), said("kind", day=LATER), True),
        (said("kind", "nee"), said("kind", day=LATER), True),
        (said("kind"), said("kind", "nee", LATER), False),
        (said("kind"), said("kind", "nee"), False),
    ],
)
def test_the_last_answer_holds(first, last, agreed):
    assert (help_consent([first, last], family("vermoed_bekwaam")) == []) is agreed


def test_agreeing_to_share_information_is_no_agreement_with_the_help():
    sharing = Consent("share_naft", "leerling", "kind", "ja", DAY)
    assert rules(help_consent([sharing], family("vermoed_bekwaam"))) == [("BR-20", "kind")]


@pytest.mark.parametrize(("answers", "conflict"), [([said("kind"), said("ma", "nee")], False), ([said("kind")], True)])
def test_when_parents_of_a_capable_pupil_differ_the_clb_decides_and_says_why(answers, conflict):
    without = family("vermoed_bekwaam", MOTHER, FATHER, conflict_known=conflict)
    with_reason = family("vermoed_bekwaam", MOTHER, FATHER, conflict_known=conflict, clb_motivation="Hij wil dit zelf.")
    assert rules(help_consent(answers, without)) == [("BR-23", "")]
    assert help_consent(answers, with_reason) == []


def test_the_no_of_an_adult_without_authority_changes_nothing_for_a_capable_pupil():
    stepfather = Guardian("stief", "plusouder", "nee")
    assert help_consent([said("kind"), said("stief", "nee")], family("vermoed_bekwaam", MOTHER, stepfather)) == []


ASKED = said("kind", "nee")  # the opinion of a pupil who is not capable; it does not decide


@pytest.mark.parametrize(
    ("guardians", "answers"),
    [
        ([MOTHER, FATHER], [said("ma")]),
        ([MOTHER, FATHER], [said("pa")]),
        ([MOTHER, FATHER], [said("ma"), said("pa")]),
        ([MOTHER, FATHER], [said("ma"), said("pa", "niet_gevraagd", note="in het buitenland")]),
        ([MOTHER], [said("ma")]),
        ([MOTHER, Guardian("pa", "ouder", "nee")], [said("ma"), said("pa", "nee")]),
        ([Guardian("ma", "ouder", "ja_exclusief"), FATHER], [said("ma"), said("pa", "nee")]),
        ([Guardian("voogd", "voogd", "ja_exclusief")], [said("voogd")]),
        ([Guardian("voogd", "voogd", "ja_samen")], [said("voogd")]),
    ],
)
def test_representatives_agree_for_a_pupil_who_is_not_capable(guardians, answers):
    assert help_consent([ASKED, *answers], family("niet_bekwaam", *guardians)) == []


@pytest.mark.parametrize(
    ("guardians", "answers", "expected"),
    [
        ([], [], [("BR-21", "")]),
        ([Guardian("ma", "ouder", "nee")], [said("ma")], [("BR-21", "")]),
        ([Guardian("stief", "plusouder", "ja_samen")], [said("stief")], [("BR-21", "")]),
        ([MOTHER, FATHER], [], [("BR-21", "ma")]),
        ([MOTHER, Guardian("pa", "ouder", "onbekend")], [said("ma")], [("BR-21", "pa")]),
        ([MOTHER, FATHER], [said("ma"), said("pa", "nee")], [("BR-23", "pa")]),
        ([MOTHER, FATHER], [said("ma"), said("pa", withdrawn_on=LATER)], [("BR-25", "pa")]),
        ([MOTHER, FATHER], [said("pa", "nee")], [("BR-23", "ma"), ("BR-23", "pa")]),
        ([Guardian("ma", "ouder", "ja_exclusief"), FATHER], [said("pa")], [("BR-21", "ma")]),
        (
            [Guardian("ma", "ouder", "ja_exclusief"), Guardian("pa", "ouder", "ja_exclusief")],
            [said("ma"), said("pa")],
            [("BR-23", "")],
        ),
    ],
)
def test_without_the_representatives_a_pupil_who_is_not_capable_gets_no_help(guardians, answers, expected):
    assert rules(help_consent([ASKED, *answers], family("niet_bekwaam", *guardians))) == expected


def test_a_known_conflict_asks_both_parents():
    torn = family("niet_bekwaam", MOTHER, FATHER, conflict_known=True)
    assert rules(help_consent([ASKED, said("ma")], torn)) == [("BR-23", "pa")]
    assert help_consent([ASKED, said("ma"), said("pa")], torn) == []


@pytest.mark.parametrize(
    ("opinion", "heard"),
    [
        ([], False),
        ([said("kind", "niet_gevraagd")], False),
        ([said("kind", "niet_gevraagd", note="in het ziekenhuis")], True),
        ([said("kind", "nee")], True),
        ([said("kind")], True),
    ],
)
def test_a_pupil_who_is_not_capable_is_heard_all_the_same(opinion, heard):
    found = help_consent([said("ma"), *opinion], family("niet_bekwaam", MOTHER))
    assert rules(found) == ([] if heard else [("BR-21", "kind")])


def test_from_eighteen_the_pupil_alone_decides():
    grown = family("meerderjarig", MOTHER, FATHER, conflict_known=True)
    assert help_consent([said("kind"), said("ma", "nee")], grown) == []
    assert rules(help_consent([said("ma"), said("pa")], grown)) == [("BR-22", "kind")]


@pytest.mark.parametrize("capacity", ["vermoed_bekwaam", "meerderjarig"])
def test_a_parent_who_is_helped_too_agrees_in_person(capacity):
    helped = family(capacity, MOTHER, taking_part=("ma",))
    assert rules(help_consent([said("kind")], helped)) == [("BR-24", "ma")]
    assert help_consent([said("kind"), said("ma")], helped) == []


@pytest.mark.parametrize(
    ("capacity", "answers", "expected"),
    [
        ("vermoed_bekwaam", [said("kind"), said("school")], []),
        ("vermoed_bekwaam", [said("kind", "ja_met_voorbehoud", note="deeltijds"), said("school")], []),
        ("vermoed_bekwaam", [said("ma"), said("school")], [("BR-26", "kind")]),
        ("vermoed_bekwaam", [said("kind")], [("BR-26", "school")]),
        ("vermoed_bekwaam", [said("kind"), said("school", "nee")], [("BR-26", "school")]),
        ("niet_bekwaam", [said("ma"), said("school")], []),
        ("niet_bekwaam", [said("kind"), said("school")], [("BR-26", "kind")]),
        ("meerderjarig", [said("kind"), said("school")], []),
        ("meerderjarig", [], [("BR-26", "school"), ("BR-26", "kind")]),
    ],
)
def test_before_the_start_school_and_pupil_said_yes(capacity, answers, expected):
    assert rules(start_consent(answers, family(capacity, MOTHER), "school")) == expected


def test_a_withdrawn_consent_is_known_within_a_day():
    assert withdrawal_task_due(date(2026, 12, 31)) == date(2027, 1, 1)
