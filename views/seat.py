"""A place at the table: one page for one person on the device that goes round. No session of anybody is used here."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from services import documents, rounds, seating, signing, unsigned
from services.accounts import token_hash
from services.dossiers import File, read_file
from services.reading import reader_for
from store import dossiers, records, seats
from store.seats import Seat
from store.signatures import Place
from store.versions import Version
from views import desk
from views.signing import posted_answer, sign_form

bp = Blueprint("seat", __name__)


@bp.get("/tafel/<string:token>")
def page(token: str) -> ResponseReturnValue:
    """The text and the choice. Looking changes nothing."""
    file, version, place, _ = _seat(token)
    return sign_form(file, version, place, "kaal.html", _reader(file, place), {}, [])


@bp.post("/tafel/<string:token>")
def sign(token: str) -> ResponseReturnValue:
    """Sign at this place; the place is used up with it."""
    file, version, place, _ = _seat(token)
    try:
        seating.sign_at_seat(desk.platform(), file, token, posted_answer())
    except signing.IncompleteAnswer as fault:
        return sign_form(
            file, version, place, "kaal.html", _reader(file, place), request.form.to_dict(), fault.errors
        ), 422
    documents.make_missing(desk.platform(), file)
    refused = request.form.get("besluit") == rounds.REFUSED
    return redirect(url_for("seat.done", nee=1 if refused else None))


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
    """Whose copy somebody at the table reads."""
    party = file.party(place.signer.party_id)
    if party is None:
        raise seats.SeatTaken
    return reader_for(file, party)
