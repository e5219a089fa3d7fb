"""The house style of an organisation: logo and colour, with a look at it first; and the colour as a stylesheet."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from services import administration, colours, house_style, organisation_logo
from services.colours import Verdict
from services.house_style import BadColour
from services.logo_image import BadLogo
from services.platform import NotFound
from views import desk, uploads

bp = Blueprint("house", __name__)

OURS = "#0b5260"
"""The accent of static/theme.css."""
A_YEAR = "public, max-age=31536000, immutable"

Errors = Sequence[tuple[str, str]]


@bp.get("/beheer/huisstijl")
def page() -> ResponseReturnValue:
    """Logo and colour as they are."""
    return _page([])


@bp.post("/beheer/huisstijl")
def put() -> ResponseReturnValue:
    """Look at a colour, keep it, or go back to that of Naadloos."""
    who, doing, typed = desk.who(), request.form.get("doe", ""), _typed()
    administration.require(who)
    if doing == "weg":
        house_style.remove(desk.platform(), who)
        desk.say("De pagina's hebben weer de kleur van Naadloos.")
        return redirect(url_for("house.page"))
    if doing == "bekijk":
        colour = colours.parse(typed)
        if colour is None:
            return _page([("kleur", house_style.NO_COLOUR)], typed), 422
        return _page([], colour, colours.verdict(colour))
    try:
        house_style.put(desk.platform(), who, typed)
    except BadColour as fault:
        return _page([("kleur", str(fault))], typed, fault.verdict), 422
    desk.say("De kleur is bewaard. Iedereen van uw organisatie ziet ze vanaf de volgende pagina.")
    return redirect(url_for("house.page"))


@bp.post("/beheer/huisstijl/logo")
def put_logo() -> ResponseReturnValue:
    """Another logo."""
    try:
        organisation_logo.put(desk.platform(), desk.who(), uploads.chosen("logo")[0])
    except (BadLogo, uploads.Unwanted) as fault:
        return _page([("logo", str(fault))]), 422
    desk.say("Het logo is bewaard.")
    return redirect(url_for("house.page"))


@bp.post("/beheer/huisstijl/logo/weg")
def remove_logo() -> ResponseReturnValue:
    """No logo any more."""
    organisation_logo.remove(desk.platform(), desk.who())
    desk.say("Het logo is weg.")
    return redirect(url_for("house.page"))


@bp.get("/beheer/huisstijl/logo.png")
def logo() -> ResponseReturnValue:
    """The logo as it is kept."""
    content = organisation_logo.content(desk.platform(), desk.who())
    if content is None:
        raise NotFound
    return Response(content, mimetype="image/png")


@bp.get("/huisstijl/<string:colour>.css")
def style(colour: str) -> ResponseReturnValue:
    """The tokens of a colour that can be read. It is of nobody: the address says all that is in it."""
    if colours.parse(colour) != f"#{colour}" or not colours.verdict(f"#{colour}").good:
        raise NotFound
    return _stylesheet(house_style.stylesheet(f"#{colour}"))


@bp.get("/huisstijl/proef/<string:colour>.css")
def sample(colour: str) -> ResponseReturnValue:
    """The same for the sample on the page; of a colour that cannot be read, the nearest one that can."""
    if colours.parse(colour) != f"#{colour}":
        raise NotFound
    return _stylesheet(house_style.stylesheet(colours.verdict(f"#{colour}").better, ".kleurproef"))


def _stylesheet(text: str) -> Response:
    """The same address is the same text for ever."""
    answer = Response(text, mimetype="text/css")
    answer.headers["Cache-Control"] = A_YEAR
    return answer


def _typed() -> str:
    """The colour that was meant: without scripts there are two fields, and the one that changed counts."""
    form = request.form
    typed, picked, was = (form.get(name, "") for name in ("kleur", "kiezer", "was"))
    return picked if picked and typed == was and picked != was else typed


def _page(errors: Errors, typed: str = "", verdict: Verdict | None = None) -> str:
    platform, who = desk.platform(), desk.who()
    kept = organisation_logo.shown(platform, who)
    now = who.organisation.accent
    shown = typed or now or OURS
    colour = colours.parse(shown) or now or OURS
    found = verdict or colours.verdict(colour)
    return render_template(
        "huisstijl.html",
        organisatie=who.organisation.naam,
        logo={"op": kept.uploaded_at, "url": url_for("house.logo", v=kept.sha256[:8])} if kept else None,
        eigen=now,
        kleur=shown,
        kiezer=colour,
        bekeken=bool(typed),
        oordeel={
            "goed": found.good,
            "contrast": house_style.in_words(found.contrast),
            "beter": found.better,
        },
        url_proef=url_for("house.sample", colour=colour[1:]),
        errors=errors,
    )
