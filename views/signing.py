"""A frozen version: reading it, the round of signatures under it, and signing in one's own account."""

from __future__ import annotations

import re

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from forms import RECORD_TYPES
from forms.compare import Change, compare
from forms.kinds import Date
from forms.leaves import unflatten
from forms.question import clean
from forms.review import ReviewedStep, review
from forms.scope import Scope
from rules.source import problem
from rules.trajectory import Refused
from services import access, accounts, documents, rounds, seating, signing, taking_back, unsigned
from services.consents import as_day
from services.dossiers import File, name_of, role_label
from services.payload import scope_seen, seen_by
from services.platform import NotAllowed, NotFound
from store import records, signatures, versions
from store.signatures import Place
from store.versions import Version
from views import desk
from views.dossier import STATUS
from views.record import summary

bp = Blueprint("signing", __name__)

ATTEMPT = Date("poging", "Poging", "CN", "keuze van Naadloos")
SIGNS_AS = {True: "het akkoord is nodig", False: "wordt gevraagd"}
ICONS = {"akkoord": "klaar", "kennisname": "gezien", "niet_akkoord": "nee", "geweigerd": "nee"}


@bp.get("/versies/<string:version_id>")
def read(version_id: str) -> ResponseReturnValue:
    """A frozen version as this reader may read it; an internal note only in the organisation that wrote it."""
    file, version = _version(version_id)
    own = _is_own(file, version)
    record_type = RECORD_TYPES[version.payload["type"]]
    if desk.who().letter not in record_type.read_by:
        raise NotFound
    return render_template(
        "nakijken.html",
        dossier=_dossier(file),
        record={"title": record_type.title, "url": url_for("signing.read", version_id=version_id)},
        stappen=text_for(version, desk.who().letter, printed=not own),
        problemen=[],
        kan_vastleggen=False,
        url_vastleggen="",
        wat_volgt="",
        versie={
            "no": version.number,
            "root": version.root,
            "frozen_at": version.frozen_at,
            "stand": STATUS[version.status],
            "url_vergelijken": url_for("signing.compare_page", version_id=version_id)
            if version.supersedes and own
            else "",
        },
    )


@bp.get("/versies/<string:version_id>/vergelijken")
def compare_page(version_id: str) -> ResponseReturnValue:
    """What this version changes, beside the one it replaces, as this reader may read both."""
    file, version = _version(version_id)
    reads = desk.who().letter in RECORD_TYPES[version.payload["type"]].read_by
    if version.supersedes is None or not reads or not _is_own(file, version):
        raise NotFound
    return render_template(
        "vergelijken.html",
        dossier=_dossier(file),
        title=RECORD_TYPES[version.payload["type"]].title,
        versie=version.number,
        url=url_for("signing.read", version_id=version_id),
        wijzigingen=changes_for(version, desk.who().letter),
    )


@bp.get("/versies/<string:version_id>/ronde")
def page(version_id: str) -> ResponseReturnValue:
    """Who signed, who still has to, and how."""
    file, version = _version(version_id)
    return _page(file, version)


@bp.post("/versies/<string:version_id>/afsluiten")
def close(version_id: str) -> ResponseReturnValue:
    """Close the round although somebody did not answer, with the reason for each."""
    file, version = _version(version_id)
    if not _leads(version):
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
    file, version = _version(version_id)
    record = records.record(desk.platform().db, version.record_id)
    if record is None:
        raise NotFound
    try:
        taking_back.take_back(desk.platform(), desk.who(), file, record, version, request.form.get("reden", ""))
    except Refused as refused:
        return _page(file, version, [("reden", str(refused))]), 422
    desk.say("De tekst is teruggenomen. U kunt hem nu wijzigen.")
    return redirect(url_for("record.first", record_id=record.id))


@bp.get("/versies/<string:version_id>/tekenen")
def sign_page(version_id: str) -> ResponseReturnValue:
    """The text, and then the choice, in one's own account."""
    file, version = _version(version_id)
    place = _my_place(file, version)
    if place.signature is not None or version.closed_at is not None:
        return redirect(url_for("signing.page", version_id=version_id))
    return sign_form(file, version, place, "base.html", desk.who().letter, {}, [])


@bp.post("/versies/<string:version_id>/tekenen")
def sign(version_id: str) -> ResponseReturnValue:
    """Sign, or say no, in one's own account."""
    file, version = _version(version_id)
    place = _my_place(file, version)
    answer = posted_answer()
    try:
        signing.sign(desk.platform(), file, version_id, place.signer.party_id, answer, desk.who())
    except rounds.AlreadyAnswered:
        return redirect(url_for("signing.page", version_id=version_id))
    except signing.IncompleteAnswer as fault:
        posted = request.form.to_dict()
        return sign_form(file, version, place, "base.html", desk.who().letter, posted, fault.errors), 422
    documents.make_missing(desk.platform(), file)
    desk.say("Uw antwoord is bewaard.")
    return redirect(url_for("signing.page", version_id=version_id))


