from typing import Any

import pytest
import rfc8785

from store import events
from store.events import Head
from tests.unit.store.story import AT

DOSSIER = "d" * 20


def happened(db, *, type="version.frozen", data: dict[str, Any] | None = None, dossier: str | None = DOSSIER):
    return events.append(db, type=type, actor="a", dossier=dossier, subject="s", data=data or {"wie": "Zoë"}, at=AT)


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
