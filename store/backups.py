"""Copies of the database: the list of those that were made, and what stands in a file that is a copy."""

import hashlib
import hmac
from dataclasses import dataclass
from pathlib import Path

import sqlcipher3
from sqlite_utils import Database as SqliteUtils

from store import copying
from store.database import Database
from store.events import GENESIS, Head
from store.in_use import InUse
from store.migrations import migrations
from store.opening import Shut
from store.rows import as_row, columns, load_or_none, new_id


class CopyFailed(Exception):
    """The copy was not made, and nothing of it is left: the disk is full or does not take it, or it is not whole.

    The message is what the system said first.
    """


class Unreadable(Exception):
    """Not a database under this key, or one that is damaged: from outside both look the same."""


FAULTS: tuple[type[Exception], ...] = (sqlcipher3.DatabaseError, Unreadable, Shut, InUse, OSError)
"""What reading raises from a file that is damaged, shut by another key, or on a disk that gives up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Backup:
    """A copy that was made and checked. ``size`` in bytes, ``head_seq`` the number of its last event, ``restored_at``
    when it was last restored for trial, or for real.
    """

    id: str
    at: str
    name: str
    size: int
    encrypted: bool
    head_seq: int
    restored_at: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What stands in a file: the migrations it had, the hash of its first event, its last one and when that happened
    ('' for none), rows per table, and the tables that refer to what is not there.
    """

    migrations: tuple[str, ...]
    first: str
    head: Head
    at: str
    counts: dict[str, int]
    broken: tuple[str, ...]


_SELECT = f"SELECT {columns(Backup)} FROM backup"


def note(db: Database, *, at: str, name: str, size: int, encrypted: bool, head_seq: int) -> Backup:
    """Remember that a copy was made."""
    made = Backup(id=new_id(), at=at, name=name, size=size, encrypted=encrypted, head_seq=head_seq)
    with db.write():
        db.insert("backup", as_row(made))
    return made


def last(db: Database) -> Backup | None:
    """The newest copy; None when there never was one."""
    return load_or_none(Backup, db.row(f"{_SELECT} ORDER BY at DESC, rowid DESC LIMIT 1"))


def last_tried(db: Database) -> Backup | None:
    """The copy that was restored last; None when none ever was."""
    return load_or_none(Backup, db.row(f"{_SELECT} WHERE restored_at IS NOT NULL ORDER BY restored_at DESC LIMIT 1"))


def tried(db: Database, name: str, *, at: str) -> bool:
    """A copy was restored; False when it is not in the list."""
    with db.write():
        return db.run("UPDATE backup SET restored_at = :at WHERE name = :name", {"at": at, "name": name}) > 0


def copy(db: Database, made: Database) -> None:
    """Copy everything to another file, under the key that this one has.

    :raises CopyFailed: when it could not be made
    """
    try:
        copying.copy(db, made.path, _key(made))
    except Shut as fault:
        raise CopyFailed("its key does not open it") from fault
    except (sqlcipher3.DatabaseError, OSError, copying.NotSound) as fault:
        raise CopyFailed(getattr(fault, "strerror", None) or str(fault)) from fault


def beside(db: Database, path: Path) -> Database:
    """Another file under the same key, or plain as this one is."""
    return Database(path, _key(db))


def mark(db: Database) -> str:
    """By which a key is known without giving it away; '' of a plain file."""
    key = _key(db)
    return hmac.new(bytes.fromhex(key), b"naadloos: mark of a key", hashlib.sha256).hexdigest()[:16] if key else ""


def look(db: Database) -> Content:
    """Read what stands in a file, without changing anything of it.

    :raises Unreadable: when it cannot be opened or read
    """
    try:
        connection = db.open_bare()
        try:
            return _look(SqliteUtils(connection, execute_plugins=False))
        finally:
            connection.close()
    except sqlcipher3.DatabaseError as fault:
        raise Unreadable(str(fault)) from fault


def faults(db: Database, *, whole: bool = True) -> list[str]:
    """What SQLite finds wrong with the pages of a file, the first ten; ``whole`` compares indexes with tables too.

    :raises Unreadable: when it cannot be opened
    """
    try:
        connection = db.open_bare()
        try:
            found = connection.execute(f"PRAGMA {'integrity_check' if whole else 'quick_check'}(10)").fetchall()
        finally:
            connection.close()
    except sqlcipher3.DatabaseError as fault:
        raise Unreadable(str(fault)) from fault
    return [str(row[0]) for row in found if row[0] != "ok"]


