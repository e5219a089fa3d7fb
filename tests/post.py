"""Mail in tests: an office that keeps what it is given, a mail server on this machine, and who is asked by mail."""

from __future__ import annotations

import email
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from email.policy import default
from typing import Any

import html5lib
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from services import links, outbox
from services.outbox import Delivered
from services.post_offices import SmtpOffice
from store.database import Database
from store.versions import Version
from tests.world import Case, World

URL = "https://naadloos.example"
SENDER = "Naadloos <naadloos@naadloos.example>"
ADDRESSES = {key: f"{key}@post.example" for key in ("kobe", "ilse", "geert")}
NAMES = ("Kobe", "Vermeulen", "Ilse", "De Cock", "Geert", "Sluis", "Atheneum", "Saskia", "Meersch")
"""What may stand in no mail: pupil, parents, and what tells of the school."""
SENSITIVE = (
    "leerling",
    "school",
    "scholen",
    "spijbel",
    "afwezig",
    "probleem",
    "problemen",
    "traject",
    "indicatie",
    "hulp",
)
"""Beginnings of words that may not stand where a mail is read first: in the subject, and in its first line."""


class Bag:
    """A post office that keeps every mail. `refuse` is what it raises for the next ones."""

    def __init__(self) -> None:
        self.sender, self.url, self.real = SENDER, URL, True
        self.taken: list[EmailMessage] = []
        self.refuse: list[Exception | None] = []

    def send(self, message: EmailMessage) -> None:
        """Keep it, or raise."""
        why = self.refuse.pop(0) if self.refuse else None
        look_closely(message)
        if why:
            raise why
        self.taken.append(message)

    def to(self, key: str) -> list[EmailMessage]:
        """What went to somebody, the last one last."""
        return [one for one in self.taken if one["To"] == ADDRESSES[key]]


def kobe_by_mail(world: World) -> Case:
    """Kobe's dossier, with addresses of himself and his parents."""
    case = Case(world, clb="an", naft="younes", school="sluis")
    case.open("leerling", {"kobe": "Kobe Vermeulen"})
    case.join("ilse", "Ilse De Cock", "ouder", email=ADDRESSES["ilse"])
    case.join("geert", "Geert Vermeulen", "ouder", email=ADDRESSES["geert"])
    case.invite("saskia")
    return case


def goals_by_mail(world: World) -> tuple[Case, Version]:
    """Goals that wait for every signature; nothing is in the outbox."""
    case = kobe_by_mail(world)
    case.refer()
    case.accept()
    version = case.agree()
    empty(case, Bag())
    return case, version


def empty(case: Case, office: Any) -> Delivered:
    """One pass over the outbox."""
    return outbox.deliver(case.platform, office)


def mailed(case: Case, version: Version, key: str, office: Bag) -> tuple[str, str]:
    """Younes invites somebody, the mail goes: the token in it, and the code."""
    code = links.invite(case.platform, case.world.who("younes"), case.file, version.id, case.ids[key])
    empty(case, office)
    return token_in(office.to(key)[-1]), code


def text_of(message: EmailMessage) -> str:
    """The plain words."""
    part = message.get_body(("plain",))
    assert part is not None
    return str(part.get_content())


def html_of(message: EmailMessage) -> str:
    """The same as a page."""
    part = message.get_body(("html",))
    assert part is not None
    return str(part.get_content())


def token_in(message: EmailMessage) -> str:
    """The token of the link in a mail."""
    found = re.findall(r"/t/([\w-]+)", text_of(message))
    assert len(found) == 1, text_of(message)
    return str(found[0])


def look_closely(message: EmailMessage) -> None:
    """The house rules of a mail, for every one that any test sends: a mail is read over a shoulder."""
    text, html = text_of(message), html_of(message)
    seen_first = f"{message['Subject']} {' '.join(text.split(chr(10) * 2)[:2])}"
    sensitive = [word for word in SENSITIVE if re.search(rf"\b{word}", seen_first, re.IGNORECASE)]
    assert not sensitive, f"{sensitive} in the subject or the first line: {seen_first}"
    assert not [name for name in (*NAMES, *ADDRESSES) if name in f"{message['Subject']}{text}{html}"]
    assert [part.get_content_type() for part in message.walk()] == ["multipart/alternative", "text/plain", "text/html"]
    for header in ("Date", "Message-ID", "From", "To"):
        assert message[header], f"no {header}"
    assert message["Auto-Submitted"] == "auto-generated"
    assert "," not in message["To"], "one mail to one person"
    assert message["Cc"] is message["Bcc"] is None
    page = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(html.replace("<br>", "<br> "))
    assert page.get("lang"), "a screen reader has to know the language"
    assert page.findtext(".//title") == message["Subject"]
    outside = [one.tag for one in page.iter() if one.tag in ("img", "link", "script", "iframe") or one.get("style")]
    assert not outside, f"{outside}: nothing of a mail comes from elsewhere"
    plain = " ".join("".join(page.find("body").itertext()).split())
    assert plain == " ".join(word for word in text.split() if word != "--"), "both say the same"


def other(code: str) -> str:
    """A code that is another one."""
    return f"{(int(code) + 1) % 10**6:06}"


def everything(db: Database) -> str:
    """All that stands in the database: every value of every table on a line of its own."""
    tables = [one["name"] for one in db.rows("SELECT name FROM sqlite_master WHERE type = 'table'")]
    assert {"seat", "link", "mail", "event_data"} <= set(tables)
    return "\n".join(str(value) for one in tables for row in db.rows(f"SELECT * FROM {one}") for value in row.values())


class Letterbox:
    """What a mail server does with what it is given. `unknown` are addresses that it refuses, `slow` seconds it waits.

    `later` are addresses of which it says "not now".
    """

    def __init__(self) -> None:
        self.taken: list[tuple[list[str], EmailMessage]] = []
        self.unknown: set[str] = set()
        self.later: set[str] = set()
        self.slow = 0.0
        self.refuses_all = False

    async def handle_RCPT(  # noqa: N802  # the names are aiosmtpd's
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Is the address one of ours?"""
        if address in self.unknown:
            return f"550 5.1.1 {address} unknown"
        if address in self.later:
            return f"451 4.7.1 {address} come back"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Take the mail."""
        import asyncio

        await asyncio.sleep(self.slow)
        if self.refuses_all:
            return "554 5.7.1 spam"
        content = envelope.content
        assert isinstance(content, bytes)
        message = email.message_from_bytes(content, policy=default)
        assert isinstance(message, EmailMessage)
        self.taken.append((list(envelope.rcpt_tos), message))
        return "250 OK"


@contextmanager
def mail_server(letterbox: Letterbox, port: int = 0, **how: Any) -> Iterator[SmtpOffice]:
    """A mail server on a port of this machine, and the office that uses it."""
    controller = Controller(letterbox, hostname="127.0.0.1", port=port or _free_port(), **how)
    controller.start()
    try:
        yield SmtpOffice("127.0.0.1", controller.port, SENDER, URL, tls="none", timeout=5)
    finally:
        controller.stop()


def _free_port() -> int:
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def until(true: Any, seconds: float = 10) -> None:
    """Wait for something that another thread does."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.02)
