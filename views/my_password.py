"""Another password for the own account: it asks the one of now, and ends every other session."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from services import own_account
from services.accounts import WrongPassword
from services.invitations import BadPassword
from services.platform import NotFound
from services.tries import TooManyTries
from views import desk
from views.door import TOO_MANY
from views.invitation import UNLIKE

bp = Blueprint("my_password", __name__)

WRONG = "Dat is niet uw wachtwoord van nu. Probeer opnieuw."


@bp.get("/beveiliging/wachtwoord")
def page() -> ResponseReturnValue:
    """The form."""
    if not desk.who().account.password_hash or not desk.who().organisation.passwords:
        raise NotFound
    return _form([])


@bp.post("/beveiliging/wachtwoord")
def change() -> ResponseReturnValue:
    """Change it."""
    form = request.form
    chosen, again = form.get("wachtwoord", ""), form.get("nogmaals")
    if again is not None and again != chosen:
        return _form([("nogmaals", UNLIKE)]), 422
    try:
        own_account.change_password(
            desk.platform(), desk.who(), desk.token(), form.get("nu", ""), chosen, desk.origin()
        )
    except WrongPassword:
        return _form([("nu", WRONG)]), 422
    except BadPassword as fault:
        return _form([("wachtwoord", str(fault))]), 422
    except TooManyTries:
        return _form([("nu", TOO_MANY)]), 429
    desk.say("Uw wachtwoord is gewijzigd. Elders bent u afgemeld.")
    return redirect(url_for("second_step.overview"))


def _form(errors: list[tuple[str, str]]) -> str:
    return render_template("wachtwoord_wijzigen.html", errors=errors, email=desk.who().account.email)
