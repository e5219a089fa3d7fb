"""The two months and the other days that count."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules import clock

DAYS = st.dates(date(1990, 1, 1), date(2090, 1, 1))


@pytest.mark.parametrize(
    ("base", "due"),
    [
        (date(2026, 9, 21), date(2026, 11, 21)),
        (date(2026, 12, 31), date(2027, 2, 28)),
        (date(2027, 12, 31), date(2028, 2, 29)),
        (date(2026, 11, 16), date(2027, 1, 16)),
        (date(2026, 12, 7), date(2027, 2, 7)),
        (date(2026, 11, 18), date(2027, 1, 18)),
        (date(2027, 6, 30), date(2027, 8, 30)),
        (date(2027, 7, 31), date(2027, 9, 30)),
        (date(2027, 2, 28), date(2027, 4, 28)),
        (date(2026, 10, 31), date(2026, 12, 31)),
    ],
)
def test_an_evaluation_is_due_two_calendar_months_later(base, due):
    """BR-40; no holiday adds a day (BR-43): counted from 30 June it is due in summer."""
    assert clock.evaluation_due(base) == due


@given(DAYS, st.integers(-60, 60))
def test_adding_months_keeps_the_day_number_or_takes_the_last_day_of_the_month(day, n):
    later = clock.add_months(day, n)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == n
    assert later.day == day.day or (later.day < day.day and (later + (date(1, 1, 2) - date(1, 1, 1))).day == 1)


@pytest.mark.parametrize(
    ("held", "late"),
    [(date(2026, 11, 18), 0), (date(2026, 11, 21), 0), (date(2026, 11, 22), 1), (date(2026, 12, 5), 14)],
)
def test_lateness_counts_from_the_day_after_the_due_date(held, late):
    """BR-40."""
    assert clock.days_late(date(2026, 11, 21), held) == late


@pytest.mark.parametrize(("today", "overdue"), [(date(2026, 11, 21), False), (date(2026, 11, 22), True)])
def test_the_due_date_itself_is_still_in_time(today, overdue):
    """BR-40, BR-41."""
    assert clock.is_overdue(date(2026, 11, 21), today) is overdue


def test_reminders_come_two_weeks_and_one_week_before_and_on_the_day():
    """BR-41."""
    assert clock.reminder_days(date(2026, 11, 21)) == (date(2026, 11, 7), date(2026, 11, 14), date(2026, 11, 21))


@pytest.mark.parametrize(
    ("due", "free", "hint"),
    [
        (date(2026, 11, 21), set(), date(2026, 11, 20)),
        (date(2027, 2, 28), set(), date(2027, 2, 26)),
        (date(2027, 1, 18), set(), None),
        (date(2026, 11, 11), {date(2026, 11, 11)}, date(2026, 11, 10)),
        (date(2027, 1, 2), {date(2026, 12, day) for day in range(21, 32)} | {date(2027, 1, 1)}, date(2026, 12, 18)),
    ],
)
def test_a_due_date_without_school_stays_and_hints_at_the_last_school_day_before(due, free, hint):
    """BR-42."""
    assert clock.early_hint(due, free) == hint


@given(DAYS, st.sets(DAYS))
def test_a_hint_is_a_school_day_before_the_due_date(due, free):
    """BR-42."""
    hint = clock.early_hint(due, free)
    assert hint is None or (hint < due and hint.weekday() < 5 and hint not in free)


@pytest.mark.parametrize(
    ("day", "n", "free", "expected"),
    [
        (date(2026, 9, 14), 5, set(), date(2026, 9, 21)),
        (date(2026, 9, 18), 1, set(), date(2026, 9, 21)),
        (date(2026, 11, 9), 5, {date(2026, 11, 11)}, date(2026, 11, 17)),
        (date(2026, 9, 14), 0, set(), date(2026, 9, 14)),
        (date(2026, 9, 14), 10, set(), date(2026, 9, 28)),
    ],
)
def test_working_days_leave_out_weekends_and_free_days(day, n, free, expected):
    """Five for the answer of NAFT (BR-45), ten for a talk about the file (BR-51)."""
    assert clock.working_days_after(day, n, free) == expected


def test_the_first_follow_up_comes_within_three_months():
    """BR-46."""
    assert clock.first_follow_up_latest(date(2026, 11, 30)) == date(2027, 2, 28)


@pytest.mark.parametrize(("end", "short"), [(date(2026, 11, 20), True), (date(2026, 11, 21), False)])
def test_a_trajectory_shorter_than_two_months_has_an_end_evaluation_only(end, short):
    """BR-44."""
    assert clock.ends_before_first_evaluation(date(2026, 9, 21), end) is short
