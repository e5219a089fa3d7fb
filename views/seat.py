"""A place at the table: one page for one person on the device that goes round. No session of anybody is used here."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from rules.readers import key
from services import documents, rounds, seating, sending_back, signing, unsigned
from services.accounts import token_hash
from services.dossiers import File, read_file
from services.platform import LETTERS
from store import dossiers, records, seats
from store.seats import Seat
from store.signatures import Place
from store.versions import Version
from views import desk
from views.signing import posted_answer, posted_back, sign_form

bp = Blueprint("seat", __name__)

READER = {"leerling": "L", "ouder": "O", "voogd": "O", "opvoedingsverantwoordelijke": "O", "pbd": "P"}
"""Role -> whose copy a person at the table reads. A professional without an account reads what the organisation may."""


@bp.get("/tafel/<string:token>")
def page(token: str) -> ResponseReturnValue:
    """The text and the choice. Looking changes nothing."""
    file, version, place, _ = _seat(token)
    url_back = url_for("seat.send_back", token=token)
    return sign_form(file, version, place, "kaal.html", _reader(file, place), {}, [], url_back)


@bp.post("/tafel/<string:token>")
def sign(token: str) -> ResponseReturnValue:
    """Sign at this place; the place is used up with it."""
    file, version, place, _ = _seat(token)
    try:
        seating.sign_at_seat(desk.platform(), file, token, posted_answer())
    except signing.IncompleteAnswer as fault:
        url_back, posted = url_for("seat.send_back", token=token), request.form.to_dict()
        return sign_form(file, version, place, "kaal.html", _reader(file, place), posted, fault.errors, url_back), 422
    documents.make_missing(desk.platform(), file)
    refused = request.form.get("besluit") == rounds.REFUSED
    return redirect(url_for("seat.done", nee=1 if refused else None))


@bp.post("/tafel/<string:token>/terugsturen")
def send_back(token: str) -> ResponseReturnValue:
    """Ask for a change in one section at this place; the place is used up with it."""
    file, version, place, _ = _seat(token)
    letter = _reader(file, place)
    try:
        sending_back.send_back_at_seat(desk.platform(), file, token, **posted_back(version, letter))
    except signing.IncompleteAnswer as fault:
        url_back, posted = url_for("seat.send_back", token=token), request.form.to_dict()
        return sign_form(file, version, place, "kaal.html", letter, posted, fault.errors, url_back), 422
    return redirect(url_for("seat.sent_back", jij=1 if letter.startswith("L") else None))


@bp.get("/tafel/teruggestuurd")
def sent_back() -> ResponseReturnValue:
    """What happens next; nothing on it is about anybody."""
    return render_template(
        "teruggestuurd.html",
        layout="kaal.html",
        jij=bool(request.args.get("jij")),
        url_verder=url_for("door.unlock_page"),
        verder=f"Geef het toestel terug aan {session.get('gastheer', 'de begeleider')}",
        url_tekenen="",
    )


@bp.get("/tafel/klaar")
def done() -> ResponseReturnValue:
    """What happens now; nothing on it is about anybody."""
    text = (
        "We hebben genoteerd dat er niet getekend wordt. Dat mag. Het komt zo op het document."
        if request.args.get("nee")
        else "Het antwoord is bewaard. Zodra iedereen antwoordde, komt er een document. Vraag er gerust een kopie van."
    )
    return render_template(
        "getekend.html",
        title="Bedankt",
        uitleg=text,
        url_terug=url_for("door.unlock_page"),
        terug_naam=session.get("gastheer", "de begeleider"),
    )


def _seat(token: str) -> tuple[File, Version, Place, Seat]:
    """The open place of a token.

    :raises SeatTaken: unknown, used, taken away or expired: one answer for all
    """
    db, at = desk.platform().db, desk.platform().at()
    seat = seats.seat(db, token_hash(token))
    if seat is None or seat.used_at is not None or seat.expires_at <= at:
        raise seats.SeatTaken
    version, place = rounds.place_of(desk.platform(), seat.version_id, seat.party_id)
    record = records.record(db, version.record_id)
    dossier = dossiers.dossier(db, record.dossier_id) if record else None
    if dossier is None:
        raise seats.SeatTaken
    desk.visits(dossier.id, version.id)
    file = read_file(desk.platform(), dossier)
    if not unsigned.may_sign_today(desk.platform(), file, place):
        raise seats.SeatTaken
    return file, version, place, seat


def _reader(file: File, place: Place) -> str:
    """Whose copy somebody at the table reads: where there are several pupils, the own one's."""
    party = file.party(place.signer.party_id)
    if party is None:
        raise seats.SeatTaken
    organisation = file.organisation_of(party)
    if party.rol not in READER:
        return LETTERS.get(organisation.soort if organisation else "", "")
    several = file.dossier.soort in ("leerlingen", "klasgroep") and party.rol != "pbd"
    own = party.id if party.rol == "leerling" else str(party.answers.get("van_leerling") or "")
    return key(READER[party.rol], own if several else "")
