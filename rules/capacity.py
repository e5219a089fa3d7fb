"""Who decides: the pupil's age, and whether the pupil is able to judge his or her own interests.

Age is counted on the day of each consent and each signature, never once for all. Who was born on
29 February has a birthday on 1 March in a year without that day.

Source: decreet rechtspositie minderjarige van 7 mei 2004, art. 4.
"""

from datetime import date, timedelta
from enum import StrEnum

from rules.source import Problem, problem

PRESUMED_FROM = 12
ADULT_FROM = 18
NOTICE = timedelta(days=14)


class Capacity(StrEnum):
    """How the pupil stands in law on a given day; the value is stored, the label is shown."""

    VERMOED_BEKWAAM = "vermoed_bekwaam"
    BEKWAAM_BEVONDEN = "bekwaam_bevonden"
    NIET_BEKWAAM = "niet_bekwaam"
    MEERDERJARIG = "meerderjarig"

    @property
    def label(self) -> str:
        """The capacity in plain Dutch."""
        return _LABELS[self]


_LABELS: dict[Capacity, str] = {
    Capacity.VERMOED_BEKWAAM: "12 jaar of ouder, beslist zelf",
    Capacity.BEKWAAM_BEVONDEN: "Jonger dan 12, maar bekwaam bevonden",
    Capacity.NIET_BEKWAAM: "Niet bekwaam, de vertegenwoordiger beslist",
    Capacity.MEERDERJARIG: "18 jaar of ouder, beslist alleen",
}


def birthday(birth: date, years: int) -> date:
    """The day on which somebody becomes `years` old."""
    try:
        return birth.replace(year=birth.year + years)
    except ValueError:
        return date(birth.year + years, 3, 1)


def age_on(birth: date, day: date) -> int:
    """Whole years on that day; negative before birth."""
    return day.year - birth.year - (birthday(birth, day.year - birth.year) > day)


def presumed(birth: date, day: date) -> Capacity:
    """What the law presumes from the age alone; a CLB may find otherwise for a minor and then says why."""
    age = age_on(birth, day)
    if age >= ADULT_FROM:
        return Capacity.MEERDERJARIG
    return Capacity.VERMOED_BEKWAAM if age >= PRESUMED_FROM else Capacity.NIET_BEKWAAM


def is_capable(capacity: Capacity) -> bool:
    """Whether the pupil's own yes or no decides."""
    return capacity is not Capacity.NIET_BEKWAAM


def needs_motivation(capacity: Capacity, birth: date, day: date) -> bool:
    """Whether the recorded capacity differs from the presumption, so that the CLB must say why."""
    return capacity is not presumed(birth, day)


def capacity_on(birth: date | None, day: date, recorded: Capacity | None, recorded_on: date | None) -> Capacity:
    """How the pupil stands on `day`: what the age says, unless somebody found otherwise and it still fits.

    `recorded` is what was written down on `recorded_on`. Only what differed from the presumption of that day is a
    finding: a pupil of 11 who was noted down as not capable is presumed capable from the 12th birthday on. A finding
    ends at 18. Without a birth date what was recorded counts.
    """
    if birth is None:
        return recorded or Capacity.VERMOED_BEKWAAM
    now = presumed(birth, day)
    minor = now is not Capacity.MEERDERJARIG
    found = recorded is not None and recorded_on is not None and recorded is not presumed(birth, recorded_on)
    if minor and found and recorded is Capacity.NIET_BEKWAAM:
        return Capacity.NIET_BEKWAAM
    if found and recorded is Capacity.BEKWAAM_BEVONDEN and now is Capacity.NIET_BEKWAAM:
        return Capacity.BEKWAAM_BEVONDEN
    return now


def capacity_problems(recorded: Capacity, birth: date, day: date, *, motivated: bool, about: str = "") -> list[Problem]:
    """Why a capacity cannot be noted down like this on `day`: it does not fit the age, or lacks its reason.

    Source: decreet rechtspositie minderjarige van 7 mei 2004, art. 4 (the presumption can be rebutted both ways).
    """
    expected = presumed(birth, day)
    if not needs_motivation(recorded, birth, day):
        return []
    rebuttable = {Capacity.VERMOED_BEKWAAM: Capacity.NIET_BEKWAAM, Capacity.NIET_BEKWAAM: Capacity.BEKWAAM_BEVONDEN}
    if rebuttable.get(expected) is not recorded:
        message = f"Kijk de bekwaamheid na. Bij deze leeftijd past: {expected.label}."
        return [problem("BR-22" if expected is Capacity.MEERDERJARIG else "BR-20", message, about)]
    if motivated:
        return []
    message = "Motiveer waarom de bekwaamheid afwijkt van wat de leeftijd doet vermoeden."
    return [problem("BR-21" if recorded is Capacity.NIET_BEKWAAM else "BR-20", message, about)]


def turning_days(birth: date) -> tuple[date, date]:
    """The 12th and the 18th birthday: from that day another rule holds (BR-27)."""
    return birthday(birth, PRESUMED_FROM), birthday(birth, ADULT_FROM)


def turning_notices(birth: date) -> tuple[date, date]:
    """The days on which the coming 12th and 18th birthday become a task, 14 days ahead (BR-27)."""
    twelve, eighteen = turning_days(birth)
    return twelve - NOTICE, eighteen - NOTICE


def parents_access_ends(birth: date) -> date:
    """The first day on which parents see nothing any more without the pupil's agreement (BR-22)."""
    return birthday(birth, ADULT_FROM)
