"""Which counts may be shown without telling something about one person, and which stay hidden.

Every number that leaves the program passes here once, before any page, chart or file is made of it. The promise: who
lays everything side by side, and knows these rules, learns of a hidden number from 1 to 4 nothing but that it is one of
those four; of one that is hidden to protect another, never what it is (ADR 0033).

It holds for wholes that have nothing to do with each other, each cut in parts in ways that have nothing to do with each
other. That is why only what happened within a year is counted, and never what is left over of one year for the next.

Source: keuze van Naadloos, after the statistical secret (verordening (EG) nr. 223/2009, art. 20) and AVG, art. 5.
"""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import quantiles

LEAST = 5
"""From here on a count is shown."""
FEWEST_HALVED, FEWEST_QUARTERED = 2 * LEAST, 4 * LEAST
"""From how many on a median and quartiles are shown: so that as many lie on each side of each."""


class Hidden(StrEnum):
    """Why a number is not there: it is from 1 to 4, or it would tell another."""

    FEW = "< 5"
    KEPT = "niet getoond"


Shown = int | Hidden
"""A number as everybody may know it."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How many things there are, and of how many people: seven evaluations of one pupil tell about that pupil."""

    count: int
    people: int

    @classmethod
    def of(cls, whose: Iterable[Hashable]) -> "Tally":
        """A thing for each, with whose it is."""
        found = list(whose)
        return cls(len(found), len(set(found)))

    @property
    def of_few(self) -> bool:
        """Whether it is large, but about less than five."""
        return self.count >= LEAST > self.people


def whole(all_: Tally) -> Shown:
    """How many there are of what stands alone."""
    if all_.of_few:
        return Hidden.KEPT
    return Hidden.FEW if 0 < all_.count < LEAST else all_.count


def split(all_: Tally, parts: Sequence[Tally]) -> tuple[Shown, ...]:
    """A whole in parts, where each thing is in one part and the whole is shown. No part may tell about less than five.

    A part from 1 to 4 could be computed from the whole, so another is hidden beside it: the last one that could be
    shown, whatever its size, because a choice by size would tell about that size. Where then not each of 1 to 4 stays
    possible for each hidden part, or nothing worthwhile would be left, no part is shown.
    """
    if not all_.count:
        return (0,) * len(parts)
    few = [one.count for one in parts if 0 < one.count < LEAST]
    fine = [nr for nr, one in enumerate(parts) if one.count >= LEAST]
    if isinstance(whole(all_), Hidden) or any(one.of_few for one in parts):
        return (Hidden.KEPT,) * len(parts)
    if few and (len(fine) <= 1 or not _room(few, parts[fine[-1]].count)):
        return (Hidden.KEPT,) * len(parts)
    return tuple(Hidden.KEPT if few and nr == fine[-1] else whole(one) for nr, one in enumerate(parts))


def _room(few: Sequence[int], beside: int) -> bool:
    """Whether any of these may still be anything from 1 to 4, by their sum with the part that is hidden beside them."""
    return sum(few) + beside >= len(few) - 1 + (LEAST - 1) + LEAST


def part(all_: Tally, having: Tally, others: Tally) -> Shown:
    """How many of a shown whole have something. How many have not could be computed, so they count as much."""
    if isinstance(whole(all_), Hidden) or others.of_few or 0 < others.count < LEAST:
        return Hidden.KEPT
    return whole(having)


def nested(
    all_: Tally, groups: Sequence[tuple[Tally, Sequence[Tally]]]
) -> tuple[tuple[Shown, ...], tuple[tuple[Shown, ...], ...]]:
    """A whole in groups and each group in parts: the groups, and the parts of each.

    Parts are only shown where all groups are: each of them is a whole then.
    """
    found = split(all_, [group for group, _ in groups])
    if any(isinstance(one, Hidden) for one in found):
        return found, tuple((Hidden.KEPT,) * len(parts) for _, parts in groups)
    return found, tuple(split(group, parts) for group, parts in groups)


def middle(values: Sequence[int], of: Shown) -> tuple[int, int, int] | tuple[int] | None:
    """(median,) or (a quarter at most, median, a quarter at least) of whole numbers, rounded; None for too few.

    `of` is how many there are as it is shown: what is hidden has no median, which would tell how many there are.
    """
    if isinstance(of, Hidden) or min(of, len(values)) < FEWEST_HALVED:
        return None
    low, median, high = (round(one) for one in quantiles(values, n=4, method="inclusive"))
    return (low, median, high) if min(of, len(values)) >= FEWEST_QUARTERED else (median,)
