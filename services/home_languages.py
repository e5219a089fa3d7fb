"""In which languages pupil and parents get an annex with a translation beside the Dutch text. See ADR 0025.

Which language somebody speaks is for CLB and NAFT to know: this decides for whom an annex is made, and tells it nobody.
"""

from __future__ import annotations

from collections.abc import Iterable

from rules.consent import latest, said_no
from rules.readers import letter_of, pupil_of
from services.consents import consents, guardians_of
from services.dossiers import File
from services.platform import Platform
from services.surroundings import latest_answers
from services.translations import LANGUAGES
from store.parties import Party
from store.versions import Version

NEEDS_NONE = ("nl", "vgt")
"""Who signs (Vlaamse Gebarentaal) is helped by an interpreter, not by another language in writing."""

ASKED = "vertaalde_bijlage"
"""The question of doelstellingen en afspraken whether an annex comes along."""

CONSENT = "vertaling"
"""What is agreed to by who wants one; who says no does not get it."""


def languages_at_home(platform: Platform, file: File, version: Version) -> dict[str, list[str]]:
    """Reader at home (rules.readers.key) -> the languages of the annex to this version; only who gets one is in it.

    French for who speaks French, English for who speaks English, both for another language. What the version itself
    says of an annex goes before: none after a no; after a yes both for whom no language is known, and at least somebody
    gets it.
    """
    asked = next((leaf["value"] for leaf in version.payload["leaves"] if leaf["name"] == ASKED), None)
    if asked is False:
        return {}
    people = {reader: _people(file, reader) for reader in _home(version)}
    if any(map(_in_writing, people.values())):
        people = _without_refusals(platform, file, people)
    people = {reader: several for reader, several in people.items() if several}  # where all said no, nobody reads it
    found = {reader: _in_writing(several) for reader, several in people.items()}
    if asked:
        unknown = [one for one, several in people.items() if not any(party.answers.get("taal") for party in several)]
        found |= {one: list(LANGUAGES) for one in (unknown if any(found.values()) else unknown or found)}
    return {reader: languages for reader, languages in found.items() if languages}


def _home(version: Version) -> list[str]:
    every = (reader for readers in version.payload["documents"].values() for reader in readers)
    return [one for one in dict.fromkeys(every) if letter_of(one) in "LO"]


def _people(file: File, reader: str) -> list[Party]:
    """Who reads a copy: the pupil, or the parents who get documents."""
    whose = pupil_of(reader)
    if letter_of(reader) == "L":
        return [one for one in file.in_role("leerling") if whose in ("", one.id)]
    return [one for one in guardians_of(file, whose) if one.answers.get("ontvangt_documenten") is not False]


def _without_refusals(platform: Platform, file: File, people: dict[str, list[Party]]) -> dict[str, list[Party]]:
    given = latest(consents(platform, file, latest_answers(platform, file, "indicatiestelling")), CONSENT)
    return {reader: [one for one in several if not said_no(given, one.id)] for reader, several in people.items()}


def _in_writing(people: Iterable[Party]) -> list[str]:
    """The languages of LANGUAGES, in their order, that help these people."""
    spoken = {str(one.answers.get("taal") or "nl") for one in people} - {*NEEDS_NONE}
    other = bool(spoken - {*LANGUAGES})
    return [one for one in LANGUAGES if other or one in spoken]
