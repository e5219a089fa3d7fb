"""Whose turn it is to ask something: at moments that were set before, or at once.

Open loop: requests come at the rate that was set, however slow the server answers, as people do who know nothing of
each other. How long one waited is counted from the moment it was due, not from when somebody got round to sending it:
a server that hangs for two seconds would else be asked nothing in those seconds, and look fast (coordinated omission).
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from queue import Empty, Queue

MOST = 100_000
"""Requests that one phase sends at most."""
LONGEST = 60.0
"""Seconds that what is under way at the end of a phase is waited for."""


class Over(Exception):
    """The load is over: whoever asks for a turn stops."""


@dataclass(slots=True)
class Seen:
    """What one phase gave: by kind the milliseconds of each request, and what was answered as it should not be."""

    took: dict[str, list[float]] = field(default_factory=dict)
    errors: dict[str, int] = field(default_factory=dict)
    unanswered: list[float] = field(default_factory=list)
    """Milliseconds since each moment at which a request was due and for which nobody was free when the phase ended."""
    seconds: float = 0.0

    def error(self, what: str) -> None:
        """Something went wrong."""
        self.errors[what] = self.errors.get(what, 0) + 1


class Turns:
    """Deals out turns, phase after phase. For one process whose threads are greenlets, as locust makes them."""

    def __init__(self, people: int, seed: int = 0) -> None:
        self.seen = Seen()
        self._people = people
        self._due: Queue[float] = Queue()
        self._free, self._over = True, False
        self._under_way = self._asked = 0
        self._chance = random.Random(seed)

    def take(self) -> float:
        """Wait for a turn; gives the moment at which it was due, by `time.monotonic`.

        :raises Over: when there are no more
        """
        due = 0.0
        while not due:
            if self._over:
                raise Over
            due = time.monotonic() if self._free else self._due.get()
        self._under_way += 1
        self._asked += 1
        return due

    def done(self, kind: str, due: float) -> None:
        """The answer to a turn is there."""
        self._under_way -= 1
        self.seen.took.setdefault(kind, []).append((time.monotonic() - due) * 1000)

    def failed(self, kind: str, due: float, what: str) -> None:
        """No answer, or a wrong one: counted among how long people waited too."""
        self.done(kind, due)
        self.seen.error(f"{kind}: {what}")

    def paced(self, rate: float, seconds: float) -> Seen:
        """So many requests a second, at moments that nobody planned (Poisson)."""
        self._begin(free=False)
        started = due = time.monotonic()
        for _ in range(MOST):
            due += self._chance.expovariate(rate)
            if due > started + seconds:
                break
            time.sleep(max(0.0, due - time.monotonic()))
            self._due.put(due)
        time.sleep(max(0.0, started + seconds - time.monotonic()))
        return self._end(started)

    def saturated(self, seconds: float, until: Callable[[], bool] = lambda: False) -> Seen:
        """Everybody asks on as soon as the last answer is there; so long, or until something is the case."""
        self._begin(free=True)
        started = time.monotonic()
        while time.monotonic() < started + seconds and self._asked < MOST and not until():
            time.sleep(0.02)
        return self._end(started)

    def stop(self) -> None:
        """No more turns: who waits for one is told."""
        self._over = True
        self._wake()

    def _begin(self, *, free: bool) -> None:
        self.seen, self._free, self._asked = Seen(), free, 0
        if free:
            self._wake()

    def _end(self, started: float) -> Seen:
        """Hold everybody, and wait for what is under way."""
        self._free, seen, ended = False, self.seen, time.monotonic()
        seen.seconds = ended - started
        while True:
            try:
                if due := self._due.get_nowait():
                    seen.unanswered.append((ended - due) * 1000)
            except Empty:
                break
        while self._under_way and time.monotonic() < ended + LONGEST:
            time.sleep(0.005)
        return seen

    def _wake(self) -> None:
        for _ in range(self._people):
            self._due.put(0.0)  # no moment: look again what is the case
