"""The course of a dossier as a picture and as a table: to look at together, or to print and take along."""

from __future__ import annotations

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forms.amounts import MONTHS
from services.course import Course, Stop, course, spread
from services.dossiers import short_name
from views import desk
from views.words import until

bp = Blueprint("course", __name__)

ROAD, MARGIN, GAP = 900.0, 46.0, 80.0
"""The picture that lies: its length, the space at both ends, and the least between two stops."""
STEP = 84.0
"""The picture that stands, for a phone: from one stop to the next."""


@bp.get("/dossiers/<string:dossier_id>/verloop")
def page(dossier_id: str) -> ResponseReturnValue:
    """What was and what comes. With ?voor=gezin in words for pupil and parents, who read no other pupil's name."""
    file, platform = desk.dossier(dossier_id), desk.platform()
    at_home = request.args.get("voor") == "gezin"
    found = course(platform, desk.who(), file, at_home=at_home)
    pupils = [short_name(one.answers) for one in file.in_role("leerling")]
    return render_template(
        "verloop.html",
        dossier={
            "label": file.dossier.number if at_home and len(pupils) > 1 else file.dossier.label,
            "number": file.dossier.number,
            "url": url_for("dossier.page", dossier_id=dossier_id),
        },
        gezin=at_home,
        wie=pupils[0].partition(" ")[0] if len(pupils) == 1 else "",
        haltes=[_row(one, found) for one in found.stops],
        liggend=_lying(found),
        staand=_standing(found),
        vandaag=found.today.isoformat(),
        daarna=found.after,
        url_gezin=url_for("course.page", dossier_id=dossier_id, voor="gezin"),
        url_gewoon=url_for("course.page", dossier_id=dossier_id),
    )


def _row(stop: Stop, found: Course) -> dict[str, object]:
    return {
        "dag": stop.day.isoformat(),
        "over": until(stop.day, found.today, "geleden" if stop.when == "voorbij" or not stop.late else "te laat"),
        "kort": stop.short,
        "tekst": stop.text,
        "icoon": stop.icon,
        "stand": stop.when,
        "laat": stop.late,
        "wie": stop.who,
    }


def _lying(found: Course) -> dict[str, object]:
    """Along a road from left to right, in proportion to time as far as there is room."""
    drawn = found.drawn
    places = [MARGIN + at for at in spread([one.day for one in drawn], ROAD, GAP)]
    now = _now(found, places, MARGIN)
    return {
        "breedte": ROAD + 2 * MARGIN,
        "haltes": [_halt(one, at) for one, at in zip(drawn, places, strict=True)],
        "nu": now,
        "wijst": 0 < found.over < len(drawn) and all(abs(at - now) > GAP / 2 for at in places),
    }


def _standing(found: Course) -> dict[str, object]:
    """From top to bottom, one stop under the other."""
    places = [STEP / 2 + STEP * nr for nr, _ in enumerate(found.drawn)]
    return {
        "hoogte": STEP * len(places),
        "haltes": [_halt(one, at) for one, at in zip(found.drawn, places, strict=True)],
        "nu": _now(found, places, 0),
    }


def _halt(stop: Stop, at: float) -> dict[str, object]:
    return {
        "op": at,
        "dag": f"{stop.day.day} {MONTHS[stop.day.month - 1][:3]}",
        "jaar": stop.day.year,
        "kort": stop.short,
        "icoon": stop.icon,
        "stand": stop.when,
        "laat": stop.late,
    }


def _now(found: Course, places: list[float], begin: float) -> float:
    """How far along we are: at the last stop that is over, or half way to the next one when time went by since."""
    if not places:
        return begin
    if found.over in (0, len(places)):
        return places[0] if found.over == 0 else places[-1]
    before, after = found.drawn[found.over - 1], found.drawn[found.over]
    whole = (after.day - before.day).days or 1
    part = min(max((found.today - before.day).days / whole, 0.0), 1.0)
    return round(places[found.over - 1] + part * (places[found.over] - places[found.over - 1]), 1)
