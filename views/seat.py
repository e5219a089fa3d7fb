"""A place for one person without an account, at the table or behind a personal link; nobody's session is used here."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from services import documents, house_style, rounds, seating, sending_back, signing, unsigned
from services.accounts import token_hash
from services.dossiers import File
from services.reading import reader_for
from store import seats, signatures
from store.seats import Seat
from store.signatures import Place
from store.versions import Version
from views import desk, languages
from views.languages import gettext as _
from views.seated import leave_place, secret_of
from views.signing import posted_answer, posted_back, sign_form

bp = Blueprint("seat", __name__)


@bp.get("/tafel/<string:place>")
def page(place: str) -> ResponseReturnValue:
    """The text and the choice. Looking changes nothing."""
    file, version, asked, _seated = _seat(secret_of(place))
    return sign_form(file, version, asked, "kaal.html", _reader(file, asked), {}, [], place)


@bp.post("/tafel/<string:place>")
def sign(place: str) -> ResponseReturnValue:
    """Sign at this place; the place is used up with it. Another language: the same page, with what was typed."""
    token = secret_of(place)
    if request.form.get("enkel_taal"):
        file, version, asked, _seated = _seat(token)
        return sign_form(file, version, asked, "kaal.html", _reader(file, asked), request.form.to_dict(), [], place)
    try:
        return _sign(place, token)
    except seats.SeatTaken:
        seat, decision = _kept(token)
        if seat is None:
            raise
        return _thanks(seat, decision)  # a double click: the first one counts


def _sign(place: str, token: str) -> ResponseReturnValue:
    file, version, asked, seat = _seat(token)
    try:
        seating.sign_at_seat(desk.platform(), file, token, posted_answer(), languages.chosen())
    except signing.IncompleteAnswer as fault:
        posted = request.form.to_dict()
        return sign_form(file, version, asked, "kaal.html", _reader(file, asked), posted, fault.errors, place), 422
    leave_place()
    documents.make_missing(desk.platform(), file)
    return _thanks(seat, request.form.get("besluit", ""))


def _thanks(seat: Seat, decision: str) -> ResponseReturnValue:
    no, own = decision == rounds.REFUSED, seat.method != "tablet"
    url = url_for("seat.done", nee=1 if no else None, eigen=1 if own else None, taal=languages.current())
    return redirect(url)


def _kept(token: str) -> tuple[Seat | None, str]:
    """The place of this secret and the answer that was given at it; no place when none was."""
    seat = seats.seat(desk.platform().db, token_hash(token))
    if seat is None or seat.used_at is None:
        return None, ""
    given = signatures.signature(desk.platform().db, seat.version_id, seat.party_id)
    return (seat, given.decision) if given is not None and given.signed_at == seat.used_at else (None, "")


@bp.post("/tafel/<string:place>/terugsturen")
def send_back(place: str) -> ResponseReturnValue:
    """Ask for a change in one section at this place; the place is used up with it."""
    token = secret_of(place)
    file, version, asked, seat = _seat(token)
    letter = _reader(file, asked)
    try:
        posted = posted_back(version, letter)
        sending_back.send_back_at_seat(desk.platform(), file, token, **posted, language=languages.chosen())
    except signing.IncompleteAnswer as fault:
        posted = request.form.to_dict()
        return sign_form(file, version, asked, "kaal.html", letter, posted, fault.errors, place), 422
    leave_place()
    own = None if seat.method == "tablet" else 1
    pupil = 1 if letter.startswith("L") else None
    return redirect(url_for("seat.sent_back", jij=pupil, eigen=own, taal=languages.current()))


@bp.get("/tafel/teruggestuurd")
def sent_back() -> ResponseReturnValue:
    """What happens next; nothing on it is about anybody. `eigen`: on a device of one's own, that need not go back."""
    return render_template(
        "teruggestuurd.html",
        layout="kaal.html",
        jij=bool(request.args.get("jij")),
        url_verder="" if request.args.get("eigen") else url_for("door.unlock_page"),
        verder=_("Geef het toestel terug aan %(naam)s", naam=_host()),
        url_tekenen="",
    )


@bp.get("/tafel/klaar")
def done() -> ResponseReturnValue:
    """What happens now; nothing on it is about anybody. `eigen`: on a device of one's own, that need not go back."""
    own = bool(request.args.get("eigen"))
    text = (
        _("We hebben genoteerd dat er niet getekend wordt. Dat mag. Het komt zo op het document.")
        if request.args.get("nee")
        else _(
            "Het antwoord is bewaard. Zodra iedereen antwoordde, komt er een document. Vraag er gerust een kopie van."
        )
    )
    if own:
        text += "\n\n" + _("De link werkt nu niet meer. Dit venster mag dicht.")
    return render_template(
        "getekend.html",
        title=_("Bedankt"),
        uitleg=text,
        url_terug="" if own else url_for("door.unlock_page"),
        terug_naam=_host(),
    )


def _host() -> str:
    """Whose device it is."""
    return str(session.get("gastheer") or _("de begeleider"))


def _seat(token: str) -> tuple[File, Version, Place, Seat]:
    """The open place of a token.

    :raises SeatTaken: unknown, used, taken away or expired: one answer for all
    """
    db, at = desk.platform().db, desk.platform().at()
    seat = seats.seat(db, token_hash(token))
    if seat is None or seat.used_at is not None or seat.expires_at <= at:
        raise seats.SeatTaken
    version, place = rounds.place_of(desk.platform(), seat.version_id, seat.party_id)
    file = seating.file_of(desk.platform(), version)
    party = file.party(seat.party_id) if file else None
    if file is None or party is None:
        raise seats.SeatTaken
    languages.reads(party)
    desk.visits(file.dossier.id, version.id)
    desk.in_colour(house_style.of_host(desk.platform(), version))
    if not unsigned.may_sign_today(desk.platform(), file, place):
        raise seats.SeatTaken
    return file, version, place, seat


def _reader(file: File, place: Place) -> str:
    """Whose copy somebody at the table reads."""
    party = file.party(place.signer.party_id)
    if party is None:
        raise seats.SeatTaken
    return reader_for(file, party)
