"""Faults of the disk and of the file: full, not to be written, failing, and locked by somebody else.

Each is real: a small file system of its own, one that is made read-only, an error that strace puts in the place of a
call of the server, and another process that holds the database.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from tests.harness.fault import Fault, Rig, rig
from tests.harness.server import until
from tests.harness.steps import cannot_trace, is_traced, traced
from tests.harness.visitor import Answer, Fields, fields_of

ROOM = "size=10M"
LONGEST = 35
"""Seconds within which somebody hears that it was not saved."""


def full_disk() -> Fault:
    """No room: what was typed stays on the page, reading goes on, and saving works again once there is room."""
    fault = Fault("full disk")
    with _mounted(fault) as folder:
        if folder is None:
            return fault
        with rig(fault, folder) as at:
            fields, sheet = at.open(), at.me.get(f"/formulieren/{at.ground.desks[0].texts[0].record}/nakijken")
            with _filled(folder):
                page = _not_saved(fault, at, 507)
                fault.see(at.autosave(fields, fault.typed), 507)
                url = f"/formulieren/{at.ground.desks[0].texts[0].record}/vastleggen"
                other = fault.see(at.me.post(url, fields_of(sheet, "vastleggen")), 507)
                fault.must(b"<form" in other.body, "no button to try again")
                fault.reading = at.reads()
            _goes_on(fault, at, page, "there was room again")
            fault.must(at.me.post(url, fields_of(other)).status == 302, "what else was sent cannot be sent again")
    return fault


def read_only() -> Fault:
    """The file system is read-only, as Linux makes one that has errors; somebody who came before still reads there."""
    fault = Fault("read-only database")
    with rig(fault) as at:
        folder = str(at.ground.folder)
        page_before = at.open()
        at.server.kill()
        before = at.ground.open()
        before.db.rows("SELECT 1")
        if os.geteuid() != 0 or _run("mount", "--bind", folder, folder, check=False):
            fault.skipped = "SKIPPED: mounting takes root"
            return fault
        try:
            _run("mount", "-o", "remount,bind,ro", folder)
            at.server.start()
            page = _not_saved(fault, at, 503, page_before)
            fault.reading = at.reads()
        finally:
            _run("umount", "-l", folder)
        before.db.close()
        _goes_on(fault, at, page, "the disk could be written again")
    return fault


def immutable() -> Fault:
    """The file may not be written any more while it is in use, as by hand or by a program that protects files."""
    fault = Fault("database and log made immutable under a running server")
    with rig(fault) as at:
        at.open()
        files = [str(one) for one in at.ground.folder.glob("naadloos.db*")]
        if _run("chattr", "+i", *files, check=False):
            fault.skipped = "SKIPPED: chattr +i is not possible here"
            return fault
        gone = at.server.workers()
        for one in gone:
            os.kill(one, signal.SIGKILL)
        until(lambda: len(set(at.server.workers()) - set(gone)) == len(gone))
        try:
            page = _not_saved(fault, at, 503)
            fault.reading = at.reads()
        finally:
            _run("chattr", "-i", *files)
        _goes_on(fault, at, page, "the file could be written again")
    return fault


def failing_sync() -> Fault:
    """The disk says that it could not keep what it was given: each fsync of the server answers EIO."""
    return _injected("fsync fails (EIO)", "inject=fsync,fdatasync:error=EIO", 503)


def failing_write() -> Fault:
    """Every write fails with EIO."""
    return _injected("writing fails (EIO)", "inject=pwrite64:error=EIO", 503)


def no_room_injected() -> Fault:
    """Every write fails with ENOSPC: a full disk, also where nothing can be mounted."""
    return _injected("writing finds no room (ENOSPC)", "inject=pwrite64:error=ENOSPC", 507)


def locked_a_while() -> Fault:
    """Another process holds the database for three seconds: one waits, and it is saved."""
    fault = Fault("database locked by another process for 3 seconds")
    with rig(fault) as at:
        waits(fault, at, 3)
    return fault


def waits(fault: Fault, at: Rig, seconds: float) -> None:
    """Save while another process has the database for so long."""
    fields = at.open()
    with _held(at, seconds):
        fault.see(at.save(fields, fault.typed), 302)
    fault.text_kept = fault.reading = at.stands(fault.typed)
    fault.must(fault.text_kept, "it was not saved")
    fault.must(fault.seconds >= seconds / 2, "nobody waited: the database was not held")
    fault.recovered = "by waiting"


def locked_for_ever() -> Fault:
    """Another process holds the database and does not end: after a while one hears that it was not saved."""
    fault = Fault("database locked by another process for ever")
    with rig(fault) as at:
        at.open()
        with _held(at, 600):
            page = _not_saved(fault, at, 503)
            fault.reading = at.reads()
        fault.must(fault.seconds <= LONGEST, f"it took {fault.seconds} s")
        _goes_on(fault, at, page, "the other process ended")
    return fault


def writer_hangs() -> Fault:
    """A process of ours hangs in the middle of a write, with the queue of writers behind it."""
    fault = Fault("a writer of our own hangs")
    with rig(fault) as at:
        at.open()
        with _held(at, 600, gate=True):
            page = _not_saved(fault, at, 503)
            fault.reading = at.reads()
        fault.must(fault.seconds <= LONGEST, f"it took {fault.seconds} s")
        _goes_on(fault, at, page, "the process that hung ended")
    return fault


def _injected(name: str, inject: str, status: int) -> Fault:
    fault = Fault(name)
    if why := cannot_trace():
        fault.skipped = why
        return fault
    with rig(fault) as at:
        injected(fault, at, inject, status)
    return fault


def injected(fault: Fault, at: Rig, inject: str, status: int) -> None:
    """Save while strace puts an error in the place of a call of every worker, and again afterwards."""
    at.open()
    workers = at.server.workers()
    tracers = [subprocess.Popen(traced(one, inject), stderr=subprocess.DEVNULL) for one in workers]
    until(lambda: all(is_traced(one) for one in workers))
    tries = count()
    until(lambda: at.save(at.open(), f"Proef {next(tries)}").status >= 500)  # strace has it in its hands by now
    try:
        page = _not_saved(fault, at, status)
        fault.reading = at.reads()
    finally:
        for one in tracers:
            one.terminate()
            one.wait()
    _goes_on(fault, at, page, "the disk worked again")


def _not_saved(fault: Fault, at: Rig, status: int, fields: Fields | None = None) -> Answer:
    """Save, and hear that it was not; what was typed stands on the page."""
    page = fault.see(at.save(fields or at.open(), fault.typed), status)
    fault.text_kept = fault.typed in page.text
    fault.must(fault.text_kept, "what was typed is gone")
    fault.must(not at.stands(fault.typed), "it says that nothing was saved, but it was")
    return page


def _goes_on(fault: Fault, at: Rig, page: Answer, how: str) -> None:
    """Pressing the button of the page that came back saves it now."""
    answer = at.again(page)
    fault.must(answer.status == 302, f"saving again answered {answer.status}")
    fault.must(at.stands(fault.typed), "saving again saved nothing")
    fault.must(fault.reading, "nothing could be read meanwhile")
    fault.recovered = f"the same page was sent again with its button, when {how}"


@contextmanager
def _mounted(fault: Fault) -> Iterator[Path | None]:
    """A small file system; None, and why, where it cannot be had."""
    with tempfile.TemporaryDirectory(prefix="naadloos-harness-") as made:
        if os.geteuid() != 0 or _run("mount", "-t", "tmpfs", "-o", ROOM, "tmpfs", made, check=False):
            fault.skipped = "SKIPPED: a file system of its own takes root, who may mount"
            yield None
            return
        try:
            yield Path(made)
        finally:
            _run("mount", "-o", "remount,rw", made, check=False)
            _run("umount", "-l", made)


@contextmanager
def _filled(folder: Path) -> Iterator[None]:
    """With not a byte left."""
    path = folder / "full"
    with path.open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while True:
            file.write(b"x" * 1024)
    try:
        yield
    finally:
        path.unlink()


HOLD = """
import fcntl, os, sys, time
import sqlcipher3
path, seconds, gate = sys.argv[1], float(sys.argv[2]), sys.argv[3] == "gate"
if gate:
    fcntl.flock(os.open(path + "-gate", os.O_RDWR | os.O_CREAT, 0o600), fcntl.LOCK_EX)
connection = sqlcipher3.connect(path, isolation_level=None)
connection.execute("BEGIN IMMEDIATE")
print("held", flush=True)
time.sleep(seconds)
connection.execute("ROLLBACK")
"""


@contextmanager
def _held(at: Rig, seconds: float, *, gate: bool = False) -> Iterator[None]:
    """Another process that writes, for so long at most; with `gate` as one of ours does."""
    how = [str(at.ground.folder / "naadloos.db"), str(seconds), "gate" if gate else ""]
    holder = subprocess.Popen([sys.executable, "-c", HOLD, *how], stdout=subprocess.PIPE)
    assert holder.stdout is not None
    holder.stdout.readline()
    try:
        yield
    finally:
        holder.kill()
        holder.wait()
        holder.stdout.close()


def _run(*command: str, check: bool = True) -> int:
    return subprocess.run(command, capture_output=True, check=check).returncode


DISK = (
    full_disk,
    no_room_injected,
    read_only,
    immutable,
    failing_sync,
    failing_write,
    locked_a_while,
    locked_for_ever,
    writer_hangs,
)
