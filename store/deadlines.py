"""The days that count in each dossier, kept for lists: what must happen by when, and who does it.

Computed anew from the dossier whenever something in it changes (services/plan.py); nothing here is a source.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from store.database import Database
from store.rows import as_row, columns, load


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """One day of one dossier. ``readers`` are letters of who may know it, ``acts`` of whose turn it is ('' for nobody).

    ``shown_from`` is the day from which it stands in a work list; ``about`` names a party or item, by id.
    """

    dossier_id: str
    ord: int
    kind: str
    day: str
    shown_from: str
    readers: str
    acts: str
    rule_id: str
    about: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DueLine:
    """A day in the work list of an organisation, with its dossier."""

    dossier_id: str
    number: str
    label: str
    kind: str
    day: str
    readers: str
    acts: str
    about: str


def keep(db: Database, dossier_id: str, days: Sequence[Deadline]) -> None:
    """Replace the days of a dossier."""
    with db.write():
        db.run("DELETE FROM deadline WHERE dossier_id = :id", {"id": dossier_id})
        for one in days:
            db.insert("deadline", as_row(one))


def is_empty(db: Database) -> bool:
    """Whether no day of any dossier is kept."""
    return db.row("SELECT 1 FROM deadline LIMIT 1") is None


def of_dossier(db: Database, dossier_id: str) -> list[Deadline]:
    """The days of a dossier, the first one first."""
    sql = f"SELECT {columns(Deadline)} FROM deadline WHERE dossier_id = ? ORDER BY day, ord"
    return [load(Deadline, row) for row in db.rows(sql, (dossier_id,))]


def shown_to(db: Database, organisation_id: str, today: str) -> list[DueLine]:
    """The days that belong in the work list of an organisation today, over all dossiers it sees, soonest first.

    They are those of the latest trajectory of each dossier: none for a provider of an earlier one.
    """
    found = db.rows(
        "SELECT d.id AS dossier_id, d.number, d.label, w.kind, w.day, w.readers, w.acts, w.about"
        " FROM dossier_organisation a"
        " JOIN deadline w ON w.dossier_id = a.dossier_id AND w.shown_from <= :today"
        " JOIN dossier d ON d.id = a.dossier_id"
        " WHERE a.organisation_id = :organisation_id AND a.until IS NULL AND (a.role <> 'naft' OR ("
        "  SELECT naft_id FROM trajectory WHERE dossier_id = a.dossier_id ORDER BY number DESC LIMIT 1"
        " ) = a.organisation_id)"
        " ORDER BY w.day, d.number, w.ord",
        {"organisation_id": organisation_id, "today": today},
    )
    return [load(DueLine, row) for row in found]
