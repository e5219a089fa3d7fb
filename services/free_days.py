"""The days that do not count: public holidays of Belgium and days without school, and the dates they decide."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from types import MappingProxyType

from forms.amounts import DAYS
from rules import clock
from rules.school_year import holiday_on, school_holidays, school_year

LONGEST = timedelta(days=70)
"""More than any row of days without school: a summer with a weekend before and after it is 65 days."""

SATURDAY = 5


def public_holidays(first: date, last: date) -> frozenset[date]:
    """The public holidays from `first` to `last`, both included: no working days (BR-45, BR-51).

    Source: wet van 4 januari 1974 betreffende de feestdagen, by way of the library `holidays`, which adds the Sundays
    of Easter and Pentecost.
    """
    years = range(first.year, last.year + 1)
    return frozenset(day for year in years for day in _named(year) if first <= day <= last)


def school_free(first: date, last: date) -> frozenset[date]:
    """The days without school from `first` to `last`, both included: public and school holidays (BR-42).

    Weekends outside of a holiday are not in it: `rules.clock` knows those.
    """
    years = range(school_year(first), school_year(last) + 1)
    days = (day for year in years for holiday in school_holidays(year) for day in holiday.days())
    return frozenset(day for day in days if first <= day <= last) | public_holidays(first, last)


def why_free(day: date) -> str:
    """Why there is no school on a day, in Dutch: 'kerstvakantie', 'Wapenstilstand', 'zondag'; '' on a school day."""
    holiday = holiday_on(day)
    if holiday is not None:
        return holiday.name
    weekend = DAYS[day.weekday()] if day.weekday() >= SATURDAY else ""
    return _named(day.year).get(day, weekend)


def in_words(day: date) -> str:
    """The same after 'De laatste dag': 'valt in de kerstvakantie', 'is een zondag'; '' on a school day."""
    why, holiday = why_free(day), holiday_on(day)
    if holiday is not None and not holiday.is_one_day:
        return f"valt in de {why}"
    if why in DAYS:
        return f"is een {why}"
    return f"is een dag zonder school ({why})" if why else ""


def answer_due(referred: date, working_days: int) -> date:
    """The last day to answer what came in on `referred`; that day itself does not count (BR-45, BR-51)."""
    window = timedelta(days=14 + 2 * working_days)  # more than the weekends and public holidays can take
    return clock.working_days_after(referred, working_days, public_holidays(referred, referred + window))


def early_hint(due: date) -> date | None:
    """The last school day before a due date without school; None when the due date is a school day (BR-42)."""
    return clock.early_hint(due, school_free(due - LONGEST, due))


@cache
def _named(year: int) -> Mapping[date, str]:
    """The public holidays of a year with their Dutch names. The library takes a while to load: not at start-up."""
    from holidays import country_holidays

    return MappingProxyType(dict(country_holidays("BE", years=year, language="nl").items()))
