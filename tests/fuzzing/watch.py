"""What a request changed: every table that it wrote to is laid beside what it was before."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import sqlcipher3

from store.erasing import TABLES
from tests.fuzzing.ground import INSIDE, Ground

WRITES = re.compile(
    r"^\s*(?:--\s*)?(?:INSERT(?:\s+OR\s+\w+)?\s+INTO|REPLACE\s+INTO|UPDATE(?:\s+OR\s+\w+)?|DELETE\s+FROM)\s+[\"\[`]?(\w+)",
    re.IGNORECASE,
)
LINES = frozenset({"access_log", "wide_act"})
"""Grow with nearly every request, and nothing depends on them: the database is not put back for them alone."""
Row = tuple[tuple[str, Any], ...]
Changed = dict[str, tuple[list[dict[str, Any]], list[dict[str, Any]]]]
"""Table -> rows that went, rows that came."""


class Watch:
    """The database as it was before anybody sent anything."""

    def __init__(self, ground: Ground, folder: Path) -> None:
        self.db = ground.platform.db
        self._folder = folder
        self._written: set[str] = set()
        names = self.db.rows("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
        self.tables = [one["name"] for one in names if not one["name"].startswith("dossier_search")]
        self._before = {table: self._rows(table) for table in self.tables}
        self._kept = sqlcipher3.connect(str(folder / "kept.db"))
        self.db.connection.conn.backup(self._kept)
        self._of = {which: self._rows_of(case.id) for which, case in ground.cases.items()}
        self._ids = {which: case.id for which, case in ground.cases.items()}
        self.db.connection.conn.set_trace_callback(self._note)

    def _note(self, sql: str) -> None:
        if found := WRITES.match(sql):
            self._written.add(found[1].lower())

    def _rows(self, table: str) -> set[Row]:
        return {
            tuple(row.items())
            for row in self.db.rows(
                f"SELECT rowid AS _, * FROM {table}" if self._has_rowid(table) else f"SELECT * FROM {table}"
            )
        }

    def _has_rowid(self, table: str) -> bool:
        made = self.db.row("SELECT sql FROM sqlite_master WHERE name = ?", (table,))
        return "WITHOUT ROWID" not in str(made["sql"] if made else "")

    def _rows_of(self, dossier_id: str) -> dict[str, set[Row]]:
        """What each table has of one dossier, by the list of what erasing it takes."""
        found = {}
        for table, fate in TABLES.items():
            if fate.where:
                told = self.db.rows(f"SELECT * FROM {table} WHERE {fate.where}", {"dossier": dossier_id})
                found[table] = {tuple(row.items()) for row in told}
        return found

    def everything(self) -> Changed:
        """Every table laid beside what it was."""
        return {table: told for table in self.tables if (told := self._beside(table))}

    def changed(self) -> Changed:
        """What became different since it was put back, of the tables that were written to."""
        return {
            table: told for table in sorted(self._written) if table in self._before and (told := self._beside(table))
        }

    def _beside(self, table: str) -> tuple[list[dict[str, Any]], list[dict[str, Any]]] | None:
        before, now = self._before[table], self._rows(table)
        return None if before == now else ([dict(one) for one in before - now], [dict(one) for one in now - before])

    def of_others(self, who: str, changed: Changed) -> dict[str, list[str]]:
        """The tables in which a dossier changed that this person is no part of, by dossier."""
        found: dict[str, list[str]] = {}
        for which, inside in INSIDE.items():
            if who not in inside and changed:
                now = self._rows_of(self._ids[which])
                tables = [table for table in now if table in changed and now[table] != self._of[which][table]]
                found |= {which: tables} if tables else {}
        return found

    def put_back(self, *, always: bool = False) -> None:
        """Make the database what it was, if anything but lines of a log came."""
        conn = self.db.connection.conn
        assert not conn.in_transaction, "a request left a transaction open"
        if always or self._written - LINES:
            conn.set_trace_callback(None)
            self._kept.backup(conn)
            conn.set_trace_callback(self._note)
        self._written.clear()
