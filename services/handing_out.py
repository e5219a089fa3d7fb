"""Handing out the Word files of a dossier: who may fetch which, one by one or all of one reader; each is recorded."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from functools import cache, partial

from rules.access import Action
from rules.readers import letter_of, pupil_of
from services import access, package
from services.access import records_seen
from services.documents import make_missing
from services.dossiers import File
from services.extra_documents import handed_over
from services.platform import NotFound, Platform, Who
from services.surroundings import parents_read
from store import documents, events
from store.documents import Document

STAYS_BEHIND = ("D5",)
"""Codes that do not go along to a next provider: why somebody refused was told to the one before (T15, BR-32)."""


def listed(platform: Platform, who: Who, file: File) -> list[Document]:
    """The files of the dossier that this person may fetch, the newest first."""
    make_missing(platform, file)
    seen = {one.id: record for record, frozen in records_seen(platform, who, file) for one in frozen}
    mine = {one.id for one in file.trajectories if who.letter != "N" or one.naft_id == who.organisation.id}
    open_to_parents = cache(partial(parents_read, platform, file))
    return [
        one
        for one in documents.documents_of(platform.db, file.dossier.id)
        if one.version_id in seen
        and (seen[one.version_id].trajectory_id in mine or one.code not in STAYS_BEHIND)
        and _may_fetch(platform, who, file, one, open_to_parents)
    ]


def _may_fetch(
    platform: Platform, who: Who, file: File, document: Document, open_to_parents: Callable[[str], bool]
) -> bool:
    """Whether this person may hand it out: what is for parents no longer, once the pupil is 18 (BR-22)."""
    letter = letter_of(document.reader)
    may = access.may(platform, who, file, Action.FETCH, copy=letter, code=document.code)
    return may and (letter != "O" or open_to_parents(pupil_of(document.reader)))


def document_of(platform: Platform, who: Who, file: File, document_id: str) -> Document:
    """What is known of one file that this person may fetch.

    :raises NotFound: when it is not in this dossier or not for this reader
    """
    found = next((one for one in listed(platform, who, file) if one.id == document_id), None)
    if found is None:
        raise NotFound
    return found


def fetch(platform: Platform, who: Who, file: File, document_id: str) -> tuple[Document, bytes]:
    """One file, its stored bytes unchanged; that it was fetched is recorded.

    :raises NotFound: when it is not in this dossier or not for this reader
    """
    document = document_of(platform, who, file, document_id)
    content = documents.content(platform.db, document_id)
    if content is None:
        raise NotFound
    fetched(platform, who, file, [(document, document.filename)])
    return document, content


def bundle(platform: Platform, who: Who, file: File, reader: str) -> bytes:
    """All files of one reader as a package for that reader's own pupil file; that they were fetched is recorded.

    :raises NotFound: when this person may not fetch that reader's copies
    """
    return packed(platform, who, file, reader, all_of(platform, who, file, reader))


def all_of(platform: Platform, who: Who, file: File, reader: str) -> list[Document]:
    """The files of one reader that this person may fetch.

    :raises NotFound: when there are none
    """
    chosen = [one for one in listed(platform, who, file) if one.reader == reader]
    if not chosen:
        raise NotFound
    return chosen


def transfer(platform: Platform, who: Who, file: File) -> bytes:
    """A package of what is handed over to a next provider: D6, and the files that it lists.

    :raises NotFound: when nothing was handed over, or not for this organisation
    """
    chosen = all_handed_over(platform, who, file)
    return packed(platform, who, file, chosen[0].reader, chosen)


def all_handed_over(platform: Platform, who: Who, file: File) -> list[Document]:
    """D6 of this dossier, and then the files that it lists.

    :raises NotFound: when nothing was handed over, or not for this organisation
    """
    mine = {one.id: one for one in listed(platform, who, file)}
    cover = next((one for one in mine.values() if one.code == "D6"), None)
    if cover is None:
        raise NotFound
    every = {one.id: one for one in documents.documents_of(platform.db, file.dossier.id)}
    return [cover, *(every[one] for one in handed_over(platform, file, cover.version_id))]


def packed(platform: Platform, who: Who, file: File, reader: str, chosen: list[Document]) -> bytes:
    """The package, made before anything is written."""
    content = package.build(platform, file, reader, chosen)
    handed_out(platform, who, file, chosen, content)
    return content


def handed_out(platform: Platform, who: Who, file: File, chosen: list[Document], content: bytes) -> None:
    """Record that a package of these files was fetched: by its hash, so that it can be told again."""
    fetched(platform, who, file, [(one, one.filename) for one in chosen], hashlib.sha256(content).hexdigest())


def fetched(
    platform: Platform, who: Who, file: File, chosen: Iterable[tuple[Document, str]], in_package: str = ""
) -> None:
    """Record who fetched what, under which name, and for whom (decreet rechtspositie minderjarige, art. 20).

    :param in_package: SHA-256 of the package that it was in, '' for a file by itself
    """
    more = {"pakket": in_package} if in_package else {}
    with platform.db.write():
        for document, name in chosen:
            events.append(
                platform.db,
                type="document.fetched",
                actor=who.id,
                dossier=file.dossier.id,
                subject=document.id,
                data={"bestand": name, "door": who.name, **more},
                at=platform.at(),
            )
