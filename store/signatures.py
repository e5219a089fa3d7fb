"""Who signs a version, and what each of them answered."""

from dataclasses import dataclass
from typing import Literal

from store.database import Database
from store.rows import Json, as_row, columns, load, load_or_none, new_id

Decision = Literal["akkoord", "niet_akkoord", "kennisname", "geweigerd"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Signer:
    """A party that is asked to sign a version: in which order, whether the round waits for it, what it can answer.

    ``missing_reason`` tells why its signature will not come; None while it is awaited or when it came.
    """

    version_id: str
    party_id: str
    ord: int
    blocking: bool
    capacity_choices: tuple[Decision, ...]
    missing_reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """The answer of one party under one version. Only ``voided_at`` can still be set, once.

    The drawn image is not in it, only whether there is one: see ``image``.
    """

    id: str
    version_id: str
    party_id: str
    decision: Decision
    evidence: Json
    evidence_sha256: str
    has_image: bool
    signed_at: str
    voided_at: str | None


@dataclass(frozen=True, slots=True)
class Place:
    """A line of the signature table: who is asked, and the answer if there is one."""

    signer: Signer
    signature: Signature | None


_COLUMNS = columns(Signature).replace("has_image", "image IS NOT NULL AS has_image")


def ask(db: Database, signers: list[Signer]) -> None:
    """Keep who signs a version.

    :raises Conflict: when one was asked already, or the version or a party does not exist
    """
    with db.write():
        for signer in signers:
            db.insert("signer", as_row(signer))


def set_missing(db: Database, version_id: str, party_id: str, reason: str | None) -> None:
    """Note why the signature of a party will not come; None takes it back."""
    with db.write():
        db.run(
            "UPDATE signer SET missing_reason = :reason WHERE version_id = :version_id AND party_id = :party_id",
            {"version_id": version_id, "party_id": party_id, "reason": reason},
        )


def signers_of(db: Database, version_id: str) -> list[Place]:
    """Who is asked to sign a version, in order, each with the answer; voided answers too."""
    answers = {
        row["party_id"]: load(Signature, row)
        for row in db.rows(f"SELECT {_COLUMNS} FROM signature WHERE version_id = ?", (version_id,))
    }
    found = db.rows(f"SELECT {columns(Signer)} FROM signer WHERE version_id = ? ORDER BY ord, party_id", (version_id,))
    return [Place(signer, answers.get(signer.party_id)) for signer in (load(Signer, row) for row in found)]


def sign(
    db: Database,
    *,
    version_id: str,
    party_id: str,
    decision: Decision,
    evidence: Json,
    evidence_sha256: str,
    image: bytes | None,
    at: str,
) -> Signature:
    """Keep the answer of a party. Whether it may answer now is for who calls this to know.

    :raises Conflict: when it has answered already or was not asked
    """
    signature_id = new_id()
    with db.write():
        db.insert(
            "signature",
            {
                "id": signature_id,
                "version_id": version_id,
                "party_id": party_id,
                "decision": decision,
                "evidence": evidence,
                "evidence_sha256": evidence_sha256,
                "image": image,
                "signed_at": at,
            },
        )
        return load(Signature, db.rows(f"SELECT {_COLUMNS} FROM signature WHERE id = ?", (signature_id,))[0])


def signature(db: Database, version_id: str, party_id: str) -> Signature | None:
    """The answer of one party, voided or not; None when it has not answered."""
    sql = f"SELECT {_COLUMNS} FROM signature WHERE version_id = ? AND party_id = ?"
    return load_or_none(Signature, db.row(sql, (version_id, party_id)))


def image(db: Database, signature_id: str) -> bytes | None:
    """The drawn signature as it was received; None when there is none."""
    row = db.row("SELECT image FROM signature WHERE id = ?", (signature_id,))
    return row["image"] if row else None


def void_all(db: Database, version_id: str, *, at: str) -> int:
    """Void every answer under a version, as when a new version takes its place; gives how many."""
    with db.write():
        return db.run(
            "UPDATE signature SET voided_at = :at WHERE version_id = :version_id AND voided_at IS NULL",
            {"version_id": version_id, "at": at},
        )
