"""Public lists of schools as they were uploaded: kept while they wait for a yes, and for good once they were taken."""

from dataclasses import dataclass

from store.database import Database
from store.rows import columns, load, load_or_none, new_id


@dataclass(frozen=True, slots=True, kw_only=True)
class SchoolList:
    """A list, without its bytes. ``taken_at`` is None as long as nobody said yes; ``size`` in bytes."""

    id: str
    sha256: str
    filename: str
    uploaded_by: str
    uploaded_at: str
    taken_at: str | None
    size: int


_COLUMNS = columns(SchoolList).replace("size", "length(content) AS size")
_SELECT = f"SELECT {_COLUMNS} FROM school_list"


def keep(db: Database, *, sha256: str, filename: str, content: bytes, by: str, at: str) -> str:
    """Keep a list until somebody says yes; gives its id. Other lists that wait are forgotten: one at a time is shown.

    :raises Conflict: for an account that does not exist, or an empty name
    """
    made = new_id()
    with db.write():
        db.run("DELETE FROM school_list WHERE taken_at IS NULL", {})
        db.insert(
            "school_list",
            {
                "id": made,
                "sha256": sha256,
                "filename": filename,
                "content": content,
                "uploaded_by": by,
                "uploaded_at": at,
                "taken_at": None,
            },
        )
    return made


def school_list(db: Database, list_id: str) -> SchoolList | None:
    """One list; None when there is none."""
    return load_or_none(SchoolList, db.row(f"{_SELECT} WHERE id = ?", (list_id,)))


def content(db: Database, list_id: str) -> bytes:
    """Its bytes as they came; empty when there is no such list."""
    row = db.row("SELECT content FROM school_list WHERE id = ?", (list_id,))
    return bytes(row["content"]) if row else b""


def newest(db: Database, limit: int = 10) -> list[SchoolList]:
    """Those that wait, then those that were taken, the last one first."""
    found = db.rows(f"{_SELECT} ORDER BY taken_at IS NOT NULL, coalesce(taken_at, uploaded_at) DESC LIMIT ?", (limit,))
    return [load(SchoolList, row) for row in found]


def take(db: Database, list_id: str, *, at: str) -> bool:
    """Note that the list was taken; False when it was so before, or is gone."""
    with db.write():
        return (
            db.run(
                "UPDATE school_list SET taken_at = :at WHERE id = :id AND taken_at IS NULL", {"id": list_id, "at": at}
            )
            > 0
        )


def forget(db: Database, list_id: str) -> None:
    """Forget a list that waits; one that was taken stays."""
    with db.write():
        db.run("DELETE FROM school_list WHERE id = :id AND taken_at IS NULL", {"id": list_id})
