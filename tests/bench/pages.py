"""What pages of every day cost, from the request to the last byte of the answer, and how often they ask the database.

In processor time of one request to the app in this process, without a server around it. Where something is saved, also
on the wall, as that waits for the disk. Each round asks each page once; what a round changes is made ready before.
"""

from __future__ import annotations

import functools
import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from store.records import Record
from tests.bench.ground import Ground, ground
from tests.bench.measuring import Found, Key, Measured, both_clocks, cost, median
from tests.counted import Places, a_course, tell
from tests.pages import Page, _successful
from tests.world import Case, indication

ROUNDS, TRAJECTORIES = 15, 200
STEP = "school"
"""A step of the indicatiestelling of middling length: fifteen questions, of every common kind."""

WORDS = {
    "step": "a step of the indicatiestelling opened",
    "step_save": "the same step posted with a button, one answer changed, durable",
    "step_autosave": "the same step saving itself",
    "review": "the whole indicatiestelling on one page to check",
    "dossier": "the page of a dossier in which a trajectory runs",
    "course": "its timeline",
    "sign_page": "the page with the text to sign",
    "sign": "one signature in the round, of several, durable and in the chain",
    "figures": "the figures of a school year of 200 trajectories",
    "export": "the same as a workbook (XLSX)",
}
KEYS = (
    *(Key(f"{name}_ms", f"processor time of {about}") for name, about in WORDS.items()),
    *(Key(f"{name}_wall_ms", f"on the wall: {WORDS[name]}") for name in ("step_save", "step_autosave", "sign")),
    *(Key(f"{name}_queries", f"statements to the database of {about}") for name, about in WORDS.items()),
)


def measured(rounds: int = ROUNDS, trajectories: int = TRAJECTORIES) -> Measured:
    """Every page in every round."""
    with ground() as here:
        return measured_in(here, rounds, trajectories)


def measured_in(here: Ground, rounds: int, trajectories: int) -> Measured:
    """The same on a ground that is there."""
    desk = Desk(here, rounds, trajectories)
    for _ in range(rounds):
        for way in desk.ways.values():
            way()
    found: Found = {f"{name}_ms": median(desk.ms[name]) for name in WORDS}
    found |= {f"{name}_wall_ms": median(took) for name, took in desk.wall.items()}
    found |= {f"{name}_queries": median(count) for name, count in desk.asked.items()}
    return found, {}


@dataclass
class Form:
    """The indicatiestelling of a dossier, at An's browser, with one step to open and to post."""

    here: Ground
    record: Record
    turn: int = 0
    page: Page | None = None

    @property
    def url(self) -> str:
        """The address of the step."""
        return f"/formulieren/{self.record.id}/stap/{STEP}"

    def open(self) -> None:
        """Open it anew."""
        self.page = self.here.at("an").get(self.url)

    def fields(self) -> dict[str, list[str]]:
        """What a browser sends of it, with one answer that was never given before, and the number of this post.

        As the script of the page does it: a page that stays open goes on from its own saves.
        """
        if self.page is None:
            self.open()
        assert self.page is not None
        self.turn += 1
        self.page.fill({"visie_school": f"De school wil hem graag houden, {self.turn}."})
        self.page.fill_hidden("beurt", str(self.turn))
        return posted(self.page)


class Desk:
    """A ground with everything that is measured ready, and the figures of each page."""

    def __init__(self, here: Ground, rounds: int, trajectories: int) -> None:
        self.here = here
        self.ms: dict[str, list[float]] = {name: [] for name in WORDS}
        self.wall: dict[str, list[float]] = {name: [] for name in ("step_save", "step_autosave", "sign")}
        self.asked: dict[str, list[float]] = {name: [] for name in WORDS}
        counted(here, trajectories)
        case = here.world.kobe()
        self.form = Form(here, case.write("an", "indicatiestelling", indication(case)))
        self.own = Form(here, self.form.record)
        running = case_with_goals(here)
        running.start()
        self.to_sign = [case_with_goals(here).agree().id for _ in range(2 * rounds + 1)]
        gets = {
            "step": self.form.url,
            "review": f"/formulieren/{self.form.record.id}/nakijken",
            "dossier": f"/dossiers/{running.id}",
            "course": f"/dossiers/{running.id}/verloop",
            "sign_page": f"/versies/{self.to_sign[0]}/tekenen",
            "figures": "/cijfers?jaar=2025-2026",
            "export": "/cijfers/naadloos-cijfers-2025-2026.xlsx",
        }
        self.ways: dict[str, Callable[[], None]] = {
            name: functools.partial(self._get, name, url) for name, url in gets.items()
        }
        self.ways |= {"step_save": self._save, "step_autosave": self._autosave, "sign": self._sign}

    def _get(self, name: str, url: str) -> None:
        person = self.here.at("an")
        self.here.unhurried()
        self.ms[name].append(cost(lambda: self.here.read(person, url)))
        self.asked[name].append(self.here.queries(person, url))

    def _save(self) -> None:
        """A step is opened (not timed), and posted."""

        def made() -> tuple[str, dict[str, list[str]]]:
            self.form.open()
            return self.form.url, self.form.fields()

        self._post("step_save", made, 302)

    def _autosave(self) -> None:
        """The same without a button: the page is opened (not timed), and its script posts it."""

        def made() -> tuple[str, dict[str, list[str]]]:
            self.own.open()
            return f"{self.own.url}/bewaar", self.own.fields()

        self._post("step_autosave", made, 200, headers={"Accept": "application/json", "X-Requested-With": "bewaren"})

    def _sign(self) -> None:
        """Another round each time: An signs as the first of several."""

        def made() -> tuple[str, dict[str, list[str]]]:
            url = f"/versies/{self.to_sign.pop()}/tekenen"
            page = self.here.at("an").get(url).fill({"besluit": "akkoord", "getypt": "An Peeters"})
            return url, posted(page, "//form[.//input[@name='besluit']]")

        self._post("sign", made, 302)

    def _post(self, name: str, made: Callable[[], tuple[str, dict[str, list[str]]]], status: int, **more: Any) -> None:
        """Two posts, each from a page of its own: one by both clocks, one of which the statements are counted."""
        person = self.here.at("an")
        url, fields = made()
        answers: list[int] = []

        def send() -> None:
            answers.append(person.raw(url, "POST", data=fields, **more).status_code)

        took, wall = both_clocks(send)
        self.ms[name].append(took)
        self.wall[name].append(wall)
        url, fields = made()
        self.asked[name].append(self.here.queries(person, url, "POST", data=fields, **more))
        assert answers == [status], f"{url} answered {answers}"


def posted(page: Page, form: str = "//form[@id='stap']") -> dict[str, list[str]]:
    """What a browser sends of a form."""
    found: dict[str, list[str]] = {}
    for name, value in _successful(page.all(form)[0], None):
        found.setdefault(name, []).append(value)
    return found


def case_with_goals(here: Ground) -> Case:
    """A dossier that was referred and accepted, of which the goals can be written."""
    case = here.world.kobe()
    case.refer()
    case.accept()
    return case


def counted(here: Ground, trajectories: int) -> None:
    """So many trajectories of last school year, to count."""
    world, chance = here.world, random.Random(8)
    places = Places(world.id("brug"), world.id("kantelpunt"), world.id("sluis"), world.who("an").account.id)
    first = here.clock.day - timedelta(days=370)
    for _ in range(trajectories):
        tell(here.platform, places, a_course(chance, first))


if __name__ == "__main__":
    from tests.bench.report import alone

    alone("pages")
