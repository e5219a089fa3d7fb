"""An instance of all Flanders: years of invented dossiers, made through the services that people use.

Made in batches, each one write with the note of how far it is: a dossier is there whole or not at all. Killed at any
moment and asked again, it goes on; who and what is in a dossier follows from the seed and its place in the row (its
ids, salts and secrets do not). How and why: ADR 0049.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, time

from rules.trajectory import Refused
from services import demo, flanders_world, plan
from services.demo_people import DemoAccount
from services.flanders_cast import A_YEAR, cast, opened_on
from services.flanders_lives import Life, life
from services.flanders_world import Flanders
from services.freezing import NotComplete, RulesSay
from services.platform import BRUSSELS, Building, NotAllowed, Platform
from services.rounds import NotYourTurn, RoundClosed
from store import invented, settings

REFUSALS = (NotComplete, RulesSay, Refused, NotAllowed, RoundClosed, NotYourTurn)
"""What a service raises when a step may not be taken."""

BATCH = 20
"""How many dossiers are made in one write."""


class NotOurs(Exception):
    """The instance holds something else; an invented Flanders is never mixed with it. The message says what."""


@dataclass(frozen=True, slots=True)
class Asked:
    """So many years up to today, so many trajectories in each. Of `printed` in a hundred Word files are made."""

    years: int
    trajectories: int
    seed: int = 1
    printed: int = 0

    @property
    def total(self) -> int:
        """How many dossiers that is."""
        return self.years * self.trajectories


@dataclass(frozen=True, slots=True)
class Note:
    """What was asked, the day that is today in it, and how many dossiers are there."""

    asked: Asked
    today: date
    done: int


def note(platform: Platform) -> Note | None:
    """How far it is here; None where it was never begun."""
    kept = settings.values(platform.db).get(invented.NOTE)
    if kept is None:
        return None
    found = json.loads(kept)
    return Note(Asked(**found["asked"]), date.fromisoformat(found["today"]), found["done"])


def begin(platform: Platform, asked: Asked) -> Note:
    """Make the organisations and their people in an empty instance, or see how far it was.

    :raises NotOurs: in an instance that holds something else, or other years, trajectories or seed
    """
    with platform.db.write():
        there = note(platform)
        if there is not None and there.asked != asked:
            told = f"--years {there.asked.years} --trajectories {there.asked.trajectories} --seed {there.asked.seed}"
            raise NotOurs(f"This instance was begun with {told} --printed {there.asked.printed}. Ask the same.")
        if there is not None:
            return there
        if not demo.is_empty(platform):
            raise NotOurs("This instance holds data. The demo only fills an empty one.")
        first = Note(asked, platform.today(), 0)
        opened = datetime.combine(_first_day(first), time(8), BRUSSELS)
        flanders_world.make(replace(platform, now=lambda: opened), asked.seed)
        _keep(platform, first)
    return first


def go_on(platform: Platform, begun: Note, *, batch: int = BATCH) -> Iterator[tuple[int, int]]:
    """Make what is not there yet; gives after every write how many dossiers there are, and how many were cut short.

    A life that the rules do not let go on, as a generator of days and texts does not know them all, ends at the step
    before: its batch is made again with that.
    """
    ours, short = replace(platform, building=Building()), 0
    invented.quickly(platform.db, on=True)
    try:
        flanders = flanders_world.found(ours)
        for first in range(begun.done, begun.asked.total, batch):
            done = min(first + batch, begun.asked.total)
            cut = dict[int, int]()
            while not _made(ours, flanders, replace(begun, done=done), first, cut):
                pass
            short += len(cut)
            yield done, short
    finally:
        invented.quickly(platform.db, on=False)


def people(platform: Platform) -> list[DemoAccount]:
    """Some with whom one can sign in."""
    return flanders_world.to_sign_in(flanders_world.found(platform), platform)


def _first_day(begun: Note) -> date:
    return begun.today - A_YEAR * begun.asked.years


def _keep(platform: Platform, now: Note) -> None:
    kept = {"asked": asdict(now.asked), "today": now.today.isoformat(), "done": now.done}
    settings.put(platform.db, invented.NOTE, json.dumps(kept), by=None, at=platform.at())


def _made(platform: Platform, flanders: Flanders, until: Note, first: int, cut: dict[int, int]) -> bool:
    """Make one batch; False when a life could not go on, which then stands in `cut` with how many steps it has."""
    nr = first
    steps = _Steps()
    try:
        with platform.db.as_one():
            for nr in range(first, until.done):
                _tell(platform, flanders, until, nr, steps, cut.get(nr))
            _keep(platform, until)
    except REFUSALS:
        if steps.taken <= 1:
            raise
        cut[nr] = steps.taken - 1
        return False
    return True


@dataclass(slots=True)
class _Steps:
    """How many steps of the life that is told now were begun."""

    taken: int = 0


def _tell(platform: Platform, flanders: Flanders, begun: Note, nr: int, steps: _Steps, most: int | None = None) -> None:
    """One dossier, up to the day on which nobody did more in it, or `most` steps of it."""
    asked = begun.asked
    year, place = divmod(nr, asked.trajectories)
    opened = opened_on(_first_day(begun) + A_YEAR * year, place, asked.trajectories)
    found = cast(flanders, asked.seed, nr, opened, begun.today)
    story = Life(
        platform, found, printed=flanders_world.seeded(asked.seed, nr, "printed").randrange(100) < asked.printed
    )
    steps.taken = 0
    for moment in life(story):
        if steps.taken == most or (moment.date() >= found.stops and story.dossier_id):
            break
        steps.taken += 1
        story.moment = max(moment, story.moment) if story.dossier_id else moment
    plan.keep(replace(story.platform, building=None), story.dossier_id)
    invented.settle(platform.db, story.dossier_id, now=platform.now())
