"""The roles that an account can have, by the kind of its organisation, with what each may do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from services.administration import ADMINISTRATOR, PLATFORM
from services.said import listing


@dataclass(frozen=True, slots=True)
class Role:
    """One role: its name in the database, its word, and what somebody with it may do."""

    name: str
    label: str
    may: str


HOUSE = Role(
    ADMINISTRATOR,
    "Beheerder",
    "Nodigt mensen uit, geeft rollen, en beslist over sjablonen, logo en kleur. Voor dossiers maakt dat niets uit.",
)

AT_WORK: dict[str, tuple[Role, ...]] = {
    "clb": (
        Role("clb", "CLB-medewerker", "Opent dossiers, werkt ze uit, meldt aan bij NAFT en ondertekent voor het CLB."),
    ),
    "naft": (
        Role(
            "naft_begeleider",
            "NAFT-begeleider",
            "Wordt gekozen als begeleider van een traject, schrijft doelen en evaluaties, en ondertekent.",
        ),
        Role(
            "naft_coordinator",
            "Coördinator",
            "Volgt aanmeldingen en wachtlijst op, zonder zelf te begeleiden.",
        ),
    ),
    "school": (
        Role("directie", "Directie", "Ondertekent voor de school, ook als een leerling lessen mist."),
        Role("leerlingbegeleider", "Leerlingbegeleider", "Volgt leerlingen op, en stelt vragen aan het CLB."),
        Role("leerkracht", "Leerkracht", "Neemt deel aan het traject van een leerling of klas."),
        Role("klastitularis", "Klastitularis", "Neemt deel aan het traject van een leerling of klas."),
        Role("leerondersteuner", "Leerondersteuner", "Neemt deel aan het traject van een leerling of klas."),
    ),
    "pbd": (Role("pbd", "Pedagogisch begeleider", "Opent geen dossiers: tekent mee aan tafel waar nodig."),),
    "welzijn": (Role("welzijn", "Hulpverlener", "Opent geen dossiers: neemt deel waar men erom vraagt."),),
}
"""Kind of organisation -> the roles in which its people take part in dossiers (forms/partij.py)."""

_LABELS = {one.name: one.label for several in AT_WORK.values() for one in several} | {
    ADMINISTRATOR: HOUSE.label,
    PLATFORM: "Platformbeheerder",
}


def offered(soort: str) -> tuple[Role, ...]:
    """The roles that an administrator of such an organisation gives, its own last."""
    return (*AT_WORK.get(soort, ()), HOUSE)


def in_words(roles: Iterable[str]) -> str:
    """'CLB-medewerker en Beheerder'; '' for none."""
    return listing([_LABELS.get(one, one) for one in sorted(roles, key=lambda one: one in (ADMINISTRATOR, PLATFORM))])


def chosen(soort: str, wanted: Iterable[str], before: Iterable[str] = ()) -> tuple[str, ...]:
    """What was ticked, as far as it is offered here, in the order in which roles are kept.

    What `before` holds and this page does not offer stays, such as managing the platform.
    """
    mine = {one.name for one in offered(soort)}
    ticked = set(wanted) & mine
    others = [one for one in before if one not in mine]
    house = [one for one in (ADMINISTRATOR,) if one in ticked]
    return (*house, *others, *(one.name for one in AT_WORK.get(soort, ()) if one.name in ticked))
