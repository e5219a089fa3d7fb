"""Another address for the own account, and the link in the mail to it. Looking at the link changes nothing."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from services import own_address
from services.own_address import BadAddress, ChangeGone
from services.tries import TooManyTries
from views import desk
from views.invitation import TOO_MANY

bp = Blueprint("my_address", __name__)


@bp.get("/beveiliging/e-mailadres")
def page() -> ResponseReturnValue:
    """The form, with what waits."""
    return _form([], "")


@bp.post("/beveiliging/e-mailadres")
def ask() -> ResponseReturnValue:
    """A link goes to the address. The answer is the same when somebody has it already."""
    typed = request.form.get("email", "")
    try:
        own_address.ask(desk.platform(), desk.who(), typed)
    except BadAddress as fault:
        return _form([("email", str(fault))], typed), 422
    desk.say(f"Kijk in de mailbox van het nieuwe adres en volg de link. {desk.no_mail()}".strip())
    return redirect(url_for("second_step.overview"))


@bp.post("/beveiliging/e-mailadres/niet")
def cancel() -> ResponseReturnValue:
    """Keep the address of now."""
    own_address.cancel(desk.platform(), desk.who())
    desk.say("Uw e-mailadres blijft wat het is.")
    return redirect(url_for("second_step.overview"))


@bp.get("/e-mailadres/<string:token>")
def link(token: str) -> ResponseReturnValue:
    """What following it does."""
    return _link(token, follow=False)


@bp.post("/e-mailadres/<string:token>")
def follow(token: str) -> ResponseReturnValue:
    """From now on this is the address. A second time the link opens nothing any more."""
    return _link(token, follow=True)


def _link(token: str, *, follow: bool) -> ResponseReturnValue:
    """The page of a link, before and after."""
    platform, origin = desk.platform(), desk.origin()
    try:
        address = own_address.look(platform, token, origin)
        if follow:
            own_address.follow(platform, token, origin)
    except ChangeGone:
        return render_template("adres_bevestigen.html", stand="voorbij", email="", fout=""), 410
    except TooManyTries:
        return render_template("adres_bevestigen.html", stand="voorbij", email="", fout=TOO_MANY), 429
    return render_template("adres_bevestigen.html", stand="klaar" if follow else "vraag", email=address, fout="")


def _form(errors: list[tuple[str, str]], typed: str) -> str:
    return render_template(
        "adres_wijzigen.html",
        errors=errors,
        nu=desk.who().account.email,
        getypt=typed,
        zonder_mail=desk.no_mail(),
    )
