"""Pictures of the pages of a document, made once to be looked at and thrown away: nothing else depends on them."""

from collections.abc import Sequence

from store.database import Database


def put(db: Database, of_sha256: str, pictures: Sequence[bytes], *, at: str) -> None:
    """Keep the pages of what goes by this SHA-256, instead of those that were there."""
    with db.write():
        db.run("DELETE FROM page_picture WHERE of_sha256 = :of", {"of": of_sha256})
        for nr, content in enumerate(pictures, start=1):
            db.insert("page_picture", {"of_sha256": of_sha256, "nr": nr, "content": content, "created_at": at})


def count(db: Database, of_sha256: str, *, since: str = "") -> int:
    """How many pages are kept that were made after a moment; 0 when there are none."""
    sql = "SELECT count(*) AS pages FROM page_picture WHERE of_sha256 = ? AND created_at >= ?"
    return int(db.rows(sql, (of_sha256, since))[0]["pages"])


def content(db: Database, of_sha256: str, nr: int) -> bytes | None:
    """A page, a PNG; None when it is not kept."""
    row = db.row("SELECT content FROM page_picture WHERE of_sha256 = ? AND nr = ?", (of_sha256, nr))
    return row["content"] if row else None


def forget(db: Database, *, before: str) -> int:
    """Throw away what was made before a moment; gives how many pages."""
    with db.write():
        return db.run("DELETE FROM page_picture WHERE created_at < :before", {"before": before})
