"""The postman: a thread of the server that sends what waits in the outbox, so that no page has to wait for it."""

from __future__ import annotations

import logging
import threading

from services import outbox
from services.platform import Platform
from services.post_offices import PostOffice
from store.database import Busy, Conflict

ROUND = 60.0
"""Seconds between two looks at what has to be tried again."""


class Postman:
    """Sleeps until somebody rings, then looks every minute. Several, one a worker, never send a mail twice."""

    def __init__(self, platform: Platform, post_office: PostOffice) -> None:
        self._platform, self._post_office = platform, post_office
        self._bell = threading.Event()
        self._thread: threading.Thread | None = None
        self._starting = threading.Lock()
        self._stopped = False

    def ring(self) -> None:
        """Something may have been put in the outbox. Returns at once."""
        with self._starting:
            alive = self._thread is not None and self._thread.is_alive()
            if not alive and not self._stopped:
                self._thread = threading.Thread(target=self._work, name="postman", daemon=True)
                self._thread.start()
        self._bell.set()

    def stop(self) -> None:
        """End it, after the mail at hand."""
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
                    outbox.deliver(self._platform, self._post_office)
            except (Busy, Conflict):
                logging.getLogger("naadloos").exception("outbox not sent")
            finally:
                self._platform.db.release()
