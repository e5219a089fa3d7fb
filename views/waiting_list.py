"""The list of signatures that are waited for, in every round that one's organisation hosts."""

from __future__ import annotations

from itertools import groupby

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forms import RECORD_TYPES
from services import stuck
from services.said import listing
from services.stuck import Stuck
from views import desk
from views.words import waits

bp = Blueprint("waiting", __name__)

ICONS = {"teruggestuurd": "reply", "scan": "file-earmark-check", "beurt": "later"}


@bp.get("/handtekeningen")
def page() -> ResponseReturnValue:
    """On whom each open round waits, since when, why, and what helps; the longest waiting first.

    With ?toon=vast only what waits longer than a week, came back, or went wrong.
    """
    found = stuck.waiting(desk.platform(), desk.who())
    urgent = stuck.needs_somebody(desk.platform(), found)
    only_urgent = request.args.get("toon") == "vast"
    shown = urgent if only_urgent else found
    order = {version: nr for nr, version in enumerate(dict.fromkeys(_by_wait(shown)))}
    by_round = sorted(shown, key=lambda one: order[one.version_id])
    return render_template(
        "handtekeningen.html",
        rondes=[_round(list(several)) for _, several in groupby(by_round, key=lambda one: one.version_id)],
        aantal=len({one.version_id for one in found}),
        vastgelopen=len({one.version_id for one in urgent}),
        enkel_vast=only_urgent,
    )


def how_many() -> int:
    """How many rounds one's organisation hosts, for the top of every page."""
    return stuck.count(desk.platform(), desk.who())


def _by_wait(found: list[Stuck]) -> list[str]:
    """The rounds, first those in which somebody whose turn it is waits the longest."""
    return [one.version_id for one in found if one.kind != "beurt"] + [one.version_id for one in found]


def _round(several: list[Stuck]) -> dict[str, object]:
    first = several[0]
    later = [one.party for one in several if one.kind == "beurt"]
    return {
        "wie": first.dossier,
        "nummer": first.dossier_number,
        "url": url_for("round.page", version_id=first.version_id),
        "title": f"{RECORD_TYPES[first.record_type].title}, versie {first.version_number}",
        "partijen": [_party(one) for one in several if one.kind != "beurt"],
        "daarna": listing(later),
    }


def _party(one: Stuck) -> dict[str, object]:
    anchor = "teruggestuurd" if one.action == "teruggestuurd" else f"wie-{one.party_id}"
    url = (
        url_for("signing.sign_page", version_id=one.version_id)
        if one.action == "zelf"
        else url_for("round.page", version_id=one.version_id, _anchor=anchor)
    )
    return {
        "naam": one.party,
        "rol": one.role,
        "reden": one.reason,
        "icoon": "exclamation-circle" if one.failed else ICONS.get(one.kind, "wacht"),
        "sinds": waits(one.since, desk.platform().today()),
        "url": url,
        "knop": one.help,
    }
