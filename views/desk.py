"""What every view needs at hand: the platform, who is signed in, the dossier or record a URL names."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import cast
from urllib.parse import quote

from flask import Response, current_app, g, request, session
from flask_login import UserMixin, current_user

from rules.access import Action
from services import access, access_log, second_factor, wide_log
from services import origin as origins
from services.accounts import signed_in
from services.dossiers import File, file_of
from services.origin import Origin
from services.platform import Platform, Settings, Who
from services.post_offices import PostOffice, missing
from store import destructions, dossiers, records, versions
from store.database import ASIDE_MS
from store.records import Record
from store.sessions import Session
from store.versions import Version
from views import rights

DEVICE_COOKIE = "naadloos_toestel"
"""Holds what tells a device on which somebody signed in before from one of strangers; it names nobody."""
BY_ITSELF = frozenset({"record.open_by", "again.state", "work.state"})
"""What a page asks by itself: it does not keep a session alive before which nobody sits."""
VISIT_MS = 5_000
"""How long a page that was made waits for its line in the log of who looked."""
ONCE_AN_HOUR = frozenset({"record.keep", "record.open_by", "worklist.page", "waiting.page"})
"""What a page does every few seconds, or somebody all day: one line an hour for each person and record in the log."""


@dataclass
class SignedIn(UserMixin):  # type: ignore[misc]  # flask-login has no types
    """Somebody with a live session, for Flask-Login. The id is the session's token, and so dies with it.

    `awaits` is what signing in still needs (services/second_factor.awaits).
    """

    token: str
    who: Who
    session: Session
    awaits: str = ""

    @property
    def locked(self) -> bool:
        """Whether the device goes round."""
        return self.session.locked

    @property
    def is_in(self) -> bool:
        """Whether the screen is open and signing in is done."""
        return not self.locked and not self.awaits

    def get_id(self) -> str:
        """The token."""
        return self.token


def load_signed_in(token: str) -> SignedIn | None:
    """Flask-Login's user loader: nobody when the session has ended."""
    found = signed_in(platform(), token, used=request.endpoint not in BY_ITSELF)
    return SignedIn(token, found.who, found.session, second_factor.awaits(platform(), found.who)) if found else None


def platform() -> Platform:
    """The platform this app serves."""
    return cast(Platform, current_app.extensions["naadloos"])


def post_office() -> PostOffice:
    """Where this app's mail leaves."""
    return cast(PostOffice, current_app.extensions["naadloos.post"])


def no_mail() -> str:
    """What to tell a host where mail does not leave this machine; empty where it does."""
    return missing(post_office())


def help_at() -> Settings:
    """Whom people ask for help with Naadloos itself: `contact_naam`, `contact_email`, `contact_telefoon`."""
    return platform().settings


def who() -> Who:
    """Who is signed in. Only for views behind the door."""
    return cast(SignedIn, current_user).who


def token() -> str:
    """The token of the session."""
    return cast(SignedIn, current_user).token


def session_row() -> Session:
    """The session itself. Only for views behind the door."""
    return cast(SignedIn, current_user).session


def source() -> str:
    """The address in the network of who asks, '' when not known; with `NAADLOOS_PROXY` whom the proxy names."""
    return (request.remote_addr or "")[:60]


def origin() -> Origin:
    """Where this request comes from, for what is counted and for lists of sessions."""
    agent = request.headers.get("User-Agent", "")
    return Origin(source(), request.cookies.get(device_cookie(), "")[:64], origins.in_words(agent))


def device_cookie() -> str:
    """The name of the cookie of a device: as that of the session, of this host alone where that is over https."""
    return f"__Host-{DEVICE_COOKIE}" if current_app.config["SESSION_COOKIE_SECURE"] else DEVICE_COOKIE


def know_device(account_id: str) -> None:
    """From the end of this request on, this device is known for an account that signed in completely."""
    g.device = origins.remember(platform(), account_id, origin())


def keep_device(answer: Response) -> None:
    """Give the device its cookie, if `know_device` was called. Only the server reads it."""
    if device := g.pop("device", ""):
        answer.set_cookie(
            device_cookie(),
            device,
            max_age=origins.REMEMBERED,
            httponly=True,
            samesite="Lax",
            secure=bool(current_app.config["SESSION_COOKIE_SECURE"]),
        )


