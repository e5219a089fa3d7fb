"""Signing: the text, and then the choice. In one's own account, and what every other page to sign shares with it."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forms import RECORD_TYPES
from services import documents, rounds, signing
from services.dossiers import File, name_of
from services.platform import NotFound
from store.signatures import Place
from store.versions import Version
from views import desk
from views.frozen import changes_for, text_for, version_of

bp = Blueprint("signing", __name__)

CHOICES = {
    "akkoord": "Ik ga akkoord",
    "niet_akkoord": "Ik ga niet akkoord",
    "kennisname": "Ik heb dit gelezen",
    "geweigerd": "Ik teken niet",
}


@bp.get("/versies/<string:version_id>/tekenen")
def sign_page(version_id: str) -> ResponseReturnValue:
    """The text, and then the choice, in one's own account."""
    file, version = version_of(version_id)
    place = _my_place(file, version)
    if place.signature is not None or version.closed_at is not None:
        return redirect(url_for("round.page", version_id=version_id))
    return sign_form(file, version, place, "base.html", desk.who().letter, {}, [])


@bp.post("/versies/<string:version_id>/tekenen")
def sign(version_id: str) -> ResponseReturnValue:
    """Sign, or say no, in one's own account."""
    file, version = version_of(version_id)
    place = _my_place(file, version)
    answer = posted_answer()
    try:
        signing.sign(desk.platform(), file, version_id, place.signer.party_id, answer, desk.who())
    except rounds.AlreadyAnswered:
        return redirect(url_for("round.page", version_id=version_id))
    except signing.IncompleteAnswer as fault:
        posted = request.form.to_dict()
        return sign_form(file, version, place, "base.html", desk.who().letter, posted, fault.errors), 422
    documents.make_missing(desk.platform(), file)
    desk.say("Uw antwoord is bewaard.")
    return redirect(url_for("round.page", version_id=version_id))


def _my_place(file: File, version: Version) -> Place:
    place = rounds.my_place(desk.platform(), desk.who(), file, version)
    if place is None:
        raise NotFound
    return place


def posted_answer() -> signing.Answer:
    """What was posted on a signing page."""
    form = request.form
    return signing.Answer(
        decision=form.get("besluit", ""),
        shown_root=form.get("shown_root", ""),
        typed=form.get("getypt", ""),
        drawn=form.get("tekening", ""),
        way=form.get("wijze", "typen"),
        remark=form.get("opmerking", ""),
    )


def sign_form(
    file: File,
    version: Version,
    place: Place,
    layout: str,
    letter: str,
    posted: dict[str, str],
    errors: list[tuple[str, str]],
) -> str:
    """The signing page: text, declaration, choices."""
    party = file.party(place.signer.party_id)
    record_type = RECORD_TYPES[version.payload["type"]]
    return render_template(
        "tekenen.html",
        layout=layout,
        title=record_type.title,
        naam=name_of(party.answers) if party else "",
        jij=bool(party and party.rol == "leerling"),
        stappen=text_for(version, letter),
        wijzigingen=changes_for(version, letter),
        root=version.root,
        shown_root=version.root,
        verklaring=record_type.declaration,
        besluiten=[(value, CHOICES[value]) for value, _ in rounds.choices_for(place)],
        errors=errors,
        posted=posted,
    )
