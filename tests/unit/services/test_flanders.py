"""An invented Flanders: the same however it is made, whole after it was killed, and in order."""

from __future__ import annotations

import json
import os
import re
import signal
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from services import finding, flanders, flanders_texts, flanders_world, readiness, retold
from services.accounts import sign_in, signed_in
from services.flanders import Asked
from services.flanders_cast import MONTHS, Cast, opened_on
from services.flanders_texts import Texts
from services.platform import Platform, stamp
from store import events, mails, organisations, trajectories
from store.database import Database

TEMPLATES = Path(__file__).parents[3] / "doc_templates"
NOW = datetime(2026, 11, 24, 8, 30, tzinfo=UTC)
ASKED = Asked(years=1, trajectories=5, seed=4)
CUT = 3
"""The dossier whose goals nobody could freeze."""
KILLED_AT = 3


@dataclass(frozen=True)
class Made:
    """An instance and how many lives were cut short in it."""

    platform: Platform
    short: int


def an_instance(folder: Path, empty: Path) -> Platform:
    (folder / "naadloos.db").write_bytes(empty.read_bytes())
    return Platform(Database(folder / "naadloos.db"), TEMPLATES, lambda: NOW)


@pytest.fixture(scope="module")
def small() -> Iterator[pytest.MonkeyPatch]:
    """Few schools; no Word file is tried, as tests/functional/test_printing.py makes them all; one life goes wrong."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(flanders_world, "SCHOOLS_COUNT", 6)
        patch.setattr(flanders_world, "CLBS", 3)
        patch.setattr(readiness, "check", lambda *_: None)
        goals = flanders_texts.goals

        def without(cast: Cast, *more: Any) -> Texts:
            return goals(cast, *more) | ({"doelen": []} if cast.nr == CUT else {})

        patch.setattr(flanders_texts, "goals", without)
        yield patch


@pytest.fixture(scope="module")
def made(small, tmp_path_factory, migrated) -> Iterator[Made]:
    platform = an_instance(tmp_path_factory.mktemp("vlaanderen"), migrated)
    [(done, short)] = list(flanders.go_on(platform, flanders.begin(platform, ASKED)))
    assert done == ASKED.total
    yield Made(platform, short)
    platform.db.close()


KEPT = {
    "deadline": "kind, day, shown_from, readers, acts",
    "dossier_line": "state, ended, free, open_rounds, due_date, name, words, until, changed_at",
    "dossier_task": "kind, acts, day, from_day, to_day, mine_from, week_from, late_from, since",
    "trajectory": "state, start_date, due_date, ended_on",
    "party p LEFT JOIN account a ON a.id = p.account_id": "p.rol, p.answers, a.email",
    "record r JOIN version v ON v.record_id = r.id, json_each(v.payload, '$.leaves') leaf": (
        "r.type, v.number, v.status, v.closed_at, leaf.value ->> 'name' AS name, leaf.value -> 'value' AS value"
    ),
}
"""What is compared of a dossier, beside its events."""


def told(platform: Platform) -> list[Any]:
    """All that stands in the dossiers and in the lists of them, with 'id' for every id and hash."""
    found: list[Any] = []
    for dossier in platform.db.rows("SELECT id, number, soort, label, created_at FROM dossier ORDER BY number"):
        rows = [
            platform.db.rows(f"SELECT {what} FROM {where} WHERE dossier_id = ?", (dossier["id"],))
            for where, what in KEPT.items()
        ]
        happened = [
            (one.type, one.at, _plain({**(one.data or {}), "bewijs": ""}))
            for one in events.of_dossier(platform.db, dossier["id"])
        ]
        found.append((_plain(dossier), happened, [sorted(_plain(row) for row in some) for some in rows]))
    return found


def _plain(thing: Any) -> str:
    return re.sub(r"\b([0-9a-f]{64}|[0-9a-f]{20})\b", "id", json.dumps(thing))


def test_what_was_made_is_in_order(made):
    db = made.platform.db
    assert events.verify(db) == []
    assert finding.differences(made.platform) == []
    for dossier in db.rows("SELECT id FROM dossier"):
        stands = [one.state for one in trajectories.trajectories_of(db, dossier["id"])]
        assert retold.states(events.of_dossier(db, dossier["id"])) == stands
    assert mails.waiting(db) == 0
    assert max(one["at"] for one in db.rows("SELECT at FROM event")) < stamp(NOW)
    texts = [row["answers"] for row in db.rows("SELECT answers FROM record WHERE type = 'indicatiestelling'")]
    assert len({json.loads(one)["gemotiveerd_oordeel"] for one in texts}) == len(texts) >= KILLED_AT


def test_a_life_that_the_rules_stop_ends_at_the_step_before(made):
    assert made.short == 1
    [trajectory] = told(made.platform)[CUT][2][3]
    assert json.loads(trajectory)["state"] == "aanvaard"


@pytest.mark.skipif(sys.platform == "win32", reason="no fork")
def test_killed_and_asked_again_it_is_the_same_as_made_at_once_with_nothing_put_off(
    made, small, tmp_path, migrated, monkeypatch
):
    """The one that is killed keeps the lists at each step, as when people work, and not once a dossier."""
    monkeypatch.setattr(flanders, "Building", lambda: None)
    platform = an_instance(tmp_path, migrated)
    begun = flanders.begin(platform, ASKED)
    platform.db.close()
    child = os.fork()
    if not child:
        tell = flanders._tell

        def until_killed(*given: Any) -> None:
            if given[3] == KILLED_AT:
                os.kill(os.getpid(), signal.SIGKILL)
            tell(*given)

        flanders._tell = until_killed  # type: ignore[assignment]  # in this process alone
        list(flanders.go_on(platform, begun, batch=2))
        os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL

    again = flanders.begin(platform, ASKED)
    assert again.done == 2
    done = [one for one, _ in flanders.go_on(platform, again, batch=2)]

    assert done == [4, 5]
    assert told(platform) == told(made.platform)
    platform.db.close()


def test_it_is_never_mixed_with_anything_else(made, tmp_path, migrated):
    with pytest.raises(flanders.NotOurs, match="--years 1 --trajectories 5 --seed 4"):
        flanders.begin(made.platform, Asked(years=1, trajectories=9, seed=4))
    other = an_instance(tmp_path, migrated)
    organisations.create(other.db, soort="clb", naam="CLB De Brug")
    with pytest.raises(flanders.NotOurs, match="holds data"):
        flanders.begin(other, ASKED)
    other.db.close()


def test_one_can_sign_in(made):
    for one in flanders.people(made.platform)[::3]:
        found = signed_in(made.platform, sign_in(made.platform, one.email, one.wachtwoord))
        assert found is not None
        assert found.who.organisation.naam == one.organisatie


def test_a_year_has_its_rhythm():
    first = datetime(2025, 11, 24, tzinfo=UTC).date()
    days = [opened_on(first, nr, 500) for nr in range(500)]
    by_month = [sum(day.month == month for day in days) for month in range(1, 13)]

    assert days == sorted(days)
    assert all(day.weekday() < 5 for day in days)
    assert sum(by_month[6:8]) <= 5 < 20 < min(by_month[8:11])
    assert len(MONTHS) == 12
