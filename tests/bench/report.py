"""What is done with the figures: a table to read, bench.json of the last whole run, and a line each in bench.jsonl."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.bench.measuring import Found, Key, Value
from tests.bench.subjects import bench_of, every_key

RESULT, LINES = Path("bench.json"), Path("bench.jsonl")
BUSY = 0.5
"""The load of the machine before it begins, a processor, above which figures on the wall tell little."""


@dataclass
class Run:
    """One run: where, when and of what, and what came of it."""

    about: dict[str, Any]
    keys: dict[str, Key]
    found: Found = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)

    def measure(self, subject: str) -> None:
        """Run a subject; says on the terminal how long it took."""
        began = time.monotonic()
        found, reasons = bench_of(subject).measured()
        self.found |= found
        self.reasons |= reasons
        self.keys |= {name: Key(name, "") for name in found if name not in self.keys}
        print(f"{subject:<10} {time.monotonic() - began:6.1f} s", file=sys.stderr, flush=True)

    def table(self) -> str:
        """Key, value, target, whether it is met, and the rounds; of what is missing why."""
        names = sorted(self.found, key=lambda name: (not self.keys[name].target, list(self.keys).index(name)))
        lines = [f"{'key':<34} {'value':>10} {'':<3} {'target':<8} {'met':<4} rounds"]
        for name in names:
            key, value = self.keys[name], self.found[name]
            told = f"{name:<34} {number(value):>10} {key.unit:<3} {key.target:<8}"
            lines.append(f"{told} {met(key, value):<4} {self.reasons.get(name, '') or spread(value)}".rstrip())
        return "\n".join(lines)

    def keep(self) -> None:
        """Write bench.json: each key with its value, `..._why` with the reason of a null, rounds and place beside."""
        rounds = {name: _rounds(value) for name, value in self.found.items() if isinstance(value, Value)}
        why = {f"{name}_why": reason for name, reason in self.reasons.items()}
        RESULT.write_text(
            json.dumps({**self.found, **why, "rounds": rounds, "run": self.about}, indent=2, ensure_ascii=False) + "\n",
            encoding="utf-8",
        )

    def add_lines(self) -> None:
        """Add a line of JSON for each key to bench.jsonl, to which every run adds."""
        with LINES.open("a", encoding="utf-8") as out:
            for name, value in self.found.items():
                out.write(json.dumps(self._line(name, value), ensure_ascii=False) + "\n")

    def _line(self, name: str, value: float | None) -> dict[str, Any]:
        key = self.keys[name]
        line: dict[str, Any] = {"key": name, "value": value, "unit": key.unit, "target": key.target or None}
        line |= {"rounds": 1, "spread": None} | (_rounds(value) if isinstance(value, Value) else {})
        return line | ({"why": self.reasons.get(name, "")} if value is None else {}) | self.about


def begun(subjects: Iterable[str]) -> Run:
    """A run of some subjects, of which nothing is measured yet."""
    return Run(_about(), every_key(subjects))


def alone(subject: str) -> None:
    """What a module of a bench does that is run by itself: measure, and print."""
    run = begun([subject])
    run.measure(subject)
    print(run.table())


def number(value: float | None) -> str:
    """A figure with as many digits as tell something."""
    if value is None:
        return "-"
    if value == int(value) and not isinstance(value, Value):
        return str(int(value))
    return f"{value:.0f}" if abs(value) >= 1000 else f"{value:#.3g}".rstrip(".")


def met(key: Key, value: float | None) -> str:
    """'yes' or 'NO'; '' where nothing has to be, or nothing is known."""
    kept = key.met(value) if value is not None else None
    return {True: "yes", False: "NO", None: ""}[kept]


def spread(value: float | None) -> str:
    """'11: 52-65' for eleven rounds, of which the lowest gave 52."""
    if not isinstance(value, Value) or value.rounds == 1:
        return ""
    return f"{value.rounds}: {number(value.low)}-{number(value.high)}"


def _rounds(value: Value) -> dict[str, Any]:
    return {"rounds": value.rounds, "spread": [value.low, value.high]}


def _about() -> dict[str, Any]:
    load = os.getloadavg()[0]
    if load > BUSY * (os.cpu_count() or 1):
        print(
            f"The machine is not quiet (load {load:.1f}): what is measured on the wall tells little.", file=sys.stderr
        )
    return {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "commit": _commit(),
        "machine": f"{os.cpu_count()} x {_processor()}, {_memory()} GB, Python {platform.python_version()}",
        "load": round(load, 1),
    }


def _commit() -> str:
    """The commit that is measured, with a + where files differ from it; '' outside a repository."""
    told = subprocess.run(["git", "describe", "--always", "--dirty=+"], capture_output=True, text=True, check=False)
    return told.stdout.strip()


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines() if Path("/proc/cpuinfo").exists() else []
    return next((one.partition(":")[2].strip() for one in lines if one.startswith("model name")), platform.machine())


def _memory() -> int:
    return round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30)
