"""The copy that follows at once: brought back aside, looked at, compared with the database, and taken away again.

Of a plain database Litestream makes it, of an encrypted one it is the newest of backups that are made every few
minutes (docs/replicatie.md). Both are looked at here, and taken over from (services/standby.py), in the same way: what
Litestream brings back becomes a backup in a private folder first.
"""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, timedelta
from pathlib import Path

from services import backup_files, instance_folder, litestream, restoring
from services.backup import SPARE
from services.backup_files import DATABASE, FORMAT, Found, Manifest, NoBackup
from services.health import Level
from services.instance_folder import CannotRestore
from services.litestream import NoReplica
from services.platform import Platform, local
from store import backups, counts, events, migrations, replica_checks
from store.backups import Unreadable
from store.database import Database
from store.events import Head
from store.in_use import InUse
from store.replica_checks import ReplicaCheck

WAIT = 5.0
"""Seconds in which what was written has to have reached Litestream's copy; it does so each second."""
LATE = timedelta(hours=1)
"""How old the newest of frequent backups may be when something happened since."""
UNDER_WAY, GONE, BROKEN, OTHER, SCHEMA, BEHIND = "onderweg", "weg", "stuk", "andere", "schema", "achter"
"""Why a copy is not what it should be: never ended, not to be had, damaged, of another chain, schema, and too old."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What a look gave: the row that is kept of it, the worst of it, and what is wrong, a line each."""

    row: ReplicaCheck
    level: Level
    wrong: list[str]


@dataclass(frozen=True, slots=True)
class Brought:
    """A copy that was brought back as a backup; `marked`: it has what was written when the look began."""

    found: Found
    marked: bool


def is_backups(source: str) -> bool:
    """Whether it is a backup, or a folder with backups; else Litestream knows it."""
    place = Path(source)
    return (place / backup_files.MANIFEST).exists() or bool(backup_files.every(place))


def check(
    platform: Platform, source: str, version: str, *, key: str | None = None, wait: float | None = None
) -> Checked:
    """Bring the newest copy back beside the database, look at all of it, compare the two, and take it away.

    A mark is written first, and has to be in the copy: so a Litestream that stopped is found in a quiet night too.

    :param source: what `litestream.restore` takes, or a folder with backups
    :param key: another key than that of the database, under which backups may be
    :param wait: seconds that the mark gets to reach the copy; `WAIT` when not given
    """
    begun = replica_checks.begin(platform.db, at=platform.at(), why=UNDER_WAY)
    head = events.head(platform.db)
    try:
        if is_backups(source):
            done = restoring.rehearse(platform, Path(source), key=key)
            checked = _compared(platform, begun, head, done.found, done.differences, None)
        else:
            instance_folder.refuse_full(platform.db.path.parent, 3 * counts.size(platform.db) + SPARE)
            time.sleep(WAIT if wait is None else wait)
            with brought(platform, source, platform.db.path.parent, version, mark=begun.id) as copy:
                done = restoring.rehearse(platform, copy.found.folder)
                checked = _compared(platform, begun, head, copy.found, done.differences, copy)
    except NoReplica as fault:
        checked = _unfit(begun, GONE, str(fault))
    except (NoBackup, CannotRestore, Unreadable, InUse) as fault:
        checked = _unfit(begun, GONE if isinstance(fault, NoBackup) else BROKEN, str(fault))
    replica_checks.end(platform.db, checked.row)
    return checked


@contextmanager
def brought(
    platform: Platform, source: str, place: Path, version: str, *, mark: str = "", beside: Path | None = None
) -> Iterator[Brought]:
    """A replica of Litestream as a backup in a folder of its own, for this user alone, which goes at the end.

    It is in clear, and holds everything.

    :param place: the folder in which that folder comes
    :param beside: a backup, or a folder with backups: what goes beside the database and is not in the folder of the
        instance is taken from there
    :raises NoReplica, NoBackup: when it is not to be had
    :raises Unreadable: when what came back is no database
    """
    instance_folder.sweep(place)
    work = Path(tempfile.mkdtemp(prefix=instance_folder.WORK, dir=place))
    try:
        folder = work / "replica"
        folder.mkdir(mode=0o700)
        litestream.restore(source, folder / DATABASE)
        (folder / DATABASE).chmod(0o600)
        copy = Database(folder / DATABASE)
        marked = bool(mark) and replica_checks.is_in(copy, mark)
        backups.one_file(copy)
        backup_files.bring(platform.db.path.parent, folder)
        if beside is not None:
            backup_files.bring(backup_files.newest(beside).folder, folder)
        yield Brought(Found(folder, backup_files.write(folder, _told(platform, copy, version))), marked)
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _told(platform: Platform, copy: Database, version: str) -> Manifest:
    """What is in it. It was made, as far as anybody can tell, when its last event happened."""
    seen = backups.look(copy)
    return Manifest(
        naadloos=version,
        format=FORMAT,
        made_at=seen.at or platform.at(),
        schema=len(seen.migrations),
        key="",
        chain=seen.first,
        head={"seq": seen.head.seq, "hash": seen.head.hash},
        counts=seen.counts,
    )


def _compared(
    platform: Platform, begun: ReplicaCheck, head: Head, found: Found, differences: list[str], copy: Brought | None
) -> Checked:
    """Held against the database: `head` was its last event when the look began. `copy` is None for a backup."""
    told = found.manifest
    last = Head(int(told.head["seq"]), str(told.head["hash"]))
    row = replace(begun, head_seq=last.seq, behind=max(0, head.seq - last.seq))
    if backups.since(platform.db, last) is None:
        return _unfit(row, OTHER, f"its last event, number {last.seq}, is none of ours: somebody else writes to it")
    if told.schema != migrations.schema_number(platform.db):
        return _unfit(row, SCHEMA, f"it has schema {told.schema}")
    if differences:
        return _unfit(row, BROKEN, *differences)
    row = replace(row, whole=True, why="", seconds_behind=_seconds(platform, row, found, copy))
    late = row.behind and row.seconds_behind > LATE.total_seconds() if copy is None else not copy.marked
    if late:
        said = f"{row.behind} events and {row.seconds_behind:.0f} seconds behind"
        return Checked(replace(row, why=BEHIND), "let_op", [said])
    return Checked(row, "goed", [])


def _seconds(platform: Platform, row: ReplicaCheck, found: Found, copy: Brought | None) -> float:
    """Of a backup its age; of a replica how long ago the first thing was written that it has not."""
    if copy is None:
        since = found.manifest.made_at
    elif copy.marked:
        return 0
    else:
        since = min(row.at, events.at(platform.db, row.head_seq + 1) or row.at) if row.behind else row.at
    return max(0.0, (platform.now().astimezone(UTC) - local(since).astimezone(UTC)).total_seconds())


def _unfit(row: ReplicaCheck, why: str, *wrong: str) -> Checked:
    return Checked(replace(row, whole=False, why=why), "mis", list(wrong))
