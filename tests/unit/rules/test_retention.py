"""How long a dossier is kept."""

from datetime import date

import pytest

from rules import retention

LAST = date(2027, 6, 30)


def test_naft_keeps_until_the_35th_birthday():
    """BR-50."""
    assert retention.retain_until_naft(date(2011, 5, 3), LAST) == date(2046, 5, 3)


@pytest.mark.parametrize(
    ("birth", "buso", "until"),
    [
        (date(2011, 5, 3), False, date(2037, 6, 30)),
        (date(2014, 5, 3), False, date(2039, 5, 3)),
        (date(2011, 5, 3), True, date(2041, 5, 3)),
        (date(2004, 2, 29), True, date(2037, 6, 30)),
        (date(2012, 2, 29), True, date(2042, 3, 1)),
    ],
)
def test_the_clb_keeps_ten_years_and_at_least_until_the_age_set(birth, buso, until):
    """BR-50."""
    assert retention.retain_until_clb(birth, LAST, buso=buso) == until


def test_a_dossier_without_a_pupil_is_kept_ten_years():
    """BR-50."""
    assert retention.retain_until_naft(None, LAST) == date(2037, 6, 30)
    assert retention.retain_until_clb(None, LAST, buso=False) == date(2037, 6, 30)


@pytest.mark.parametrize(("today", "over"), [(date(2037, 6, 30), False), (date(2037, 7, 1), True)])
def test_the_last_day_of_keeping_is_still_kept(today, over):
    assert retention.is_over(date(2037, 6, 30), today) is over
