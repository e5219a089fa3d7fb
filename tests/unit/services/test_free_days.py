"""Public holidays, days without school, and the dates they decide."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forms.amounts import DAYS as WEEKDAYS
from rules.clock import ACCESS_WORKING_DAYS, ANSWER_WORKING_DAYS
from services.free_days import answer_due, early_hint, in_words, public_holidays, school_free, why_free

DAYS = st.dates(date(2010, 4, 1), date(2090, 8, 31))

VAKANTIES = ("herfstvakantie", "kerstvakantie", "krokusvakantie", "paasvakantie")

PUBLISHED = {
    # VVKSO, mededeling M-VVKSO-2014-066
    2015: "02/11-08/11 21/12-03/01 08/02-14/02 28/03-10/04",
    # sint-donaas.be, vakantiedagen; the second week that 2020 got in November is no rule
    2018: "29/10-04/11 24/12-06/01 04/03-10/03 08/04-21/04",
    2019: "28/10-03/11 23/12-05/01 24/02-01/03 06/04-19/04",
    2020: "02/11-08/11 21/12-03/01 15/02-21/02 05/04-18/04",
    2021: "01/11-07/11 27/12-09/01 28/02-06/03 04/04-17/04",
    # ptsmechelen.be, vakanties en vrije dagen
    2022: "31/10-06/11 26/12-08/01 20/02-26/02 03/04-16/04",
    # Katholiek Onderwijs Vlaanderen, schoolkalender
    2023: "30/10-05/11 25/12-07/01 12/02-18/02 01/04-14/04",
    2024: "28/10-03/11 23/12-05/01 03/03-09/03 07/04-20/04",
    # staproeselare.be, vakanties en vrije dagen
    2025: "27/10-02/11 22/12-04/01 16/02-22/02 06/04-19/04",
    # OpenHolidays, BE-NL; of 2028 the vakantie is counted there with paasmaandag, 17 April
    2026: "02/11-08/11 21/12-03/01 08/02-14/02 29/03-11/04",
    2027: "01/11-07/11 27/12-09/01 28/02-05/03 03/04-16/04",
    2028: "30/10-05/11 25/12-07/01 12/02-18/02 02/04-15/04",
    # not published yet: counted by hand from BVR 31 augustus 2001, art. 7
    2029: "29/10-04/11 24/12-06/01 04/03-10/03 08/04-21/04",
    2030: "28/10-03/11 23/12-05/01 24/02-02/03 07/04-20/04",
    2031: "27/10-02/11 22/12-04/01 09/02-15/02 29/03-11/04",
    2032: "01/11-07/11 27/12-09/01 28/02-06/03 04/04-17/04",
}
"""First year of a school year -> its herfst-, kerst-, krokus- and paasvakantie."""

EASTER = {
    2016: date(2016, 3, 27),
    2019: date(2019, 4, 21),
    2020: date(2020, 4, 12),
    2021: date(2021, 4, 4),
    2022: date(2022, 4, 17),
    2023: date(2023, 4, 9),
    2024: date(2024, 3, 31),
    2025: date(2025, 4, 20),
    2026: date(2026, 4, 5),
    2027: date(2027, 3, 28),
    2028: date(2028, 4, 16),
    2029: date(2029, 4, 1),
    2030: date(2030, 4, 21),
    2031: date(2031, 4, 13),
    2032: date(2032, 3, 28),
    2033: date(2033, 4, 17),
}
"""Year -> Easter Sunday; written out, so that the library is not held against itself."""

SINGLE_DAYS = {
    2023: {date(2023, 11, 11), date(2024, 5, 1), date(2024, 5, 9), date(2024, 5, 10), date(2024, 5, 20)},
    2024: {date(2024, 11, 11), date(2025, 4, 21), date(2025, 5, 1), date(2025, 5, 29), date(2025, 5, 30)}
    | {date(2025, 6, 9)},
    2025: {date(2025, 11, 11), date(2026, 5, 1), date(2026, 5, 14), date(2026, 5, 15), date(2026, 5, 25)},
}
"""First year -> the days by themselves, Sundays left out, from the same calendars."""


def days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def school_year(first_year: int) -> list[date]:
    return days(date(first_year, 9, 1), date(first_year + 1, 8, 31))


def vakanties(first_year: int) -> dict[date, str]:
    """Each day of the five vakanties with its name, from the calendar."""
    known = dict.fromkeys(days(date(first_year + 1, 7, 1), date(first_year + 1, 8, 31)), "zomervakantie")
    for name, period in zip(VAKANTIES, PUBLISHED[first_year].split(), strict=True):
        first, last = (_day(first_year, text) for text in period.split("-"))
        known |= dict.fromkeys(days(first, last), name)
    return known


def by_themselves(first_year: int) -> dict[date, str]:
    """The days that have a name of their own when they are in no vakantie (art. 7, 6°, and the public holidays)."""
    easter = EASTER[first_year + 1]
    after_easter = {0: "Pasen", 1: "paasmaandag", 39: "Hemelvaartsdag", 40: "vrijdag na Hemelvaart"}
    after_easter |= {49: "Pinksteren", 50: "pinkstermaandag"}
    return {
        date(first_year, 11, 1): "Allerheiligen",
        date(first_year, 11, 11): "Wapenstilstand",
        date(first_year, 12, 25): "Kerstmis",
        date(first_year + 1, 5, 1): "Dag van de Arbeid",
    } | {easter + timedelta(days=n): name for n, name in after_easter.items()}


def _day(first_year: int, text: str) -> date:
    day, month = (int(part) for part in text.split("/"))
    return date(first_year + (month < 9), month, day)


@pytest.mark.parametrize("first_year", PUBLISHED)
def test_every_day_of_a_school_year_is_that_of_the_calendar(first_year):
    weekends = {day: WEEKDAYS[day.weekday()] for day in school_year(first_year) if day.weekday() >= 5}
    expected = weekends | by_themselves(first_year) | vakanties(first_year)
    assert {day: why for day in school_year(first_year) if (why := why_free(day))} == expected


@pytest.mark.parametrize("first_year", SINGLE_DAYS)
def test_the_days_by_themselves_are_those_of_the_published_calendars(first_year):
    known = school_free(date(first_year, 9, 1), date(first_year + 1, 8, 31))
    assert {day for day in known - set(vakanties(first_year)) if day.weekday() < 6} == SINGLE_DAYS[first_year]


def test_the_calendars_leave_out_no_year_from_2020_to_2032():
    assert set(range(2019, 2033)) <= set(PUBLISHED)


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
        (date(2021, 12, 25), "Kerstmis", "is een dag zonder school (Kerstmis)"),
        (date(2025, 4, 21), "paasmaandag", "is een dag zonder school (paasmaandag)"),
        (date(2024, 4, 1), "paasvakantie", "valt in de paasvakantie"),
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