@bp.post("/versies/<string:version_id>/tafel/<string:party_id>")
def hand_over(version_id: str, party_id: str) -> ResponseReturnValue:
    """Give the device to somebody at the table: this screen locks, and that person gets a page of one's own."""
    file, version = _version(version_id)
    party = file.party(party_id)
    place = next(
        (one for one in signatures.signers_of(desk.platform().db, version_id) if one.signer.party_id == party_id), None
    )
    if not _leads(version) or party is None or place is None or file.signs_in_account(party):
        raise NotFound
    if not unsigned.may_sign_today(desk.platform(), file, place):
        raise NotAllowed(unsigned.GROWN_UP)
    token = seating.open_seat(desk.platform(), file, version_id, party_id, host=desk.who())
    session["terug_naar"] = url_for("signing.page", version_id=version_id)
    session["gastheer"] = desk.who().name
    accounts.lock(desk.platform(), desk.token())
    return render_template("doorgeven.html", naam=name_of(party.answers), url=url_for("seat.page", token=token))


def _version(version_id: str) -> tuple[File, Version]:
    asked = versions.version(desk.platform().db, version_id)
    about = records.record(desk.platform().db, asked.record_id) if asked else None
    if about is not None:
        desk.visits(about.dossier_id, version_id)
    file, _, version = access.version_of(desk.platform(), desk.who(), version_id)
    reads = desk.who().letter in RECORD_TYPES[version.payload["type"]].read_by
    if not reads and rounds.my_place(desk.platform(), desk.who(), file, version) is None:
        raise NotFound
    return file, version


def _is_own(file: File, version: Version) -> bool:
    record = records.record(desk.platform().db, version.record_id)
    return record is not None and access.is_own(desk.who(), file, record)


def _leads(version: Version) -> bool:
    """Who led the writing hosts the signing; the CLB may, for every record (draaiboek, deel 4: the bridge)."""
    return desk.who().organisation.soort in (*RECORD_TYPES[version.payload["type"]].led_by, "clb")


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


def reviewed_for(version: Version, letter: str, *, printed: bool = True) -> list[ReviewedStep]:
    """The frozen text as one reader may read it, made from the version's own leaves and nothing else."""
    record_type = RECORD_TYPES[version.payload["type"]]
    seen = seen_by(version.payload, letter, printed=printed)
    may = {f"{r.name}/{q.name}" if r else q.name for _, r, q in record_type.questions() if q.printed or not printed}
    answers = unflatten(record_type, seen.items())
    return review(record_type, answers, scope_seen(seen, desk.platform().today(), answers), may, frozen=True)


def changes_for(version: Version, letter: str) -> list[Change]:
    """What differs from the version it replaces; nothing for a first version."""
    before = versions.version(desk.platform().db, version.supersedes) if version.supersedes else None
    return compare(reviewed_for(before, letter), reviewed_for(version, letter)) if before else []


def text_for(version: Version, letter: str, *, printed: bool = True) -> list[dict[str, object]]:
    """The same, as the template lists it."""
    return [summary(one, "", []) for one in reviewed_for(version, letter, printed=printed)]


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


CHOICES = {
    "akkoord": "Ik ga akkoord",
    "niet_akkoord": "Ik ga niet akkoord",
    "kennisname": "Ik heb dit gelezen",
    "geweigerd": "Ik teken niet",
}


def _page(file: File, version: Version, errors: list[tuple[str, str]] | None = None) -> str:
    platform, leads = desk.platform(), _leads(version)
    placed = signatures.signers_of(platform.db, version.id)
    is_open = version.status == "ter_ondertekening" and version.closed_at is None
    needed = rounds.still_needed(platform, version)
    waits = any(one.signature is None for one in placed)
    title = RECORD_TYPES[version.payload["type"]].title
    explained = "Komt een handtekening er niet? Noteer waarom en sluit de ronde af. Daarna maken we de documenten."
    if needed:
        explained = f"De ronde kan nog niet afgesloten worden. {' '.join(needed)}"
    return render_template(
        "ronde.html",
        dossier=_dossier(file),
        versie={
            "title": f"{title}, versie {version.number}",
            "root": version.root,
            "url": url_for("signing.read", version_id=version.id),
        },
        ondertekenaars=[_signer(file, version, one, is_open, leads) for one in placed],
        kan_afsluiten=is_open and leads and not needed and waits,
        uitleg=explained if is_open else f"{STATUS[version.status]}.",
        url_afsluiten=url_for("signing.close", version_id=version.id),
        url_terugnemen=_take_back_url(file, version),
        getekend=any(one.signature is not None for one in placed),
        errors=errors or [],
        posted=request.form,
    )


def _signer(file: File, version: Version, place: Place, is_open: bool, leads: bool) -> dict[str, object]:  # noqa: FBT001  # marks
    party = file.party(place.signer.party_id)
    signed = place.signature
    waits = signed is None and is_open and not place.signer.missing_reason
    mine = bool(party and party.account_id == desk.who().id)
    table = waits and leads and party is not None and not file.signs_in_account(party)
    table = table and unsigned.may_sign_today(desk.platform(), file, place)
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
        "url_zelf": url_for("signing.sign_page", version_id=version.id) if mine and waits else "",
        "url_tafel": url_for("signing.hand_over", version_id=version.id, party_id=place.signer.party_id)
        if table
        else "",
        "open": waits,
    }


def _take_back_url(file: File, version: Version) -> str:
    record = records.record(desk.platform().db, version.record_id)
    if record is None or not taking_back.may_take_back(desk.who(), file, record, version):
        return ""
    return url_for("signing.take_back", version_id=version.id)


def _dossier(file: File) -> dict[str, str]:
    return {
        "label": file.dossier.label,
        "number": file.dossier.number,
        "url": url_for("dossier.page", dossier_id=file.dossier.id),
    }
