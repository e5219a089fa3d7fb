"""Files that somebody chose on a page: the one place that reads them. What is in one, the services of its page judge.

Its name has to agree with what it is, and where a scanner for viruses is set it has to have looked.
"""

from __future__ import annotations

import logging

from flask import current_app, request

from services.antivirus import Infected, NoAnswer, Scanner

WORD = ("docx", "docm", "dotx", "dotm", "zip")
PAPER = ("pdf", "png", "jpg", "jpeg", "jfif")
"""Of a scan: phones and scanners call each of these by the name of another, and every page that takes one takes all."""
BEGINS = {
    b"PK\x03\x04": ("een Word-bestand", WORD),
    b"%PDF-": ("een PDF", PAPER),
    b"\x89PNG": ("een PNG-beeld", PAPER),
    b"\xff\xd8\xff": ("een JPEG-beeld", PAPER),
}
"""How a file begins -> what it is then, and how its name may end."""
OTHER = "Dit is {}, maar de naam eindigt op .{}. Kies het bestand zelf, met zijn eigen naam."
VIRUS = "In dit bestand zit een virus. Het is niet bewaard. Verwittig wie uw computers beheert."
NOT_SCANNED = "Dit bestand kon niet op virussen nagekeken worden, en is niet bewaard. Probeer het straks opnieuw."


class Unwanted(ValueError):
    """A file that is not looked at further. The message is Dutch."""


def chosen(*fields: str) -> tuple[bytes, str]:
    """The bytes and the name of the first of these fields in which there is a file; nothing when there is in none.

    :raises Unwanted: when its name does not say what it is, or when it was not found free of viruses
    """
    content, name = plain(*fields)
    if content:
        _agree(content, name)
        _scan(content)
    return content, name


def plain(*fields: str) -> tuple[bytes, str]:
    """The same without looking at it, for what is judged and not kept."""
    for field in fields:
        sent = request.files.get(field)
        content = bytes(sent.read()) if sent is not None else b""
        if sent is not None and content:
            return content, sent.filename or ""
    return b"", ""


def _agree(content: bytes, name: str) -> None:
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    what = next(((said, endings) for begin, (said, endings) in BEGINS.items() if content.startswith(begin)), None)
    if what is not None and ending and ending not in what[1]:
        raise Unwanted(OTHER.format(what[0], ending[:12]))


def _scan(content: bytes) -> None:
    scanner: Scanner | None = current_app.extensions["naadloos.scanner"]
    if scanner is None:
        return
    log, where = logging.getLogger("naadloos"), {"fields": {"endpoint": request.endpoint}}
    try:
        scanner.scan(content)
    except Infected:
        log.warning("virus", extra=where)
        raise Unwanted(VIRUS) from None
    except NoAnswer:
        log.exception("not scanned", extra=where)
        raise Unwanted(NOT_SCANNED) from None
