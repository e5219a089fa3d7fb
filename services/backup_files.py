"""A backup on a disk: a folder with a copy of the database, a list of what is in it, and what checks old documents.

    naadloos-20260914T080000Z/
        naadloos.db          the copy, under a key unless the database itself has none
        manifest.json        what is in it: schema, last event (signed), rows per table, SHA-256 of each file
        destroyed.jsonl      which dossiers were destroyed, where any was
        seal/old/*.pem       the certificates by which our documents are checked; seal/trusted/ those of others

No key is in it (services/key_backup.py). Everything is for this user alone. A folder has its name only once it is
whole: while it is made, or when its process was killed, it begins with a dot and ends in `.part`.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from services import secret_files
from store import backups
from store.database import Database

MANIFEST, DATABASE, DESTROYED = "manifest.json", "naadloos.db", "destroyed.jsonl"
BESIDE = ("seal/old/*.pem", "seal/trusted/*", DESTROYED)
"""What goes along from the folder of the instance; nothing secret."""
FORMAT = 1
_NAME = re.compile(r"naadloos-(\d{8}T\d{6}Z)")


class NoBackup(Exception):
    """No backup of Naadloos that can be used. The message says what is the matter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a backup holds.

    `key` is the mark of the key it is under (store/backups.py), '' of one that is not encrypted. `chain` is the hash of
    the first event: copies of one instance have it in common. `head` is the last event, as `audit head` writes it.
    `parts` are path -> size in bytes and SHA-256.
    """

    naadloos: str
    format: int
    made_at: str
    schema: int
    key: str
    chain: str
    head: Mapping[str, Any]
    counts: Mapping[str, int]
    parts: Mapping[str, tuple[int, str]] = field(default_factory=dict)

    @property
    def is_backup(self) -> bool:
        """Whether `backup` made it, which writes down when; else Litestream brought it back (services/replica.py)."""
        return "at" in self.head

    @property
    def size(self) -> int:
        """Bytes of all its parts."""
        return sum(size for size, _ in self.parts.values())


@dataclass(frozen=True, slots=True)
class Found:
    """A backup that is there: its folder and what it says of itself."""

    folder: Path
    manifest: Manifest

    @property
    def name(self) -> str:
        """The name of its folder."""
        return self.folder.name

    @property
    def moment(self) -> datetime:
        """When it was made."""
        return datetime.strptime(self.manifest.made_at, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)


def name_of(at: str) -> str:
    """The name of a backup that is made at a time."""
    return f"naadloos-{at.replace('-', '').replace(':', '')}"


def read(folder: Path) -> Found:
    """A backup.

    :raises NoBackup: when this folder is none, or one of a newer program
    """
    try:
        told = json.loads((folder / MANIFEST).read_bytes())
        parts = {str(path): (int(one[0]), str(one[1])) for path, one in told.pop("parts").items()}
        manifest = Manifest(**told, parts=parts)
        found = Found(folder, manifest)
        usable = DATABASE in parts and bool(found.moment) and type(manifest.head["seq"]) is int
    except (OSError, ValueError, TypeError, KeyError, AttributeError, IndexError) as fault:
        raise NoBackup(f"{folder}: no backup of Naadloos") from fault
    if manifest.format > FORMAT:
        raise NoBackup(f"{folder}: made by a newer Naadloos, {manifest.naadloos}")
    if not usable or any(Path(one).is_absolute() or ".." in Path(one).parts for one in parts):
        raise NoBackup(f"{folder}: no backup of Naadloos")
    return found


def every(place: Path) -> list[Found]:
    """The backups in a folder, the oldest first; whatever else is there is left out."""
    return sorted(_every(place), key=lambda one: (one.manifest.made_at, one.name))


def newest(source: Path) -> Found:
    """The backup that is meant: this folder, or the newest in it.

    :raises NoBackup: when there is none
    """
    if (source / MANIFEST).exists():
        return read(source)
    there = every(source)
    if not there:
        raise NoBackup(f"{source}: there is no backup of Naadloos here")
    return there[-1]


def write(folder: Path, manifest: Manifest) -> Manifest:
    """Write what a backup holds, of the files that are in its folder; and all of it is on the disk.

    :raises OSError: when the disk does not take it
    """
    names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    parts = {name: ((folder / name).stat().st_size, sha256(folder / name)) for name in names}
    whole = Manifest(**{**asdict(manifest), "parts": parts})
    secret_files.write_new(folder / MANIFEST, json.dumps(asdict(whole), indent=1).encode() + b"\n")
    for path in (*(one for one in folder.rglob("*") if one.is_dir()), folder):
        to_disk(path)
    return whole


def note(db: Database, found: Found) -> None:
    """Remember in a database that this backup of it was made."""
    told = found.manifest
    backups.note(
        db,
        at=told.made_at,
        name=found.name,
        size=told.size,
        encrypted=bool(told.key),
        head_seq=int(told.head["seq"]),
    )


def damaged(found: Found) -> list[str]:
    """The files of a backup that are not as they were made."""
    return [path for path, told in found.manifest.parts.items() if not _is(found.folder / path, *told)]


def bring(source: Path, target: Path, patterns: tuple[str, ...] = BESIDE) -> None:
    """Copy what goes along from one folder into another, each file for this user alone; what is there stays.

    :raises OSError: when the disk does not take it
    """
    for pattern in patterns:
        for path in sorted(source.glob(pattern)):
            there = target / path.relative_to(source)
            if path.is_file() and not there.exists():
                for folder in reversed([one for one in there.parents if target in one.parents]):
                    folder.mkdir(mode=0o700, exist_ok=True)
                secret_files.write_new(there, path.read_bytes())


def to_disk(path: Path) -> None:
    """A file, or the names in a folder, are on the disk when this ends."""
    handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sha256(path: Path) -> str:
    """SHA-256 of a file that nobody has open."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _every(place: Path) -> Iterator[Found]:
    for folder in place.iterdir() if place.is_dir() else ():
        if _NAME.fullmatch(folder.name) and folder.is_dir():
            try:
                yield read(folder)
            except NoBackup:
                continue


def _is(path: Path, size: int, digest: str) -> bool:
    try:
        return path.stat().st_size == size and sha256(path) == digest
    except OSError:
        return False
