"""Whether a CLB may refer to NAFT."""

from dataclasses import replace
from datetime import date

import pytest

from rules.guards import REFERRAL_GUARDS
from rules.referral import Referral, facts, problems, warnings

DAY = date(2026, 9, 14)
PUPIL = Referral(
    actor="clb",
    dossier_kind="leerling",
    phase="uitbreiding",
    judgement_present=True,
    referral_date=DAY,
    school_consulted_on=date(2026, 9, 7),
    school_kinds=frozenset({"so_voltijds"}),
    provider_recognised=True,
    ages=(15,),
    pupils=1,
    schools=1,
)
CLASS = replace(
    PUPIL, dossier_kind="klasgroep", ages=(), pupils=0, class_size=18, pupils_at_risk=6, class_reason_length=120
)
SCHOOL = replace(PUPIL, dossier_kind="school", ages=(), pupils=0)
SUPPORT = replace(
    PUPIL,
    expected_focus=frozenset({"individuele begeleiding", "schoolondersteuning"}),
    pbd_informed="ja",
    pbd_informed_on=date(2027, 1, 5),
    first_school_action_on=date(2027, 1, 18),
)


def rules(found):
    return [problem.rule_id for problem in found]


@pytest.mark.parametrize("referral", [PUPIL, CLASS, SCHOOL, SUPPORT])
def test_a_complete_referral_may_be_sent(referral):
    assert problems(referral) == []
    assert all(facts(referral).values())


@pytest.mark.parametrize(
    ("base", "changes", "rule_id"),
    [
        (PUPIL, {"actor": "naft"}, "BR-01"),
        (PUPIL, {"actor": "school"}, "BR-01"),
        (PUPIL, {"phase": ""}, "BR-02"),
        (PUPIL, {"phase": "verhoogde_zorg"}, "BR-02"),
        (PUPIL, {"judgement_present": False}, "BR-03"),
        (PUPIL, {"school_consulted_on": None}, "BR-04"),
        (PUPIL, {"school_consulted_on": date(2026, 9, 15)}, "BR-04"),
        (PUPIL, {"school_kinds": frozenset()}, "BR-05"),
        (PUPIL, {"school_kinds": frozenset({"basis"})}, "BR-05"),
        (PUPIL, {"ages": (10,)}, "BR-05"),
        (PUPIL, {"ages": (15, 26)}, "BR-05"),
        (PUPIL, {"provider_recognised": False}, "BR-06"),
        (CLASS, {"pupils_at_risk": 1}, "BR-07"),
        (CLASS, {"pupils_at_risk": 19}, "BR-07"),
        (CLASS, {"class_size": 41}, "BR-07"),
        (CLASS, {"classes": 2}, "BR-07"),
        (CLASS, {"class_reason_length": 49}, "BR-07"),
        (SUPPORT, {"pbd_informed": ""}, "BR-08"),
        (SUPPORT, {"pbd_informed": "niet_van_toepassing"}, "BR-08"),
        (SUPPORT, {"pbd_informed_on": None}, "BR-08"),
        (SUPPORT, {"pbd_informed_on": date(2027, 1, 25)}, "BR-08"),
        (PUPIL, {"pupils": 0}, "BR-09"),
        (SCHOOL, {"schools": 0}, "BR-09"),
    ],
)
def test_one_wrong_fact_stops_the_referral_with_its_rule(base, changes, rule_id):
    wrong = replace(base, **changes)
    (found,) = problems(wrong)
    assert found.rule_id == rule_id
    assert found.message.endswith(".")
    assert found.source
    refused = {guard.rule_id for guard in REFERRAL_GUARDS if not facts(wrong)[guard.name]}
    assert refused == {rule_id} - {"BR-01"}


def test_the_stop_of_an_early_phase_says_from_when_naft_is_possible():
    (found,) = problems(replace(PUPIL, phase="brede_basiszorg"))
    assert found.message == "NAFT kan pas vanaf de fase uitbreiding van zorg."


@pytest.mark.parametrize("kind", ["so_voltijds", "buso", "dbso", "leertijd", "duaal"])
def test_every_kind_of_secondary_school_counts(kind):
    assert problems(replace(PUPIL, school_kinds=frozenset({kind}))) == []


@pytest.mark.parametrize("age", [11, 12, 18, 25])
def test_ages_from_11_to_25_are_accepted(age):
    assert problems(replace(PUPIL, ages=(age,))) == []


def test_an_iac_is_a_phase_from_which_naft_is_possible():
    assert problems(replace(PUPIL, phase="iac")) == []


@pytest.mark.parametrize(
    ("base", "changes", "expected"),
    [
        (PUPIL, {}, []),
        (PUPIL, {"ages": (11,)}, ["BR-05"]),
        (PUPIL, {"outside_modules": True}, ["BR-06"]),
        (SUPPORT, {}, []),
        (SUPPORT, {"pbd_informed": "nog_niet", "pbd_informed_on": None}, ["BR-08"]),
        (SUPPORT, {"expected_focus": frozenset({"schoolondersteuning"})}, ["BR-08"]),
        (SCHOOL, {"expected_focus": frozenset({"schoolondersteuning"}), "pbd_informed": "ja"}, []),
    ],
)
def test_a_warning_deserves_a_second_look_and_stops_nothing(base, changes, expected):
    assert rules(warnings(replace(base, **changes))) == expected


def test_the_class_of_one_pupil_in_danger_is_told_everything_at_once():
    found = problems(replace(CLASS, pupils_at_risk=1, class_reason_length=0))
    assert rules(found) == ["BR-07", "BR-07"]
