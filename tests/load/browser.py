"""The browser of somebody under load: that of the crash harness, which waits for its turn and keeps its line open."""

from __future__ import annotations

import http.client
import select
import time

from tests.harness.visitor import Answer, Gone, Visitor
from tests.load.mix import kind_of
from tests.load.turns import Turns

STALE = 10.0
"""Seconds after which it looks whether the server has closed the line: one that goes idle for thirty is closed."""
WRONG = 400
"""From this status of HTTP on an answer is an error: nobody here does what may not be."""


class Browser(Visitor):
    """One browser, at an address in the network of its own."""

    def __init__(self, port: int, turns: Turns, address: str, patience: float = 60) -> None:
        super().__init__(port, patience=patience)
        self._turns = turns
        self.headers = {
            "Accept-Encoding": "gzip",
            "User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
            "X-Forwarded-For": address,
        }
        self._open: http.client.HTTPConnection | None = None
        self._used = 0.0

    def again(self) -> Browser:
        """Another window with the same cookies."""
        made = Browser(self.port, self._turns, self.headers["X-Forwarded-For"], self._patience)
        made.cookies = dict(self.cookies)
        return made

    def close(self) -> None:
        """Hang up."""
        if self._open is not None:
            self._open.close()
            self._open = None

    def _ask(
        self, method: str, url: str, body: bytes | None = None, kind: str = "", accept: str = "text/html"
    ) -> Answer:
        name, due = kind_of(method, url), self._turns.take()
        try:
            answer = super()._ask(method, url, body, kind, accept)
        except Gone as gone:
            self._open = None
            self._turns.failed(name, due, type(gone.__cause__).__name__)
            raise
        if answer.status >= WRONG:
            self._turns.failed(name, due, f"{answer.status} {answer.said[:80]}")
        else:
            self._turns.done(name, due)
        return answer

    def _line(self) -> http.client.HTTPConnection:
        held = self._open
        long_ago = time.monotonic() - self._used > STALE
        if held is not None and held.sock is not None and long_ago and select.select([held.sock], [], [], 0)[0]:
            held.close()
        if held is None:
            held = self._open = super()._line()
        return held

    def _done_with(self, connection: http.client.HTTPConnection) -> None:
        self._used = time.monotonic()
