"""`make fuzz`: tens of thousands of bad requests, counted in fuzz.json.

Each process has a database of its own. EXAMPLES is how many hypothesis makes (50,000), SEED what makes a run another
than the last. Ends with 1 when anything went wrong.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

BATCH = 500


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


def share(asked: tuple[int, int, int]) -> dict[str, Any]:
    """One process: the sweep by everybody in the first, and its share of the examples."""
    examples, number, nr = asked
    from tests.fuzzing.attack import Attack
    from tests.fuzzing.corpus import CORPUS
    from tests.fuzzing.ground import ground
    from tests.fuzzing.watch import Watch

    with tempfile.TemporaryDirectory(prefix="fuzz-") as name:
        folder = Path(name)
        (folder / "instance").mkdir(mode=0o700)
        with ground(folder / "instance", _empty(folder)) as made:
            attack = Attack(made, Watch(made, folder))
            if nr == 0:
                for one in CORPUS:
                    attack.try_it(one.asked(made))
                attack.sweep()
                attack.other_methods()
            forms = attack.forms()
            done = 0
            while done < examples:
                attack.fuzz(forms, min(BATCH, examples - done), number + done // BATCH)
                done += BATCH
            count = attack.count
    return {
        "requests": count.requests,
        "per_status": dict(count.statuses),
        "answers": dict(count.endpoints),
        "wrong": dict(count.wrong),
        "examples": count.examples,
        "slowest": count.slowest,
    }


def _empty(folder: Path) -> Path:
    """An empty database of this program; passwords in it cost little, as many people sign in."""
    from argon2 import PasswordHasher

    from services import accounts, record_views
    from services.platform import Platform
    from store.database import Database
    from store.migrations import migrate

    cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    vars(accounts)["_hasher"] = lambda: cheap
    path = folder / "empty.db"
    database = Database(path)
    migrate(database)
    record_views.refresh(Platform(database, folder))
    database.close()
    return path


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
