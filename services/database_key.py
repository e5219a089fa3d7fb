"""The key of the database: where it comes from, and changing it without ever being without (ADR 0042).

It is 64 hexadecimal digits, in the environment or in a file for this user alone. A file may have another beside it that
ends in `.new`, while the key is being changed: one of the two opens the database, whatever happened on the way.
"""

from __future__ import annotations

import re
import secrets
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from services import environment, secret_files
from store import rekeying
from store.database import Database

NEW = ".new"


class NoKey(Exception):
    """There is no key where one is needed, or it cannot be used. The message says what to do."""


@dataclass(frozen=True, slots=True)
class Given:
    """The key that was given, '' for none, and the file it came from."""

    key: str = ""
    path: Path | None = None


def fresh() -> str:
    """A new key."""
    return secrets.token_hex(32)


def given(key: str, file: str) -> Given:
    """The key of the environment: itself, or the name of its file.

    :raises NoKey: when both are given, the file cannot be read or others may read it, or it is no key
    """
    if key and file:
        raise NoKey("Give DATABASE_KEY or DATABASE_KEY_FILE, not both.")
    if key:
        return Given(_well_formed(key, "DATABASE_KEY"))
    return Given(_read(Path(file)), Path(file)) if file else Given()


def fitting(path: Path, said: Given) -> str:
    """The key that was given; the one beside it where that opens the database: a change of the key was cut off."""
    for other in _candidates(said):
        if not rekeying.fits(Database(path, said.key)) and rekeying.fits(Database(path, other)):
            return other
    return said.key


def encrypt(path: Path, said: Given) -> rekeying.Changed:
    """A plain database under the key that was given.

    :raises NoKey: when none was given
    :raises Shut: when it is not plain
    :raises InUse: while a server runs
    :raises NotSound: when the copy is not what was copied
    """
    if not said.key:
        raise NoKey("Set DATABASE_KEY or DATABASE_KEY_FILE first. A key: flask --app app key new.")
    if not path.exists():
        raise NoKey(f"There is no {path.name} yet. Made with this key, it is encrypted from the start.")
    if rekeying.fits(Database(path, said.key)):
        raise NoKey(f"{path.name} is encrypted with this key already.")
    return rekeying.change_key(Database(path), said.key)


def decrypt(path: Path, said: Given) -> rekeying.Changed:
    """A database without its key.

    :raises NoKey, Shut, InUse, NotSound: as `encrypt`
    """
    if not said.key:
        raise NoKey("Set DATABASE_KEY or DATABASE_KEY_FILE first: the key it is encrypted with.")
    return rekeying.change_key(Database(path, said.key), None)


def rotate(path: Path, said: Given, to: Path | None) -> tuple[rekeying.Changed, Path]:
    """A new key, in the file of the old one or in `to`, which is made; gives that file too.

    The new key is on disk before the database is changed, and the old one is there until afterwards.

    :raises NoKey: when none was given, or there is nowhere to put the new one
    :raises Shut, InUse, NotSound: as `encrypt`
    """
    if not said.key:
        raise NoKey("The database has no key to change. To give it one: flask --app app database encrypt.")
    target = to or said.path
    if target is None:
        raise NoKey("The key comes from DATABASE_KEY: say with --to in which file the new one is written.")
    beside = target if to else target.with_name(target.name + NEW)
    if finish(path, said) and said.path:  # or the only file with the present key would be written over
        said = Given(_read(said.path), said.path)
    db = Database(path, said.key)
    rekeying.must_fit(db)
    _write(beside)
    changed = rekeying.change_key(db, _read(beside))
    if beside != target:
        beside.replace(target)
    return changed, target


def finish(path: Path, said: Given) -> bool:
    """End a change of the key that was cut off: the file of the key that opens the database gets its name.

    Whether there was anything to end. While nobody has the database open.

    :raises InUse: when somebody has
    """
    db = Database(path, fitting(path, said) or None)
    if not path.exists() or not rekeying.fits(db):
        return False
    with db.presence.alone():
        done = rekeying.tidy(db)
    if said.path and (beside := said.path.with_name(said.path.name + NEW)).exists():
        if rekeying.fits(Database(path, _read(beside))):
            beside.replace(said.path)
        else:
            beside.unlink()
        return True
    return done


def in_clear(folder: Path) -> list[Path]:
    """The copies of the database in its folder that anybody with the disk can read: made before it had a key."""
    found = []
    for one in sorted(folder.glob("before-*/**/naadloos.db")):
        with one.open("rb") as file:
            found += [one] if file.read(6) == b"SQLite" else []
    return found


def _write(beside: Path) -> None:
    try:
        secret_files.write_new(beside, f"{fresh()}\n".encode())
    except FileExistsError:
        raise NoKey(f"{beside} is there already. Name a file that is not.") from None
    except OSError as fault:
        raise NoKey(f"{beside} cannot be written ({fault.strerror}). Name another file with --to.") from None


def _candidates(said: Given) -> Iterator[str]:
    if said.path and (beside := said.path.with_name(said.path.name + NEW)).exists():
        yield _read(beside)


def _read(path: Path) -> str:
    try:
        secret_files.refuse_open(path, but=stat.S_IRGRP if environment.is_credential(path) else 0)
        return _well_formed(path.read_text("ascii", "replace").strip(), str(path))
    except secret_files.OthersMayRead as fault:
        raise NoKey(str(fault)) from None
    except OSError as fault:
        raise NoKey(f"DATABASE_KEY_FILE: {path} cannot be read ({fault.strerror}).") from None


def _well_formed(key: str, where: str) -> str:
    if not re.fullmatch(r"[0-9a-fA-F]{64}", key):
        raise NoKey(f"{where}: a key is 64 hexadecimal digits. This prints one: flask --app app key new.")
    return key
