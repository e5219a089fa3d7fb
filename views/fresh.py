"""A sensitive act asks again who it is, if that was asked longer than ten minutes ago; then it goes on, once.

The door says `demand()` before the view of a sensitive act does anything (views/gate.py). Who has to prove it gets a
page on the same address that carries what was posted along; with the right password the post goes on as if nothing had
come between. A file is not carried: there one chooses it again. Why so: ADR 0039.
"""

from __future__ import annotations

import json
import secrets
from urllib.parse import urlsplit

from flask import Blueprint, g, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from flask_wtf.csrf import generate_csrf
from werkzeug.datastructures import ImmutableMultiDict

from services import accounts, second_factor
from services.once import Twice, once
from services.platform import stamp
from services.second_factor import WrongCode
from services.tries import TooManyTries
from views import desk, openid
from views.door import TOO_MANY

bp = Blueprint("fresh", __name__)

LASTS = accounts.PROVED_FOR
"""How long a proof counts."""
FIELDS = frozenset({"bewijs", "bewijs_code", "bewijs_vast", "bewijs_merk", "csrf_token"})
"""What is ours on the page that asks; the rest was posted to the view."""
LARGEST = 1_000_000
"""Characters of a form that are carried along."""
WRONG = "Dat is niet uw wachtwoord. Probeer opnieuw."
WRONG_CODE = "Deze code klopt niet, of ze is al gebruikt. Typ de code die nu in de app staat."
ONCE = "Dit was al verstuurd, en telt één keer. Kijk hier na of het gelukt is."

Pairs = list[tuple[str, str]]


class NotFresh(Exception):
    """Who is signed in has to show again who it is."""

    reason: str = "bewijs"


def demand() -> None:
    """For a sensitive act, before it does anything.

    :raises NotFresh: when this session proved longer than ten minutes ago who it is
    """
    if not is_fresh():
        raise NotFresh


def is_fresh() -> bool:
    """Whether this session proved in the last ten minutes who it is."""
    now, at = desk.platform().now(), desk.session_row().proved_at or ""
    return bool(g.get("proved")) or stamp(now - LASTS) <= at <= stamp(now + LASTS)


def asks() -> str:
    """What proves it: 'wachtwoord', or for who came in through another platform 'code', or 'elders' without an app."""
    if desk.session_row().door == "wachtwoord" or not openid.name():
        return "wachtwoord"
    return "code" if second_factor.has_factor(desk.platform(), desk.who()) else "elders"


def page(fault: str = "", status: int = 403, typed: Pairs | None = None) -> ResponseReturnValue:
    """The page that asks, in the place of what was asked for."""
    if request.accept_mimetypes.best == "application/json":
        return jsonify(reden=NotFresh.reason, uitleg="Bevestig eerst dat u het bent."), 403
    carried = _typed() if typed is None else typed
    file = carried is None
    what = asks()
    there = url_for("openid.again", volgende=_page_before()) if what == "elders" else ""
    shown = render_template(
        "bewijs.html",
        layout="kaal.html" if current_user.awaits else "base.html",
        vraagt=what,
        fout=fault,
        bestand=file,
        vast=json.dumps(carried or [], ensure_ascii=False),
        merk=request.form.get("bewijs_merk", "") or secrets.token_hex(12),
        actie=url_for("fresh.confirm", terug=_page_before()) if file or request.method != "POST" else "",
        email=desk.who().account.email,
        elders=there,
        terug=_page_before(),
    )
    return shown, status


def prove() -> ResponseReturnValue | None:
    """Before a view, after its CSRF token was looked at: what was typed on the page that asks. None to go on."""
    carried = request.method == "POST" and request.endpoint != "fresh.confirm" and "bewijs_vast" in request.form
    if not carried or not current_user.is_authenticated or current_user.locked:
        return None
    typed = _carried(request.form["bewijs_vast"])
    if refused := _try(typed):
        return refused
    mark = request.form.get("bewijs_merk", "")
    try:
        once(desk.platform(), desk.who(), mark, lambda: None)
    except Twice:
        desk.say(ONCE)
        return redirect(_page_before())
    request.form = ImmutableMultiDict([*typed, ("csrf_token", generate_csrf())])
    return None


@bp.post("/bevestigen")
def confirm() -> ResponseReturnValue:
    """Where nothing can be carried along: prove it, and go back to the page to do it there."""
    if refused := _try(None):
        return refused
    desk.say("Bevestigd. Doe nu wat u wilde doen.")
    return redirect(desk.back_to(request.args.get("terug", "")))


def _try(typed: Pairs | None) -> ResponseReturnValue | None:
    """One try; the page again when it is wrong."""
    platform, who, form = desk.platform(), desk.who(), request.form
    try:
        if asks() == "wachtwoord":
            accounts.prove(platform, desk.token(), who, form.get("bewijs", ""))
        else:
            second_factor.prove(platform, who, desk.token(), form.get("bewijs_code", ""), desk.origin())
    except accounts.WrongPassword:
        return page(WRONG, 422, typed)
    except WrongCode:
        return page(WRONG_CODE, 422, typed)
    except TooManyTries:
        return page(TOO_MANY, 429, typed)
    g.proved = True
    return None


def _typed() -> Pairs | None:
    """What was posted, without what is ours; None when there was a file, or too much."""
    if request.files:
        return None
    pairs = [(name, value) for name, value in request.form.items(multi=True) if name not in FIELDS]
    return pairs if sum(len(name) + len(value) for name, value in pairs) <= LARGEST else None


def _carried(text: str) -> Pairs:
    """What our page carried along; nothing for what is none of it."""
    try:
        pairs = [(str(name), str(value)) for name, value in json.loads(text)]
    except (TypeError, ValueError, RecursionError):
        return []
    return [
        (name.encode("utf-8", "replace").decode(), value.encode("utf-8", "replace").decode()) for name, value in pairs
    ]


def _page_before() -> str:
    """The page of ours from which somebody came, or this one when it was only looked at; else the work list."""
    if request.endpoint == "fresh.confirm":
        return desk.back_to(request.args.get("terug", ""))
    if request.method != "POST":
        return desk.back_to(request.full_path.rstrip("?"))
    try:
        said = urlsplit(request.headers.get("Referer", ""))
    except ValueError:
        return desk.back_to("")
    if said.netloc != request.host:
        return desk.back_to("")
    return desk.back_to(f"{said.path}?{said.query}" if said.query else said.path)
