"""What a run of the load test says, in numbers: for load.json, for the terminal and for docs/belasting.md."""

from __future__ import annotations

import math
import os
import time
from collections.abc import Iterable, Sequence
from typing import Any

from tests.load.mix import PEAK
from tests.load.run import Met, Run

KEPT_UP = 1000.0
"""Milliseconds within which 95 in 100 are answered where a server keeps up with a rate."""


def percentile(values: Sequence[float], of_hundred: float) -> float:
    """The smallest value that so many in a hundred do not exceed; NaN of none."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(len(ordered) * of_hundred / 100) - 1)] if ordered else math.nan


def waits(values: Sequence[float]) -> dict[str, Any]:
    """How many, and how long they took in milliseconds."""
    told = {f"p{one}_ms": round(percentile(values, one), 1) for one in (50, 95, 99)} if values else {}
    return {"requests": len(values)} | told


def of_phase(met: Met) -> dict[str, Any]:
    """One phase. What was due and not answered when it ended counts as long as it had waited by then."""
    answered = [one for took in met.took.values() for one in took]
    several = max(1, len(answered))
    return {
        "name": met.phase.name,
        "asked_rps": met.phase.rate or None,
        "times_peak": met.phase.times or None,
        "rps": round(len(answered) / met.seconds, 1),
        "seconds": round(met.seconds, 1),
        **waits([*answered, *met.unanswered]),
        "unanswered": len(met.unanswered),
        "errors": sum(met.errors.values()),
        "server_cpu_ms": round(met.server_cpu / several * 1000, 2),
        "people_cpu_ms": round(met.people_cpu / several * 1000, 2),
        "by_kind": {kind: waits(took) for kind, took in sorted(met.took.items())},
    }


def of_run(run: Run, idle: float) -> dict[str, Any]:
    """All that load.json has; `idle` is how much of the machine nobody used before, 0 to 1."""
    phases = {one.phase.name: of_phase(one) for one in run.met}
    paced = [one for one in phases.values() if one["times_peak"] and "heavy" not in one["name"]]
    full = next(one for one in phases.values() if not one["asked_rps"])
    calm, heavy = paced[0], next(one for one in run.met if one.phase.heavy)
    spent = [sum(one.people_cpu for one in run.met), sum(one.server_cpu for one in run.met)]
    lost = len(run.found.lost)
    whole = not (run.found.half or run.found.chain or run.found.integrity)
    return {
        "at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "mixed_rps": full["rps"],
        "peak_times_over": round(full["rps"] / PEAK, 2),
        "peak_rps": PEAK,
        **{name: calm[name] for name in ("p50_ms", "p95_ms", "p99_ms")},
        "errors": sum(run.errors.values()),
        "lost": lost,
        "acknowledged": len(run.acts),
        "acknowledged_by_kind": _counted(run),
        "whole": whole,
        "generator_share": round(spent[0] / max(0.01, sum(spent)), 3),
        "server_cpu_ms": full["server_cpu_ms"],
        "workers": run.workers,
        "users": run.people,
        "seconds": round(sum(one.seconds for one in run.met), 1),
        "cores": os.cpu_count(),
        "idle_before": round(idle, 2),
        "kept_up_times": max((one["times_peak"] for one in paced if _kept_up(one)), default=0),
        "paced": paced,
        "saturated": full,
        "without": {name: calm.get(name) for name in ("rps", "p50_ms", "p95_ms", "p99_ms")},
        "with_heavy": {name: phases[heavy.phase.name].get(name) for name in ("rps", "p50_ms", "p95_ms", "p99_ms")}
        | {"asked_for": {kind: waits(took) for kind, took in sorted(heavy.heavy.items())}},
        "what": [*run.errors, *run.found.lost, *run.found.half, *run.found.chain, *run.found.integrity][:50],
    }


def _kept_up(phase: dict[str, Any]) -> bool:
    return not phase["unanswered"] and phase.get("p95_ms", math.inf) <= KEPT_UP


def _counted(run: Run) -> dict[str, int]:
    kinds = [f"{one.kind} ({one.told['method']})" if "method" in one.told else one.kind for one in run.acts]
    return {kind: kinds.count(kind) for kind in sorted(set(kinds))}


def tables(told: dict[str, Any]) -> str:
    """The figures of load.json as Markdown."""
    phases = [*told["paced"], told["saturated"]]
    machine = (
        f"Run of {told['at'][:10]}: {told['cores']} cores of which {told['idle_before']:.0%} were idle before,"
        f" {told['workers']} processes of the server, {told['users']} people, {told['seconds']:.0f} seconds."
    )
    found = (
        f"**{told['mixed_rps']} requests a second at most, {told['peak_times_over']} times the assumed peak of all"
        f" Flanders ({told['peak_rps']}); {told['errors']} errors, {told['lost']} lost of {told['acknowledged']}"
        f" acknowledged writes.** The people took {told['generator_share']:.0%} of the processor time that both took;"
        f" a request took the server {told['server_cpu_ms']} ms of it."
    )
    lines = [
        machine,
        "",
        found,
        "",
        *_table(
            "phase | asked/s | answered/s | p50 ms | p95 ms | p99 ms | not answered in time | errors",
            (
                (
                    one["name"],
                    one["asked_rps"] or "as can be",
                    one["rps"],
                    *_three(one),
                    one["unanswered"],
                    one["errors"],
                )
                for one in phases
            ),
        ),
        "",
        *_table(
            "at the peak | p50 ms | p95 ms | p99 ms",
            (
                [words, *_three(told[name])]
                for name, words in (("without", "without heavy work"), ("with_heavy", "beside heavy work"))
            ),
        ),
        "",
        *_table(
            "kind of request, at the peak | requests | p50 ms | p95 ms | p99 ms",
            ([kind, one["requests"], *_three(one)] for kind, one in told["paced"][0]["by_kind"].items()),
        ),
        "",
        "Acknowledged: " + ", ".join(f"{kind} {many}" for kind, many in told["acknowledged_by_kind"].items()) + ".",
    ]
    return "\n".join(lines)


def _three(one: dict[str, Any]) -> list[Any]:
    return [one.get(f"p{nr}_ms", "-") for nr in (50, 95, 99)]


def _table(head: str, rows: Iterable[Sequence[Any]]) -> list[str]:
    names = head.split(" | ")
    return [f"| {head} |", "|" + " --- |" * len(names), *(f"| {' | '.join(map(str, row))} |" for row in rows)]
