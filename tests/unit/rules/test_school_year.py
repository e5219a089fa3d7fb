"""The holidays of Flemish secondary schools, against calendars that were published and a second count."""

from datetime import date
from itertools import pairwise

import pytest
from holidays import country_holidays
from hypothesis import given
from hypothesis import strategies as st

from rules.school_year import Holiday, easter, holiday_on, school_holidays, school_year

YEARS = st.integers(2001, 2200)

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
}
"""First year -> herfst-, kerst-, krokus- and paasvakantie as published; paasmaandag after it stands apart below."""

SINGLE_DAYS = {
    2023: {date(2023, 11, 11), date(2024, 5, 1), date(2024, 5, 9), date(2024, 5, 10), date(2024, 5, 20)},
    2024: {date(2024, 11, 11), date(2025, 4, 21), date(2025, 5, 1), date(2025, 5, 29), date(2025, 5, 30)}
    | {date(2025, 6, 9)},
    2025: {date(2025, 11, 11), date(2026, 5, 1), date(2026, 5, 14), date(2026, 5, 15), date(2026, 5, 25)},
}
"""First year -> the days by themselves, from the same calendars."""


def named(first_year: int) -> dict[str, Holiday]:
    return {one.name: one for one in school_holidays(first_year)}


@pytest.mark.parametrize("first_year", PUBLISHED)
def test_the_vakanties_are_those_of_the_published_calendars(first_year):
    vakanties = [one for one in school_holidays(first_year) if not one.is_one_day]
    assert " ".join(f"{one.first:%d/%m}-{one.last:%d/%m}" for one in vakanties[:-1]) == PUBLISHED[first_year]
    assert vakanties[-1] == Holiday("zomervakantie", date(first_year + 1, 7, 1), date(first_year + 1, 8, 31))


@pytest.mark.parametrize("first_year", SINGLE_DAYS)
def test_the_days_by_themselves_are_those_of_the_published_calendars(first_year):
    assert {one.first for one in school_holidays(first_year) if one.is_one_day} == SINGLE_DAYS[first_year]


@pytest.mark.parametrize(
    ("first_year", "name", "first"),
    [
        (2020, "herfstvakantie", date(2020, 11, 2)),  # 1 November is a Sunday
        (2026, "herfstvakantie", date(2026, 11, 2)),
        (2025, "herfstvakantie", date(2025, 10, 27)),  # a Saturday
        (2021, "kerstvakantie", date(2021, 12, 27)),  # 25 December is a Saturday
        (2027, "kerstvakantie", date(2027, 12, 27)),
        (2022, "kerstvakantie", date(2022, 12, 26)),  # a Sunday
        (2026, "kerstvakantie", date(2026, 12, 21)),  # a Friday
        (2023, "paasvakantie", date(2024, 4, 1)),  # Easter is on 31 March
        (2026, "paasvakantie", date(2027, 3, 29)),  # on 28 March
        (2024, "paasvakantie", date(2025, 4, 7)),  # on 20 April
        (2016, "paasvakantie", date(2017, 4, 3)),  # on 16 April, the first day that counts as late
        (2037, "paasvakantie", date(2038, 4, 12)),  # on 25 April, the latest there is
        (2017, "paasvakantie", date(2018, 4, 2)),  # on 1 April
    ],
)
def test_a_vakantie_moves_with_the_weekday_and_with_easter(first_year, name, first):
    assert named(first_year)[name].first == first


def test_paasmaandag_is_told_apart_only_after_the_paasvakantie():
    assert named(2024)["paasmaandag"].first == date(2025, 4, 21)
    assert "paasmaandag" not in named(2023)


def test_a_day_of_two_names_is_one_holiday():
    assert [one.name for one in school_holidays(2007) if one.first == date(2008, 5, 1)] == ["Hemelvaartsdag"]


@pytest.mark.parametrize(
    ("day", "year"), [(date(2026, 8, 31), 2025), (date(2026, 9, 1), 2026), (date(2027, 1, 1), 2026)]
)
def test_a_school_year_begins_on_the_first_of_september(day, year):
    assert school_year(day) == year


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2026, 12, 26), "kerstvakantie"),
        (date(2027, 1, 3), "kerstvakantie"),
        (date(2026, 11, 11), "Wapenstilstand"),
        (date(2027, 5, 7), "vrijdag na Hemelvaart"),
        (date(2026, 8, 31), "zomervakantie"),
    ],
)
def test_a_day_in_a_holiday_finds_it(day, name):
    found = holiday_on(day)
    assert found is not None
    assert found.name == name


@pytest.mark.parametrize("day", [date(2026, 12, 18), date(2026, 12, 19), date(2027, 1, 4), date(2026, 9, 1)])
def test_a_day_outside_of_the_holidays_finds_none(day):
    assert holiday_on(day) is None


@pytest.mark.parametrize(
    ("year", "sunday"),
    [
        (1583, date(1583, 4, 10)),
        (1818, date(1818, 3, 22)),  # the earliest there is
        (1943, date(1943, 4, 25)),  # the latest
        (1954, date(1954, 4, 18)),  # epact 25 with a golden number above 11
        (1981, date(1981, 4, 19)),  # epact 24
        (2024, date(2024, 3, 31)),
        (2025, date(2025, 4, 20)),
        (2026, date(2026, 4, 5)),
        (2027, date(2027, 3, 28)),
        (2038, date(2038, 4, 25)),
    ],
)
def test_easter_is_the_sunday_after_the_first_full_moon_of_spring(year, sunday):
    assert easter(year) == sunday


@given(YEARS)
def test_holidays_are_in_order_and_never_overlap(first_year):
    known = school_holidays(first_year)
    assert all(one.first <= one.last < after.first for one, after in pairwise(known))
    assert all(school_year(day) == first_year for one in known for day in one.days())


@given(YEARS)
def test_every_vakantie_but_the_summer_is_whole_weeks_from_a_monday(first_year):
    for one in school_holidays(first_year):
        if not one.is_one_day and one.name != "zomervakantie":
            assert one.first.weekday() == 0
            assert len(list(one.days())) == (14 if one.name in ("kerstvakantie", "paasvakantie") else 7)


@pytest.mark.parametrize("year", range(2010, 2101))
def test_the_library_counts_the_same_days(year):
    ours = {day for first in (year - 1, year) for one in school_holidays(first) for day in one.days()}
    theirs = country_holidays("BE", subdiv="Flemish", years=year, categories="school")
    assert {day for day in ours if day.year == year} == set(theirs)
