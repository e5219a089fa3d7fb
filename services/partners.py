"""The schools, providers and CLBs with whom an organisation has dossiers: to filter lists by, and to find by name."""

from __future__ import annotations

from dataclasses import dataclass

from rules.folding import findable
from services import permission
from services.platform import Platform, Who
from store import search


@dataclass(frozen=True, slots=True)
class Partner:
    """An organisation in one's own dossiers: its kind, name with the establishment, and the words it is found by."""

    id: str
    soort: str
    naam: str
    words: str


def partners(platform: Platform, who: Who) -> list[Partner]:
    """By name, without one's own organisation."""
    return [
        _partner(row["id"], row["soort"], row["naam"], row["vestiging"])
        for row in search.partners(platform.db, permission.listed_of(who))
        if row["id"] != who.organisation.id
    ]


def own(who: Who) -> Partner:
    """One's own organisation: its name finds all that it has."""
    mine = who.organisation
    return _partner(mine.id, mine.soort, mine.naam, mine.vestiging)


def _partner(organisation_id: str, soort: str, naam: str, vestiging: str) -> Partner:
    shown = f"{naam}, {vestiging}" if vestiging else naam
    return Partner(organisation_id, soort, shown, f" {' '.join(findable(naam) + findable(vestiging))} ")
