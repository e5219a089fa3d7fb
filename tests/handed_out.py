"""Files as they left the house, and what becomes of them outside, for the tests that check them."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Mapping

import rfc8785

from services.checking import read_package, read_record
from services.opc import write_package
from services.payload import leaf_hash
from services.platform import Platform
from services.seal import seal
from services.seal_keys import SealKey
from store import documents, versions
from store.documents import Document
from tests.sealing import CODE, READER, Inside, record_xml, with_record
from tests.world import Case


def tamper(platform: Platform, *changes: tuple[str, Mapping[str, object]] | str) -> None:
    """What somebody does who has the database: takes the triggers and references away, and changes a row."""
    connection = platform.db.connect(foreign_keys=False)
    for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall():
        connection.execute(f"DROP TRIGGER {name}")
    for change in changes:
        sql, values = (change, {}) if isinstance(change, str) else change
        connection.execute(sql, dict(values))
    connection.close()


def stored(case: Case, code: str = CODE, reader: str = READER) -> tuple[Document, bytes]:
    """One file of a dossier, and its bytes."""
    found = next(one for one in case.documents() if (one.code, one.reader) == (code, reader))
    return found, documents.content(case.platform.db, found.id) or b""


def sealed(case: Case, key: SealKey) -> bytes:
    """The referral as its CLB has it, in the store with its record and our seal."""
    document, content = stored(case)
    if read_record(content) is None:
        content = with_record(content, record_xml(_inside(case, document)))
    content = seal(content, key, case.platform.now(), f"document {64 * '0'}; audit 1:{64 * '0'}")
    sha256 = hashlib.sha256(content).hexdigest()
    new = {"id": document.id, "content": content, "sha256": sha256, "by": key.sha256}
    sql = "UPDATE document SET content = :content, sha256 = :sha256, sealed_by = :by WHERE id = :id"
    tamper(case.platform, (sql, new))
    return content


def _inside(case: Case, document: Document) -> Inside:
    version = versions.version(case.platform.db, document.version_id)
    assert version is not None
    return Inside(
        head=rfc8785.dumps({name: value for name, value in version.payload.items() if name != "leaves"}).decode(),
        leaves=(),
        withheld=tuple(sorted(leaf_hash(leaf) for leaf in version.payload["leaves"])),
        root=version.root,
    )


def packed_anew(content: bytes) -> bytes:
    """The same parts in another zip, as a mail program does."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as was,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as now,
    ):
        for one in was.infolist():
            now.writestr(zipfile.ZipInfo(one.filename, (2026, 9, 15, 8, 0, 0)), was.read(one))
    return out.getvalue()


def with_other_text(content: bytes) -> bytes:
    """One letter changed in the text."""
    parts = read_package(content)
    body = parts["/word/document.xml"]
    assert b"Kobe" in body
    return write_package({**parts, "/word/document.xml": body.replace(b"Kobe", b"Kabe", 1)})


def without_seal(content: bytes) -> bytes:
    """As LibreOffice saves it: the seal dropped, the record still in it."""
    parts = {name: data for name, data in read_package(content).items() if not name.startswith("/_xmlsignatures/")}
    rels = parts["/_rels/.rels"].decode()
    kept = [one for one in rels.split("<Relationship ") if "digital-signature/origin" not in one]
    closed = "<Relationship ".join(kept)
    closed = closed if closed.endswith("</Relationships>") else closed + "</Relationships>"
    return write_package({**parts, "/_rels/.rels": closed.encode()})
