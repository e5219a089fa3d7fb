"""An instance for a busy Monday: as many desks as people, each with dossiers of its own, in two CLBs.

Everything is made by the services, today, with the pieces of the crash harness (tests/harness/ground.py).
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from services import documents
from tests.harness.ground import Desk, Ground, Text, a_class, begun, desk
from tests.world import Case, World, indication

NAMES = ("Aerts", "Baert", "Claes", "Dierckx", "Everaert", "Fransen", "Geerts", "Hermans", "Jacobs", "Kerkhofs", "Maes")


@dataclass(frozen=True, slots=True)
class Place:
    """Where one person sits: the desk, and a dossier of which the files are made."""

    desk: Desk
    done: str


@dataclass(frozen=True, slots=True)
class Monday:
    """The ground that the server stands on, and a place for each person."""

    ground: Ground
    places: tuple[Place, ...]

    def told(self) -> list[dict[str, Any]]:
        """The places as JSON takes them, for the process of the people."""
        return [asdict(one) for one in self.places]


def place_of(told: dict[str, Any]) -> Place:
    """A place, read back."""
    found = told["desk"]
    texts, classes = (tuple(Text(**one) for one in found[name]) for name in ("texts", "classes"))
    return Place(Desk(found["email"], found["draft"], texts, classes), told["done"])


def lay(folder: Path, people: int, classes: int, **settings: Any) -> Monday:
    """Make the instance in a folder that is empty; `classes` is how many texts a desk can bring to an end."""
    with begun(folder, **{"PROXY": "1", **settings}) as (world, chief, chosen):
        a_class(world, "an", frozen=True)
        places = tuple(_place(world, nr, classes) for nr in range(people))
    return Monday(Ground(folder, tuple(one.desk for one in places), chief, chosen), places)


def _place(world: World, nr: int, classes: int) -> Place:
    key, family = f"an{nr}", f"{NAMES[nr % len(NAMES)]}-{nr}"
    world.hire(key, f"An {family}", "clb", ("brug", "kompas")[nr % 2])
    made = desk(world, key, classes, email=f"thuis{nr}-{{}}@thuis.example")
    case = Case(world, clb=key, naft="younes", school="sluis")
    case.open("klasgroep", {}, label="4HW")
    case.invite("saskia")
    case.sign(case.freeze(key, case.write(key, "indicatiestelling", indication(case))))
    documents.make_missing(world.platform, case.file)
    return Place(made, case.id)
