"""The schools, providers and CLBs with whom an organisation has dossiers: to filter lists by, and to find by name."""

from __future__ import annotations

from dataclasses import dataclass

from rules.folding import findable
from services.platform import Platform, Who
from store import search


@dataclass(frozen=True, slots=True)
class Partner:
    """An organisation in one's own dossiers: its kind, its name with the establishment, and by which words it is found."""

    id: str
    soort: str
    naam: str
    words: str


def partners(platform: Platform, who: Who) -> list[Partner]:
    """By name, without one's own organisation."""
    return [
        Partner(
            row["id"],
            row["soort"],
            f"{row['naam']}, {row['vestiging']}" if row["vestiging"] else row["naam"],
            f" {' '.join(findable(row['naam']) + findable(row['vestiging']))} ",
        )
        for row in search.partners(platform.db, who.organisation.id)
        if row["id"] != who.organisation.id
    ]
