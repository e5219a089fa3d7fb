"""Kinds of question answered with a person or an organisation of the dossier."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from forms.question import Question
from forms.scope import Json, Scope, as_typed

UNKNOWN_PERSON = "Kies iemand die in het dossier staat."


@dataclass(frozen=True, slots=True)
class Person(Question):
    """One party of the dossier, stored by id. `roles` narrows the list; empty means everybody."""

    roles: tuple[str, ...] = ()

    shape: ClassVar[str] = "person"

    def parse(self, posted: list[str], scope: Scope) -> Json:
        """A party's id."""
        chosen = posted[0] if posted else ""
        return (chosen if any(p.id == chosen for p in scope.people) else as_typed([chosen])) if chosen else None

    def text(self, stored: Json, scope: Scope) -> str:
        """The name."""
        return scope.person(stored) if isinstance(stored, str) and stored else ""

    def faults(self, stored: Json, scope: Scope) -> list[str]:
        """Nobody of this dossier, or somebody in another role."""
        known = isinstance(stored, str) and stored in self.offered(scope)
        return [] if stored is None or known else [UNKNOWN_PERSON]

    def offered(self, scope: Scope) -> dict[str, str]:
        """The parties in one of the roles."""
        return {p.id: p.choice for p in scope.people if not self.roles or p.rol in self.roles}

    def missing(self) -> str:
        """Somebody is chosen, not filled in."""
        return f"Kies wie: {self.ask}."


@dataclass(frozen=True, slots=True)
class Persons(Person):
    """Several parties of the dossier, stored as a list of ids."""

    shape: ClassVar[str] = "persons"

    def parse(self, posted: list[str], scope: Scope) -> Json:
        """The ids that are parties, each once."""
        known = {p.id for p in scope.people}
        return [chosen for chosen in dict.fromkeys(posted) if chosen in known] or None

    def posted(self, stored: Json) -> list[str]:
        """The ticked boxes."""
        return [str(value) for value in stored] if isinstance(stored, list) else []

    def text(self, stored: Json, scope: Scope) -> str:
        """Names in a row."""
        return ", ".join(self.word(stored, scope))

    def word(self, stored: Json, scope: Scope) -> list[str]:
        """The names, a list."""
        return [scope.person(party) for party in stored] if isinstance(stored, list) else []

    def faults(self, stored: Json, scope: Scope) -> list[str]:
        """Somebody who is no party, or in another role."""
        chosen = stored if isinstance(stored, list) else []
        return [UNKNOWN_PERSON] if set(chosen) - self.offered(scope).keys() else []


@dataclass(frozen=True, slots=True)
class Organisation(Question):
    """An organisation of one of the kinds in `soorten` (clb, naft, school, pbd, ...), stored by id."""

    soorten: tuple[str, ...] = ()

    shape: ClassVar[str] = "organisation"

    def parse(self, posted: list[str], scope: Scope) -> Json:
        """An organisation's id."""
        chosen = posted[0] if posted else ""
        return (chosen if chosen in self.offered(scope) else as_typed([chosen])) if chosen else None

    def text(self, stored: Json, scope: Scope) -> str:
        """The name."""
        return scope.organisation(stored) if isinstance(stored, str) and stored else ""

    def faults(self, stored: Json, scope: Scope) -> list[str]:
        """Not in the list."""
        if stored is None or (isinstance(stored, str) and stored in self.offered(scope)):
            return []
        return ["Kies een organisatie uit de lijst."]

    def offered(self, scope: Scope) -> dict[str, str]:
        """The organisations of the kinds asked."""
        return {o.id: o.name for o in scope.organisations if not self.soorten or o.soort in self.soorten}

    def missing(self) -> str:
        """An organisation is chosen, not filled in."""
        return f"Kies: {self.ask}."
