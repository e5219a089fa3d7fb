"""What comes over a socket to the server as it is served: requests that are broken, torn, slow or too large.

A request that is not understood may be refused or dropped, and nothing else: no second answer that nobody asked for,
no traceback, and who comes next is served.
"""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
STATUS = re.compile(rb"HTTP/1\.[01] (\d{3}) ")
HEAD = b"Host: 127.0.0.1\r\n"
CHUNKED = b"Transfer-Encoding: chunked\r\n"
FORM = b"Content-Type: application/x-www-form-urlencoded\r\n"
INNER = (b"Traceback", b"sqlite", b"/work/", b"site-packages", b"panicked")
LARGE, QUICK = 60_000_000, 10.0
"""Bytes of an upload that is far too large, and seconds within which it is refused."""

ONCE: dict[str, bytes] = {
    "both lengths": b"POST /inloggen HTTP/1.1\r\n" + HEAD + FORM + CHUNKED + b"Content-Length: 4\r\n\r\n0\r\n\r\nGET /x",
    "two lengths": b"POST /inloggen HTTP/1.1\r\n" + HEAD + FORM + b"Content-Length: 4\r\nContent-Length: 9\r\n\r\nabcdefghi",
    "a length below nothing": b"POST /inloggen HTTP/1.1\r\n" + HEAD + b"Content-Length: -5\r\n\r\nabc",
    "a length that is no number": b"POST /inloggen HTTP/1.1\r\n" + HEAD + b"Content-Length: 1_0\r\n\r\nabcdefghij",
    "a chunk without a size": b"POST /inloggen HTTP/1.1\r\n" + HEAD + FORM + CHUNKED + b"\r\nzz\r\nabc\r\n0\r\n\r\n",
    "a chunk of a wrong size": b"POST /inloggen HTTP/1.1\r\n" + HEAD + FORM + CHUNKED + b"\r\n2\r\nabcdef\r\n0\r\n\r\n",
    "a chunk that is endless": b"POST /inloggen HTTP/1.1\r\n" + HEAD + FORM + CHUNKED + b"\r\nffffffffffffffff\r\nabc\r\n",
    "chunked, written otherwise": b"POST /inloggen HTTP/1.1\r\n" + HEAD + b"Transfer-Encoding: \x0bchunked\r\n\r\n0\r\n\r\n",
    "chunked twice": b"POST /inloggen HTTP/1.1\r\n" + HEAD + CHUNKED + b"Transfer-Encoding: identity\r\n\r\n0\r\n\r\n",
    "no host": b"GET /inloggen HTTP/1.1\r\n\r\n",
    "two hosts": b"GET /inloggen HTTP/1.1\r\n" + HEAD + b"Host: kwaad.example\r\n\r\n",
    "an address of elsewhere": b"GET http://kwaad.example/inloggen HTTP/1.1\r\n" + HEAD + b"\r\n",
    "a folded header": b"GET /inloggen HTTP/1.1\r\n" + HEAD + b"X-A: a\r\n b\r\n\r\n",
    "a header without a name": b"GET /inloggen HTTP/1.1\r\n" + HEAD + b": x\r\n\r\n",
    "a space before the colon": b"POST /inloggen HTTP/1.1\r\n" + HEAD + b"Content-Length : 5\r\n\r\nhello",
    "nothing of HTTP": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + os.urandom(64),
    "only ends of lines": b"\r\n" * 50,
    "a version of tomorrow": b"GET /inloggen HTTP/9.9\r\n" + HEAD + b"\r\n",
    "the beginning of HTTP/2": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "an address with a NUL": b"GET /inlog\x00gen HTTP/1.1\r\n" + HEAD + b"\r\n",
    "an address of 100,000 signs": b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\n" + HEAD + b"\r\n",
    "a header of a million signs": b"GET /inloggen HTTP/1.1\r\n" + HEAD + b"X-A: " + b"a" * 1_000_000 + b"\r\n\r\n",
    "a thousand headers": b"GET /inloggen HTTP/1.1\r\n" + HEAD + b"".join(b"X-%d: a\r\n" % nr for nr in range(1_000)) + b"\r\n",
    "an upgrade": b"GET /inloggen HTTP/1.1\r\n" + HEAD + b"Connection: Upgrade\r\nUpgrade: websocket\r\n\r\n",
    "a tunnel": b"CONNECT 169.254.169.254:80 HTTP/1.1\r\n" + HEAD + b"\r\n",
    "trace": b"TRACE /inloggen HTTP/1.1\r\n" + HEAD + b"Cookie: geheim=kwaad191\r\n\r\n",
    "up and away": b"GET /static/../../../../etc/passwd HTTP/1.1\r\n" + HEAD + b"\r\n",
    "up and away, written otherwise": b"GET /static/%2e%2e/%2e%2e/%2e%2e/etc/passwd HTTP/1.1\r\n" + HEAD + b"\r\n",
}  # fmt: skip
"""What is sent once, whole."""


