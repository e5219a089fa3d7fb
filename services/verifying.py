"""Whether a file is ours and unchanged, for whoever holds it: four verdicts, and nothing about anybody (ADR 0020).

What is told of a text is its title, version and status, and of each signature a role, the answer, the time and the way:
never a name, a school, a number of a dossier or a word of the answers.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from forms import RECORD_TYPES
from rules.readers import letter_of
from rules.signers import Signer
from services import checking, pdf_archive, pdf_seal, seal_keys, signing, trusted
from services.anchors import pinned
from services.checking import Checked
from services.dossiers import role_label
from services.extra_documents import CLOSED
from services.payload import is_erased, root_of, seen_by
from services.platform import Platform, stamp
from services.received_file import titles
from services.register import STATUS, StatusWord
from services.rounds import DECISION_LABELS, rule_signers
from store import documents, pdfs, signatures, versions
from store.documents import Document
from store.versions import Version

Word = Literal["AUTHENTIC", "CONTENT_AUTHENTIC_FILE_REPACKED", "NOT_AUTHENTIC", "UNKNOWN"]

SOMEBODY = "Ondertekenaar"
"""How a signer is named whose role is not for everybody who may hold the document."""
NOT_SIGNED = "Niet ondertekend"


class NoHash(ValueError):
    """What was given is not 64 hexadecimal digits."""


@dataclass(frozen=True, slots=True)
class Signed:
    """A line under a text: who by role alone, what was answered, when (UTC, '' for not at all) and in which way."""

    role: str
    decision: str
    at: str = ""
    method: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """What the ledger tells of a text to whoever holds it.

    `replaced_by` is the number of the version that took its place, 0 for none. `document_id` is '' where a root was
    looked up: it is of a version, with a file for each reader. The ids are for finding it, not for showing.
    """

    title: str
    code: str
    number: int
    status: StatusWord
    replaced_by: int
    root: str
    signed: tuple[Signed, ...]
    version_id: str
    document_id: str = ""


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """What the record in a file of another installation tells: `name` is the one under which it is trusted here.

    Of its register we know nothing: whether the text was replaced since, only they can say.
    """

    name: str
    title: str = ""
    code: str = ""
    number: int = 0
    root: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found out about a file or a hash.

    `by` is what was looked at: the file, the hash of one, or the root of a text; of a root nothing is said about a
    file. `sealed_at` (UTC) is when the file was sealed, or made where it has no seal; `certificate` the SHA-256 of what
    sealed it. `reasons` are codes for who wants to know more (services/checking.py, services/pdf_seal.py). `kind` is
    what the file is: a Word file, or the PDF beside one.
    """

    word: Word
    by: Literal["file", "hash", "root"]
    reasons: tuple[str, ...] = ()
    known: Known | None = None
    sha256: str = ""
    sealed_at: str = ""
    certificate: str = ""
    elsewhere: Elsewhere | None = None
    kind: Literal["docx", "pdf"] = "docx"


def known(platform: Platform, more: Iterable[bytes] = ()) -> list[bytes]:
    """The certificates (PEM) by which something is believed: our own, those of other installations that are trusted
    here, and those that are given for this once.
    """
    return [*trusted.known(platform), *more]


def verify(platform: Platform, content: bytes, more: Iterable[bytes] = ()) -> Verdict:
    """Judge a file. No file makes it fail, and nothing of it is kept.

    :param more: certificates (PEM) to believe beside our own: of what those sealed, our register knows nothing
    :raises ValueError: when one of `more` is no certificate
    """
    digest = hashlib.sha256(content).hexdigest()
    if content.startswith(b"%PDF-"):
        return _verify_pdf(platform, content, digest, more)
    document = documents.document_of_sha256(platform.db, digest)
    checked = checking.check(content, known(platform, more))
    origin = trusted.name_of(platform, checked.certificate)
    word, reasons = _judged(platform, checked, document)
    found = Verdict(word, "file", reasons, sha256=digest, certificate=checked.certificate)
    if origin:
        sealed_at = stamp(checked.signed_at) if checked.signed_at else ""
        return replace(found, sealed_at=sealed_at, elsewhere=_told_elsewhere(origin, checked))
    if word in ("NOT_AUTHENTIC", "UNKNOWN"):
        return found
    if document is None:
        document = _same_text(platform, checked)
    made = stamp(checked.signed_at) if checked.signed_at else document.created_at if document else ""
    return replace(found, sealed_at=made, known=_of_document(platform, document) if document else None)


