"""Choosing a password with a link by mail, and asking for one at the door. Looking at a link changes nothing.

What is answered never tells whether an address is known.
"""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from services import invitations, people
from services.invitations import BadPassword, InvitationGone, PasswordsOff
from services.tries import TooManyTries, allow_from
from views import desk, openid

bp = Blueprint("invitation", __name__)

EACH, WINDOW = 30, timedelta(hours=1)
"""Links that may be asked for at the door from one address of the network."""
TOO_OFTEN = "Er is vanaf deze plek net te vaak een link gevraagd. Wacht een uur en probeer dan opnieuw."
TOO_MANY = (
    "Er is vanaf deze plek te vaak een link geprobeerd die niet werkt. Wacht een kwartier en probeer dan opnieuw."
)
NO_PASSWORDS = "Uw organisatie laat niet aanmelden met een wachtwoord. Gebruik de knop hieronder."
UNLIKE = "De twee wachtwoorden zijn niet gelijk. Typ ze opnieuw."


@bp.get("/uitnodiging/<string:token>")
def page(token: str) -> ResponseReturnValue:
    """Choose a password."""
    try:
        return _form(token, [])
    except InvitationGone:
        return _gone(token)
    except TooManyTries:
        return _gone(token, [("", TOO_MANY)], 429)


@bp.post("/uitnodiging/<string:token>")
def choose(token: str) -> ResponseReturnValue:
    """Set it. A second time the link opens nothing any more."""
    chosen, again = request.form.get("wachtwoord", ""), request.form.get("nogmaals")
    try:
        if again is not None and again != chosen:
            return _form(token, [("nogmaals", UNLIKE)]), 422
        account = invitations.choose(desk.platform(), token, chosen, desk.origin())
    except PasswordsOff:
        return _form(token, [("", NO_PASSWORDS)]), 422
    except BadPassword as fault:
        return _form(token, [("wachtwoord", str(fault))]), 422
    except InvitationGone:
        return _gone(token)
    except TooManyTries:
        return _gone(token, [("", TOO_MANY)], 429)
    desk.know_device(account.id)  # strangers who guess at the door do not keep out who could read this mail
    return redirect(url_for("invitation.done"))


@bp.post("/uitnodiging/<string:token>/nieuw")
def renew(token: str) -> ResponseReturnValue:
    """Ask for a new link. The answer is the same whatever the link was."""
    if not allow_from(desk.platform(), "nieuw wachtwoord", desk.origin(), EACH, WINDOW):
        return _gone(token, [("", TOO_OFTEN)], 429)
    invitations.renew(desk.platform(), token)
    return redirect(url_for("invitation.asked"))


@bp.get("/wachtwoord/klaar")
def done() -> ResponseReturnValue:
    """It is chosen: sign in with it."""
    return render_template("wachtwoord_klaar.html")


@bp.get("/wachtwoord/vergeten")
def forgot_page() -> ResponseReturnValue:
    """Ask for the address."""
    return _forgot([], "")


@bp.post("/wachtwoord/vergeten")
def forgot() -> ResponseReturnValue:
    """A link goes to the address, if it is known. The answer is the same for every address."""
    email = request.form.get("email", "").strip()
    if not people.is_address(email):
        return _forgot([("email", people.BAD_ADDRESS)], email), 422
    if not allow_from(desk.platform(), "nieuw wachtwoord", desk.origin(), EACH, WINDOW):
        return _forgot([("email", TOO_OFTEN)], email), 429
    invitations.ask(desk.platform(), email)
    return redirect(url_for("invitation.asked"))


@bp.get("/wachtwoord/onderweg")
def asked() -> ResponseReturnValue:
    """Look in the mailbox."""
    return render_template("wachtwoord_onderweg.html")


def _form(token: str, errors: list[tuple[str, str]]) -> str:
    found = invitations.look(desk.platform(), token, desk.origin())
    return render_template(
        "uitnodiging.html",
        email=found.account.email,
        organisatie=found.organisation.naam,
        nieuw=found.purpose == "uitnodiging",
        wachtwoorden=found.organisation.passwords,
        url_openid=url_for("openid.invited", token=token) if openid.name() and found.purpose == "uitnodiging" else "",
        errors=errors,
    )


def _gone(token: str, errors: list[tuple[str, str]] | None = None, status: int = 410) -> ResponseReturnValue:
    return render_template(
        "uitnodiging_voorbij.html", url=url_for("invitation.renew", token=token), errors=errors or []
    ), status


def _forgot(errors: list[tuple[str, str]], email: str) -> str:
    return render_template("wachtwoord_vergeten.html", errors=errors, email=email)
