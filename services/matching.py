"""Who somebody in a document from elsewhere is here: by role and name, without a guess where there are two.

Role and name have to be those of one party; capitals, accents and hyphens make no difference. A record tells of an
organisation its name alone, so that name has to be of exactly one active organisation of the right kind.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from forms.partij import PROFESSIONAL
from forms.scope import Answers
from rules.folding import fold
from services.dossiers import File, name_of, organisation_name
from services.platform import Platform
from services.received_file import FromElsewhere, Someone
from store import organisations
from store.organisations import Organisation, Soort
from store.parties import Party

SCHOOL_PEOPLE = ("directie", "leerlingbegeleider", "leerkracht", "klastitularis", "leerondersteuner")
OF_A_PUPIL = ("ouder", "voogd", "opvoedingsverantwoordelijke", "plusouder")
"""Where there are several pupils, one has to say whose these are."""
KINDS: tuple[Soort, ...] = ("clb", "naft", "school", "pbd", "welzijn", "meldpunt", "andere")


@dataclass(frozen=True, slots=True)
class Match:
    """Somebody of the document, and who that is here: a party, somebody new, or nobody with the reason `why`.

    `organisation_id` is that of somebody new who works somewhere.
    """

    someone: Someone
    party_id: str = ""
    new: bool = False
    why: str = ""
    organisation_id: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """An organisation that answers name, and which it is here ('' for none, with the reason)."""

    id: str
    name: str
    organisation_id: str = ""
    why: str = ""


def people(platform: Platform, document: FromElsewhere, file: File | None) -> tuple[Match, ...]:
    """Who everybody is in a dossier, or would be in a new one (None)."""
    return tuple(_match(platform, document, one, file) for one in document.people)


def _match(platform: Platform, document: FromElsewhere, one: Someone, file: File | None) -> Match:
    if file is not None and not document.origin and any(party.id == one.id for party in file.parties):
        return Match(one, party_id=one.id)  # our own seal: the same dossier, the same ids
    if not one.name or not one.rol:
        return Match(one, why="Dit exemplaar noemt geen naam.")
    found = _called(one, file.in_role(one.rol) if file else ())
    if len(found) == 1:
        return Match(one, party_id=found[0].id)
    if found:
        return Match(one, why="Er zijn hier meer mensen met die naam: kies zelf wie dit is.")
    return _new(platform, document, one, file)


def _called(one: Someone, parties: Iterable[Party]) -> list[Party]:
    """Under the same name; when there are several, the one in a place of the same name."""
    return [party for party in parties if fold(one.name) in _names(party.answers)]


def _names(answers: Answers) -> set[str]:
    plain = f"{answers.get('voornaam', '')} {answers.get('familienaam', '')}"
    called = f"{answers.get('roepnaam') or answers.get('voornaam', '')} {answers.get('familienaam', '')}"
    return {fold(one) for one in (name_of(answers), plain, called)}


def _new(platform: Platform, document: FromElsewhere, one: Someone, file: File | None) -> Match:
    soort = file.dossier.soort if file else document.begins
    if one.rol in ("clb", "naft_begeleider", "pbd", "tolk", "welzijn", "leerplek"):
        return Match(one, why="Werkt voor het andere dossier: voeg zelf toe wie hier meewerkt.")
    if one.rol in SCHOOL_PEOPLE:
        place = organisation_named(platform, one.organisation, ("school",))
        if file is not None or place is None:
            return Match(one, why="Voeg zelf toe wie van de school meewerkt: die leest dan mee.")
        return Match(one, new=True, organisation_id=place.id)
    if one.rol == "leerling" and (file is not None or soort not in ("leerling", "leerlingen")):
        return Match(one, why="Deze leerling staat niet in dit dossier.")
    if one.rol in OF_A_PUPIL and soort != "leerling":
        return Match(one, why="Voeg zelf toe, en zeg van welke leerling.")
    if one.rol == "vertrouwenspersoon":
        return Match(one, why="Voeg zelf toe, en kijk de voorwaarden na.")
    return Match(one, new=True)


def as_party(one: Someone) -> dict[str, str | bool]:
    """What is asked of a party (forms/partij.py), from a name as it stands on a document.

    'Yūsuf (Youssef) Ben-Saïd' has a name to go by; of several words the first is the given name, and a single word is
    the only name that somebody has.
    """
    found = re.fullmatch(r"(.+?) \((.+?)\) (.+)", one.name)
    if found:
        told: dict[str, str | bool] = {"voornaam": found[1], "roepnaam": found[2], "familienaam": found[3]}
    else:
        first, _, family = one.name.partition(" ")
        told = {"voornaam": first, "familienaam": family} if family else {"enige_naam": True, "familienaam": first}
    if one.functie and one.rol in PROFESSIONAL:
        told["functie"] = one.functie[:80]
    return {"rol": one.rol, **told}


def places(platform: Platform, document: FromElsewhere) -> tuple[Place, ...]:
    """Which organisation of our register each is that an answer names."""
    found = []
    for one, name in document.places.items():
        own = None if document.origin else organisations.organisation(platform.db, one)
        match = own or organisation_named(platform, name, KINDS)
        why = "" if match else "Niet in ons register, of meer dan één met die naam: kies zelf."
        found.append(Place(one, name, match.id if match else "", why))
    return tuple(found)


def organisation_named(platform: Platform, name: str, kinds: Iterable[Soort]) -> Organisation | None:
    """The only active organisation of these kinds with this name, with its establishment or without."""
    if not fold(name):
        return None
    every = [one for kind in kinds for one in organisations.organisations(platform.db, kind)]
    for called in (organisation_name, lambda one: str(one.naam)):
        found = [one for one in every if fold(called(one)) == fold(name)]
        if found:
            return found[0] if len(found) == 1 else None
    return None
