"""`make fuzz`: tens of thousands of bad requests, counted in fuzz.json.

Each process has a database of its own. EXAMPLES is how many hypothesis makes (50,000), SEED what makes a run another
than the last. Ends with 1 when anything went wrong.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

from tests.fuzzing.shares import share


def main() -> int:
    """Run it all and write down what came of it."""
    examples, seed = int(os.environ.get("EXAMPLES") or 50_000), int(os.environ.get("SEED") or 1)
    jobs = max(1, int(os.environ.get("JOBS") or os.cpu_count() or 1))
    begun = time.monotonic()
    shares = [(examples // jobs, seed * 1_000_000 + nr * 10_000, nr) for nr in range(jobs)]
    with multiprocessing.get_context("spawn").Pool(jobs) as pool:
        parts = pool.map(share, shares)
    told = summed(parts)
    from tests.fuzzing import wire

    told["wire"] = wire.run()
    told["seconds"] = round(time.monotonic() - begun)
    Path("fuzz.json").write_text(json.dumps(told, indent=2, ensure_ascii=False) + "\n", "utf-8")
    _say(told)
    bad = told["wrong"] or [one for one in told["wire"].values() if one["wrong"]]
    return 1 if bad else 0


def summed(parts: list[dict[str, Any]]) -> dict[str, Any]:
    """What all processes counted together."""
    wrong: Counter[str] = Counter()
    statuses: Counter[int] = Counter()
    answers: Counter[str] = Counter()
    examples: dict[str, str] = {}
    for part in parts:
        wrong.update(part["wrong"])
        statuses.update(part["per_status"])
        answers.update(part["answers"])
        for key, shown in part["examples"].items():
            examples[key] = min(examples.get(key, shown), shown, key=len)
    of_kind = {kind: sum(n for key, n in wrong.items() if key.startswith(kind)) for kind in KINDS}
    return {
        "requests": sum(part["requests"] for part in parts),
        "per_status": {str(status): n for status, n in sorted(statuses.items())},
        **{name: of_kind[kind] for kind, name in KINDS.items()},
        "slowest": max(part["slowest"] for part in parts),
        "wrong": [{"what": key, "times": n, "example": examples[key]} for key, n in wrong.most_common()],
        "endpoints": len({key.partition(" ")[0] for key in answers}),
        "answers": dict(sorted(answers.items())),
    }


KINDS = {
    "fault": "500s",
    "leak": "leaks",
    "markup": "live_markup",
    "header": "headers",
    "changed": "changed",
    "slow": "slow",
}
"""Of what may go wrong -> its name in fuzz.json."""


def _say(told: dict[str, Any]) -> None:
    out = sys.stdout.write
    out(f"{told['requests']} requests to {told['endpoints']} pages in {told['seconds']} s\n")
    out("  ".join(f"{status}: {n}" for status, n in told["per_status"].items()) + "\n")
    out("  ".join(f"{name}: {told[name]}" for name in KINDS.values()) + "\n")
    for one in told["wrong"]:
        out(f"{one['times']} x {one['what']}\n      {one['example'][:600]}\n")
    for name, one in told["wire"].items():
        out(f"{name}: {one['said']}\n" + "".join(f"      {wrong}\n" for wrong in one["wrong"]))


if __name__ == "__main__":
    sys.exit(main())
