"""Whether what people do stays as quick with 100,000 dossiers as with 1,000: pages, saves, and freezing with signing.

Both sides are an invented Flanders (`flask demo --years --trajectories`). A folder of each may be named: LARGE in
NAADLOOS_BENCH_LARGE, SMALL in NAADLOOS_BENCH_SMALL; a few dossiers more come in them. A small one that is not named is
made. A large one that is not named is a copy of the small one with rows of 99,000 more dossiers put in by
tests/bench/following.py: as much for lists, searching and every index, less of records and events.
"""

from __future__ import annotations

import functools
import gc
import itertools
import json
import os
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from random import Random
from typing import Any

from services import flanders, flanders_lives, flanders_world, records
from services.demo_people import PASSWORD
from services.flanders_cast import cast
from services.flanders_lives import Life
from services.flanders_texts import indication
from services.platform import Platform
from store.database import Database
from store.migrations import migrate
from tests.bench import following
from tests.bench.measuring import Key, Measured
from tests.pages import Page, Person, _successful
from tests.world import Clock

LARGE, SMALL = "NAADLOOS_BENCH_LARGE", "NAADLOOS_BENCH_SMALL"
FEW, MANY = 1_000, 100_000
RUNS, ROUNDS_OF_SIGNING, SAMPLE = 30, 30, 12
TODAY = date(2025, 11, 14)
"""The day of an instance that is made here: its numbers are of other years than those of tests/bench/following.py."""

TEMPLATES = Path(__file__).parents[2] / "doc_templates"
JSON = {"Accept": "application/json"}

ABOUT = {
    "dossier_page": "the page of a dossier",
    "course_page": "all that happened in a dossier",
    "worklist_page": "the work list of all colleagues of a CLB",
    "search": "looking for a common family name",
    "save": "a record saved by the services",
    "autosave": "a step that saves itself, from post to answer",
    "freeze_and_sign": "an indicatiestelling frozen and signed by everybody",
}
"""What is measured -> in words. Of each the p95 in processor time at 100,000, and how many times that at 1,000."""

FLAT = 1.5
"""What is flat: with a hundred times as many dossiers at most half more."""

KEYS = tuple(
    Key(f"{name}{end}", said + more, at_most=most)
    for name, said in ABOUT.items()
    for end, more, most in (("_1e5_vs_1e3", ", p95 at 100,000 against 1,000", FLAT), ("_p95_ms_1e5", ", p95", None))
)


class Side:
    """An instance, with a worker of its first CLB signed in, and a dossier whose indicatiestelling is being written."""

    def __init__(self, folder: Path) -> None:
        from app import create_app

        settings = {"INSTANCE": str(folder), "LOG_LEVEL": "ERROR", "FAULTS": [], "SEAL": "off"}
        database = Database(folder / "naadloos.db")
        begun = flanders.note(Platform(database, TEMPLATES))
        database.close()
        if begun is None:
            raise LookupError(f"{folder} is no large demo")
        self.app = create_app(settings | {"MAIL_NOW": False, "JOBS_NOW": False}, Clock(begun.today.isoformat()))
        self.platform: Platform = self.app.extensions["naadloos"]
        self.flanders = flanders_world.found(self.platform)
        self._nr = itertools.count(int(time.time()))
        team = self.flanders.clbs[0]
        lines = self.platform.db.rows(
            "SELECT dossier_id FROM dossier_line WHERE organisation_id = ? AND ended = 1 ORDER BY changed_at LIMIT ?",
            (team.place.id, 40 * SAMPLE),
        )
        self.dossiers = [row["dossier_id"] for row in Random(1).sample(lines, min(SAMPLE, len(lines)))]
        self.person = Person(self.app, team.people[0].email)
        page = self.person.get("/inloggen").fill({"email": team.people[0].email, "wachtwoord": PASSWORD})
        assert page.click("Aanmelden").path == "/werklijst"
        for one in self.dossiers:  # who looks first has its Word files made
            self._get(f"/dossiers/{one}")
        self.life = self.fresh()
        self.record = self.life.fill("clb", "indicatiestelling", self._answers(self.life))

    def fresh(self) -> Life:
        """A dossier of the first CLB that was just opened, its clock that of the instance."""
        wanted = self.flanders.clbs[0].place.id
        today = self.platform.today()
        casts = (cast(self.flanders, 99, next(self._nr), today, today) for _ in itertools.count())
        found = next(one for one in casts if one.players.organisations["clb"].id == wanted and one.parents)
        life = Life(self.platform, found)
        next(flanders_lives.life(life))
        life.open("clb", "leerling", "pupil")
        life.add("clb", "directie", "begeleider")
        return life

    def _answers(self, life: Life) -> dict[str, Any]:
        today = self.platform.today()
        return indication(life.cast, today, today, today)

    def page(self, way: str) -> Callable[[], object]:
        """Opening the pages of some dossiers in turn."""
        turn = itertools.cycle(self.dossiers)
        return lambda: self._get(way.format(next(turn)))

    def _get(self, address: str) -> None:
        answer = self.person.raw(address)
        assert answer.status_code == 200, address

    def found(self) -> Callable[[], object]:
        """Looking for a name that many have."""
        self.person.get("/dossiers")
        answer = self.person.raw("/dossiers", "POST", data={"csrf_token": self.person.token, "zoek": "vermeulen"})
        address = str(answer.headers["Location"])
        return lambda: self._get(address)

    def save(self) -> None:
        """Save the record of the fresh dossier with one answer changed."""
        told = {**self.record.answers, "visie_school": f"De school ziet het zo, {next(self._nr)}."}
        who = self.life.world.who("clb")
        self.record = records.save(self.platform, who, self.life.file, self.record, told, self.record.revision)

    def autosave(self) -> Callable[[], object]:
        """A step of another fresh dossier that saves itself."""
        life = self.fresh()
        record = life.fill("clb", "indicatiestelling", self._answers(life))
        email = life.world.accounts["clb"].email
        writer = Person(self.app, email)
        writer.get("/inloggen").fill({"email": email, "wachtwoord": PASSWORD}).click("Aanmelden")
        state: dict[str, Page] = {"page": writer.get(f"/formulieren/{record.id}/stap/school")}

        def once() -> None:
            page = state["page"].fill({"visie_school": f"De school ziet het zo, {next(self._nr)}."})
            turn = str(int(page.hidden("beurt")[0]) + 1)
            data: dict[str, list[str]] = {}
            for name, value in _successful(page.all("//form[@id='stap']")[0], None):
                data.setdefault(name, []).append(value)
            data["beurt"] = [turn]
            answer = writer.raw(f"{page.path}/bewaar", "POST", data=data, headers=JSON)
            assert answer.status_code == 200, answer.get_data(as_text=True)
            said = answer.get_json()
            page.fill_hidden("revision", str(said["revision"])).fill_hidden("beurt", turn)
            page.fill_hidden("basis", json.dumps(json.loads(page.hidden("basis")[0]) | said["basis"]))

        return once

    def prepared(self) -> Callable[[], object]:
        """Freezing and signing a dossier that is ready for it; the dossier itself is not counted."""
        life = self.fresh()
        record = life.fill("clb", "indicatiestelling", self._answers(life))

        def signed() -> None:
            version = life.freeze("clb", record)
            life.sign(version, *life.waiting(version), host="clb")

        return signed