def verify_hash(platform: Platform, text: str) -> Verdict:
    """Judge a hash: the SHA-256 of a file, or the root that stands on a document.

    What is kept under it is looked at as well: a row that was changed does not pass for what it was.

    :raises NoHash: when it is not 64 hexadecimal digits; spaces and capitals do no harm
    """
    digest = "".join(text.split()).lower()
    if not re.fullmatch("[0-9a-f]{64}", digest):
        raise NoHash(text)
    document = documents.document_of_sha256(platform.db, digest)
    if document is not None and document.size == 0:
        return _of_erased(platform, digest, document)
    if document is not None:
        found = verify(platform, documents.content(platform.db, document.id) or b"")
        if found.sha256 != digest:
            return Verdict("NOT_AUTHENTIC", "hash", ("register-changed",), sha256=digest)
        return replace(found, by="hash")
    return _of_pdf_hash(platform, digest) or _of_root(platform, digest)


def _of_pdf_hash(platform: Platform, digest: str) -> Verdict | None:
    pdf = pdfs.pdf_of_sha256(platform.db, digest)
    if pdf is None:
        return None
    if pdf.size == 0:
        document = documents.document(platform.db, pdf.document_id)
        return replace(_of_erased(platform, digest, document), kind="pdf")
    found = verify(platform, pdfs.content(platform.db, pdf.document_id) or b"")
    if found.sha256 != digest:
        return Verdict("NOT_AUTHENTIC", "hash", ("register-changed",), sha256=digest, kind="pdf")
    return replace(found, by="hash")


def _of_root(platform: Platform, digest: str) -> Verdict:
    version = versions.version_of_root(platform.db, digest)
    if version is None:
        return Verdict("UNKNOWN", "hash", ("not-in-register",), sha256=digest)
    if root_of(version.payload) != digest and not is_erased(version.payload):
        return Verdict("NOT_AUTHENTIC", "root", ("register-changed",))
    return Verdict("AUTHENTIC", "root", known=_of_version(platform, version))


def _of_erased(platform: Platform, digest: str, document: Document | None) -> Verdict:
    """Of a file that is erased here its hash alone is left: whoever holds the file holds what it was."""
    found = Verdict("AUTHENTIC", "hash", sha256=digest)
    if document is None:
        return found
    return replace(
        found, sealed_at=document.created_at, certificate=document.sealed_by, known=_of_document(platform, document)
    )


def _told_elsewhere(name: str, checked: Checked) -> Elsewhere:
    """What can be told of a file that another installation sealed; of one whose seal does not hold its name alone."""
    record = checked.record
    slug = str(record.head.get("type")) if record else ""
    if checked.seal != "valid" or record is None or slug not in RECORD_TYPES:
        return Elsewhere(name)
    kind, number = RECORD_TYPES[slug], record.head.get("version")
    called = titles(kind)
    return Elsewhere(
        name,
        called.get(record.code, kind.title),
        record.code if record.code in called else "",
        number if type(number) is int else 0,
        record.root,
    )


def _verify_pdf(platform: Platform, content: bytes, digest: str, more: Iterable[bytes]) -> Verdict:
    """The same of a PDF: in the register by its bytes, or certified by us to its last byte."""
    checked = pdf_seal.check(content, known(platform, more))
    kept, marks = pdfs.pdf_of_sha256(platform.db, digest), pdf_archive.marks_of(content)
    found = Verdict("UNKNOWN", "file", checked.reasons, sha256=digest, certificate=checked.certificate, kind="pdf")
    origin = trusted.name_of(platform, checked.certificate)
    elsewhere = Elsewhere(origin, root=marks.root if marks and checked.seal == "valid" else "") if origin else None
    found = replace(found, elsewhere=elsewhere)
    if checked.seal == "broken" or (kept and kept.sealed_by and checked.seal != "valid"):
        return replace(found, word="NOT_AUTHENTIC")
    if kept is None and checked.seal == "none":
        if marks is None or versions.version_of_root(platform.db, marks.root) is None:
            return found
        return replace(found, word="NOT_AUTHENTIC", reasons=("record-elsewhere", *checked.reasons))
    if origin and kept is None:
        sealed_at = stamp(checked.signed_at) if checked.signed_at else ""
        return replace(found, word="AUTHENTIC", sealed_at=sealed_at, elsewhere=elsewhere)
    document = (
        documents.document(platform.db, kept.document_id)
        if kept
        else documents.document_of_sha256(platform.db, marks.docx if marks else "")
    )
    made = stamp(checked.signed_at) if checked.signed_at else kept.created_at if kept else ""
    return replace(
        found,
        word="AUTHENTIC" if kept else "CONTENT_AUTHENTIC_FILE_REPACKED",
        sealed_at=made,
        known=_of_document(platform, document) if document else None,
    )


