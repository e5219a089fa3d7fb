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


def keep(db: Database, dossier_id: str, days: Sequence[Deadline]) -> None:
    """Replace the days of a dossier; when they stay the same nothing is written."""
    with db.write():
        if sorted(of_dossier(db, dossier_id), key=lambda one: one.ord) == list(days):
            return
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


def dossiers_with(db: Database, kind: str) -> list[str]:
    """The ids of the dossiers of which a day of this kind is kept."""
    return [row["dossier_id"] for row in db.rows("SELECT DISTINCT dossier_id FROM deadline WHERE kind = ?", (kind,))]
