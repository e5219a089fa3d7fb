"""The set-up of an empty instance: the code from the terminal, then the first organisation and its administrator."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import login_user

from forms.begin import BEGIN
from forms.leaves import question_names
from forms.page import StepForm
from forms.scope import Scope
from services import accounts, first_start, password_rules
from services.first_start import Beginner, WrongCode
from services.platform import NotFound
from services.tries import TooManyTries
from views import desk

bp = Blueprint("begin", __name__)

WRONG = "Deze code klopt niet. Typ de laatste code die de server toonde."
TOO_MANY = "Er is te vaak geprobeerd. Wacht een kwartier en probeer dan opnieuw."
OTHER = "De twee wachtwoorden zijn niet gelijk. Typ ze opnieuw."
HOLDS = "begin"
"""Under which the cookie keeps the hash of the code that was right."""
ABOUT = ("naam", "voornaam", "familienaam", "email")


@bp.before_request
def _only_when_empty() -> None:
    if first_start.is_begun(desk.platform()):
        raise NotFound


@bp.get("/begin")
def page() -> ResponseReturnValue:
    """Which code, and then who."""
    return _who_page(_form(posted=False), "") if session.get(HOLDS) else _code_page("")


@bp.post("/begin/code")
def enter() -> ResponseReturnValue:
    """A right code opens the next page."""
    try:
        session[HOLDS] = first_start.accept(desk.platform(), request.form.get("code", "")[:80], desk.origin())
    except WrongCode:
        return _code_page(WRONG), 422
    except TooManyTries:
        return _code_page(TOO_MANY), 429
    return redirect(url_for("begin.page"))


@bp.post("/begin")
def begin() -> ResponseReturnValue:
    """The first organisation and its administrator, who is signed in at once."""
    if not session.get(HOLDS):
        return redirect(url_for("begin.page"))
    form, password = _form(posted=True), request.form.get("wachtwoord", "")
    told = {name: str(value) for name, value in form.answers().items()}
    fault = password_rules.problem(password, [told.get(name, "") for name in ABOUT])
    if not fault and request.form.get("nog_eens", "") != password:
        fault = OTHER
    if fault or form.errors():
        return _who_page(form, fault), 422
    beginner = Beginner(
        organisation={name: told[name] for name in ("soort", "naam")},
        voornaam=told["voornaam"],
        familienaam=told["familienaam"],
        functie=told["functie"],
        email=told["email"],
        password=password,
        contact_email=told.get("contact_email", ""),
        contact_telefoon=told.get("contact_telefoon", ""),
    )
    try:
        first_start.begin(desk.platform(), session[HOLDS], beginner)
    except WrongCode:
        session.pop(HOLDS)
        return _code_page(WRONG), 422
    session.clear()
    token = accounts.sign_in(desk.platform(), beginner.email, password, origin=desk.origin())
    user = desk.load_signed_in(token)
    if user is not None:
        login_user(user)
    session["verder_naar"] = url_for("platform.page")
    desk.say("Welkom. Naadloos is klaar om in te richten.")
    return redirect(url_for("platform.page"))


def _form(*, posted: bool) -> StepForm:
    sent = request.form if posted else None
    stored = {} if posted else {"soort": "andere", "functie": "Beheerder"}
    scope = Scope(today=desk.platform().today())
    form = StepForm(BEGIN, (BEGIN,), stored, scope, question_names(BEGIN), sent)
    if posted:
        form.validate()
        form.demand()
    return form


def _code_page(fault: str) -> str:
    return render_template("begin_code.html", fout=fault)


def _who_page(form: StepForm, fault: str) -> str:
    at = "nog_eens" if fault == OTHER else "wachtwoord"
    errors = [*form.errors(), *([(at, fault)] if fault else [])]
    return render_template("begin.html", form=form, errors=errors, fout=fault, bij=at, lengte=password_rules.SHORTEST)
