"""The server that is killed: forked from a process in which the app is loaded, so that starting takes milliseconds.

Run as a program it waits for lines: each `start` forks a master with a process group of its own, which listens on the
port and forks two workers, as granian does; a worker that dies is forked anew. Each answers one request after the other
over real HTTP. Nothing of a database is open before the fork, and a killed one has nobody to clean up after it.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from flask import Flask
from werkzeug.serving import WSGIRequestHandler, make_server

from app import create_app
from services import readiness
from services.dossiers import read_file
from services.platform import utc_now
from store import dossiers, versions
from tests.harness.ground import Ground, platform_of
from tests.harness.visitor import named
from tests.world import PASSWORD

WORKERS = 2
CLOCK = "clock"
"""A file in the instance with the seconds that the server's clock is off by; not there: none."""


class _Quiet(WSGIRequestHandler):
    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Nothing: a server under fire says little."""

    def log(self, type: str, message: str, *args: Any) -> None:
        """Nor of what broke off."""


class Server:
    """The process that forks servers, and the one that runs now. Not for two at once."""

    def __init__(self, ground: Ground, environment: dict[str, str] | None = None) -> None:
        self.port = free_port()
        self._folder = ground.folder
        told = json.dumps(ground.settings), json.dumps(warm(ground))
        self._process = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-m", "tests.harness.server", str(self.port), *told],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, **(environment or {})},
            cwd=Path(__file__).parents[2],
        )
        self.master = 0
        self._said()

    def start(self) -> None:
        """Serve; returns when the port listens."""
        self._say("start")
        self.master = int(self._said())

    def workers(self) -> list[int]:
        """The processes that answer now."""
        return children_of(self.master)

    def kill(self) -> None:
        """Kill them all at the same moment, and wait until they are gone."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.master, signal.SIGKILL)
        self._say("wait")
        self._said()
        self.master = 0

    def kill_worker(self, nr: int) -> bool:
        """Kill one of the workers; the other goes on."""
        found = self.workers()
        with contextlib.suppress(ProcessLookupError):
            if found:
                os.kill(found[nr % len(found)], signal.SIGKILL)
                return True
        return False

    def put_clock(self, off: timedelta) -> None:
        """Let the server's clock be off by so much."""
        (self._folder / CLOCK).write_text(str(off.total_seconds()))

    def close(self) -> None:
        """End it all."""
        if self.master:
            self.kill()
        self._process.stdin.close()  # type: ignore[union-attr]  # a pipe
        self._process.wait()
        self._process.stdout.close()  # type: ignore[union-attr]

    def _say(self, what: str) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(what + "\n")
        self._process.stdin.flush()

    def _said(self) -> str:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError("the process that forks servers has ended")
        return line.strip()


@contextlib.contextmanager
def serving(ground: Ground, environment: dict[str, str] | None = None) -> Iterator[Server]:
    """A server that runs, and is gone afterwards."""
    server = Server(ground, environment)
    try:
        server.start()
        yield server
    finally:
        server.close()


def children_of(pid: int) -> list[int]:
    """The processes that a process started and that run."""
    try:
        return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def warm(ground: Ground) -> list[list[str]]:
    """Who looks at what before the first fork."""
    desk = ground.desks[0]
    records, text = "/formulieren/{}", desk.texts[0]
    mine = [records.format(desk.draft) + "/stap/hulpvraag", records.format(text.record) + "/nakijken"]
    return [[desk.email, *mine, f"/dossiers/{text.dossier}"], [ground.administrator, "/beheer/mensen/nieuw"]]


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def loaded(settings: dict[str, Any], warm: Sequence[Sequence[str]]) -> Flask:
    """The app, after it showed some pages to somebody and tried the files of what was frozen on this ground.

    What those need is loaded then, and nothing of a database is open.

    :param warm: of each visit the address of who pays it, and the pages
    """
    app = create_app(settings, _clock(Path(settings["INSTANCE"])))
    for email, *urls in warm:
        client = app.test_client()
        token = named(r'name="csrf_token"[^>]*value="([^"]+)"', client.get("/inloggen").text)
        client.post("/inloggen", data={"email": email, "wachtwoord": PASSWORD, "csrf_token": token})
        for url in urls:
            client.get(url)
    platform = platform_of(app)
    for dossier_id, version_id in versions.every(platform.db):
        dossier, version = dossiers.dossier(platform.db, dossier_id), versions.version(platform.db, version_id)
        if dossier and version:
            readiness.check(platform, dossier.clb_id, read_file(platform, dossier), version)
    platform.db.close()
    return app


def _clock(folder: Path) -> Callable[[], datetime]:
    """The time, off by what stands in the file."""

    def now() -> datetime:
        try:
            return utc_now() + timedelta(seconds=float((folder / CLOCK).read_text()))
        except FileNotFoundError:
            return utc_now()

    return now


def _master(app: Flask, port: int, tell: Callable[[int], None]) -> None:
    """Listen, fork the workers, and fork anew whichever dies."""
    os.setpgid(0, 0)
    listening = socket.socket()
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    until(lambda: _bound(listening, port))  # a worker of the killed one may still be on its way out
    listening.listen(64)
    for _ in range(WORKERS):
        _fork_worker(app, listening, port)
    tell(os.getpid())
    while True:
        os.wait()
        _fork_worker(app, listening, port)


def _bound(listening: socket.socket, port: int) -> bool:
    try:
        listening.bind(("127.0.0.1", port))
    except OSError:
        return False
    return True


def _fork_worker(app: Flask, listening: socket.socket, port: int) -> None:
    if os.fork() == 0:
        try:
            make_server("127.0.0.1", port, app, request_handler=_Quiet, fd=listening.fileno()).serve_forever()
        finally:
            os._exit(1)


def main() -> None:
    """`python -m tests.harness.server PORT SETTINGS WARM`: fork a server at each `start`, reap it at each `wait`."""
    port, settings = int(sys.argv[1]), json.loads(sys.argv[2])
    app = loaded(settings, json.loads(sys.argv[3]))
    print("loaded", flush=True)
    child = 0
    for line in sys.stdin:
        if line.strip() == "wait":
            os.waitpid(child, 0)
            print("gone", flush=True)
        elif (child := os.fork()) == 0:
            try:
                _master(app, port, lambda pid: print(pid, flush=True))
            finally:
                os._exit(1)


def until(true: Callable[[], bool], seconds: float = 30) -> bool:
    """Wait for what another process does; False when it did not happen."""
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            return False
        time.sleep(0.002)
    return True


if __name__ == "__main__":
    main()
