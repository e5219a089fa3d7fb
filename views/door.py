"""The door: signing in, signing out, and going on after the device went round."""

from __future__ import annotations

from flask import Blueprint, current_app, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user, login_user, logout_user

from services import accounts
from views import desk, openid
from views.seated import leave_place

bp = Blueprint("door", __name__)

NO_PASSWORDS = "Uw organisatie laat niet meer aanmelden met een wachtwoord. Gebruik de andere knop op deze pagina."
WRONG = "Dit e-mailadres en wachtwoord horen niet bij elkaar. Kijk beide na en probeer opnieuw."
TOO_MANY = "Er is te vaak geprobeerd. Wacht een kwartier en probeer dan opnieuw."


@bp.get("/inloggen")
def sign_in_page() -> ResponseReturnValue:
    """The form; a demo shows its accounts."""
    return _page("", "", request.args.get("volgende", ""))


@bp.post("/inloggen")
def sign_in() -> ResponseReturnValue:
    """Begin a session, with a new cookie."""
    email, wanted = request.form.get("email", ""), request.form.get("volgende", "")
    try:
        token = accounts.sign_in(desk.platform(), email, request.form.get("wachtwoord", ""), origin=desk.origin())
    except accounts.WrongPassword:
        return _page(WRONG, email, wanted), 422
    except accounts.PasswordsOff:
        return _page(NO_PASSWORDS, email, wanted), 422
    except accounts.TooManyTries:
        return _page(TOO_MANY, email, wanted), 429
    session.clear()
    user = desk.load_signed_in(token)
    if user is None:
        return _page(WRONG, email, wanted), 422
    login_user(user)
    if user.awaits:
        session["verder_naar"] = wanted
    else:
        desk.know_device(user.who.id)
    return redirect(desk.back_to(wanted))


@bp.post("/afmelden")
def sign_out() -> ResponseReturnValue:
    """End the session on the server: a copied cookie is worth nothing afterwards."""
    onward = ""
    if current_user.is_authenticated:
        onward = openid.after_sign_out(desk.token())
        accounts.sign_out(desk.platform(), desk.token())
    logout_user()
    session.clear()
    if onward:
        openid.remember_sign_out()
    answer = redirect(onward or url_for("door.sign_in_page"))
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer


@bp.get("/ontgrendelen")
def unlock_page() -> ResponseReturnValue:
    """The device is back: whose is it?"""
    return _unlock_page("")


@bp.post("/ontgrendelen")
def unlock() -> ResponseReturnValue:
    """Go on with one's own screen."""
    try:
        accounts.unlock(desk.platform(), desk.token(), desk.who(), request.form.get("wachtwoord", ""))
    except accounts.WrongPassword:
        return _unlock_page("Dat is niet uw wachtwoord. Probeer opnieuw."), 422
    except accounts.TooManyTries:
        return _unlock_page(TOO_MANY), 429
    leave_place()
    return redirect(desk.back_to(session.pop("terug_naar", "")))


def _page(fault: str, email: str, wanted: str) -> str:
    demo = current_app.config["DEMO_ACCOUNTS"]()
    return render_template("inloggen.html", fout=fault, email=email, volgende=wanted, demo=demo)


def _unlock_page(fault: str) -> str:
    return render_template("ontgrendelen.html", fout=fault, email=desk.who().account.email)
