"""Drafts: the record of one form, saved however incomplete, each save on top of the one its writer saw."""

from dataclasses import dataclass, field

from store.database import Database
from store.rows import Json, as_row, columns, load, load_or_none, new_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One filled-in form. ``number`` counts from 1 within its trajectory and type; ``revision`` counts the saves.

    ``prefilled`` tells where answers came from before anybody wrote them, by name of the question.
    """

    id: str
    dossier_id: str
    trajectory_id: str
    type: str
    number: int
    answers: Json = field(default_factory=dict)
    prefilled: Json = field(default_factory=dict)
    revision: int = 1
    changed_by: str
    changed_at: str
    created_by: str
    created_at: str


class Stale(Exception):
    """Somebody else saved the record since it was read. ``current`` is what it is now; nothing was saved."""

    def __init__(self, current: Record) -> None:
        super().__init__(current.id)
        self.current = current


_SELECT = f"SELECT {columns(Record)} FROM record"


def create(
    db: Database,
    *,
    dossier_id: str,
    trajectory_id: str,
    type: str,
    answers: Json,
    prefilled: Json,
    by: str,
    at: str,
) -> Record:
    """Begin the next record of a type in a trajectory, at revision 1.

    :raises Conflict: when the dossier, trajectory or account does not exist
    """
    with db.write():
        sql = "SELECT coalesce(max(number), 0) + 1 AS next FROM record WHERE trajectory_id = ? AND type = ?"
        made = Record(
            id=new_id(),
            dossier_id=dossier_id,
            trajectory_id=trajectory_id,
            type=type,
            number=db.rows(sql, (trajectory_id, type))[0]["next"],
            answers=answers,
            prefilled=prefilled,
            changed_by=by,
            changed_at=at,
            created_by=by,
            created_at=at,
        )
        db.insert("record", as_row(made))
    return made


def record(db: Database, record_id: str) -> Record | None:
    """One record; None when there is none."""
    return load_or_none(Record, db.row(f"{_SELECT} WHERE id = ?", (record_id,)))


def records_of(db: Database, trajectory_id: str, *, type: str | None = None) -> list[Record]:
    """The records of a trajectory, of one type or of all, in the order in which they were begun."""
    found = db.rows(
        f"{_SELECT} WHERE trajectory_id = :trajectory_id AND (:type IS NULL OR type = :type)"
        " ORDER BY created_at, rowid",
        {"trajectory_id": trajectory_id, "type": type},
    )
    return [load(Record, row) for row in found]


def save(db: Database, record_id: str, answers: Json, base_revision: int, *, by: str, at: str) -> Record:
    """Replace all answers, if the record is still as it was at ``base_revision``; gives what it is now.

    :raises KeyError: when there is no such record
    :raises Stale: when it was saved since
    """
    with db.write():
        current = record(db, record_id)
        if current is None:
            raise KeyError(record_id)
        if current.revision != base_revision:
            raise Stale(current)
        db.run(
            "UPDATE record SET answers = :answers, revision = revision + 1, changed_by = :by, changed_at = :at"
            " WHERE id = :id",
            {"id": record_id, "answers": answers, "by": by, "at": at},
        )
        return load(Record, db.rows(f"{_SELECT} WHERE id = ?", (record_id,))[0])


def note_source(db: Database, record_id: str, prefilled: Json) -> None:
    """Replace what is told of where answers came from, beside the answers themselves."""
    with db.write():
        db.run("UPDATE record SET prefilled = :prefilled WHERE id = :id", {"id": record_id, "prefilled": prefilled})
