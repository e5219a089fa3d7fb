"""Frozen versions of records, and which of them wait for somebody's signature."""

from dataclasses import dataclass
from typing import Literal

from store.database import Database
from store.rows import Json, as_row, columns, load, load_or_none, new_id

Status = Literal["ter_ondertekening", "getekend", "deels_getekend", "vervangen", "ingetrokken", "geweigerd"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """A numbered, unchangeable version of a record; only ``status``, ``closed_at`` and ``ordered`` move.

    ``root`` is the hash that everybody signs, in 64 hexadecimal digits; ``template_hashes`` maps the code of a document
    to the SHA-256 of its Word template; ``supersedes`` is the id of the version it replaces. With ``ordered`` its
    signers answer group after group.
    """

    id: str
    record_id: str
    number: int
    payload: Json
    root: str
    template_hashes: Json
    status: Status
    supersedes: str | None
    frozen_by: str
    frozen_at: str
    closed_at: str | None = None
    ordered: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenRound:
    """A version that waits for the signature of one party."""

    version_id: str
    version_number: int
    frozen_at: str
    record_id: str
    record_type: str
    record_number: int
    trajectory_id: str
    dossier_id: str
    dossier_number: str
    label: str
    party_id: str
    rol: str
    blocking: bool


_SELECT = f"SELECT {columns(Version)} FROM version"
_GROUP = (
    "(SELECT json_extract(value, '$.group') FROM json_each(v.payload, '$.signers')"
    " WHERE json_extract(value, '$.party_id') = {}.party_id)"
)
_BEFORE = (
    "SELECT 1 FROM signer e WHERE e.version_id = v.id AND e.missing_reason IS NULL"
    f" AND {_GROUP.format('e')} < {_GROUP.format('s')}"
    " AND NOT EXISTS (SELECT 1 FROM signature h WHERE h.version_id = v.id AND h.party_id = e.party_id)"
)
"""Who comes before the signer `s` of version `v` and did not answer yet."""


def create(
    db: Database,
    *,
    record_id: str,
    payload: Json,
    root: str,
    template_hashes: Json,
    supersedes: str | None,
    frozen_by: str,
    at: str,
) -> Version:
    """Freeze: keep the next version of a record, open for signatures. Closes no earlier one: see ``set_status``.

    :raises Conflict: when the record, the account or the superseded version does not exist, or ``root`` is no SHA-256
    """
    with db.write():
        sql = "SELECT coalesce(max(number), 0) + 1 AS next FROM version WHERE record_id = ?"
        made = Version(
            id=new_id(),
            record_id=record_id,
            number=db.rows(sql, (record_id,))[0]["next"],
            payload=payload,
            root=root,
            template_hashes=template_hashes,
            status="ter_ondertekening",
            supersedes=supersedes,
            frozen_by=frozen_by,
            frozen_at=at,
        )
        db.insert("version", as_row(made))
    return made


def version(db: Database, version_id: str) -> Version | None:
    """One version; None when there is none."""
    return load_or_none(Version, db.row(f"{_SELECT} WHERE id = ?", (version_id,)))


def version_of_root(db: Database, root: str) -> Version | None:
    """The version with this root, for who checks a document; None when there is none."""
    return load_or_none(Version, db.row(f"{_SELECT} WHERE root = ? ORDER BY frozen_at DESC", (root,)))


def versions_of(db: Database, record_id: str) -> list[Version]:
    """The versions of a record, the first one first."""
    return [load(Version, row) for row in db.rows(f"{_SELECT} WHERE record_id = ? ORDER BY number", (record_id,))]


def every(db: Database) -> list[tuple[str, str]]:
    """(id of the dossier, id of the version) of every version, those of one dossier together."""
    sql = "SELECT r.dossier_id, v.id FROM version v JOIN record r ON r.id = v.record_id"
    return [(row["dossier_id"], row["id"]) for row in db.rows(f"{sql} ORDER BY r.dossier_id, r.created_at, v.number")]


def set_status(db: Database, version_id: str, status: Status, *, closed_at: str | None) -> None:
    """Move a version to another status, with the time at which its round closed; None leaves it open."""
    with db.write():
        db.run(
            "UPDATE version SET status = :status, closed_at = :closed_at WHERE id = :id",
            {"id": version_id, "status": status, "closed_at": closed_at},
        )


def set_ordered(db: Database, version_id: str, *, ordered: bool) -> None:
    """Let the signers of a version answer group after group, or all at once."""
    with db.write():
        db.run("UPDATE version SET ordered = :ordered WHERE id = :id", {"id": version_id, "ordered": ordered})


def open_rounds_of_account(db: Database, account_id: str) -> list[OpenRound]:
    """What waits for the signature of this account, the oldest first; not what it has answered to.

    In an ordered round only while nobody of an earlier group is waited for.
    """
    found = db.rows(
        "SELECT v.id AS version_id, v.number AS version_number, v.frozen_at, r.id AS record_id,"
        " r.type AS record_type, r.number AS record_number, r.trajectory_id, d.id AS dossier_id,"
        " d.number AS dossier_number, d.label, p.id AS party_id, p.rol, s.blocking"
        " FROM party p"
        " CROSS JOIN record r ON r.dossier_id = p.dossier_id"
        " CROSS JOIN version v ON v.record_id = r.id AND v.status = 'ter_ondertekening'"
        " JOIN signer s ON s.version_id = v.id AND s.party_id = p.id"
        " JOIN dossier d ON d.id = r.dossier_id"
        " WHERE p.account_id = ? AND p.removed_at IS NULL AND s.missing_reason IS NULL"
        " AND NOT EXISTS (SELECT 1 FROM signature g WHERE g.version_id = v.id AND g.party_id = p.id)"
        f" AND (NOT v.ordered OR NOT EXISTS ({_BEFORE}))"
        " ORDER BY v.frozen_at, v.id",
        (account_id,),
    )
    return [load(OpenRound, row) for row in found]
