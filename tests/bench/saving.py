"""What our one way to write costs over SQLite itself: the same row, durable, in files side by side on one disk.

On the wall, as the disk is most of it. Both have WAL and synchronous=FULL, the same schema with its triggers, and the
same answers to make JSON of. The raw side is sqlcipher3 with nothing around it: BEGIN IMMEDIATE, the UPDATE, COMMIT.
"""

from __future__ import annotations

import functools
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import sqlcipher3

from services.platform import Platform
from store import records
from store.database import Database
from store.rows import as_json
from tests.bench import ground
from tests.bench.measuring import Key, Measured, in_turn, waited
from tests.world import Clock, World, indication

ROUNDS, BATCH = 25, 40

KEYS = (
    Key(
        "save_vs_sqlite3",
        "the smallest durable save of our store (one UPDATE in write()) against raw sqlcipher3, synchronous=FULL",
        at_most=1.5,
    ),
    Key("save_record_vs_sqlite3", "a record saved as services do (read, compared, written, read) against that UPDATE"),
    Key("save_ms", "on the wall, the smallest durable save of our store"),
    Key("save_record_ms", "on the wall, a record saved as services do"),
    Key("save_sqlite3_ms", "on the wall, the same UPDATE by sqlcipher3 alone"),
)

SQL = "UPDATE record SET answers = :answers, revision = revision + 1, changed_by = :by, changed_at = :at WHERE id = :id"
FULL = 2
"""What SQLite calls synchronous=FULL."""

AT = "2026-09-14T08:00:00Z"


@dataclass
class Saved:
    """A record in a database of its own, and answers that differ from save to save."""

    path: Path
    id: str
    by: str
    answers: dict[str, Any]
    turn: int = 0

    def next(self) -> dict[str, Any]:
        """The same answers, one of them another text of the same length."""
        self.turn += 1
        return {**self.answers, "visie_school": f"De school wil hem graag houden, {self.turn:09}."}

    def values(self) -> dict[str, Any]:
        """What the UPDATE sets."""
        return {"id": self.id, "by": self.by, "at": AT, "answers": self.next()}


def measured(rounds: int = ROUNDS, batch: int = BATCH) -> Measured:
    """In turn, some saves at a time."""
    folder = Path(tempfile.mkdtemp(prefix="bench-"))
    try:
        one = _record(folder)
        made = {name: replace(one, path=folder / f"{name}.db") for name in ("ours", "record", "raw")}
        for each in made.values():
            shutil.copy(one.path, each.path)
        ours, whole, raw = Database(made["ours"].path), Database(made["record"].path), _raw(made["raw"].path)
        durable = {one.execute("PRAGMA synchronous").fetchone()[0] for one in (ours.connection.conn, raw)}
        assert durable == {FULL}, "one of the two does not wait for the disk"
        ways = {"ours": _smallest(ours, made["ours"]), "record": _whole(whole, made["record"])}
        ways["raw"] = _bare(raw, made["raw"])
        for way in ways.values():
            way()
        found = in_turn({name: functools.partial(waited, it, batch) for name, it in ways.items()}, rounds)
        for connection in (ours, whole, raw):
            connection.close()
    finally:
        shutil.rmtree(folder)
    return {
        "save_vs_sqlite3": found.ratio("ours", "raw"),
        "save_record_vs_sqlite3": found.ratio("record", "raw"),
        "save_ms": found["ours"],
        "save_record_ms": found["record"],
        "save_sqlite3_ms": found["raw"],
    }, {}


def _record(folder: Path) -> Saved:
    ground.empty(folder)
    database, clock = Database(folder / "naadloos.db"), Clock()
    case = World(Platform(database, folder, now=clock), clock).fill().kobe()
    record = case.write("an", "indicatiestelling", indication(case))
    database.close()
    return Saved(database.path, record.id, record.changed_by, record.answers)


def _raw(path: Path) -> Any:
    connection = sqlcipher3.connect(str(path), isolation_level=None)
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}").close()
    return connection


def _smallest(database: Database, one: Saved) -> Callable[[], None]:
    def save() -> None:
        with database.write():
            database.run(SQL, one.values())

    return save


def _whole(database: Database, one: Saved) -> Callable[[], None]:
    def save() -> None:
        seen = records.record(database, one.id)
        assert seen is not None
        records.save(database, one.id, one.next(), seen.revision, by=one.by, at=AT)

    return save


def _bare(connection: Any, one: Saved) -> Callable[[], None]:
    def save() -> None:
        values = one.values()
        values["answers"] = as_json(values["answers"])
        connection.execute("BEGIN IMMEDIATE")
        connection.execute(SQL, values)
        connection.execute("COMMIT")

    return save


if __name__ == "__main__":
    from tests.bench.report import alone

    alone("save")
