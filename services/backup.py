"""Making a backup while people work: one step, checked, for this user alone, and never half there (ADR 0046)."""

from __future__ import annotations

import re
import shutil
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from services import anchors, backup_files
from services.backup_files import DATABASE, FORMAT, Found, Manifest
from services.platform import Platform
from store import backups, counts, migrations
from store.backups import CopyFailed
from store.database import Database

BEFORE_MIGRATION = "before-migration"
"""Folder in the instance for the copies that `migrate` makes."""
KEPT_BEFORE = 2
SPARE = 20_000_000
"""Bytes that must be left on a disk after a copy."""
ABANDONED = timedelta(hours=6)
"""How old what a killed backup left must be before another takes it away."""
PERIODS = {"h": "%Y%m%d%H", "d": "%Y%m%d", "w": "%G%V", "m": "%Y%m", "y": "%Y"}
"""Letter of a term -> what backups of one period have in common."""


class CannotBackUp(Exception):
    """There is no backup, and nothing of it is left. The message says why."""


class BadTerm(ValueError):
    """No terms to keep backups: something else than `7d,4w,12m`."""


@dataclass(frozen=True, slots=True)
class Made:
    """A backup that was made, and the names of those that were taken away. `unpruned` says why none were, or ''."""

    found: Found
    pruned: tuple[str, ...] = ()
    unpruned: str = ""


def make(
    platform: Platform, place: Path, version: str, *, key: str | None = None, plain: bool = False, keep: str = ""
) -> Made:
    """Make a backup in a folder, check it, and note it.

    :param key: 64 hexadecimal digits to encrypt the copy with; without it the key of the database is used
    :param plain: a database without a key may be copied without one
    :param keep: terms such as `7d,4w,12m`: the newest of each of the last 7 days, 4 weeks and 12 months in which there
        is one; older ones of this instance are taken away afterwards. Empty: all are kept.
    :raises BadTerm: before anything is done
    :raises CannotBackUp: when it would be in clear and that was not asked, or the disk does not take it
    :raises SchemaTooOld, SchemaTooNew: when the database is not of this program
    """
    terms = read_terms(keep)
    migrations.require_current(platform.db)
    if not (key or plain or platform.db.is_keyed):
        raise CannotBackUp(
            "The database has no key, so the copy would be in clear too. Set NAADLOOS_BACKUP_KEY or DATABASE_KEY"
            " (64 hexadecimal digits), or say --plain."
        )
    found = _write(platform, place, version, key)
    told = found.manifest
    backup_files.note(platform.db, found)
    if not terms:
        return Made(found)
    ahead = [one.name for one in _ours(found) if int(one.manifest.head["seq"]) > int(told.head["seq"])]
    if ahead:
        return Made(found, unpruned=f"{ahead[-1]} has events that this one has not: was an old copy put back?")
    return Made(found, tuple(prune(found, terms)))


def before_migrating(platform: Platform, version: str) -> Found | None:
    """A copy beside the database before its schema changes; the last two are kept. None where nothing is to change.

    It is under the key of the database, or plain as that is.

    :raises CannotBackUp: when the disk does not take it: then nothing may be migrated
    """
    if not platform.db.path.exists() or not 0 < migrations.schema_number(platform.db) < len(migrations.NAMES):
        return None
    place = platform.db.path.parent / BEFORE_MIGRATION
    found = _write(platform, place, version, None)
    for old in [one for one in _ours(found) if one.name != found.name][: -(KEPT_BEFORE - 1)]:
        _take_away(old)
    return found


def read_terms(text: str) -> tuple[tuple[int, str], ...]:
    """`7d,4w,12m` as numbers and letters; nothing for an empty text.

    :raises BadTerm: for anything else
    """
    terms = []
    for one in text.replace(" ", "").split(",") if text.strip() else ():
        known = re.fullmatch(r"([1-9]\d{0,3})([hdwmy])", one)
        if not known:
            raise BadTerm(f"{one or text}: give terms such as 7d,4w,12m (hours, days, weeks, months, years)")
        terms.append((int(known[1]), known[2]))
    return tuple(terms)


