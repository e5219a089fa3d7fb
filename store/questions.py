"""Questions to a CLB: what somebody who may not refer asks, and what the CLB did with it."""

from dataclasses import dataclass
from typing import Literal

from store.database import Database
from store.rows import Json, as_row, columns, load, load_or_none, new_id

Status = Literal["open", "beantwoord", "dossier"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question of an organisation to a CLB. ``asked`` and ``reply`` are answers to forms, ``{}`` when there are none.

    ``replied_by`` and ``replied_at`` tell who last did something with it: answered it, or opened the dossier
    ``dossier_id``.
    """

    id: str
    clb_id: str
    organisation_id: str | None
    asked: Json
    asked_by: str | None
    asked_at: str
    status: Status
    reply: Json
    replied_by: str | None
    replied_at: str | None
    dossier_id: str | None


class QuestionClosed(Exception):
    """Somebody was first: it was answered, or became a dossier. ``current`` is what it is now."""

    def __init__(self, current: Question) -> None:
        super().__init__(current.id)
        self.current = current


_SELECT = f"SELECT {columns(Question)} FROM question"


def create(db: Database, *, clb_id: str, organisation_id: str, asked: Json, asked_by: str, at: str) -> Question:
    """Ask a CLB something.

    :raises Conflict: when the CLB, the organisation or the account does not exist
    """
    made = Question(
        id=new_id(),
        clb_id=clb_id,
        organisation_id=organisation_id,
        asked=asked,
        asked_by=asked_by,
        asked_at=at,
        status="open",
        reply={},
        replied_by=None,
        replied_at=None,
        dossier_id=None,
    )
    with db.write():
        db.insert("question", as_row(made))
    return made


def question(db: Database, question_id: str) -> Question | None:
    """One question; None when there is none."""
    return load_or_none(Question, db.row(f"{_SELECT} WHERE id = ?", (question_id,)))


def open_for_clb(db: Database, clb_id: str) -> list[Question]:
    """What waits for an answer of this CLB, the longest waiting first."""
    found = db.rows(f"{_SELECT} WHERE clb_id = ? AND status = 'open' ORDER BY asked_at, rowid", (clb_id,))
    return [load(Question, row) for row in found]


def of_clb(db: Database, clb_id: str) -> list[Question]:
    """Everything this CLB was ever asked, the newest first."""
    found = db.rows(f"{_SELECT} WHERE clb_id = ? ORDER BY asked_at DESC, rowid DESC", (clb_id,))
    return [load(Question, row) for row in found]


def of_asker(db: Database, organisation_id: str) -> list[Question]:
    """Everything this organisation ever asked, the newest first."""
    found = db.rows(f"{_SELECT} WHERE organisation_id = ? ORDER BY asked_at DESC, rowid DESC", (organisation_id,))
    return [load(Question, row) for row in found]


def of_asker_since(db: Database, organisation_id: str, *, since: str) -> list[Question]:
    """What this organisation asked and is still open, or was answered at ``since`` or later, the newest first."""
    found = db.rows(
        f"{_SELECT} WHERE organisation_id = :organisation_id AND (status = 'open' OR replied_at >= :since)"
        " ORDER BY asked_at DESC, rowid DESC",
        {"organisation_id": organisation_id, "since": since},
    )
    return [load(Question, row) for row in found]


def answer(db: Database, question_id: str, reply: Json, *, by: str, at: str) -> Question:
    """Answer an open question; gives what it is now.

    :raises KeyError: when there is no such question
    :raises QuestionClosed: when it is no longer open
    """
    with db.write():
        if _asked(db, question_id).status != "open":
            raise QuestionClosed(_asked(db, question_id))
        db.run(
            "UPDATE question SET status = 'beantwoord', reply = :reply, replied_by = :by, replied_at = :at"
            " WHERE id = :id",
            {"id": question_id, "reply": reply, "by": by, "at": at},
        )
        return _asked(db, question_id)


def turn_into_dossier(db: Database, question_id: str, dossier_id: str, *, by: str, at: str) -> Question:
    """Say which dossier came of a question, answered before or not; an answer stays.

    :raises KeyError: when there is no such question
    :raises QuestionClosed: when a dossier came of it already
    :raises Conflict: when the dossier does not exist
    """
    with db.write():
        if _asked(db, question_id).status == "dossier":
            raise QuestionClosed(_asked(db, question_id))
        db.run(
            "UPDATE question SET status = 'dossier', dossier_id = :dossier_id, replied_by = :by, replied_at = :at"
            " WHERE id = :id",
            {"id": question_id, "dossier_id": dossier_id, "by": by, "at": at},
        )
        return _asked(db, question_id)


def _asked(db: Database, question_id: str) -> Question:
    found = question(db, question_id)
    if found is None:
        raise KeyError(question_id)
    return found
