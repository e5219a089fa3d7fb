"""The register of files: what was handed out, by hashes alone, to look in without us (ADR 0020).

A line tells nothing of people: no name, no number of a dossier, no organisation. Who has a file finds its line; who has
a line alone finds nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from services.platform import Platform
from store import documents, pdfs
from store.versions import Status

StatusWord = Literal["open", "current", "replaced", "withdrawn", "refused", "destroyed"]

STATUS: dict[Status, StatusWord] = {
    "ter_ondertekening": "open",
    "getekend": "current",
    "deels_getekend": "current",
    "vervangen": "replaced",
    "ingetrokken": "withdrawn",
    "geweigerd": "refused",
}
"""Status of a version -> how the register and the check name it."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the register: a file by the SHA-256 of its bytes, and what became of its text.

    `root` is that of its version, `version` its number; 'destroyed' is of a dossier that was, after its
    term. `certificate` the SHA-256 of what sealed it, '' without a seal.
    `pdf` is the SHA-256 of the PDF beside it, '' while there is none.
    """

    sha256: str
    root: str
    code: str
    version: int
    status: StatusWord
    sealed_at: str
    certificate: str
    pdf: str = ""


def entries(platform: Platform) -> Iterator[Entry]:
    """Every file there is, in the order in which they were made."""
    twins = {one.document_id: one.sha256 for one in pdfs.every(platform.db)}
    for one in documents.register(platform.db):
        status, pdf = "destroyed" if one.erased else STATUS[one.status], twins.get(one.id, "")
        yield Entry(one.sha256, one.root, one.code, one.version, status, one.created_at, one.sealed_by, pdf)


def write(platform: Platform, out: Path) -> int:
    """Write the register as lines of JSON, in the place of what was there; gives how many lines."""
    beside = out.with_name(f".{out.name}-new")
    count = 0
    with beside.open("w", encoding="utf-8") as file:
        for entry in entries(platform):
            file.write(json.dumps(asdict(entry)) + "\n")
            count += 1
    beside.replace(out)
    return count
