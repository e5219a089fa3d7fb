"""Whether what is kept still agrees with itself: files with their hashes, versions and signatures with the chain.

For a command: a difference names what it is about by its id alone, and nothing is mended here.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter

from forms import RECORD_TYPES
from services import checking, erasing, pdf_archive, pdf_seal, pdf_twin
from services.anchors import pinned
from services.extra_documents import CLOSED
from services.payload import root_of
from services.platform import Platform
from services.signing import digest_of
from store import documents, events, invented, pdfs, signatures, versions
from store.events import Event
from store.signatures import Signature
from store.versions import Version

ERASES = (erasing.PART, erasing.WHOLE)
"""Events that tell that contents were erased, by who may (services/destroying.py)."""
NOT_TOLD = "its contents are gone, and the chain does not tell that they were erased"
ANSWERED = ("signature.given", "signature.refused", "signature.stands")
"""Events that carry the hash of an evidence, as `bewijs`."""
MADE = "document.made"
"""The event that carries the hash of a file, as `sha256`; services/pdf_twin.py has that of its PDF."""


@dataclass(frozen=True, slots=True)
class Difference:
    """Something that is not as it was made: kind and id of the thing, and what is the matter, in English."""

    kind: str
    id: str
    what: str


@dataclass(slots=True)
class Ledger:
    """What was looked at, of how many texts and files the contents are erased, and what does not agree."""

    versions: int = 0
    signatures: int = 0
    documents: int = 0
    pdfs: int = 0
    erased: int = 0
    differences: list[Difference] = field(default_factory=list)


def compare(platform: Platform) -> Ledger:
    """Look at every version, signature and file."""
    found, made, twins = Ledger(), dict[str, Event](), dict[str, Event]()
    gone = events.dossiers_with(platform.db, ERASES)
    later = invented.is_there(platform.db)
    for dossier_id, group in groupby(versions.every(platform.db), key=itemgetter(0)):
        told: dict[str, list[Event]] = {}
        for event in events.of_dossier(platform.db, dossier_id):
            told.setdefault(event.subject, []).append(event)
        for _, version_id in group:
            version = versions.version(platform.db, version_id)
            if version is not None:
                found.versions += 1
                found.erased += "erased" in version.payload
                found.differences += _of_version(platform, version, told.get(version_id, []), gone=dossier_id in gone)
                found.differences += [] if later or version.status not in CLOSED else _lacking(platform, version)
                answers = [one.signature for one in signatures.signers_of(platform.db, version_id) if one.signature]
                found.signatures += len(answers)
                found.differences += _of_signatures(platform, version, answers, told.get(version_id, []))
        made |= {one.subject: one for several in told.values() for one in several if one.type == MADE}
        twins |= {one.subject: one for several in told.values() for one in several if one.type == pdf_twin.MADE}
    certificates = pinned(platform)
    for one in documents.register(platform.db):
        found.documents += 1
        found.erased += one.empty
        told_of = made.pop(one.id, None)
        found.differences += (
            _of_empty("document", one.id, told=one.dossier_id in gone)
            if one.empty
            else _of_document(platform, one, certificates, told_of)
        )
    for pdf in pdfs.every(platform.db):
        found.pdfs += 1
        found.erased += pdf.size == 0
        told_of = twins.pop(pdf.document_id, None)
        found.differences += _of_pdf(platform, pdf, certificates, told_of, gone)
    for event in (*made.values(), *twins.values()):
        found.differences.append(Difference("event", str(event.seq), "tells of a document that is not there"))
    return found


def _of_empty(kind: str, id_: str, *, told: bool) -> Iterator[Difference]:
    """Bytes that are gone: right where the chain tells that the dossier, or the part of one reader, was destroyed."""
    if not told:
        yield Difference(kind, id_, NOT_TOLD)


def _of_version(platform: Platform, version: Version, told: list[Event], *, gone: bool) -> Iterator[Difference]:
    if "erased" in version.payload:
        yield from _of_empty("version", version.id, told=gone)
    if root_of(version.payload) != version.root and version.payload.get("erased", {}).get("root", True):
        yield Difference("version", version.id, "its root does not follow from its payload")
    frozen = [one for one in told if one.type == "version.frozen"]
    if not frozen:
        yield Difference("version", version.id, "the chain does not tell that it was frozen")
    if any(one.data is not None and one.data.get("wortel") != version.root for one in frozen):
        yield Difference("version", version.id, "the chain tells of another root")
    ends = [one.data["stand"] for one in told if one.data is not None and "stand" in one.data]
    if ends and version.status not in (ends[-1], "vervangen"):
        yield Difference("version", version.id, f"is {version.status}, but the chain says {ends[-1]}")


def _lacking(platform: Platform, version: Version) -> Iterator[Difference]:
    """The files that a version whose round is over has to have, and has not."""
    there = {(one.code, one.reader) for one in documents.documents_of_version(platform.db, version.id)}
    for one in RECORD_TYPES[version.payload["type"]].documents:
        for reader in version.payload["documents"].get(one.code, ()):
            if (one.code, reader) not in there:
                yield Difference("version", version.id, f"has no {one.code} for {reader}")


def _of_signatures(
    platform: Platform, version: Version, answers: list[Signature], told: list[Event]
) -> Iterator[Difference]:
    said = [one for one in told if one.type in ANSWERED]
    proofs = {str(one.data["bewijs"]): one.seq for one in said if one.data is not None and "bewijs" in one.data}
    silent = len(said) - len(proofs)  # the data was erased, or is of before evidence stood in the chain
    for one in answers:
        if digest_of(one.evidence) != one.evidence_sha256:
            yield Difference("signature", one.id, "its hash is not that of its evidence")
        if _image_of(platform, one) != one.evidence.get("image_sha256", ""):
            yield Difference("signature", one.id, "the drawing is not that of its evidence")
    untold = [one for one in answers if one.evidence_sha256 not in proofs]
    for one in untold if len(untold) > silent else ():
        yield Difference("signature", one.id, "its evidence does not stand in the chain")
    kept = {one.evidence_sha256 for one in answers}
    for digest, seq in proofs.items():
        if digest not in kept:
            yield Difference("event", str(seq), f"tells of evidence that version {version.id} does not have")


def _image_of(platform: Platform, signature: Signature) -> str:
    image = signatures.image(platform.db, signature.id) if signature.has_image else None
    return hashlib.sha256(image).hexdigest() if image else ""


def _of_document(
    platform: Platform, document: documents.Registered, certificates: list[bytes], made: Event | None
) -> Iterator[Difference]:
    content = documents.content(platform.db, document.id) or b""
    if hashlib.sha256(content).hexdigest() != document.sha256:
        yield Difference("document", document.id, "its hash is not that of its bytes")
    if made is not None and made.data is not None and made.data.get("sha256") != document.sha256:
        yield Difference("document", document.id, "the chain tells of another hash")
    if document.sealed_by:
        checked = checking.check(content, certificates)
        if checked.seal != "valid" or checked.certificate != document.sealed_by:
            yield Difference("document", document.id, "its seal does not hold")


def _of_pdf(
    platform: Platform, pdf: pdfs.Pdf, certificates: list[bytes], made: Event | None, gone: Collection[str]
) -> Iterator[Difference]:
    document = documents.document(platform.db, pdf.document_id)
    if pdf.size == 0:
        yield from _of_empty("pdf", pdf.document_id, told=document is not None and document.dossier_id in gone)
        return
    content = pdfs.content(platform.db, pdf.document_id) or b""
    if hashlib.sha256(content).hexdigest() != pdf.sha256:
        yield Difference("pdf", pdf.document_id, "its hash is not that of its bytes")
    if made is not None and made.data is not None and made.data.get("sha256") != pdf.sha256:
        yield Difference("pdf", pdf.document_id, "the chain tells of another hash")
    marks = pdf_archive.marks_of(content)
    if document is None or marks is None or marks.docx != document.sha256:
        yield Difference("pdf", pdf.document_id, "does not belong to its Word file")
    if pdf.sealed_by:
        checked = pdf_seal.check(content, certificates)
        if checked.seal != "valid" or checked.certificate != pdf.sealed_by:
            yield Difference("pdf", pdf.document_id, "its seal does not hold")
