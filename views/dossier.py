"""A dossier: the page that says at a glance where it stands, who does what by when, and what comes next."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from forms import RECORD_TYPES
from rules.readers import letter_of, pupil_of
from rules.source import Problem
from rules.states import State
from rules.trajectory import Transition
from services import access, consent_register, documents, handing_out, next_step, plan, requests
from services.dossiers import File, name_of, organisation_name, role_label
from services.outlook import BY_RECORD, available, by_record, not_yet
from services.platform import Who
from services.records import filled_in_while, may_open_draft, why_not_editable
from services.surroundings import parents_read
from services.timeline import timeline
from services.trajectory import organisation, taking_part
from services.worklist import KINDS
from store import signatures
from store.parties import Party
from store.records import Record
from store.requests import Request
from store.versions import Version
from views import desk
from views.words import hash4, plain, size, until

bp = Blueprint("dossier", __name__)

Steps = list[tuple[Transition, list[Problem]]]

ASKED = {
    requests.MORE_INFORMATION: "NAFT vraagt meer informatie",
    requests.HAND_OVER: "Voorstel om over te dragen aan een andere aanbieder",
    requests.STOP: "Het CLB vraagt om vroegtijdig te stoppen",
}

STATUS = {
    "ter_ondertekening": "Ligt ter ondertekening",
    "getekend": "Getekend",
    "deels_getekend": "Getekend, niet door iedereen",
    "vervangen": "Vervangen door een nieuwe versie",
    "ingetrokken": "Teruggenomen",
    "geweigerd": "Gestopt door een weigering",
}


@bp.get("/dossiers/<string:dossier_id>")
def page(dossier_id: str) -> ResponseReturnValue:
    """Where it stands, who does what by when, and what this person can do."""
    file, who, platform = desk.dossier(dossier_id), desk.who(), desk.platform()
    steps = available(platform, who, file)
    step = next_step.next_step(platform, who, file)
    part = taking_part(file)
    due = file.trajectory.due_date
    shown = handing_out.listed(platform, who, file)
    numbers = {one.id: one.number for _, frozen in access.records_seen(platform, who, file) for one in frozen}
    return render_template(
        "dossier.html",
        dossier={
            "label": file.dossier.label,
            "number": file.dossier.number,
            "stand": file.state.label,
            **{kind: organisation_name(part[kind]) if kind in part else "" for kind in ("school", "clb", "naft")},
        },
        volgende=_next(file, step),
        rust=step.why if step.kind == "wait" else "",
        baan=[
            {
                "title": stage.title,
                "status": stage.status,
                "extra": _until(due) if stage.title.startswith("Traject") else "",
            }
            for stage in next_step.track(file.state)
        ],
        records=list(_records(file, who)),
        plan=[_day(line) for line in plan.shown(platform, who, file)],
        verzoeken=[_request(file, who, one) for one in requests.open_in(platform, file) if who.letter in "CN"],
        instemmingen=[
            {"wie": one.who, "wat": one.what, "antwoord": one.answer, "op": one.on.isoformat(), "ja": one.yes}
            for one in consent_register.standing(platform, who, file)
        ],
        url_instemming=url_for("consent.new", dossier_id=dossier_id) if _notes_consents(file, who) else "",
        acties=list(_actions(file, who, steps, step)),
        niet_nu=[
            {"label": row.label, "reden": " ".join(one.message for one in problems), "bron": problems[0].source}
            for row, problems in (*steps, *by_record(platform, who, file), *not_yet(who, file))
            if problems
        ],
        partijen=list(_parties(file, who)),
        url_partij=url_for("party.new", dossier_id=dossier_id) if file.acts_as(who.organisation) else "",
        documenten=[
            {
                "reader": _whose(file, reader),
                "url_zip": url_for("document.bundle", dossier_id=dossier_id, lezer=reader),
                "documents": [
                    {
                        "code": one.code,
                        "version": numbers.get(one.version_id, 1),
                        "title": one.title,
                        "filename": one.filename,
                        "url": url_for("document.fetch", dossier_id=dossier_id, document_id=one.id),
                        "sha": hash4(one.sha256),
                        "size": size(one.size),
                        "on": one.created_at,
                    }
                    for one in group
                ],
            }
            for reader, group in groupby(
                sorted(shown, key=lambda one: _order(one.reader, who)), key=lambda one: one.reader
            )
        ],
        url_inzage=url_for("visits.page", dossier_id=dossier_id) if who.organisation.id == file.dossier.clb_id else "",
        url_overdracht=url_for("document.transfer", dossier_id=dossier_id)
        if any(one.code == "D6" for one in shown)
        else "",
        tijdlijn=[
            {"when": one.at, "text": one.text, "who": one.who, "details": one.details}
            for one in timeline(platform, who, file)
        ],
        rondes=[_round(file, version) for version in access.open_versions(platform, who, file)],
    )


def _actions(file: File, who: Who, steps: Steps, step: next_step.NextStep) -> Iterator[dict[str, object]]:
    """The steps that may be taken now, beside the next one: with a button of their own, or by writing a record."""
    dossier_id = file.dossier.id
    for row, problems in steps:
        if not problems and row.event != step.target:
            url = url_for("action.page", dossier_id=dossier_id, event=row.event)
            yield {"label": row.label, "url": url, "post": False}
    for row, problems in by_record(desk.platform(), who, file):
        if not problems:
            slug, kind = BY_RECORD[row.event]
            url = url_for("record.begin", dossier_id=dossier_id, slug=slug, soort=kind or None)
            yield {"label": row.label, "url": url, "post": True}


def _day(line: plan.Line) -> dict[str, object]:
    return {
        "titel": line.title,
        "dag": line.day.isoformat(),
        "over": until(line.day, desk.platform().today()) if line.who else "",
        "laat": line.late,
        "wie": line.who,
        "hint": line.hint,
        "bron": line.source,
    }


def _request(file: File, who: Who, one: Request) -> dict[str, object]:
    """An open request: what was asked, and what who gets it can do."""
    mine = one.to_kind == file.acts_as(who.organisation)
    provider = organisation(desk.platform(), str(one.asked.get("aanbieder", "")))
    about = [provider.naam] if provider else []
    about += [str(one.asked[name]) for name in ("vraag", "toelichting") if one.asked.get(name)]
    about += [str(one.asked["reden"])] if one.kind == requests.HAND_OVER and one.asked.get("reden") else []
    return {
        "titel": ASKED[one.kind],
        "tekst": about,
        "op": one.asked_at,
        "van": KINDS[one.from_kind],
        "aan": KINDS[one.to_kind],
        "mijn": mine,
        "url_nee": url_for("action.decline", dossier_id=file.dossier.id, kind=one.kind)
        if mine and one.kind == requests.HAND_OVER
        else "",
    }


def _notes_consents(file: File, who: Who) -> bool:
    return file.acts_as(who.organisation) in consent_register.MAY_WRITE and file.state is not State.CONCEPT


def _order(reader: str, who: Who) -> tuple[int, str]:
    """One's own copies first, then those to hand out, pupil by pupil."""
    return (-1 if reader == who.letter else "CNSLOP".index(letter_of(reader)), reader)


