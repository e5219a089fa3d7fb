"""Killing at every single step of a save, of a signature and of the end of a text: at its first write to the disk, at
its second, and so on until one is done before the kill would come. The same for every time that it waits for the disk.

By strace, which sends the signal before the call is carried out. Each begins from the same file.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from tests.harness.ground import lay
from tests.harness.kills import look
from tests.harness.ledger import Act, lost, marked
from tests.harness.server import loaded, until, warm
from tests.harness.visitor import Answer, Fields, fields_of
from tests.world import PASSWORD

CALLS = ("pwrite64", "fsync", "fdatasync", "ftruncate")
"""What SQLite writes with and waits with: each is counted by itself."""
MOST = 400
NUMBER = 1
TYPED = "An Peeters 1"
MARK = "0123456789abcdef"
"""That of the page."""


@dataclass(slots=True)
class Steps:
    """One act: how often it was killed by kind of call, after how many kills it was there, and what was wrong."""

    name: str
    killed: dict[str, int] = field(default_factory=dict)
    there: int = 0
    not_there: int = 0
    wrong: list[str] = field(default_factory=list)
    skipped: str = ""

    def told(self) -> dict[str, Any]:
        """For harness.json; `ok` is null when it could not be done."""
        return {**asdict(self), "ok": None if self.skipped else not self.wrong}


def every(tell: Callable[[str], None], *, calls: tuple[str, ...] = CALLS, most: int = MOST) -> Iterator[Steps]:
    """Each act, at each of its steps."""
    for name in ACTS:
        made = Steps(name)
        if why := cannot_trace():
            made.skipped = why
        else:
            _each_step(made, calls, most)
        tell(f"{name}: {made.skipped or made.killed}, there after {made.there}, not there after {made.not_there}")
        yield made


def cannot_trace() -> str:
    """Why strace can do nothing here; '' when it can."""
    if shutil.which("strace") is None:
        return "SKIPPED: there is no strace here"
    tried = subprocess.run(
        ["strace", "-f", "-qq", "-e", "trace=none", "true"], capture_output=True, text=True, check=False
    )
    return f"SKIPPED: strace may not trace here: {tried.stderr.strip()[:200]}" if tried.returncode else ""


def _each_step(made: Steps, calls: tuple[str, ...], most: int) -> None:
    with tempfile.TemporaryDirectory(prefix="naadloos-harness-") as folder, Forker(Path(folder)) as forker:
        for call in calls:
            for nr in range(1, most + 1):
                killed = forker.run(made.name, f"inject={call}:signal=KILL:when={nr}")
                made.killed[call] = made.killed.get(call, 0) + killed
                act = forker.act(made.name)
                seen = look(forker.ground, [] if killed else [act])
                made.wrong += [f"{call} {nr}: {one}" for one in (*seen.lost, *seen.half, *seen.chain, *seen.integrity)]
                if not killed:
                    break
                is_there = forker.is_there(act)
                made.there += is_there
                made.not_there += not is_there


class Forker:
    """Forks processes that do one act on a fresh copy of the same ground, under strace."""

    def __init__(self, folder: Path) -> None:
        (folder / "instance").mkdir()
        self.ground = lay(folder / "instance", desks=1, classes=1, MAIL_NOW=False, JOBS_NOW=False)
        self._kept = folder / "kept.db"
        self._database = self.ground.folder / "naadloos.db"
        self._process = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-m", "tests.harness.steps"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=Path(__file__).parents[2],
        )
        desk = self.ground.desks[0]
        self._told = {"email": desk.email, "draft": desk.draft, "class": desk.classes[0].record}
        self._ask({"settings": self.ground.settings, "warm": warm(self.ground), "desk": self._told})
        self._versions: dict[str, str] = {}
        shutil.copy(self._database, self._kept)

    def __enter__(self) -> Forker:
        return self

    def __exit__(self, *_: object) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait()
        self._process.stdout.close()

    def run(self, name: str, inject: str) -> bool:
        """Do an act under strace with something injected; gives whether it was killed by that."""
        for left in self._database.parent.glob("naadloos.db*"):
            left.unlink()
        shutil.copy(self._kept, self._database)
        child = int(self._ask({"do": name}))
        until(lambda: _state(child) == "T")
        tracer = subprocess.Popen(traced(child, inject), stderr=subprocess.DEVNULL)
        until(lambda: is_traced(child))
        os.kill(child, signal.SIGCONT)
        status, version = json.loads(self._ask({"wait": child}))
        tracer.wait()
        self._versions[name] = version or self._versions.get(name, "")
        if status not in (0, -signal.SIGKILL):
            raise RuntimeError(f"{name} ended with {status}")
        return bool(status)

    def act(self, name: str) -> Act:
        """The act as a ledger has it."""
        if name == "save":
            return Act("save", {"record": self._told["draft"], "page": MARK, "turn": "1", "number": str(NUMBER)})
        return Act("sign", {"version": self._versions[name], "typed": TYPED, "method": "account"})

    def is_there(self, act: Act) -> bool:
        """Whether it was kept."""
        platform = self.ground.open()
        try:
            return not lost(platform, [act])
        finally:
            platform.db.close()

    def _ask(self, what: dict[str, Any]) -> str:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(what) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError("the process that forks has ended")
        return line.strip()


def traced(pid: int, inject: str) -> list[str]:
    """The command that lets a running process have something injected: 'inject=fsync:error=EIO'."""
    calls = inject.removeprefix("inject=").partition(":")[0]
    return ["strace", "-f", "-qq", "-o", "/dev/null", "-e", f"trace={calls}", "-e", inject, "-p", str(pid)]


def _state(pid: int) -> str:
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    return ""


def is_traced(pid: int) -> bool:
    with contextlib.suppress(OSError):
        return "TracerPid:\t0" not in Path(f"/proc/{pid}/status").read_text()
    return True


def _save(client: FlaskClient, desk: dict[str, str]) -> Callable[[], int]:
    """Ready to press the button of a step."""
    url = f"/formulieren/{desk['draft']}/stap/hulpvraag"
    fields = _fields(client, url, id="stap") | {"noden": [marked(NUMBER)], "beurt": ["1"], "blad": [MARK]}
    return lambda: client.post(url, data=fields | {"naar": ["blijf"]}).status_code


def _sign(client: FlaskClient, desk: dict[str, str]) -> Callable[[], int]:
    """Ready to sign: the last one, so that the text is done and its files are made."""
    url = f"/versies/{desk['version']}/tekenen"
    said = {"besluit": ["akkoord"], "wijze": ["typen"], "getypt": [TYPED]}
    fields = _fields(client, url, url) | said
    return lambda: client.post(url, data=fields).status_code


ACTS = {"save": _save, "the last signature, with its files": _sign}


def _fields(client: FlaskClient, url: str, action: str = "", **having: str) -> Fields:
    return fields_of(Answer(url, 200, "", client.get(url).data, 0), action, **having)


def _signed_in(app: Flask, email: str) -> FlaskClient:
    client = app.test_client()
    client.post("/inloggen", data=_fields(client, "/inloggen", "/inloggen") | {"email": email, "wachtwoord": PASSWORD})
    return client


def main() -> None:
    """`python -m tests.harness.steps`: loads the app, then forks at each line; a child stops before its act."""
    app, desk, ready = None, {}, {}
    for line in sys.stdin:
        asked = json.loads(line)
        if "settings" in asked:
            app, desk = loaded(asked["settings"], asked["warm"]), asked["desk"]
            desk["version"] = _frozen(app, desk)
            client = _signed_in(app, desk["email"])
            ready = {name: act(client, desk) for name, act in ACTS.items()}
            app.extensions["naadloos"].db.close()
            print("loaded", flush=True)
        elif "do" in asked:
            child = os.fork()
            if child == 0:
                app.extensions["naadloos"].db.rows("SELECT 1")  # type: ignore[union-attr]  # made by the first line
                os.kill(os.getpid(), signal.SIGSTOP)
                os._exit(0 if ready[asked["do"]]() == 302 else 3)
            print(child, flush=True)
        else:
            code = os.waitstatus_to_exitcode(os.waitpid(asked["wait"], 0)[1])
            print(json.dumps([code, desk["version"]]), flush=True)


def _frozen(app: Flask, desk: dict[str, str]) -> str:
    client = _signed_in(app, desk["email"])
    fields = _fields(client, f"/formulieren/{desk['class']}/nakijken", "vastleggen")
    answer = client.post(f"/formulieren/{desk['class']}/vastleggen", data=fields)
    return str(answer.location.split("/")[2])


if __name__ == "__main__":
    main()
