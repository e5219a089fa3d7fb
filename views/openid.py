"""Signing in through an OpenID provider: going there, coming back, and what to say when that came to nothing.

The address to which a browser comes back holds a code: it is used at once, and answered with another address whatever
happened.
"""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import cast

from flask import Blueprint, current_app, make_response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user, login_user

from services import accounts, identities, openid_person
from services.openid import Failed, Provider
from services.openid_person import NotAtWork, Person
from services.openid_settings import ACM_IDM
from services.openid_token import said_at
from services.platform import NotFound
from services.throttle import Throttle
from views import desk, openid_flow, openid_words
from views.openid_flow import Flow, Purpose
from views.seated import leave_place

bp = Blueprint("openid", __name__)

SHOWN, LEFT = "openid_fout", "openid_uit"
"""What the cookie keeps: what went wrong, and that the provider may be told of signing out."""
EACH, TOGETHER, WINDOW = 600, 6000, timedelta(hours=1)
"""Times that somebody goes or comes back: from one address of the network, which may be a whole school, and in all."""


def provider() -> Provider:
    """The provider of this installation.

    :raises NotFound: when none is set
    """
    found = current_app.extensions.get("naadloos.openid")
    if found is None:
        raise NotFound
    return cast(Provider, found)


def name() -> str:
    """What the button says after 'Aanmelden met'; '' when no provider is set."""
    found = current_app.extensions.get("naadloos.openid")
    return found.settings.name if found is not None else ""


def issuer() -> str:
    """The provider that is set, by its address; '' for none."""
    found = current_app.extensions.get("naadloos.openid")
    return found.settings.issuer if found is not None else ""


@bp.get("/openid/aanmelden")
def start() -> ResponseReturnValue:
    """Go and sign in; with `anders=1` as somebody else, or in another capacity.

    On a device that goes round it is asked again who it is: the provider may know this browser still.
    """
    wanted = request.args.get("volgende", "")
    if _goes_round():
        return _gone("bewijs", wanted, desk.who().id)
    return _gone("aanmelden", wanted, other="anders" in request.args)


@bp.get("/uitnodiging/<string:token>/openid")
def invited(token: str) -> ResponseReturnValue:
    """Answer an invitation there. Nothing changes before the provider says who it is."""
    provider()
    try:
        return _gone("uitnodiging", "", identities.invited(desk.platform(), token))
    except identities.Refused as fault:
        return shown(fault.why)


@bp.get("/openid/opnieuw")
def again() -> ResponseReturnValue:
    """Let who works here say again at the provider who it is, and come to `volgende` after that.

    It has to ask indeed, whatever it knows of the browser: that counts as just proved, and opens a locked screen.
    """
    return _gone("bewijs", request.args.get("volgende", ""), desk.who().id)


@bp.get("/openid/verder")
def leave() -> ResponseReturnValue:
    """A page between: what follows a form may not lead to another site (form-action of the CSP), a page may."""
    flow = openid_flow.leaving()
    if flow is None:
        return shown("verlopen")
    try:
        url = provider().url(flow.state, anew=flow.purpose == "bewijs")
    except Failed as fault:
        return _failed(fault)
    return _onward("openid_verder.html", url)


@bp.get("/openid/terug")
def back() -> ResponseReturnValue:
    """Where the provider sends somebody back."""
    if request.method == "HEAD":
        return "", 200
    flow = openid_flow.taken(request.args.get("state", ""))
    try:
        return _arrived(flow) if flow else shown("verlopen")
    except Failed as fault:
        return _failed(fault)
    except NotAtWork as fault:
        return shown(fault.why)
    except identities.Refused as fault:
        return shown(fault.why, [one.naam for one in fault.places])


@bp.get("/openid/mislukt")
def failed() -> ResponseReturnValue:
    """What went wrong, and what to do."""
    kept = session.get(SHOWN)
    why, places = kept if isinstance(kept, list) and len(kept) == 2 else ("verlopen", [])
    said = openid_words.said(str(why), provider().settings.name, [str(one) for one in places])
    inside = current_user.is_authenticated and current_user.is_in
    page = render_template(
        "openid_mislukt.html",
        layout="base.html" if inside else "kaal.html",
        gezegd=said,
        binnen=inside,
        hoedanigheden=provider().settings.profile == ACM_IDM,
    )
    return page, said.status


@bp.get("/openid/afgemeld")
def signed_out() -> ResponseReturnValue:
    """Signed out here; on to the provider, where somebody is signed in still."""
    line = provider()
    url = line.end_url(_outside("door.sign_in_page")) if session.pop(LEFT, False) else ""
    return _onward("openid_afgemeld.html", url)


def link() -> ResponseReturnValue:
    """Let who works here link the own account. Who calls this had it asked again who it is."""
    provider()
    openid_flow.begin("koppelen", url_for("second_step.overview"), desk.who().id)
    return redirect(url_for("openid.leave"))


