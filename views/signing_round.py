"""The round of signatures under one version: what its host does about it."""

from __future__ import annotations

import re

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from forms.kinds import Date
from forms.question import clean
from forms.scope import Scope
from rules.source import problem
from rules.trajectory import Refused
from services import accounts, documents, rounds, seating, sending_back, taking_back, unsigned
from services.consents import as_day
from services.dossiers import File, name_of
from services.platform import NotAllowed, NotFound
from services.signing import IncompleteAnswer
from services.translations import said
from store import records, signatures
from store.versions import Version
from views import desk, languages
from views.record import draft_url
from views.round_page import round_page
from views.seated import take_place
from views.ways import leads

bp = Blueprint("round", __name__)

HANDED_OVER = "Bent u %(naam)s? Dan leest u op de volgende pagina de tekst die voor u is. Neem gerust de tijd."
I_AM = "Ik ben %(naam)s"
ATTEMPT = Date("poging", "Poging", "CN", "keuze van Naadloos")


@bp.get("/versies/<string:version_id>/ronde")
def page(version_id: str) -> ResponseReturnValue:
    """Who signed, who still has to, and how."""
    file, version = desk.version(version_id)
    return round_page(file, version)


@bp.post("/versies/<string:version_id>/afsluiten")
def close(version_id: str) -> ResponseReturnValue:
    """Close the round although somebody did not answer, with the reason for each."""
    file, version = _hosted(version_id)
    places = signatures.signers_of(desk.platform().db, version_id)
    missing = [one.signer.party_id for one in rounds.awaited(places)]
    reasons, wrong = {}, []
    for party in missing:
        try:
            reasons[party] = _why_missing(version, party, "reden", "poging")
        except Refused as refused:
            wrong.append((f"reden-{party}", " ".join(one.message for one in refused.problems)))
    if wrong:
        return round_page(file, version, wrong), 422
    rounds.close(desk.platform(), desk.who(), file, version, reasons, _shown_root())
    documents.make_missing(desk.platform(), file)
    desk.say("De ronde is afgesloten. De documenten staan klaar.")
    return redirect(url_for("dossier.page", dossier_id=file.dossier.id))


def _why_missing(version: Version, party_id: str, field: str, days_field: str) -> str:
    """The reason that was written, or that somebody could not be reached, with the days on which that was tried.

    :raises NotFound: when that party was not asked
    :raises Refused: when there is neither, or the days do not do
    """
    signer = next((one for one in rounds.rule_signers(version) if one.party_id == party_id), None)
    if signer is None:
        raise NotFound
    said = clean(request.form.get(f"{field}-{party_id}", ""))
    typed = [text for text in request.form.getlist(f"{days_field}-{party_id}") if text.strip()]
    if not typed:
        if said:
            return said
        message = "Noteer waarom deze handtekening er niet komt, of op welke dagen u het probeerde."
        raise Refused([problem("BR-35", message, party_id)])
    days = [
        as_day(ATTEMPT.parse(re.split(r"[\s./-]+", text.strip()), Scope(today=desk.platform().today())))
        for text in typed
    ]
    if None in days:
        raise Refused([problem("BR-35", "Vul een dag in, bijvoorbeeld 27/11/2026.", party_id)])
    tried = [day for day in days if day]
    today = desk.platform().today()
    why = unsigned.out_of_reach(signer, tried, rounds.frozen_day(version), today)
    return f"{why} {said}".strip()


@bp.post("/versies/<string:version_id>/terugnemen")
def take_back(version_id: str) -> ResponseReturnValue:
    """Take the text back for editing; what was signed under it is void."""
    file, version = desk.version(version_id)
    record = records.record(desk.platform().db, version.record_id)
    if record is None:
        raise NotFound
    reason = request.form.get("reden", "")
    try:
        taking_back.take_back(desk.platform(), desk.who(), file, record, version, reason, _shown_root())
    except Refused as refused:
        return round_page(file, version, [("reden", str(refused))]), 422
    desk.say("De tekst is teruggenomen. U kunt hem nu wijzigen.")
    return redirect(draft_url(file, record, request.form.get("deel", "")))


