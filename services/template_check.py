"""Looks at a Word template before it is used."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from services import opc


@dataclass(frozen=True, slots=True)
class Fault:
    """Something about a template: `fout` stands in the way, `opgelet` does not. All texts are Dutch."""

    severity: Literal["fout", "opgelet"]
    where: str
    around: str
    message: str
    code: str


def check(name: str, content: bytes) -> list[Fault]:
    """What is wrong with a template that stands in for `name` ('doelen.docx'); empty when nothing is."""
    try:
        opc.read_package(content)
    except opc.BadPackage:
        return [Fault("fout", "het bestand", "", "Dit is geen Word-bestand (.docx).", "package")]
    return []
