"""Who may be told what: consents to share, which are no consent to the help."""

import itertools
from datetime import date

import pytest

from rules.capacity import Capacity, capacity_on, capacity_problems
from rules.consent import Consent, Family, Guardian
from rules.sharing import WITH_PARENTS, WITH_PROVIDER, WITH_SCHOOL, sharing, sharing_of_a_group, with_provider

DAY = date(2026, 9, 14)
LATER = date(2026, 9, 15)
CAPABLE = Family("kind", Capacity.VERMOED_BEKWAAM, [Guardian("moeder", "ouder", "ja_samen")])
CHILD = Family(
    "kind", Capacity.NIET_BEKWAAM, [Guardian("moeder", "ouder", "ja_samen"), Guardian("vader", "ouder", "nee")]
)
ADULT = Family("kind", Capacity.MEERDERJARIG, [Guardian("moeder", "ouder", "ja_samen")])


def said(item, party, value, day=DAY, **more):
    """One answer."""
    return Consent(item, "leerling" if party == "kind" else "ouder", party, value, day, **more)


@pytest.mark.parametrize(
    ("family", "answers", "may"),
    [
        (CAPABLE, [("kind", "ja")], True),
        (CAPABLE, [("moeder", "ja")], False),
        (CAPABLE, [("kind", "ja"), ("moeder", "nee")], False),
        (CAPABLE, [("kind", "ja"), ("directie", "nee")], True),
        (CAPABLE, [("directie", "ja")], False),
        (CHILD, [("moeder", "ja")], True),
        (CHILD, [("kind", "ja")], False),
        (CHILD, [("moeder", "ja"), ("kind", "nee")], False),
        (CHILD, [("vader", "ja")], False),
        (ADULT, [("kind", "ja"), ("moeder", "nee")], True),
        (ADULT, [("moeder", "ja")], False),
        (CAPABLE, [], False),
    ],
)
def test_the_school_is_told_when_who_decides_says_so_and_nobody_asks_to_keep_silent(family, answers, may):
    """BR-54: S*"""
    assert sharing([said(WITH_SCHOOL, *one) for one in answers], family).school is may


@pytest.mark.parametrize("family", [CAPABLE, ADULT])
def test_parents_read_along_when_the_pupil_says_so_and_not_when_they_say_so_themselves(family):
    """BR-22 and BR-54: O*"""
    assert sharing([said(WITH_PARENTS, "kind", "ja")], family).parents
    assert not sharing([said(WITH_PARENTS, "moeder", "ja")], family).parents
    assert not sharing([], family).parents


def test_the_last_answer_counts_and_one_that_is_taken_back_no_more():
    """BR-25, for sharing"""
    yes, no = said(WITH_SCHOOL, "kind", "ja"), said(WITH_SCHOOL, "kind", "nee", LATER)
    assert not sharing([no, yes], CAPABLE).school
    assert not sharing([said(WITH_SCHOOL, "kind", "ja", withdrawn_on=LATER)], CAPABLE).school
    reserved = said(WITH_SCHOOL, "kind", "ja_met_voorbehoud")
    assert not sharing([reserved], CAPABLE).school
    assert sharing([said(WITH_SCHOOL, "kind", "ja_met_voorbehoud", note="enkel over de stage")], CAPABLE).school


def test_agreeing_to_the_help_shares_nothing():
    found = sharing([said("hulp", "kind", "ja"), said("hulp", "moeder", "ja")], CAPABLE)
    assert (found.school, found.parents) == (False, False)


def test_a_provider_gets_the_file_when_it_is_named():
    """T15"""
    given = [said(WITH_PROVIDER, "kind", "ja", third="overkant")]
    assert with_provider(given, CAPABLE, "overkant")
    assert not with_provider(given, CAPABLE, "kantelpunt")
    assert not with_provider([said(WITH_PROVIDER, "moeder", "ja", third="overkant")], CAPABLE, "overkant")


@pytest.mark.parametrize(
    ("kind", "role", "whole"),
    [
        ("leerlingen", "clb", None),
        ("klasgroep", "clb", True),
        ("klasgroep", "leerling", False),
        ("klasgroep", "directie", False),
        ("school", "directie", True),
    ],
)
def test_of_a_group_each_pupil_agrees_and_of_a_class_the_whole(kind, role, whole):
    """BR-36 and BR-54: one pupil, one parent or the school itself does not speak for a class."""
    each = [sharing([said(WITH_SCHOOL, "kind", answer)], CAPABLE) for answer in ("ja", "nee")]
    for chosen in itertools.product(each, repeat=2):
        found = sharing_of_a_group([Consent(WITH_SCHOOL, role, "x", "ja", DAY)], chosen, kind=kind)
        assert found.school is (all(one.school for one in chosen) if whole is None else whole)
        assert (found.parents, found.capacity) == (False, None)


BIRTH = date(2014, 12, 1)  # 11 on 14 September 2026, 12 on 1 December 2026


@pytest.mark.parametrize(
    ("recorded", "day", "holds"),
    [
        (Capacity.NIET_BEKWAAM, DAY, Capacity.NIET_BEKWAAM),
        (Capacity.NIET_BEKWAAM, date(2026, 12, 1), Capacity.VERMOED_BEKWAAM),
        (Capacity.BEKWAAM_BEVONDEN, DAY, Capacity.BEKWAAM_BEVONDEN),
        (Capacity.BEKWAAM_BEVONDEN, date(2026, 12, 1), Capacity.VERMOED_BEKWAAM),
        (None, date(2026, 12, 1), Capacity.VERMOED_BEKWAAM),
        (Capacity.NIET_BEKWAAM, date(2032, 12, 1), Capacity.MEERDERJARIG),
    ],
)
def test_what_was_noted_by_age_alone_grows_up_with_the_pupil(recorded, day, holds):
    """BR-27: the next signing uses the new rule."""
    assert capacity_on(BIRTH, day, recorded, DAY) is holds


def test_a_finding_that_a_pupil_is_not_capable_lasts_until_18():
    """BR-20 and BR-21: the presumption can be rebutted, with reasons."""
    birth = date(2011, 5, 3)
    assert capacity_on(birth, LATER, Capacity.NIET_BEKWAAM, DAY) is Capacity.NIET_BEKWAAM
    assert capacity_on(birth, date(2029, 5, 3), Capacity.NIET_BEKWAAM, DAY) is Capacity.MEERDERJARIG
    assert capacity_problems(Capacity.NIET_BEKWAAM, birth, DAY, motivated=False)[0].rule_id == "BR-21"
    assert capacity_problems(Capacity.NIET_BEKWAAM, birth, DAY, motivated=True) == []


@pytest.mark.parametrize(
    ("recorded", "birth"),
    [
        (Capacity.MEERDERJARIG, date(2011, 5, 3)),
        (Capacity.VERMOED_BEKWAAM, BIRTH),
        (Capacity.BEKWAAM_BEVONDEN, date(2011, 5, 3)),
        (Capacity.VERMOED_BEKWAAM, date(2008, 2, 3)),
    ],
)
def test_a_capacity_that_does_not_fit_the_age_is_refused_with_reasons_or_without(recorded, birth):
    """BR-20 and BR-22"""
    assert capacity_problems(recorded, birth, DAY, motivated=True)
