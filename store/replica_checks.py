"""Each time the continuous copy was restored and compared; and the mark by which a copy shows how new it is."""

from dataclasses import dataclass

import sqlcipher3

from store.backups import Unreadable
from store.database import Database
from store.rows import as_row, columns, load_or_none, new_id


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplicaCheck:
    """One look. ``whole``: it can be used; ``why`` is a word for what is the matter, '' for nothing.

    ``head_seq`` is the number of its last event, ``behind`` how many of ours it had not, ``seconds_behind`` since when.
    """

    id: str
    at: str
    whole: bool = False
    head_seq: int = 0
    behind: int = 0
    seconds_behind: float = 0
    why: str = ""


def begin(db: Database, *, at: str, why: str) -> ReplicaCheck:
    """Note that a look begins: a copy made after this has the row. Until it is ended it stands there as not whole."""
    begun = ReplicaCheck(id=new_id(), at=at, why=why)
    with db.write():
        db.insert("replica_check", as_row(begun))
    return begun


def end(db: Database, done: ReplicaCheck) -> None:
    """Note what was found, under the id and the time of when it began."""
    with db.write():
        db.run(
            "UPDATE replica_check SET whole = :whole, head_seq = :head_seq, behind = :behind,"
            " seconds_behind = :seconds_behind, why = :why WHERE id = :id",
            {name: value for name, value in as_row(done).items() if name != "at"},
        )


def last(db: Database) -> ReplicaCheck | None:
    """The last look; None when there never was one."""
    sql = f"SELECT {columns(ReplicaCheck)} FROM replica_check ORDER BY at DESC, rowid DESC LIMIT 1"
    return load_or_none(ReplicaCheck, db.row(sql))


def is_in(db: Database, check_id: str) -> bool:
    """Whether a copy was made after a look began. Nothing is changed in it, and nobody is counted as using it.

    :raises Unreadable: when it cannot be opened or read
    """
    try:
        connection = db.open_bare()
        try:
            return connection.execute("SELECT 1 FROM replica_check WHERE id = ?", (check_id,)).fetchone() is not None
        finally:
            connection.close()
    except sqlcipher3.DatabaseError as fault:
        raise Unreadable(str(fault)) from fault
