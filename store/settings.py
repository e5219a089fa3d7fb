"""What an instance decides for itself: a name and a value, changed by an administrator of the platform."""

from dataclasses import dataclass

from store.database import Database
from store.rows import as_row, columns, load


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A value as it was last changed. ``changed_by`` is an account, None for the program itself."""

    name: str
    value: str
    changed_by: str | None
    changed_at: str


def values(db: Database) -> dict[str, str]:
    """Name -> value, of all that was ever decided here."""
    return {row["name"]: row["value"] for row in db.rows("SELECT name, value FROM setting")}


def kept(db: Database) -> dict[str, Kept]:
    """The same with who changed it, and when."""
    return {row["name"]: load(Kept, row) for row in db.rows(f"SELECT {columns(Kept)} FROM setting")}


def put(db: Database, name: str, value: str, *, by: str | None, at: str) -> None:
    """Decide something, or something else than before.

    :raises Conflict: when the account does not exist
    """
    with db.write():
        db.run(
            "INSERT INTO setting (name, value, changed_by, changed_at) VALUES (:name, :value, :changed_by, :changed_at)"
            " ON CONFLICT (name) DO UPDATE SET value = excluded.value, changed_by = excluded.changed_by,"
            " changed_at = excluded.changed_at",
            as_row(Kept(name=name, value=value, changed_by=by, changed_at=at)),
        )


def drop(db: Database, name: str) -> None:
    """Leave it undecided again; a second call does nothing."""
    with db.write():
        db.run("DELETE FROM setting WHERE name = :name", {"name": name})