def cost(call: Callable[[], object]) -> float:
    """The processor time of one call, in ms, without that of rubbish from before it."""
    gc.collect()
    began = time.process_time()
    call()
    return (time.process_time() - began) * 1000


def p95(times: list[float]) -> float:
    """What nineteen in twenty stay under."""
    return statistics.quantiles(times, n=20)[-1]


def measured(runs: int = RUNS, rounds_of_signing: int = ROUNDS_OF_SIGNING) -> Measured:
    """Every figure of KEYS, both sides in turn; none is left out, so the reasons are empty."""
    with ExitStack() as stack:
        small = stack.enter_context(_folder(SMALL, _small))
        large = stack.enter_context(_folder(LARGE, functools.partial(_filled_up, small)))
        few, many = Side(small), Side(large)
        times: dict[str, list[tuple[float, float]]] = {}
        for name, ways in {
            "dossier_page": (many.page("/dossiers/{}"), few.page("/dossiers/{}")),
            "course_page": (many.page("/dossiers/{}/verloop"), few.page("/dossiers/{}/verloop")),
            "worklist_page": (many.page("/werklijst?van=allen"), few.page("/werklijst?van=allen")),
            "search": (many.found(), few.found()),
            "save": (many.save, few.save),
            "autosave": (many.autosave(), few.autosave()),
        }.items():
            for way in ways:
                way()
            times[name] = [(cost(ways[0]), cost(ways[1])) for _ in range(runs)]
        for side in (many, few):
            side.prepared()()
        times["freeze_and_sign"] = [(cost(many.prepared()), cost(few.prepared())) for _ in range(rounds_of_signing)]
        for side in (many, few):
            side.platform.db.close()
    values: dict[str, float | None] = {}
    for name, pairs in times.items():
        values[f"{name}_p95_ms_1e5"] = p95([one for one, _ in pairs])
        values[f"{name}_1e5_vs_1e3"] = p95([one for one, _ in pairs]) / p95([other for _, other in pairs])
    return values, {}


@contextmanager
def _folder(variable: str, made: Callable[[Path], None]) -> Iterator[Path]:
    """The folder that is named, else one that is made and thrown away."""
    if named := os.environ.get(variable):
        yield Path(named)
        return
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        made(Path(folder))
        yield Path(folder)


def _small(folder: Path, count: int = FEW) -> None:
    platform = _at(folder)
    migrate(platform.db)
    begun = flanders.begin(platform, flanders.Asked(years=1, trajectories=count))
    for _ in flanders.go_on(platform, begun):
        pass
    platform.db.close()


def _filled_up(small: Path, folder: Path, count: int = MANY - FEW) -> None:
    shutil.copy(small / "naadloos.db", folder / "naadloos.db")
    platform = _at(folder)
    following.fill(platform, count)
    platform.db.close()


def _at(folder: Path) -> Platform:
    moment = datetime(TODAY.year, TODAY.month, TODAY.day, 9, tzinfo=UTC)
    return Platform(Database(folder / "naadloos.db"), TEMPLATES, lambda: moment)


if __name__ == "__main__":
    for what, value in measured()[0].items():
        print(f"{what:<40} {value:10.2f}")