def _judged(platform: Platform, checked: Checked, document: Document | None) -> tuple[Word, tuple[str, ...]]:
    """The word of the program that is handed out (`checking.judge`), in ours; and of a file that has to have a seal
    more: in the register alone, the row may have been made by somebody who has the database and not the key.
    """
    own = checked.certificate in ("", *seal_keys.fingerprints(pinned(platform)))
    listed = True if document is not None else False if own else None
    record = checked.record
    ours = record is not None and versions.version_of_root(platform.db, record.root) is not None
    word, _ = checking.judge(checked, listed=listed, root_listed=ours)
    if document is not None and document.sealed_by and checked.seal != "valid":
        return "NOT_AUTHENTIC", checked.reasons
    if word == "ALTERED" and checked.seal == "none" and record is not None:
        return "NOT_AUTHENTIC", ("record-elsewhere", *checked.reasons)
    return _WORDS[word], checked.reasons


_WORDS: dict[checking.Verdict, Word] = {
    "AUTHENTIC": "AUTHENTIC",
    "REPACKED": "CONTENT_AUTHENTIC_FILE_REPACKED",
    "ALTERED": "NOT_AUTHENTIC",
    "UNKNOWN": "UNKNOWN",
}


def _same_text(platform: Platform, checked: Checked) -> Document | None:
    """The file that a sealed file was before it was packed anew: by the record in it; None when that tells none."""
    record = checked.record
    version = versions.version_of_root(platform.db, record.root) if record else None
    if record is None or version is None:
        return None
    kept = documents.documents_of_version(platform.db, version.id)
    return next((one for one in kept if (one.code, one.reader) == (record.code, record.reader)), None)


def _of_document(platform: Platform, document: Document) -> Known | None:
    version = versions.version(platform.db, document.version_id)
    if version is None:
        return None
    own = {one.code for one in RECORD_TYPES[version.payload["type"]].documents}
    told = document.code in own and letter_of(document.reader) != "P"  # what this reader's document has under it
    signed = _signatures(platform, version, [document.reader]) if told else ()
    found = _of_version(platform, version)
    title = document.title or titles(RECORD_TYPES[version.payload["type"]]).get(document.code, "")
    return replace(found, title=title or found.title, code=document.code, signed=signed, document_id=document.id)


def _of_version(platform: Platform, version: Version) -> Known:
    kind = RECORD_TYPES[version.payload["type"]]
    readers = dict.fromkeys(one for kept in version.payload["documents"].values() for one in kept)
    return Known(
        title=kind.title,
        code="",
        number=version.number,
        status="destroyed" if is_erased(version.payload) else STATUS[version.status],
        replaced_by=_replaced_by(platform, version),
        root=version.root,
        signed=_signatures(platform, version, [one for one in readers if letter_of(one) != "P"]),
        version_id=version.id,
    )


def _replaced_by(platform: Platform, version: Version) -> int:
    if version.status != "vervangen":
        return 0
    later = [one for one in versions.versions_of(platform.db, version.record_id) if one.number > version.number]
    return max((one.number for one in later if one.status in CLOSED), default=0)


def _signatures(platform: Platform, version: Version, readers: Iterable[str]) -> tuple[Signed, ...]:
    """The lines under a version, with the roles that all of these readers may know."""
    views = [seen_by(version.payload, one, printed=True) for one in readers]
    roles = {one.party_id: one for one in rule_signers(version)}
    return tuple(
        _line(place.signature, roles.get(place.signer.party_id), views)
        for place in signatures.signers_of(platform.db, version.id)
    )


def _line(given: signatures.Signature | None, signer: Signer | None, views: Sequence[Mapping[str, Any]]) -> Signed:
    who = SOMEBODY
    if signer and all(f"persoon/{signer.party_id}" in seen or f"rol/{signer.party_id}" in seen for seen in views):
        who = role_label(signer.rol)
    if given is None or given.voided_at is not None:
        return Signed(who, NOT_SIGNED)
    method = signing.METHODS.get(given.evidence.get("method", ""), "")
    return Signed(who, DECISION_LABELS[given.decision], given.signed_at, method)
