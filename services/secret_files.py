"""Files that hold a secret: made once, for this user alone, and refused when others can read them."""

from __future__ import annotations

import os
import secrets
import stat
import sys
from pathlib import Path

OTHERS = stat.S_IRWXG | stat.S_IRWXO


class OthersMayRead(Exception):
    """Group or world may read a secret. The message says which file, and how to mend it."""


def kept(path: Path, size: int) -> bytes:
    """The secret in a file; random bytes, made at the first call. Whoever comes at the same time gets the same.

    :raises OthersMayRead: when group or world may read the file
    """
    if not path.exists():
        beside = path.with_name(f".{path.name}-{secrets.token_hex(8)}")
        write_new(beside, secrets.token_bytes(size))
        try:
            os.link(beside, path)  # whole at once: nobody reads half a secret
        except FileExistsError:
            pass
        except OSError:  # a file system without hard links
            beside.replace(path)
        beside.unlink(missing_ok=True)
    refuse_open(path)
    return path.read_bytes()


def write_new(path: Path, content: bytes) -> None:
    """A file for this user alone, on disk when it returns.

    :raises FileExistsError: when it is there already
    """
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def refuse_open(path: Path, but: int = 0) -> None:
    """Refuse a secret that others may read; Windows keeps no such rights.

    :param but: bits of the mode that are fine all the same
    :raises OthersMayRead: when group or world may read, write or run it
    """
    mode = stat.S_IMODE(path.stat().st_mode)
    if sys.platform != "win32" and mode & OTHERS & ~but:
        raise OthersMayRead(f"{path}: others may read this secret (mode {mode:04o}). Run: chmod 600 {path}")


def close_folder(folder: Path) -> None:
    """A folder for this user alone, made when it is not there; one of somebody else stays as it is."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = folder.stat()
    if sys.platform != "win32" and found.st_mode & OTHERS and found.st_uid == os.getuid():
        folder.chmod(0o700)
