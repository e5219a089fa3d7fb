"""What somebody looks for, kept as long as the session at most, so that an address only holds its number."""

from __future__ import annotations

from store.database import Database
from store.rows import new_id


def keep(db: Database, session_hash: str, text: str, *, at: str, most: int, before: str) -> str:
    """The id under which a session finds this text again; the same one for the same text.

    Of a session the last `most` are kept, and of nobody what is from before `before`.

    :raises Conflict: when the session has ended
    """
    here = {"session_hash": session_hash, "text": text}
    with db.write():
        db.run("DELETE FROM sought WHERE at < :before", {"before": before})
        known = db.row("SELECT id FROM sought WHERE session_hash = :session_hash AND text = :text", here)
        if known is not None:
            db.run("UPDATE sought SET at = :at WHERE id = :id", {"id": known["id"], "at": at})
            return str(known["id"])
        made = new_id()
        db.insert("sought", {"id": made, **here, "at": at})
        db.run(
            "DELETE FROM sought WHERE session_hash = :session_hash AND id NOT IN"
            " (SELECT id FROM sought WHERE session_hash = :session_hash ORDER BY at DESC, rowid DESC LIMIT :most)",
            {"session_hash": session_hash, "most": most},
        )
        return made


def text(db: Database, session_hash: str, number: str) -> str:
    """What a session looked for under this number; '' for what is gone, or of somebody else."""
    found = db.row("SELECT text FROM sought WHERE id = ? AND session_hash = ?", (number, session_hash))
    return str(found["text"]) if found else ""
