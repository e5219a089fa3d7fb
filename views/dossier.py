"""A dossier: the page that says at a glance where it stands, who does what by when, and what comes next."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from forms import RECORD_TYPES
from rules.access import Action
from rules.readers import letter_of, pupil_of
from rules.states import Event, State
from services import (
    access,
    consent_register,
    corrections,
    documents,
    handing_out,
    holding,
    office,
    permission,
    plan,
    pupil_rights,
    receiving,
    reminder_shown,
    terms,
)
from services.dossiers import File, name_of, organisation_name, role_label
from services.next_step import next_step
from services.outlook import by_record
from services.platform import Who
from services.records import filled_in_while, why_not_editable
from services.said import listing
from services.surroundings import parents_read
from services.timeline import timeline
from services.track import track
from services.trajectory import taking_part
from store import signatures
from store.documents import Document
from store.parties import Party
from store.records import Record
from store.versions import Version
from views import desk, document, dossier_now, pdf, pupil_right, received_page
from views.words import hash4, size

bp = Blueprint("dossier", __name__)

STATUS = {
    "ter_ondertekening": "Ligt ter ondertekening",
    "getekend": "Getekend",
    "deels_getekend": "Getekend, niet door iedereen",
    "vervangen": "Vervangen door een nieuwe versie",
    "ingetrokken": "Teruggenomen",
    "geweigerd": "Gestopt door een weigering",
}
REPLACES = ("getekend", "deels_getekend", "vervangen")
"""Statuses of a version that took the place of the one it names."""


@bp.get("/dossiers/<string:dossier_id>")
def page(dossier_id: str) -> ResponseReturnValue:
    """Where it stands, who does what by when, and what this person can do."""
    file, who, platform = desk.dossier(dossier_id), desk.who(), desk.platform()
    days, part = plan.shown(platform, who, file), taking_part(file)
    step = next_step(platform, who, file, days)
    others = list(dossier_now.actions(file, who, step))
    told = reminder_shown.told(platform, who, file)
    box = dossier_now.box(file, who, step, others, told)
    shown = handing_out.listed(platform, who, file)
    handed_over = any(one.code == "D6" for one in shown)
    return render_template(
        "dossier.html",
        dossier={
            "label": file.dossier.label,
            "number": file.dossier.number,
            "stand": file.state.label,
            **{kind: organisation_name(part[kind]) if kind in part else "" for kind in ("school", "clb", "naft")},
        },
        volgende=box,
        url_verloop=url_for("course.page", dossier_id=dossier_id),
        baan=[{"title": stage.title, "status": stage.status} for stage in track(file.state)],
        records=list(_records(file, who)),
        plan=[dossier_now.day(one, told) for one in days if one != step.day and not one.quiet],
        later=[one.title for one in days if one.quiet and not one.about],
        aangehouden=holding.standing(platform, dossier_id) if who.organisation.soort in terms.KEEPS else [],
        url_bewaren=_keeping(file, who),
        verzoeken=dossier_now.other_requests(file, who, step),
        instemmingen=_consents(file, who),
        url_instemming=url_for("consent.new", dossier_id=dossier_id) if _notes_consents(file, who) else "",
        acties=[] if box["ook"] is others else others,
        niet_nu=dossier_now.not_now(file, who),
        partijen=list(_parties(file, who, {one.about: one.title for one in days if one.quiet and one.about})),
        url_partij=url_for("party.new", dossier_id=dossier_id)
        if access.may(platform, who, file, Action.ADD_PARTY)
        else "",
        url_inzage=url_for("visits.page", dossier_id=dossier_id)
        if access.may(platform, who, file, Action.READ_LOG)
        else "",
        url_ander_clb=url_for("handover.page", dossier_id=dossier_id)
        if access.may(platform, who, file, Action.HAND_OVER)
        else "",
        rechten=_rights(file, who),
        documenten=list(_documents(file, who, shown)),
        geen_pdf="" if office.available() or not shown else office.MISSING,
        url_overdracht=url_for("document.transfer", dossier_id=dossier_id) if handed_over else "",
        overdracht=document.transfer_of(file) if handed_over else None,
        ontvangen=received_page.listed(platform, who, file),
        url_overnemen=url_for("received.start", dossier=dossier_id)
        if file.acts_as(who.organisation) in receiving.MAY
        else "",
        tijdlijn=[
            {"when": one.at, "text": one.text, "who": one.who, "details": one.details}
            for one in timeline(platform, who, file)
        ],
        rondes=[_round(file, who, version) for version in access.open_versions(platform, who, file)],
    )


def _rights(file: File, who: Who) -> dict[str, object]:
    """What was asked by right and waits, what is restricted and what was corrected, as far as this person may know."""
    platform = desk.platform()
    asked = pupil_rights.listed(platform, who, file)
    own = pupil_rights.keeps(platform, who, file)
    return {
        "url": url_for("pupil_right.overview", dossier_id=file.dossier.id) if own else "",
        "url_nieuw": url_for("pupil_right.new", dossier_id=file.dossier.id) if own else "",
        "open": [pupil_right.row(file, one) for one in asked if one.request.is_open],
        "gedaan": sum(not one.request.is_open for one in asked),
        "beperkingen": pupil_right.restricted(file),
        "over_te_nemen": [one for one in corrections.seen(platform, who, file) if one.waits],
    }


def _keeping(file: File, who: Who) -> str:
    """Where an administrator of who keeps it decides about keeping; '' for anybody else."""
    may = permission.decision(who, Action.KEEP_OR_DESTROY, tie=file.tie(who.organisation), state=file.state)
    return url_for("keeping.one", dossier_id=file.dossier.id) if may.allowed else ""


def _documents(file: File, who: Who, listed: list[Document]) -> Iterator[dict[str, object]]:
    """The Word files of each reader."""
    platform = desk.platform()
    frozen = {one.id: one for _, several in access.records_seen(platform, who, file) for one in several}
    shown = sorted(listed, key=lambda one: _order(one.reader, who))
    twins, packs = pdf.shown_of(file, shown), document.packs_of(file, listed)
    for reader, group in groupby(shown, key=lambda one: one.reader):
        yield {
            "reader": _whose(file, reader),
            "eigen": reader == who.letter,
            "url_zip": url_for("document.bundle", dossier_id=file.dossier.id, lezer=reader),
            "pakket": packs.get(reader),
            "lezer": reader,
            "url_pdfs": url_for("pdf.ask_all", dossier_id=file.dossier.id),
            "url_hier": url_for("dossier.page", dossier_id=file.dossier.id),
            "documents": [_document(file, one, frozen) | {"pdf": twins[one.id]} for one in group],
        }


def _document(file: File, one: Document, frozen: dict[str, Version]) -> dict[str, object]:
    return {
        "version": frozen[one.version_id].number,
        "nu": _now(frozen[one.version_id], frozen),
        "title": one.title,
        "filename": one.filename,
        "url": url_for("document.fetch", dossier_id=file.dossier.id, document_id=one.id),
        "sha": hash4(one.sha256),
        "size": size(one.size),
        "on": one.created_at,
    }


def _now(version: Version, frozen: dict[str, Version]) -> str:
    """What became of the version of a file, which itself never changes: 'vervangen door versie 2', 'ingetrokken'."""
    if version.status != "vervangen":
        return "ingetrokken" if version.status == "ingetrokken" else ""
    by = [one.number for one in frozen.values() if one.supersedes == version.id and one.status in REPLACES]
    return f"vervangen door versie {max(by)}" if by else "vervangen"


def _consents(file: File, who: Who) -> list[dict[str, object]]:
    """What each was asked about, with the last answer of everybody; what is no yes comes first."""
    found: dict[str, list[dict[str, object]]] = {}
    for one in consent_register.standing(desk.platform(), who, file):
        answer = {"wie": one.who, "antwoord": one.answer.lower(), "op": one.on.isoformat(), "ja": one.yes}
        found.setdefault(one.what, []).append(answer)
    rows: list[dict[str, object]] = [{"wat": what, "antwoorden": answers} for what, answers in found.items()]
    return sorted(rows, key=lambda row: all(one["ja"] for one in found[str(row["wat"])]))


def _notes_consents(file: File, who: Who) -> bool:
    may = access.may(desk.platform(), who, file, Action.NOTE_CONSENT)
    return may and file.state is not State.CONCEPT


def _order(reader: str, who: Who) -> tuple[int, str]:
    """One's own copies first, then those to hand out, pupil by pupil."""
    return (-1 if reader == who.letter else "CNSLOP".index(letter_of(reader)), reader)