def run() -> dict[str, dict[str, Any]]:
    """Everything that is tried over a socket; for each what was seen, and what was wrong with it."""
    found: dict[str, dict[str, Any]] = {}
    with _served() as (port, log):
        for name, sent in ONCE.items():
            found[name] = _judged(port, partial(_once, port, sent))
        for name, act in ACTS.items():
            found[name] = _judged(port, partial(act, port))
        said = Path(log).read_bytes()
        bad = [one.decode() for one in (b"Traceback", b"panicked", b'"level": "ERROR"') if one in said]
        found["the log"] = {"said": f"{len(said)} bytes", "wrong": [f"{one} in the log" for one in bad]}
    return found


def _judged(port: int, act: Callable[[], bytes]) -> dict[str, Any]:
    begun = time.monotonic()
    answer = act()
    seconds = time.monotonic() - begun
    statuses = [int(one) for one in STATUS.findall(answer)]
    wrong = [f"status {one}" for one in statuses if one >= 500 and one != 501 and one != 505]
    wrong += [f"tells {one.decode()}" for one in INNER if one in answer]
    wrong += ["gives a cookie back"] if b"kwaad191" in answer else []
    wrong += [f"{len(statuses)} answers"] if len(statuses) > 1 else []
    wrong += [] if _lives(port) else ["the next one is not served"]
    told = " ".join(str(one) for one in statuses[:3]) or "dropped"
    return {"said": f"{told} in {seconds:.1f} s", "wrong": wrong}


def _lives(port: int) -> bool:
    return b" 200 " in _once(port, b"GET /healthz HTTP/1.1\r\n" + HEAD + b"Connection: close\r\n\r\n")[:20]


def _once(port: int, sent: bytes, wait: float = 3.0) -> bytes:
    with socket.create_connection(("127.0.0.1", port), 5) as line:
        with suppress(OSError):
            line.sendall(sent)
        return _heard(line, wait)


def _heard(line: socket.socket, wait: float) -> bytes:
    line.settimeout(wait)
    found = b""
    with suppress(OSError):
        while piece := line.recv(65_536):
            found += piece
            line.settimeout(0.3)
    return found


def _half(port: int) -> bytes:
    """Fifty that stop in the middle of a request, and stay."""
    lines = [socket.create_connection(("127.0.0.1", port), 5) for _ in range(50)]
    for nr, line in enumerate(lines):
        line.sendall(
            (
                b"GET /inloggen HTTP/1.1\r\nHost: 127",
                b"POST /inloggen HTTP/1.1\r\n" + HEAD + b"Content-Length: 99\r\n\r\nab",
            )[nr % 2]
        )
    answer = _once(port, b"GET /healthz HTTP/1.1\r\n" + HEAD + b"\r\n")
    for line in lines:
        line.close()
    return answer


def _slow(port: int) -> bytes:
    """Thirty that send a sign at a time, for four seconds."""
    lines = [socket.create_connection(("127.0.0.1", port), 5) for _ in range(30)]
    for sign in b"GET /inloggen HTTP/1":
        for line in lines:
            with suppress(OSError):
                line.send(bytes([sign]))
        time.sleep(0.2)
    answer = _once(port, b"GET /healthz HTTP/1.1\r\n" + HEAD + b"\r\n")
    for line in lines:
        line.close()
    return answer


