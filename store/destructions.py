"""Destroying a dossier for an organisation that keeps it: announced, proposed by one person, carried out by another."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from store.database import Database
from store.rows import Json, as_row, columns, load, load_or_none

Status = Literal["aangekondigd", "voorgesteld", "uitgevoerd", "ingetrokken"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Destruction:
    """One dossier and one organisation that kept it until the day ``kept_until``.

    ``whole``: nobody kept it any longer. ``erased`` says of how many rows of each table something went.
    """

    id: str
    dossier_id: str
    organisation_id: str
    kept_until: str
    status: Status
    announced_at: str | None = None
    proposed_by: str | None = None
    proposed_at: str | None = None
    confirmed_by: str | None = None
    done_at: str | None = None
    reason: str = ""
    whole: bool = False
    erased: Json = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """An organisation that keeps a dossier, and the last day on which it does."""

    dossier_id: str
    organisation_id: str
    kind: str
    day: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """A dossier that an organisation destroyed, as it stands in a list: no names of pupils are left."""

    number: str
    kept_until: str
    done_at: str
    whole: bool
    proposed: str
    confirmed: str
    erased: Json


_SELECT = f"SELECT {columns(Destruction)} FROM destruction"


def open_one(db: Database, dossier_id: str, organisation_id: str) -> Destruction | None:
    """What is under way, or was carried out, for one organisation; None when nothing is."""
    sql = f"{_SELECT} WHERE dossier_id = ? AND organisation_id = ? AND status <> 'ingetrokken'"
    return load_or_none(Destruction, db.row(sql, (dossier_id, organisation_id)))


def under_way(db: Database, organisation_id: str) -> list[Destruction]:
    """What was announced or proposed and is not carried out yet, the oldest term first."""
    found = db.rows(
        f"{_SELECT} WHERE organisation_id = ? AND status IN ('aangekondigd', 'voorgesteld') ORDER BY kept_until, id",
        (organisation_id,),
    )
    return [load(Destruction, row) for row in found]


def everything_under_way(db: Database) -> list[Destruction]:
    """The same of every organisation."""
    found = db.rows(f"{_SELECT} WHERE status IN ('aangekondigd', 'voorgesteld') ORDER BY kept_until, id")
    return [load(Destruction, row) for row in found]


def carried_out(db: Database) -> list[Destruction]:
    """Everything that was ever destroyed, in order."""
    return [load(Destruction, row) for row in db.rows(f"{_SELECT} WHERE status = 'uitgevoerd' ORDER BY done_at, rowid")]


def done_by(db: Database, organisation_id: str, limit: int) -> list[Done]:
    """What an organisation destroyed, the newest first."""
    found = db.rows(
        "SELECT d.number, x.kept_until, x.done_at, x.whole, x.erased,"
        " coalesce(p.voornaam || ' ' || p.familienaam, '') AS proposed,"
        " coalesce(c.voornaam || ' ' || c.familienaam, '') AS confirmed"
        " FROM destruction x JOIN dossier d ON d.id = x.dossier_id"
        " LEFT JOIN account p ON p.id = x.proposed_by LEFT JOIN account c ON c.id = x.confirmed_by"
        " WHERE x.organisation_id = ? AND x.status = 'uitgevoerd' ORDER BY x.done_at DESC, d.number DESC LIMIT ?",
        (organisation_id, limit),
    )
    return [load(Done, row) for row in found]


def add(db: Database, made: Destruction) -> None:
    """Keep what begins.

    :raises Conflict: when something is under way, or was carried out, for this organisation already
    """
    with db.write():
        db.insert("destruction", as_row(made))


def change(db: Database, destruction_id: str, values: Mapping[str, object]) -> None:
    """Move one on: names of columns with their values.

    :raises Conflict: when it was carried out or withdrawn, or who proposed it confirms it
    """
    told = ", ".join(f"{name} = :{name}" for name in values)
    with db.write():
        db.run(f"UPDATE destruction SET {told} WHERE id = :id", {**values, "id": destruction_id})


def whole_at(db: Database, dossier_id: str) -> str:
    """When a dossier was destroyed whole (UTC); '' when it was not."""
    row = db.row(
        "SELECT done_at FROM destruction WHERE dossier_id = ? AND status = 'uitgevoerd' AND whole = 1", (dossier_id,)
    )
    return str(row["done_at"]) if row else ""


def terms_that_end(db: Database, by: str) -> list[Term]:
    """Who keeps which dossier up to a day that is not after ``by``, as far as it still sees it, the first day first."""
    found = db.rows(
        "SELECT w.dossier_id, a.organisation_id, w.kind, w.day FROM deadline w"
        " CROSS JOIN dossier_organisation a ON a.dossier_id = w.dossier_id AND a.until IS NULL"
        "  AND 'bewaren_' || a.role = w.kind"
        " WHERE w.shown_from <= date(:by, '+1 day') AND w.day <= :by AND w.kind IN ('bewaren_clb', 'bewaren_naft')"
        " ORDER BY w.day, w.dossier_id, a.organisation_id",
        {"by": by},
    )
    return [load(Term, row) for row in found]


def open_rights(db: Database, dossier_id: str) -> int:
    """How many questions of pupil or parents about a dossier wait for an answer."""
    row = db.row(
        "SELECT count(*) AS open FROM right_request WHERE dossier_id = ? AND status IN ('open', 'afspraak')",
        (dossier_id,),
    )
    return int(row["open"]) if row else 0
