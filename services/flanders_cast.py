"""One invented dossier before anything is written: who is in it, which way it goes, and on which days.

All of it follows from a seed and the place of the dossier in the row, so that it is the same whenever it is made.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import accumulate
from random import Random

from rules.clock import add_months
from services.flanders_names import BOYS, FAMILY_NAMES, GIRLS, GROWN_UPS, PLACES, STREETS
from services.flanders_words import CLASS, DAYS, SUBJECTS, THEMES, Bank, Theme
from services.flanders_world import Flanders, Players, Team, seeded
from services.free_days import why_free

WAYS = {
    "helemaal": 58,
    "zonder_nazorg": 6,
    "vroegtijdig": 10,
    "geweigerd": 4,
    "elders": 4,
    "ingetrokken": 7,
    "gestopt_voor_start": 3,
    "overgedragen": 3,
    "onderbroken": 5,
}
"""How a trajectory goes, in hundredths: with all of its aftercare, ..., refused, refused and taken up elsewhere, ..."""

MONTHS = (10, 9, 11, 7, 5, 2, 0.2, 0.3, 9, 13, 14, 8)
"""How many dossiers are opened in each month, January first: few in June, hardly any in the summer."""

CLASS_GROUPS, ADULTS, NOT_WITH_SCHOOL, NOT_WITH_PARENTS = 0.04, 0.08, 0.3, 0.12
LATE_NOW = 0.15
"""Of what runs now: how much of it nobody worked in for some weeks, so that something is late."""

A_YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Cast:
    """The people, the way and the days. `stops` is the day from which nobody did anything any more."""

    nr: int
    rng: Random
    way: str
    klas: str
    opened: date
    stops: date
    players: Players
    other: Team
    theme: Theme
    pupil: dict[str, str]
    born: date
    parents: tuple[dict[str, object], ...]
    tutor: dict[str, str]
    words: dict[str, str]
    home: dict[str, str]

    def say(self, *banks: Bank) -> str:
        """A sentence of each bank, with the names in it."""
        return " ".join(self.rng.choice(bank) for bank in banks).format(**self.words)

    def after(self, day: date, least: int, most: int) -> date:
        """A school day so many days later."""
        return open_day(day + timedelta(days=self.rng.randint(least, most)))

    def chance(self, share: float) -> bool:
        """Whether something that happens to this share happens here."""
        return self.rng.random() < share

    def adult_on(self, day: date) -> bool:
        """Whether the pupil is 18 by then."""
        return not self.klas and add_months(self.born, 216) <= day


def cast(flanders: Flanders, seed: int, nr: int, opened: date, today: date) -> Cast:
    """The dossier with this number in the row."""
    rng = seeded(seed, nr)
    school_nr = min(rng.randrange(len(flanders.schools)), rng.randrange(len(flanders.schools)))
    school, clb = flanders.schools[school_nr], flanders.clb_of(school_nr)
    near, other = flanders.providers_near(school_nr)
    klas = (
        f"{rng.randint(1, 6)}{rng.choice('ABC')}{rng.choice(('', 'W', 'T', 'H'))}"
        if rng.random() < CLASS_GROUPS
        else ""
    )
    boy = rng.random() < 0.58
    first, family = rng.choice(BOYS if boy else GIRLS), rng.choice(FAMILY_NAMES)
    adult = rng.random() < ADULTS
    years = rng.choice((18, 18, 19, 20)) if adult else rng.choice((12, 13, 13, 14, 14, 14, 15, 15, 15, 16, 16, 17))
    born = add_months(opened, -12 * years) - timedelta(days=rng.randint(40, 360))
    _, post, town = PLACES[school_nr % len(PLACES)]
    words = {
        "n": f"klas {klas}" if klas else first,
        "hij": "de klas" if klas else ("hij" if boy else "zij"),
        "zijn": "de" if klas else ("zijn" if boy else "haar"),
        "vak": rng.choice(SUBJECTS),
        "dag": rng.choice(DAYS),
    }
    language = rng.choice(("nl",) * 14 + ("ar", "tr", "fr", "pl", "uk"))
    asks = {"taal": language, "tolk": "nee"}
    places = {"clb": clb.place, "school": school.place, "naft": near.place, "ander": other.place}
    accounts = {
        "clb": rng.choice(clb.people),
        "directie": school.people[0],
        "begeleider": school.people[-1],
        "coordinator": near.people[0],
        "coach": rng.choice(near.people[1:]),
        "ander_coordinator": other.people[0],
        "ander_coach": rng.choice(other.people[1:]),
    }
    return Cast(
        nr=nr,
        rng=rng,
        way=rng.choices(tuple(WAYS), tuple(WAYS.values()))[0],
        klas=klas,
        opened=opened,
        stops=today - timedelta(days=rng.randint(20, 70)) if rng.random() < LATE_NOW else today,
        players=Players(places, accounts),
        other=other,
        theme=CLASS if klas else rng.choice(THEMES),
        pupil={"voornaam": first, "familienaam": family, **asks, "geslacht": "m" if boy else "v"},
        born=born,
        parents=() if klas or adult else tuple(_parents(rng, family, asks, nr)),
        tutor={"rol": "klastitularis", "voornaam": rng.choice(GROWN_UPS), "familienaam": rng.choice(FAMILY_NAMES)},
        words=words,
        home={
            "straat": rng.choice(STREETS),
            "huisnummer": str(rng.randint(1, 240)),
            "postcode": post,
            "gemeente": town,
        },
    )


def _parents(rng: Random, family: str, asks: dict[str, str], nr: int) -> list[dict[str, object]]:
    """One parent or two, of whom some have an address and some a telephone."""
    alone = rng.random() < 0.3
    made: list[dict[str, object]] = []
    for place in range(1 if alone else 2):
        first = rng.choice(GROWN_UPS)
        name = family if place else rng.choice(FAMILY_NAMES)
        one: dict[str, object] = {
            "rol": "ouder",
            "voornaam": first,
            "familienaam": name,
            "gezag": "ja_exclusief" if alone and rng.random() < 0.4 else "ja_samen",
            "ontvangt_documenten": True,
            **asks,
        }
        if rng.random() < 0.5:
            one["email"] = f"ouder{nr}.{place + 1}@post.example"
        else:
            one["telefoon"] = f"+3247{rng.randint(0, 9_999_999):07}"
        made.append(one)
    return made


def opened_on(first: date, nr: int, count: int) -> date:
    """When dossier `nr` of `count` in the year from `first` is opened, in the rhythm of a school year."""
    sums = _rhythm(first)
    return first + timedelta(days=bisect_right(sums, (nr + 0.5) / count * sums[-1]))


@cache
def _rhythm(first: date) -> list[float]:
    """How much of a year from this day is opened up to each of its days."""
    days = (first + timedelta(days=nr) for nr in range(A_YEAR.days))
    return list(accumulate(0 if why_free(day) else MONTHS[day.month - 1] for day in days))


def open_day(day: date) -> date:
    """That day, or the first one with school behind it."""
    while why_free(day):
        day += timedelta(days=1)
    return day


def open_day_before(day: date) -> date:
    """That day, or the last one with school before it."""
    while why_free(day):
        day -= timedelta(days=1)
    return day
