"""What a Word file is called: its title, with what tells the several of one dossier apart."""

from __future__ import annotations

from typing import Protocol

from forms import RECORD_TYPES
from forms.record_type import Document
from services.annex_texts import CODE as ANNEX
from store.versions import Version

LAST = "Eindverslag"
"""What the evaluation is called that ends a trajectory."""


class Titled(Protocol):
    """A document of a record type (forms/record_type.py), or one beside it (services/extra_documents.py)."""

    @property
    def code(self) -> str:
        """'D2'."""

    @property
    def title(self) -> str:
        """As it was defined."""


def title_of(definition: Titled, version: Version) -> str:
    """The title of a document: 'Evaluatieverslag 2', 'Vertaling - enkel ter informatie: Evaluatieverslag 2'."""
    if definition.code == ANNEX:
        return f"{definition.title}: {title_of(at_home(version), version)}"
    return " ".join(part for part in parts_of(definition, version) if part)


def parts_of(definition: Titled, version: Version) -> tuple[str, str]:
    """The title, and what counts it where a trajectory has several: ('Evaluatieverslag', '2')."""
    own = RECORD_TYPES[version.payload["type"]].documents
    if version.payload["type"] != "evaluatie" or definition not in own:
        return definition.title, ""
    leaves = {leaf["name"]: leaf["value"] for leaf in version.payload["leaves"]}
    ends, number = leaves.get("soort") in ("eind", "vroegtijdig"), leaves.get("record/nummer", 1)
    if definition == own[0]:
        return (LAST, "") if ends else (definition.title, str(number))
    return definition.title, "(einde)" if ends else f"(evaluatie {number})"


def at_home(version: Version) -> Document:
    """The first of a version's documents that pupil and parents get: the text that an annex translates."""
    return next(one for one in RECORD_TYPES[version.payload["type"]].documents if {*one.readers} & {*"LO"})
