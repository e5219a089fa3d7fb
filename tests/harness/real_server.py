"""The server as users run it: `flask serve`, which is granian with two workers. Starting one takes seconds."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from pathlib import Path

from tests.harness.ground import Ground
from tests.harness.server import children_of, free_port, until
from tests.harness.visitor import Gone, Visitor


class RealServer:
    """One at a time, on a port of its own."""

    def __init__(self, ground: Ground, environment: dict[str, str] | None = None) -> None:
        self.port = free_port()
        settings = ground.settings
        self._environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("NAADLOOS_")},
            "NAADLOOS_INSTANCE": str(ground.folder),
            "NAADLOOS_LOG": str(settings["LOG_LEVEL"]),
            "NAADLOOS_SEAL": str(settings.get("SEAL", "")),
            "DATABASE_KEY": str(settings.get("DATABASE_KEY", "")),
            "PORT": str(self.port),
            **(environment or {}),
        }
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def master(self) -> int:
        """The process that started the workers."""
        assert self._process is not None
        return self._process.pid

    def start(self) -> None:
        """Serve; returns when a page is answered.

        :raises RuntimeError: when that takes a minute
        """
        self._process = subprocess.Popen(
            [sys.executable, "-m", "flask", "--app", "app", "serve"],
            env=self._environment,
            cwd=Path(__file__).parents[2],
            start_new_session=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        if not until(self._answers, 60):
            raise RuntimeError("flask serve does not answer")

    def workers(self) -> list[int]:
        """The processes that answer now."""
        return [one for one in self._children() if not _works_beside(one)]

    def beside(self) -> list[int]:
        """The process that does the work in the background."""
        return [one for one in self._children() if _works_beside(one)]

    def _children(self) -> list[int]:
        return [one for one in children_of(self.master) if b"resource_tracker" not in _command(one)]

    def kill(self) -> None:
        """Kill them all at the same moment."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.master, signal.SIGKILL)
        assert self._process is not None
        self._process.wait()

    def kill_worker(self, nr: int) -> bool:
        """Kill one of the processes that answer, or the one beside them; false when there was none."""
        found = [*self.workers(), *self.beside()]
        with contextlib.suppress(ProcessLookupError):
            if found:
                os.kill(found[nr % len(found)], signal.SIGKILL)
                return True
        return False

    def stop(self) -> int:
        """Ask it to end, as an administrator does; gives the exit code."""
        assert self._process is not None
        self._process.terminate()
        return self._process.wait(60)

    def close(self) -> None:
        """End it all."""
        if self._process is not None and self._process.poll() is None:
            self.kill()

    def _answers(self) -> bool:
        with contextlib.suppress(Gone):
            return Visitor(self.port).get("/healthz").status == 200
        return False


def _works_beside(pid: int) -> bool:
    command = _command(pid).split(b"\0")
    return b"jobs" in command and b"work" in command


def _command(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""
