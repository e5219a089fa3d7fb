"""A second machine takes over: the first one, with its Litestream, is killed under load, or handed over politely.

The machines are folders. Each take-over is done with the commands of docs/replicatie.md, and what the second one has is
held against what was acknowledged by the first. It then serves the same people, until it is killed in its turn.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from services.platform import Platform
from store import backups, events
from tests.harness.checker import check
from tests.harness.ground import Ground, lay
from tests.harness.kills import People
from tests.harness.ledger import Ledger, missing
from tests.harness.real_server import RealServer
from tests.harness.server import until
from tests.harness.visitor import Visitor
from tests.world import PASSWORD

PLACES = os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", "")))
LITESTREAM = shutil.which("litestream", path=PLACES)
UNDER_LOAD = (25, 100)
"""So many posts leave, at least and at most, before the end comes."""
POLITE = 4
"""One take-over in so many is a polite one."""


@dataclass(slots=True)
class Taken:
    """One take-over: what was acknowledged and lost, how long before the end the first loss was, and what was wrong.

    `took` is the seconds that the commands took.
    """

    how: str
    acknowledged: int = 0
    lost: int = 0
    seconds: float = 0.0
    events_lost: int = 0
    took: float = 0.0
    wrong: list[str] = field(default_factory=list)


class Litestream:
    """The program at work on the database of a folder; its replica is in a folder beside it."""

    def __init__(self, folder: Path, place: Path, interval: str = "1s") -> None:
        assert LITESTREAM, "install requirements-dev.txt"
        place.mkdir()
        self.replica, self.log, self.settings = place / "replica", place / "log", place / "litestream.yml"
        self.settings.write_text(
            f"dbs:\n  - path: {folder}/naadloos.db\n    monitor-interval: {interval}\n    replica:\n      type: file\n"
            f"      path: {self.replica}\n      sync-interval: {interval}\n"
        )
        with self.log.open("wb") as out:
            self._process = subprocess.Popen(
                [LITESTREAM, "replicate", "-config", str(self.settings)], stdout=out, stderr=out
            )

    def has_begun(self) -> bool:
        """Whether there is something in the replica."""
        return until(lambda: any(self.replica.rglob("*.ltx")))

    def end(self, how: signal.Signals = signal.SIGKILL) -> None:
        """End it; asked to (SIGTERM) it copies first what is left, nearly always."""
        self._process.send_signal(how)
        self._process.wait(60)


@contextmanager
def replicating(folder: Path, place: Path, interval: str = "50ms") -> Iterator[Litestream]:
    """Litestream on the instance in a folder; it is killed at the end."""
    made = Litestream(folder, place, interval)
    try:
        yield made
    finally:
        made.end()


def every(rounds: int, tell: Callable[[str], None] = lambda _: None, seed: int = 0) -> list[Taken]:
    """So many take-overs, each by the next folder from the one before."""
    chance, done = random.Random(seed), []
    with tempfile.TemporaryDirectory(prefix="naadloos-harness-") as made:
        folder = Path(made)
        (folder / "m0").mkdir(mode=0o700)
        ground, ledger = lay(folder / "m0", classes=max(4, rounds)), Ledger()
        _command(ground, "backup-keys", str(folder / "keys"), "--plain")
        for nr in range(1, rounds + 1):
            polite = nr % POLITE == 0
            taken, ground = _one(ground, ledger, folder, nr, chance.randint(*UNDER_LOAD), polite=polite)
            done.append(taken)
            tell(
                f"{taken.how}: {taken.acknowledged} acknowledged, {taken.lost} lost over {taken.seconds:.2f} s,"
                f" taken over in {taken.took:.1f} s {'; '.join(taken.wrong)}".rstrip()
            )
        _serves(done[-1], ground)
    return done


def told(done: list[Taken]) -> dict[str, Any]:
    """For harness.json."""
    killed = [one for one in done if one.how == "killed"]
    polite = [one for one in done if one.how != "killed"]
    seconds = sorted(round(one.seconds, 2) for one in killed)
    return {
        "kills": len(killed),
        "acknowledged": sum(one.acknowledged for one in done),
        "lost": sorted(one.lost for one in killed),
        "events_lost": sorted(one.events_lost for one in killed),
        "seconds_lost": seconds,
        "seconds_lost_median": statistics.median(seconds) if seconds else 0,
        "handed_over": len(polite),
        "lost_when_handed_over": sum(one.lost + one.events_lost for one in polite),
        "seconds_of_taking_over": sorted(round(one.took, 1) for one in done),
        "wrong": [line for one in done for line in one.wrong][:50],
    }


def _one(ground: Ground, ledger: Ledger, folder: Path, nr: int, posts: int, *, polite: bool) -> tuple[Taken, Ground]:
    taken = Taken("handed over" if polite else "killed")
    server, before = RealServer(ground), len(ledger.acts)
    litestream = Litestream(ground.folder, folder / f"replica{nr}")
    try:
        server.start()
        litestream.has_begun()
        people = People(ground, ledger, server.port)
        people.begin()
        people.send(posts)
        if polite:
            server.stop()
            _looked_at(ground, litestream)
            litestream.end(signal.SIGTERM)
        else:
            litestream.end()
            server.kill()
        ended = time.monotonic()
        people.stop()
    finally:
        server.close()
    taken.acknowledged = len(ledger.acts) - before
    second = _taken_over(taken, ground, folder, nr, litestream, server.port)
    compare(taken, ground.open(), second.open(), ledger, ended)
    return taken, second


def _looked_at(ground: Ground, litestream: Litestream) -> None:
    """See that all is in the replica: Litestream that is told to end does not always copy what is left.

    :raises CalledProcessError: when it is not in after three looks
    """
    for left in (2, 1, 0):
        try:
            _command(ground, "replica", "check", str(litestream.settings))
            break
        except subprocess.CalledProcessError:
            if not left:
                raise


def _taken_over(taken: Taken, ground: Ground, folder: Path, nr: int, litestream: Litestream, port: int) -> Ground:
    """What docs/replicatie.md says to do on the second machine."""
    second = moved(ground, folder / f"m{nr}")
    [keys] = (folder / "keys").iterdir()
    begun = time.monotonic()
    _command(second, "restore-keys", str(keys))
    _command(second, "takeover", str(litestream.settings), "--primary", f"http://127.0.0.1:{port}")
    taken.took = time.monotonic() - begun
    return second


def compare(taken: Taken, first: Platform, second: Platform, ledger: Ledger, ended: float) -> None:
    """Hold what the second has against what was acknowledged, and against the file that the first left.

    What is lost is taken out of the ledger: nobody looks for it again.
    """
    gone = missing(second, ledger.acts)
    taken.lost, taken.seconds = len(gone), max((ended - one.at for one in gone), default=0.0)
    ledger.acts[:] = [one for one in ledger.acts if one not in gone]
    _same_chain(taken, first, second)
    found = check(second, ledger.acts)
    taken.wrong += [*found.lost, *found.half, *found.chain, *found.integrity]
    first.db.close()
    second.db.close()


def _same_chain(taken: Taken, first: Platform, second: Platform) -> None:
    """All but the last event of the second, which says that it took over, is a beginning of that of the first."""
    (last,) = events.last_of_subject(second.db, "platform", "platform.taken_over", 1)
    before = backups.since(first.db, events.Head(last.seq - 1, last.prev))
    if before is None:
        taken.wrong.append("the chain of the second is no beginning of that of the first")
    else:
        taken.events_lost = sum(before.values())
        if last.data is None or last.data["nummer"] != last.seq - 1:
            taken.wrong.append("the take-over says another number than that of the event before it")


def moved(ground: Ground, folder: Path) -> Ground:
    """The same people on another machine."""
    return replace(ground, folder=folder, settings={**ground.settings, "INSTANCE": str(folder)})


def _serves(taken: Taken, ground: Ground) -> None:
    """The last one serves the same people."""
    server = RealServer(ground)
    try:
        server.start()
        for desk in ground.desks:
            me = Visitor(server.port)
            me.sign_in(desk.email, PASSWORD)
            if me.get(f"/formulieren/{desk.draft}/stap/hulpvraag").status != 200:
                taken.wrong.append(f"{desk.email} cannot go on at the second machine")
    finally:
        server.close()


def _command(ground: Ground, *what: str) -> None:
    """`flask --app app ...` on one of the machines.

    :raises CalledProcessError: when it fails
    """
    settings = ground.settings
    environment = {name: value for name, value in os.environ.items() if not name.startswith("NAADLOOS_")}
    environment |= {"NAADLOOS_INSTANCE": str(ground.folder), "NAADLOOS_SEAL": str(settings.get("SEAL", ""))}
    subprocess.run(
        [sys.executable, "-m", "flask", "--app", "app", *what],
        env=environment,
        cwd=Path(__file__).parents[2],
        stdout=subprocess.DEVNULL,
        check=True,
        timeout=300,
    )
