"""The work list of an organisation: how many tasks are in each group on a day, and some of them.

A group is a comparison of dates that were kept with the task (services/tasks.py). Only dossiers that have a task are
read, and of those that are not shown no more than an entry of an index.
"""

from dataclasses import dataclass
from typing import Literal

from store.database import Database
from store.rows import Row, load

Group = Literal["laat", "week", "jou", "anderen"]
Sort = Literal["termijn", "naam", "gewijzigd"]

GROUPS: dict[Group, str] = {
    "laat": "t.late_from <= :today",
    "week": "t.week_from <= :today AND (t.late_from IS NULL OR t.late_from > :today)",
    "jou": "t.mine_from <= :today AND (t.week_from IS NULL OR t.week_from > :today)"
    " AND (t.late_from IS NULL OR t.late_from > :today)",
    "anderen": "(t.mine_from IS NULL OR t.mine_from > :today) AND (t.week_from IS NULL OR t.week_from > :today)"
    " AND (t.late_from IS NULL OR t.late_from > :today)",
}
"""Group -> when a task is in it; it is in exactly one."""

_RANGE: dict[Group, str] = {"laat": " AND t.day < :today", "week": " AND t.day <= :in_a_week"}
"""What follows from that for the day, said so that of all tasks only these are read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Whose list, on which day, a week later, and of which dossiers. Empty: makes no difference.

    ``account_id``: those in which that one takes part, or nobody of its organisation does yet.
    """

    organisation_id: str
    today: str
    in_a_week: str
    account_id: str = ""
    state: str = ""
    school_id: str = ""
    naft_id: str = ""
    clb_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskLine:
    """A task with its dossier. ``day`` is None where there is none, ``since`` '' for what nobody asked."""

    dossier_id: str
    number: str
    label: str
    state: str
    kind: str
    acts: bool
    day: str | None
    since: str


_FILTERS = ("state", "school_id", "naft_id", "clb_id")
_VISIBLE = "t.organisation_id = :organisation_id AND t.from_day <= :today AND t.to_day >= :today"
_MINE = (
    "(SELECT dossier_id FROM party WHERE account_id = :account_id AND removed_at IS NULL"
    " UNION SELECT dossier_id FROM dossier_line WHERE organisation_id = :organisation_id AND free = 1) AS mine"
    " CROSS JOIN dossier_task t ON t.dossier_id = mine.dossier_id"
)
_ALL = "dossier_task t"
_LINE = "dossier_line l ON l.dossier_id = t.dossier_id AND l.organisation_id = t.organisation_id"
_ORDER: dict[Sort, str] = {
    "termijn": "{0}day ASC NULLS LAST, {0}dossier_id, {0}ord",
    "naam": "{1}name, {0}dossier_id, {0}ord",
    "gewijzigd": "{1}changed_at DESC, {0}dossier_id, {0}ord",
}


def count(db: Database, wanted: Wanted) -> dict[Group, int]:
    """How many tasks there are in each group."""
    source, values = _source(wanted)
    sums = ", ".join(f"coalesce(sum({condition}), 0) AS {name}" for name, condition in GROUPS.items())
    row = db.row(f"SELECT {sums} FROM {source} WHERE {_VISIBLE}{_where(wanted)}", values)
    return {name: int(row[name]) for name in GROUPS} if row else dict.fromkeys(GROUPS, 0)


def some(db: Database, wanted: Wanted, group: Group, sort: Sort, *, limit: int, offset: int = 0) -> list[TaskLine]:
    """Tasks of a group, in order: what is due soonest first, by name, or what changed last first."""
    source, values = _source(wanted)
    if sort != "termijn" and not _filtered(wanted):
        source += f" JOIN {_LINE}"
    reach = _RANGE.get(group, "") if source == _ALL else ""
    inner = (
        f"SELECT t.dossier_id, t.organisation_id, t.kind, t.acts, t.day, t.since, t.ord FROM {source}"
        f" WHERE {_VISIBLE}{_where(wanted)} AND {GROUPS[group]}{reach}"
        f" ORDER BY {_ORDER[sort].format('t.', 'l.')} LIMIT :limit OFFSET :offset"
    )
    found = db.rows(
        "SELECT d.id AS dossier_id, d.number, d.label, l.state, task.kind, task.acts, task.day, task.since"
        f" FROM ({inner}) AS task JOIN {_LINE.replace('t.', 'task.')} JOIN dossier d ON d.id = task.dossier_id"
        f" ORDER BY {_ORDER[sort].format('task.', 'l.')}",
        values | {"limit": limit, "offset": offset},
    )
    return [load(TaskLine, row) for row in found]


def mine(db: Database, organisation_id: str, account_id: str) -> set[str]:
    """The ids of the running dossiers of an organisation in which an account takes part."""
    found = db.rows(
        "SELECT p.dossier_id FROM party p JOIN dossier_line l ON l.dossier_id = p.dossier_id"
        " AND l.organisation_id = :organisation_id AND l.ended = 0"
        " WHERE p.account_id = :account_id AND p.removed_at IS NULL",
        {"organisation_id": organisation_id, "account_id": account_id},
    )
    return {row["dossier_id"] for row in found}


def _filtered(wanted: Wanted) -> bool:
    return any(getattr(wanted, name) for name in _FILTERS)


def _source(wanted: Wanted) -> tuple[str, Row]:
    """Where tasks come from: one's own dossiers, those of a filter, or all."""
    values: Row = {name: getattr(wanted, name) for name in ("organisation_id", "today", "in_a_week")}
    values |= {name: getattr(wanted, name) for name in _FILTERS if getattr(wanted, name)}
    if wanted.account_id:
        values["account_id"] = wanted.account_id
        return f"{_MINE} JOIN {_LINE}" if _filtered(wanted) else _MINE, values
    if _filtered(wanted):
        return f"dossier_line l CROSS JOIN dossier_task t ON {_LINE.partition(' ON ')[2]}", values
    return _ALL, values


def _where(wanted: Wanted) -> str:
    found = [f" AND l.{name} = :{name}" for name in _FILTERS if getattr(wanted, name)]
    return "".join(found) + (" AND l.organisation_id = :organisation_id" if found else "")
