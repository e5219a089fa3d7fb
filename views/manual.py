"""The handleiding inside the app, and what we say about accessibility."""

from __future__ import annotations

from pathlib import Path

from flask import Blueprint, current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue

from services import manual
from services.platform import NotFound, Who
from views import desk

bp = Blueprint("manual", __name__)

OWN = {
    "worklist.page": {"clb": "werklijst", "naft": "werklijst", "school": "werklijst"},
    "question.overview": {"clb": "vraag", "school": "vraag"},
    "question.page": {"clb": "vraag", "school": "vraag"},
    "question.new": {"school": "vraag"},
    "opening.new": {"clb": "openen"},
    "party.new": {"clb": "openen"},
    "tasks.page": {"clb": "schrijven", "naft": "doelen", "school": "engagementen"},
    "record.step": {"clb": "schrijven", "naft": "doelen", "school": "engagementen"},
    "record.review": {"clb": "vastleggen", "naft": "vastleggen", "school": "engagementen"},
    "action.page": {"clb": "aanmelden", "naft": "beslissen"},
    "course.page": {"clb": "volgen"},
    "dossier.page": {"clb": "volgen", "naft": "evalueren", "school": "lezen"},
    "consent.new": {"clb": "privacy"},
    "visits.page": {"clb": "privacy"},
    "visits.for_pupil": {"clb": "privacy"},
    **{
        page: {"clb": "rechten", "naft": "rechten"}
        for page in (
            "pupil_right.overview",
            "pupil_right.new",
            "pupil_right.page",
            "pupil_right.act",
            "pupil_copy.review",
            "pupil_copy.page",
            "correction.choose",
            "correction.new",
        )
    },
    "handover.page": {"clb": "ander"},
    "emergency.ask": {"clb": "nood", "naft": "nood"},
    "emergency.page": {"clb": "nood", "naft": "nood"},
    "emergency.judge": {"clb": "nood"},
    **{
        page: {"clb": "beveiliging", "naft": "beveiliging", "school": "beveiliging"}
        for page in ("second_step.overview", "my_password.page", "my_address.page")
    },
    "figures.page": {"clb": "cijfers", "naft": "cijfers", "school": "cijfers"},
    "me.page": {"clb": "mails", "naft": "mails", "school": "mails"},
    "signing.sign_page": {"school": "tekenen"},
}
"""Page -> the chapter of one's own work and the heading in it that explain it."""

SHARED = {
    "round.page": ("tafel", "ronde"),
    "paper.page": ("tafel", "papier"),
    "waiting.page": ("tafel", "overzicht"),
    "people.page": ("beheer", "uitnodigen"),
    "people.new": ("beheer", "uitnodigen"),
    "people.one": ("beheer", "rollen"),
    "manage.second_step_page": ("beheer", "tweede"),
    "house.page": ("beheer", "huisstijl"),
    "template.overview": ("beheer", "sjablonen"),
    "template.page": ("beheer", "sjablonen"),
    "manage.kept": ("beheer", "bewaren"),
    "keeping.one": ("beheer", "bewaren"),
    "privacy_papers.papers": ("beheer", "privacy"),
    "openid_own.page": ("beheer", "openid"),
    "post.page": ("beheer", "mail"),
    "platform.page": ("platform", "begin"),
    "school_list.start": ("platform", "scholen"),
    "school_list.page": ("platform", "scholen"),
    "register.overview": ("platform", "organisaties"),
    "register.page": ("platform", "beheerders"),
    "settings.page": ("platform", "instellingen"),
    "platform.health_page": ("platform", "gezondheid"),
}
"""Page -> the chapter and the heading that explain it, the same for everybody."""


def explains(who: Who) -> str:
    """Address of the place in the handleiding that explains this page; its first page where there is no such place."""
    here = request.endpoint or ""
    own = manual.own(who)
    chapter, heading = SHARED.get(here) or (own, OWN.get(here, {}).get(own, ""))
    if not heading:
        return url_for("manual.page")
    return url_for("manual.chapter", slug=chapter, _anchor=heading)


@bp.get("/handleiding")
def page() -> ResponseReturnValue:
    """The chapters, with the own one first."""
    return render_template("handleiding.html", hoofdstukken=manual.CHAPTERS, eigen=manual.own(desk.who()))


@bp.get("/handleiding/<string:slug>")
def chapter(slug: str) -> ResponseReturnValue:
    """One chapter."""
    found = next((one for one in manual.CHAPTERS if one.slug == slug), None)
    if found is None:
        raise NotFound
    sizes = manual.sizes(Path(str(current_app.static_folder)) / "handleiding")
    return render_template(
        f"handleiding_{slug}.html",
        hoofdstuk=found,
        maten=sizes,
        volgend=manual.after(found),
    )


@bp.get("/toegankelijkheid")
def accessibility() -> ResponseReturnValue:
    """How accessible the pages are, what is not, and where to say so."""
    return render_template("toegankelijkheid.html")
