"""The roads that people go most ask the database no more than this, and change nothing of what they were given."""

from __future__ import annotations

import pytest

from store import remembered, rows
from tests.bench.in_process import ground, roads
from tests.bench.roads import NAMES, counted

MOST = {
    "work list": 26,
    "dossiers": 12,
    "search": 9,
    "dossier": 57,
    "dossier with a round": 40,
    "dossier with a draft": 35,
    "step": 23,
    "longest step": 23,
    "save a step": 22,
    "save by itself": 24,
    "review": 24,
    "freeze": 137,
    "page to sign": 23,
    "sign": 42,
    "sign at the table": 47,
    "round": 40,
    "frozen text": 23,
    "course": 25,
    "documents as a zip": 93,
    "figures": 10,
    "figures as a workbook": 10,
    "verify": 5,
    "sign in": 18,
    "manage": 23,
    "people": 12,
    "keeping": 12,
    "platform": 28,
    "health": 23,
    "rounds": 11,
}
"""Road -> the most statements that it may take. More means that something is asked again and again: pass it on, or ask
for it in a way that can be remembered (store/remembered.py).
"""


@pytest.fixture
def changed_in_place(monkeypatch) -> list[str]:
    """What was read once and given out to many, and is no longer what the database said."""
    found: list[str] = []
    forget = remembered.Reads.forget

    def looked_at(reads: remembered.Reads) -> None:
        for key, kept in reads._kept.items():
            for row in kept:
                found.extend(
                    f"{kind.__name__} of {key[0]}"
                    for kind, made in row.made.items()
                    if made != rows._make(kind, dict(row))
                )
        forget(reads)

    monkeypatch.setattr(remembered.Reads, "forget", looked_at)
    return found


def test_no_road_asks_the_database_more_than_it_did(changed_in_place):
    with ground(SEAL="off") as on:
        asked = {name: counted(on, ready) for name, ready in roads(on).items()}
    assert list(asked) == list(NAMES)
    assert asked.keys() == MOST.keys()
    more = {name: f"{many}, not {MOST[name]}" for name, many in asked.items() if many > MOST[name]}
    assert not more, more
    assert not changed_in_place
