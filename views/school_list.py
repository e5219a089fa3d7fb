"""Taking over the public list of schools: choosing the file, seeing what it would do, saying yes."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forms.organisatie import NETTEN, SCHOOLSOORTEN
from services import school_import
from services.administration import require_platform
from services.dossiers import organisation_name
from services.organisation_register import differences
from services.school_import import NotAsShown
from services.schools import BadFile, Comparison
from store import school_lists
from store.organisations import Organisation
from store.school_lists import SchoolList
from views import desk, uploads

bp = Blueprint("school_list", __name__)

LARGEST_POST = 8_500_000
"""Bytes of a post that brings in a list (app.py)."""
TOO_LARGE = "Dit bestand is te groot: hoogstens 8 MB. Is dit wel de lijst van scholen?"
CHANGED = "Er veranderde intussen iets. Kijk opnieuw na wat er nu gebeurt, en bevestig dan."
SHOWN = 10
"""Lines of each group on the page."""
LABELS = {
    "naam": "naam",
    "net": "net",
    "schoolsoorten": "onderwijs",
    "adres": "adres",
    "postcode": "postcode",
    "gemeente": "gemeente",
    "active": "in gebruik",
}


@bp.before_request
def _only_theirs() -> None:
    require_platform(desk.who())


@bp.get("/platform/scholen")
def start() -> ResponseReturnValue:
    """Choose a list; what was taken over before stands under it."""
    return _start([])


@bp.post("/platform/scholen")
def upload() -> ResponseReturnValue:
    """Check the list and keep it apart; then what it would do."""
    try:
        content, name = uploads.chosen("bestand")
        made = school_import.look(desk.platform(), desk.who(), content, name)
    except (BadFile, uploads.Unwanted) as fault:
        return _start([("bestand", str(fault))]), 422
    return redirect(url_for("school_list.page", list_id=made))


@bp.errorhandler(413)
def too_large(_: Exception) -> ResponseReturnValue:
    """The form again: nothing was read."""
    return _start([("bestand", TOO_LARGE)]), 413


@bp.get("/platform/scholen/<string:list_id>")
def page(list_id: str) -> ResponseReturnValue:
    """What a list that waits would do now."""
    one = school_import.of_id(desk.platform(), desk.who(), list_id)
    return _taken() if one.taken_at else _look(one, [])


@bp.post("/platform/scholen/<string:list_id>")
def take(list_id: str) -> ResponseReturnValue:
    """Do what was shown."""
    platform, who, posted = desk.platform(), desk.who(), request.form
    one = school_import.of_id(platform, who, list_id)
    if one.taken_at:
        return _taken()
    try:
        done = school_import.take(
            platform, who, list_id, seen=posted.get("gezien", ""), stop_missing="verdwenen" in posted
        )
    except NotAsShown:
        now = school_import.of_id(platform, who, list_id)
        return _taken() if now.taken_at else (_look(now, [("", CHANGED)]), 409)
    gone = f", {done.stopped} niet meer in gebruik" if done.stopped else ""
    desk.say(f"De lijst is overgenomen: {done.added} nieuw, {done.changed} gewijzigd{gone}.")
    return redirect(url_for("school_list.start"))


@bp.post("/platform/scholen/<string:list_id>/weg")
def remove(list_id: str) -> ResponseReturnValue:
    """Let go of a list that waits."""
    school_import.forget(desk.platform(), desk.who(), list_id)
    desk.say("De lijst is weg. Er is niets van overgenomen.")
    return redirect(url_for("school_list.start"))


def _start(errors: list[tuple[str, str]]) -> str:
    lists = school_lists.newest(desk.platform().db)
    return render_template(
        "platform_scholen.html",
        errors=errors,
        wachten=[{"naam": one.filename, "op": one.uploaded_at, "url": _url(one)} for one in lists if not one.taken_at],
        genomen=[{"naam": one.filename, "op": one.taken_at} for one in lists if one.taken_at],
    )


def _taken() -> ResponseReturnValue:
    desk.say("Deze lijst is al overgenomen.")
    return redirect(url_for("school_list.start"))


def _look(one: SchoolList, errors: list[tuple[str, str]]) -> str:
    found = school_import.preview(desk.platform(), desk.who(), one.id)
    return render_template(
        "platform_scholen_kijk.html",
        errors=errors,
        bestand=one.filename,
        gezien=school_import.shown_as(one, found),
        url=_url(one),
        url_weg=url_for("school_list.remove", list_id=one.id),
        toon=SHOWN,
        **_groups(found),
    )


def _url(one: SchoolList) -> str:
    return url_for("school_list.page", list_id=one.id)


def _groups(found: Comparison) -> dict[str, object]:
    """The numbers of each group, and its first lines."""
    return {
        "aantal": {
            "nieuw": len(found.added),
            "gewijzigd": len(found.changed),
            "gelijk": found.unchanged,
            "verdwenen": len(found.missing),
            "geweigerd": len(found.refused),
        },
        "nieuw": [_school(one) for one in found.added[:SHOWN]],
        "gewijzigd": [_school(old) | {"wat": _changes(old, new)} for old, new in found.changed[:SHOWN]],
        "verdwenen": [_school(one) for one in found.missing[:SHOWN]],
        "geweigerd": [{"regel": nr, "waarom": why} for nr, why in found.refused[:SHOWN]],
        "niets": found.does_nothing and not found.missing,
    }


def _school(one: Organisation) -> dict[str, object]:
    place = " ".join(part for part in (one.postcode, one.gemeente) if part)
    return {"naam": organisation_name(one), "nummer": one.instellingsnummer, "waar": place}


def _changes(old: Organisation, new: Organisation) -> list[dict[str, str]]:
    return [
        {"wat": LABELS[name], "van": _said(name, was), "naar": _said(name, becomes)}
        for name, (was, becomes) in differences(old, new).items()
    ]


def _said(name: str, value: object) -> str:
    if name == "schoolsoorten" and isinstance(value, list):
        return ", ".join(SCHOOLSOORTEN.get(str(one), str(one)) for one in value)
    if isinstance(value, bool):
        return "ja" if value else "nee"
    return NETTEN.get(str(value), str(value)) if name == "net" else str(value)
