"""The database under another key, or under one for the first time: a checked copy takes the place of the file.

Not `PRAGMA rekey`, which writes every page where it is: here the old file is whole until the new one is, and whoever
pulls the plug finds one of the two.
"""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import sqlcipher3

from store import opening
from store.copying import NotSound, copy
from store.database import Database
from store.opening import Shut

FRESH, OLD = "-fresh", "-old"
"""How the names end of the copy, and of the file that it took the place of."""
STEP = 1_000_000


@dataclass(frozen=True, slots=True)
class Changed:
    """What was carried over: tables, rows, number of the last event. `wiped`: the plain text was written over."""

    tables: int
    rows: int
    head: int
    wiped: bool


def change_key(db: Database, key: str | None) -> Changed:
    """Everything under another key (64 hexadecimal digits; None: not encrypted), while nobody has the database open.

    `db` is of no use afterwards: open the file with the new key. A plain file that was replaced is written over.

    :raises InUse: when another process has it open
    :raises Shut: when the key of `db` does not fit the file
    :raises NotSound: when the copy is not what was copied; the file is as it was
    """
    db.close()
    fresh, old = _beside(db, FRESH), _beside(db, OLD)
    with db.presence.alone():
        must_fit(db)
        tidy(db)
        before = _facts(db)
        copy(db, fresh, key)
        made = Database(fresh, key)
        if _facts(made) != before:
            fresh.unlink()
            raise NotSound("the copy does not hold what the database holds")
        with suppress(OSError):  # a file system without hard links: the old one goes without being written over
            os.link(db.path, old)
        fresh.replace(db.path)
        _names_to_disk(db.path.parent)
        wiped = _forget(old, plain=not db.is_keyed)
    rows, head = before
    return Changed(len(rows), sum(rows.values()), head[0], wiped)


def tidy(db: Database) -> bool:
    """Take away what changing the key left when it was cut off; whether there was any.

    The file itself is whole, under the old key or the new one. Only while nobody has it open.
    """
    fresh, old = _beside(db, FRESH), _beside(db, OLD)
    left = [one for one in (fresh, fresh.with_name(fresh.name + ".part"), old) if one.exists()]
    for one in left:
        if one == old and not old.samefile(db.path):
            _forget(old, plain=_begins_plain(old))
        else:
            one.unlink()
    return bool(left)


def fits(db: Database) -> bool:
    """Whether the key of this database opens the file; also true of a file that is not there yet."""
    try:
        must_fit(db)
    except Shut:
        return False
    return True


def must_fit(db: Database) -> None:
    """A look at the file, without being counted among those who have it open.

    :raises Shut: when the key does not fit, in words that say what to do
    """
    if not db.path.exists():
        return
    connection = db.open_bare()
    try:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlcipher3.DatabaseError as fault:
        if fault.sqlite_errorname != opening.NOT_A_DATABASE:
            raise
        raise opening.why(db.path, db.key_text) from fault
    finally:
        connection.close()


def _facts(db: Database) -> tuple[dict[str, int], tuple[int, str]]:
    """How many rows each table has, and the last event of the chain."""
    connection = db.open_bare()
    try:
        run = connection.execute
        names = [str(row[0]) for row in run("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
        rows = {name: int(run(f'SELECT count(*) FROM "{name}"').fetchone()[0]) for name in names}
        last = run("SELECT seq, hash FROM event ORDER BY seq DESC LIMIT 1").fetchone() if "event" in rows else None
        return rows, (last[0], last[1]) if last else (0, "")
    finally:
        connection.close()


def _beside(db: Database, end: str) -> Path:
    return db.path.with_name(db.path.name + end)


def _begins_plain(path: Path) -> bool:
    """Nobody has this one open, so it may be read as a file."""
    with path.open("rb") as file:
        return file.read(6) == b"SQLite"


def _forget(old: Path, *, plain: bool) -> bool:
    """Take a file away; a plain one is written over before. Whether it was."""
    if not old.exists():
        return False
    if plain:
        with old.open("r+b") as file:
            left = old.stat().st_size
            while left > 0:
                left -= file.write(bytes(min(STEP, left)))
            file.flush()
            os.fsync(file.fileno())
    old.unlink()
    return plain


def _names_to_disk(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
