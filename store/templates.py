"""Word templates as they were when a version was frozen, by the SHA-256 of their bytes."""

from store.database import Database


def keep(db: Database, *, sha256: str, name: str, content: bytes) -> None:
    """Keep a template; one that is already kept is left alone."""
    with db.write():
        db.run(
            "INSERT INTO template (sha256, name, content) VALUES (:sha256, :name, :content) ON CONFLICT DO NOTHING",
            {"sha256": sha256, "name": name, "content": content},
        )


def content(db: Database, sha256: str) -> bytes | None:
    """The bytes of a template; None when it was never kept."""
    row = db.row("SELECT content FROM template WHERE sha256 = ?", (sha256,))
    return row["content"] if row else None
