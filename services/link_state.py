"""How it stands with the personal link of one party: where its mail is, whether it was opened, and what helps now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from forms.amounts import plain_date
from services import round_news
from services.platform import Platform, local
from store import links, mails
from store.links import Link
from store.mails import Mail
from store.parties import Party
from store.versions import Version

TRIES = 5
"""Wrong codes after which a link opens nothing any more."""

Kind = Literal["geen", "wacht", "hapert", "verstuurd", "geopend", "voorbij", "mislukt", "geblokkeerd", "qr"]
Action = Literal["uitnodigen", "herinneren", "qr", ""]


@dataclass(frozen=True, slots=True)
class LinkState:
    """What is to be said of a link, in Dutch, and the one thing that helps: a new code, the link once more, or nothing.

    `kind` is "geen" where there never was a mail, and `text` empty then. `at` is when it became so, as the store keeps
    times.
    """

    kind: Kind
    text: str
    action: Action = ""
    at: str = ""

    @property
    def stuck(self) -> bool:
        """Whether it goes nowhere unless somebody does something."""
        return self.kind in ("mislukt", "geblokkeerd", "voorbij")


def state_of(platform: Platform, version: Version, party: Party) -> LinkState:
    """How it stands with the last link of a party that has not answered."""
    newest = links.latest(platform.db, version.id, party.id)
    if newest is not None and newest.channel == "qr" and not newest.ended_at and newest.expires_at > platform.at():
        return _of_qr(newest)
    asked = mails.of_party(platform.db, version.id, party.id, round_news.INVITATION)
    mail = next((one for one in asked if one.status != "vervallen"), None)
    if mail is None:
        return LinkState("geen", "", "uitnodigen")
    if is_locked(platform, str(mail.context["code"])):
        return LinkState("geblokkeerd", "Te vaak een foute code: de link is dicht", "uitnodigen", mail.created_at)
    if mail.status == "verstuurd":
        return _of_sent(platform, mail, links.latest(platform.db, version.id, party.id, channel="mail"))
    return _of_unsent(mail)


def _of_qr(link: Link) -> LinkState:
    if link.attempts >= TRIES:
        return LinkState("geblokkeerd", "Te vaak een foute code: de QR-code is dicht", "qr", link.created_at)
    if link.opened_at:
        return LinkState("qr", f"Leest op een eigen toestel sinds {moment(link.opened_at)}", "", link.opened_at)
    return LinkState("qr", f"QR-code getoond op {moment(link.created_at)}", "", link.created_at)


def _of_unsent(mail: Mail) -> LinkState:
    if mail.status == "mislukt":
        return LinkState("mislukt", f"Link niet aangekomen: {mail.error}", "uitnodigen", mail.created_at)
    if mail.error and mail.next_at:
        text = f"Link nog niet verstuurd: {mail.error} We proberen opnieuw op {moment(mail.next_at)}"
        return LinkState("hapert", text, "", mail.created_at)
    return LinkState("wacht", "Link wacht om verstuurd te worden", "", mail.created_at)


def _of_sent(platform: Platform, mail: Mail, link: Link | None) -> LinkState:
    sent = mail.sent_at or mail.created_at
    if link is None or link.ended_at:
        return LinkState("voorbij", f"De link van {moment(sent)} werkt niet meer", "herinneren", sent)
    if link.expires_at <= platform.at():
        return LinkState("voorbij", f"Link verlopen op {moment(link.expires_at)}", "herinneren", link.expires_at)
    if link.opened_at:
        return LinkState("geopend", f"Link geopend op {moment(link.opened_at)}", "herinneren", link.opened_at)
    return LinkState("verstuurd", f"Link verstuurd op {moment(sent)}, nog niet geopend", "herinneren", sent)


def moment(at: str) -> str:
    """A stored time in words: '23 november 2026 om 14.02 uur'."""
    return f"{plain_date(local(at).date())} om {local(at):%H.%M} uur"


def code_hash_of(platform: Platform, version_id: str, party_id: str) -> str:
    """What is kept of the code that this party was given last for its mails; empty when it got none."""
    asked = mails.of_party(platform.db, version_id, party_id, round_news.INVITATION)
    return str(asked[0].context["code"]) if asked else ""


def is_locked(platform: Platform, code_hash: str) -> bool:
    """Whether this code was tried wrongly too often."""
    return links.tried(platform.db, code_hash) >= TRIES