ARTICLES = {"C": "het CLB", "N": "de NAFT-aanbieder", "S": "de school", "L": "de leerling", "O": "de ouders"}
"""Letter -> the reader as it stands in a sentence."""


def _whose(file: File, reader: str) -> str:
    """'de leerling', or 'ouders van Jana Claes' where there are several pupils."""
    letter, pupil = letter_of(reader), file.party(pupil_of(reader))
    if file.dossier.soort == "klasgroep" and reader == "L":
        return "de leerlingen en ouders van de klas"
    if pupil is None:
        return ARTICLES.get(letter, documents.READERS[letter])
    name = name_of(pupil.answers)
    return name if letter == "L" else f"{ARTICLES[letter]} van {name}"


def _records(file: File, who: Who) -> list[dict[str, object]]:
    """The records of all trajectories that this person may open, with their versions; and those to begin."""
    platform, found, begun = desk.platform(), [], set()
    for record, frozen in access.records_seen(platform, who, file):
        if who.letter in RECORD_TYPES[record.type].read_by:
            found.append(_record(file, who, record, frozen))
        if record.trajectory_id == file.trajectory.id:
            begun.add(record.type)
    for slug, record_type in RECORD_TYPES.items():
        mine = file.acts_as(who.organisation) in record_type.led_by and file.state in filled_in_while(slug)
        if slug == "evaluatie" and file.trajectory.due_date is None:  # the last one was held already
            continue
        if mine and (slug not in begun or slug == "evaluatie"):
            action = {
                "label": "Begin",
                "url": url_for("record.begin", dossier_id=file.dossier.id, slug=slug),
                "post": True,
            }
            if slug != "evaluatie" or not any(one["open"] for one in found if one["slug"] == slug):
                found.append(
                    {
                        "titel": record_type.title,
                        "stand": "Nog niet begonnen",
                        "regels": [],
                        "acties": [action],
                        "slug": slug,
                        "open": False,
                    }
                )
    return found


