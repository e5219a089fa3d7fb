"""A dossier that is brought somewhere once for many tests: each begins with a copy of its database."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from services.platform import Platform
from store.database import Database
from tests.world import Case, Clock, World

Story = Callable[[World, Clock], Case]


@dataclass(frozen=True)
class Kept:
    """The database as the story left it, and who is who in it."""

    path: Path
    case: Case

    def world(self, platform: Platform, clock: Clock) -> World:
        """The same people and organisations, on a copy of the database."""
        made = World(platform, clock)
        made.organisations, made.people = dict(self.case.world.organisations), dict(self.case.world.people)
        return made

    def case_in(self, world: World) -> Case:
        """The same dossier, in that world."""
        made = replace(self.case, world=world)
        made.ids |= self.case.ids
        return made


def keep(folder: Path, empty: Path, story: Story) -> Kept:
    """Let a story happen in a copy of an empty database, and keep it."""
    path = folder / "naadloos.db"
    shutil.copy(empty, path)
    database, clock = Database(path), Clock()
    templates = Path(__file__).parents[1] / "doc_templates"
    case = story(World(Platform(database, templates, now=clock), clock).fill(), clock)
    database.connection.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)").close()
    database.close()
    return Kept(path, case)


def kobe_runs(world: World, clock: Clock) -> Case:
    """Kobe runs since Tuesday 22 September 2026: his evaluation is due on Sunday 22 November. The school hears too."""
    from tests.post import Bag, empty, kobe_by_mail

    case = kobe_by_mail(world)
    case.refer()
    case.accept()
    clock.go("2026-09-22")
    case.start(herinnering_naar=["school"])
    empty(case, Bag())
    return case
