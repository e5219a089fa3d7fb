from typing import Any

import pytest
import rfc8785

from store import events
from store.database import Conflict
from store.events import Broken, Head
from tests.unit.store.story import AT

DOSSIER = "d" * 20


def happened(db, *, type="version.frozen", data: dict[str, Any] | None = None, dossier: str | None = DOSSIER):
    return events.append(db, type=type, actor="a", dossier=dossier, subject="s", data=data or {"wie": "Zoë"}, at=AT)


def tamper(db, table: str, change: str) -> None:
    """What somebody could do who has the file: take the trigger away first."""
    with db.write():
        for trigger in db.rows("SELECT name FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = ?", (table,)):
            db.run(f"DROP TRIGGER {trigger['name']}", {})
        db.run(change, {})


def test_each_event_follows_the_one_before(db):
    first, second = happened(db), happened(db, dossier=None)
    assert (first.seq, first.prev) == (1, events.GENESIS)
    assert (second.seq, second.prev) == (2, first.hash)
    assert events.head(db) == Head(2, second.hash)
    assert events.of_dossier(db, DOSSIER) == [first]
    assert events.verify(db) == []


def test_an_empty_chain_is_sound(db):
    assert events.head(db) == Head(0, events.GENESIS)
    assert events.verify(db, anchor=Head(0, events.GENESIS)) == []


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


def test_erasing_what_events_tell_leaves_the_chain_whole(db):
    happened(db, data={"naam": "Kobe"})
    kept = happened(db, dossier="another")
    assert events.erase_data(db, DOSSIER) == 1
    (erased,) = events.of_dossier(db, DOSSIER)
    assert erased.data is None
    assert events.of_dossier(db, "another") == [kept]
    assert events.verify(db) == []


def test_data_without_a_canonical_form_is_refused_and_adds_nothing(db):
    with pytest.raises(rfc8785.CanonicalizationError):
        happened(db, data={"getal": 2**60})
    assert events.head(db).seq == 0


def test_an_event_of_a_write_that_fails_did_not_happen(db):
    with pytest.raises(ZeroDivisionError), db.write():
        happened(db)
        _ = 1 / 0
    assert events.head(db).seq == 0
    assert happened(db).seq == 1
