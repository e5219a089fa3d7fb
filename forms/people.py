"""Kinds of question answered with a person or an organisation of the dossier."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from forms.question import Question, clean_line
from forms.scope import Json, OrganisationRef, Scope, as_typed, typed

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
class Sought:
    """A search for an organisation on the page: what stands in the box, who is chosen, who was found, who is near."""

    text: str
    chosen: OrganisationRef | None
    found: tuple[OrganisationRef, ...]
    near: tuple[OrganisationRef, ...]

    @property
    def offered(self) -> tuple[OrganisationRef, ...]:
        """To choose from, each once: who is chosen comes first, and in the words in which it was found."""
        every = {one.id: one for one in (*self.near, *self.found, *([self.chosen] if self.chosen else []))}
        order = dict.fromkeys(one.id for one in (*([self.chosen] if self.chosen else []), *self.found, *self.near))
        return tuple(every[one] for one in order)


@dataclass(frozen=True, slots=True)
class Organisation(Question):
    """An organisation of one of the kinds in `soorten` (clb, naft, school, pbd, ...), stored by id.

    A short list is chosen from; where there are more than that, one searches: what was typed and not chosen is kept
    as typed.
    """

    soorten: tuple[str, ...] = ()

    shape: ClassVar[str] = "organisation"

    def parse(self, posted: list[str], scope: Scope) -> Json:
        """The organisation among what was posted; else what was typed to find one."""
        given = [part for part in map(clean_line, posted) if part]
        chosen = next((part for part in given if self._may_be(part, scope)), None)
        return chosen or (as_typed(given[:1]) if given else None)

    def _may_be(self, organisation_id: str, scope: Scope) -> bool:
        return organisation_id in self.offered(scope) or self._in_register(organisation_id, scope)

    def _in_register(self, organisation_id: str, scope: Scope) -> bool:
        found = scope.register.get(organisation_id) if scope.register else None
        return found is not None and found.active and found.soort in self.kinds(scope)

    def kinds(self, scope: Scope) -> tuple[str, ...]:
        """The kinds to choose from."""
        return self.soorten or (scope.register.kinds if scope.register else ())

    def text(self, stored: Json, scope: Scope) -> str:
        """The name."""
        return scope.organisation(stored) if isinstance(stored, str) and stored else ""

    def faults(self, stored: Json, scope: Scope) -> list[str]:
        """Not in the list."""
        if stored is None or (isinstance(stored, str) and self._may_be(stored, scope)):
            return []
        return ["Kies een organisatie uit de lijst."]

    def offered(self, scope: Scope) -> dict[str, str]:
        """The organisations at hand of the kinds asked, and all of those kinds where they are few."""
        near = [one for one in scope.organisations if not self.soorten or one.soort in self.soorten]
        more = (scope.register.listed(self.kinds(scope)) or ()) if scope.register else ()
        return {one.id: one.choice for one in (*near, *more)}

    def sought(self, posted: list[str], stored: Json, scope: Scope) -> Sought | None:
        """The search as the page shows it, after what was posted; None where a list is short enough to choose from."""
        kinds = self.kinds(scope)
        if scope.register is None or scope.register.listed(kinds) is not None:
            return None
        chosen = scope.place(stored) if isinstance(stored, str) else None
        text = next((part for part in posted or typed(stored) or () if part.strip() and not scope.place(part)), "")
        near = tuple(one for one in scope.organisations if not self.soorten or one.soort in self.soorten)
        return Sought(text, chosen, scope.register.search(text, kinds), near)

    def missing(self) -> str:
        """An organisation is chosen, not filled in."""
        return f"Kies: {self.ask}."
