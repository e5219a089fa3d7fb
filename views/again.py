"""Going on in place: a page that is open asks how the door stands, and signs in again without leaving (ADR 0030).

Only who typed what stands on the page may go on with it. A page carries a mark of its person for that, which only this
server can make and which says nothing to others.
"""

from __future__ import annotations

import hashlib
import hmac

from flask import Blueprint, current_app, jsonify, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user, login_user
from flask_wtf.csrf import generate_csrf

from services import accounts, second_factor
from views import desk, openid
from views.door import NO_PASSWORDS, TOO_MANY, WRONG
from views.seated import leave_place
from views.second_step import WRONG as WRONG_CODE

bp = Blueprint("again", __name__)

OUT: str = "uit"
LOCKED: str = "slot"
CODE: str = "code"
SET_UP: str = "instellen"
OTHER: str = "ander"
"""How the door stands: signed out, a locked screen, a code awaited, an app to set up, or somebody else signed in."""
NOT_YOURS = (
    "Dit adres is van iemand anders dan wie hier aan het typen was. Meld aan als dezelfde persoon, of ga naar uw eigen "
    "werklijst: wat hier getypt is, gaat dan weg."
)
REFUSED = {
    accounts.OtherAccount: (NOT_YOURS, 409),
    accounts.WrongPassword: (WRONG, 422),
    accounts.PasswordsOff: (NO_PASSWORDS, 422),
    second_factor.WrongCode: (WRONG_CODE, 422),
    accounts.TooManyTries: (TOO_MANY, 429),
}
"""What refuses a key -> what to say, and the status."""


@bp.get("/opnieuw")
def state() -> ResponseReturnValue:
    """How the door stands for the person whose mark is given, and a fresh CSRF token."""
    return _state(request.args.get("van", ""))


@bp.post("/opnieuw")
def enter() -> ResponseReturnValue:
    """One try at what keeps this person outside: address and password, the password, or the code."""
    fault, status = try_door(request.form.get("van", ""))
    if fault:
        return jsonify(stand=shut(), fout=fault), status
    return _state(request.form.get("van", ""))


def _state(mark: str) -> ResponseReturnValue:
    stand = shut()
    if stand != OUT and not is_mine(mark):
        stand = OTHER
    wie = desk.who().name if stand == OTHER else ""
    return jsonify(stand=stand, csrf_token=generate_csrf(), wie=wie, deur=_other_door(stand))


def _other_door(stand: str) -> dict[str, str] | None:
    """The way through another platform, for who has no password; it goes in another window, and this page waits."""
    if not openid.name() or stand not in (OUT, LOCKED):
        return None
    return {"naam": openid.name(), "url": url_for("openid.start" if stand == OUT else "openid.again")}


def shut() -> str:
    """What keeps who asks outside: OUT, LOCKED, CODE or SET_UP; empty when the door is open."""
    if not current_user.is_authenticated:
        return OUT
    if current_user.locked:
        return LOCKED
    return str(current_user.awaits)


def mark_of(account_id: str) -> str:
    """The mark of a person on a page."""
    key = current_app.secret_key
    secret = key if isinstance(key, bytes) else str(key).encode()
    return hmac.new(secret, b"pagina van " + account_id.encode(), hashlib.sha256).hexdigest()[:32]


def mine() -> str:
    """The mark of who is signed in; empty for nobody."""
    return mark_of(desk.who().id) if current_user.is_authenticated else ""


def is_mine(mark: str) -> bool:
    """Whether a mark is that of who is signed in."""
    return current_user.is_authenticated and hmac.compare_digest(mine().encode(), mark.encode())


def try_door(mark: str) -> tuple[str, int]:
    """Let the person of a mark in, with what was posted; gives what is wrong, in Dutch, and its status.

    Nobody else is let in. ('', 200) when it fits; there may be a second step after it.
    """
    stand = shut()
    if stand != OUT and not is_mine(mark):
        return NOT_YOURS, 409
    try:
        _give_key(stand, mark)
    except tuple(REFUSED) as refused:
        return REFUSED[type(refused)]
    return "", 200


def _give_key(stand: str, mark: str) -> None:
    form = request.form
    if stand == OUT:
        _sign_in(form.get("email", ""), form.get("wachtwoord", ""), mark)
    elif stand == LOCKED:
        accounts.unlock(desk.platform(), desk.token(), desk.who(), form.get("wachtwoord", ""))
        leave_place()
        _look_again()
    elif stand == CODE:
        second_factor.check(desk.platform(), desk.who(), desk.token(), form.get("code", ""), desk.origin())
        desk.know_device(desk.who().id)
        _look_again()


def _sign_in(email: str, password: str, mark: str) -> None:
    def only(account_id: str) -> bool:
        return hmac.compare_digest(mark_of(account_id).encode(), mark.encode())

    token = accounts.sign_in(desk.platform(), email, password, origin=desk.origin(), only=only)
    session.clear()
    user = desk.load_signed_in(token)
    if user is None:
        raise accounts.WrongPassword
    login_user(user)
    if not user.awaits:
        desk.know_device(user.who.id)


def _look_again() -> None:
    """The same person, with the door as it is now."""
    user = desk.load_signed_in(desk.token())
    if user is not None:
        login_user(user)