@bp.post("/versies/<string:version_id>/tafel/<string:party_id>")
def hand_over(version_id: str, party_id: str) -> ResponseReturnValue:
    """Give the device to somebody at the table: this screen locks, and that person gets a page of one's own."""
    file, version = desk.version(version_id)
    party = file.party(party_id)
    place = next(
        (one for one in signatures.signers_of(desk.platform().db, version_id) if one.signer.party_id == party_id), None
    )
    if not leads(file, version) or party is None or place is None or file.signs_in_account(party):
        raise NotFound
    if why := unsigned.why_not_today(desk.platform(), file, place):
        raise NotAllowed(why)
    token = seating.open_seat(desk.platform(), file, version_id, party_id, host=desk.who(), shown_root=_shown_root())
    session["terug_naar"] = url_for("round.page", version_id=version_id)
    session["gastheer"] = desk.who().name
    accounts.lock(desk.platform(), desk.token())
    name = name_of(party.answers)
    return render_template("doorgeven.html", naam=name, wegen=_ways_in(name, take_place(token)))


def _ways_in(name: str, place: str) -> list[dict[str, str]]:
    """To the page of who gets the device, in each language: the same for everybody, and for each to choose oneself."""
    return [
        {
            "taal": one.name,
            "tag": one.tag,
            "richting": one.direction,
            "uitleg": said(HANDED_OVER, one.code, naam=name),
            "label": said(I_AM, one.code, naam=name),
            "url": url_for("seat.page", place=place, taal=one.code),
        }
        for one in languages.every()
    ]


@bp.post("/versies/<string:version_id>/volgorde")
def set_order(version_id: str) -> ResponseReturnValue:
    """Let everybody sign at once, or group after group."""
    file, version = _hosted(version_id)
    chosen = request.form.get("volgorde", "")
    if chosen not in ("vrij", "groepen"):
        return round_page(file, version, [("volgorde", "Kies hoe er getekend wordt.")]), 422
    ordered = chosen == "groepen"
    rounds.set_order(desk.platform(), desk.who(), file, version_id, _shown_root(), ordered=ordered)
    desk.say("Er wordt nu in volgorde getekend." if ordered else "Iedereen kan nu tekenen.")
    return redirect(url_for("round.page", version_id=version_id))


@bp.post("/versies/<string:version_id>/niet-bereikt")
def note_missing(version_id: str) -> ResponseReturnValue:
    """Note that one signature will not come, so that others need not wait for it."""
    file, version = _hosted(version_id)
    party_id = request.form.get("partij", "")
    try:
        reason = _why_missing(version, party_id, "nota", "dag")
    except Refused as refused:
        return round_page(file, version, [(f"nota-{party_id}", " ".join(o.message for o in refused.problems))]), 422
    rounds.note_missing(desk.platform(), desk.who(), file, version_id, party_id, _shown_root(), reason)
    documents.make_missing(desk.platform(), file)
    desk.say("Genoteerd. Tekenen kan nog zolang de ronde open is.")
    return redirect(url_for("round.page", version_id=version_id))


@bp.post("/versies/<string:version_id>/teruggestuurd/<string:send_back_id>")
def leave(version_id: str, send_back_id: str) -> ResponseReturnValue:
    """Answer why the text stays as it is."""
    file, version = _hosted(version_id)
    reply = request.form.get(f"antwoord-{send_back_id}", "")
    try:
        sending_back.leave_it(desk.platform(), desk.who(), file, version_id, send_back_id, reply, _shown_root())
    except IncompleteAnswer as fault:
        return round_page(file, version, fault.errors), 422
    desk.say("Uw antwoord is bewaard. Het staat bij de tekst om te tekenen.")
    return redirect(url_for("round.page", version_id=version_id))


def _hosted(version_id: str) -> tuple[File, Version]:
    """A round that this person hosts.

    :raises NotFound: when somebody else does
    """
    file, version = desk.version(version_id)
    if not leads(file, version):
        raise NotFound
    return file, version


def _shown_root() -> str:
    """The root on the page from which somebody acts; '' is none, and so never the right one."""
    return request.form.get("shown_root", "")