def _many_at_once(port: int) -> bytes:
    """Twenty requests in one go are twenty answers, in their order; who asks for them is not confused."""
    one = b"GET /healthz HTTP/1.1\r\n" + HEAD + b"\r\n"
    answer = _once(port, one * 19 + one.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n"))
    count = len(STATUS.findall(answer))
    return answer[:20] if count == 20 else b"HTTP/1.1 599 " + f"{count} answers of 20".encode()


def _too_large(port: int) -> bytes:
    """An upload of 60 MB is refused, quickly."""
    head = b"POST /controle HTTP/1.1\r\n" + HEAD + b"Content-Type: multipart/form-data; boundary=b\r\n"
    begun = time.monotonic()
    with socket.create_connection(("127.0.0.1", port), 10) as line:
        line.settimeout(10)
        line.sendall(head + f"Content-Length: {LARGE}\r\n\r\n".encode())
        with suppress(OSError):
            for _ in range(LARGE // 1_000_000):
                line.sendall(b"x" * 1_000_000)
        answer = _heard(line, 10)
    seconds = time.monotonic() - begun
    wrong = b"" if seconds < QUICK else b"HTTP/1.1 599 took %d s" % seconds
    statuses = STATUS.findall(answer)
    return (answer if not statuses or statuses[0] in (b"413", b"400") else b"HTTP/1.1 599 taken in") + wrong


def _torn_upload(port: int) -> bytes:
    """Says more than it sends, and goes."""
    with socket.create_connection(("127.0.0.1", port), 5) as line:
        line.sendall(b"POST /controle HTTP/1.1\r\n" + HEAD + FORM + b"Content-Length: 5000\r\n\r\nabc")
        line.shutdown(socket.SHUT_WR)
        return _heard(line, 5)


def _other_methods(port: int) -> bytes:
    """HEAD, OPTIONS and TRACE on every route without a parameter and on some with one."""
    wrong: list[str] = []
    for path in _addresses():
        for method in ("HEAD", "OPTIONS", "TRACE"):
            sent = f"{method} {path} HTTP/1.1\r\n".encode() + HEAD + b"Connection: close\r\n\r\n"
            head, _, body = _once(port, sent, 5).partition(b"\r\n\r\n")
            status = int((STATUS.findall(head) or [b"0"])[0])
            if status >= 500 or (method == "HEAD" and body) or (method == "TRACE" and status == 200):
                wrong.append(f"{method} {path}: {status}, {len(body)} bytes")
    return b"HTTP/1.1 200 " if not wrong else b"HTTP/1.1 599 " + "; ".join(wrong[:5]).encode()


def _addresses() -> list[str]:
    from app import create_app

    with tempfile.TemporaryDirectory() as folder:
        made = create_app({"INSTANCE": folder, "SEAL": "off"})
        rules = [one.rule for one in made.url_map.iter_rules()]
        made.extensions["naadloos"].db.close()
    return sorted({re.sub(r"<[^>]+>", "x", rule) for rule in rules})


ACTS: dict[str, Callable[[int], bytes]] = {
    "half requests": _half,
    "slow requests": _slow,
    "twenty in one go": _many_at_once,
    "60 MB": _too_large,
    "less than it said": _torn_upload,
    "other methods everywhere": _other_methods,
}


@contextmanager
def _served() -> Iterator[tuple[int, str]]:
    """The app as it is served, with one account in it; gives its port and where it writes."""
    with tempfile.TemporaryDirectory(prefix="wire-") as folder, socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        probe.close()
        env = os.environ | {"NAADLOOS_INSTANCE": folder, "PORT": str(port), "NAADLOOS_SEAL": "off"}
        flask = [sys.executable, "-m", "flask", "--app", "app"]
        log = str(Path(folder) / "log")
        for command in ("migrate", "demo"):
            subprocess.run([*flask, command], cwd=ROOT, env=env, check=True, capture_output=True)
        with Path(log).open("wb") as out:
            server = subprocess.Popen([*flask, "serve"], cwd=ROOT, env=env, stdout=out, stderr=out)
            try:
                _wait(port)
                yield port, log
            finally:
                server.terminate()
                with suppress(subprocess.TimeoutExpired):
                    server.wait(10)
                server.kill()
                server.wait()


def _wait(port: int) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        with suppress(OSError):
            if _lives(port):
                return
        time.sleep(0.2)
    raise TimeoutError("the server did not start")
