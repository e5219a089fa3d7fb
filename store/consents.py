"""Consents given, refused or taken back after the indicatiestelling was frozen: added to, never changed."""

from dataclasses import dataclass, field

from store.database import Database
from store.rows import Json, as_row, columns, load, new_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One answer of one party; ``answers`` has the names of the repeat ``instemmingen`` of the indicatiestelling."""

    id: str
    dossier_id: str
    answers: Json = field(default_factory=dict)
    created_by: str
    created_at: str


def add(db: Database, *, dossier_id: str, answers: Json, by: str, at: str) -> Entry:
    """Add an answer.

    :raises Conflict: when the dossier or the account does not exist
    """
    made = Entry(id=new_id(), dossier_id=dossier_id, answers=answers, created_by=by, created_at=at)
    with db.write():
        db.insert("consent", as_row(made))
    return made


def of_dossier(db: Database, dossier_id: str) -> list[Entry]:
    """What was answered in a dossier since, in the order in which it was written down."""
    sql = f"SELECT {columns(Entry)} FROM consent WHERE dossier_id = ? ORDER BY created_at, rowid"
    return [load(Entry, row) for row in db.rows(sql, (dossier_id,))]
