"""Finding an organisation while one types: for the search box of a form (static/zoeken.js)."""

from __future__ import annotations

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue

from services import places
from views import desk

bp = Blueprint("place", __name__)

KINDS = ("clb", "naft", "school", "pbd", "welzijn", "meldpunt", "andere")


@bp.get("/organisaties/zoek")
def search() -> ResponseReturnValue:
    """The organisations of the kinds in ?soort= that fit ?q=, at most services.places.SHOWN, as JSON."""
    kinds = [kind for kind in dict.fromkeys(request.args.getlist("soort")) if kind in KINDS]
    found = places.search(desk.platform(), request.args.get("q", "")[:100], kinds)
    return jsonify(
        gevonden=[{"id": one.id, "naam": one.name, "waar": one.where} for one in found],
        meer=len(found) == places.SHOWN,
    )
