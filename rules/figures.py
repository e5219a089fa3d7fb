"""What is counted in a school year: facts of trajectories in, populations and their counts out. Nothing is hidden here.

Only what happened in the year counts, each thing on its own day: a referral on the day it was sent, an answer on the
day it was given, a start and an end on theirs, an evaluation on the day before which it had to be held.

Source: keuze van Naadloos, with the evaluations of draaiboek, deel 4 and the reasons of an end of BINC.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

from rules.clock import evaluation_due

T = TypeVar("T")

SCHOOL_YEAR_STARTS = 9
"""The month: 1 September to 31 August."""
MONTHS = tuple((month + SCHOOL_YEAR_STARTS - 2) % 12 + 1 for month in range(1, 13))
"""The months of a school year in their order: 9, 10, ... 8."""

DROPPED_OUT = ("leerling_stopt", "ouders_stoppen", "school_stopt", "aanbieder_stopt", "uit_onderwijs")
NOT_SAID = ("andere",)
"""Reasons of an end that are uitval, and those that tell neither; all others are geen uitval.

Source: BINC, which groups the reasons of an end so; which reason is in which group is our choice.
"""
REACHED = {
    "bereikt": "bereikt",
    "deels_bereikt": "deels",
    "in_uitvoering": "niet",
    "niet_gestart": "niet",
    "niet_van_toepassing": "nvt",
}
"""Result of a goal as an evaluation has it -> as it is counted at the end."""


@dataclass(frozen=True, slots=True)
class Period:
    """Days from `first` to `last`, both included."""

    first: date
    last: date

    def has(self, day: date | None) -> bool:
        """Whether a day is in it; what did not happen is not."""
        return day is not None and self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class Held:
    """An evaluation: the last day on which it was in time (BR-40), and when it was held; None when it was not."""

    due: date
    on: date | None = None

    @property
    def stand(self) -> str:
        """'op_tijd', 'te_laat' or 'niet'."""
        if self.on is None:
            return "niet"
        return "op_tijd" if self.on <= self.due else "te_laat"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A trajectory as far as it is counted; None or empty for what did not happen or is not known.

    `dossier` says which trajectories are about the same people. `decision` is the first of: aanvaard, wachtlijst,
    geweigerd, doorgegeven; `quick` whether the first answer of any kind came within its working days (BR-45). `how` it
    ended: afgerond, vroegtijdig, overgedragen. `goals` are (domain, result) of each goal in the last evaluation.
    `partners` maps clb, naft and school to the name of an organisation.
    """

    dossier: str
    soort: str
    referred: date | None = None
    decided: date | None = None
    decision: str = ""
    quick: bool | None = None
    waited_from: date | None = None
    accepted: date | None = None
    withdrawn: date | None = None
    started: date | None = None
    ended: date | None = None
    how: str = ""
    reason: str = ""
    perspective: str = ""
    asked: frozenset[str] = frozenset()
    forms: frozenset[str] = frozenset()
    goals: tuple[tuple[str, str], ...] = ()
    evaluations: tuple[Held, ...] = ()
    partners: tuple[tuple[str, str], ...] = ()


def year_of(name: str) -> Period | None:
    """The days of a school year, '2026-2027'; None for what is none."""
    first, dash, second = name.partition("-")
    if not (dash and len(first) == len(second) == len("2026") and name.isascii()):
        return None
    if not (first.isdecimal() and second.isdecimal() and int(second) == int(first) + 1 and int(first)):
        return None
    return Period(date(int(first), SCHOOL_YEAR_STARTS, 1), date(int(second), SCHOOL_YEAR_STARTS, 1) - timedelta(days=1))


def seen_until(year: Period, today: date) -> date | None:
    """The day up to which is counted what became known of a year; None while there is nothing to tell.

    It is the last day of a month, and for a year that is over the 30th of September after it, so that what is written
    in that month about the year before still counts and what was counted once does not change.
    """
    last = min(today.replace(day=1) - timedelta(days=1), date(year.last.year, SCHOOL_YEAR_STARTS, 30))
    return last if last >= year.first else None


def is_final(year: Period, until: date) -> bool:
    """Whether nothing is added to the figures of a year any more."""
    return until > year.last


def happened(cases: Iterable[Case], day: Callable[[Case], date | None], period: Period) -> list[Case]:
    """The trajectories of which this happened in the period."""
    return [one for one in cases if period.has(day(one))]


def sorted_by(key: Callable[[T], str], things: Iterable[T], known: Sequence[str]) -> list[list[T]]:
    """The things under each of the known keys; anything else goes with the last of them."""
    found: dict[str, list[T]] = {one: [] for one in known}
    for thing in things:
        found[key(thing) if key(thing) in found else known[-1]].append(thing)
    return list(found.values())


def result_in(domain: str, goals: Iterable[tuple[str, str]]) -> str:
    """What came of the goals in a domain, of one trajectory: bereikt, deels, niet, nvt; '' when it had none there.

    Reached when all of them that still apply are, partly when at least one is reached or partly reached.
    """
    found = {REACHED.get(result, "niet") for at, result in goals if at == domain}
    applies = found - {"nvt"}
    if not applies:
        return "nvt" if found else ""
    if applies == {"bereikt"}:
        return "bereikt"
    return "deels" if applies & {"bereikt", "deels"} else "niet"


def evaluations(cases: Iterable[Case], period: Period) -> list[tuple[Held, Case]]:
    """Those that had to be held in the period, each with its trajectory."""
    return [(held, one) for one in cases for held in one.evaluations if period.has(held.due)]


def held_by(
    started: date | None, ended: date | None, told: Sequence[tuple[date, date]], until: date
) -> tuple[Held, ...]:
    """The evaluations of a trajectory: those that were held, as (due, on), and the one that was not while it had to be.

    What was due after the end is asked of nobody (BR-44).
    """
    found = [Held(due, on) for due, on in told]
    if started is None:
        return tuple(found)
    due = evaluation_due(max((on for _, on in told), default=started))
    if due <= until and (ended is None or due < ended):
        found.append(Held(due))
    return tuple(found)


def days(first: Callable[[Case], date | None], last: Callable[[Case], date | None], cases: Iterable[Case]) -> list[int]:
    """Calendar days from one thing to another, of the trajectories that have both."""
    both = [(first(one), last(one)) for one in cases]
    return [max(0, (end - begin).days) for begin, end in both if begin is not None and end is not None]


def reason_group(reason: str) -> str:
    """'uitval', 'geen' for geen uitval, 'onbekend' where a reason does not tell."""
    if reason in DROPPED_OUT:
        return "uitval"
    return "onbekend" if reason in NOT_SAID or not reason else "geen"
