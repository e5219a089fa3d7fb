"""Requests from one party of a dossier to another: a question, a proposal, or the wish to stop; open until answered."""

from dataclasses import dataclass, field
from typing import Literal

from store.database import Database
from store.rows import Json, as_row, columns, load, new_id

Status = Literal["open", "beantwoord", "geweigerd", "vervallen"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One request. ``from_kind`` and ``to_kind`` are kinds of organisation; ``asked`` and ``reply`` what was said."""

    id: str
    dossier_id: str
    trajectory_id: str
    kind: str
    from_kind: str
    to_kind: str
    asked: Json = field(default_factory=dict)
    asked_by: str
    asked_at: str
    status: Status = "open"
    reply: Json = field(default_factory=dict)
    replied_by: str | None = None
    replied_at: str | None = None


_SELECT = f"SELECT {columns(Request)} FROM request"


def ask(
    db: Database,
    *,
    dossier_id: str,
    trajectory_id: str,
    kind: str,
    from_kind: str,
    to_kind: str,
    asked: Json,
    by: str,
    at: str,
) -> Request:
    """Keep a request. An earlier one of the same kind in the trajectory that is still open lapses.

    :raises Conflict: when the trajectory or the account does not exist
    """
    made = Request(
        id=new_id(),
        dossier_id=dossier_id,
        trajectory_id=trajectory_id,
        kind=kind,
        from_kind=from_kind,
        to_kind=to_kind,
        asked=asked,
        asked_by=by,
        asked_at=at,
    )
    with db.write():
        db.run(
            "UPDATE request SET status = 'vervallen', replied_at = :at"
            " WHERE trajectory_id = :trajectory_id AND kind = :kind AND status = 'open'",
            {"trajectory_id": trajectory_id, "kind": kind, "at": at},
        )
        db.insert("request", as_row(made))
    return made


def close(db: Database, request_id: str, status: Status, *, reply: Json | None = None, by: str | None, at: str) -> None:
    """Answer, refuse or let lapse a request that is open; one that is not stays as it was."""
    with db.write():
        db.run(
            "UPDATE request SET status = :status, reply = :reply, replied_by = :by, replied_at = :at"
            " WHERE id = :id AND status = 'open'",
            {"id": request_id, "status": status, "reply": reply or {}, "by": by, "at": at},
        )


def open_request(db: Database, trajectory_id: str, kind: str) -> Request | None:
    """The open request of a kind in a trajectory; None when there is none."""
    found = db.rows(
        f"{_SELECT} WHERE trajectory_id = ? AND kind = ? AND status = 'open' ORDER BY asked_at DESC",
        (trajectory_id, kind),
    )
    return load(Request, found[0]) if found else None


def of_dossier(db: Database, dossier_id: str) -> list[Request]:
    """Every request in a dossier, the newest first."""
    found = db.rows(f"{_SELECT} WHERE dossier_id = ? ORDER BY asked_at DESC, rowid DESC", (dossier_id,))
    return [load(Request, row) for row in found]
