"""The holidays of secondary schools in Flanders, from the rule that fixes them: no list to keep up every year.

Source: BVR 31 augustus 2001 over het schooljaar in het secundair onderwijs, art. 2 en 7. Not known here: the free days
and days of study that each school chooses, and what a minister once changed (the herfstvakantie of 2020 took two
weeks). The library `holidays` counts the same days; a test holds the two against each other.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

_DAY = timedelta(days=1)
_WEEK = timedelta(weeks=1)
_MARCH, _SEPTEMBER = 3, 9
_SATURDAY, _SUNDAY = 5, 6


@dataclass(frozen=True, slots=True)
class Holiday:
    """Days without school from `first` to `last`, both included; `name` is Dutch, as in a sentence."""

    name: str
    first: date
    last: date

    @property
    def is_one_day(self) -> bool:
        """Whether it is a single day, and not one of the five vakanties."""
        return self.first == self.last

    def days(self) -> Iterator[date]:
        """Each day of it, the weekends too."""
        day = self.first
        while day <= self.last:
            yield day
            day += _DAY


def school_year(day: date) -> int:
    """The calendar year in which the school year of `day` begins: always on 1 September (art. 2)."""
    return day.year if day.month >= _SEPTEMBER else day.year - 1


def holiday_on(day: date) -> Holiday | None:
    """The holiday that `day` is in; None on a school day, and in a weekend that is not in a holiday."""
    return next((one for one in school_holidays(school_year(day)) if one.first <= day <= one.last), None)


def school_holidays(first_year: int) -> tuple[Holiday, ...]:
    """The holidays of the school year that begins in `first_year`, the earliest first (art. 7).

    A day by itself (art. 7, 6°) that is in a vakantie anyway is not told apart.
    """
    year = first_year + 1
    sunday = easter(year)
    vakanties = (
        _weeks("herfstvakantie", 1, _monday(date(first_year, 11, 1), next_from=_SUNDAY)),
        _weeks("kerstvakantie", 2, _monday(date(first_year, 12, 25), next_from=_SATURDAY)),
        _weeks("krokusvakantie", 1, sunday + _DAY - 7 * _WEEK),
        _weeks("paasvakantie", 2, _paasvakantie(sunday)),
        Holiday("zomervakantie", date(year, 7, 1), date(year, 8, 31)),
    )
    in_a_vakantie = {day for one in vakanties for day in one.days()}
    by_itself = {
        date(first_year, 11, 11): "Wapenstilstand",
        sunday + _DAY: "paasmaandag",
        date(year, 5, 1): "Dag van de Arbeid",
        sunday + 39 * _DAY: "Hemelvaartsdag",
        sunday + 40 * _DAY: "vrijdag na Hemelvaart",
        sunday + 50 * _DAY: "pinkstermaandag",
    }
    single = (Holiday(name, day, day) for day, name in by_itself.items() if day not in in_a_vakantie)
    return tuple(sorted((*vakanties, *single), key=lambda one: one.first))


def easter(year: int) -> date:
    """Easter Sunday in the Gregorian calendar, so from 1583 on.

    Source: algorithm E of Lilius and Clavius, in D. Knuth, The Art of Computer Programming, 1.3.2, exercise 14.
    """
    golden_number = year % 19 + 1
    century = year // 100 + 1
    leap_days_dropped = 3 * century // 4 - 12
    moon_correction = (8 * century + 5) // 25 - 5
    epact = (11 * golden_number + 20 + moon_correction - leap_days_dropped) % 30
    if epact == 24 or (epact == 25 and golden_number > 11):
        epact += 1
    full_moon = 44 - epact  # as a day of March, on or after the 21st
    if full_moon < 21:
        full_moon += 30
    moon = date(year, _MARCH, 1) + (full_moon - 1) * _DAY
    return _monday(moon + _DAY) + _SUNDAY * _DAY  # the first Sunday after it


def _weeks(name: str, weeks: int, monday: date) -> Holiday:
    return Holiday(name, monday, monday + weeks * _WEEK - _DAY)


def _monday(day: date, *, next_from: int = 7) -> date:
    """The Monday of the week of `day`; the next one when `day` is weekday `next_from` or later (0 is Monday)."""
    monday = day - day.weekday() * _DAY
    return monday + _WEEK if day.weekday() >= next_from else monday


def _paasvakantie(sunday: date) -> date:
    """Its first Monday: the first of April, unless Easter is in March or after 15 April."""
    if sunday.month == _MARCH:
        return sunday + _DAY
    if sunday > date(sunday.year, 4, 15):
        return sunday + _DAY - 2 * _WEEK
    return _monday(date(sunday.year, 4, 7))
