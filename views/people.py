"""The people of an organisation, for its administrator: the list, inviting, roles, stopping and coming back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from services import account_roles, leaving, people
from services.leaving import Part
from services.people import BadPerson, Told
from services.platform import NotAllowed
from store import second_factors
from store.accounts import Account
from views import desk, openid_own

bp = Blueprint("people", __name__)

Errors = Sequence[tuple[str, str]]


@bp.get("/beheer/mensen")
def page() -> ResponseReturnValue:
    """Everybody with an account here."""
    found = people.everybody(desk.platform(), desk.who())
    return render_template(
        "mensen.html",
        organisatie=desk.who().organisation.naam,
        mensen=[{"wie": one, "url": url_for("people.one", account_id=one.account.id)} for one in found],
    )


@bp.route("/beheer/mensen/nieuw", methods=["GET", "POST"])
def new() -> ResponseReturnValue:
    """Invite somebody."""
    if request.method != "POST":
        return _form(None, {"rollen": []}, [])
    try:
        made = people.add(desk.platform(), desk.who(), _told())
    except BadPerson as fault:
        return _form(None, _posted(), fault.errors), 422
    desk.say(f"{people.name_of(made)} staat in de lijst. De uitnodiging vertrekt per mail. {desk.no_mail()}".strip())
    return redirect(url_for("people.page"))


@bp.route("/beheer/mensen/<string:account_id>", methods=["GET", "POST"])
def one(account_id: str) -> ResponseReturnValue:
    """Somebody's name, function and roles, and what else can be done."""
    account = people.person(desk.platform(), desk.who(), account_id)
    if request.method != "POST" or not account.active:
        return _form(account, _kept(account), [])
    try:
        people.change(desk.platform(), desk.who(), account_id, _told())
    except BadPerson as fault:
        return _form(account, _posted(), fault.errors), 422
    desk.say("De gegevens zijn bewaard.")
    return redirect(url_for("people.page"))


@bp.post("/beheer/mensen/<string:account_id>/uitnodigen")
def invite(account_id: str) -> ResponseReturnValue:
    """Mail a link to choose a password."""
    purpose = people.invite_again(desk.platform(), desk.who(), account_id)
    what = (
        "De uitnodiging vertrekt opnieuw."
        if purpose == "uitnodiging"
        else "Een link voor een nieuw wachtwoord vertrekt."
    )
    desk.say(f"{what} {desk.no_mail()}".strip())
    return redirect(url_for("people.one", account_id=account_id))


@bp.post("/beheer/mensen/<string:account_id>/tweede-stap")
def forget_factor(account_id: str) -> ResponseReturnValue:
    """Forget the app of a colleague who lost the phone."""
    people.forget_second_factor(desk.platform(), desk.who(), account_id)
    desk.say("De app is vergeten. Bij het aanmelden kan een nieuwe ingesteld worden.")
    return redirect(url_for("people.one", account_id=account_id))


@bp.post("/beheer/mensen/<string:account_id>/afmelden")
def end_sessions(account_id: str) -> ResponseReturnValue:
    """End every session of a colleague, as for a laptop that is lost."""
    many = people.end_sessions(desk.platform(), desk.who(), account_id)
    desk.say("Deze persoon is overal afgemeld." if many else "Deze persoon was nergens aangemeld.")
    return redirect(url_for("people.one", account_id=account_id))


@bp.get("/beheer/mensen/<string:account_id>/stoppen")
def end_page(account_id: str) -> ResponseReturnValue:
    """What stopping an account does, and who takes over."""
    return _end_page(account_id, [])