def engine(db: Database) -> tuple[int, ...]:
    """The version of SQLite that reads the file."""
    return tuple(int(part) for part in str(db.rows("SELECT sqlite_version() AS now")[0]["now"]).split("."))


def is_empty(db: Database) -> bool:
    """Whether nobody ever did anything in it, or it is not there.

    :raises Unreadable: when it cannot be opened
    """
    if not db.path.exists() or not db.path.stat().st_size:
        return True
    found = look(db).counts
    return not any(found.get(table) for table in ("account", "event", "organisation"))


def one_file(db: Database) -> None:
    """Bring what stands in the log beside it into the file, and take the log away. While nobody else has it open.

    Some have it open without being counted (store/in_use.py), as a tool for databases: then this does not work either.

    :raises InUse: when somebody has
    :raises Unreadable: when it cannot be opened
    """
    try:
        connection = db.open_bare()
        try:
            connection.execute("PRAGMA busy_timeout=300").close()
            done = [str(row[0]) for row in connection.execute("PRAGMA journal_mode=DELETE")] == ["delete"]
        finally:
            connection.close()
    except sqlcipher3.OperationalError as fault:
        done = False
        if "locked" not in str(fault):
            raise Unreadable(str(fault)) from fault
    except sqlcipher3.DatabaseError as fault:
        raise Unreadable(str(fault)) from fault
    if not done:
        raise InUse(f"{db.path.name} is in use. Stop what has it open first.")


def since(db: Database, head: Head) -> dict[str, int] | None:
    """How many events of each type came after one; None when that one is not in this chain.

    :raises Unreadable: when it cannot be opened or read
    """
    try:
        connection = db.open_bare()
        try:
            known = connection.execute(
                "SELECT 1 FROM event WHERE seq = ? AND hash = ?", (head.seq, head.hash)
            ).fetchone()
            many = "SELECT type, count(*) FROM event WHERE seq > ? GROUP BY type ORDER BY type"
            found = {str(row[0]): int(row[1]) for row in connection.execute(many, (head.seq,))}
        finally:
            connection.close()
    except sqlcipher3.DatabaseError as fault:
        raise Unreadable(str(fault)) from fault
    return found if known or not head.seq else None


def settle(db: Database, *, at: str, error: str) -> dict[str, int]:
    """Make a copy fit for use again; gives how many sessions, ways in, mails and jobs that concerned.

    Nobody is signed in any more. What opens a text or chooses a password ends now: it may have been used or taken away
    after the copy was made. Mail that waited failed, as it probably went since. Work that was under way begins anew.
    """
    open_ways = {
        "seat": "used_at IS NULL",
        "link": "ended_at IS NULL",
        "invitation": "used_at IS NULL AND ended_at IS NULL AND token_hash IS NOT NULL",
    }
    with db.write():
        ways = [
            db.run(f"UPDATE {table} SET expires_at = :at WHERE expires_at > :at AND {is_open}", {"at": at})
            for table, is_open in open_ways.items()
        ]
        return {
            "sessions": db.run("DELETE FROM session", {}),
            "ways": sum(ways),
            "mails": db.run(
                "UPDATE mail SET status = 'mislukt', next_at = NULL, error = :error WHERE status = 'wacht'",
                {"error": error},
            ),
            "jobs": db.run(
                "UPDATE job SET status = 'wacht', attempts = 0, next_at = :at WHERE status = 'bezig'", {"at": at}
            ),
        }


def _key(db: Database) -> str | None:
    return db.key_text[2:-1] or None


def _look(connection: SqliteUtils) -> Content:
    tables = [
        str(row[0])
        for row in connection.execute(
            "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite_%'"
            " ORDER BY name"
        )
    ]
    events = (
        connection.execute("SELECT seq, hash, at FROM event ORDER BY seq DESC LIMIT 1") if "event" in tables else ()
    )
    last = next(((Head(int(row[0]), str(row[1])), str(row[2])) for row in events), (Head(0, GENESIS), ""))
    first = connection.execute("SELECT hash FROM event ORDER BY seq LIMIT 1") if "event" in tables else ()
    return Content(
        migrations=tuple(one.name for one in migrations.applied(connection)),
        first=next((str(row[0]) for row in first), ""),
        head=last[0],
        at=last[1],
        counts={name: int(next(connection.execute(f'SELECT count(*) FROM "{name}"'))[0]) for name in tables},
        broken=tuple(sorted({str(row[0]) for row in connection.execute("PRAGMA foreign_key_check")})),
    )
