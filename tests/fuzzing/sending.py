"""One request as it is sent, however wrong, at the level of WSGI; and what came back."""

from __future__ import annotations

import io
import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, unquote_to_bytes, urlencode

from tests.fuzzing.ground import Ground

File = tuple[str, bytes, str]
Value = str | bytes | File
TOKEN = "<the token of who sends>"
"""Stands for the token against forged posts, so that an example reads the same for everybody."""
BOUNDARY = "grens"


@dataclass(frozen=True)
class Asked:
    """A request. `shape` is how the pairs are written: form, multipart, json, torn or raw."""

    who: str
    method: str
    path: str
    endpoint: str = ""
    query: str = ""
    pairs: tuple[tuple[str, Value], ...] = ()
    shape: str = "form"
    headers: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        pairs = [
            (name, value if len(value) < 90 else f"{value[:60]!r}... ({len(value)})") for name, value in self.pairs
        ]
        query = f"?{self.query[:200]}" if self.query else ""
        told = [f"{self.method} {self.path[:200]}{query} by {self.who}"]
        told += [f"{self.shape} {pairs}"] if pairs else []
        return " · ".join([*told, *(f"{name}: {value[:90]!r}" for name, value in self.headers)])


@dataclass(frozen=True)
class Answer:
    """What came back. `seconds` are of the processor, so that a busy machine tells nothing."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    seconds: float

    def header(self, name: str) -> str:
        """A header, '' for none."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), "")


def send(ground: Ground, asked: Asked) -> Answer:
    """Send it, with the cookies of who sends."""
    environ = environ_of(ground, asked)
    told: list[Any] = []

    def start(status: str, headers: list[tuple[str, str]], _fault: Any = None) -> Callable[[bytes], None]:
        told[:] = [int(status[:3]), tuple(headers)]
        return lambda _data: None

    begun = time.thread_time()
    try:
        pieces = ground.app(environ, start)
        body = b"".join(pieces)
        if hasattr(pieces, "close"):
            pieces.close()
    except Exception as fault:  # noqa: BLE001  # what a server would show as a bare 500
        ground.faults.append(fault)
        return Answer(500, (), b"", time.thread_time() - begun)
    return Answer(told[0], told[1], body, time.thread_time() - begun)


def environ_of(ground: Ground, asked: Asked) -> dict[str, Any]:
    """What a server would hand over."""
    who = ground.people[asked.who]
    body, kind = body_of(asked, who.token)
    environ: dict[str, Any] = {
        "REQUEST_METHOD": asked.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(_quoted(asked.path)).decode("latin-1"),
        "QUERY_STRING": _quoted(asked.query),
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_HOST": "localhost",
        "HTTP_COOKIE": who.cookies,
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": io.StringIO(),
        "wsgi.multithread": False,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    if body or asked.method == "POST":
        environ |= {"CONTENT_LENGTH": str(len(body)), "CONTENT_TYPE": kind}
    for name, value in asked.headers:
        key = name.upper().replace("-", "_")
        plain = key in ("CONTENT_TYPE", "CONTENT_LENGTH")
        environ[key if plain else f"HTTP_{key}"] = value.encode("utf-8", "surrogatepass").decode("latin-1")
    return environ


def _quoted(text: str) -> str:
    return quote(text.encode("utf-8", "surrogatepass"), safe="%/?=&+;,:@!$'()*~-._[]")


def body_of(asked: Asked, token: str) -> tuple[bytes, str]:
    """The bytes of a body, and the type that they are."""
    pairs = [(name, token if value == TOKEN else value) for name, value in asked.pairs]
    if asked.shape == "json":
        told = {name: value if isinstance(value, str) else repr(value)[:500] for name, value in pairs}
        return json.dumps(told).encode(), "application/json"
    if asked.shape == "raw":
        return b"".join(_bytes(value) for _name, value in pairs), "application/octet-stream"
    files = any(isinstance(value, tuple) for _name, value in pairs)
    if asked.shape in ("multipart", "torn") or files:
        whole = b"".join(_part(name, value) for name, value in pairs) + f"--{BOUNDARY}--\r\n".encode()
        torn = whole[: len(whole) * 2 // 3] if asked.shape == "torn" else whole
        return torn, f"multipart/form-data; boundary={BOUNDARY}"
    return urlencode([(_bytes(name), _bytes(value)) for name, value in pairs]).encode(), (
        "application/x-www-form-urlencoded"
    )


def _part(name: str, value: Value) -> bytes:
    head = b'Content-Disposition: form-data; name="' + _bytes(name) + b'"'
    if isinstance(value, tuple):
        head += b'; filename="' + _bytes(value[0]) + b'"\r\nContent-Type: ' + value[2].encode()
    return f"--{BOUNDARY}\r\n".encode() + head + b"\r\n\r\n" + _bytes(value) + b"\r\n"


def _bytes(value: Value) -> bytes:
    if isinstance(value, tuple):
        return value[1]
    return value.encode("utf-8", "surrogatepass") if isinstance(value, str) else value
