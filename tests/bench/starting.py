"""How long Naadloos takes to start in a new process, against only importing what it stands on.

The processor time of a process, from beginning to end, Python itself included on both sides. As on a server that was
started before, compiled modules lie in a folder (here one of the bench, whatever PYTHONDONTWRITEBYTECODE says), and
files are in the memory of the machine.
"""

from __future__ import annotations

import functools
import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.bench import ground
from tests.bench.measuring import Key, Measured, in_turn, median

ROUNDS = 7
OURS = "from app import create_app; create_app()"
FLASK = "import flask, flask_wtf, flask_login"
AFTER = """
from pathlib import Path
{start}
lines = Path("/proc/self/status").read_text("ascii").splitlines()
print(next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS")))
"""
ANSWERS = "from app import create_app; assert create_app().test_client().get('/healthz').status_code == 200"

KEYS = (
    Key("start_vs_flask", "cold start of the app against importing Flask, Flask-WTF and Flask-Login", at_most=1.3),
    Key("start_ms", "processor time of a process that makes the app and ends"),
    Key("start_flask_ms", "of a process that imports Flask, Flask-WTF and Flask-Login and ends"),
    Key("start_python_ms", "of a process that does nothing"),
    Key("start_rss_mb", "memory of one worker that answered its first request"),
    Key("start_flask_rss_mb", "memory of a process that only imported Flask, Flask-WTF and Flask-Login"),
)


def measured(rounds: int = ROUNDS) -> Measured:
    """Each in a process of its own, in turn."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        ground.empty(Path(folder))
        programs = {"ours": OURS, "flask": FLASK, "python": "pass"}
        for one in programs.values():
            _took(one, folder)  # makes what the first start makes: what is compiled, and the keys of an instance
        found = in_turn({name: functools.partial(_took, it, folder) for name, it in programs.items()}, rounds)
        memory = {name: [_holds(it, folder) for _ in range(3)] for name, it in (("ours", ANSWERS), ("flask", FLASK))}
    return {
        "start_vs_flask": found.ratio("ours", "flask"),
        "start_ms": found["ours"],
        "start_flask_ms": found["flask"],
        "start_python_ms": found["python"],
        "start_rss_mb": median(memory["ours"]),
        "start_flask_rss_mb": median(memory["flask"]),
    }, {}


def _run(program: str, folder: str) -> str:
    environment = os.environ | {"NAADLOOS_INSTANCE": folder, "NAADLOOS_LOG": "ERROR"}
    environment |= {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": f"{folder}/compiled"}
    asked = [sys.executable, "-c", program]
    return subprocess.run(asked, check=True, capture_output=True, text=True, env=environment).stdout


def _took(program: str, folder: str) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    _run(program, folder)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) * 1000


def _holds(program: str, folder: str) -> float:
    return float(_run(AFTER.format(start=program), folder))


if __name__ == "__main__":
    from tests.bench.report import alone

    alone("start")
