"""What one thread read and may be given again without asking the database: as long as nothing of it was written.

Two things make a read worth nothing: a write of this connection to a table that the read names, and a commit of anybody
else. The first is told by ``wrote``; of the second ``Database`` knows when it may happen, and asks ``others_wrote``.
Why reads are remembered at all, and what it gains: ADR 0048.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import sqlcipher3

from store.rows import Found

MOST_READS = 2_000
MOST_ROWS = 500
"""So many reads are kept at once, and none with more rows than this: what is larger is read once and looked at once."""

_WORD = re.compile(r"\w+")
_READ_FROM = re.compile(r"\b(?:FROM|JOIN)\s+(\w+|\()", re.IGNORECASE)
_WRITES = re.compile(r"\s*(?:INSERT|REPLACE|UPDATE|DELETE)(?:\s+OR\s+\w+)?(?:\s+INTO|\s+FROM)?\s+(\w+)", re.IGNORECASE)
_PASSED_ON = re.compile(r"\b(?:CASCADE|SET NULL|SET DEFAULT)\b", re.IGNORECASE)

_UNKNOWN = frozenset({"?"})
"""What was made of rows of which the tables are not known."""

T = TypeVar("T")
Key = tuple[str, tuple[Any, ...]]


class Reads:
    """The remembered reads of one connection."""

    def __init__(self, connection: sqlcipher3.Connection) -> None:
        self._connection = connection
        self._kept: dict[Key, list[Found]] = {}
        self._of_table: dict[str, set[Hashable]] = {}
        self._schema: Schema | None = None
        self._schema_number = -1
        self._tables_in: dict[str, frozenset[str]] = {}
        self._derived: dict[Hashable, Any] = {}
        self._making: list[set[str]] = []
        self._version = -1
        self._changes = 0
        self._times_forgotten = 0

    def of(self, key: Key) -> list[Found] | None:
        """What this read gave, if that is still so as far as this connection knows; else None."""
        self.settle()
        if self._making:
            self._making[-1] |= self._tables_of(key[0]) or _UNKNOWN
        return self._kept.get(key)

    def derive(self, key: Hashable, make: Callable[[], T]) -> T:
        """What ``make`` gives, which asks the database and nothing else; remembered as long as what it asked is.

        ``key`` holds all that it depends on beside that.
        """
        self.settle()
        if key in self._derived:
            found, tables = self._derived[key]
        else:
            self._making.append(set())
            before = self._times_forgotten
            try:
                found = make()
            finally:
                tables = self._making.pop()
            if tables and not tables & _UNKNOWN and before == self._times_forgotten:
                self._derived[key] = found, tables
                for table in tables:
                    self._of_table.setdefault(table, set()).add(key)
        if self._making:
            self._making[-1] |= tables or _UNKNOWN
        return found  # type: ignore[no-any-return]  # kept under the key of its own kind

    def asked_beside(self) -> None:
        """Something was read that is not remembered, and nothing made of it may be."""
        if self._making:
            self._making[-1] |= _UNKNOWN

    def keep(self, key: Key, rows: list[Found]) -> None:
        """Remember what a read gave, where it is known of which tables it is."""
        tables = self._tables_of(key[0])
        if len(rows) > MOST_ROWS or not tables:
            return
        if len(self._kept) + len(self._derived) >= MOST_READS:
            self.forget()
        self._kept[key] = rows
        for table in tables:
            self._of_table.setdefault(table, set()).add(key)

    def settle(self) -> None:
        """Forget everything when this connection wrote what was not told: also before a write that will be told."""
        if self._connection.total_changes != self._changes:
            self.forget()

    def wrote(self, sql: str, rows: int) -> None:
        """This connection carried out a statement that changed so many rows itself: forget what it may have changed.

        Where more changed than that, a trigger or a reference did it too.
        """
        changes = self._connection.total_changes
        more, self._changes = changes - self._changes != max(rows, 0), changes
        found = _WRITES.match(sql)
        if found is None or found[1].lower() not in self._known().tables:
            self.forget()
            self._schema = None
            return
        for name in self._known().reached(found[1].lower()) if more else (found[1].lower(),):
            for key in self._of_table.pop(name, ()):
                self._kept.pop(key, None)  # type: ignore[call-overload]  # a key of either
                self._derived.pop(key, None)
        self._times_forgotten += 1

    def others_wrote(self) -> None:
        """Forget everything when anybody else committed since this was last asked."""
        [version] = self._connection.execute("PRAGMA data_version").fetchone()
        if version != self._version:
            self._version = version
            [schema] = self._connection.execute("PRAGMA schema_version").fetchone()
            if schema != self._schema_number:
                self._schema_number, self._schema = schema, None
            self.forget()

    def forget(self) -> None:
        """Forget every read: after a rollback, at the end of a request, or when it is not known what changed."""
        self._times_forgotten += 1
        self._kept.clear()
        self._derived.clear()
        self._of_table.clear()
        self._changes = self._connection.total_changes

    def _known(self) -> Schema:
        if self._schema is None:
            self._schema = _schema(self._connection)
            self._tables_in.clear()
        return self._schema

    def _tables_of(self, sql: str) -> frozenset[str]:
        """The tables that a SELECT reads; none where it reads from anything else, such as a view."""
        known = self._known().tables
        found = self._tables_in.get(sql)
        if found is None:
            named = {one.lower() for one in _READ_FROM.findall(sql)}
            words = {one.lower() for one in _WORD.findall(sql)}
            sound = sql.lstrip()[:6].upper() == "SELECT" and bool(named) and named <= known
            found = self._tables_in[sql] = frozenset(words & known) if sound else frozenset()
        return found


@dataclass(frozen=True, slots=True)
class Schema:
    """The tables there are, and for each those that a write to it changes too, by a trigger or a reference."""

    tables: frozenset[str]
    passed_on: Mapping[str, frozenset[str]]

    def reached(self, table: str) -> set[str]:
        """A table, and whatever changes with it, however far."""
        found, todo = {table}, [table]
        while todo:
            more = self.passed_on.get(todo.pop(), frozenset()) - found
            found |= more
            todo += more
        return found


def _schema(connection: sqlcipher3.Connection) -> Schema:
    """As it is now. Whatever a trigger names counts as changed by it, and so does who refers with an action."""
    made = [
        (str(kind), str(table).lower(), {one.lower() for one in _WORD.findall(str(sql))}, str(sql))
        for kind, table, sql in connection.execute(
            "SELECT type, tbl_name, sql FROM sqlite_master WHERE type IN ('table', 'trigger')"
        )
    ]
    tables = frozenset(table for kind, table, _, _ in made if kind == "table")
    passed_on: dict[str, frozenset[str]] = {}
    for kind, table, words, sql in made:
        if kind == "trigger":
            passed_on[table] = passed_on.get(table, frozenset()) | (words & tables)
        elif _PASSED_ON.search(sql):
            for other in words & tables:
                passed_on[other] = passed_on.get(other, frozenset()) | {table}
    return Schema(tables, passed_on)


def key_of(sql: str, values: Mapping[str, Any] | Sequence[Any]) -> Key:
    """Under what a read is remembered."""
    return sql, tuple(values.items()) if isinstance(values, Mapping) else tuple(values)
