"""Linking and unlinking accounts, and passwords on or off for an organisation."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import logout_user

from services import identities, passwords_off
from views import desk, openid

bp = Blueprint("openid_own", __name__)


@bp.post("/beveiliging/koppelen")
def link() -> ResponseReturnValue:
    """Link the own account: go to the provider, and say there who it is."""
    return openid.link()


@bp.post("/beveiliging/ontkoppelen")
def unlink() -> ResponseReturnValue:
    """Unlink it."""
    try:
        identities.unlink(desk.platform(), desk.who(), desk.token(), request.form.get("koppeling", ""))
    except identities.Refused as fault:
        return openid.shown(fault.why)
    desk.say("De koppeling is weg.")
    return redirect(url_for("second_step.overview"))


@bp.post("/beheer/mensen/<string:account_id>/ontkoppelen")
def unlink_other(account_id: str) -> ResponseReturnValue:
    """Unlink the account of a colleague."""
    identities.unlink_for(desk.platform(), desk.who(), account_id, request.form.get("koppeling", ""))
    desk.say("De koppeling is weg. Een nieuwe uitnodiging laat deze persoon opnieuw koppelen.")
    return redirect(url_for("people.one", account_id=account_id))


@bp.get("/beheer/wachtwoorden")
def page() -> ResponseReturnValue:
    """What refusing passwords does, before it is done."""
    found = passwords_off.stand(desk.platform(), desk.who(), openid.issuer())
    return render_template("wachtwoorden.html", organisatie=desk.who().organisation.naam, stand_nu=found)


@bp.post("/beheer/wachtwoorden")
def put() -> ResponseReturnValue:
    """Refuse them, or take them again."""
    platform, who = desk.platform(), desk.who()
    if request.form.get("toelaten") == "ja":
        passwords_off.allow(platform, who)
        desk.say("Uw mensen kunnen zich weer aanmelden met een wachtwoord.")
        return redirect(url_for("manage.page"))
    stays = identities.came_by_openid(platform, desk.token())
    passwords_off.refuse(platform, who, openid.issuer())
    if stays:
        desk.say(f"Uw mensen melden zich vanaf nu aan met {openid.name()}.")
        return redirect(url_for("manage.page"))
    logout_user()
    session.clear()
    return redirect(url_for("door.sign_in_page"))


def mine() -> dict[str, Any]:
    """What 'Mijn beveiliging' shows of one's own links, and whether one may go."""
    who, found = desk.who(), shown(desk.who().id)
    other_way = bool(who.account.password_hash) and who.organisation.passwords
    return {"koppelingen": found, "los_mag": other_way or len(found) > 1}


def shown(account_id: str) -> list[dict[str, Any]]:
    """The links of an account, for a page."""
    return [
        {"id": one.identity.id, "organisatie": one.organisation, "code": one.identity.organisation_code}
        | {"op": one.identity.created_at, "gebruikt": one.identity.used_at or ""}
        for one in identities.links(desk.platform(), account_id)
    ]
