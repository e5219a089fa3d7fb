"""Legal holds: a dossier that must be kept longer than its term, until a day or until somebody lifts it."""

from dataclasses import dataclass

from store.database import Database
from store.rows import as_row, columns, load, load_or_none


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """Who holds a dossier and why, from when, and until which day (None for until it is lifted)."""

    id: str
    dossier_id: str
    organisation_id: str
    reason: str
    placed_by: str
    placed_at: str
    until: str | None = None
    lifted_by: str | None = None
    lifted_at: str | None = None
    lifted_why: str = ""


_SELECT = f"SELECT {columns(Hold)} FROM legal_hold"


def place(db: Database, made: Hold) -> None:
    """Keep that a dossier is held.

    :raises Conflict: when the dossier, organisation or account does not exist, or the reason is empty
    """
    with db.write():
        db.insert("legal_hold", as_row(made))


def lift(db: Database, hold_id: str, *, by: str, why: str, at: str) -> bool:
    """End a hold; False when it was lifted before."""
    with db.write():
        return bool(
            db.run(
                "UPDATE legal_hold SET lifted_by = :by, lifted_at = :at, lifted_why = :why"
                " WHERE id = :id AND lifted_at IS NULL",
                {"id": hold_id, "by": by, "at": at, "why": why},
            )
        )


def hold(db: Database, hold_id: str) -> Hold | None:
    """One hold, lifted or not; None when there is none."""
    return load_or_none(Hold, db.row(f"{_SELECT} WHERE id = ?", (hold_id,)))


def standing(db: Database, dossier_id: str, today: str) -> list[Hold]:
    """The holds of a dossier that hold on a day, the first one first."""
    sql = f"{_SELECT} WHERE dossier_id = ? AND lifted_at IS NULL AND (until IS NULL OR until >= ?) ORDER BY placed_at"
    return [load(Hold, row) for row in db.rows(sql, (dossier_id, today))]


def held(db: Database, organisation_id: str, today: str) -> list[Hold]:
    """The holds of today of every dossier that an organisation sees, whoever placed them, the first one first."""
    found = db.rows(
        f"SELECT {columns(Hold, 'h')} FROM legal_hold h JOIN dossier_organisation a ON a.dossier_id = h.dossier_id"
        " AND a.organisation_id = :organisation AND a.until IS NULL"
        " WHERE h.lifted_at IS NULL AND (h.until IS NULL OR h.until >= :today) ORDER BY h.placed_at, h.id",
        {"organisation": organisation_id, "today": today},
    )
    return [load(Hold, row) for row in found]