@bp.post("/beheer/mensen/<string:account_id>/stoppen")
def end(account_id: str) -> ResponseReturnValue:
    """Stop it."""
    platform, who, reason = desk.platform(), desk.who(), request.form.get("reden", "")
    heirs = {name[5:]: value for name, value in request.form.items() if name.startswith("door-")}
    try:
        left = leaving.end(platform, who, account_id, reason, heirs)
    except BadPerson as fault:
        return _end_page(account_id, fault.errors), 422
    said = "Het account is gestopt: aanmelden kan niet meer, en wie aangemeld was, is afgemeld."
    if left.taken_over:
        many = "één dossier" if left.taken_over == 1 else f"{left.taken_over} dossiers"
        said += f" In {many} nam een collega over."
    desk.say(said)
    return redirect(url_for("people.one", account_id=account_id))


@bp.post("/beheer/mensen/<string:account_id>/terug")
def revive(account_id: str) -> ResponseReturnValue:
    """Let somebody in again."""
    leaving.revive(desk.platform(), desk.who(), account_id)
    desk.say(f"Het account is er weer. Een uitnodiging om een wachtwoord te kiezen vertrekt. {desk.no_mail()}".strip())
    return redirect(url_for("people.one", account_id=account_id))


def _told() -> Told:
    form = request.form
    return Told(
        voornaam=form.get("voornaam", ""),
        familienaam=form.get("familienaam", ""),
        functie=form.get("functie", ""),
        roles=tuple(form.getlist("rollen")),
        email=form.get("email", ""),
    )


def _posted() -> dict[str, Any]:
    return {**request.form.to_dict(), "rollen": request.form.getlist("rollen")}


def _kept(account: Account) -> dict[str, Any]:
    return {
        "voornaam": account.voornaam,
        "familienaam": account.familienaam,
        "functie": account.functie,
        "rollen": account.roles,
    }


def _form(account: Account | None, filled: Mapping[str, Any], errors: Errors) -> str:
    platform, who = desk.platform(), desk.who()
    offered = account_roles.offered(who.organisation.soort)
    if account is None:
        people.everybody(platform, who)  # who may not look, may not invite
        return render_template(
            "mens.html", nieuw=True, title="Iemand uitnodigen", rollen=offered, posted=filled, errors=errors
        )
    parts, ended = leaving.takes_part(platform, who, account.id)
    factor = second_factors.of(platform.db, account.id)
    when, why = leaving.reason_of(platform, account) if not account.active else ("", "")
    return render_template(
        "mens.html",
        nieuw=False,
        title=people.name_of(account),
        account=account,
        toestand=people.state_of(account, linked=bool(links := openid_own.shown(account.id))),
        koppelingen=links,
        wachtwoorden=who.organisation.passwords,
        ik=account.id == who.id,
        rollen=offered,
        posted=filled,
        errors=errors,
        delen=_shown(parts),
        voorbij=ended,
        aangemeld=people.open_sessions(platform, who, account.id),
        app=bool(factor and factor.confirmed_at) and people.may_forget_factor(who, account),
        gestopt_op=when,
        gestopt_waarom=why,
        geen_stop=leaving.why_not(platform, who, account) if account.active else "",
    )


def _end_page(account_id: str, errors: Errors) -> str:
    platform, who = desk.platform(), desk.who()
    account = people.person(platform, who, account_id)
    if refused := leaving.why_not(platform, who, account):
        raise NotAllowed(refused)
    parts, ended = leaving.takes_part(platform, who, account_id)
    return render_template(
        "mens_stoppen.html",
        naam=people.name_of(account),
        account=account,
        redenen=leaving.REASONS,
        delen=_shown(parts),
        voorbij=ended,
        posted=request.form.to_dict(),
        errors=errors,
    )


def _shown(parts: Sequence[Part]) -> list[dict[str, Any]]:
    return [
        {
            "rol": part.rol,
            "label": part.label,
            "collegas": [{"id": one.id, "naam": people.name_of(one)} for one in part.colleagues],
            "dossiers": [
                {
                    "nummer": line.number,
                    "label": line.label,
                    "ronde": line.open_round,
                    "url": url_for("dossier.page", dossier_id=line.dossier_id),
                }
                for line in part.lines
            ],
        }
        for part in parts
    ]
