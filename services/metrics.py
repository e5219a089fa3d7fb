"""The figures for Prometheus: requests, counted over all processes of the server together, and what is measured.

Off without a token. Every process writes its counts to a file of its own in one folder (the multiprocess mode of
prometheus_client), which `begin` makes empty when the server starts; whichever process is asked adds them up. A process
that died leaves its counts, as those requests were made.
"""

from __future__ import annotations

import hmac
import os
import shutil
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from services import environment
from services.measures import Measure

if TYPE_CHECKING:
    from prometheus_client import CollectorRegistry, Metric

BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
"""Seconds of the histogram."""
METHODS = ("GET", "HEAD", "POST", "OPTIONS")
ROOM = {"counter": 1 << 20, "histogram": 1 << 20, "gauge_livesum": 1 << 12}
"""Kind of a file of prometheus_client -> bytes: what every page, method and status of ours takes there."""
STAYS = 5.0
"""Seconds for which what was measured is told again, whoever asks how often."""
TYPE = "text/plain; version=0.0.4; charset=utf-8"


def fits(expected: str, header: str) -> bool:
    """Whether a header `Authorization` has the token, in a time that tells nothing of how much of it was right."""
    kind, _, said = header.partition(" ")
    right = hmac.compare_digest(said.strip().encode("utf-8", "replace"), expected.encode())
    return right and kind.lower() == "bearer" and bool(expected)


def begin(folder: Path) -> None:
    """Make the folder where the processes of this server count, empty, and tell it to those that are still to start.

    Before anything is counted in this process: prometheus_client looks once.
    """
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700, parents=True)
    environment.tell(environment.COUNTED_IN, str(folder))


def _counted_in() -> str:
    """The folder where the processes count together, with room for this one; '' when it counts by itself.

    prometheus_client makes files with holes in them, and who writes in a hole of a full disk is killed: so they are
    filled first. Where that does not go, pages go on, and each process tells of its own requests.
    """
    folder = environment.said(environment.COUNTED_IN)
    mine = {Path(folder, f"{kind}_{os.getpid()}.db"): size for kind, size in ROOM.items()} if folder else {}
    try:
        for path, size in mine.items():
            if not path.exists():  # a number that was used again goes on counting
                path.write_bytes(bytes(size))
    except OSError:
        for path in mine:
            with suppress(OSError):
                path.unlink()
        environment.forget(environment.COUNTED_IN)
        return ""
    return folder


class Meter:
    """Counts the requests of this process, and tells of all. `read` gives what else is told, now and then."""

    def __init__(self, read: Callable[[], Iterable[Measure]]) -> None:
        self.folder = _counted_in()
        import prometheus_client as client  # after that, as it looks at the environment once

        self._own = client.CollectorRegistry()
        self._requests = client.Counter(
            "naadloos_requests",
            "Requests, by page and by the first digit of the status.",
            ("method", "endpoint", "status"),
            registry=self._own,
        )
        self._seconds = client.Histogram(
            "naadloos_request_seconds", "How long a page took.", ("endpoint",), registry=self._own, buckets=BUCKETS
        )
        self._alive = client.Gauge(
            "naadloos_processes",
            "Processes that answered a request and live.",
            registry=self._own,
            multiprocess_mode="livesum",
        )
        self._alive.set(1)
        self._measures = client.CollectorRegistry(auto_describe=False)
        self._measures.register(_Measures(_Kept(read)))

    def count(self, method: str, endpoint: str | None, status: int, seconds: float | None) -> None:
        """A request was answered; `endpoint` None for an address that is no page, `seconds` None when unknown."""
        page = endpoint or "none"
        self._requests.labels(method if method in METHODS else "other", page, f"{status // 100}xx").inc()
        if seconds is not None:
            self._seconds.labels(page).observe(seconds)

    def text(self) -> bytes:
        """All of it, in the text format of Prometheus (TYPE)."""
        from prometheus_client import generate_latest

        return b"".join(generate_latest(one) for one in (self._counted(), self._measures))

    def _counted(self) -> CollectorRegistry:
        if not self.folder:
            return self._own
        from prometheus_client import CollectorRegistry, multiprocess

        for pid in _dead(Path(self.folder)):
            multiprocess.mark_process_dead(pid, self.folder)  # type: ignore[no-untyped-call]
        together = CollectorRegistry()
        multiprocess.MultiProcessCollector(together, path=self.folder)  # type: ignore[no-untyped-call]
        return together


def _dead(folder: Path) -> list[int]:
    """The processes that count as alive here, and are not."""
    found = []
    for path in folder.glob("gauge_live*.db"):
        pid = int(path.stem.rpartition("_")[2])
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            found.append(pid)
        except PermissionError:  # another user's, under a number that was used again
            found.append(pid)
    return found


class _Kept:
    """What was read stays for some seconds: who asks often does not ask the database often."""

    def __init__(self, read: Callable[[], Iterable[Measure]]) -> None:
        self._read, self._lock = read, threading.Lock()
        self._until, self._found = 0.0, list[Measure]()

    def __call__(self) -> list[Measure]:
        with self._lock:
            if time.monotonic() >= self._until:
                self._found = list(self._read())
                self._until = time.monotonic() + STAYS
            return self._found


class _Measures:
    """Gives measures to a registry: a family a name, in the order in which they came."""

    def __init__(self, read: Callable[[], Iterable[Measure]]) -> None:
        self._read = read

    def collect(self) -> Iterator[Metric]:
        """One family for each name."""
        from prometheus_client.core import GaugeMetricFamily

        families: dict[str, Any] = {}
        for one in self._read():
            if one.name not in families:
                families[one.name] = GaugeMetricFamily(f"naadloos_{one.name}", one.help, labels=list(one.labels))
            families[one.name].add_metric(list(one.labels.values()), one.value)
        yield from families.values()
