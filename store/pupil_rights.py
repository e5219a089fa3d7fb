"""Requests by right of pupil and parents, each with its clock; and corrections beside a text that stays as it was."""

from dataclasses import dataclass, field
from typing import Any, Literal

from store.database import Database
from store.rows import Json, as_row, columns, load, new_id

Kind = Literal["inzage", "afschrift", "verbetering", "wissing", "beperking", "bezwaar", "logboek"]
Status = Literal["open", "afspraak", "beantwoord", "geweigerd", "ingetrokken"]
OPEN: tuple[Status, ...] = ("open", "afspraak")


@dataclass(frozen=True, slots=True, kw_only=True)
class RightRequest:
    """One request. ``asked`` is what was noted with it, ``review`` what is withheld from a copy, ``reply`` the answer.

    ``organisation_id`` is whose file it is about: who was asked, and who answers. ``party_id`` is who asks, or in whose
    place somebody asks.
    """

    id: str
    dossier_id: str
    organisation_id: str
    kind: Kind
    party_id: str | None
    asked: Json = field(default_factory=dict)
    asked_on: str
    due_on: str
    noted_by: str
    noted_at: str
    status: Status = "open"
    appointment_on: str | None = None
    review: Json = field(default_factory=dict)
    reply: Json = field(default_factory=dict)
    replied_by: str | None = None
    replied_at: str | None = None

    @property
    def is_open(self) -> bool:
        """Whether it waits for an answer."""
        return self.status in OPEN


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """What somebody corrects or adds at one answer of a version, or at none ('').

    ``told`` holds who said it, the new words, and what was decided; nothing of it changes afterwards.
    """

    id: str
    dossier_id: str
    record_id: str | None
    version_id: str | None
    right_request_id: str | None
    question: str
    told: Json
    noted_by: str
    at: str


_SELECT = f"SELECT {columns(RightRequest)} FROM right_request"


def ask(db: Database, **values: Any) -> RightRequest:
    """Keep a request, with the fields of `RightRequest` but for its id.

    :raises Conflict: when dossier, organisation, party or account does not exist
    """
    made = RightRequest(id=new_id(), **values)
    with db.write():
        db.insert("right_request", as_row(made))
    return made


def request(db: Database, request_id: str) -> RightRequest | None:
    """One request; None when it is not there."""
    found = db.row(f"{_SELECT} WHERE id = ?", (request_id,))
    return load(RightRequest, found) if found else None


def of_dossier(db: Database, dossier_id: str) -> list[RightRequest]:
    """Every request about a dossier, the newest first."""
    found = db.rows(f"{_SELECT} WHERE dossier_id = ? ORDER BY asked_on DESC, rowid DESC", (dossier_id,))
    return [load(RightRequest, row) for row in found]


def appoint(db: Database, request_id: str, day: str) -> None:
    """Note the day of the talk; not of one that has its answer."""
    with db.write():
        db.run(
            "UPDATE right_request SET appointment_on = :day, status = 'afspraak'"
            " WHERE id = :id AND status IN ('open', 'afspraak')",
            {"id": request_id, "day": day},
        )


def review(db: Database, request_id: str, what: Json) -> None:
    """Keep what is withheld; not of one that has its answer."""
    with db.write():
        db.run(
            "UPDATE right_request SET review = :review WHERE id = :id AND status IN ('open', 'afspraak')",
            {"id": request_id, "review": what},
        )


def close(db: Database, request_id: str, status: Status, *, reply: Json, by: str, at: str) -> None:
    """Answer, refuse or take back a request that is open; one that is not stays as it was."""
    with db.write():
        db.run(
            "UPDATE right_request SET status = :status, reply = :reply, replied_by = :by, replied_at = :at"
            " WHERE id = :id AND status IN ('open', 'afspraak')",
            {"id": request_id, "status": status, "reply": reply, "by": by, "at": at},
        )


def correct(db: Database, **values: Any) -> Correction:
    """Keep a correction, with the fields of `Correction` but for its id.

    :raises Conflict: when what it is about does not exist
    """
    made = Correction(id=new_id(), **values)
    with db.write():
        db.insert("correction", as_row(made))
    return made


def corrections_of(db: Database, dossier_id: str) -> list[Correction]:
    """Every correction in a dossier, the oldest first."""
    sql = f"SELECT {columns(Correction)} FROM correction WHERE dossier_id = ? ORDER BY at, rowid"
    return [load(Correction, row) for row in db.rows(sql, (dossier_id,))]
