"""Somebody at a browser over real HTTP, without scripts: cookies, forms as they stand on the page, and no patience.

An answer counts when all of it arrived. Whatever breaks off is `Gone`, and nobody knows what became of it.
"""

from __future__ import annotations

import contextlib
import gzip
import http.client
import re
import secrets
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode, urlsplit

from lxml.html import HtmlElement, document_fromstring

Fields = dict[str, list[str]]
Files = Mapping[str, tuple[str, bytes]]


class Gone(Exception):
    """The server went away before its answer was there; `reached`: it had taken the request."""

    def __init__(self, fault: Exception) -> None:
        super().__init__(str(fault))
        self.reached = not isinstance(fault, ConnectionRefusedError)


class NoForm(Exception):
    """The page has no such form: something else came first."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back from an address, and how long it took in seconds."""

    url: str
    status: int
    location: str
    body: bytes
    took: float

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode("utf-8", "replace")

    @property
    def tree(self) -> HtmlElement:
        """The page."""
        return document_fromstring(self.text)

    @property
    def said(self) -> str:
        """The words of the page without the frame: heading and what stands under it."""
        found = self.tree.xpath("//main")
        return " ".join(" ".join(found[0].itertext()).split()) if found else " ".join(self.text.split())[:300]


class Visitor:
    """One browser. `on_send` is called right when a post has left: the moment at which a killer may aim."""

    headers: Mapping[str, str] = {}
    """What it sends along with everything, beside its cookies."""

    def __init__(self, port: int, on_send: Callable[[], None] = lambda: None, patience: float = 60) -> None:
        self.port, self._on_send, self._patience = port, on_send, patience
        self.cookies: dict[str, str] = {}

    def again(self) -> Visitor:
        """Another window of the same browser, with its cookies as they are."""
        made = Visitor(self.port, self._on_send, self._patience)
        made.cookies = dict(self.cookies)
        return made

    def get(self, url: str) -> Answer:
        """Open an address."""
        return self._ask("GET", url)

    def post(self, url: str, fields: Fields, files: Files | None = None, accept: str = "text/html") -> Answer:
        """Send a form."""
        if files:
            boundary = secrets.token_hex(12)
            return self._ask(
                "POST", url, _multipart(boundary, fields, files), f"multipart/form-data; boundary={boundary}"
            )
        body = urlencode(fields, doseq=True).encode()
        return self._ask("POST", url, body, "application/x-www-form-urlencoded", accept)

    def sign_in(self, email: str, password: str) -> Answer:
        """Through the door."""
        form = fields_of(self.get("/inloggen"), "/inloggen")
        return self.post("/inloggen", form | {"email": [email], "wachtwoord": [password]})

    def _ask(
        self, method: str, url: str, body: bytes | None = None, kind: str = "", accept: str = "text/html"
    ) -> Answer:
        begun = time.monotonic()
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers = {"Accept": accept, "Cookie": cookies, **self.headers}
        if kind:
            headers["Content-Type"] = kind
        connection = self._line()
        try:
            if connection.sock is None:
                connection.connect()
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):  # refused before all of it was sent
                connection.request(method, url, body, headers)
            if method == "POST":
                self._on_send()
            response = connection.getresponse()
            content = response.read()
        except (OSError, http.client.HTTPException) as fault:
            connection.close()
            raise Gone(fault) from fault
        self._done_with(connection)
        if response.headers.get("Content-Encoding") == "gzip":
            content = gzip.decompress(content)
        for line in response.headers.get_all("Set-Cookie") or ():
            for name, morsel in SimpleCookie(line).items():
                self.cookies[name] = morsel.value
        return Answer(
            url, response.status, _path(response.headers.get("Location", "")), content, time.monotonic() - begun
        )

    def _line(self) -> http.client.HTTPConnection:
        """What the next request goes over: a line of its own."""
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=self._patience)

    def _done_with(self, connection: http.client.HTTPConnection) -> None:
        """The whole answer is there."""
        connection.close()


def _path(location: str) -> str:
    found = urlsplit(location)
    return found.path + (f"?{found.query}" if found.query else "")


def _multipart(boundary: str, fields: Fields, files: Files) -> bytes:
    parts = b""
    for name, values in fields.items():
        for value in values:
            parts += f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
    for name, (called, content) in files.items():
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"; filename="{called}"\r\n'
        parts += f"{head}Content-Type: application/octet-stream\r\n\r\n".encode() + content + b"\r\n"
    return parts + f"--{boundary}--\r\n".encode()


def fields_of(answer: Answer, action: str = "", **having: str) -> Fields:
    """The fields of a form as they would be sent: that of an action (its end), or with an attribute of that value.

    :raises NoForm: when there is none
    """
    form = form_of(answer, action, **having)
    fields: Fields = {}
    for one in form.xpath(".//input[@name] | .//textarea[@name] | .//select[@name]"):
        for value in _sent(one):
            fields.setdefault(one.get("name"), []).append(value)
    return fields


def form_of(answer: Answer, action: str = "", **having: str) -> Any:
    """That form itself."""
    for form in answer.tree.xpath("//form") if b"<form" in answer.body else ():
        fits = all(form.get(name) == value for name, value in having.items())
        if fits and (form.get("action") or answer.url).partition("?")[0].endswith(action):
            return form
    raise NoForm(f"{action or having} on a page that answered {answer.status} {answer.location}")


def _sent(one: Any) -> Sequence[str]:
    kind = one.get("type", "")
    if one.tag == "textarea":
        return [(one.text or "").removeprefix("\n")]
    if one.tag == "select":
        return [option.get("value", option.text or "") for option in one.xpath(".//option[@selected]")]
    if kind in ("checkbox", "radio"):
        return [one.get("value", "on")] if one.get("checked") is not None else []
    return [] if kind in ("submit", "button", "file", "image") else [one.get("value", "")]


def named(pattern: str, text: str) -> str:
    """What a pattern finds first in a text; '' for nothing."""
    found = re.search(pattern, text)
    return found.group(1) if found else ""