def after_sign_out(token: str) -> str:
    """Where to go after signing out of a session: '' when it has nothing to do with a provider. Before it ends."""
    came = bool(name()) and identities.came_by_openid(desk.platform(), token)
    return url_for("openid.signed_out") if came else ""


def remember_sign_out() -> None:
    """In the cookie that is new after signing out."""
    session[LEFT] = True


def _gone(purpose: Purpose, wanted: str, about: str = "", *, other: bool = False) -> ResponseReturnValue:
    """The answer that leads to the provider."""
    line = provider()
    if not _throttle().allows(desk.source(), desk.platform().now()):
        return shown("te_vaak")
    try:
        return redirect(line.url(openid_flow.begin(purpose, wanted, about), anew=purpose == "bewijs", other=other))
    except Failed as fault:
        return _failed(fault)


def _arrived(flow: Flow) -> ResponseReturnValue:
    line, said = provider(), request.args
    if not _throttle().allows(desk.source(), desk.platform().now()):
        return shown("te_vaak")
    if said.get("iss", line.settings.issuer) != line.settings.issuer:
        raise Failed("ongeldig", "iss of the answer")
    if "error" in said:
        return shown("niet_afgewerkt" if said["error"] == "access_denied" else "ongeldig")
    found = line.claims(flow.state, said.get("code", ""), asked_at=flow.at if flow.purpose == "bewijs" else None)
    person = openid_person.person(line.settings.issuer, line.settings.profile, found)
    return _done(flow, person, second=line.counts_as_second(found), said_at=said_at(found))


def _done(flow: Flow, person: Person, *, second: bool, said_at: float | None) -> ResponseReturnValue:
    """What was left for. `said_at`: when the provider last asked who it is, in seconds; None when it does not tell."""
    if flow.purpose in ("aanmelden", "uitnodiging"):
        return shown("verlopen") if _goes_round() else _begun(flow, person, second=second, said_at=said_at)
    platform = desk.platform()
    if not current_user.is_authenticated or desk.who().id != flow.about:
        raise identities.Refused("ander")
    if flow.purpose == "bewijs":
        identities.prove(platform, desk.who(), desk.token(), person)
        if current_user.locked:
            leave_place()
            flow = Flow(flow.state, "bewijs", str(session.pop("terug_naar", "")) or flow.wanted, "", flow.at)
        return redirect(desk.back_to(flow.wanted))
    if not current_user.is_in:
        raise identities.Refused("ander")
    identities.link(platform, desk.who(), person)
    desk.say(f"Uw account is gekoppeld. U kunt u voortaan aanmelden met {name()}.")
    return redirect(flow.wanted)


def _begun(flow: Flow, person: Person, *, second: bool, said_at: float | None) -> ResponseReturnValue:
    platform, device = desk.platform(), desk.origin().words
    if flow.purpose == "aanmelden":
        token = identities.sign_in(platform, person, second=second, device=device)
    else:
        token = identities.accept(platform, flow.about, person, second=second, device=device)
    if said_at is not None and not said_at > (platform.now() - accounts.PROVED_FOR).timestamp():
        accounts.not_proved(platform, token)  # the provider let this browser in without a word
    return _inside(token, flow.wanted)


def _goes_round() -> bool:
    """Whether this is the device of somebody who handed it to others: nothing but saying who it is opens it."""
    return bool(current_user.is_authenticated and current_user.locked)


def _inside(token: str, wanted: str) -> ResponseReturnValue:
    """Signed in, in a cookie that is new."""
    session.clear()
    user = desk.load_signed_in(token)
    if user is None:
        raise identities.Refused("gestopt")
    login_user(user)
    if user.awaits:
        session["verder_naar"] = wanted
    else:
        desk.know_device(user.who.id)
    return redirect(desk.back_to(wanted))


def shown(why: str, places: list[str] | None = None) -> ResponseReturnValue:
    """On to the page that says what went wrong (views/openid_words.py)."""
    session[SHOWN] = [why, places or []]
    logging.getLogger("naadloos").info("openid refused", extra={"fields": {"why": why}})
    return redirect(url_for("openid.failed"))


def _failed(fault: Failed) -> ResponseReturnValue:
    logging.getLogger("naadloos").warning("openid failed", extra={"fields": {"why": fault.why, "what": str(fault)}})
    session[SHOWN] = [fault.why, []]
    return redirect(url_for("openid.failed"))


def _onward(template: str, url: str) -> ResponseReturnValue:
    """A page that goes on by itself, and has the way on it as well."""
    answer = make_response(render_template(template, url=url))
    if url:
        answer.headers["Refresh"] = f"0; url={url}"
    return answer


def _outside(endpoint: str) -> str:
    """An address of this site as people reach it from outside."""
    return str(current_app.config["URL"]).rstrip("/") + url_for(endpoint)


def _throttle() -> Throttle:
    """One for each app: in a server that is one a process."""
    made = current_app.extensions.setdefault("naadloos-openid-asked", Throttle(EACH, TOGETHER, WINDOW))
    assert isinstance(made, Throttle)  # noqa: S101  # put there just now
    return made
