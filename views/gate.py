"""The door before every page: who may come by, how much may be posted, and whether it is asked again who it is."""

from __future__ import annotations

import time

from flask import Flask, Response, current_app, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from services import first_start, permission
from services.platform import NotFound
from store import migrations
from views import again, desk, fresh, held, house_template, pace, paper, received, rights, school_list, weight

VISITED = {
    *(f"seat.{name}" for name in ("page", "sign", "send_back", "sent_back", "done")),
    *("link.page", "link.enter", "link.renew"),
}
"""What people without an account open: a place and a personal link have a secret of their own. Nothing leads away."""
IN_EVERY_LANGUAGE = VISITED | {"verify.page", "verify.check", "manual.accessibility", "privacy.page"}
"""What one reads in one's own language (views/languages.py); all the rest is in Dutch."""
PUBLIC = set(rights.OPEN)
"""What can be opened without signing in."""
BEGINNING = {f"begin.{name}" for name in ("page", "enter", "begin")}
WHEN_EMPTY = BEGINNING | {"health.healthz", "metrics.page", "house.style", "static", "bootstrap.static"}
"""What can be opened as long as nobody has an account."""
WHEN_AWAITED = PUBLIC | {f"second_step.{name}" for name in ("page", "check", "set_up_page", "set_up", "confirm")}
WHEN_AWAITED.add("fresh.confirm")
WHEN_LOCKED = PUBLIC | {"door.unlock_page", "door.unlock", "openid.again", "openid.leave"}

LARGER = {
    "paper.take_in": paper.LARGEST_POST,
    "received.upload": received.LARGEST_POST,
    "school_list.upload": school_list.LARGEST_POST,
    "template.take_in": house_template.LARGEST_POST,
}
"""Bytes that some pages take."""


def install(app: Flask) -> None:
    """Put the door before every page; before what reads a form, as a page may answer one that is too large."""
    app.before_request(_room)
    app.before_request(_enter)


def install_inner(app: Flask) -> None:
    """What is asked once the token of a form was looked at."""
    app.before_request(fresh.prove)
    app.before_request(ask_again)
    app.before_request(pace.keep)


def _room() -> None:
    """A file may be larger than what any other page takes; said before anything reads the form."""
    if request.endpoint in LARGER:
        request.max_content_length = LARGER[request.endpoint]


def _enter() -> ResponseReturnValue | None:
    """Everything is behind the door but what is open by right; a locked screen opens nothing but its own key.

    A page that is in no list of views/rights.py opens for nobody. Before anybody has an account, everything leads to
    the set-up.

    :raises NotFound, NotAllowed: when this person may not do what the page does
    """
    g.started = time.perf_counter()
    endpoint = request.endpoint or ""
    if endpoint not in weight.STATIC:
        _look_once()
    if endpoint and endpoint not in WHEN_EMPTY and not _is_begun():
        return redirect(url_for("begin.page"))
    if endpoint in PUBLIC or not endpoint:
        return None
    stand = again.shut()
    opens = {again.LOCKED: WHEN_LOCKED, again.CODE: WHEN_AWAITED, again.SET_UP: WHEN_AWAITED}.get(stand, ())
    if stand and endpoint not in opens:
        if answer := held.at_the_door(stand):
            return answer
    else:
        held.past_the_door()
    if not again.shut():
        _allow(endpoint)
    return None


def _allow(endpoint: str) -> None:
    """What takes no dossier to decide is decided here; a page that nobody gave an action opens for nobody."""
    action = rights.action_of(endpoint)
    if action is None:
        raise NotFound
    if not rights.is_about_a_dossier(action):
        permission.allow(desk.who(), action)


def _look_once() -> None:
    """The database is the one that this program knows; once true it stays so, and is not looked at again.

    :raises Shut: when it is not
    """
    known = current_app.extensions
    if not known.get("naadloos.looked"):
        migrations.require_current(known["naadloos"].db)
        known["naadloos.looked"] = True


def _is_begun() -> bool:
    """Whether anybody has an account; once true it stays so, and is not asked again."""
    known = current_app.extensions
    if not known.get("naadloos.begun"):
        known["naadloos.begun"] = first_start.is_begun(known["naadloos"])
    return bool(known["naadloos.begun"])


def is_undecided(response: Response) -> bool:
    """Whether this is an answer about a dossier for which nobody asked whether this person may have it."""
    action = rights.action_of(request.endpoint)
    asked = action is None or not rights.is_about_a_dossier(action) or g.get("decided", False)
    asked = asked or request.method == "OPTIONS"  # which Flask itself answers
    return not asked and response.status_code < 300


def ask_again() -> None:
    """A sensitive act asks again who it is, before its view does anything: a view cannot forget it.

    :raises NotFresh: when this session proved longer than ten minutes ago who it is
    """
    if request.method == "POST" and rights.is_sensitive(request.endpoint or "") and current_user.is_authenticated:
        fresh.demand()