def _record(file: File, who: Who, record: Record, frozen: list[Version]) -> dict[str, object]:
    record_type = RECORD_TYPES[record.type]
    editable = not why_not_editable(desk.platform(), who, file, record)
    title = f"{record_type.title} {record.number}" if record.type == "evaluatie" else record_type.title
    actions: list[dict[str, object]] = []
    if editable and (not frozen or _may_renew(file, who, record)):
        url = url_for("record.first", record_id=record.id)
        label = RENEW.get(record.type, "Nieuwe versie") if frozen else "Verder werken"
        actions.append({"label": label, "url": url, "post": False})
    if not frozen and access.may(desk.platform(), who, file, Action.OPEN_DRAFT, record=record):
        actions.append({"label": "Bekijk", "url": url_for("record.review", record_id=record.id), "post": False})
    actions += [
        {
            "label": f"Lees versie {one.number}" if len(frozen) > 1 else "Lees",
            "url": url_for("frozen.read", version_id=one.id),
            "post": False,
        }
        for one in reversed(frozen)
    ]
    return {
        "titel": title,
        "stand": STATUS[frozen[-1].status] if frozen else "In voorbereiding",
        "regels": [f"Versie {one.number}: {STATUS[one.status].lower()}" for one in frozen] if len(frozen) > 1 else [],
        "acties": actions,
        "slug": record.type,
        "open": editable,
    }


RENEW = {"doelen": "Bijsturen", "engagementen": "Noteer de opvolging"}
"""Record type -> what a new version of it is, where that has a name of its own."""


def _may_renew(file: File, who: Who, record: Record) -> bool:
    """Goals that run are written anew only when the table allows to adjust them (T12)."""
    if record.type != "doelen" or file.state is not State.LOPEND:
        return True
    return any(row.event is Event.BIJSTUREN and not problems for row, problems in by_record(desk.platform(), who, file))


def _parties(file: File, who: Who, birthdays: dict[str, str]) -> list[dict[str, str]]:
    """Who takes part. What is asked about a person is seen by whom its questions name (forms/partij.py)."""
    return [
        {
            "naam": name_of(party.answers),
            "rol": role_label(party.rol),
            "organisatie": getattr(file.organisation_of(party), "naam", ""),
            "leest": _reads(file, party),
            "tekent": _signs(file, party),
            "verjaart": birthdays.get(party.id, ""),
            "url": url_for("party.page", dossier_id=file.dossier.id, party_id=party.id)
            if access.may(desk.platform(), who, file, Action.CHANGE_PARTY)
            else "",
        }
        for party in access.parties_seen(desk.platform(), who, file)
    ]


def _signs(file: File, party: Party) -> str:
    if file.signs_in_account(party):
        return "tekent met de eigen account"
    if party.rol not in ("leerling", "ouder", "voogd", "opvoedingsverantwoordelijke"):
        return ""
    ways = "aan tafel, met een link of op papier"
    return f"tekent enkel voor een eigen doel, {ways}" if file.dossier.soort == "klasgroep" else f"tekent {ways}"


def _reads(file: File, party: Party) -> str:
    """What this person may read, in one line; the details stand beside each answer when it is checked."""
    organisation = file.organisation_of(party)
    if organisation is not None and organisation.soort == "school":
        return "Leest de doelen, evaluaties en engagementen, niet de indicatiestelling"
    if party.rol == "pbd":
        return "Krijgt enkel een melding, zonder gegevens van de leerling"
    if party.rol in ("ouder", "voogd", "opvoedingsverantwoordelijke") and not parents_read(
        desk.platform(), file, str(party.answers.get("van_leerling") or "")
    ):
        return "Leest niets zonder toestemming van de leerling"
    if party.answers.get("ontvangt_documenten") is False:
        return "Ontvangt geen documenten"
    return ""


def _round(file: File, who: Who, version: Version) -> dict[str, object]:
    placed = signatures.signers_of(desk.platform().db, version.id)
    waits = [party for one in placed if one.signature is None and (party := file.party(one.signer.party_id))]
    names = ["u" if party.account_id == who.id else name_of(party.answers) for party in waits]
    return {
        "titel": RECORD_TYPES[version.payload["type"]].title,
        "url": url_for("round.page", version_id=version.id),
        "wacht_op": listing(sorted(names, key=lambda name: name != "u")),
        "klaar": len(placed) - len(waits),
        "totaal": len(placed),
    }
