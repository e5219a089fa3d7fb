"""What a form must know of its surroundings: facts, people and organisations. Nothing here knows Flask."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

Json = Any
"""One stored answer: what json.loads can give. `Any` here on purpose: the border with JSON (ADR 0003)."""

Answers = Mapping[str, Json]
"""Question name -> stored answer. An absent name is an unanswered question."""

FACTS = {
    "soort_dossier": "leerling, leerlingen, klasgroep or school",
    "meerderjarig": "ja or nee: is the (only) pupil 18 or older today",
    "bekwaam": "ja or nee: is the (only) pupil capable today (12 or older unless recorded otherwise)",
    "minderjarig_met_ouders": "ja or nee: does the file need parents or representatives (a pupil under 18)",
    "tolk_nodig": "ja or nee: does a party need an interpreter",
    "versie": "number of the version that the next freeze will make",
    "volgnummer": "number of this record within its trajectory and type",
    "start_traject": "start date of the trajectory, ISO, or absent",
    "evaluatie_uiterlijk": "last day for this evaluation, ISO, or absent",
    "volgende_evaluatie_uiterlijk": "last day for the next evaluation, counted from this record's own date, ISO",
    "dagen_te_laat": "whole days between evaluatie_uiterlijk and the day of the evaluation, 0 when in time",
    "schooldoelen": "ja or nee: does a goal aim at teachers, team or school",
    "nazorg": "ja or nee: is the trajectory in its aftercare",
}
"""Facts a condition may name beside questions: fact -> what it is. The services compute them."""


@dataclass(frozen=True, slots=True)
class PersonRef:
    """A party of the dossier, as far as a form must know it."""

    id: str
    name: str
    rol: str
    about: str = ""
    """What tells people of the same name apart where one chooses: role and organisation."""

    @property
    def choice(self) -> str:
        """The name as it stands in a list to choose from."""
        return f"{self.name} ({self.about})" if self.about else self.name


@dataclass(frozen=True, slots=True)
class OrganisationRef:
    """An organisation that can be chosen."""

    id: str
    name: str
    soort: str
    where: str = ""
    """Municipality and number, which tell schools of one name apart."""
    active: bool = True

    @property
    def choice(self) -> str:
        """The name as it stands in a list to choose from."""
        return f"{self.name} ({self.where})" if self.where else self.name


class Register(Protocol):
    """All organisations, looked up when a question asks for them: there are thousands of schools."""

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds that are offered where a question names none."""

    def get(self, organisation_id: str) -> OrganisationRef | None:
        """One of them, active or not, of any kind."""

    def listed(self, kinds: tuple[str, ...]) -> tuple[OrganisationRef, ...] | None:
        """The active ones of these kinds; None when there are more than a list can hold."""

    def search(self, text: str, kinds: tuple[str, ...]) -> tuple[OrganisationRef, ...]:
        """The active ones that fit what was typed, at most as many as one looks through."""


@dataclass(frozen=True, slots=True)
class Scope:
    """The surroundings of one form: facts (see FACTS), the dossier's parties, organisations, and today's date."""

    today: date
    facts: Answers = field(default_factory=dict)
    people: tuple[PersonRef, ...] = ()
    organisations: tuple[OrganisationRef, ...] = ()
    """Those at hand; `register` has the others."""
    register: Register | None = None
    answers: Answers = field(default_factory=dict)
    """The record's own answers, for a question that chooses an item of one of its repeats."""

    def person(self, party_id: str) -> str:
        """The name of a party; a party that is gone is said to be so, never left blank."""
        return next((p.name for p in self.people if p.id == party_id), "(niet meer in het dossier)")

    def organisation(self, organisation_id: str) -> str:
        """The name of an organisation; one that is gone is said to be so."""
        found = self.place(organisation_id)
        return found.name if found else "(onbekende organisatie)"

    def place(self, organisation_id: str) -> OrganisationRef | None:
        """An organisation; None when it is not there."""
        near = next((one for one in self.organisations if one.id == organisation_id), None)
        return near or (self.register.get(organisation_id) if self.register else None)


def answered(value: Json) -> bool:
    """False and 0 are answers; None, an empty text and an empty list are not."""
    return value is not None and value != "" and value != [] and value != {}


def typed(value: Json) -> list[str] | None:
    """What was typed where it could not be understood (kept, so that nothing typed is lost); else None."""
    if isinstance(value, dict) and "getypt" in value:
        return [str(part) for part in value["getypt"]]
    return None


def as_typed(parts: list[str]) -> Json:
    """The stored form of an answer that could not be understood."""
    return {"getypt": parts}


def items_of(stored: Json) -> Iterator[Json]:
    """The items of a repeat's stored answer; none for what is not a list of items with ids."""
    if isinstance(stored, list):
        yield from (item for item in stored if isinstance(item, dict) and "id" in item)
