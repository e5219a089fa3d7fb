"""What every view needs at hand: the platform, who is signed in, the dossier or record a URL names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from flask import Response, current_app, g, request, session
from flask_login import UserMixin, current_user

from services import access_log, second_factor
from services.access import record_of
from services.accounts import signed_in
from services.dossiers import File, file_of
from services.platform import Platform, Settings, Who
from services.post_offices import PostOffice, missing
from store import destructions, dossiers, records
from store.records import Record

BY_ITSELF = frozenset({"record.open_by", "again.state"})
"""What a page asks by itself: it does not keep a session alive before which nobody sits."""
ONCE_AN_HOUR = frozenset({"record.keep", "record.open_by"})
"""What a page does every few seconds: one line an hour for each person and record in the log of who looked."""


@dataclass
class SignedIn(UserMixin):  # type: ignore[misc]  # flask-login has no types
    """Somebody with a live session, for Flask-Login. The id is the session's token, and so dies with it.

    `awaits` is what signing in still needs (services/second_factor.awaits).
    """

    token: str
    who: Who
    locked: bool
    awaits: str = ""

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
    return SignedIn(token, *found, second_factor.awaits(platform(), found[0])) if found else None


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


def dossier(dossier_id: str) -> File:
    """One's own dossier.

    :raises NotFound: when it is not there or not for this organisation
    """
    visits(dossier_id, "")
    found = file_of(platform(), who(), dossier_id)
    g.dossier_number = found.dossier.number
    return found


def record(record_id: str) -> tuple[File, Record]:
    """A record in one's own dossier.

    :raises NotFound: when it is not there or not for this organisation
    """
    found = records.record(platform().db, record_id)
    if found is not None:
        visits(found.dossier_id, record_id)
    return record_of(platform(), who(), record_id)


def visits(dossier_id: str, subject: str) -> None:
    """Note that this request is about a dossier, for the log of who looked (BR-52): refused or not."""
    g.visit = (dossier_id, subject)


def log_visit(status: int) -> None:
    """Add the line of this request to the log, if it was about a dossier that is there and not destroyed."""
    dossier_id, subject = g.get("visit", ("", ""))
    there = bool(dossier_id) and dossiers.dossier(platform().db, dossier_id) is not None
    if there and not destructions.whole_at(platform().db, dossier_id):
        mine = who() if current_user.is_authenticated else None
        endpoint = request.endpoint or ""
        again = endpoint in ONCE_AN_HOUR
        access_log.keep(platform(), mine, dossier_id, what=endpoint, subject=subject, status=status, again=again)


def in_colour(accent: str) -> None:
    """Give this page an accent other than that of who is signed in; '' is that of Naadloos."""
    g.accent = accent


def say(text: str) -> None:
    """One sentence for the top of the next page: what was just done."""
    session["melding"] = text


def file_answer(content: bytes, filename: str, mimetype: str) -> Response:
    """A download, never shown inside the site. File names are ASCII (services/documents.py)."""
    answer = Response(content, mimetype=mimetype)
    answer.headers["Content-Disposition"] = f'attachment; filename="{filename}"'
    return answer


def back_to(target: str) -> str:
    """A path of this site, or the work list: never somewhere else."""
    fine = target.startswith("/") and not target.startswith(("//", "/\\")) and "\\" not in target and "\n" not in target
    return target if fine and all(ord(char) > 32 for char in target) else f"{request.script_root}/werklijst"