def _whose(file: File, reader: str) -> str:
    """'leerling', or 'ouders van Jana Claes' where there are several pupils."""
    pupil = file.party(pupil_of(reader))
    label = documents.READERS[letter_of(reader)]
    if pupil is None:
        return label
    name = name_of(pupil.answers)
    return name if letter_of(reader) == "L" else f"{label} van {name}"


def _until(due: str | None) -> str:
    from datetime import date

    if due is None:
        return ""
    day = date.fromisoformat(due)
    return f"evaluatie ten laatste {plain(day)}, {until(day, desk.platform().today())}"


def _next(file: File, step: next_step.NextStep) -> dict[str, object] | None:
    dossier_id = file.dossier.id
    places: dict[str, tuple[str, str, dict[str, str]]] = {
        "begin": ("Beginnen", "record.begin", {"dossier_id": dossier_id} | _of_kind(step.target)),
        "record": ("Verder werken", "record.first", {"record_id": step.target}),
        "review": ("Nakijken", "record.review", {"record_id": step.target}),
        "sign": ("Lezen en ondertekenen", "signing.sign_page", {"version_id": step.target}),
        "round": ("Wie tekent", "signing.page", {"version_id": step.target}),
        "consent": ("Noteer een instemming", "consent.new", {"dossier_id": dossier_id}),
        "event": (step.title, "action.page", {"dossier_id": dossier_id, "event": step.target}),
    }
    if step.kind not in places:
        return None
    button, endpoint, values = places[step.kind]
    url = url_for(endpoint, **values)  # type: ignore[arg-type]  # names of the URL, all text
    return {"titel": step.title, "uitleg": step.why, "knop": button, "url": url, "post": step.kind == "begin"}


