"""Killing the server, again and again, while people work; and a look at what is there afterwards.

Each comes some posts after the last. Half of them are aimed: within the time that a post which just left takes to be
answered; the others come at any moment. Of three, two take the whole process group, one takes one of the workers while
the other goes on writing.
"""

from __future__ import annotations

import random
import shutil
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol

from tests.harness.acts import Worker
from tests.harness.checker import Checked, check
from tests.harness.ground import Ground
from tests.harness.ledger import Act, Ledger
from tests.harness.visitor import Gone, NoForm, Visitor
from tests.world import PASSWORD

POSTS = 6
"""So many posts leave at most between two kills."""
LONGEST = 0.12
"""Seconds within which a kill at any moment comes after that."""
IN_A_WRITE = 0.03
"""Seconds within which one that is aimed comes: a save takes about that long."""


class Target(Protocol):
    """A server that can be killed."""

    port: int

    def start(self) -> None:
        """Serve."""

    def kill(self) -> None:
        """Kill the whole of it."""

    def kill_worker(self, nr: int) -> bool:
        """Kill one worker; false when there is none, as nothing came in place of those that were killed."""


@dataclass(slots=True)
class Fire:
    """What came of it: kills by kind, what was acknowledged, and what every look found together."""

    kills: dict[str, int] = field(default_factory=dict)
    ledger: Ledger = field(default_factory=Ledger)
    looks: int = 0
    found: Checked = field(default_factory=Checked)
    stuck: int = 0
    """How often the server did not come back by itself."""
    seconds: float = 0.0

    def add(self, seen: Checked) -> None:
        """What one look found."""
        self.looks += 1
        self.found.lost += seen.lost
        self.found.half += seen.half
        self.found.chain += seen.chain
        self.found.integrity += seen.integrity
        self.found.later += seen.later


class People:
    """Everybody at work, a thread for each desk, until told to stop."""

    def __init__(self, ground: Ground, ledger: Ledger, port: int) -> None:
        self._sent = threading.Semaphore(0)
        self._ledger, self._ended = ledger, threading.Event()
        self._faults: list[BaseException] = []
        chief = self._visitor(port, ground.administrator)
        workers = [Worker(one, self._visitor(port, one.email), chief.again(), ledger) for one in ground.desks]
        self._threads = [threading.Thread(target=self._work, args=(one,)) for one in workers]

    def begin(self) -> None:
        """To work."""
        for one in self._threads:
            one.start()

    def send(self, posts: int) -> None:
        """Wait until so many posts have left from now on; not longer than a server takes that is slow to come back."""
        while self._sent.acquire(blocking=False):
            pass
        for _ in range(posts):
            self._sent.acquire(timeout=5)

    def stop(self) -> None:
        """Finish what is at hand.

        :raises BaseException: what went wrong in a thread, which is a fault of the harness
        """
        self._ended.set()
        for one in self._threads:
            one.join()
        if self._faults:
            raise self._faults[0]

    def _visitor(self, port: int, email: str) -> Visitor:
        visitor = Visitor(port, self._sent.release)
        answer = visitor.sign_in(email, PASSWORD)
        assert answer.status == 302, answer.said
        return visitor

    def _work(self, worker: Worker) -> None:
        while not self._ended.is_set():
            try:
                worker.turn()()
            except Gone as gone:
                worker.page = None
                if gone.reached:
                    self._ledger.note()
                else:
                    time.sleep(0.005)  # nobody listens yet
            except NoForm as other:
                self._ledger.note(f"no form: {other}"[:120])
            except BaseException as fault:  # noqa: BLE001  # told by `stop`
                self._faults.append(fault)
                return


def under_fire(
    ground: Ground,
    server: Target,
    kills: int,
    *,
    every: int = 50,
    tell: Callable[[str], None] = lambda _: None,
    seed: int = 0,
) -> Fire:
    """Kill so often, with a look at everything after every so many kills and at the end."""
    chance, fire, begun, next_look = random.Random(seed), Fire(), time.monotonic(), every
    people = People(ground, fire.ledger, server.port)
    people.begin()
    for nr in range(1, kills + 1):
        aimed = nr % 2 == 0
        people.send(chance.randint(1, POSTS))
        time.sleep(chance.uniform(0, IN_A_WRITE if aimed else LONGEST))
        whole = nr % 3 != 0
        what = f"{'the whole server' if whole else 'one worker'}, {'aimed at a write' if aimed else 'at any moment'}"
        fire.kills[what] = fire.kills.get(what, 0) + 1
        if not whole:
            fire.stuck += not server.kill_worker(nr)
            continue
        server.kill()
        if nr >= next_look:
            next_look += every
            acts = list(fire.ledger.acts)  # what is acknowledged from the next start on is not in the copy
            with copied(ground) as left:
                server.start()
                fire.add(look(left, acts))
            tell(f"{nr} kills, {len(acts)} acknowledged, {len(fire.found.lost)} lost, {len(fire.found.half)} half")
        else:
            server.start()
    people.stop()
    server.kill()
    fire.add(look(ground, fire.ledger.acts))
    fire.seconds = time.monotonic() - begun
    return fire


@contextmanager
def copied(ground: Ground) -> Iterator[Ground]:
    """The files as the killed server left them, in another folder; what processes shared is not among them.

    So that the next server finds the log as it is, and mends it itself.
    """
    with tempfile.TemporaryDirectory(prefix="naadloos-harness-") as folder:
        made = Path(folder, "instance")
        shutil.copytree(ground.folder, made, ignore=shutil.ignore_patterns("*-shm", "outbox"))
        yield replace(ground, folder=made, settings={**ground.settings, "INSTANCE": str(made)})


def look(ground: Ground, acts: Sequence[Act]) -> Checked:
    """Open the database as a next server would, and look at everything."""
    platform = ground.open()
    try:
        return check(platform, acts)
    finally:
        platform.db.close()