def to_keep(moments: list[datetime], terms: tuple[tuple[int, str], ...]) -> set[datetime]:
    """Which are kept: the newest of each period, of the last so many periods that have one; and the newest of all."""
    newest_first = sorted(moments, reverse=True)
    kept = set(newest_first[:1])
    for many, letter in terms:
        periods: dict[str, datetime] = {}
        for moment in newest_first:
            periods.setdefault(moment.strftime(PERIODS[letter]), moment)
        kept |= set(list(periods.values())[:many])
    return kept


def prune(made: Found, terms: tuple[tuple[int, str], ...]) -> list[str]:
    """Take away what the terms do not keep, of this instance alone and never the one just made; gives their names."""
    there = [one for one in _ours(made) if one.moment <= made.moment]
    kept = to_keep([one.moment for one in there], terms)
    gone = [one for one in there if one.moment not in kept and one.name != made.name]
    for one in gone:
        _take_away(one)
    return [one.name for one in gone]


def _ours(made: Found) -> list[Found]:
    """The backups beside one that are of the same instance, the oldest first."""
    return [one for one in backup_files.every(made.folder.parent) if one.manifest.chain == made.manifest.chain]


def _take_away(old: Found) -> None:
    """First its name, in one step, so that what is half gone never looks like a backup."""
    half = old.folder.with_name(f".{old.name}.part")
    old.folder.rename(half)
    shutil.rmtree(half)


def _write(platform: Platform, place: Path, version: str, key: str | None) -> Found:
    at = platform.at()
    folder = place / backup_files.name_of(at)
    part = place / f".{folder.name}.part"
    if folder.exists() or part.exists():
        raise CannotBackUp(f"{folder} is there already, or being made.")
    try:
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        _sweep(place)
        _room(platform, place)
        part.mkdir(mode=0o700)
    except OSError as fault:
        raise CannotBackUp(f"{place}: {fault.strerror}") from fault
    try:
        made = Database(part / DATABASE, key) if key else backups.beside(platform.db, part / DATABASE)
        backups.copy(platform.db, made)
        told = _told(platform, made, version, at)
        backup_files.bring(platform.db.path.parent, part)
        whole = backup_files.write(part, told)
        part.rename(folder)
        backup_files.to_disk(place)
    except (CopyFailed, OSError) as fault:
        why = getattr(fault, "strerror", None) or str(fault)
        raise CannotBackUp(f"{place}: {why}. Nothing of it is left; earlier backups are as they were.") from fault
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return Found(folder, whole)


def _told(platform: Platform, made: Database, version: str, at: str) -> Manifest:
    """What stands in the copy, after a look at whether it is one of ours.

    :raises CopyFailed: when it is not what it has to be
    """
    try:
        seen = backups.look(made)
    except backups.Unreadable as fault:
        raise CopyFailed(f"the copy cannot be read: {fault}") from fault
    if seen.broken:
        raise CopyFailed(f"rows refer to what is not there: {', '.join(seen.broken)}")
    if backups.since(platform.db, seen.head) is None:
        raise CopyFailed("the last event of the copy does not stand in the database")
    return Manifest(
        naadloos=version,
        format=FORMAT,
        made_at=at,
        schema=len(seen.migrations),
        key=backups.mark(made),
        chain=seen.first,
        head=anchors.signed(seen.head, at, platform.seal),
        counts=seen.counts,
    )


def _room(platform: Platform, place: Path) -> None:
    """:raises CannotBackUp: when the disk has no room for a copy"""
    needed, free = counts.size(platform.db) + SPARE, shutil.disk_usage(place).free
    if free < needed:
        raise CannotBackUp(
            f"{place}: there are {free // 1_000_000} MB free, {needed // 1_000_000} MB are needed. Make room, or give"
            " another folder."
        )


def _sweep(place: Path) -> None:
    """Take away what a backup left whose process was killed."""
    for old in place.glob(".naadloos-*.part"):
        if old.is_dir() and time.time() - old.stat().st_mtime > ABANDONED.total_seconds():
            shutil.rmtree(old, ignore_errors=True)
