import multiprocessing
import os
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import sqlcipher3
import sqlite_utils.utils

import store
from store import organisations
from store.database import BadKey, Busy, Conflict, Database, DiskFault, DiskFull, OutsideWrite, ReadOnly
from store.migrations import migrate
from store.opening import KeyMissing
from tests.unit.store.story import AT

fork = multiprocessing.get_context("fork")


def count(db: Database) -> int:
    return int(db.rows("SELECT count(*) AS n FROM organisation")[0]["n"])


def add(db: Database, naam: str) -> None:
    organisations.create(db, soort="clb", naam=naam)


def next_number(db: Database) -> None:
    """Read, then write what was read plus one: loses updates unless the lock comes first."""
    with db.write():
        last = db.row("SELECT last FROM dossier_counter WHERE year = 1")
        if last is None:
            db.insert("dossier_counter", {"year": 1, "last": 1})
        else:
            db.run("UPDATE dossier_counter SET last = :next WHERE year = 1", {"next": last["last"] + 1})


def count_up(path: Path, times: int) -> None:
    db = Database(path)
    for _ in range(times):
        next_number(db)


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


def test_an_exception_undoes_the_whole_write(db):
    with pytest.raises(ZeroDivisionError), db.write():
        add(db, "A")
        _ = 1 / 0
    assert count(db) == 0
    add(db, "B")
    assert count(db) == 1


def test_a_write_within_a_write_is_part_of_it(db):
    with pytest.raises(ZeroDivisionError), db.write():
        with db.write():
            add(db, "A")
        _ = 1 / 0
    assert count(db) == 0


def test_of_a_write_within_a_write_only_its_own_part_is_undone(db):
    with db.write():
        add(db, "A")
        with pytest.raises(ZeroDivisionError), db.write():
            add(db, "B")
            _ = 1 / 0
    assert [row["naam"] for row in db.rows("SELECT naam FROM organisation")] == ["A"]


def test_nothing_is_written_outside_a_write(db):
    with pytest.raises(OutsideWrite):
        db.insert("organisation", {"id": "1", "soort": "clb", "naam": "A"})
    assert count(db) == 0


def test_a_typing_error_in_a_table_name_makes_no_table(db):
    tables = db.connection.table_names()
    with pytest.raises(sqlcipher3.OperationalError), db.write():
        db.insert("organisatoin", {"id": "1"})
    assert db.connection.table_names() == tables


def test_release_rolls_back_what_was_left_open_and_lets_others_write(db):
    left_open = db.write()
    left_open.__enter__()
    add(db, "A")
    db.release()
    db.release()
    assert count(db) == 0
    with ThreadPoolExecutor(1) as other:
        other.submit(add, db, "B").result(timeout=5)
    assert count(db) == 1
    with pytest.raises(Conflict, match="ended from inside"):
        left_open.__exit__(None, None, None)


def test_release_after_a_finished_write_changes_nothing(db):
    add(db, "A")
    db.release()
    assert count(db) == 1


def test_a_missing_reference_is_a_conflict(db):
    with pytest.raises(Conflict, match="FOREIGN KEY"), db.write():
        db.insert("trajectory", {"id": "t", "dossier_id": "none", "number": 1, "state": "x", "created_at": AT})


@pytest.mark.parametrize(
    "wrong",
    [
        {"active": "ja"},
        {"erkend": 2},
        {"soort": "bakker"},
        {"schoolsoorten": {"geen": "lijst"}},
        {"naam": None},
        {"naam": b"bytes"},
    ],
)
def test_a_value_of_the_wrong_sort_is_a_conflict(db, wrong):
    with pytest.raises(Conflict), db.write():
        db.insert("organisation", {"id": "1", "soort": "clb", "naam": "A"} | wrong)


def test_every_table_is_strict(db):
    tables = db.rows("PRAGMA table_list")
    loose = [table["name"] for table in tables if table["type"] == "table" and not table["strict"]]
    assert [name for name in loose if not name.startswith(("sqlite_", "_sqlite_"))] == []


def test_eight_threads_that_read_then_write_lose_nothing(db):
    with ThreadPoolExecutor(8) as threads:
        for done in [threads.submit(next_number, db) for _ in range(200)]:
            done.result()
    assert db.row("SELECT last FROM dossier_counter") == {"last": 200}


def test_processes_forked_from_one_that_has_the_file_open_lose_nothing(db):
    next_number(db)
    workers = [fork.Process(target=_count_up_inherited, args=(db, 25)) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(30)
    assert [worker.exitcode for worker in workers] == [0] * 4
    next_number(db)
    assert db.row("SELECT last FROM dossier_counter") == {"last": 102}


def _count_up_inherited(db: Database, times: int) -> None:
    for _ in range(times):
        next_number(db)
    os._exit(0)


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


def test_what_hangs_while_it_writes_keeps_nobody_waiting_for_ever(db):
    go, inside = threading.Event(), threading.Event()

    def hang() -> None:
        with db.turn():
            inside.set()
            go.wait(5)

    hanging = threading.Thread(target=hang)
    hanging.start()
    inside.wait(5)
    with pytest.raises(Busy), db.patient(20), db.write():
        pass
    go.set()
    hanging.join()
    add(db, "A")
    assert count(db) == 1


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
