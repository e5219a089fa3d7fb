"""How long one write waits when eight processes write as fast as they can: by our queue, and by SQLite's own waiting.

Each writer saves one row at a time, durable, in the same file; how long each of them took on the wall is written down.
The other side is sqlcipher3 with a busy_timeout as long as ours and BEGIN IMMEDIATE, in the same kind of file.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import sqlcipher3

from store.database import BUSY_MS, Database
from tests.bench.measuring import Found, Key, Measured, Value, median

WRITERS, SECONDS, ROUNDS = 8, 3.0, 3

KEYS = (
    Key(
        "write_wait_worst_ms",
        "the longest that one write took with 8 writers that never rest, of all rounds",
        at_most=50,
    ),
    Key("write_wait_p99_ms", "what 99 in 100 of those stay under"),
    Key("writes_per_s", "how many they made together"),
    Key("write_wait_worst_stock_ms", "the longest with a busy_timeout and no queue"),
    Key("write_wait_p99_stock_ms", "what 99 in 100 of those stay under"),
    Key("writes_stock_per_s", "how many they made together"),
    Key("write_wait_vs_stock", "the longest with a busy_timeout against the longest with our queue"),
)

SQL = "UPDATE counted SET number = number + 1, text = :text WHERE id = :id"
TEXT = "x" * 6000
"""As much as the answers of a record."""


def measured(rounds: int = ROUNDS, seconds: float = SECONDS, writers: int = WRITERS) -> Measured:
    """Both in turn, each round in a new file."""
    took: dict[str, list[list[float]]] = {"ours": [], "stock": []}
    for nr in range(rounds):
        for way in ("ours", "stock")[:: -1 if nr % 2 else 1]:
            took[way].append(_round(way, seconds, writers))
    ours, stock = _told(took["ours"], seconds), _told(took["stock"], seconds)
    found: Found = {"write_wait_worst_ms": ours[0], "write_wait_p99_ms": ours[1], "writes_per_s": ours[2]}
    found |= {"write_wait_worst_stock_ms": stock[0], "write_wait_p99_stock_ms": stock[1]}
    found |= {"writes_stock_per_s": stock[2], "write_wait_vs_stock": stock[0] / ours[0]}
    return found, {}


def _told(each: list[list[float]], seconds: float) -> tuple[Value, Value, Value]:
    worst = [max(one) for one in each]
    return (
        Value(max(worst), len(worst), min(worst), max(worst)),
        median([sorted(one)[int(len(one) * 0.99)] for one in each]),
        median([len(one) / seconds for one in each]),
    )


def _round(way: str, seconds: float, writers: int) -> list[float]:
    """What every write took, in ms."""
    folder = Path(tempfile.mkdtemp(prefix="bench-"))
    try:
        database = Database(folder / "naadloos.db")
        database.connection.conn.executescript("CREATE TABLE counted (id INTEGER PRIMARY KEY, number INTEGER, text)")
        with database.write():
            for nr in range(writers):
                database.run("INSERT INTO counted VALUES (:id, 0, '')", {"id": nr})
        begin = time.time() + 0.5 + writers * 0.3
        asked = [sys.executable, "-m", "tests.bench.waiting", way, str(database.path), str(begin), str(seconds)]
        running = [subprocess.Popen([*asked, str(nr)], stdout=subprocess.PIPE, text=True) for nr in range(writers)]
        took = [json.loads(one.communicate()[0]) for one in running]
        made = database.rows("SELECT sum(number) AS made FROM counted")[0]["made"]
        database.close()
    finally:
        shutil.rmtree(folder)
    every = [each for one in took for each in one]
    assert made == len(every), f"{len(every)} writes were acknowledged, {made} are there"
    return every


def _writer(way: str, path: str, begin: str, seconds: str, nr: str) -> list[float]:
    """What each process does: write until the time is over."""
    write = {"ours": _ours, "stock": _stock}[way](Path(path), int(nr))
    time.sleep(max(0.0, float(begin) - time.time()))
    end, took = time.perf_counter() + float(seconds), []
    while (asked := time.perf_counter()) < end:
        write()
        took.append((time.perf_counter() - asked) * 1000)
    return took


def _ours(path: Path, nr: int) -> Callable[[], None]:
    database = Database(path)
    database.row("SELECT 1 AS one")

    def write() -> None:
        with database.write():
            database.run(SQL, {"id": nr, "text": TEXT})

    return write


def _stock(path: Path, nr: int) -> Callable[[], None]:
    connection = sqlcipher3.connect(str(path), isolation_level=None, timeout=BUSY_MS / 1000)
    for pragma in ("journal_mode=WAL", "synchronous=FULL"):
        connection.execute(f"PRAGMA {pragma}").close()

    def write() -> None:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute(SQL, {"id": nr, "text": TEXT})
        connection.execute("COMMIT")

    return write


if __name__ == "__main__":
    if sys.argv[1:2] and sys.argv[1] in ("ours", "stock"):
        print(json.dumps(_writer(*sys.argv[1:])))
    else:
        from tests.bench.report import alone

        alone("wait")
