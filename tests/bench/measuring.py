"""How every bench measures: ways that take turns in rounds, and the median of those with how far they lay apart.

Two clocks. Processor time of this process, where nothing waits: others on the machine do not count then. The clock on
the wall, where waiting is the matter: for a disk, for a lock, for another program. What is measured says which.
What a way needs is made before it is timed, on every side of a comparison, and nothing is subtracted.
"""

from __future__ import annotations

import functools
import gc
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Key:
    """One figure that a bench gives: its name, what it is, and what it has to be at most or at least, if anything.

    A name ends in its unit ("_ms", "_mb", "_per_s"), or has "_vs_" or "times" in it: then it is a ratio.
    """

    name: str
    about: str
    at_least: float | None = None
    at_most: float | None = None

    @property
    def unit(self) -> str:
        """In what it is counted; '' for things."""
        ends = {"_ms": "ms", "_ms_1e5": "ms", "_mb": "MB", "_per_s": "/s"}
        ratio = "_vs_" in self.name or "times" in self.name
        return "x" if ratio else next((unit for end, unit in ends.items() if self.name.endswith(end)), "")

    @property
    def target(self) -> str:
        """What it has to be, in signs; '' for what is only told."""
        if self.at_least is not None:
            return f"≥ {self.at_least:g}"
        return "" if self.at_most is None else f"≤ {self.at_most:g}"

    def met(self, value: float) -> bool | None:
        """Whether a value is as it has to be; None where nothing has to be."""
        if self.at_least is None and self.at_most is None:
            return None
        return (self.at_least is None or value >= self.at_least) and (self.at_most is None or value <= self.at_most)


class Value(float):
    """A figure that knows from how many rounds it comes, and the lowest and highest of them."""

    rounds: int
    low: float
    high: float

    def __new__(cls, value: float, rounds: int = 1, low: float | None = None, high: float | None = None) -> Value:
        """Of one round there is nothing lower or higher."""
        made = super().__new__(cls, value)
        made.rounds, made.low, made.high = rounds, value if low is None else low, value if high is None else high
        return made


Found = dict[str, float | None]
"""Key -> what was measured: a `Value`, or a number where there are no rounds; None for what could not be."""

Measured = tuple[Found, dict[str, str]]
"""What a bench gives: the figures, and of those that are None why."""


@dataclass(frozen=True)
class Rounds:
    """What each way gave in each round."""

    found: Mapping[str, Sequence[float]]

    def __getitem__(self, name: str) -> Value:
        """The median of a way."""
        return median(self.found[name])

    def ratio(self, one: str, other: str) -> Value:
        """How many times as much the one gave as the other: of the medians, with what each round would have said."""
        each = [above / below for above, below in zip(self.found[one], self.found[other], strict=True)]
        return Value(self[one] / self[other], len(each), min(each), max(each))


def median(values: Sequence[float]) -> Value:
    """The middle of some rounds."""
    return Value(statistics.median(values), len(values), min(values), max(values))


def in_turn(ways: Mapping[str, Callable[[], float]], rounds: int) -> Rounds:
    """Each way once in every round, forwards and backwards, so that none always comes after the same other one."""
    found: dict[str, list[float]] = {name: [] for name in ways}
    for nr in range(rounds):
        for name, way in list(ways.items())[:: -1 if nr % 2 else 1]:
            found[name].append(way())
    return Rounds(found)


def costs(ways: Mapping[str, Callable[[], object]], times: int, rounds: int) -> Rounds:
    """The processor time of a call of each, in turn, some calls at a time."""
    return in_turn({name: functools.partial(cost, way, times) for name, way in ways.items()}, rounds)


def cost(measured: Callable[[], object], times: int = 1) -> float:
    """The processor time of one call of many, in ms, after one that does not count."""
    gc.collect()
    measured()
    begin = time.process_time()
    for _ in range(times):
        measured()
    return (time.process_time() - begin) / times * 1000


def both_clocks(measured: Callable[[], object]) -> tuple[float, float]:
    """The processor time of one call that cannot be done twice, and how long it took on the wall, in ms."""
    gc.collect()
    wall, begin = time.perf_counter(), time.process_time()
    measured()
    took = time.process_time() - begin
    return took * 1000, (time.perf_counter() - wall) * 1000


def waited(measured: Callable[[], object], times: int = 1) -> float:
    """How long one call of many takes on the clock on the wall, in ms."""
    begin = time.perf_counter()
    for _ in range(times):
        measured()
    return (time.perf_counter() - begin) / times * 1000


def p95(times: Sequence[float]) -> float:
    """What nineteen in twenty stay under."""
    return statistics.quantiles(times, n=20)[-1]
