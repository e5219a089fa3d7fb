"""Age and capacity, on the day itself."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules import capacity
from rules.capacity import Capacity

BIRTHS = st.dates(date(1995, 1, 1), date(2020, 12, 31))
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("birth", "day", "age"),
    [
        (date(2011, 5, 3), date(2026, 9, 14), 15),
        (date(2008, 2, 3), date(2026, 11, 16), 18),
        (date(2009, 1, 20), date(2027, 1, 19), 17),
        (date(2009, 1, 20), date(2027, 1, 20), 18),
        (date(2008, 2, 29), date(2026, 2, 28), 17),
        (date(2008, 2, 29), date(2026, 3, 1), 18),
        (date(2008, 2, 29), date(2028, 2, 29), 20),
        (date(2011, 5, 3), date(2011, 5, 2), -1),
    ],
)
def test_age_is_counted_in_whole_years_on_the_day(birth, day, age):
    assert capacity.age_on(birth, day) == age


@given(BIRTHS)
def test_another_rule_holds_from_the_birthday_and_not_a_day_sooner(birth):
    """Announced 14 days ahead (BR-27); at 18 the parents' access ends (BR-22)."""
    twelve, eighteen = capacity.turning_days(birth)
    assert capacity.presumed(birth, twelve - DAY) is Capacity.NIET_BEKWAAM
    assert capacity.presumed(birth, twelve) is Capacity.VERMOED_BEKWAAM
    assert capacity.presumed(birth, eighteen - DAY) is Capacity.VERMOED_BEKWAAM
    assert capacity.presumed(birth, eighteen) is Capacity.MEERDERJARIG
    assert capacity.parents_access_ends(birth) == eighteen
    assert capacity.turning_notices(birth) == (twelve - 14 * DAY, eighteen - 14 * DAY)


@pytest.mark.parametrize(
    ("stands", "capable"),
    [("vermoed_bekwaam", True), ("bekwaam_bevonden", True), ("niet_bekwaam", False), ("meerderjarig", True)],
)
def test_only_who_was_found_not_capable_does_not_decide(stands, capable):
    assert capacity.is_capable(Capacity(stands)) is capable


@pytest.mark.parametrize(
    ("stands", "birth", "deviates"),
    [
        ("vermoed_bekwaam", date(2011, 5, 3), False),
        ("niet_bekwaam", date(2011, 5, 3), True),
        ("bekwaam_bevonden", date(2015, 10, 1), True),
        ("niet_bekwaam", date(2015, 10, 1), False),
    ],
)
def test_going_against_the_presumption_needs_a_motivation(stands, birth, deviates):
    assert capacity.needs_motivation(Capacity(stands), birth, date(2026, 9, 14)) is deviates


def test_every_capacity_has_a_label_of_its_own():
    assert len({stands.label for stands in Capacity}) == len(Capacity)
