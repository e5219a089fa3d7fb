"""The round of signatures under one version: who signed, who still has to, and what its host does about it."""

from __future__ import annotations

import re

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from forms import RECORD_TYPES
from forms.kinds import Date
from forms.question import clean
from forms.scope import Scope
from rules.source import problem
from rules.trajectory import Refused
from services import accounts, documents, link_state, rounds, seating, taking_back, unsigned
from services.consents import as_day
from services.dossiers import File, name_of, role_label
from services.platform import NotAllowed, NotFound
from store import records, signatures
from store.signatures import Place
from store.versions import Version
from views import desk
from views.dossier import STATUS
from views.frozen import about, version_of
from views.seat import take_place
from views.ways import leads, on_paper, ways_of

bp = Blueprint("round", __name__)

ATTEMPT = Date("poging", "Poging", "CN", "keuze van Naadloos")
SIGNS_AS = {True: "het akkoord is nodig", False: "wordt gevraagd"}
ICONS = {"akkoord": "klaar", "kennisname": "gezien", "niet_akkoord": "nee", "geweigerd": "nee"}


@bp.get("/versies/<string:version_id>/ronde")
def page(version_id: str) -> ResponseReturnValue:
    """Who signed, who still has to, and how."""
    file, version = version_of(version_id)
    return _page(file, version)


@bp.post("/versies/<string:version_id>/afsluiten")
def close(version_id: str) -> ResponseReturnValue:
    """Close the round although somebody did not answer, with the reason for each."""
    file, version = version_of(version_id)
    if not leads(version):
        raise NotFound
    missing = [
        one.signer.party_id for one in signatures.signers_of(desk.platform().db, version_id) if one.signature is None
    ]
    reasons, wrong = {}, []
    for party in missing:
        try:
            reasons[party] = _why_missing(version, party)
        except Refused as refused:
            wrong.append((f"reden-{party}", " ".join(one.message for one in refused.problems)))
    if wrong:
        return _page(file, version, wrong), 422
    rounds.close(desk.platform(), desk.who(), file, version, reasons)
    documents.make_missing(desk.platform(), file)
    desk.say("De ronde is afgesloten. De documenten staan klaar.")
    return redirect(url_for("dossier.page", dossier_id=file.dossier.id))


def _why_missing(version: Version, party_id: str) -> str:
    """The reason that was written, or that somebody could not be reached, with the days on which that was tried.

    :raises Refused: when there is neither, or the days do not do
    """
    said = clean(request.form.get(f"reden-{party_id}", ""))
    typed = [text for text in request.form.getlist(f"poging-{party_id}") if text.strip()]
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
    signer = next(one for one in rounds.rule_signers(version) if one.party_id == party_id)
    why = unsigned.out_of_reach(signer, tried, rounds.frozen_day(version), today)
    return f"{why} {said}".strip()


@bp.post("/versies/<string:version_id>/terugnemen")
def take_back(version_id: str) -> ResponseReturnValue:
    """Take the text back for editing; what was signed under it is void."""
    file, version = version_of(version_id)
    record = records.record(desk.platform().db, version.record_id)
    if record is None:
        raise NotFound
    try:
        taking_back.take_back(desk.platform(), desk.who(), file, record, version, request.form.get("reden", ""))
    except Refused as refused:
        return _page(file, version, [("reden", str(refused))]), 422
    desk.say("De tekst is teruggenomen. U kunt hem nu wijzigen.")
    return redirect(url_for("record.first", record_id=record.id))


@bp.post("/versies/<string:version_id>/tafel/<string:party_id>")
def hand_over(version_id: str, party_id: str) -> ResponseReturnValue:
    """Give the device to somebody at the table: this screen locks, and that person gets a page of one's own."""
    file, version = version_of(version_id)
    party = file.party(party_id)
    place = next(
        (one for one in signatures.signers_of(desk.platform().db, version_id) if one.signer.party_id == party_id), None
    )
    if not leads(version) or party is None or place is None or file.signs_in_account(party):
        raise NotFound
    if why := unsigned.why_not_today(desk.platform(), file, place):
        raise NotAllowed(why)
    token = seating.open_seat(desk.platform(), file, version_id, party_id, host=desk.who())
    session["terug_naar"] = url_for("round.page", version_id=version_id)
    session["gastheer"] = desk.who().name
    accounts.lock(desk.platform(), desk.token())
    url = url_for("seat.page", place=take_place(token))
    return render_template("doorgeven.html", naam=name_of(party.answers), url=url)


def _page(file: File, version: Version, errors: list[tuple[str, str]] | None = None) -> str:
    platform, hosts = desk.platform(), leads(version)
    placed = signatures.signers_of(platform.db, version.id)
    is_open = rounds.is_open(version)
    needed = rounds.still_needed(platform, version)
    waits = any(one.signature is None for one in placed)
    title = RECORD_TYPES[version.payload["type"]].title
    explained = "Komt een handtekening er niet? Noteer waarom en sluit de ronde af. Daarna maken we de documenten."
    if needed:
        explained = f"De ronde kan nog niet afgesloten worden. {' '.join(needed)}"
    return render_template(
        "ronde.html",
        dossier=about(file),
        versie={
            "title": f"{title}, versie {version.number}",
            "root": version.root,
            "url": url_for("frozen.read", version_id=version.id),
        },
        ondertekenaars=[_signer(file, version, one, is_open) for one in placed],
        kan_afsluiten=is_open and hosts and not needed and waits,
        uitleg=explained if is_open else f"{STATUS[version.status]}.",
        url_afsluiten=url_for("round.close", version_id=version.id),
        url_terugnemen=_take_back_url(file, version),
        zonder_mail=desk.no_mail() if hosts and is_open else "",
        getekend=any(one.signature is not None for one in placed),
        errors=errors or [],
        posted=request.form,
        geen_zegel=platform.seal_problem if hosts else "",
    )


def _signer(file: File, version: Version, place: Place, is_open: bool) -> dict[str, object]:  # noqa: FBT001  # a mark
    party = file.party(place.signer.party_id)
    signed = place.signature
    waits = signed is None and is_open and not place.signer.missing_reason
    if signed is not None:
        state = f"{rounds.DECISION_LABELS[signed.decision]}" + (" (vervallen)" if signed.voided_at else "")
        icon = ICONS[signed.decision]
    elif place.signer.missing_reason:
        state, icon = f"Niet ondertekend: {place.signer.missing_reason}", "nee"
    else:
        state, icon = ("Moet nog tekenen", "wacht") if is_open else ("Niet ondertekend", "nee")
    return {
        "id": place.signer.party_id,
        "naam": name_of(party.answers) if party else "",
        "rol": role_label(party.rol) if party else "",
        "tekent_als": SIGNS_AS[place.signer.blocking],
        "stand": state,
        "icoon": icon,
        "papier": on_paper(file, version, place),
        "manieren": ways_of(file, version, place),
        "open": waits,
        "link": link_state.state_of(desk.platform(), version, party) if waits and party and leads(version) else None,
    }


def _take_back_url(file: File, version: Version) -> str:
    record = records.record(desk.platform().db, version.record_id)
    if record is None or not taking_back.may_take_back(desk.who(), file, record, version):
        return ""
    return url_for("round.take_back", version_id=version.id)
