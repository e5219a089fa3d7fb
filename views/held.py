"""What was typed when the door turned out to be shut, or the page too old: it goes along, and is never saved by itself.

A form that is posted after its session has ended comes back as a page to sign in, with what was typed in it; after
signing in the form is shown with that in its fields. Only then, with a button, is it saved. The same happens when the
CSRF token no longer fits. Not for passwords, codes, files and signatures: only for the pages of HELD (ADR 0030).
"""

from __future__ import annotations

import json
import secrets
from urllib.parse import urlsplit

from flask import Response, current_app, g, jsonify, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf, validate_csrf
from werkzeug.datastructures import ImmutableMultiDict
from wtforms.validators import ValidationError

from views import again, desk

HELD = frozenset(
    {
        "action.page",
        "consent.new",
        "correction.new",
        "opening.new",
        "party.new",
        "party.page",
        "pupil_right.act",
        "pupil_right.new",
        "question.answer",
        "question.new",
        "record.save",
    }
)
"""The pages that show what was typed again: each looks at `is_back` before it does anything."""
NEVER = frozenset({"csrf_token", "wachtwoord", "vast"})
LARGEST = 400_000
"""Characters of a form that are carried along: the largest step, filled to the brim, has a third of it."""
BACK = "U bent weer aangemeld. Wat u typte, staat hieronder en is nog niet bewaard."
TOO_OLD = "Deze pagina was te oud om te bewaren. Wat u typte, staat hieronder en is nog niet bewaard."

Pairs = list[tuple[str, str]]


class OtherPerson(Exception):
    """The page was opened by somebody else than who is signed in now."""

    reason: str = again.OTHER


def by_script() -> bool:
    """Whether a script of our pages asks, that wants JSON for an answer."""
    return request.accept_mimetypes.best == "application/json"


def at_the_door(stand: str) -> ResponseReturnValue | None:
    """The door is shut: the answer for who stands before it; None when this request itself opened it."""
    if by_script():
        return jsonify(reden=stand), 401
    typed = _typed()
    if typed is None:
        return _shown_out(stand)
    if "vast" not in request.form:
        return _page(stand, typed), 401
    try:
        validate_csrf(request.form.get("csrf_token"))
    except ValidationError:
        return _page(stand, typed, "Dat lukte niet. Probeer het nog eens."), 400
    fault, status = again.try_door(_mark(typed))
    if fault:
        return _page(stand, typed, fault), status
    if again.shut():
        return _page(again.shut(), typed), 401
    _put_back(typed, BACK, generate_csrf())
    return None


def past_the_door() -> None:
    """The door is open: what was carried along takes its place in the form again."""
    if request.method == "POST" and request.endpoint in HELD and "vast" in request.form:
        _put_back(_typed() or [], BACK, request.form.get("csrf_token", ""))


def too_old() -> ResponseReturnValue | None:
    """The page of a form whose CSRF token does not fit, with what was typed in it; None where that cannot be.

    :raises OtherPerson: when it is of somebody else than who is signed in
    """
    typed = None if again.shut() else _typed()
    if typed is None or by_script():
        return None
    if not again.is_mine(_mark(typed)):
        raise OtherPerson
    _put_back(typed, TOO_OLD, generate_csrf())
    answer = make_response(current_app.view_functions[request.endpoint or ""](**(request.view_args or {})))
    if answer.status_code == 200:
        answer.status_code = 400
    return answer


def not_saved(why: str) -> Response | None:
    """The page of a form that could not be kept, with what was typed in it; None where that cannot be."""
    typed = None if is_back() or by_script() or again.shut() else _typed()
    if typed is None or not again.is_mine(_mark(typed)):
        return None
    _put_back(typed, why, generate_csrf())
    return make_response(current_app.view_functions[request.endpoint or ""](**(request.view_args or {})))


def is_back() -> bool:
    """Whether what was posted is only to be shown again. Who does not ask, saves what nobody pressed a button for."""
    return bool(g.get("held", ""))


def said() -> str:
    """What to tell on a page with something that was typed before; empty for any other page."""
    return str(g.get("held", ""))


def must_be_own() -> None:
    """For what a script asks.

    :raises OtherPerson: when the page was opened by somebody else than who is signed in now
    """
    mark = request.values.get("van", "")
    if mark and not again.is_mine(mark):
        raise OtherPerson


def form_mark() -> str:
    """What tells one form from the next, so that it does its work once: a new one, or that of what was typed before."""
    return (request.form.get("formulier", "") if is_back() else "") or secrets.token_hex(12)


def mark_sent() -> str:
    """The mark of the form that was posted; '' for one without."""
    return request.form.get("formulier", "")


def _typed() -> Pairs | None:
    """What was typed on a page of ours; None for anything else."""
    ours = request.method == "POST" and request.endpoint in HELD and not request.files and is_of_this_site()
    if not ours:
        return None
    pairs = _carried(request.form["vast"]) if "vast" in request.form else list(request.form.items(multi=True))
    pairs = [(name, value) for name, value in pairs if name not in NEVER]
    small = sum(len(name) + len(value) for name, value in pairs) <= LARGEST
    return pairs if small and _mark(pairs) else None


def is_of_this_site() -> bool:
    """Not for a form that stood on a page of another site; what says nothing may be ours."""
    origin = request.headers.get("Origin", "")
    same = not origin or urlsplit(origin).netloc == request.host
    return same and request.headers.get("Sec-Fetch-Site", "same-origin") in ("same-origin", "none")


def _carried(text: str) -> Pairs:
    """What a page of ours carried along; nothing for what is none of it, and never half a character."""
    try:
        return [(_whole(name), _whole(value)) for name, value in json.loads(text)]
    except (TypeError, ValueError, RecursionError):
        return []


def _whole(text: object) -> str:
    return str(text).encode("utf-8", "replace").decode()


def _mark(typed: Pairs) -> str:
    return next((value for name, value in typed if name == "van"), "")


def _put_back(typed: Pairs, why: str, token: str) -> None:
    g.held = why
    request.form = ImmutableMultiDict([*typed, ("csrf_token", token)])


def _shown_out(stand: str) -> ResponseReturnValue:
    if stand == again.OUT:
        wanted = request.full_path.rstrip("?") if request.method != "POST" else ""
        return redirect(url_for("door.sign_in_page", volgende=wanted or None))
    return redirect(url_for("door.unlock_page" if stand == again.LOCKED else "second_step.page"))


def _page(stand: str, typed: Pairs, fault: str = "") -> str:
    return render_template(
        "opnieuw.html",
        stand=stand,
        fout=fault,
        vast=json.dumps(typed, ensure_ascii=False),
        email=request.form.get("email", "") if "vast" in request.form and stand == again.OUT else "",
        eigen=desk.who().account.email if stand == again.LOCKED else "",
    )
