"""The process beside the server that does the work in the background, so that no page has to wait for it.

In a thread of the server work would hold Python's lock between two pages (ADR 0051). The server starts one process,
starts it again when it dies, and ends it with itself; when the server is killed, it sees that its parent is gone.
"""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence

from services import jobs
from services.jobs import Do
from services.platform import Platform

LOOK = 0.25
"""Seconds between two looks at what waits: reading one row, without a turn at writing."""
REST = 5.0
"""Seconds before it looks again after something went wrong: a full disk stays full for a while."""
NICE = 10
"""How much it stands back for the pages, on a scale of 19."""
GRACE = 20.0
"""Seconds that it gets to finish what is at hand when the server ends. What was not finished is taken again."""
PAUSES = (0.5, 2.0, 10.0, 30.0)
"""Seconds before it is started again, the longer the more often it died soon after it began."""
LIVED = 60.0
"""Seconds after which it counts as having begun well."""


def work(platform: Platform, kinds: Mapping[str, Do], ended: threading.Event, parent: int = 0) -> None:
    """Do what is due, until told to end or, with the pid of a parent, until that is gone. What goes wrong is logged."""
    while not _over(ended, parent):
        try:
            jobs.work_off(platform, kinds, lambda: _over(ended, parent))
        except Exception:  # nobody is above to tell; the log says where, and the next look tries again
            logging.getLogger("naadloos").exception("not done", extra={"fields": {"worker": "process"}})
            ended.wait(REST)
        finally:
            platform.db.release()
        ended.wait(LOOK)


def _over(ended: threading.Event, parent: int) -> bool:
    return ended.is_set() or bool(parent and os.getppid() != parent)


def stand_back() -> None:
    """Let pages go first, where the system knows how."""
    if sys.platform != "win32":
        os.nice(NICE)


class WorkProcess:
    """One process, for as long as the server runs. `command` does the work, and ends when it is terminated."""

    def __init__(self, command: Sequence[str], pauses: Sequence[float] = PAUSES) -> None:
        self._command, self._pauses = list(command), pauses
        self._ended = threading.Event()
        self._starting = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._watch = threading.Thread(target=self._keep, name="work process", daemon=True)

    def start(self) -> None:
        """Start it, and see to it that there is one from now on."""
        self._watch.start()

    def stop(self) -> None:
        """End it, after what is at hand when that does not take long."""
        with self._starting:
            self._ended.set()
            running = self._process
        if running is None:
            return
        running.terminate()
        try:
            running.wait(GRACE)
        except subprocess.TimeoutExpired:
            running.kill()
        self._watch.join()

    def _keep(self) -> None:
        early = 0
        while True:
            begun = time.monotonic()
            with self._starting:
                if self._ended.is_set():
                    return
                self._process = self._started()
            code = self._process.wait() if self._process else None
            if self._ended.is_set():
                return
            early = 0 if time.monotonic() - begun > LIVED else min(early + 1, len(self._pauses))
            logging.getLogger("naadloos").warning("work process ended", extra={"fields": {"code": code}})
            self._ended.wait(self._pauses[max(early - 1, 0)])

    def _started(self) -> subprocess.Popen[bytes] | None:
        """The process; None when the machine has no room for one now."""
        try:
            return subprocess.Popen(self._command, stdin=subprocess.DEVNULL)  # noqa: S603  # our own program
        except OSError:
            return None


def command() -> list[str]:
    """What the server starts: this program, with the work and nothing else."""
    return [sys.executable, "-m", "flask", "--app", "app", "jobs", "work", "--parent", str(os.getpid())]
