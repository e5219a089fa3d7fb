"""The process of the people: locust runs them, and each does the acts of the mix one after the other.

`python -m tests.load.people`: reads what to do as JSON from its standard input, and writes what came of it, a line of
JSON for each phase and one for all, on its standard output. A process of its own, as locust makes greenlets of all
threads in the process that imports it.
"""

from __future__ import annotations

import json
import random
import resource
import sys
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from locust import User, constant
from locust.env import Environment

from tests.harness.ledger import Ledger
from tests.harness.visitor import Gone, NoForm
from tests.load.acts import Person, Post
from tests.load.browser import Browser
from tests.load.ground import place_of
from tests.load.heavy import Heavy
from tests.load.mix import ACTS
from tests.load.turns import Over, Seen, Turns
from tests.world import PASSWORD

WARM = 180.0
"""Seconds within which everybody has come in, or nothing that is measured says anything."""


class Monday:
    """Everybody, and the turns they take."""

    def __init__(self, told: dict[str, Any]) -> None:
        self.port, self.ledger, self.post = int(told["port"]), Ledger(), Post(Path(told["outbox"]))
        self.places = [place_of(one) for one in told["places"]]
        self.turns = Turns(len(self.places), int(told["seed"]))
        self.faults: list[str] = []
        self.warm = 0
        self._taken, self._warming = 0, int(told["warming"])

    def begin(self) -> Person:
        """The next one comes in; the first few do everything once, as the first visit of a page loads much."""
        first = self._taken < self._warming
        made = self.person()
        for name in (*ACTS, "round") if first else ():  # a round in each of its ways
            made.act(name)
        self.warm += 1
        return made

    def person(self) -> Person:
        """The next one."""
        nr, self._taken = self._taken, self._taken + 1
        place = self.places[nr]
        browser = Browser(self.port, self.turns, f"10.0.{nr // 250}.{nr % 250 + 1}")
        answer = browser.sign_in(place.desk.email, PASSWORD)
        if answer.status != 302:
            self.turns.seen.error(f"sign in: {answer.status}")
        return Person(place, browser, self.ledger, self.post)

    def try_to(self, what: Callable[[], None]) -> bool:
        """Do something; false when it is over. What cannot be finished is an error; a fault of ours is kept."""
        try:
            what()
        except Over:
            return False
        except Gone:
            pass  # the browser noted it
        except NoForm as other:
            self.turns.seen.error(f"no form: {other}"[:160])
        except Exception as fault:  # noqa: BLE001  # told at the end: it is a fault of the load test
            self.faults.append(f"{type(fault).__name__}: {fault}")
            return False
        return True

    def users(self) -> type[User]:
        """The people as locust knows them: one class, with the acts as its tasks, each as often as the mix says."""
        monday = self

        class Somebody(User):
            wait_time = constant(0)  # each request waits for its turn
            person: Person

            def on_start(self) -> None:
                if not monday.try_to(self._come_in):
                    self.environment.runner.quit()

            def _come_in(self) -> None:
                self.person = monday.begin()

        def task(name: str) -> Callable[[Somebody], None]:
            def do(user: Somebody) -> None:
                if not monday.try_to(lambda: user.person.act(name)):
                    user.stop()

            return do

        Somebody.tasks = [task(name) for name, often in ACTS.items() for _ in range(often)]
        return Somebody


def main() -> None:
    """Come in, warm up, do each phase, stop; the ledger goes along with the last line."""
    told = json.loads(sys.stdin.readline())
    random.seed(told["seed"])
    monday = Monday(told)
    runner = Environment(user_classes=[monday.users()]).create_local_runner()
    runner.start(len(monday.places), spawn_rate=100)
    _say("warm", monday.turns.saturated(WARM, lambda: bool(monday.faults) or monday.warm == len(monday.places)))
    for phase in told["phases"]:
        if not monday.faults:
            _say(phase["name"], *_phase(monday, phase))
    monday.turns.stop()
    runner.greenlet.join(timeout=1)
    runner.quit()
    ledger = monday.ledger
    acts = [[one.kind, dict(one.told)] for one in ledger.acts]
    end = {"acts": acts, "refused": dict(ledger.refused), "broken_off": ledger.broken_off, "faults": monday.faults}
    print(json.dumps({"end": end}), flush=True)


def _phase(monday: Monday, phase: dict[str, Any]) -> tuple[Seen, Seen | None]:
    rate, seconds = float(phase["rate"]), float(phase["seconds"])
    if not phase.get("heavy"):
        return (monday.turns.paced(rate, seconds) if rate else monday.turns.saturated(seconds)), None
    heavy = Heavy(monday.port, monday.places)
    with heavy.going_on():
        seen = monday.turns.paced(rate, seconds)
    return seen, heavy.seen


def _say(name: str, seen: Seen, heavy: Seen | None = None) -> None:
    """What a phase gave, and the processor time of this process until now, in seconds."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    line = {"phase": name, "seen": asdict(seen), "cpu": used.ru_utime + used.ru_stime, "at": time.monotonic()}
    print(json.dumps(line | ({"heavy": asdict(heavy)} if heavy else {})), flush=True)


if __name__ == "__main__":
    main()
