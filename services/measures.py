"""What a program that watches is told of an instance, beside its requests: numbers, of nobody and no organisation."""

from __future__ import annotations

import math
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from services.health_work import FAILURES
from services.platform import Platform, local, stamp
from services.stuck import LONG
from store import gauges
from store.database import Unavailable
from store.migrations import schema_number

SOON = timedelta(days=14)
"""From how long before its last day an evaluation counts as due: when the first reminder goes."""
RECENT = timedelta(minutes=15)
"""For how long a refusal to sign in counts: the window in which they shut a door."""


@dataclass(frozen=True, slots=True)
class Measure:
    """One number. `labels` are fixed words of the program, never something that people typed."""

    name: str
    help: str
    value: float
    labels: dict[str, str] = field(default_factory=dict)


def measures(platform: Platform, version: str) -> list[Measure]:
    """All of them now; without those of the database when that cannot be read, which is then the one that says so."""
    found = list(_house(platform, version))
    try:
        read = [*_schema(platform), *_work(platform)]
    except Unavailable:
        return [*found, Measure("database_readable", _READABLE, 0)]
    return [*found, Measure("database_readable", _READABLE, 1), *read]


_READABLE = "Whether the database answered, 0 or 1; without it, what stands in it is not there."


def _house(platform: Platform, version: str) -> Iterator[Measure]:
    path = platform.db.path
    disk = shutil.disk_usage(path.parent)
    yield Measure("info", "Always 1; the label is the version of the program.", 1, {"version": version})
    yield Measure("disk_free_bytes", "Room on the disk of the instance.", disk.free)
    yield Measure("disk_size_bytes", "Size of the disk of the instance.", disk.total)
    yield Measure("database_bytes", "The file of the database.", _size(path))
    yield Measure("wal_bytes", "The write-ahead log beside it.", _size(path.with_name(f"{path.name}-wal")))


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0


def _schema(platform: Platform) -> Iterator[Measure]:
    yield Measure("schema", "The number of the schema of the database.", schema_number(platform.db))


def _work(platform: Platform) -> Iterator[Measure]:
    now, today = platform.now(), platform.today()
    found = gauges.read(
        platform.db,
        since=stamp(now - FAILURES),
        long=stamp(now - LONG),
        recent=stamp(now - RECENT),
        today=today.isoformat(),
        soon=(today + SOON).isoformat(),
    )
    mails, jobs = "Mails in the outbox by state: waiting, or failed in a week.", "Jobs by state, as mails."
    yield Measure("mails", mails, found.mails_waiting, {"state": "waiting"})
    yield Measure("mails", mails, found.mails_failed, {"state": "failed"})
    oldest = "How long the oldest waits, 0 for none."
    overdue = "How long the first that is due was not taken by anybody, 0 for none."
    yield Measure("mail_oldest_seconds", oldest, _age(platform, found.mail_oldest))
    yield Measure("mail_overdue_seconds", overdue, _age(platform, found.mail_due))
    yield Measure("jobs", jobs, found.jobs_waiting, {"state": "waiting"})
    yield Measure("jobs", jobs, found.jobs_failed, {"state": "failed"})
    yield Measure("job_oldest_seconds", oldest, _age(platform, found.job_oldest))
    yield Measure("job_overdue_seconds", overdue, _age(platform, found.job_due))
    yield Measure("rounds_open", "Rounds of signing that are open.", found.rounds_open)
    yield Measure("rounds_stuck", "Of those, open for more than seven days.", found.rounds_long)
    yield Measure("evaluations_due", "Evaluations due within fourteen days or late.", found.evaluations_due)
    yield Measure("evaluations_overdue", "Of those, late.", found.evaluations_late)
    yield Measure("refused_attempts", "Wrong passwords, codes and links in a quarter of an hour.", found.refused)
    yield from _copies(platform, found)


def _copies(platform: Platform, found: gauges.Gauges) -> Iterator[Measure]:
    """A backup that was never made is infinitely old; a replica that nobody keeps is not there."""
    never = math.inf
    yield Measure(
        "backup_age_seconds", "Since the last backup, +Inf for never.", _age(platform, found.backup_at, never)
    )
    trial = "Since a backup was last restored for trial, +Inf for never."
    yield Measure("backup_trial_age_seconds", trial, _age(platform, found.tried_at, never))
    if found.replica_at:
        yield Measure("replica_check_age_seconds", "Since the replica was looked at.", _age(platform, found.replica_at))
        yield Measure("replica_whole", "Whether it was whole then, 0 or 1.", found.replica_whole)
        yield Measure("replica_behind_events", "How many events it was behind then.", found.replica_behind)
        yield Measure("replica_behind_seconds", "For how long it was behind then.", found.replica_seconds)


def _age(platform: Platform, at: str, never: float = 0.0) -> float:
    """Seconds since a stored moment; never negative."""
    return max(0.0, (platform.now() - local(at)).total_seconds()) if at else never
