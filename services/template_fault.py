"""What is said of a template: what, how bad, where in Word, and the text around it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

LONGEST = 120
"""Characters of the text around a fault."""

WHOLE = "Het hele document"
"""The place of what has no place of its own."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Something about a template: `fout` stands in the way of using it, `opgelet` does not.

    `where` is exact: 'Alinea 12', 'Tabel 2, rij 3, kolom 1', 'Koptekst, alinea 1'. Those and `message` are Dutch;
    `code` is for programs: 'name-unknown'.
    """

    severity: Literal["fout", "opgelet"]
    where: str
    around: str
    message: str
    code: str


def around(text: str, at: int = 0) -> str:
    """At most LONGEST characters of a text on one line, with the place `at` in them."""
    begin = max(0, min(at - LONGEST // 3, len(text) - LONGEST + 2))
    cut = " ".join(text[begin : begin + LONGEST - 2].split())
    return f"{'…' if begin else ''}{cut}{'…' if begin + LONGEST - 2 < len(text) else ''}"
