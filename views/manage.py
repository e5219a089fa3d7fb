"""The room of an organisation's administrator: what there is to decide, the second step for everybody, and keeping."""

from __future__ import annotations

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forms.amounts import plain_date
from services import administration, house_templates, keeping, passwords_off, people
from services.keeping import Kept
from services.people import Person
from views import desk, openid

bp = Blueprint("manage", __name__)


@bp.get("/beheer")
def page() -> ResponseReturnValue:
    """Everything an administrator decides, each with how it stands."""
    platform, who = desk.platform(), desk.who()
    everybody = people.everybody(platform, who)
    return render_template(
        "beheer.html",
        organisatie=who.organisation,
        aantal={state: sum(one.state == state for one in everybody) for state in ("actief", "uitgenodigd", "gestopt")},
        met_stap=_with_step(everybody),
        sjablonen=len(house_templates.catalogue(who)),
        eigen=sum(
            house_templates.stand(platform, who, one).in_use is not None for one in house_templates.catalogue(who)
        ),
        bewaren=keeping.keeping(platform, who),
        url_mail=url_for("post.page") if "post.page" in current_app.view_functions else "",
        wachtwoorden=passwords_off.stand(platform, who, openid.issuer()),
    )


@bp.get("/beheer/tweede-stap")
def second_step_page() -> ResponseReturnValue:
    """What demanding a second step of everybody does, before it is done."""
    platform, who = desk.platform(), desk.who()
    everybody = people.everybody(platform, who)
    active = [one for one in everybody if one.state == "actief"]
    return render_template(
        "tweede_stap_eisen.html",
        organisatie=who.organisation,
        met_stap=_with_step(everybody),
        actief=len(active),
        ik_heb=any(one.is_me and one.second_factor for one in everybody),
    )


@bp.post("/beheer/tweede-stap")
def second_step() -> ResponseReturnValue:
    """Demand it, or no longer."""
    demanded = request.form.get("vragen") == "ja"
    administration.demand_second_factor(desk.platform(), desk.who(), demanded=demanded)
    desk.say(
        "Iedereen meldt zich vanaf nu aan met een tweede stap."
        if demanded
        else "De tweede stap is niet meer verplicht. Wie er een heeft, houdt die."
    )
    return redirect(url_for("manage.page"))


@bp.get("/beheer/bewaren")
def kept() -> ResponseReturnValue:
    """Until when this organisation keeps its dossiers, what waits to be confirmed, and what it destroyed."""
    found = keeping.keeping(desk.platform(), desk.who())
    return render_template(
        "bewaartermijn.html",
        organisatie=desk.who().organisation,
        gevonden=found,
        rijen=[_row(one) for one in found.soon],
        bevestigen=[_row(one) for one in found.to_confirm],
    )


def _row(one: Kept) -> dict[str, object]:
    words, kind = ("Voorbij", "wacht") if one.over else ("Loopt nog", "later")
    if one.held:
        words, kind = "Moet langer blijven", "lock"
    elif one.proposed:
        words, kind = ("Door u voorgesteld", "hourglass-split") if one.by_me else ("Te bevestigen", "wacht")
        if one.confirm_from and desk.platform().today() < one.confirm_from:
            words = f"{words}, vanaf {plain_date(one.confirm_from)}"
    return {
        "nummer": one.number,
        "label": one.label,
        "dag": one.day.isoformat(),
        "stand": words,
        "soort": kind,
        "url": url_for("keeping.one", dossier_id=one.dossier_id),
    }


def _with_step(everybody: list[Person]) -> int:
    return sum(one.state == "actief" and one.second_factor for one in everybody)
