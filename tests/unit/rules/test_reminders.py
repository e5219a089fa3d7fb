"""Which reminder of a day is due (BR-41)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules import clock
from rules.reminders import LONGEST_FREE, mark_due, times_to_ask_again

WEDNESDAY, SUNDAY = date(2026, 11, 25), date(2026, 11, 22)
ARMISTICE = date(2026, 11, 11)
FREE = {ARMISTICE, date(2026, 12, 25)}
DAYS = st.dates(date(2020, 1, 1), date(2040, 1, 1))


@pytest.mark.parametrize(
    ("due", "today", "mark"),
    [
        (WEDNESDAY, date(2026, 11, 9), None),
        (WEDNESDAY, date(2026, 11, 10), -14),  # two weeks before is Armistice day: the working day before it
        (WEDNESDAY, date(2026, 11, 17), -14),
        (WEDNESDAY, date(2026, 11, 18), -7),
        (WEDNESDAY, date(2026, 11, 24), -7),
        (WEDNESDAY, WEDNESDAY, 0),
        (WEDNESDAY, date(2026, 11, 26), 1),
        (SUNDAY, date(2026, 11, 5), None),
        (SUNDAY, date(2026, 11, 6), -14),
        (SUNDAY, date(2026, 11, 13), -7),
        (SUNDAY, date(2026, 11, 20), 0),  # what is due on a Sunday is told on Friday, not on Monday
        (SUNDAY, date(2026, 11, 23), 1),
        (SUNDAY, date(2026, 12, 4), 12),
    ],
)
def test_the_most_urgent_mark_that_is_reached_is_due(due, today, mark):
    """BR-41."""
    assert mark_due(due, today, FREE) == mark


def test_a_mark_before_the_day_was_known_does_not_count():
    """BR-41."""
    assert mark_due(WEDNESDAY, date(2026, 11, 16), FREE, known_from=date(2026, 11, 16)) is None
    assert mark_due(WEDNESDAY, date(2026, 11, 18), FREE, known_from=date(2026, 11, 16)) == -7


def test_what_just_passes_by_is_never_late():
    """BR-41."""
    assert mark_due(WEDNESDAY, date(2026, 11, 26), FREE, overdue=False) is None
    assert mark_due(WEDNESDAY, WEDNESDAY, FREE, overdue=False) == 0


@given(DAYS, st.integers(-30, 30))
def test_from_day_to_day_marks_only_become_more_urgent(due, before):
    """BR-41: so that what is kept of a mark says that the ones before it need not go out any more."""
    today = due + timedelta(days=before)
    marks = [mark_due(due, today + timedelta(days=nr), FREE) for nr in range(3)]
    known = [-99 if one is None else one for one in marks]
    assert known == sorted(known)


@given(DAYS, st.integers(0, 40))
def test_working_days_are_counted_as_they_are_added(day, n):
    """BR-45: the n-th working day after a day is n working days from it."""
    later = clock.working_days_after(day, n, FREE)
    assert clock.working_days_between(day, later, FREE) == n
    assert n == 0 or clock.is_working_day(later, FREE)
    assert clock.last_working_day(later, FREE) == (later if clock.is_working_day(later, FREE) else _before(later))


def _before(day: date) -> date:
    while not clock.is_working_day(day, FREE):
        day -= timedelta(days=1)
    return day


def test_no_row_of_free_days_is_longer_than_what_is_looked_ahead():
    """Christmas to New Year's day with weekends around is shorter than ten days."""
    christmas = {date(2026, 12, 25), date(2027, 1, 1)}
    assert date(2027, 1, 3) - clock.last_working_day(date(2027, 1, 3), christmas) < LONGEST_FREE


@pytest.mark.parametrize(("days", "times"), [(0, 0), (2, 0), (3, 1), (5, 1), (6, 2)])
def test_somebody_is_asked_again_every_so_many_working_days(days, times):
    assert times_to_ask_again(days, 3) == times
