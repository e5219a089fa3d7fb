from dataclasses import replace
from typing import Any

import pytest

from store import records
from store.database import Conflict
from store.records import Stale
from tests.unit.store.story import AT, LATER


def another(db, story, type="doelen", answers: dict[str, Any] | None = None):
    return records.create(
        db,
        dossier_id=story.dossier.id,
        trajectory_id=story.trajectory.id,
        type=type,
        answers=answers or {},
        prefilled={"naam": "dossier"},
        by=story.begeleider.id,
        at=LATER,
    )


def test_a_record_comes_back_as_it_was_saved(db, story):
    answers = {
        "naam": "Zoë O'Brien-Đặng 👩‍🎓",
        "leeg": None,
        "ja": True,
        "doelen": [{"id": "a", "punten": 3}],
        "tekst": 'a < b & "c"',
    }
    saved = records.save(db, story.record.id, answers, 1, by=story.medewerker.id, at=LATER)
    assert saved == replace(story.record, answers=answers, revision=2, changed_by=story.medewerker.id, changed_at=LATER)
    assert records.record(db, story.record.id) == saved


def test_a_save_on_top_of_an_older_one_is_refused_and_shows_the_current_one(db, story):
    current = records.save(db, story.record.id, {"a": 1}, 1, by=story.begeleider.id, at=AT)
    with pytest.raises(Stale) as stale:
        records.save(db, story.record.id, {"a": 2}, 1, by=story.medewerker.id, at=LATER)
    assert stale.value.current == current
    assert records.record(db, story.record.id) == current


def test_there_is_nothing_to_save_on_a_record_that_is_not_there(db, story):
    assert records.record(db, "gone") is None
    with pytest.raises(KeyError):
        records.save(db, "gone", {}, 1, by=story.begeleider.id, at=AT)


def test_what_json_has_no_word_for_is_refused(db, story):
    for value, error in ((float("nan"), ValueError), ({1}, TypeError), ("\ud800", UnicodeEncodeError)):
        with pytest.raises(error):
            records.save(db, story.record.id, {"a": value}, 1, by=story.begeleider.id, at=AT)
    assert records.record(db, story.record.id) == story.record


def test_records_are_numbered_by_trajectory_and_type(db, story):
    made = [another(db, story, type) for type in ("evaluatie", "doelen", "evaluatie")]
    assert [record.number for record in made] == [1, 2, 2]
    assert records.records_of(db, story.trajectory.id) == [story.record, *made]
    assert records.records_of(db, story.trajectory.id, type="evaluatie") == [made[0], made[2]]


def test_a_record_of_a_trajectory_that_is_not_there_is_a_conflict(db, story):
    with pytest.raises(Conflict):
        records.create(
            db,
            dossier_id=story.dossier.id,
            trajectory_id="gone",
            type="doelen",
            answers={},
            prefilled={},
            by=story.begeleider.id,
            at=AT,
        )
