"""The PDF twins of Word files: one a document at most, made once, never changed."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from store.database import Database
from store.rows import as_json, columns, load, load_or_none


@dataclass(frozen=True, slots=True, kw_only=True)
class Pdf:
    """What is known of a PDF without its bytes; ``size`` in bytes.

    ``sealed_by`` is the SHA-256 of the certificate that certified it, empty without one.
    """

    document_id: str
    sha256: str
    size: int
    sealed_by: str
    created_at: str


_SELECT = f"SELECT {columns(Pdf)} FROM pdf"


def create(db: Database, *, document_id: str, sha256: str, content: bytes, at: str, sealed_by: str = "") -> Pdf:
    """Keep a finished PDF.

    :raises Conflict: when the document has one, or does not exist
    """
    made = {"document_id": document_id, "sha256": sha256, "sealed_by": sealed_by, "created_at": at, "content": content}
    with db.write():
        db.insert("pdf", made)
        return load(Pdf, db.rows(f"{_SELECT} WHERE document_id = ?", (document_id,))[0])


def pdf(db: Database, document_id: str) -> Pdf | None:
    """The PDF of a document without its bytes; None when there is none."""
    return load_or_none(Pdf, db.row(f"{_SELECT} WHERE document_id = ?", (document_id,)))


def content(db: Database, document_id: str) -> bytes | None:
    """The bytes of the PDF of a document, as they were kept; None when there is none."""
    row = db.row("SELECT content FROM pdf WHERE document_id = ?", (document_id,))
    return row["content"] if row else None


def of_documents(db: Database, document_ids: Collection[str]) -> dict[str, Pdf]:
    """The PDFs of these documents, by the id of the document; those without one are left out."""
    found = db.rows(f"{_SELECT} WHERE document_id IN (SELECT value FROM json_each(?))", (as_json(list(document_ids)),))
    return {row["document_id"]: load(Pdf, row) for row in found}


def pdf_of_sha256(db: Database, sha256: str) -> Pdf | None:
    """The PDF with exactly these bytes, for who checks a file; None when there is none."""
    return load_or_none(Pdf, db.row(f"{_SELECT} WHERE sha256 = ?", (sha256,)))


def every(db: Database) -> Iterator[Pdf]:
    """Every PDF there is, in the order in which they were made, without their bytes."""
    return (load(Pdf, row) for row in db.each(f"{_SELECT} ORDER BY created_at, sha256"))
