"""One run of the load test: the instance, the server as users run it, the people, and a look at what was kept."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from tests.harness.checker import Checked
from tests.harness.kills import look
from tests.harness.ledger import Act
from tests.harness.real_server import RealServer
from tests.harness.server import children_of
from tests.load.ground import Monday, lay

WARM = "warm"
"""What the process of the people calls what comes before the first phase."""
TICK = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100


class Broken(Exception):
    """The load test itself went wrong: what it found says nothing."""


@dataclass(frozen=True, slots=True)
class Phase:
    """Something that is asked of the server: `rate` requests a second, or with 0 as many as it can answer."""

    name: str
    seconds: float
    rate: float = 0.0
    heavy: bool = False
    times: float = 0.0
    """How many times the peak of all Flanders the rate is."""


@dataclass(slots=True)
class Met:
    """What a phase gave: milliseconds by kind, errors, and the processor time of server and people, in seconds."""

    phase: Phase
    took: dict[str, list[float]]
    errors: dict[str, int]
    unanswered: list[float]
    seconds: float
    server_cpu: float
    people_cpu: float
    heavy: dict[str, list[float]] = field(default_factory=dict)
    heavy_errors: dict[str, int] = field(default_factory=dict)


class Served(Protocol):
    """A server that runs."""

    port: int

    @property
    def master(self) -> int:
        """The process that started the others."""

    def workers(self) -> list[int]:
        """The processes that answer."""


@dataclass(slots=True)
class Run:
    """All of it: each phase, what was acknowledged, and what a look at the database afterwards found."""

    people: int
    workers: int
    met: list[Met] = field(default_factory=list)
    warm_errors: dict[str, int] = field(default_factory=dict)
    acts: list[Act] = field(default_factory=list)
    refused: dict[str, int] = field(default_factory=dict)
    found: Checked = field(default_factory=Checked)

    @property
    def errors(self) -> dict[str, int]:
        """Everything that was answered as it should not be, how often each."""
        several = [self.warm_errors, self.refused, *(one.errors for one in self.met)]
        return dict(sum((Counter(one) for one in (*several, *(one.heavy_errors for one in self.met))), Counter()))


def run(
    phases: list[Phase],
    *,
    people: int,
    classes: int,
    workers: int = 0,
    tell: Callable[[str], None] = lambda _: None,
) -> Run:
    """Do it, in a folder of its own; `workers` 0 leaves that to the server.

    :raises Broken: when the people could not do what they should, through a fault of the test
    """
    with tempfile.TemporaryDirectory(prefix="naadloos-load-") as folder:
        monday = lay(Path(folder), people, classes)
        tell(f"{people} people, {people * (4 + classes)} dossiers")
        environment = {"NAADLOOS_PROXY": "1", **({"NAADLOOS_WORKERS": str(workers)} if workers else {})}
        with closing(RealServer(monday.ground, environment)) as server:
            server.start()
            done = asked(monday, server, phases, tell=tell)
            server.stop()
        tell(f"{len(done.acts)} acts were acknowledged: looking for each")
        done.found = look(monday.ground, done.acts)
        return done


def asked(
    monday: Monday,
    server: Served,
    phases: list[Phase],
    *,
    warming: int = 8,
    seed: int = 0,
    tell: Callable[[str], None] = lambda _: None,
) -> Run:
    """Let the people ask a server that runs; what was kept is not looked at yet.

    :param warming: how many of them do everything once before it counts
    :raises Broken: when they could not do what they should
    """
    told = {
        "port": server.port,
        "outbox": str(monday.ground.folder / "outbox"),
        "places": monday.told(),
        "seed": seed,
        "warming": warming,
        "phases": [{"name": one.name, "rate": one.rate, "seconds": one.seconds, "heavy": one.heavy} for one in phases],
    }
    done = Run(people=len(monday.places), workers=len(server.workers()))
    process = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-m", "tests.load.people"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    )
    with process:
        assert process.stdin is not None
        process.stdin.write(json.dumps(told) + "\n")
        process.stdin.close()
        mine = served = 0.0
        for line in _lines(process):
            if "end" in line:
                end = line["end"]
                done.acts = [Act(kind, found) for kind, found in end["acts"]]
                done.refused = end["refused"]
                if end["faults"]:
                    raise Broken("; ".join(end["faults"][:5]))
                return done
            now, seen = cpu_of(server.master), line["seen"]
            if line["phase"] == WARM:
                done.warm_errors = seen["errors"]
            else:
                heavy = line.get("heavy", {"took": {}, "errors": {}})
                cpu = {"server_cpu": now - served, "people_cpu": line["cpu"] - mine}
                both = {"heavy": heavy["took"], "heavy_errors": heavy["errors"]}
                done.met.append(Met(phases[len(done.met)], **seen, **cpu, **both))
            several, wrong = sum(map(len, seen["took"].values())), sum(seen["errors"].values())
            tell(f"{line['phase']}: {several} requests in {seen['seconds']:.1f} s, {wrong} errors")
            mine, served = line["cpu"], now
    raise Broken(f"the process of the people ended with {process.returncode}")


def _lines(process: subprocess.Popen[str]) -> Iterator[dict[str, Any]]:
    assert process.stdout is not None
    for line in process.stdout:
        yield json.loads(line)


def cpu_of(pid: int) -> float:
    """Seconds of processor time of a process and all that came of it, also of what has ended."""
    try:
        told = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return sum(int(one) for one in told[11:15]) / TICK + sum(map(cpu_of, children_of(pid)))


def free_of_others(seconds: float = 1.0) -> float:
    """How much of the processors nobody uses, 0 to 1: near 1 before a run, or its times say little."""
    before = _idle()
    time.sleep(seconds)
    after = _idle()
    return (after[0] - before[0]) / max(1, after[1] - before[1])


def _idle() -> tuple[int, int]:
    told = [int(one) for one in Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:]]
    return told[3] + told[4], sum(told)
