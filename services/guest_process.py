"""Another program as a guest: apart from the network where the machine can, little room, an end to its time."""

from __future__ import annotations

import contextlib
import functools
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

if sys.platform != "win32":
    import resource

LARGEST = 64_000_000
"""Bytes of a file that it may write: a PDF of ours has a few hundred thousand."""
MEMORY = 4_000_000_000
"""Bytes of address space of one process; LibreOffice maps about a third of that."""

Running = subprocess.Popen[bytes]


def start(command: list[str], folder: Path, longest: int) -> Running:
    """Start it in a folder, as the head of a group of its own, with nothing of our environment.

    :param longest: seconds after which it is ended even when this process died meanwhile
    """
    running = subprocess.Popen(  # noqa: S603  # a fixed list of arguments; files have names of ours
        [*_ends(longest), *_offline(), *command],
        cwd=folder,
        env={"PATH": os.defpath, "HOME": str(folder), "TMPDIR": str(folder), "LANG": "C.UTF-8"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    _limit(running.pid)
    return running


def end(running: Running) -> None:
    """End what is left of it and of all that it started: soffice is a script that starts another program."""
    if sys.platform == "win32":
        running.kill()
    else:
        with contextlib.suppress(ProcessLookupError):  # all of it ended by itself
            os.killpg(running.pid, signal.SIGKILL)
    running.wait()


def _ends(longest: int) -> tuple[str, ...]:
    program = shutil.which("timeout")
    return (program, "--signal=KILL", str(longest)) if program else ()


@functools.cache
def _offline() -> tuple[str, ...]:
    """What starts a program without a network, if this machine has that."""
    known = (("unshare", "--user", "--map-current-user", "--net"), ("unshare", "--net"), ())
    return next(one for one in known if not one or (shutil.which(one[0]) and _works((*one, "true"))))


def _works(command: tuple[str, ...]) -> bool:
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False)  # noqa: S603  # ours
    return done.returncode == 0


def _limit(pid: int) -> None:
    """How much a process, and what it starts, may take."""
    if sys.platform == "linux":
        for what, most in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_FSIZE, LARGEST), (resource.RLIMIT_CORE, 0)):
            with contextlib.suppress(ProcessLookupError):  # it is over already
                resource.prlimit(pid, what, (most, most))
