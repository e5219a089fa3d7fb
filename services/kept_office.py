"""A LibreOffice that stays open for a while between conversions: the next ones take a fourth of the time.

Another one that is started on the same profile hands its work over to the one that is open, and ends when that is done.
It stays open as long as it has a text open itself, so it is given an empty one.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

from services import guest_process
from services.guest_process import Running

SOON = 60.0
"""Seconds: when two conversions follow each other within that time, the second one leaves it open."""
IDLE = 45.0
"""Seconds that it stays open without work."""
MOST = 50
"""Conversions after which a fresh one is started."""
LONGEST = 900
"""Seconds after which it is ended, whatever becomes of this process."""
STARTING = 20.0
"""Seconds that it gets to open its empty text."""
REST = 600.0
"""Seconds in which it is not tried again, after it did not open."""


class KeptOffice:
    """At most one, of this process. Its methods are called in one's turn (`turn`), but for the one that ends it."""

    def __init__(self, turn: AbstractContextManager[object]) -> None:
        self._turn = turn
        self._running: Running | None = None
        self._folder = ""
        self._count, self._last, self._rests_until = 0, -SOON, 0.0
        self._clock: threading.Timer | None = None
        self._pid = 0

    @property
    def is_open(self) -> bool:
        """Whether it is there to hand work over to."""
        return self._running is not None and self._running.poll() is None

    def before(self, command: Callable[[str], list[str]]) -> None:
        """Open one when the last conversion was just now. Where that does not work, conversions are as slow as before.

        :param command: gives the arguments that open a text
        """
        self._stop_clock()
        if self._running is not None and (self._count >= MOST or not self.is_open):
            self.end()
        now = time.monotonic()
        if self._running is None and now - self._last < SOON and now > self._rests_until:
            self._open(command)

    def after(self) -> None:
        """A conversion went well; it ends by itself when there is no other for a while."""
        self._count += 1
        self._last = time.monotonic()
        if self._running is not None:
            self._clock = threading.Timer(IDLE, self._end_when_idle)
            self._clock.daemon = True
            self._clock.start()

    def end(self) -> None:
        """End it, if there is one; not that of the process from which this one was forked."""
        self._stop_clock()
        running, self._running = self._running, None
        if running is not None and self._pid == os.getpid():
            guest_process.end(running)
            shutil.rmtree(self._folder, ignore_errors=True)

    def _open(self, command: Callable[[str], list[str]]) -> None:
        self._count = 0
        self._folder = tempfile.mkdtemp(prefix=f"naadloos-office-{os.getpid()}-")
        text = Path(self._folder, "leeg.txt")
        text.touch()
        self._running = guest_process.start(command(str(text)), Path(self._folder), LONGEST)
        if self._pid != os.getpid():
            self._pid = os.getpid()
            atexit.register(self.end)
        until = time.monotonic() + STARTING
        while not (text.parent / f".~lock.{text.name}#").exists():  # which says that the text is open
            if time.monotonic() > until or not self.is_open:
                self.end()
                self._rests_until = time.monotonic() + REST
                return
            time.sleep(0.05)

    def _stop_clock(self) -> None:
        if self._clock is not None:
            self._clock.cancel()
            self._clock = None

    def _end_when_idle(self) -> None:
        with self._turn:
            if time.monotonic() - self._last >= IDLE:
                self.end()
