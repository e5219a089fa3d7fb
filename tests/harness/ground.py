"""What the server under fire stands on: a folder with a database of invented people, and rounds that go on for ever.

Everything is made by the services, today. A worker of the CLB has a draft to write in, the texts of two pupils to
freeze, sign and take back, and classes whose text is done, Word files and all, when the worker has signed it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from flask import Flask

from app import create_app
from services import record_views
from services.platform import BRUSSELS, Platform, utc_now
from store import accounts
from store.migrations import migrate
from tests.world import Case, Clock, World, indication

QUIET: dict[str, Any] = {"LOG_LEVEL": "CRITICAL", "SEAL": "off"}
KEY = "5e" * 32
"""The key of a database that is encrypted."""


class Today(Clock):
    """The time as it is."""

    def __init__(self) -> None:
        self.moment = utc_now()

    def __call__(self) -> datetime:
        return utc_now()

    @property
    def day(self) -> date:
        """Today in Belgium."""
        return utc_now().astimezone(BRUSSELS).date()


@dataclass(frozen=True, slots=True)
class Text:
    """A text that is complete: its record and dossier, and of a pupil the pupil itself and a parent, by party.

    `mail` is the address of the parent.
    """

    record: str
    dossier: str
    pupil: str = ""
    parent: str = ""
    mail: str = ""


@dataclass(frozen=True, slots=True)
class Desk:
    """One worker of a CLB, and the work: a record to write in, texts that are frozen and taken back again and again,
    and texts of classes that are done, with their Word files, when the worker has signed.
    """

    email: str
    draft: str
    texts: tuple[Text, ...]
    classes: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Ground:
    """The folder of an instance, its desks, the address of an administrator, and the settings it is served with."""

    folder: Path
    desks: tuple[Desk, ...]
    administrator: str
    settings: dict[str, Any]

    def open(self) -> Platform:
        """The platform on this ground, for a look when nobody serves it. Whoever asks for it closes its database."""
        return platform_of(create_app(self.settings))


def lay(folder: Path, *, desks: int = 4, classes: int = 4, **settings: Any) -> Ground:
    """Make an instance in a folder that is empty, with so many classes a desk."""
    with begun(folder, **settings) as (world, chief, chosen):
        made = tuple(_desk(world, nr, classes) for nr in range(desks))
        a_class(world, "an", frozen=True)
    return Ground(folder, made, chief, chosen)


@contextmanager
def begun(folder: Path, **settings: Any) -> Iterator[tuple[World, str, dict[str, Any]]]:
    """An instance with organisations and people, to be gone on with; the administrator's address, and its settings."""
    chosen = {"INSTANCE": str(folder), **QUIET, **settings}
    platform = platform_of(create_app(chosen))
    migrate(platform.db)
    record_views.refresh(platform)
    world = World(platform, Today()).fill()
    chief = world.hire("lieve", "Lieve Maes", "clb", "brug")
    accounts.save(platform.db, replace(chief.account, roles=("clb", "beheerder")))
    yield world, chief.account.email, chosen
    platform.db.close()


def platform_of(app: Flask) -> Platform:
    """What an app serves."""
    found = app.extensions["naadloos"]
    assert isinstance(found, Platform)
    return found


def _desk(world: World, nr: int, classes: int) -> Desk:
    clb = f"an{nr}"
    world.hire(clb, f"An Peeters-{'abcdefgh'[nr]}", "clb", "brug")
    return desk(world, clb, classes)


def desk(world: World, clb: str, classes: int, *, email: str = "") -> Desk:
    """The work of somebody who was hired; `email` is that of the parents, with {} where a number goes."""
    draft, *texts = [_pupil(world, clb, email.format(nr)) for nr in range(3)]
    done = tuple(a_class(world, clb) for _ in range(classes))
    return Desk(world.who(clb).account.email, draft.record, tuple(texts), done)


def _pupil(world: World, clb: str, email: str) -> Text:
    case = Case(world, clb=clb, naft="younes", school="sluis")
    case.open("leerling", {"kobe": "Kobe Vermeulen"})
    case.join("ilse", "Ilse De Cock", "ouder", **({"email": email} if email else {}))
    case.invite("saskia")
    record = case.write(clb, "indicatiestelling", indication(case))
    return Text(record.id, case.id, case.ids["kobe"], case.ids["ilse"], email)


def a_class(world: World, clb: str, *, frozen: bool = False) -> Text:
    """A class of which the text is complete, or frozen and open to be signed."""
    case = Case(world, clb=clb, naft="younes", school="sluis")
    case.open("klasgroep", {}, label="3TB")
    case.invite("saskia")
    record = case.write(clb, "indicatiestelling", indication(case))
    if frozen:
        case.freeze(clb, record)
    return Text(record.id, case.id)
