"""The PDF beside a Word file: asked for by who may fetch that, made in the background, kept once (ADR 0027)."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from services import handing_out, jobs, office
from services.dossiers import File
from services.jobs import Failed, State, TryLater
from services.pdf_archive import Marks, NotForTheArchive, faults, prepared
from services.platform import NotFound, Platform, Who
from store import documents, events, pdfs, versions
from store import jobs as kept_jobs
from store.documents import Document
from store.jobs import Job
from store.pdfs import Pdf

KIND = "pdf"
"""Of its jobs; their subject is the id of the document."""
MADE = "document.pdf_made"
"""The event that carries the hash of the PDF, as `sha256`, and that of its Word file, as `docx`."""
GONE = "Het Word-bestand is er niet meer."
CHANGED = "Het Word-bestand is niet meer zoals het gemaakt werd."
NOT_GOOD = "De PDF die LibreOffice maakte, is niet geschikt om te bewaren."


@dataclass(frozen=True, slots=True)
class Twin:
    """The PDF of a document, or how far it is; both empty when nobody ever asked for one."""

    pdf: Pdf | None
    state: State


def name_of(document: Document) -> str:
    """Its file name: that of the Word file, but for the end."""
    return f"{document.filename.removesuffix('.docx')}.pdf"


def twins(platform: Platform, listed: Sequence[Document]) -> dict[str, Twin]:
    """How it is with the PDF of each of these documents, by their ids."""
    made = pdfs.of_documents(platform.db, [one.id for one in listed])
    asked = kept_jobs.last_of(platform.db, KIND, [one.id for one in listed if one.id not in made])
    return {one.id: Twin(made.get(one.id), jobs.state_of(platform, asked.get(one.id))) for one in listed}


def ask(platform: Platform, who: Who, file: File, document_ids: Sequence[str]) -> int:
    """Ask for the PDFs of these documents, where they are not there yet; gives how many are to come.

    :raises NotFound: when one is not in this dossier or not for this reader
    :raises OfficeMissing: where there is no LibreOffice
    """
    wanted = [handing_out.document_of(platform, who, file, one) for one in document_ids]
    return _ask(platform, who, wanted)


def ask_all(platform: Platform, who: Who, file: File, reader: str) -> int:
    """The same for all documents of one reader.

    :raises NotFound: when there are none that this person may fetch
    :raises OfficeMissing: where there is no LibreOffice
    """
    wanted = [one for one in handing_out.listed(platform, who, file) if one.reader == reader]
    if not wanted:
        raise NotFound
    return _ask(platform, who, wanted)


def _ask(platform: Platform, who: Who, wanted: Sequence[Document]) -> int:
    made = pdfs.of_documents(platform.db, [one.id for one in wanted])
    missing = [one for one in wanted if one.id not in made]
    if missing and not office.available():
        raise office.OfficeMissing
    with platform.db.write():
        for one in missing:
            jobs.ask(platform, KIND, one.id, who.id)
    return len(missing)


def fetch(platform: Platform, who: Who, file: File, document_id: str) -> tuple[str, bytes]:
    """Name and bytes of the PDF; that it was fetched is recorded.

    :raises NotFound: when there is none, or the document is not in this dossier or not for this reader
    """
    document = handing_out.document_of(platform, who, file, document_id)
    content = pdfs.content(platform.db, document.id)
    if content is None:
        raise NotFound
    handing_out.fetched(platform, who, file, [(document, name_of(document))])
    return name_of(document), content


def make(platform: Platform, job: Job) -> None:
    """Make the PDF of one document and keep it. Where it is there already, nothing happens.

    :raises Failed: when it cannot be made, or what comes out is not what it has to be
    :raises TryLater: when LibreOffice did not manage
    """
    document = documents.document(platform.db, job.subject)
    version = versions.version(platform.db, document.version_id) if document else None
    word = documents.content(platform.db, job.subject)
    if document is None or version is None or word is None:
        raise Failed(GONE)
    if pdfs.pdf(platform.db, document.id):
        return
    if hashlib.sha256(word).hexdigest() != document.sha256:
        raise Failed(CHANGED)
    content = _made(platform, word, Marks(version.root, document.sha256))
    _keep(platform, document, version.root, content, job.asked_by or "")


def _made(platform: Platform, word: bytes, marks: Marks) -> bytes:
    """Converted, marked, certified where there is a key, and looked at."""
    at = platform.now()
    try:
        content = prepared(office.to_pdf(word), marks, at)
        if platform.seal:
            from services.pdf_seal import certify

            content = certify(content, platform.seal, marks, at)
        wrong = faults(content)
    except office.OfficeMissing as fault:
        raise Failed(str(fault)) from fault
    except office.OfficeFailed as fault:
        raise TryLater(str(fault)) from fault
    except NotForTheArchive as fault:
        raise Failed(NOT_GOOD) from fault
    if wrong:
        raise Failed(NOT_GOOD)
    return content


def _keep(platform: Platform, document: Document, root: str, content: bytes, actor: str) -> None:
    """Whoever is first keeps it, with its SHA-256 in the chain of events too."""
    with platform.db.write():
        if pdfs.pdf(platform.db, document.id):
            return
        made = pdfs.create(
            platform.db,
            document_id=document.id,
            sha256=hashlib.sha256(content).hexdigest(),
            content=content,
            at=platform.at(),
            sealed_by=platform.seal.sha256 if platform.seal else "",
        )
        told = {"bestand": name_of(document), "code": document.code, "sha256": made.sha256, "zegel": made.sealed_by}
        events.append(
            platform.db,
            type=MADE,
            actor=actor,
            dossier=document.dossier_id,
            subject=document.id,
            data={**told, "docx": document.sha256, "wortel": root},
            at=made.created_at,
        )
