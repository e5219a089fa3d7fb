"""Public holidays, days without school, and the dates they decide."""

import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.clock import ACCESS_WORKING_DAYS, ANSWER_WORKING_DAYS
from services.free_days import answer_due, early_hint, in_words, public_holidays, school_free, why_free

ROOT = Path(__file__).parents[3]
DAYS = st.dates(date(2001, 9, 1), date(2090, 8, 31))


def test_the_ten_public_holidays_are_known_with_two_sundays():
    known = public_holidays(date(2026, 1, 1), date(2026, 12, 31))
    by_law = {(1, 1), (4, 6), (5, 1), (5, 14), (5, 25), (7, 21), (8, 15), (11, 1), (11, 11), (12, 25)}
    assert known == {date(2026, *day) for day in by_law | {(4, 5), (5, 24)}}


def test_both_ends_of_a_range_are_in_it():
    assert public_holidays(date(2026, 12, 25), date(2027, 1, 1)) == {date(2026, 12, 25), date(2027, 1, 1)}
    assert school_free(date(2027, 1, 3), date(2027, 1, 4)) == {date(2027, 1, 3)}
    assert public_holidays(date(2026, 12, 26), date(2026, 12, 31)) == frozenset()


def test_days_without_school_are_public_and_school_holidays():
    free = school_free(date(2026, 10, 31), date(2026, 11, 15))
    week = {date(2026, 11, day) for day in range(2, 9)}
    assert free == week | {date(2026, 11, 1), date(2026, 11, 11)}


@pytest.mark.parametrize(
    ("day", "why", "words"),
    [
        (date(2026, 12, 18), "", ""),
        (date(2026, 12, 19), "zaterdag", "is een zaterdag"),
        (date(2026, 12, 26), "kerstvakantie", "valt in de kerstvakantie"),
        (date(2027, 1, 3), "kerstvakantie", "valt in de kerstvakantie"),
        (date(2027, 1, 4), "", ""),
        (date(2027, 5, 6), "Hemelvaartsdag", "is een dag zonder school (Hemelvaartsdag)"),
        (date(2027, 5, 7), "vrijdag na Hemelvaart", "is een dag zonder school (vrijdag na Hemelvaart)"),
        (date(2026, 11, 11), "Wapenstilstand", "is een dag zonder school (Wapenstilstand)"),
        (date(2026, 11, 1), "Allerheiligen", "is een dag zonder school (Allerheiligen)"),
        (date(2026, 4, 5), "Pasen", "is een dag zonder school (Pasen)"),
        (date(2026, 7, 21), "zomervakantie", "valt in de zomervakantie"),
        (date(2026, 9, 6), "zondag", "is een zondag"),
    ],
)
def test_why_there_is_no_school_is_said_in_dutch(day, why, words):
    assert why_free(day) == why
    assert in_words(day) == words


@pytest.mark.parametrize(
    ("due", "hint"),
    [
        (date(2026, 11, 21), date(2026, 11, 20)),
        (date(2026, 12, 26), date(2026, 12, 18)),
        (date(2027, 1, 3), date(2026, 12, 18)),
        (date(2027, 1, 18), None),
        (date(2026, 11, 11), date(2026, 11, 10)),
        (date(2026, 11, 8), date(2026, 10, 30)),
        (date(2027, 5, 7), date(2027, 5, 5)),
        (date(2025, 4, 21), date(2025, 4, 4)),
        (date(2024, 4, 1), date(2024, 3, 29)),
        (date(2027, 8, 30), date(2027, 6, 30)),
        (date(2024, 9, 1), date(2024, 6, 28)),
    ],
)
def test_a_due_date_without_school_hints_at_the_last_school_day_before(due, hint):
    assert early_hint(due) == hint


@given(DAYS)
def test_a_hint_is_the_last_school_day_and_never_more_than_a_summer_away(due):
    hint = early_hint(due)
    if hint is None:
        assert why_free(due) == ""
        return
    assert why_free(hint) == ""
    assert timedelta(0) < due - hint <= timedelta(days=65)
    assert all(why_free(hint + timedelta(days=n)) for n in range(1, (due - hint).days + 1))


@pytest.mark.parametrize(
    ("referred", "working_days", "due"),
    [
        (date(2026, 9, 14), ANSWER_WORKING_DAYS, date(2026, 9, 21)),
        (date(2026, 11, 9), ANSWER_WORKING_DAYS, date(2026, 11, 17)),  # Wapenstilstand
        (date(2026, 10, 30), ANSWER_WORKING_DAYS, date(2026, 11, 6)),  # the herfstvakantie is no holiday at work
        (date(2026, 12, 24), ANSWER_WORKING_DAYS, date(2027, 1, 4)),  # Kerstmis and Nieuwjaar
        (date(2026, 12, 24), ACCESS_WORKING_DAYS, date(2027, 1, 11)),
        (date(2026, 9, 19), 1, date(2026, 9, 21)),
        (date(2026, 9, 14), 0, date(2026, 9, 14)),
    ],
)
def test_an_answer_is_due_after_so_many_working_days(referred, working_days, due):
    assert answer_due(referred, working_days) == due


@given(DAYS, st.integers(0, 300))
def test_between_a_question_and_its_last_day_are_so_many_working_days(referred, working_days):
    due = answer_due(referred, working_days)
    closed = public_holidays(referred, due)
    between = (referred + timedelta(days=n) for n in range(1, (due - referred).days + 1))
    assert sum(day.weekday() < 5 and day not in closed for day in between) == working_days


@given(DAYS, st.integers(0, 40))
def test_a_later_question_or_a_longer_term_never_ends_sooner(referred, working_days):
    due = answer_due(referred, working_days)
    assert due <= answer_due(referred + timedelta(days=1), working_days)
    assert due < answer_due(referred, working_days + 1)


def test_the_library_is_loaded_when_it_is_first_asked_and_not_at_start_up():
    look = "import sys, app, services.next_step; sys.exit('holidays' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", look], cwd=ROOT, check=False).returncode == 0
