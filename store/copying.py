"""A copy of the database in one step: whole by itself, checked, under a key of its own choice, and never half there.

Copying in pieces does not end while others write; in one step it takes a second for hundreds of megabytes, and they
write on. Between two files that are both plain or both encrypted pages are copied. From plain to encrypted and back
that is not possible, and SQLCipher writes every table anew.
"""

from __future__ import annotations

import os
from pathlib import Path

import sqlcipher3

from store.database import Database

PART = ".part"
"""How the name of a copy ends that is being made, or was when its process was killed."""


class NotSound(Exception):
    """What was copied does not hold together; there is no copy. The message is what SQLite found first."""


def copy(db: Database, target: Path, key: str | None = None) -> None:
    """Everything that was committed at this moment, in one file that only this user can read.

    `target` is replaced when it exists, in one step and only when the copy is whole. Others read and write meanwhile.
    It may be called in a transaction of this thread: it uses a connection of its own.

    :param key: 64 hexadecimal digits to encrypt the copy with, which need not be those of the database; None for plain
    :raises BadKey: when the key has another form
    :raises NotSound: when the copy is not whole by itself
    """
    part = target.with_name(target.name + PART)
    _remove(part)
    os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))
    try:
        fresh = Database(part, key)
        if (key is None) == (not db.is_keyed):
            _pages(db, fresh)
        else:
            _tables(db, fresh)
        _check(fresh)
        _to_disk(part)
        part.replace(target)
    except BaseException:
        _remove(part)
        raise
    _to_disk(target.parent)


def _pages(db: Database, fresh: Database) -> None:
    source, made = db.connect(), fresh.open_bare()
    try:
        source.conn.backup(made, pages=-1)
        made.execute("PRAGMA journal_mode=DELETE").close()  # one file, without a log beside it
    finally:
        made.close()
        source.close()


def _tables(db: Database, fresh: Database) -> None:
    source = db.connect(foreign_keys=False)
    try:
        run = source.conn.execute
        run("ATTACH :path AS made KEY :key", {"path": str(fresh.path), "key": fresh.key_text}).close()
        run("BEGIN").close()  # or each table, index and trigger waits for the disk
        run("SELECT sqlcipher_export('made')").fetchall()
        run("COMMIT").close()
        for name in ("user_version", "application_id"):
            run(f"PRAGMA made.{name} = {int(run(f'PRAGMA main.{name}').fetchone()[0])}").close()
        run("DETACH made").close()
    finally:
        source.close()


def _check(fresh: Database) -> None:
    made = fresh.open_bare()
    try:
        found = [str(row[0]) for row in made.execute("PRAGMA integrity_check(1)")]
    except sqlcipher3.DatabaseError as fault:
        raise NotSound(str(fault)) from fault
    finally:
        made.close()
    if found != ["ok"]:
        raise NotSound(found[0])


def _remove(part: Path) -> None:
    for end in ("", "-journal", "-wal", "-shm"):
        part.with_name(part.name + end).unlink(missing_ok=True)


def _to_disk(path: Path) -> None:
    """A file, or the names in a folder. No connection to the file is open in this process: closing would unlock it."""
    handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
