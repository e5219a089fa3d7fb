"""A section of a frozen text that somebody sends back with a reason, before signing."""

from dataclasses import dataclass
from typing import Literal

from store.database import Database
from store.rows import as_row, columns, load, load_or_none, new_id

Status = Literal["open", "aangepast", "zo_gelaten", "vervallen"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SendBack:
    """What one party wants changed. ``step`` is the slug of the section, ``method`` the way it was said.

    ``reply`` is what was answered when the text stays as it is.
    """

    id: str
    version_id: str
    party_id: str
    step: str
    reason: str
    method: str
    at: str
    status: Status = "open"
    reply: str = ""
    replied_by: str | None = None
    replied_at: str | None = None


_SELECT = f"SELECT {columns(SendBack)} FROM send_back"


def send(db: Database, *, version_id: str, party_id: str, step: str, reason: str, method: str, at: str) -> SendBack:
    """Keep it.

    :raises Conflict: when the party was not asked to sign, or has one open already
    """
    made = SendBack(
        id=new_id(), version_id=version_id, party_id=party_id, step=step, reason=reason, method=method, at=at
    )
    with db.write():
        db.insert("send_back", as_row(made))
    return made


def of_version(db: Database, version_id: str) -> list[SendBack]:
    """Everything that was sent back under a version, in order."""
    return [load(SendBack, row) for row in db.rows(f"{_SELECT} WHERE version_id = ? ORDER BY at, rowid", (version_id,))]


def one(db: Database, send_back_id: str) -> SendBack | None:
    """One of them; None when there is none."""
    return load_or_none(SendBack, db.row(f"{_SELECT} WHERE id = ?", (send_back_id,)))


def reply(db: Database, send_back_id: str, status: Status, *, reply: str = "", by: str | None, at: str) -> bool:
    """Answer one that is open; False when it no longer is."""
    with db.write():
        return bool(
            db.run(
                "UPDATE send_back SET status = :status, reply = :reply, replied_by = :by, replied_at = :at"
                " WHERE id = :id AND status = 'open'",
                {"id": send_back_id, "status": status, "reply": reply, "by": by, "at": at},
            )
        )


def close_all(db: Database, version_id: str, status: Status, *, by: str | None, at: str) -> int:
    """Answer all that are open under a version at once, as when the text is taken back; gives how many."""
    with db.write():
        return db.run(
            "UPDATE send_back SET status = :status, replied_by = :by, replied_at = :at"
            " WHERE version_id = :version_id AND status = 'open'",
            {"version_id": version_id, "status": status, "by": by, "at": at},
        )
