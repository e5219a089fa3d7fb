"""The file itself: settings, locks, queue, what the disk refuses, and the key."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlcipher3
import sqlite_utils.utils

import store
from store import organisations
from store.database import BadKey, Busy, Conflict, Database, DiskFault, DiskFull, OutsideWrite, ReadOnly
from store.migrations import migrate
from store.opening import KeyMissing


def count(db: Database) -> int:
    return int(db.rows("SELECT count(*) AS n FROM organisation")[0]["n"])


def add(db: Database, naam: str) -> None:
    organisations.create(db, soort="clb", naam=naam)


def test_sqlite_utils_uses_the_one_library_of_this_process():
    assert vars(sqlite_utils.utils)["sqlite3"] is sqlcipher3
    assert vars(sqlite_utils.utils)["OperationalError"] is sqlcipher3.OperationalError


def test_a_sqlite_that_can_corrupt_the_file_is_refused():
    store.refuse_older_than_safe((3, 51, 3))
    with pytest.raises(store.UnsafeSqlite, match=r"3\.51\.2 found, 3\.51\.3"):
        store.refuse_older_than_safe((3, 51, 2))


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("busy_timeout", 15000),
        ("journal_mode", "wal"),
        ("synchronous", 2),
        ("foreign_keys", 1),
        ("trusted_schema", 0),
        ("secure_delete", 1),
        ("mmap_size", 0),
        ("cell_size_check", 1),
    ],
)
def test_every_connection_is_set_for_safety(db, pragma, value):
    assert db.connection.conn.execute(f"PRAGMA {pragma}").fetchall() == [(value,)]


def test_nothing_is_written_outside_a_write(db):
    with pytest.raises(OutsideWrite):
        db.insert("organisation", {"id": "1", "soort": "clb", "naam": "A"})
    assert count(db) == 0


def test_a_typing_error_in_a_table_name_makes_no_table(db):
    tables = db.connection.table_names()
    with pytest.raises(sqlcipher3.OperationalError), db.write():
        db.insert("organisatoin", {"id": "1"})
    assert db.connection.table_names() == tables


def test_every_table_is_strict(db):
    tables = db.rows("PRAGMA table_list")
    loose = [table["name"] for table in tables if table["type"] == "table" and not table["strict"]]
    assert [name for name in loose if not name.startswith(("sqlite_", "_sqlite_"))] == []


def test_each_thread_has_a_connection_of_its_own(db):
    with ThreadPoolExecutor(1) as other:
        theirs = other.submit(lambda: db.connection).result()
        assert theirs is other.submit(lambda: db.connection).result()
    assert theirs is not db.connection
    assert db.connection is db.connection


def test_the_log_stays_when_the_last_thread_that_used_the_file_ends(tmp_path):
    db = Database(tmp_path / "a.db")
    migrate(db)
    worker = threading.Thread(target=add, args=(db, "A"))
    worker.start()
    worker.join()
    assert (tmp_path / "a.db-wal").exists()
    db.close()


def test_who_waits_too_long_is_told_and_nothing_is_saved(db, monkeypatch):
    monkeypatch.setattr("store.database.BUSY_MS", 50)
    outside = db.connect()
    outside.conn.execute("BEGIN IMMEDIATE")
    db.connection.conn.execute("PRAGMA busy_timeout=50").close()
    with pytest.raises(Busy):
        add(db, "A")
    outside.conn.execute("ROLLBACK")
    outside.close()
    add(db, "B")
    assert count(db) == 1


def test_time_spent_in_the_queue_counts_for_the_wait(db, monkeypatch):
    monkeypatch.setattr("store.database.BUSY_MS", 60)
    asked: list[str] = []
    inside, go = threading.Event(), threading.Event()

    def hold() -> None:
        with db.turn():
            inside.set()
            go.wait(5)

    holder = threading.Thread(target=hold)
    holder.start()
    inside.wait(5)
    threading.Timer(0.03, go.set).start()
    db.connection.conn.set_trace_callback(asked.append)
    add(db, "A")
    db.connection.conn.set_trace_callback(None)
    holder.join()
    waits = [int(sql.split("=")[1]) for sql in asked if "busy_timeout" in sql]
    assert waits[0] < 60
    assert waits[1] == 60


def test_a_disk_that_is_full_is_said_so_and_the_rest_stays(db):
    add(db, "A")
    db.connection.conn.execute(f"PRAGMA max_page_count={db.connection.conn.execute('PRAGMA page_count').fetchone()[0]}")
    with pytest.raises(DiskFull):
        add(db, "B" * 100_000)
    assert count(db) == 1


def test_a_file_that_may_not_be_written_is_said_so(db):
    add(db, "A")
    db.connection.conn.execute("PRAGMA query_only=1").close()
    with pytest.raises(ReadOnly):
        add(db, "B")
    assert count(db) == 1


def test_a_file_that_cannot_be_opened_is_said_so(tmp_path):
    with pytest.raises(DiskFault):
        Database(tmp_path / "nergens" / "a.db").rows("SELECT 1")


def test_with_a_key_the_file_is_unreadable_without_it(tmp_path):
    path = tmp_path / "dicht.db"
    locked = Database(path, key="5a" * 32)
    migrate(locked)
    add(locked, "Geheim")
    assert count(locked) == 1
    locked.close()
    assert not path.read_bytes().startswith(b"SQLite format 3")
    assert b"Geheim" not in path.read_bytes()
    with pytest.raises(KeyMissing, match="set DATABASE_KEY"):
        count(Database(path))


def test_a_key_of_another_form_is_refused(tmp_path):
    with pytest.raises(BadKey):
        Database(tmp_path / "a.db", key="geheim")


def _names(db) -> list[str]:
    return [one.naam for one in organisations.organisations(db, "clb")]


def test_of_a_write_that_is_one_no_part_is_undone_alone(db):
    with db.as_one():
        with db.write():
            add(db, "A")
        add(db, "B")
    assert _names(db) == ["A", "B"]
    with pytest.raises(Conflict, match="part of this write"), db.as_one():
        add(db, "C")
        with pytest.raises(ZeroDivisionError), db.write():
            add(db, "D")
            _ = 1 / 0
    with pytest.raises(ZeroDivisionError), db.as_one(), db.write():
        add(db, "E")
        _ = 1 / 0
    assert _names(db) == ["A", "B"]
    with db.write():  # and once it is over, as before
        add(db, "F")
        with pytest.raises(ZeroDivisionError), db.write():
            add(db, "G")
            _ = 1 / 0
    assert _names(db) == ["A", "B", "F"]
