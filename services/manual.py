"""The handleiding: its chapters, for whom each is, and the pictures that belong to it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from services import administration
from services.platform import Who


@dataclass(frozen=True, slots=True)
class Chapter:
    """One chapter: its place in the address, its title, for whom it is, and an icon."""

    slug: str
    title: str
    about: str
    icon: str


CHAPTERS = (
    Chapter("clb", "Voor het CLB", "Van de eerste vraag tot de nazorg", "clipboard-heart"),
    Chapter("naft", "Voor de NAFT-aanbieder", "Aanmelding, doelen, evaluaties en afronding", "compass"),
    Chapter("school", "Voor de school", "Een vraag stellen, meelezen, tekenen en opvolgen", "building"),
    Chapter("tafel", "Samen ondertekenen", "Aan tafel, met een link of op papier", "people"),
    Chapter("beheer", "Voor wie een organisatie beheert", "Mensen, huisstijl, sjablonen en cijfers", "person-gear"),
    Chapter("platform", "Voor wie het platform beheert", "Organisaties, scholenlijst en instellingen", "hdd-rack"),
)
"""In the order in which the list shows them."""


def own(who: Who) -> str:
    """The chapter to begin with: of one's own kind of organisation, else how to sign."""
    if administration.is_platform_administrator(who):
        return "platform"
    return who.organisation.soort if who.organisation.soort in ("clb", "naft", "school") else "tafel"


def after(chapter: Chapter) -> Chapter | None:
    """The next chapter; None after the last."""
    following = CHAPTERS[CHAPTERS.index(chapter) + 1 :]
    return following[0] if following else None


@cache
def sizes(folder: Path) -> dict[str, tuple[int, int]]:
    """How wide and high the pictures in a folder are, by name: `make pictures` writes it beside them."""
    found = json.loads((folder / "maten.json").read_text("utf-8"))
    return {name: (size[0], size[1]) for name, size in found.items()}
