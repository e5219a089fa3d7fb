"""Watches the plan of every query that a test makes SQLite carry out: none goes through all of a table that grows.

Plans are asked of an empty database of this program, whose planner knows no counts, as in an instance where ANALYZE was
never done; not of the one under test, which so sees nothing of it.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Any

import sqlcipher3

from store import database
from store.database import Database, Values

SMALL = {
    "_sqlite_migrations": "one row a migration",
    "setting": "a handful of names",
    "organisation": "1,100 in all Flanders, and no more",
    "house_template": "some for each organisation that wants its own",
    "template": "the same",
    "logo": "one for each organisation that wants one",
    "school_list": "one row each time the list of schools is read",
    "backup": "one a night, and those of a year",
    "replica_check": "one a day, and those of a year",
    "dossier_counter": "one row a year",
    "sqlite_master": "the schema",
    "sqlite_schema": "the schema",
    "page_picture": "previews of a week",
    "sought": "what was looked for in the sessions that are open",
    "erasing": "at most one row, while something is erased",
    "legal_hold": "some dossiers that a court asks to keep",
}
"""Tables that may be gone through -> why they stay small."""

PARTS = {
    "mail_due": "mails that wait",
    "mail_failed": "mails that failed, of a year",
    "job_next": "work that waits or goes on",
    "job_open": "work that waits or goes on",
    "version_open": "rounds that are open",
    "version_waiting": "rounds that are open",
    "scan_waiting": "scans that wait for a second person",
    "request_open": "requests that wait",
    "emergency_unseen": "emergencies that nobody looked at yet",
    "right_request_open": "requests by right that wait",
    "send_back_open": "what was sent back and not answered",
}
"""Indexes of the rows that wait for somebody: however large the table, these stay few."""

WHOLE: dict[str, str] = {
    "dossiers.every": "commands that list or compare everything",
    "events.audit": "audit verify and selfcheck compute the chain again",
    "versions.every": "audit documents and selfcheck compare everything",
    "documents.register": "the same, and the list of files with what seals them",
    "pdfs.every": "the same",
    "housekeeping.tidy": "once a night, each table in a write of its own",
    "backups.settle": "once, on a copy that was put back and that nobody works in yet",
    "dossier_lines.forget": "search rebuild empties it all",
    "counts._one": "the page of the platform: how many accounts and dossiers there are, from an index",
    "jobs.not_done": "the command that lists what waits and failed; finished work goes after ninety days",
    "deadlines.dossiers_with": "an administrator changed a setting by which days are counted",
    "destructions.everything_under_way": "once a night, when terms are announced",
    "destructions.carried_out": "selfcheck, and after a copy was put back: all that was ever destroyed",
}
"""Function of store/ that may go through a whole table -> for whom. No page that people wait for asks it."""

STORE = Path(database.__file__).parent
IN_BETWEEN = ("database.py", "remembered.py", "plans.py")
"""Files through which a query comes, that do not ask it."""

_SCAN = re.compile(
    r"^(?:SCAN|SEARCH(?= \w+$)) (\w+)\b(?: USING (?:COVERING )?INDEX (\w+))?(?! VIRTUAL TABLE INDEX \d+:M)"
)
"""A line of a plan that goes through a whole table. A SEARCH by nothing is that for the largest or smallest."""

_ADDS_ROWS = re.compile(r"\s*INSERT(?: OR \w+)? INTO \w+ \([^)]*\) VALUES")
"""Its plan names who refers to the table, which is only looked at where a reference was broken before."""

_FEW = re.compile(r"\bLIMIT (?:\d+|\?|:\w+)\s*$")


class _Nothing(dict[str, None]):
    """Binds NULL to every name."""

    def __missing__(self, name: str) -> None:
        return None


class Watch:
    """Knows each distinct query; `faults` looks at those that are new."""

    def __init__(self, connection: sqlcipher3.Connection) -> None:
        self.connection = connection
        self._new: dict[str, tuple[str, int | None]] = {}
        self._seen: set[str] = set()
        found = connection.execute("SELECT lower(name) FROM sqlite_master WHERE type IN ('table', 'view')")
        self._tables = {str(row[0]) for row in found} | {"sqlite_master", "sqlite_schema"}

    def note(self, sql: str, values: Values) -> None:
        """A query is about to be carried out; those that a test asks itself do not count."""
        if sql not in self._seen and (asker := _asker()):
            self._seen.add(sql)
            self._new[sql] = asker, None if isinstance(values, Mapping) else len(values)

    def faults(self) -> list[str]:
        """What the queries since the last time go through and should not, each with its query."""
        new, self._new = self._new, {}
        return [
            f"{fault}\n    of {asker}: {sql}"
            for sql, (asker, places) in new.items()
            if asker not in WHOLE
            for fault in self.look(sql, places)
        ]

    def look(self, sql: str, places: int | None = None) -> list[str]:
        """What one query goes through and should not; `places` is how many question marks it has, None for names."""
        if not re.match(r"\s*(SELECT|WITH|UPDATE|DELETE|INSERT)\b", sql) or _ADDS_ROWS.match(sql):
            return []
        try:
            bound: Any = _Nothing() if places is None else (None,) * places
            plan = [str(row[3]) for row in self.connection.execute(f"EXPLAIN QUERY PLAN {sql}", bound)]
        except sqlcipher3.Error:  # of another schema than today's
            return []
        return [line for line in plan if self._is_whole(line, sql, plan)]

    def _is_whole(self, line: str, sql: str, plan: Iterable[str]) -> bool:
        found = _SCAN.match(line)
        table = self._table_of(found[1].lower(), sql) if found else ""
        if found is None or not table or table in SMALL or (found[2] or "") in PARTS:
            return False
        sorted_first = any("TEMP B-TREE" in one for one in plan)
        return sorted_first or " WHERE " in sql or _FEW.search(sql) is None

    def _table_of(self, name: str, sql: str) -> str:
        """The table behind a name or alias; '' for what is none, as json_each or a part of the query itself."""
        if name in self._tables:
            return name
        behind = re.findall(rf"\b(\w+)\s+(?:AS\s+)?{name}\b", sql, re.IGNORECASE)
        return next((one.lower() for one in behind if one.lower() in self._tables), "")


def _asker() -> str:
    """The function of store/ from which the query comes, as 'mails.due'; '' for one from elsewhere."""
    frame = sys._getframe(2)
    while frame.f_back is not None and Path(frame.f_code.co_filename).name in IN_BETWEEN:
        frame = frame.f_back
    path = Path(frame.f_code.co_filename)
    name = frame.f_code.co_qualname.split(".<locals>")[0]
    return f"{path.stem}.{name}" if path.parent == STORE else ""


def watching(watch: Watch) -> tuple[Any, Any]:
    """`Database._each` and `Database.run`, telling the watch what they are asked."""
    each, run = Database._each, Database.run

    def told_each(self: Database, sql: str, values: Values) -> Any:
        watch.note(sql, values)
        return each(self, sql, values)

    def told_run(self: Database, sql: str, values: Mapping[str, Any]) -> int:
        watch.note(sql, values)
        return run(self, sql, values)

    return told_each, told_run


def said(faults: Collection[str]) -> str:
    """For who reads the failure."""
    return (
        "A query goes through a whole table that grows. Give it an index (store/schema_7.py), or say in tests/plans.py"
        " why it may:\n" + "\n".join(faults)
    )
