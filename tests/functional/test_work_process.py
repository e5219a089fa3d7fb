"""The process beside the server: pages come while it is at work, and there is another when it dies."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from services import jobs, work_process
from services.platform import Platform

PAGES = 5
BURNING = """
import os, sys, threading, time
from pathlib import Path
from services import work_process
from services.jobs import Failed, Progress
from services.platform import Platform
from store.database import Database

folder = Path(sys.argv[1])

def burn(platform, job):
    Path(folder, "pid").write_text(str(os.getpid()))
    Progress(platform, job)(1, 2)
    end = time.monotonic() + 60
    while not Path(folder, "genoeg").exists():  # nothing but processor time, for as long as pages are opened
        if time.monotonic() > end:
            raise Failed("Niemand zei dat het genoeg was.")

work_process.work(Platform(Database(folder / "naadloos.db"), folder), {"zwaar": burn}, threading.Event())
"""


def until(true: Callable[[], bool], seconds: float = 60) -> None:
    """Wait for what the other process does."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.02)


def is_gone(pid: int) -> bool:
    """Whether a process has ended."""
    with suppress(ProcessLookupError):
        os.kill(pid, 0)
        return False
    return True


def test_pages_come_while_it_is_at_work_and_another_takes_its_place_when_it_dies(
    platform: Platform, signed_in, tmp_path: Path
):
    an = signed_in("an")
    jobs.ask(platform, "zwaar", "a")
    pid, command = Path(tmp_path, "pid"), [sys.executable, "-c", BURNING, str(tmp_path)]
    beside = work_process.WorkProcess(command, pauses=(0.0,))
    beside.start()
    try:
        until(lambda: jobs.state(platform, "zwaar", "a").steps == 2)
        came = [an.get("/werklijst").h1 for _ in range(PAGES)]
        during = jobs.state(platform, "zwaar", "a")
        assert (len(came), during.status, during.done) == (PAGES, "bezig", 1), "all of them before the work was done"
        Path(tmp_path, "genoeg").touch()
        until(lambda: jobs.state(platform, "zwaar", "a").status == "klaar")
        first = int(pid.read_text())
        assert first != os.getpid()
        os.kill(first, signal.SIGKILL)
        jobs.ask(platform, "zwaar", "b")
        until(lambda: jobs.state(platform, "zwaar", "b").status == "klaar")
        second = int(pid.read_text())
        assert second != first
    finally:
        beside.stop()
    assert is_gone(second)
    jobs.ask(platform, "zwaar", "c")
    assert jobs.state(platform, "zwaar", "c").status == "wacht", "nothing is lost while nobody works"


def test_it_ends_when_its_parent_is_another(platform: Platform):
    jobs.ask(platform, "zwaar", "a")
    work_process.work(platform, {}, threading.Event(), parent=os.getppid() + 1)  # returns at once, and takes nothing
    assert jobs.state(platform, "zwaar", "a").status == "wacht"
