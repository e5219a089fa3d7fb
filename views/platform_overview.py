"""The room of who manages the platform: what there is, what to do first, and how it is."""

from __future__ import annotations

from flask import Blueprint, current_app, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from forms.organisatie import SOORTEN
from services import chain_check, health, selfcheck, settings
from services.administration import ADMINISTRATOR, require_platform
from store import counts
from views import desk

bp = Blueprint("platform", __name__)

ICONS = {"goed": "klaar", "let_op": "wacht", "mis": "laat"}
WORDS = {"goed": "In orde", "let_op": "Kijk na", "mis": "Niet in orde"}
SEVERAL = {
    "clb": "CLB’s",
    "naft": "NAFT-aanbieders",
    "school": "Scholen",
    "pbd": "Pedagogische begeleidingsdiensten",
    "welzijn": "Welzijnsvoorzieningen",
    "meldpunt": "Meldpunten",
    "andere": "Andere organisaties",
}
WHOLE = {
    "goed": "Alles is in orde.",
    "let_op": "Alles werkt. Er zijn dingen om na te kijken.",
    "mis": "Er is iets niet in orde.",
}

STEPS = {
    "school_list.start": ("Neem de lijst van scholen op", "Dan kiest iedereen een school uit de lijst."),
    "register.new": ("Voeg de CLB’s en NAFT-aanbieders toe", "Zonder hen is er geen dossier."),
    "register.overview": (
        "Geef elke organisatie een beheerder",
        "Die nodigt haar collega’s uit, en stelt sjablonen en logo in.",
    ),
    "settings.page": ("Kies de instellingen", "Wat geen bron vastlegt, beslist u."),
    "platform.health_page": (
        "Stel een mailserver in",
        "Dat gebeurt bij de installatie. Tot dan staan mails in een map op de server.",
    ),
}
"""Page where it is done -> what comes first in a new instance, and why."""


@bp.before_request
def _only_theirs() -> None:
    require_platform(desk.who())


@bp.get("/platform")
def page() -> ResponseReturnValue:
    """What there is of everything, what is still to do, and how the instance is."""
    found = counts.counts(desk.platform().db, ADMINISTRATOR)
    lines = _look()
    return render_template(
        "platform.html",
        tellers=[
            {"naam": _called(soort, many), "aantal": many, "url": url_for("register.overview", soort=soort)}
            for soort in SOORTEN
            if (many := found.organisations.get(soort, 0))
        ],
        accounts=found.accounts,
        dossiers=found.dossiers,
        stappen=_steps(found),
        zonder_beheerder=found.without_administrator,
        niet_erkend=found.not_recognised,
        gezondheid={"soort": ICONS[health.worst(lines)], "tekst": WHOLE[health.worst(lines)]},
        let_op=[_line(one) for one in lines if one.level != "goed"],
    )


@bp.get("/platform/gezondheid")
def health_page() -> ResponseReturnValue:
    """Everything that can be looked at from here."""
    lines = _look()
    return render_template(
        "platform_gezondheid.html",
        geheel={"soort": ICONS[health.worst(lines)], "tekst": WHOLE[health.worst(lines)]},
        regels=[_line(one) for one in lines],
    )


@bp.post("/platform/gezondheid/keten")
def check_chain() -> ResponseReturnValue:
    """Have the chain computed again, in the background."""
    chain_check.ask(desk.platform(), desk.who())
    desk.say("De controle van de keten is gevraagd. Laad deze pagina straks opnieuw voor de uitkomst.")
    return redirect(url_for("platform.health_page"))


def _called(soort: str, many: int) -> str:
    return SOORTEN[soort] if many == 1 else SEVERAL[soort]


def _look() -> list[health.Line]:
    config = current_app.config
    return selfcheck.on_page(health.House(desk.platform(), desk.post_office(), config["VERSION"], config["REPLICA"]))


def _line(one: health.Line) -> dict[str, str]:
    word, icon = WORDS[one.level], ICONS[one.level]
    return {"naam": one.name, "label": one.label, "woord": word, "soort": icon, "tekst": one.said, "hulp": one.help}


def _steps(found: counts.Counts) -> list[dict[str, object]]:
    """What comes first in a new instance, in order; none once all is done."""
    there = {soort for soort, many in found.organisations.items() if many}
    done = {
        "school_list.start": "school" in there,
        "register.new": {"clb", "naft"} <= there,
        "register.overview": bool({"clb", "naft"} & there) and not found.without_administrator,
        "settings.page": settings.decided(desk.platform()),
        "platform.health_page": desk.post_office().real,
    }
    if all(done.values()):
        return []
    return [
        {"wat": what, "waarom": why, "url": url_for(page), "klaar": done[page]} for page, (what, why) in STEPS.items()
    ]
