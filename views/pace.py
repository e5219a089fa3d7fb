"""How fast one person, or one address of the network, may ask for what costs the server much: files, PDFs, mails.

Counted in the memory of each process: it keeps a server on its feet, and keeps nobody from guessing; that is
services/tries.py.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from flask import current_app, request
from flask_login import current_user

from services.throttle import Throttle
from views import desk

WINDOW = timedelta(minutes=10)


class TooFast(Exception):
    """More in a while than anybody needs."""


@dataclass(frozen=True)
class Pace:
    """So many in ten minutes for each person, and for all in one process; of these pages, by endpoint."""

    name: str
    each: int
    together: int
    pages: frozenset[str]


def _pace(name: str, each: int, together: int, pages: str) -> Pace:
    return Pace(name, each, together, frozenset(pages.split()))


PACES = (
    _pace("files", 300, 3000, "document.fetch pdf.fetch paper.sheet paper.word scan.content received.content"),
    _pace(
        "bundles",
        40,
        400,
        "document.bundle document.ask_bundle document.transfer document.ask_transfer "
        "paper.make template.fetch preview.word preview.picture",
    ),
    _pace("pdfs", 60, 600, "pdf.ask pdf.ask_all"),
    _pace(
        "exports",
        30,
        300,
        "figures.ask figures.workbook figures.csv figures.report visits.for_pupil pupil_copy.hand_out",
    ),
    _pace(
        "mails",
        90,
        900,
        "link.invite link.remind link.renew people.new people.invite invitation.renew "
        "invitation.forgot my_address.ask register.appoint register.invite_again post.again",
    ),
    _pace("uploads", 60, 300, "received.upload paper.take_in template.take_in school_list.upload house.put_logo"),
)
"""What is counted, each apart."""
OF_PAGE = {page: pace for pace in PACES for page in pace.pages}


def keep() -> None:
    """Count this request where it costs much; HEAD costs as much as GET, as the page makes the same.

    :raises TooFast: when it is one too many
    """
    pace = OF_PAGE.get(request.endpoint or "")
    if pace is None:
        return
    known = current_app.extensions.setdefault("naadloos.pace", {})
    throttle = known.setdefault(pace.name, Throttle(pace.each, pace.together, WINDOW))
    who = desk.who().id if current_user.is_authenticated else desk.source()
    if not throttle.allows(who, desk.platform().now()):
        raise TooFast
