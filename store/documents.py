"""Finished Word files: made once of one version for one reader, never changed, never made again."""

from collections.abc import Iterator
from dataclasses import dataclass

from store.database import Database
from store.rows import columns, load, load_or_none, new_id
from store.versions import Status


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """What is known of a file without its bytes; ``code`` as in "D2", ``size`` in bytes.

    ``sealed_by`` is the SHA-256 of the certificate whose seal is on it, empty without a seal.
    """

    id: str
    dossier_id: str
    version_id: str
    code: str
    reader: str
    title: str
    filename: str
    sha256: str
    size: int
    created_at: str
    sealed_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Registered:
    """A file as the register knows it: its bytes by their hash, and the root, number and status of its version.

    ``erased``: its dossier was destroyed; ``empty``: its bytes are gone, with all of it or for its reader alone.
    """

    id: str
    dossier_id: str
    code: str
    sha256: str
    created_at: str
    sealed_by: str
    root: str
    version: int
    status: Status
    erased: bool
    empty: bool


_SELECT = f"SELECT {columns(Document)} FROM document"


def create(
    db: Database,
    *,
    dossier_id: str,
    version_id: str,
    code: str,
    reader: str,
    title: str,
    filename: str,
    sha256: str,
    content: bytes,
    at: str,
    sealed_by: str = "",
) -> Document:
    """Keep a finished file.

    :raises Conflict: when this reader has this document of this version, or the dossier or version does not exist
    """
    document_id = new_id()
    with db.write():
        db.insert(
            "document",
            {
                "id": document_id,
                "dossier_id": dossier_id,
                "version_id": version_id,
                "code": code,
                "reader": reader,
                "title": title,
                "filename": filename,
                "sha256": sha256,
                "created_at": at,
                "sealed_by": sealed_by,
                "content": content,
            },
        )
        return load(Document, db.rows(f"{_SELECT} WHERE id = ?", (document_id,))[0])


def document(db: Database, document_id: str) -> Document | None:
    """One document without its bytes; None when there is none."""
    return load_or_none(Document, db.row(f"{_SELECT} WHERE id = ?", (document_id,)))


def content(db: Database, document_id: str) -> bytes | None:
    """The bytes of the file, as they were kept; None when there is none."""
    row = db.row("SELECT content FROM document WHERE id = ?", (document_id,))
    return row["content"] if row else None


def document_of_sha256(db: Database, sha256: str) -> Document | None:
    """The document with exactly these bytes, for who checks a file; None when there is none."""
    return load_or_none(Document, db.row(f"{_SELECT} WHERE sha256 = ?", (sha256,)))


def documents_of(db: Database, dossier_id: str) -> list[Document]:
    """The documents of a dossier, the newest first, without their bytes."""
    found = db.rows(f"{_SELECT} WHERE dossier_id = ? ORDER BY created_at DESC, code, reader", (dossier_id,))
    return [load(Document, row) for row in found]


def documents_of_version(db: Database, version_id: str) -> list[Document]:
    """The documents of a version by code and reader, without their bytes."""
    found = db.rows(f"{_SELECT} WHERE version_id = ? ORDER BY code, reader", (version_id,))
    return [load(Document, row) for row in found]


def register(db: Database) -> Iterator[Registered]:
    """Every file there is, in the order in which they were made, without their bytes."""
    found = db.each(
        "SELECT d.id, d.dossier_id, d.code, d.sha256, d.created_at, d.sealed_by, v.root, v.number AS version, v.status,"
        " coalesce(json_extract(v.payload, '$.erased.whole'), 0) AS erased, d.size = 0 AS empty"
        " FROM document d JOIN version v ON v.id = d.version_id ORDER BY d.created_at, d.sha256"
    )
    return (load(Registered, row) for row in found)
