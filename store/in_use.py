"""Who has the database open: a lock on a file beside it, shared by all who use it, and whole for who replaces the file.

SQLite's own locks do not tell: between two statements there is none, and a server may wait for an hour.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

if sys.platform != "win32":
    import fcntl

WAIT = 15.0
"""Seconds that opening waits for who is replacing the file; more than that, and it says so."""


class InUse(Exception):
    """Another process has the database open, a server for example, or replaces it just now."""


class Presence:
    """Of one process; made anew after a fork. Where there is no ``fcntl`` (Windows) nobody is in anybody's way."""

    def __init__(self, path: Path) -> None:
        self._path = path.with_name(path.name + "-open")
        self._handle: int | None = None
        self._turn = threading.Lock()

    def join(self) -> None:
        """Be one of those who have it open, as long as this process lives or until it leaves.

        Where the file of the lock cannot be made (a full or read-only disk) one goes on without: reading must go on.

        :raises InUse: when somebody is replacing the file, and goes on with that for longer than ``WAIT``
        """
        with self._turn:
            if self._handle is None:
                with suppress(OSError):
                    self._handle = self._open()
                    self._take(WAIT)

    def leave(self) -> None:
        """Be none of them any more; a second call does nothing."""
        with self._turn:
            if self._handle is not None:
                os.close(self._handle)
                self._handle = None

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Nobody else has it open, and nobody opens it before the end of the block. Leaves afterwards.

        :raises InUse: when somebody has it open
        """
        with self._turn:
            if self._handle is None:
                self._handle = self._open()
            self._take(0, whole=True)
        try:
            yield
        finally:
            self.leave()

    def _open(self) -> int:
        return os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)

    def _take(self, wait: float, *, whole: bool = False) -> None:
        if sys.platform == "win32" or self._handle is None:
            return
        until = time.monotonic() + wait
        while True:
            try:
                fcntl.flock(self._handle, (fcntl.LOCK_EX if whole else fcntl.LOCK_SH) | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() >= until:
                    os.close(self._handle)
                    self._handle = None
                    raise InUse(f"{self._path.name.removesuffix('-open')} is in use. Stop the server first.") from None
                time.sleep(0.02)
            else:
                return
