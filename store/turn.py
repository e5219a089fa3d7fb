"""The queue of all who want to write, in every process: a lock on a file of its own, taken in the order of asking."""

import errno
import os
import sys
import threading
from pathlib import Path

from store.faults import DiskFault, DiskFull, ReadOnly

if sys.platform != "win32":
    import fcntl


def gate(path: Path) -> int:
    """A descriptor of the file at which writers wait."""
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        kind = {
            errno.ENOSPC: DiskFull,
            errno.EDQUOT: DiskFull,
            errno.EROFS: ReadOnly,
            errno.EACCES: ReadOnly,
            errno.EPERM: ReadOnly,
        }
        raise kind.get(error.errno or 0, DiskFault)(str(error)) from error


def is_first(gate: int, seconds: float) -> bool:
    """Wait for the lock on the gate, in the order of asking; False when the time is over.

    There is no waiting for a lock with an end to it, so a thread waits where somebody is before us. One that we no
    longer wait for gets the lock one day, on a descriptor of its own, and lets it go at once.
    """
    try:
        fcntl.flock(gate, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        taken = threading.Event()
        threading.Thread(target=_take, args=(os.dup(gate), taken), daemon=True).start()
        return taken.wait(seconds)
    return True


def _take(gate: int, taken: threading.Event) -> None:
    fcntl.flock(gate, fcntl.LOCK_EX)
    taken.set()
    os.close(gate)
