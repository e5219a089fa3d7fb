"""The roads that people go most, each with what it takes: processor time, statements of SQL, and where the time goes.

``python -m tests.bench.roads`` prints the table, the slowest first. Milliseconds are of this machine and this moment;
statements are the same everywhere, and tests/functional/test_roads.py says how many there may be.
"""

from __future__ import annotations

import signal
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from types import FrameType

from store.database import Conflict
from tests.bench.in_process import Ground, Road, ground, roads
from tests.bench.measuring import Key

RUNS = 15
SAMPLE = 0.001
"""After how many seconds of processor time it is looked where the program is."""

PARTS = {
    "sql": ("/store/",),
    "pages": ("/jinja2/", "/markupsafe/", "/templates/", ".html"),
    "forms": ("/wtforms/", "/flask_wtf/", "/forms/"),
}
"""Part of the work -> what stands in the names of its files."""

NAMES = (
    *("work list", "dossiers", "search", "dossier", "dossier with a round", "dossier with a draft", "step"),
    *("longest step", "save a step", "save by itself", "review", "freeze", "page to sign", "sign"),
    *("sign at the table", "round", "frozen text", "course", "documents as a zip", "figures", "figures as a workbook"),
    *("verify", "sign in", "manage", "people", "keeping", "platform", "health", "rounds"),
)
"""Every road of `tests/bench/in_process.py`."""


def _key(name: str) -> str:
    return f"road_{name.replace(' ', '_')}"


KEYS = tuple(
    Key(f"{_key(name)}_{end}", f"{name}: {what}")
    for name in NAMES
    for end, what in (("cpu_ms", "processor time"), ("statements", "statements of SQL"))
)


@dataclass(frozen=True, slots=True)
class Measured:
    """What one road takes: milliseconds of processor time, statements, and the share of each of PARTS."""

    ms: float
    statements: int
    shares: dict[str, float]


def timed(on: Ground, ready: Callable[[], Road], runs: int = RUNS) -> tuple[float, int]:
    """Go a road again and again, each time from the same start: milliseconds as a rule, and statements."""
    with _made(on, ready) as road:
        many = _counted(on, road)
        took = []
        for _ in range(runs):
            with _again_and_again(on, road):
                start = time.process_time()
                road.go()
                took.append(time.process_time() - start)
    return statistics.median(took) * 1000, many


def shares(on: Ground, ready: Callable[[], Road], runs: int = RUNS) -> dict[str, float]:
    """Part of the work -> its share of a road. Not while something is timed: the clock is coarse then."""
    seen: Counter[str] = Counter()
    with _made(on, ready) as road:
        for _ in range(runs):
            with _again_and_again(on, road), _looking(seen):
                road.go()
    return {part: seen[part] / max(1, seen.total()) for part in PARTS}


def counted(on: Ground, ready: Callable[[], Road]) -> int:
    """How many statements a road takes when it was gone before."""
    with _made(on, ready) as road:
        return _counted(on, road)


@contextmanager
def _made(on: Ground, ready: Callable[[], Road]) -> Iterator[Road]:
    """A road made ready, and all as at the start behind it where that changed much."""
    road = ready()
    yield road
    if road.writes:
        on.back()


def _counted(on: Ground, road: Road) -> int:
    with _again_and_again(on, road):
        road.go()
    with _again_and_again(on, road), on.statements() as asked:
        road.go()
    return len(asked)


@contextmanager
def _again_and_again(on: Ground, road: Road) -> Iterator[None]:
    """What going changes is undone behind it, in the database and in the browser.

    It is part of a write that the end of the request rolls back; so what ``COMMIT`` takes is not counted.
    """
    client = road.person.client
    cookies = dict(client._cookies or {})
    on.app.extensions.pop("naadloos.pace", None)  # nobody asks this often
    if road.writes:
        with suppress(Conflict), on.platform.db.write():
            yield
    else:
        yield
    client._cookies = cookies


@contextmanager
def _looking(seen: Counter[str]) -> Iterator[None]:
    """Count in which part of the work the program is, now and then."""

    def look(_: int, frame: FrameType | None) -> None:
        seen[_part(frame)] += 1

    before = signal.signal(signal.SIGPROF, look)
    signal.setitimer(signal.ITIMER_PROF, SAMPLE, SAMPLE)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def _part(frame: FrameType | None) -> str:
    """The part of the innermost file that belongs to one."""
    while frame is not None:
        name = frame.f_code.co_filename
        for part, marks in PARTS.items():
            if any(mark in name for mark in marks):
                return part
        frame = frame.f_back
    return "other"


def every(runs: int = RUNS) -> dict[str, Measured]:
    """Name of a road -> what it takes."""
    with ground() as on:
        there = roads(on)
        times = {name: timed(on, ready, runs) for name, ready in there.items()}
        return {name: Measured(*times[name], shares(on, ready, runs)) for name, ready in there.items()}


def table(found: dict[str, Measured]) -> str:
    """The slowest first."""
    lines = [f"{'road':<24} {'ms cpu':>8} {'SQL':>5} {'sql':>6} {'pages':>6} {'forms':>6}"]
    for name, one in sorted(found.items(), key=lambda each: -each[1].ms):
        shares = " ".join(f"{one.shares[part]:>6.0%}" for part in PARTS)
        lines.append(f"{name:<24} {one.ms:>8.1f} {one.statements:>5} {shares}")
    return "\n".join(lines)


def measured() -> tuple[dict[str, float | None], dict[str, str]]:
    """Keys for bench.json: of each road its milliseconds and its statements; and why one is not there."""
    found: dict[str, float | None] = {}
    for name, one in every().items():
        found |= {f"{_key(name)}_cpu_ms": one.ms, f"{_key(name)}_statements": float(one.statements)}
    return found, {}


if __name__ == "__main__":
    sys.stdout.write(table(every()) + "\n")
