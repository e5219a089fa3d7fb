"""The package for a pupil file: one reader's Word files with their evidence, a summary and a list of checksums.

Nothing in it depends on when or by whom it is made: the same files give the same bytes. What checks one is
`services/package_check.py` (ADR 0026).
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from services import anchors, seal_keys
from services.checking import BadPackage, BadRecord, Record, read_record
from services.dossiers import File
from services.package_readme import (
    CERTIFICATES,
    DOCUMENTS,
    EVIDENCE,
    LIST,
    README,
    SCHEMA_FILE,
    SIGNATURE,
    SUMMARY,
    readme,
)
from services.package_summary import Copy, Listed, evidence, summary
from services.platform import NotFound, Platform
from store import documents, pdfs, versions
from store.documents import Document

FIXED = (1980, 1, 1, 0, 0, 0)
"""The first time a zip can have: when a package was made is nothing that it tells."""
SCHEMA_PATH = Path(__file__).parents[1] / "docs" / SCHEMA_FILE


def _quietly(_: int, __: int) -> None:
    """Nobody asks how far it is."""


def build(
    platform: Platform,
    file: File,
    reader: str,
    chosen: Sequence[Document],
    more: Mapping[str, bytes] | None = None,
    told: Callable[[int, int], None] = _quietly,
) -> bytes:
    """The package of one reader: these files, none of which may be another reader's, whatever is in the store.

    `more` are files beside them, by name, which the list of checksums vouches for. `told` hears how many of the
    documents are read, of how many.

    Slow, as megabytes are read: not for inside a write.

    :raises NotFound: when a file is for another reader, or its bytes or version are not there
    """
    copies: list[Copy] = []
    for one in sorted(chosen, key=lambda one: one.filename):
        told(len(copies), len(chosen))
        copies.append(_copy(platform, one, reader))
    files = {f"{DOCUMENTS}{name}": content for one in copies for name, content in _of(one)}
    listed = [line for one in copies for line in _listed(one)]
    for line in listed:
        if line.evidence and line.copy.record:
            files[line.evidence] = as_json(evidence(line.name, line.sha256, line.copy.record))
    if copies:
        files[SUMMARY] = as_json(summary(file, reader, copies, listed, platform.address))
        files[SCHEMA_FILE] = SCHEMA_PATH.read_bytes()
    files |= more or {}
    certificates = _certificates(platform, chosen)
    if certificates:
        files[CERTIFICATES] = certificates
    signed = platform.seal is not None
    files[README] = readme(file.dossier.number, reader, platform.address, files.keys(), signed=signed).encode()
    return zipped(_with_list(platform, files))


def _with_list(platform: Platform, files: Mapping[str, bytes]) -> dict[str, bytes]:
    """With the list of checksums of them all, signed where there is a key."""
    listed = "".join(f"{_sha256(files[name])}  {name}\n" for name in sorted(files)).encode()
    if platform.seal is None:
        return {**files, LIST: listed}
    from services.seal import sign_list

    return {**files, LIST: listed, SIGNATURE: sign_list(listed, platform.seal)}


def zipped(files: Mapping[str, bytes]) -> bytes:
    """A zip that is the same on any machine: by name, with no time, not packed, as Word files are already."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name in sorted(files):
            item = zipfile.ZipInfo(name, FIXED)
            item.create_system, item.external_attr = 0, 0
            archive.writestr(item, files[name])
    return out.getvalue()


def as_json(told: Mapping[str, Any]) -> bytes:
    """JSON for people and machines: in its own order, two spaces deep."""
    return (json.dumps(told, ensure_ascii=False, indent=2) + "\n").encode()


def evidence_name(document: str) -> str:
    """The name of the evidence that goes with a Word file: 'documenten/a.docx' -> 'bewijs/a.json'."""
    return f"{EVIDENCE}{document.removeprefix(DOCUMENTS).removesuffix('.docx')}.json"


def _copy(platform: Platform, document: Document, reader: str) -> Copy:
    content, version = documents.content(platform.db, document.id), versions.version(platform.db, document.version_id)
    if content is None or version is None or document.reader != reader:
        raise NotFound
    return Copy(document, version, content, _record(content), beside(platform, document))


def beside(platform: Platform, document: Document) -> tuple[tuple[str, bytes], ...]:
    """What goes with a Word file under another name, as (file name, bytes): its PDF, where there is one."""
    content = pdfs.content(platform.db, document.id)
    return ((f"{document.filename.removesuffix('.docx')}.pdf", content),) if content else ()


def _record(content: bytes) -> Record | None:
    """The record in a file of ours; None when there is none that adds up: then there is nothing to tell."""
    try:
        return read_record(content)
    except (BadPackage, BadRecord):
        return None


def _of(copy: Copy) -> Iterable[tuple[str, bytes]]:
    return ((copy.document.filename, copy.content), *copy.beside)


def _listed(copy: Copy) -> Iterable[Listed]:
    for name, content in _of(copy):
        whole = f"{DOCUMENTS}{name}"
        told = evidence_name(whole) if copy.record and name == copy.document.filename else ""
        yield Listed(whole, _sha256(content), len(content), copy, told)


def _certificates(platform: Platform, chosen: Iterable[Document]) -> bytes:
    """The certificates by which the list and these files are sealed, PEM, that of the list first; empty without."""
    known = anchors.pinned(platform)
    found = dict(zip(seal_keys.fingerprints(known), known, strict=True))
    own = [platform.seal.sha256] if platform.seal else []
    twins = pdfs.of_documents(platform.db, [one.id for one in chosen]).values()
    others = sorted(({one.sealed_by for one in chosen} | {one.sealed_by for one in twins}) - set(own))
    return b"".join(found[one] for one in (*own, *others) if one in found)


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
