"""The second step of signing in, and one's own page about it: an authenticator app and recovery codes."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user

from services import own_account, own_address, second_factor
from services.second_factor import NoFactor, WrongCode
from services.tries import TooManyTries
from store import second_factors
from views import desk, fresh, openid_own, qr
from views.door import TOO_MANY

bp = Blueprint("second_step", __name__)

WRONG = fresh.WRONG_CODE


@bp.get("/tweede-stap")
def page() -> ResponseReturnValue:
    """The code of now; or the way to an app, where the organisation asks for one."""
    if current_user.awaits == "instellen":
        return redirect(url_for("second_step.set_up_page"))
    if not current_user.awaits:
        return redirect(url_for("second_step.overview"))
    return _code_page("")


@bp.post("/tweede-stap")
def check() -> ResponseReturnValue:
    """A right code opens the session."""
    try:
        second_factor.check(desk.platform(), desk.who(), desk.token(), request.form.get("code", ""), desk.origin())
    except WrongCode:
        return _code_page(WRONG), 422
    except TooManyTries:
        return _code_page(TOO_MANY), 429
    desk.know_device(desk.who().id)
    return redirect(desk.back_to(session.pop("verder_naar", "")))


@bp.get("/tweede-stap/instellen")
def set_up_page() -> ResponseReturnValue:
    """Why, and with which app."""
    if second_factor.has_factor(desk.platform(), desk.who()):
        return redirect(url_for("second_step.page"))
    return _page("tweede_stap_begin.html", "")


@bp.post("/tweede-stap/instellen")
def set_up() -> ResponseReturnValue:
    """The QR code to scan with the app: of a new secret, that nobody read who came this far before."""
    try:
        return _enrol_page("", anew=True)
    except NoFactor:
        return redirect(url_for("second_step.page"))


@bp.post("/tweede-stap/bevestigen")
def confirm() -> ResponseReturnValue:
    """The first code: from now on it counts. The recovery codes are shown this once."""
    if second_factor.has_factor(desk.platform(), desk.who()):
        return redirect(url_for("second_step.page"))
    try:
        codes = second_factor.confirm(
            desk.platform(), desk.who(), desk.token(), request.form.get("code", ""), desk.origin()
        )
    except WrongCode:
        return _enrol_page(WRONG), 422
    except TooManyTries:
        return _enrol_page(TOO_MANY), 429
    desk.know_device(desk.who().id)
    return _codes_page(codes)


@bp.get("/beveiliging")
def overview() -> ResponseReturnValue:
    """Whether there is a second step, and what can be done about it."""
    return _overview("", "")


@bp.post("/beveiliging/codes")
def renew() -> ResponseReturnValue:
    """New recovery codes."""
    try:
        codes = second_factor.renew_codes(desk.platform(), desk.who(), request.form.get("code", ""), desk.origin())
    except WrongCode:
        return _overview(WRONG, "code"), 422
    except TooManyTries:
        return _overview(TOO_MANY, "code"), 429
    return _codes_page(codes)


@bp.post("/beveiliging/stoppen")
def stop() -> ResponseReturnValue:
    """Without a second step from now on, where the organisation allows it."""
    try:
        second_factor.stop(desk.platform(), desk.who(), desk.token(), request.form.get("stopcode", ""), desk.origin())
    except NoFactor:
        return redirect(url_for("second_step.overview"))
    except WrongCode:
        return _overview(WRONG, "stopcode"), 422
    except TooManyTries:
        return _overview(TOO_MANY, "stopcode"), 429
    desk.say("De tweede stap staat uit.")
    return redirect(url_for("second_step.overview"))


def _page(template: str, fault: str, **names: object) -> str:
    layout = "kaal.html" if current_user.awaits else "base.html"
    return render_template(template, layout=layout, fout=fault, organisatie=desk.who().organisation.naam, **names)


def _code_page(fault: str) -> str:
    return _page("tweede_stap.html", fault)


def _enrol_page(fault: str, *, anew: bool = False) -> str:
    enrolment = second_factor.begin(desk.platform(), desk.who(), anew=anew)
    in_fours = " ".join(enrolment.secret[at : at + 4] for at in range(0, len(enrolment.secret), 4))
    return _page("tweede_stap_instellen.html", fault, qr=qr.drawing(enrolment.uri), geheim=in_fours)


def _codes_page(codes: list[str]) -> str:
    return _page("tweede_stap_codes.html", "", codes=codes, verder=desk.back_to(session.pop("verder_naar", "")))


def _overview(fault: str, field: str) -> str:
    platform, who = desk.platform(), desk.who()
    there = second_factor.has_factor(platform, who)
    return _page(
        "beveiliging.html",
        fault,
        veld=field,
        aan=there,
        codes_over=second_factors.codes_left(platform.db, who.id) if there else 0,
        verplicht=who.organisation.second_factor,
        email=who.account.email,
        wacht_op=own_address.waiting(platform, who),
        met_wachtwoord=bool(who.account.password_hash) and who.organisation.passwords,
        plaatsen=own_account.places(platform, who, desk.token()),
        laatst=own_account.lately(platform, who),
        **openid_own.mine(),
    )
