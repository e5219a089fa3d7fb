"""One run of the load test: the instance, the server as users run it, the people, and a look at what was kept."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.harness.checker import Checked
from tests.harness.kills import look
from tests.harness.ledger import Act
from tests.harness.real_server import RealServer
from tests.harness.server import children_of
from tests.load.ground import Monday, lay

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
    """What a phase gave: milliseconds by kind, errors, and seconds of processor time of the server and of the people."""

    phase: Phase
    took: dict[str, list[float]]
    errors: dict[str, int]
    unanswered: list[float]
    seconds: float
    server_cpu: float
    people_cpu: float
    heavy: dict[str, list[float]] = field(default_factory=dict)
    heavy_errors: dict[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class Run:
    """All of it: each phase, what was acknowledged, and what a look at the database afterwards found."""

    met: list[Met]
    acts: list[Act]
    refused: dict[str, int]
    found: Checked
    workers: int
    people: int


def run(
    phases: list[Phase],
    *,
    people: int,
    classes: int,
    warm: float = 3.0,
    workers: int = 0,
    seed: int = 0,
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
            served = len(server.workers())
            met, end = _people(monday, server, phases, warm, seed, tell)
            server.stop()
        if end["faults"]:
            raise Broken("; ".join(end["faults"][:5]))
        acts = [Act(kind, told) for kind, told in end["acts"]]
        tell(f"{len(acts)} acts were acknowledged: looking for each")
        return Run(met, acts, end["refused"], look(monday.ground, acts), served, people)


def _people(
    monday: Monday, server: RealServer, phases: list[Phase], warm: float, seed: int, tell: Callable[[str], None]
) -> tuple[list[Met], dict[str, Any]]:
    told = {
        "port": server.port,
        "outbox": str(monday.ground.folder / "outbox"),
        "places": monday.told(),
        "seed": seed,
        "warm": warm,
        "phases": [{"name": one.name, "rate": one.rate, "seconds": one.seconds, "heavy": one.heavy} for one in phases],
    }
    process = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-m", "tests.load.people"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    )
    met: list[Met] = []
    with process:
        assert process.stdin is not None
        process.stdin.write(json.dumps(told) + "\n")
        process.stdin.close()
        mine = served = 0.0
        for line in _lines(process):
            if "end" in line:
                return met, line["end"]
            now = cpu_of(server.master)
            if line["phase"] != "warm":
                seen, heavy = line["seen"], line.get("heavy", {"took": {}, "errors": {}})
                one = Met(
                    phases[len(met)],
                    **seen,
                    server_cpu=now - served,
                    people_cpu=line["cpu"] - mine,
                    heavy=heavy["took"],
                    heavy_errors=heavy["errors"],
                )
                met.append(one)
                tell(f"{line['phase']}: {sum(map(len, one.took.values()))} requests, {sum(one.errors.values())} errors")
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
    """How much of the processors nobody uses, 0 to 1: before a run it has to be near 1 for its times to say something."""
    before = _idle()
    time.sleep(seconds)
    after = _idle()
    return (after[0] - before[0]) / max(1, after[1] - before[1])


def _idle() -> tuple[int, int]:
    told = [int(one) for one in Path("/proc/stat").read_text().split("\n", 1)[0].split()[1:]]
    return told[3] + told[4], sum(told)
