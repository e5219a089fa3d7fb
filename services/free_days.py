"""The days that do not count: public holidays of Belgium and days without school, and the dates they decide.

Both come from the library `holidays` (ADR 0014), which also says what it does not know.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from types import MappingProxyType

from forms.amounts import DAYS
from rules import clock, pupil_rights

LONGEST = timedelta(days=70)
"""More than any row of days without school: a summer with a weekend before and after it is 65 days."""

SATURDAY = 5

VAKANTIE = "vakantie"
"""How the names of the five vakanties end; any other name is of a single day."""

IN_A_SENTENCE = {
    "O. L. H. Hemelvaart": "Hemelvaartsdag",
    "Vrijdag na O. L. H. Hemelvaart": "vrijdag na Hemelvaart",
    "Paasmaandag": "paasmaandag",
    "Pinkstermaandag": "pinkstermaandag",
}
"""Names of the library -> as people say them, in the middle of a sentence."""


def public_holidays(first: date, last: date) -> frozenset[date]:
    """The public holidays from `first` to `last`, both included: no working days (BR-45, BR-51).

    Source: wet van 4 januari 1974 betreffende de feestdagen, by way of the library, which adds the Sundays of Easter
    and Pentecost.
    """
    years = range(first.year, last.year + 1)
    return frozenset(day for year in years for day in _public(year) if first <= day <= last)


def school_free(first: date, last: date) -> frozenset[date]:
    """The days without school from `first` to `last`, both included: public and school holidays (BR-42).

    Weekends outside of a holiday are not in it: `rules.clock` knows those. School holidays are known from 2010 to 2100.

    Source: BVR 31 augustus 2001 over het schooljaar in het secundair onderwijs, art. 7, by way of the library.
    """
    years = range(first.year, last.year + 1)
    return frozenset(day for year in years for day in _without_school(year) if first <= day <= last)


def why_free(day: date) -> str:
    """Why there is no school on a day, in Dutch: 'kerstvakantie', 'Wapenstilstand', 'zondag'; '' on a school day.

    A public holiday in a vakantie is named after the vakantie, and so is a weekend in it.
    """
    weekend = DAYS[day.weekday()] if day.weekday() >= SATURDAY else ""
    return _without_school(day.year).get(day, weekend)


def in_words(day: date) -> str:
    """The same after 'De laatste dag': 'valt in de kerstvakantie', 'is een zondag'; '' on a school day."""
    why = why_free(day)
    if why.endswith(VAKANTIE):
        return f"valt in de {why}"
    if why in DAYS:
        return f"is een {why}"
    return f"is een dag zonder school ({why})" if why else ""


def answer_due(referred: date, working_days: int) -> date:
    """The last day to answer what came in on `referred`; that day itself does not count (BR-45, BR-51)."""
    window = timedelta(days=14 + 2 * working_days)  # more than the weekends and public holidays can take
    return clock.working_days_after(referred, working_days, public_holidays(referred, referred + window))


def talk_due(asked_on: date) -> date:
    """The last day for a talk with who asked a CLB to read the file (BR-51)."""
    window = timedelta(days=14 + 2 * clock.ACCESS_WORKING_DAYS)
    return pupil_rights.appointment_by(asked_on, public_holidays(asked_on, asked_on + window))


def is_working_day(day: date) -> bool:
    """Whether people are at work in Belgium: no weekend, no public holiday (BR-41)."""
    return clock.is_working_day(day, public_holidays(day, day))


def working_days_since(first: date, day: date) -> int:
    """How many working days came after `first`, up to and with `day`."""
    return clock.working_days_between(first, day, public_holidays(first, day))


def early_hint(due: date) -> date | None:
    """The last school day before a due date without school; None when the due date is a school day (BR-42)."""
    return clock.early_hint(due, school_free(due - LONGEST, due))


@cache
def _without_school(year: int) -> Mapping[date, str]:
    """The days of a year without school, weekends in a vakantie too, each with its one name.

    A paasmaandag that follows on the paasvakantie is a day by itself (art. 7, 6°); the library counts it with the
    vakantie, and its public name wins here.
    """
    public, school = _public(year), _from_library(year, subdiv="Flemish", category="school")
    after_vakantie = {
        day: name
        for day, name in public.items()
        if name == IN_A_SENTENCE["Paasmaandag"] and day + timedelta(days=1) not in school
    }
    return MappingProxyType({**public, **school, **after_vakantie})


@cache
def _public(year: int) -> Mapping[date, str]:
    return MappingProxyType(_from_library(year, subdiv=None, category="public"))


def _from_library(year: int, *, subdiv: str | None, category: str) -> dict[date, str]:
    """One category of days with their Dutch names. The library takes a while to load: not at start-up."""
    from holidays import country_holidays

    known = country_holidays("BE", subdiv=subdiv, years=year, categories=category, language="nl")
    return {day: _in_a_sentence(name) for day, name in known.items()}


def _in_a_sentence(name: str) -> str:
    return name.lower() if name.endswith(VAKANTIE) else IN_A_SENTENCE.get(name, name)
