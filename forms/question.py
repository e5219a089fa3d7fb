"""The question: what every kind has in common, and the faces of one answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from forms.conditions import When
from forms.scope import Answers, Json, Scope, answered, typed
from rules.readers import Audience


@dataclass(frozen=True, slots=True)
class Prefill:
    """Where a first value comes from: a question of the latest frozen record of another type, or a fact.

    `record` is a record type's slug, or "feit" for a fact of scope.FACTS. For a repeat, `fields` says which of our
    questions takes which of theirs ({ours: theirs}); `only` keeps the items for which it holds.
    """

    record: str
    name: str
    fields: Mapping[str, str] | None = None
    only: When | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """What a question and a repeat share: when it is asked, what stands beside it, and where it first comes from."""

    when: When | None = None
    required: bool | When = True
    hint: str = ""
    prefill: Prefill | None = None
    printed: bool = True
    automatic: str = ""
    """The fact that gives the value; such a question is shown, not asked."""
    given: bool = False
    """The prefill gives the value for good; such a question is shown, not asked."""
    why: str = ""
    """Why it is asked, in a sentence or two, for whoever unfolds it; the source stands behind it by itself."""
    asked_anew: str = ""
    """Why an answer that another organisation got is not taken over: a sentence that says so."""

    def demands(self, known: Answers) -> bool:
        """Must there be an answer at *vastleggen*?"""
        return self.required.holds(known) if isinstance(self.required, When) else self.required


@dataclass(frozen=True, slots=True)
class Question(Asked):
    """One thing asked. A kind is a subclass and the only code that knows all faces of its answer:

    posted strings <-> stored JSON (`parse`, `posted`), the Python value (`value`), the text shown (`text`),
    what the Word template gets (`word`), and what is wrong with it (`faults`).
    """

    name: str
    label: str
    readers: str = ""
    source: str = ""

    shape: ClassVar[str] = "line"
    """Which field macro of the page draws it."""

    @property
    def audience(self) -> Audience:
        """Who may see the answer (`readers` as letters, see rules/readers.py)."""
        return Audience.parse(self.readers)

    @property
    def optional(self) -> bool:
        """True when an answer is never demanded: the page says (niet verplicht)."""
        return self.required is False

    def parse(self, posted: list[str], scope: Scope) -> Json:
        """Posted strings -> stored answer; None when nothing was filled in; `as_typed(...)` when not understood."""
        return clean_line(posted[0]) or None if posted else None

    def posted(self, stored: Json) -> list[str]:
        """Stored answer -> the strings in the inputs; `parse(posted(x)) == x`."""
        raw = typed(stored)
        if raw is not None:
            return raw
        return [str(stored)] if answered(stored) else []

    def value(self, stored: Json) -> Json:
        """Stored answer -> Python value, for rules; None when there is none or it was not understood."""
        return stored if answered(stored) and typed(stored) is None else None

    def text(self, stored: Json, scope: Scope) -> str:
        """Stored answer -> what people read; empty when unanswered."""
        raw = typed(stored)
        if raw is not None:
            return " ".join(part for part in raw if part)
        return str(stored) if answered(stored) else ""

    def word(self, stored: Json, scope: Scope) -> Json:
        """Stored answer -> what the Word template gets under this name."""
        return self.text(stored, scope)

    def faults(self, stored: Json, scope: Scope) -> list[str]:
        """What is wrong with an answer that is there, each a Dutch sentence that says what to do."""
        return []

    def offered(self, scope: Scope) -> dict[str, str]:
        """What can be chosen, posted value -> label; empty where nothing is chosen from a list."""
        return {}

    @property
    def ask(self) -> str:
        """The label as it stands inside a sentence: 'Vul ... in'."""
        label = self.label.rstrip("?: ")
        keep = len(label) > 1 and label[1].isupper()
        return label if keep else label[:1].lower() + label[1:]

    def missing(self) -> str:
        """What to say when a demanded answer is not there."""
        return f"Vul in: {self.ask}."


def clean(text: str) -> str:
    """Text as we keep it: NFC, one kind of line end, no control characters, no lone surrogates, no outer space."""
    import unicodedata

    text = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(char for char in text if char in "\n\t" or not _unfit(char))
    return unicodedata.normalize("NFC", kept).strip()


def clean_line(text: str) -> str:
    """As `clean`, on one line."""
    return " ".join(clean(text).split())


def _unfit(char: str) -> bool:
    """XML 1.0 cannot hold these, so neither may the record: a Word file must print every character of it."""
    code = ord(char)
    return code < 0x20 or 0x7F <= code <= 0x9F or 0xD800 <= code <= 0xDFFF or code in (0xFFFE, 0xFFFF, 0xFEFF)
