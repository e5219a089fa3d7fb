"""`python -m tests.harness`, by way of `make harness`: everything, with the counts printed and kept in harness.json.

KILLS is how many kills (1000); ONLY is `kills`, `steps`, `faults` or `standby` for one part
alone, of which the last does a hundredth of them unless it is alone.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from tests.harness import faults, standby, steps
from tests.harness.ground import KEY, Ground, lay
from tests.harness.kills import Fire, under_fire
from tests.harness.real_server import RealServer
from tests.harness.server import Server

RESULT = Path("harness.json")
REAL = 50
"""One kill in so many is of `flask serve` itself, at least three."""


def main() -> int:
    """Do it all; gives 0 when nothing was lost, half, broken or wrong."""
    kills, only = int(os.environ.get("KILLS") or 1000), os.environ.get("ONLY", "")
    result: dict[str, Any] = {"at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())}
    fires = _kills(kills) if only in ("", "kills") else {}
    result |= counted(fires)
    result["steps"] = [one.told() for one in (steps.every(_say) if only in ("", "steps") else ())]
    result["faults"] = [one.told() for one in (faults.every(_say) if only in ("", "faults") else ())]
    taken = standby.every(_rounds(kills, only), _say, seed=int(time.time())) if only in ("", "standby") else []
    result["standby"] = standby.told(taken)
    RESULT.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", "utf-8")
    wrong = [*_wrong(result)]
    for name in ("kills", "acknowledged", "lost", "half_states", "chain_ok", "integrity_ok"):
        _say(f"{name:14} {result[name]}")
    _say("\n".join(wrong) or "Nothing lost.")
    return 1 if wrong else 0


def counted(fires: dict[str, Fire]) -> dict[str, Any]:
    """The counts of several fires together, and of each alone."""
    every = list(fires.values())
    return {
        "kills": sum(sum(one.kills.values()) for one in every),
        "acknowledged": sum(len(one.ledger.acts) for one in every),
        "lost": sum(len(one.found.lost) for one in every),
        "half_states": sum(len(one.found.half) for one in every),
        "chain_ok": not any(one.found.chain for one in every),
        "integrity_ok": not any(one.found.integrity for one in every),
        "fires": {name: _told(one) for name, one in fires.items()},
    }


def _told(fire: Fire) -> dict[str, Any]:
    return {
        "kills": fire.kills,
        "acknowledged": fire.ledger.counted(),
        "broken_off": fire.ledger.broken_off,
        "answered_otherwise": dict(fire.ledger.refused.most_common(20)),
        "looks": fire.looks,
        "files_made_later": fire.found.later,
        "did_not_come_back": fire.stuck,
        "seconds": round(fire.seconds),
        "what": [*fire.found.lost, *fire.found.half, *fire.found.chain, *fire.found.integrity][:50],
    }


def _wrong(result: dict[str, Any]) -> Iterator[str]:
    if result["lost"] or result["half_states"] or not (result["chain_ok"] and result["integrity_ok"]):
        yield "SOMETHING WAS LOST OR IS HALF: see fires in harness.json"
    yield from (f"standby: {line}" for line in result["standby"]["wrong"])
    if result["standby"]["lost_when_handed_over"]:
        yield "standby: something was lost in a polite hand-over"
    for kind in ("steps", "faults"):
        for one in result[kind]:
            if one.get("ok") is False:
                yield f"{kind}: {one['name']}: {one['wrong']}"


def _rounds(kills: int, only: str) -> int:
    """How many take-overs; each takes some ten seconds."""
    return (kills if "KILLS" in os.environ else 20) if only else max(4, kills // 100)


def _kills(kills: int) -> dict[str, Fire]:
    """Half on a plain database, half on an encrypted one with files that are sealed; some of `flask serve` itself."""
    real = max(3, kills // REAL)
    many, seed = kills - real, int(time.time())
    _say(f"seed {seed}")
    done: dict[str, Fire] = {}
    for name, several, more in (
        ("forked, plain", many - many // 2, {}),
        ("forked, encrypted and sealed", many // 2, {"DATABASE_KEY": KEY, "SEAL": ""}),
    ):
        with _ground(several, **more) as ground, closing(Server(ground)) as server:
            server.start()
            done[name] = under_fire(ground, server, several, tell=_say, seed=seed)
    with _ground(real) as ground, closing(RealServer(ground)) as served:
        served.start()
        done["flask serve"] = under_fire(ground, served, real, tell=_say, seed=seed)
    return done


@contextmanager
def _ground(kills: int, **settings: Any) -> Iterator[Ground]:
    with tempfile.TemporaryDirectory(prefix="naadloos-harness-") as folder:
        yield lay(Path(folder), classes=max(4, kills // 10), **settings)


def _say(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main())
