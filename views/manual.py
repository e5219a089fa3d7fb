"""The handleiding inside the app, and what we say about accessibility."""

from __future__ import annotations

from pathlib import Path

from flask import Blueprint, current_app, render_template
from flask.typing import ResponseReturnValue

from services import manual
from services.platform import NotFound
from views import desk

bp = Blueprint("manual", __name__)


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
