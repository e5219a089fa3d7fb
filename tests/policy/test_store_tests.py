"""The tests of the store are about its functions: another engine would have to pass them too (ADR 0052)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

STORE = Path(__file__).parents[1] / "unit" / "store"
TESTS = sorted(path for path in STORE.glob("*.py") if path.name != "conftest.py")
ENGINE = re.compile(
    r"sqlite|sqlcipher|pragma|rowid|json_(each|type|valid|extract)|\bwal\b|"
    r"\b(SELECT|INSERT|UPDATE|DELETE|REPLACE|CREATE|DROP|EXPLAIN|TRIGGER|BEGIN|COMMIT|FTS5|STRICT)\b|"
    r"\bdb\.(?!write\(|patient\(|release\()|Database\(",
)
"""Words of an engine, and whatever of the database is no part of the interface (tests/unit/store/conftest.py)."""


@pytest.mark.parametrize("path", TESTS, ids=lambda path: path.stem)
def test_a_test_of_the_store_knows_no_engine(path):
    found = {match[0] for match in ENGINE.finditer(path.read_text("utf-8"))}
    assert not found, f"{path.name}: {sorted(found)} belongs in tests/unit/store/sqlite, or ask a function of store/"


def test_the_words_of_an_engine_are_found_where_they_stand():
    told = "\n".join(path.read_text("utf-8") for path in (STORE / "sqlite").glob("*.py"))
    assert {"sqlite", "db.run", "db.rows", "SELECT", "UPDATE", "Database("} <= {
        match[0] + (re.match(r"\w*", told[match.end() :]) or [""])[0] if match[0] == "db." else match[0]
        for match in ENGINE.finditer(told)
    }
