"""What was read is given again only while it is still so: written here, by others, undone, or by a trigger."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace

import pytest

from store import dossier_lines, events, organisations, record_views, records, versions
from store.database import Conflict, Database, DiskFull
from store.dossier_lines import Line
from tests.unit.store.story import AT, LATER


@contextmanager
def statements(db):
    """What this connection is asked to carry out in the block."""
    asked: list[str] = []
    db.connection.conn.set_trace_callback(asked.append)
    yield asked
    db.connection.conn.set_trace_callback(None)


def names(db: Database) -> list[str]:
    return [one.naam for one in organisations.organisations(db, "clb")]


def add(db: Database, naam: str) -> None:
    organisations.create(db, soort="clb", naam=naam)


def elsewhere(do, *asked):
    """Do it in another thread, so on another connection, and wait for it."""
    with ThreadPoolExecutor(1) as other:
        return other.submit(do, *asked).result(timeout=10)


def test_a_request_reads_the_same_thing_once_and_what_it_wrote_anew(db):
    add(db, "A")
    db.remember()
    with statements(db) as asked:
        assert [names(db) for _ in range(3)] == [["A"]] * 3
    assert len(asked) == 1
    add(db, "B")
    assert names(db) == ["A", "B"]
    elsewhere(add, db, "C")
    assert names(db) == ["A", "B"]  # a page is of the moment at which it asked
    assert elsewhere(names, db) == ["A", "B", "C"]
    db.release()
    assert names(db) == ["A", "B", "C"]


def test_outside_a_request_nothing_is_remembered(db):
    with statements(db) as asked:
        assert names(db) == names(db) == []
    assert len(asked) == 2
    elsewhere(add, db, "A")
    assert names(db) == ["A"]
    with db.write():
        assert names(db) == names(db) == ["A"]
    elsewhere(add, db, "B")
    assert names(db) == ["A", "B"]


def test_a_write_begins_with_what_is_so_now_and_reads_it_once(db):
    db.remember()
    assert names(db) == []
    elsewhere(add, db, "A")
    with db.write(), statements(db) as asked:
        assert names(db) == names(db) == ["A"]
        add(db, "B")
        assert names(db) == names(db) == ["A", "B"]
    assert sum("FROM organisation" in one for one in asked) == 2


def test_what_was_undone_is_not_remembered(db):
    db.remember()
    with pytest.raises(ZeroDivisionError), db.write():
        add(db, "A")
        with pytest.raises(Conflict), db.write():
            add(db, "B")
            assert names(db) == ["A", "B"]
            db.insert("organisation", {"id": "1", "soort": "none", "naam": "C"})
        assert names(db) == ["A"]
        _ = 1 / 0
    assert names(db) == []


def test_what_the_engine_undid_by_itself_is_not_remembered(db):
    db.remember()
    run = db.connection.conn.execute
    (pages,) = run("PRAGMA page_count").fetchone()
    run(f"PRAGMA max_page_count = {pages + 2}").close()
    run("PRAGMA cache_size = 1").close()
    with pytest.raises(DiskFull), db.write():
        add(db, "A")
        assert names(db) == ["A"]
        db.insert("template", {"sha256": "0" * 64, "name": "x", "content": bytes(1_000_000)})
    assert not db.connection.conn.in_transaction
    assert names(db) == []


def test_a_request_ends_well_after_one_in_which_nothing_could_be_written(db, monkeypatch):
    """The connection was closed with that one, and in this one nothing is asked that is remembered."""
    monkeypatch.setattr("store.database.os.access", lambda *_: False)
    db.close()
    db.remember()
    assert names(db) == []
    db.release()
    assert db._mine.connection is None
    db.remember()
    assert [one["n"] for one in db.each("SELECT 1 AS n")] == [1]
    db.release()


def test_a_request_that_asks_nothing_ends_as_well(db):
    db.close()
    db.remember()
    db.release()
    assert names(db) == []
    elsewhere(add, db, "A")
    assert names(db) == ["A"]


def test_what_is_left_open_is_forgotten_with_it(db):
    left_open = db.write()
    left_open.__enter__()
    add(db, "A")
    assert names(db) == ["A"]
    db.release()
    assert names(db) == []
    with pytest.raises(Conflict):
        left_open.__exit__(None, None, None)


def test_what_a_trigger_or_a_reference_changes_is_read_anew(db, story):
    line = Line(
        organisation_id=story.clb.id,
        dossier_id=story.dossier.id,
        soort="leerling",
        schooljaar="2026-2027",
        state="lopend",
        ended=False,
        free=True,
        open_rounds=1,
        due_date=None,
        school_id=None,
        naft_id=None,
        clb_id=story.clb.id,
        name="kobe",
        words=" kobe ",
        until="",
        changed_at=AT,
    )
    cascade = "SELECT count(*) AS n FROM job_product"
    job = {"id": "j", "kind": "x", "subject": "x", "context": {}, "asked_at": AT, "status": "klaar"}
    made = {"job_id": "j", "account_id": story.medewerker.id, "filename": "x", "mime": "x", "content": b"x"}
    with db.write():
        dossier_lines.keep(db, story.dossier.id, [line], [])
        assert dossier_lines.lines_of(db, story.dossier.id) == [line]
        events.append(db, type="x", actor="", dossier=story.dossier.id, subject="x", data={}, at=LATER)
        assert dossier_lines.lines_of(db, story.dossier.id) == [replace(line, changed_at=LATER)]
        versions.set_status(db, story.version.id, "ingetrokken", closed_at=LATER)
        assert dossier_lines.lines_of(db, story.dossier.id) == [replace(line, changed_at=LATER, open_rounds=0)]
        db.insert("job", job)
        db.insert("job_product", made | {"created_at": AT, "expires_at": LATER})
        assert db.rows(cascade) == [{"n": 1}]
        db.run("DELETE FROM job", {})
        assert db.rows(cascade) == [{"n": 0}]


def test_what_was_written_beside_the_store_counts(db):
    add(db, "A")
    with db.write():
        assert names(db) == ["A"]
        db.connection.conn.execute("UPDATE organisation SET naam = 'B'").close()
        next_one = "INSERT INTO dossier_counter (year, last) VALUES (1, 1)"
        db.run(next_one, {})
        assert names(db) == ["B"]


def test_a_write_leaves_what_it_does_not_touch(db, story):
    with db.write(), statements(db) as asked:
        for nr in range(3):
            assert records.record(db, story.record.id) == story.record
            db.run("INSERT INTO dossier_counter (year, last) VALUES (:year, 1)", {"year": nr})
    assert sum("FROM record" in one for one in asked) == 1


def test_what_is_no_table_is_asked_each_time(db):
    view = record_views.RecordView("doelen", {"doelen": "$.doelen"})
    with db.write():
        record_views.replace_record_views(db, {"formulier_doelen": view})
        with statements(db) as asked:
            for _ in range(2):
                assert db.rows("SELECT * FROM formulier_doelen") == []
                assert db.rows("WITH one AS (SELECT 1 AS n) SELECT n FROM one") == [{"n": 1}]
    assert sum("sqlite_master" not in one for one in asked) == 4


def test_what_is_given_out_may_be_filled_up_without_changing_what_is_remembered(db, story):
    """The list is whoever asked for it; the rows and what is made of them are everybody's."""
    db.remember()
    found = records.records_of(db, story.trajectory.id)
    found.clear()
    assert records.records_of(db, story.trajectory.id) == [story.record]


