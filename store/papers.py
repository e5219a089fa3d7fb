"""Signing on paper: a printed copy with a code, and the scans of what was signed on it."""

from dataclasses import dataclass
from typing import Literal

from store.database import Database
from store.rows import as_row, columns, load, load_or_none, new_id

Status = Literal["wacht", "bevestigd", "afgewezen", "vervallen"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A printed copy of a version for one party; the code stands on it."""

    code: str
    version_id: str
    party_id: str
    printed_by: str
    printed_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Scan:
    """What came back, without its bytes: the answer that was read from it, by whom, and who confirmed that.

    ``decision`` is one of the party's choices or ``geweigerd``, ``size`` in bytes.
    """

    id: str
    paper_code: str
    decision: str
    remark: str
    signed_on: str
    media_type: str
    sha256: str
    size: int
    uploaded_by: str
    uploaded_at: str
    status: Status
    decided_by: str | None
    decided_at: str | None
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingScan:
    """A scan that waits for a second person, for a work list: in which dossier, under what, of whose copy.

    ``rol`` and ``kind`` are the party's: its role and the kind of its organisation ('' for none).
    """

    id: str
    dossier_id: str
    number: str
    label: str
    record_type: str
    uploaded_by: str
    uploaded_at: str
    rol: str
    kind: str


_SCAN = f"SELECT {columns(Scan)} FROM scan"


def print_copy(db: Database, made: Paper) -> Paper:
    """Keep that a copy was printed.

    :raises Conflict: when the code was used before, or the party is no signer of the version
    """
    with db.write():
        db.insert("paper", as_row(made))
    return made


def paper(db: Database, code: str) -> Paper | None:
    """The printed copy with a code; None when there is none."""
    return load_or_none(Paper, db.row(f"SELECT {columns(Paper)} FROM paper WHERE code = ?", (code,)))


def copies_of(db: Database, version_id: str, party_id: str) -> list[Paper]:
    """Every copy that was printed for a party, the newest first."""
    sql = (
        f"SELECT {columns(Paper)} FROM paper WHERE version_id = ? AND party_id = ? ORDER BY printed_at DESC, rowid DESC"
    )
    return [load(Paper, row) for row in db.rows(sql, (version_id, party_id))]


def add_scan(
    db: Database,
    *,
    paper_code: str,
    decision: str,
    remark: str,
    signed_on: str,
    media_type: str,
    sha256: str,
    content: bytes,
    by: str,
    at: str,
) -> Scan:
    """Keep a scan that waits for a second person; an earlier one of the same copy that waits lapses.

    :raises Conflict: when there is no such copy
    """
    scan_id = new_id()
    with db.write():
        db.run(
            "UPDATE scan SET status = 'vervallen', decided_at = :at WHERE paper_code = :code AND status = 'wacht'",
            {"code": paper_code, "at": at},
        )
        db.insert(
            "scan",
            {
                "id": scan_id,
                "paper_code": paper_code,
                "decision": decision,
                "remark": remark,
                "signed_on": signed_on,
                "media_type": media_type,
                "sha256": sha256,
                "uploaded_by": by,
                "uploaded_at": at,
                "status": "wacht",
                "content": content,
            },
        )
        return load(Scan, db.rows(f"{_SCAN} WHERE id = ?", (scan_id,))[0])


def scan(db: Database, scan_id: str) -> Scan | None:
    """One scan without its bytes; None when there is none."""
    return load_or_none(Scan, db.row(f"{_SCAN} WHERE id = ?", (scan_id,)))


def content(db: Database, scan_id: str) -> bytes | None:
    """The bytes of a scan as they are kept; None when there is none."""
    row = db.row("SELECT content FROM scan WHERE id = ?", (scan_id,))
    return row["content"] if row else None


def scans_of(db: Database, version_id: str) -> list[tuple[str, Scan]]:
    """Party id and scan, of every scan under a version, the newest first."""
    found = db.rows(
        f"SELECT p.party_id, {columns(Scan, 's')} FROM scan s JOIN paper p ON p.code = s.paper_code"
        " WHERE p.version_id = ? ORDER BY s.uploaded_at DESC, s.rowid DESC",
        (version_id,),
    )
    return [(row["party_id"], load(Scan, row)) for row in found]


def decide(db: Database, scan_id: str, status: Status, *, by: str | None, reason: str = "", at: str) -> bool:
    """Confirm or turn down a scan that waits; False when it no longer waits."""
    with db.write():
        return bool(
            db.run(
                "UPDATE scan SET status = :status, decided_by = :by, decided_at = :at, reason = :reason"
                " WHERE id = :id AND status = 'wacht'",
                {"id": scan_id, "status": status, "by": by, "at": at, "reason": reason},
            )
        )


def lapse(db: Database, version_id: str, *, at: str, party_id: str | None = None) -> int:
    """Let every waiting scan under a version lapse, as when its round closes; gives how many.

    With a party those of its copies alone, as when it answers in another way.
    """
    with db.write():
        return db.run(
            "UPDATE scan SET status = 'vervallen', decided_at = :at WHERE status = 'wacht'"
            " AND paper_code IN (SELECT code FROM paper WHERE version_id = :version_id"
            " AND (:party_id IS NULL OR party_id = :party_id))",
            {"version_id": version_id, "party_id": party_id, "at": at},
        )


def waiting_for(db: Database, organisation_id: str) -> list[WaitingScan]:
    """The scans that wait in the dossiers an organisation sees, the oldest first; a provider's in its own trajectories.

    Who of them may confirm which: services/papers.py.
    """
    found = db.rows(
        "SELECT s.id, d.id AS dossier_id, d.number, d.label, r.type AS record_type, s.uploaded_by, s.uploaded_at,"
        " p.rol, coalesce(po.soort, '') AS kind"
        " FROM scan s"
        " JOIN paper c ON c.code = s.paper_code"
        " JOIN version v ON v.id = c.version_id"
        " JOIN record r ON r.id = v.record_id"
        " JOIN trajectory t ON t.id = r.trajectory_id"
        " JOIN dossier d ON d.id = r.dossier_id"
        " JOIN dossier_organisation a ON a.dossier_id = d.id AND a.organisation_id = :organisation_id"
        " AND a.until IS NULL"
        " JOIN organisation o ON o.id = a.organisation_id AND (o.soort <> 'naft' OR t.naft_id = o.id)"
        " JOIN party p ON p.id = c.party_id"
        " LEFT JOIN organisation po ON po.id = p.organisation_id"
        " WHERE s.status = 'wacht'"
        " ORDER BY s.uploaded_at, s.id",
        {"organisation_id": organisation_id},
    )
    return [load(WaitingScan, row) for row in found]
