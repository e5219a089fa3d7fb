"""What is counted over many dossiers at once: trajectories, their steps, and some answers of what was frozen.

No name of anybody and no free text comes out of here, but the names of organisations.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from store.database import Database
from store.rows import columns, load

COUNTED = ("ter_ondertekening", "getekend", "deels_getekend", "vervangen")
"""Statuses of a version that count; what was taken back or refused does not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """A trajectory with what its dossier tells; `school` is the name of one that sees it, '' for none.

    `since` and `until` are the times between which the organisation that asks takes part, None for no end.
    """

    id: str
    dossier_id: str
    number: int
    state: str
    start_date: str | None
    ended_on: str | None
    created_at: str
    soort: str
    clb: str
    naft: str
    school: str
    since: str
    until: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Something that was done to a trajectory: the type of the event and when."""

    subject: str
    type: str
    at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An answer in the last version of a record: `type` and `record` tell of which, `name` is that of the leaf."""

    trajectory_id: str
    type: str
    record: int
    name: str
    value: Any


_MINE = {
    "clb": "d.clb_id = :organisation",
    "naft": "t.naft_id = :organisation",
    "school": "a.role = 'school'",
}
_AMONG = (
    " FROM trajectory t"
    " JOIN dossier d ON d.id = t.dossier_id"
    " JOIN organisation clb ON clb.id = d.clb_id"
    " LEFT JOIN organisation naft ON naft.id = t.naft_id"
    " LEFT JOIN dossier_organisation a ON a.dossier_id = d.id AND a.organisation_id = :organisation"
    " WHERE {mine} AND t.created_at < :before AND (t.ended_on IS NULL OR t.ended_on >= :first)"
)
_TRAJECTORIES = (
    "SELECT t.id, t.dossier_id, t.number, t.state, t.start_date, t.ended_on, t.created_at, d.soort,"
    " clb.naam AS clb, coalesce(naft.naam, '') AS naft, coalesce(("
    "  SELECT min(s.naam) FROM dossier_organisation b JOIN organisation s ON s.id = b.organisation_id"
    "  WHERE b.dossier_id = d.id AND b.role = 'school' AND b.until IS NULL"
    " ), '') AS school, coalesce(a.since, d.created_at) AS since, a.until" + _AMONG
)


def trajectories(
    db: Database, organisation_id: str, soort: Literal["clb", "naft", "school"], *, first: str, before: str
) -> list[Counted]:
    """The trajectories of an organisation that began before a time and had not ended before a day."""
    found = db.rows(
        f"{_TRAJECTORIES.format(mine=_MINE[soort])} ORDER BY t.created_at, t.id",
        {"organisation": organisation_id, "first": first, "before": before},
    )
    return [load(Counted, row) for row in found]


def how_many(
    db: Database,
    organisation_id: str,
    soort: Literal["clb", "naft", "school"],
    *,
    first: str,
    before: str,
    most: int,
) -> int:
    """How many of them there are; no more than ``most`` are counted."""
    row = db.row(
        f"SELECT count(*) AS many FROM (SELECT 1 {_AMONG.format(mine=_MINE[soort])} LIMIT :most)",
        {"organisation": organisation_id, "first": first, "before": before, "most": most},
    )
    return int(row["many"]) if row else 0


def steps(db: Database, dossiers: Sequence[str], *, before: str) -> list[Step]:
    """What was done to the trajectories of these dossiers before a time, in order."""
    found = db.rows(
        f"SELECT {columns(Step, 'e')} FROM json_each(:dossiers) w JOIN event e ON e.dossier_id = w.value"
        " WHERE e.type GLOB 'trajectory.*' AND e.at < :before ORDER BY e.seq",
        {"dossiers": json.dumps(list(dossiers)), "before": before},
    )
    return [load(Step, row) for row in found]


def answers(
    db: Database, dossiers: Sequence[str], *, names: Sequence[tuple[str, str]], reader: str, before: str
) -> list[Answer]:
    """Answers as they were frozen last before a time, in these dossiers, as far as a reader may read them.

    `names` are (type of record, pattern of the name of a leaf, with * for anything).
    """
    found = db.each(
        "SELECT r.trajectory_id, r.type, r.number, v.payload, max(v.number)"
        " FROM json_each(:dossiers) w JOIN record r ON r.dossier_id = w.value JOIN version v ON v.record_id = r.id"
        " WHERE r.type IN (SELECT value FROM json_each(:types))"
        " AND v.frozen_at < :before AND v.status IN (SELECT value FROM json_each(:counted))"
        " GROUP BY r.id ORDER BY r.trajectory_id, r.type, r.number",
        {
            "dossiers": json.dumps(list(dossiers)),
            "types": json.dumps(sorted({slug for slug, _ in names})),
            "counted": json.dumps(COUNTED),
            "before": before,
        },
    )
    patterns = [(slug, re.compile(re.escape(name).replace(r"\*", ".*"))) for slug, name in names]
    return [
        Answer(
            trajectory_id=row["trajectory_id"],
            type=row["type"],
            record=row["number"],
            name=leaf["name"],
            value=leaf["value"],
        )
        for row in found
        for leaf in json.loads(row["payload"])["leaves"]
        if reader in leaf["readers"] and any(s == row["type"] and p.fullmatch(leaf["name"]) for s, p in patterns)
    ]
