"""A database that remembers what it read within one long write, for who makes very many rows at once.

Inside a write nobody else changes anything, so what was read stays true until this write itself changes a table that
was read. Outside of one nothing is remembered. Nested writes join the outer one without a place to return to: when
one of them fails, all of it does.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache, cached_property
from typing import Any

from store.database import Conflict, Database, Values
from store.rows import Remembered, Row

MOST = 3_000
"""How many answers are remembered at once."""

_WRITTEN = re.compile(r"\s*(?:INSERT(?: OR \w+)? INTO|UPDATE|DELETE FROM)\s+(\w+)", re.IGNORECASE)
_WORD = re.compile(r"\w+")


class Remembering(Database):
    """For one thread, that makes an invented past (services/flanders.py)."""

    _depth = 0
    _failed = False

    @classmethod
    def of(cls, db: Database) -> "Remembering":
        """The same file, with connections of its own."""
        return cls(db.path, db._key)

    def rows(self, sql: str, values: Values = ()) -> list[Row]:
        """Every row of a SELECT, from memory when nothing changed since. Who gets them changes none of it."""
        tables = self._read_by(sql) if self._depth else ()
        if not tables:
            return super().rows(sql, values)
        key = sql, tuple(values.items() if isinstance(values, Mapping) else values)
        known = self._known.get(key)
        if known is None:
            if len(self._known) >= MOST:
                self.forget()
            known = self._known[key] = [Remembered(row) for row in super().rows(sql, values)]
            for table in tables:
                self._keys[table].add(key)
        return list(known)

    def run(self, sql: str, values: Mapping[str, Any]) -> int:
        """Carry out a change, and no longer know what was read of the tables that it may change."""
        found = _WRITTEN.match(sql)
        if found is None:
            self.forget()
        else:
            for table in self._touched[found[1].lower()]:
                for key in self._keys.pop(table, ()):
                    self._known.pop(key, None)
        return super().run(sql, values)

    @contextmanager
    def write(self) -> Iterator[None]:
        """All of the block or nothing, as ever; one that failed inside another ends that one too."""
        if self._depth:
            self._depth += 1
            try:
                yield
            except BaseException:
                self._failed = True
                raise
            finally:
                self._depth -= 1
            return
        self.forget()
        self._failed = False
        try:
            with super().write():
                self._depth = 1
                yield
                if self._failed:
                    raise Conflict("a part of this write failed")
        finally:
            self._depth = 0
            self.forget()

    def forget(self) -> None:
        """Know nothing any more."""
        self._known.clear()
        self._keys.clear()

    @cached_property
    def _known(self) -> dict[tuple[str, tuple[Any, ...]], list[Row]]:
        return {}

    @cached_property
    def _keys(self) -> defaultdict[str, set[tuple[str, tuple[Any, ...]]]]:
        """Table -> what was read of it."""
        return defaultdict(set)

    @cached_property
    def _tables(self) -> frozenset[str]:
        found = super().rows("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")
        return frozenset(row["name"].lower() for row in found)

    @cached_property
    def _touched(self) -> dict[str, frozenset[str]]:
        """Table -> what a change of it may change: itself, and what its triggers and foreign keys reach."""
        reached = {name: {name} for name in self._tables}
        for row in super().rows("SELECT lower(tbl_name) AS name, sql FROM sqlite_master WHERE type = 'trigger'"):
            reached[row["name"]] |= self._tables & set(_WORD.findall(row["sql"].lower()))
        for name in self._tables:
            for row in super().rows(
                f"SELECT lower(\"table\") AS parent, on_delete FROM pragma_foreign_key_list('{name}')"
            ):
                if row["on_delete"] != "NO ACTION":
                    reached[row["parent"]].add(name)
        while more := {name for name in reached if any(reached[one] - reached[name] for one in reached[name])}:
            for name in more:
                reached[name] |= set().union(*(reached[one] for one in reached[name]))
        return {name: frozenset(found) for name, found in reached.items()}

    @cached_property
    def _read_by(self) -> Any:
        """SQL -> the tables it reads, and perhaps some more."""
        tables = self._tables
        return cache(lambda sql: tuple(tables & set(_WORD.findall(sql.lower()))))
