"""A thread of the server that does what waits, so that no page has to wait for it: sending mail, making PDFs."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from services.platform import Platform

ROUND = 60.0
"""Seconds between two looks at what has to be tried again."""


class Worker:
    """Sleeps until somebody rings, then looks every minute.

    Several of a kind may be at work, one a process of the server: the work itself sees to it that nothing is done
    twice. What goes wrong is logged and does not end it; were its thread dead all the same, a ring starts another.

    :param name: of the thread, and in the log
    :param work: what it does each time, with itself, to ask whether it was stopped
    """

    def __init__(self, platform: Platform, name: str, work: Callable[[Worker], object]) -> None:
        self._platform, self._name, self._do = platform, name, work
        self._bell = threading.Event()
        self._thread: threading.Thread | None = None
        self._starting = threading.Lock()
        self._stopped = False

    @property
    def stopped(self) -> bool:
        """Whether it was told to stop."""
        return self._stopped

    def ring(self) -> None:
        """There may be something to do. Returns at once."""
        with self._starting:
            alive = self._thread is not None and self._thread.is_alive()
            if not alive and not self._stopped:
                self._thread = threading.Thread(target=self._work, name=self._name, daemon=True)
                self._thread.start()
        self._bell.set()

    def stop(self) -> None:
        """End it, after what is at hand."""
        with self._starting:
            self._stopped = True
        self._bell.set()
        if self._thread is not None:
            self._thread.join()

    def _work(self) -> None:
        while not self._stopped:
            self._bell.wait(ROUND)
            self._bell.clear()
            try:
                if not self._stopped:
                    self._do(self)
            except Exception:  # nobody is above a thread to tell; the log says where, and the next round tries again
                logging.getLogger("naadloos").exception("not done", extra={"fields": {"worker": self._name}})
            finally:
                self._platform.db.release()
