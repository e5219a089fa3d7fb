"""The demo: an empty instance filled with invented people and dossiers, through the same services that people use.

Every date is counted from today, so that a demo of any day looks as if work is going on in it.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from rules.clock import add_months
from services import demo_dossiers as told
from services.demo_people import PASSWORD, DemoAccount, World, demo_accounts, people
from services.demo_story import Steps, Story
from services.demo_texts import texts
from services.platform import Platform
from store import accounts, organisations

__all__ = ["PASSWORD", "DemoAccount", "NotEmpty", "demo_accounts", "fill", "is_empty"]


BEFORE_ALL = timedelta(days=260)
"""How long ago the organisations and accounts came: before the first dossier."""


class NotEmpty(Exception):
    """The instance holds something already; a demo is never mixed with real dossiers."""


def is_empty(platform: Platform) -> bool:
    """Nobody ever worked here. An imported list of schools does not count."""
    kinds: tuple[organisations.Soort, ...] = ("clb", "naft", "pbd")
    return not accounts.anybody(platform.db) and not any(organisations.organisations(platform.db, one) for one in kinds)


def fill(platform: Platform, *, printed: bool = True) -> list[DemoAccount]:
    """Fill an empty instance, whole or not at all; gives who one can sign in as.

    Without `printed` no Word files are made: they take most of the time, and come when somebody asks for them.

    :raises NotEmpty: when the instance is not empty
    """
    with platform.db.write():
        if not is_empty(platform):
            raise NotEmpty
        opened = platform.now() - BEFORE_ALL
        world = people(replace(platform, now=lambda: opened))
        _tell(list(_stories(platform, world, printed=printed)))
    return demo_accounts()


def _stories(platform: Platform, world: World, *, printed: bool) -> Iterator[tuple[Story, Steps]]:
    """Each dossier, and a question, with its day 0: the start of its trajectory, or today where that has not come."""
    today = platform.today()
    days = {
        "kobe": (told.finished, today - timedelta(days=200)),
        "mehmet": (told.running, add_months(today + timedelta(days=6), -2)),
        "amina": (told.late, add_months(today - timedelta(days=3), -2)),
        "lien": (told.to_sign, today),
        "yusuf": (told.referred, today),
        "jana": (told.begun, today),
        "klas": (told.class_group, today),
        "vraag": (told.asked, today),
    }
    for name, (tell, day_0) in days.items():
        story = Story(platform, world, texts(name), day_0, printed=printed)
        yield story, tell(story)


def _tell(stories: list[tuple[Story, Steps]]) -> None:
    """All stories at once, the earliest step first: numbers and events follow one another as in a real instance."""
    queue: list[tuple[datetime, int]] = []
    for nr, (_, steps) in enumerate(stories):
        heapq.heappush(queue, (next(steps), nr))
    while queue:
        moment, nr = heapq.heappop(queue)
        story, steps = stories[nr]
        story.moment = moment
        following = next(steps, None)
        if following is not None:
            heapq.heappush(queue, (max(following, story.moment), nr))
