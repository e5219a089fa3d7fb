"""Kinds of question answered in words: a line, a text, a name, an address of mail or phone."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from forms.question import Question, clean, clean_line
from forms.scope import Json, Scope, answered, typed
from rules.national_number import WARNING, has_national_number


@dataclass(frozen=True, slots=True)
class Text(Question):
    """Free text, on one line (`lines=1`) or more. Lengths in characters; longer text is kept and named a fault.

    `examples` are shown folded under the box and never filled in by themselves: a heading -> its texts. With
    `examples_by`, a choice of the same page or item, a heading is one of its values, and shows when that is chosen.
    """

    lines: int = 1
    max_length: int = 160
    min_length: int = 0
    examples: Mapping[str, tuple[str, ...]] = field(default_factory=dict, kw_only=True)
    examples_by: str = field(default="", kw_only=True)

    shape: ClassVar[str] = "text"

    def parse(self, posted: list[str], scope: Scope) -> Json:
        """Kept as typed but for control characters and outer space."""
        if not posted:
            return None
        return (clean(posted[0]) if self.lines > 1 else clean_line(posted[0])) or None

    def faults(self, stored: Json, scope: Scope) -> list[str]:
        """Too long, too short, or a national register number in it (G6, G7)."""
        if not isinstance(stored, str):
            return []
        found = []
        if len(stored) > self.max_length:
            over = len(stored) - self.max_length
            found.append(f"Maak de tekst korter: hoogstens {self.max_length} tekens, nu {over} te veel.")
        if len(stored) < self.min_length:
            found.append(f"Schrijf iets meer: minstens {self.min_length} tekens, nu {len(stored)}.")
        if has_national_number(stored):
            found.append(WARNING)
        return found


@dataclass(frozen=True, slots=True)
class Name(Question):
    """A person's name, in any script, never re-cased: letters, marks, space, apostrophe, hyphen, full stop (G1)."""

    max_length: int = 80

    def faults(self, stored: Json, scope: Scope) -> list[str]:
        """Too long, or characters that no name has."""
        if not isinstance(stored, str):
            return []
        found = []
        if len(stored) > self.max_length:
            found.append(f"Maak de naam korter: hoogstens {self.max_length} tekens.")
        if not all(_in_a_name(char) for char in stored):
            found.append("Gebruik in een naam enkel letters, spaties, koppeltekens, punten en weglatingstekens.")
        return found


def _in_a_name(char: str) -> bool:
    import unicodedata

    # U+200C and U+200D join letters in Persian and Indian names
    return char in " '’ʼ‘`´-‐‑–.·,\u200c\u200d" or unicodedata.category(char)[0] in "LM"


@dataclass(frozen=True, slots=True)
class Email(Question):
    """A mail address: one @, at most 254 characters (G3, RFC 5321)."""

    shape: ClassVar[str] = "email"

    def faults(self, stored: Json, scope: Scope) -> list[str]:
        """Not an address."""
        if not isinstance(stored, str):
            return []
        local, at, domain = stored.partition("@")
        good = at and local and "." in domain and "@" not in domain and not re.search(r"[\s,;<>]", stored)
        if good and len(stored) <= 254 and not domain.startswith(".") and not domain.endswith("."):
            return []
        return ["Vul een e-mailadres in, bijvoorbeeld an.peeters@voorbeeld.be."]


@dataclass(frozen=True, slots=True)
class Phone(Question):
    """A phone number, kept in the international form of E.164; a Belgian one may be typed with a leading 0 (G4)."""

    shape: ClassVar[str] = "tel"

    def parse(self, posted: list[str], scope: Scope) -> Json:
        """'0471 23 45 67' -> '+32471234567'; what is no number is kept as typed."""
        line = clean_line(posted[0]) if posted else ""
        digits = re.sub(r"[\s./()\-]", "", line)
        if digits.startswith("00"):
            digits = "+" + digits[2:]
        elif re.fullmatch(r"0[1-9]\d{7,8}", digits):
            digits = "+32" + digits[1:]
        return (digits if re.fullmatch(r"\+[1-9]\d{6,14}", digits) else line) or None

    def text(self, stored: Json, scope: Scope) -> str:
        """Belgian numbers as people write them, others as they are kept."""
        if isinstance(stored, str) and stored.startswith("+32"):
            rest = "0" + stored[3:]
            cut = 4 if len(rest) == 10 else (2 if rest[1] in "2349" else 3)
            pairs = re.findall(r"\d{1,3}(?=(?:\d\d)*$)|\d\d", rest[cut:])
            return " ".join([rest[:cut], *pairs])
        return stored if isinstance(stored, str) else ""

    def faults(self, stored: Json, scope: Scope) -> list[str]:
        """Not a phone number."""
        if not isinstance(stored, str) or re.fullmatch(r"\+[1-9]\d{6,14}", stored):
            return []
        return ["Vul een telefoonnummer in, bijvoorbeeld 0471 23 45 67 of +33 6 12 34 56 78."]


@dataclass(frozen=True, slots=True)
class Postcode(Question):
    """A postal code: four digits in Belgium, else free text of at most 12 characters (G5)."""

    def faults(self, stored: Json, scope: Scope) -> list[str]:
        """Four digits that are no Belgian code, or too long."""
        if not answered(stored) or typed(stored) is not None:
            return []
        if re.fullmatch(r"\d{4}", stored) and int(stored) < 1000:
            return ["Vul een postcode in van 1000 tot 9999."]
        return ["Vul een postcode in van hoogstens 12 tekens."] if len(stored) > 12 else []