def action() -> Action:
    """What this page does in a dossier; a page that only has one beside it sees it."""
    here = rights.action_of(request.endpoint)
    return here if here is not None and rights.is_about_a_dossier(here) else Action.SEE


def dossier(dossier_id: str, *, quiet: bool = False) -> File:
    """A dossier in which this person may do what the page does. `quiet`: not on record, for what a page asks by itself.

    :raises NotFound: when it is not there or not for this person
    :raises NotAllowed: when this person sees it, but may not do this
    """
    if not quiet:
        visits(dossier_id, "")
    found = file_of(platform(), who(), dossier_id, action())
    g.decided = True
    g.dossier_number = found.dossier.number
    return found


def record(record_id: str) -> tuple[File, Record]:
    """A record that this person may open. Whether it may be changed the services ask, which keep what was typed.

    :raises NotFound: when it is not there or not for this person
    """
    found = records.record(platform().db, record_id)
    if found is not None:
        visits(found.dossier_id, record_id)
    mine = access.record_of(platform(), who(), record_id, Action.OPEN_DRAFT)
    g.decided = True
    return mine


def version(version_id: str) -> tuple[File, Version]:
    """A frozen version of which this person may do what the page does; that it was opened is logged.

    :raises NotFound: when it is not there or not for this person
    :raises NotAllowed: when this person sees it, but may not do this
    """
    found = versions.version(platform().db, version_id)
    about = records.record(platform().db, found.record_id) if found else None
    if about is not None:
        visits(about.dossier_id, version_id)
    file, _, mine = access.version_of(platform(), who(), version_id, action())
    g.decided = True
    return file, mine


def visits(dossier_id: str, subject: str) -> None:
    """Note that this request is about a dossier, for the log of who looked (BR-52): refused or not."""
    g.visit = (dossier_id, subject)


def found(several: int) -> None:
    """Note how many dossiers or people this page gives, for the log."""
    g.found = several


def log_visit(status: int) -> None:
    """Add the line of this request to the log: of the dossier it was about, or of what was done beside any.

    :raises Unavailable: when it cannot be written now
    """
    longest = ASIDE_MS if g.get("unavailable") else VISIT_MS
    with platform().db.patient(longest):
        _log_visit(status)


def _log_visit(status: int) -> None:
    dossier_id, subject = g.get("visit", ("", ""))
    mine = who() if current_user.is_authenticated else None
    endpoint = request.endpoint or ""
    there = bool(dossier_id) and dossiers.dossier(platform().db, dossier_id) is not None
    if there and not destructions.whole_at(platform().db, dossier_id):
        again = endpoint in ONCE_AN_HOUR
        access_log.keep(platform(), mine, dossier_id, what=endpoint, subject=subject, status=status, again=again)
    elif mine is not None and rights.is_wide(endpoint, status):
        wide_log.keep(
            platform(), mine, what=endpoint, found=g.get("found", 0), status=status, again=endpoint in ONCE_AN_HOUR
        )


def in_colour(accent: str) -> None:
    """Give this page an accent other than that of who is signed in; '' is that of Naadloos."""
    g.accent = accent


def say(text: str) -> None:
    """One sentence for the top of the next page: what was just done."""
    session["melding"] = text


def file_answer(content: bytes, filename: str, mimetype: str) -> Response:
    """A download, never shown inside the site."""
    answer = Response(content, mimetype=mimetype)
    answer.headers["Content-Disposition"] = disposition("attachment", filename)
    return answer


def disposition(how: str, filename: str) -> str:
    """The header that names a file (RFC 6266): in ASCII for every browser, and whole for those that know `filename*`.

    :param how: 'attachment', or 'inline' for what a page shows as a picture
    """
    one_line = "".join(char for char in filename if char.isprintable() and char not in '/\\"') or "bestand"
    plain = unicodedata.normalize("NFKD", one_line).encode("ascii", "ignore").decode() or "bestand"
    whole = "" if plain == one_line else f"; filename*=UTF-8''{quote(one_line, safe='')}"
    return f'{how}; filename="{plain}"{whole}'


def back_to(target: str) -> str:
    """A path of this site, or the work list: never somewhere else."""
    fine = target.startswith("/") and not target.startswith(("//", "/\\")) and "\\" not in target and "\n" not in target
    return target if fine and all(ord(char) > 32 for char in target) else f"{request.script_root}/werklijst"
