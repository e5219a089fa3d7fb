"""Word files that came from elsewhere: kept as they came, first apart, and once somebody confirmed it in a dossier."""

from dataclasses import dataclass, field

from store.database import Database
from store.rows import Json, as_row, columns, load, load_or_none, new_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """What is known of a file without its bytes. Without ``dossier_id`` it waits for somebody to confirm it.

    ``type``, ``code``, ``reader``, ``version`` and ``root`` are those of the record inside. ``certificate`` is the
    SHA-256 of what sealed it, ``origin`` the name under which that is trusted. ``record_id`` is the record into which
    answers were taken over, ``taken`` tells which.
    """

    id: str
    organisation_id: str
    dossier_id: str | None = None
    record_id: str | None = None
    type: str
    code: str
    reader: str
    version: int
    root: str
    certificate: str
    origin: str
    filename: str
    sha256: str
    received_by: str
    received_at: str
    taken: Json = field(default_factory=dict)


_SELECT = f"SELECT {columns(Received)} FROM received"


def keep(
    db: Database,
    *,
    organisation_id: str,
    type: str,
    code: str,
    reader: str,
    version: int,
    root: str,
    certificate: str,
    origin: str,
    filename: str,
    sha256: str,
    content: bytes,
    by: str,
    at: str,
) -> Received:
    """Keep a file apart, in no dossier.

    :raises Conflict: when the organisation has these bytes already
    """
    made = Received(
        id=new_id(),
        organisation_id=organisation_id,
        type=type,
        code=code,
        reader=reader,
        version=version,
        root=root,
        certificate=certificate,
        origin=origin,
        filename=filename,
        sha256=sha256,
        received_by=by,
        received_at=at,
    )
    with db.write():
        db.insert("received", {**as_row(made), "content": content})
    return made


def received(db: Database, received_id: str) -> Received | None:
    """One file without its bytes; None when there is none."""
    return load_or_none(Received, db.row(f"{_SELECT} WHERE id = ?", (received_id,)))


def content(db: Database, received_id: str) -> bytes | None:
    """The bytes as they came; None when there are none."""
    row = db.row("SELECT content FROM received WHERE id = ?", (received_id,))
    return row["content"] if row else None


def of_sha256(db: Database, organisation_id: str, sha256: str) -> Received | None:
    """The file of an organisation with exactly these bytes; None when it has none."""
    values = (organisation_id, sha256)
    return load_or_none(Received, db.row(f"{_SELECT} WHERE organisation_id = ? AND sha256 = ?", values))


def waiting_for(db: Database, organisation_id: str) -> list[Received]:
    """What an organisation has in no dossier yet, the newest first."""
    found = db.rows(
        f"{_SELECT} WHERE organisation_id = ? AND dossier_id IS NULL ORDER BY received_at DESC, rowid DESC",
        (organisation_id,),
    )
    return [load(Received, row) for row in found]


def of_dossier(db: Database, dossier_id: str) -> list[Received]:
    """What came into a dossier, in the order in which it came."""
    found = db.rows(f"{_SELECT} WHERE dossier_id = ? ORDER BY received_at, rowid", (dossier_id,))
    return [load(Received, row) for row in found]


def of_record(db: Database, record_id: str) -> list[Received]:
    """The files of which answers stand in a record, in the order in which they came."""
    found = db.rows(
        f"{_SELECT} WHERE dossier_id IS NOT NULL AND record_id = ? ORDER BY received_at, rowid", (record_id,)
    )
    return [load(Received, row) for row in found]


def place(
    db: Database, received_id: str, *, dossier_id: str, record_id: str | None, by: str, at: str, taken: Json
) -> bool:
    """Put a file that waits into a dossier; False when it no longer waits."""
    with db.write():
        return bool(
            db.run(
                "UPDATE received SET dossier_id = :dossier_id, record_id = :record_id, received_by = :by,"
                " received_at = :at, taken = :taken WHERE id = :id AND dossier_id IS NULL",
                {
                    "id": received_id,
                    "dossier_id": dossier_id,
                    "record_id": record_id,
                    "by": by,
                    "at": at,
                    "taken": taken,
                },
            )
        )


def remove(db: Database, received_id: str) -> bool:
    """Remove a file that waits; one that is in a dossier stays, and False is given."""
    with db.write():
        return bool(db.run("DELETE FROM received WHERE id = :id AND dossier_id IS NULL", {"id": received_id}))


def purge(db: Database, *, before: str) -> int:
    """Remove what waits since before a time; gives how many."""
    with db.write():
        return db.run("DELETE FROM received WHERE dossier_id IS NULL AND received_at < :before", {"before": before})