def test_what_was_made_of_rows_is_made_again_when_one_of_them_was_written(db, story):
    made = []

    def both():
        made.append(1)
        inner = db.derived("inner", lambda: names(db))
        return (*inner, *(one.id for one in records.records_of(db, story.trajectory.id)))

    expected = ("CLB De Brug", story.record.id)
    assert db.derived("both", both) == db.derived("both", both) == expected
    assert len(made) == 2  # outside a write and a request: each time
    with db.write():
        assert db.derived("both", both) == db.derived("both", both) == expected
        db.run("INSERT INTO dossier_counter (year, last) VALUES (1, 1)", {})
        assert db.derived("both", both) == expected
        assert len(made) == 3
        add(db, "CLB Z")
        assert db.derived("both", both) == ("CLB De Brug", "CLB Z", story.record.id)


def test_what_was_made_while_something_was_written_or_read_beside_is_not_remembered(db):
    def writes():
        found = names(db)
        add(db, f"CLB {len(found)}")
        return found

    with db.write():
        assert db.derived("writes", writes) == []
        assert db.derived("writes", writes) == ["CLB 0"]
        assert db.derived("beside", lambda: [*db.each("SELECT last FROM dossier_counter")]) == []
        db.run("INSERT INTO dossier_counter (year, last) VALUES (1, 1)", {})
        assert db.derived("beside", lambda: [*db.each("SELECT last FROM dossier_counter")]) == [{"last": 1}]
