"""The watch over plans sees what it should, and what it lets pass is there and has a reason."""

from __future__ import annotations

import importlib

import pytest

from tests.plans import PARTS, SMALL, WHOLE, Watch


@pytest.mark.parametrize(
    ("sql", "places", "seen"),
    [
        ("SELECT id FROM mail WHERE error = ?", 1, ["SCAN mail"]),
        ("SELECT m.id FROM mail AS m WHERE m.error = :error LIMIT 1", None, ["SCAN m"]),
        ("UPDATE party SET removed_at = :at WHERE rol = :rol", None, ["SCAN party"]),
        ("SELECT 1 FROM dossier d JOIN party p ON p.dossier_id = d.id WHERE p.rol = ?", 1, ["SCAN p"]),
        ("SELECT at FROM event ORDER BY at LIMIT 1", 0, ["SCAN event"]),
        ("SELECT seq FROM event ORDER BY seq DESC LIMIT 1", 0, []),
        ("SELECT count(*) FROM mail WHERE status = 'wacht' AND next_at <= ?", 1, []),
        ("SELECT naam FROM organisation WHERE lower(naam) = ?", 1, []),
        ("SELECT value FROM json_each(?)", 1, []),
        ("SELECT id FROM party WHERE dossier_id IN (SELECT value FROM json_each(?))", 1, []),
        ("INSERT INTO version (id) VALUES (:id)", None, []),
        ("SELECT gone FROM table_of_an_earlier_schema", 0, []),
    ],
)
def test_a_table_that_grows_is_not_gone_through(plans: Watch, sql, places, seen):
    found = plans.look(sql, places)
    assert [line.partition(" USING")[0] for line in found] == seen


def test_what_may_be_gone_through_is_there(plans: Watch):
    for name in WHOLE:
        module, _, function = name.partition(".")
        assert callable(getattr(importlib.import_module(f"store.{module}"), function)), name
    kept = {str(row[0]) for row in plans.connection.execute("SELECT name FROM sqlite_master")}
    assert set(PARTS) <= kept
    assert set(SMALL) - {"sqlite_master", "sqlite_schema"} <= kept
    assert all((WHOLE | PARTS | SMALL).values())
