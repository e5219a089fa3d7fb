"""Kinds of question answered by choosing: one, several, yes or no."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from textwrap import shorten
from typing import ClassVar

from forms.question import Question
from forms.scope import Json, Scope, as_typed, items_of, typed

GONE = "Kies een antwoord uit de lijst."


@dataclass(frozen=True, slots=True)
class Choice(Question):
    """One of `choices` (stored value -> label). Up to seven are radio buttons, more a list."""

    choices: Mapping[str, str] = field(default_factory=dict)

    @property
    def shape(self) -> str:  # type: ignore[override]  # a class attribute where it does not depend on the choices
        """Radio buttons or a select."""
        return "radios" if len(self.choices) <= 7 else "select"

    def parse(self, posted: list[str], scope: Scope) -> Json:
        """A value that is not offered is kept as typed: a fault, not a loss."""
        chosen = posted[0] if posted else ""
        return (chosen if chosen in self.choices else as_typed([chosen])) if chosen else None

    def text(self, stored: Json, scope: Scope) -> str:
        """The label; a value of an older definition shows as it was stored."""
        if typed(stored) is not None or not isinstance(stored, str):
            return ""
        return self.choices.get(stored, stored)

    def faults(self, stored: Json, scope: Scope) -> list[str]:
        """Not in the list."""
        return [] if stored is None or (isinstance(stored, str) and stored in self.choices) else [GONE]

    def offered(self, scope: Scope) -> dict[str, str]:
        """The choices."""
        return dict(self.choices)

    def missing(self) -> str:
        """A choice is made, not filled in."""
        return f"Kies: {self.ask}."


@dataclass(frozen=True, slots=True)
class Choices(Question):
    """Any number of `choices`, stored as a list in the order of the definition. `exclusive` stands alone.

    With `every`, all of them must be chosen: the sentence that says so.
    """

    choices: Mapping[str, str] = field(default_factory=dict)
    exclusive: str = ""
    every: str = ""

    shape: ClassVar[str] = "checks"

    def parse(self, posted: list[str], scope: Scope) -> Json:
        """The known values among those posted; None when none is."""
        return [value for value in self.choices if value in posted] or None

    def posted(self, stored: Json) -> list[str]:
        """The ticked boxes."""
        return [str(value) for value in stored] if isinstance(stored, list) else []

    def text(self, stored: Json, scope: Scope) -> str:
        """Labels in a row."""
        return ", ".join(self.word(stored, scope))

    def word(self, stored: Json, scope: Scope) -> list[str]:
        """The labels, a list."""
        return [self.choices.get(value, value) for value in stored] if isinstance(stored, list) else []

    def faults(self, stored: Json, scope: Scope) -> list[str]:
        """'None of these' together with one of these, or not every one where every one counts."""
        if self.every and isinstance(stored, list) and set(stored) != set(self.choices):
            return [self.every]
        if self.exclusive and isinstance(stored, list) and self.exclusive in stored and len(stored) > 1:
            return [f"Kies ofwel “{self.choices[self.exclusive]}”, ofwel de andere antwoorden."]
        return []

    def offered(self, scope: Scope) -> dict[str, str]:
        """The choices."""
        return dict(self.choices)

    def missing(self) -> str:
        """At least one."""
        return f"Kies minstens één antwoord: {self.ask}."


@dataclass(frozen=True, slots=True)
class YesNo(Question):
    """Yes or no, stored as true or false. `must_be_yes` says why a no stops the *vastleggen*."""

    must_be_yes: str = ""

    shape: ClassVar[str] = "radios"

    def parse(self, posted: list[str], scope: Scope) -> Json:
        """'ja', 'nee' or nothing."""
        return {"ja": True, "nee": False}.get(posted[0]) if posted else None

    def posted(self, stored: Json) -> list[str]:
        """The chosen button."""
        return [] if not isinstance(stored, bool) else ["ja" if stored else "nee"]

    def text(self, stored: Json, scope: Scope) -> str:
        """Ja or nee."""
        return "" if not isinstance(stored, bool) else ("Ja" if stored else "Nee")

    def faults(self, stored: Json, scope: Scope) -> list[str]:
        """A no where only a yes lets one go on."""
        return [self.must_be_yes] if stored is False and self.must_be_yes else []

    def offered(self, scope: Scope) -> dict[str, str]:
        """Two buttons."""
        return {"ja": "Ja", "nee": "Nee"}

    def missing(self) -> str:
        """A choice is made, not filled in."""
        return f"Kies ja of nee: {self.ask}."


@dataclass(frozen=True, slots=True)
class Reference(Question):
    """One item of a repeat of the same record, stored by the item's id; `shows` is the question that names it."""

    repeat: str = ""
    shows: str = ""

    shape: ClassVar[str] = "select"

    def parse(self, posted: list[str], scope: Scope) -> Json:
        """An item's id."""
        chosen = posted[0] if posted else ""
        return (chosen if chosen in self.offered(scope) else as_typed([chosen])) if chosen else None

    def text(self, stored: Json, scope: Scope) -> str:
        """'E1: belt elke maandag ...'."""
        return self.offered(scope).get(stored, stored) if isinstance(stored, str) else ""

    def faults(self, stored: Json, scope: Scope) -> list[str]:
        """An item that is gone."""
        return [] if stored is None or (isinstance(stored, str) and stored in self.offered(scope)) else [GONE]

    def offered(self, scope: Scope) -> dict[str, str]:
        """The items, each with the start of its text."""
        return {
            item["id"]: f"{item['id']}: {shorten(str(item.get(self.shows) or ''), 80, placeholder=' …')}"
            for item in items_of(scope.answers.get(self.repeat))
        }

    def missing(self) -> str:
        """A choice is made, not filled in."""
        return f"Kies: {self.ask}."
