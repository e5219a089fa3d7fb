"""The folder in which a copy comes: nobody may use it, there has to be room, and what was there goes aside."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from services import backup_files
from services.backup import ABANDONED
from services.backup_files import DATABASE
from services.platform import Platform
from store import backups
from store.backups import Unreadable
from store.database import Database
from store.in_use import InUse

WORK = ".restore-"
"""How the name of the folder begins in which a copy is looked at."""
ASIDE = "before-restore"
"""How the name of the folder begins in which the database goes that was there."""


class CannotRestore(Exception):
    """Nothing was changed. The message says why."""


def refuse_taken(platform: Platform, target: Path, *, over: bool) -> None:
    """:raises CannotRestore: when a server runs in a folder, or there is something in it that may not go"""
    with alone(platform, target, over=over):
        pass


@contextmanager
def alone(platform: Platform, target: Path, *, over: bool) -> Iterator[Database]:
    """Nobody uses the database of a folder, and it may be replaced.

    :raises CannotRestore: when it may not
    """
    present = backups.beside(platform.db, target / DATABASE)
    platform.db.close()
    target.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        with present.presence.alone():
            _refuse_occupied(present, over=over)
            yield present
    except InUse as fault:
        raise CannotRestore(f"{fault} The timers too.") from fault


def sweep(place: Path) -> None:
    """Take away what a trial left whose process was killed."""
    for old in place.glob(f"{WORK}*"):
        if time.time() - old.stat().st_mtime > ABANDONED.total_seconds():
            shutil.rmtree(old, ignore_errors=True)


def refuse_full(place: Path, needed: int) -> None:
    """See whether so many bytes fit beside who works on.

    :raises CannotRestore: when they do not
    """
    free = shutil.disk_usage(place).free
    if free < needed:
        raise CannotRestore(
            f"{place}: there are {free // 1_000_000} MB free, {needed // 1_000_000} MB are needed. Make room first."
        )


def _refuse_occupied(present: Database, *, over: bool) -> None:
    """:raises CannotRestore: when there is something that may not go"""
    try:
        empty = backups.is_empty(present)
    except Unreadable as fault:
        if not over:
            raise CannotRestore(
                f"{present.path} cannot be read with this key, or is damaged. --replace moves it aside."
            ) from fault
        return
    if not empty and not over:
        raise CannotRestore(f"{present.path.parent} holds data. --replace moves it aside, and deletes nothing.")
    if present.path.exists():
        backups.one_file(present)


def put_aside(present: Database, at: str) -> Path | None:
    """Give what is there a second name in a folder of its own: until it is replaced it stays where it is too.

    A log goes, also without its database: SQLite would read it into whatever gets that name.
    """
    ends = ("-wal", "-shm", "-journal")
    logs = [one for end in ends if (one := present.path.with_name(present.path.name + end)).exists()]
    if not logs and not present.path.exists():
        return None
    folder = present.path.parent / f"{ASIDE}-{at.replace('-', '').replace(':', '')}"
    folder.mkdir(mode=0o700)
    for log in logs:
        log.rename(folder / log.name)
    if not present.path.exists():
        backup_files.to_disk(folder)
        return folder
    try:
        os.link(present.path, folder / DATABASE)
    except OSError:  # a disk without second names
        present.path.rename(folder / DATABASE)
    backup_files.to_disk(folder)
    return folder
