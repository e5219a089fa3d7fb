"""Who has the file can change rows behind the back of the program: the chain shows it, and triggers refuse it first."""

import pytest

from store import events
from store.database import Conflict
from store.events import Broken
from tests.unit.store.test_events import DOSSIER, happened


def tamper(db, table: str, change: str) -> None:
    """What somebody could do who has the file: take the trigger away first."""
    with db.write():
        for trigger in db.rows("SELECT name FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = ?", (table,)):
            db.run(f"DROP TRIGGER {trigger['name']}", {})
        db.run(change, {})


@pytest.mark.parametrize(
    ("table", "change", "broken"),
    [
        ("event", "UPDATE event SET actor = 'b' WHERE seq = 2", [Broken(2, "hash")]),
        ("event", "UPDATE event SET at = '2026-11-24T14:02:00Z' WHERE seq = 2", [Broken(2, "hash")]),
        ("event_data", """UPDATE event_data SET data = '{"wie":"Bo"}' WHERE seq = 2""", [Broken(2, "data")]),
        ("event_data", f"UPDATE event_data SET salt = '{'0' * 32}' WHERE seq = 2", [Broken(2, "data")]),
    ],
)
def test_an_edit_is_found(db, table, change, broken):
    for _ in range(3):
        happened(db)
    tamper(db, table, change)
    assert events.verify(db) == broken


def test_an_event_taken_out_is_found(db):
    for _ in range(3):
        happened(db)
    events.erase_data(db, DOSSIER)
    tamper(db, "event", "DELETE FROM event WHERE seq = 2")
    assert events.verify(db) == [Broken(3, "gap"), Broken(3, "prev")]


def test_a_tail_cut_off_is_found_with_an_anchor_kept_elsewhere(db):
    for _ in range(3):
        happened(db)
    anchor = events.head(db)
    assert events.verify(db, anchor) == []
    events.erase_data(db, DOSSIER)
    tamper(db, "event", "DELETE FROM event WHERE seq = 3")
    assert events.verify(db) == []
    assert events.verify(db, anchor) == [Broken(3, "anchor")]


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE event SET actor = 'b'",
        "DELETE FROM event",
        "UPDATE event_data SET data = '{}'",
        "INSERT OR REPLACE INTO event SELECT * FROM event",
    ],
)
def test_an_event_cannot_be_changed_or_taken_out(db, change):
    happened(db)
    events.erase_data(db, "another")
    with pytest.raises(Conflict), db.write():
        db.run(change, {})
    assert events.verify(db) == []
