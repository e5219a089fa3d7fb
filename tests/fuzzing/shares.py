"""What one process of `make fuzz` does. A module of its own, as another process cannot import the one that runs."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

BATCH = 500
"""Examples that hypothesis makes in one go, and after which is told how far it is."""


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
            attack.by_head(forms)
            done = 0
            while done < examples:
                attack.fuzz(forms, min(BATCH, examples - done), number + done // BATCH)
                done += BATCH
                sys.stderr.write(
                    f"process {nr}: {attack.count.requests} requests, {sum(attack.count.wrong.values())} wrong\n"
                )
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