def _of_kind(target: str) -> dict[str, str]:
    """'evaluatie?soort=eind' -> the parts of the URL that begins it."""
    slug, _, kind = target.partition("?soort=")
    return {"slug": slug, "soort": kind} if kind else {"slug": slug}


def _records(file: File, who: Who) -> list[dict[str, object]]:
    """The records of all trajectories that this person may open, with their versions; and those to begin."""
    platform, found, begun = desk.platform(), [], set()
    for record, frozen in access.records_seen(platform, who, file):
        if who.letter in RECORD_TYPES[record.type].read_by:
            found.append(_record(file, who, record, frozen))
        if record.trajectory_id == file.trajectory.id:
            begun.add(record.type)
    for slug, record_type in RECORD_TYPES.items():
        mine = who.organisation.soort in record_type.led_by and file.state in filled_in_while(slug)
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
    if editable:
        actions.append(
            {
                "label": "Nieuwe versie" if frozen else "Verder werken",
                "url": url_for("record.first", record_id=record.id),
                "post": False,
            }
        )
    if not frozen and may_open_draft(who, record_type):
        actions.append({"label": "Bekijk", "url": url_for("record.review", record_id=record.id), "post": False})
    actions += [
        {
            "label": f"Lees versie {one.number}" if len(frozen) > 1 else "Lees",
            "url": url_for("signing.read", version_id=one.id),
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


def _parties(file: File, who: Who) -> list[dict[str, str]]:
    """Who takes part. What is asked about a person is seen by whom its questions name (forms/partij.py)."""
    return [
        {
            "naam": name_of(party.answers),
            "rol": role_label(party.rol),
            "organisatie": getattr(file.organisation_of(party), "naam", ""),
            "leest": _reads(file, party),
            "tekent": _signs(file, party),
            "url": url_for("party.page", dossier_id=file.dossier.id, party_id=party.id)
            if file.acts_as(who.organisation) in ("clb", "naft")
            else "",
        }
        for party in access.parties_seen(desk.platform(), who, file)
    ]


def _signs(file: File, party: Party) -> str:
    if file.signs_in_account(party):
        return "Tekent in de eigen account"
    return "Tekent aan tafel" if party.rol in ("leerling", "ouder", "voogd", "opvoedingsverantwoordelijke") else ""


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


def _round(file: File, version: Version) -> dict[str, object]:
    placed = signatures.signers_of(desk.platform().db, version.id)
    waits = [file.party(one.signer.party_id) for one in placed if one.signature is None]
    return {
        "titel": RECORD_TYPES[version.payload["type"]].title,
        "url": url_for("signing.page", version_id=version.id),
        "wacht_op": [name_of(party.answers) for party in waits if party],
        "klaar": len(placed) - len(waits),
        "totaal": len(placed),
    }
