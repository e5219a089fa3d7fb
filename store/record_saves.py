"""Which save of a record came from which page, and what it changed: names of questions, never an answer (ADR 0030)."""

from collections.abc import Sequence
from dataclasses import dataclass

from store.database import Database
from store.rows import as_row, columns, load


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordSave:
    """One save. ``page`` is the mark of the page it came from, '' for none; ``turn`` counts the posts of that page.

    ``changed`` holds the paths of the answers that became other ones: 'klas', 'doelen/D1/tekst'.
    """

    record_id: str
    revision: int
    account_id: str
    page: str
    turn: int
    changed: tuple[str, ...]
    at: str


def add(
    db: Database,
    *,
    record_id: str,
    revision: int,
    account_id: str,
    page: str,
    turn: int,
    changed: Sequence[str],
    at: str,
    forget_before: str,
) -> None:
    """Note a save, and forget those of this record of before a time.

    :raises Conflict: when that revision was noted already, or the record or account does not exist
    """
    made = RecordSave(
        record_id=record_id,
        revision=revision,
        account_id=account_id,
        page=page,
        turn=turn,
        changed=tuple(changed),
        at=at,
    )
    with db.write():
        db.insert("record_save", as_row(made))
        db.run(
            "DELETE FROM record_save WHERE record_id = :record_id AND at < :before",
            {"record_id": record_id, "before": forget_before},
        )


def since(db: Database, record_id: str, revision: int) -> list[RecordSave]:
    """The saves after a revision, in order; older ones may be forgotten."""
    sql = f"SELECT {columns(RecordSave)} FROM record_save WHERE record_id = ? AND revision > ? ORDER BY revision"
    return [load(RecordSave, row) for row in db.rows(sql, (record_id, revision))]
