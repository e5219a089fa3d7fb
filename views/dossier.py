"""A dossier: opening one, and the page that says at a glance where it stands and what comes next."""

from __future__ import annotations

from itertools import groupby

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forms import RECORD_TYPES
from forms.leaves import question_names
from forms.nieuw_dossier import NIEUW_DOSSIER
from forms.page import StepForm
from forms.scope import Answers, Json, Scope, items_of
from rules.readers import letter_of, pupil_of
from rules.referral import why_not_open
from services import access, documents, next_step, questions
from services.dossiers import File, name_of, open_dossier, organisation_name, role_label
from services.platform import NotAllowed, Who
from services.questions import Exchange
from services.records import filled_in_while, may_open_draft, why_not_editable
from services.surroundings import parents_read
from services.timeline import timeline
from services.trajectory import available, taking_part
from store import signatures
from store.parties import Party
from store.records import Record
from store.versions import Version
from views import desk
from views.words import hash4, plain, size, until

bp = Blueprint("dossier", __name__)

NOT_SHOWN = {"S": ("vertrouwenspersoon",)}
"""Letter -> roles that this reader need not know of (decreet rechtspositie minderjarige, art. 24)."""

STATUS = {
    "ter_ondertekening": "Ligt ter ondertekening",
    "getekend": "Getekend",
    "deels_getekend": "Getekend, niet door iedereen",
    "vervangen": "Vervangen door een nieuwe versie",
    "ingetrokken": "Teruggenomen",
    "geweigerd": "Gestopt door een weigering",
}


@bp.route("/dossiers/nieuw", methods=["GET", "POST"])
def new() -> ResponseReturnValue:
    """Open a dossier: one pupil, several, a class or a school (T1); with ?vraag= from a question to the CLB."""
    who = desk.who()
    if refused := why_not_open(who.organisation.soort):
        raise NotAllowed.by_rule(refused)
    asked = questions.to_answer(desk.platform(), who, request.args["vraag"]) if "vraag" in request.args else None
    if asked and asked.dossier_id:
        return redirect(url_for("dossier.page", dossier_id=asked.dossier_id))
    scope = Scope(today=desk.platform().today(), facts={})
    everything = question_names(NIEUW_DOSSIER)
    posted = request.form if request.method == "POST" else None
    answers = _first_answers(asked) if posted is None else {}
    form = StepForm(NIEUW_DOSSIER, (NIEUW_DOSSIER,), answers, scope, everything, posted)
    if posted is None:
        return _new_page(form, asked)
    answers = form.answers()
    if posted.get("toevoegen") or posted.get("verwijderen"):
        gone = posted.get("verwijderen", "").partition(":")[2]
        items = [item.answers() for item in form.repeats["leerlingen"].items if item.id != gone]
        repeat = form.repeats["leerlingen"].repeat
        more = [{"id": repeat.next_id(items)}] if posted.get("toevoegen") and len(items) < repeat.at_most else []
        return _new_page(
            StepForm(NIEUW_DOSSIER, (NIEUW_DOSSIER,), {**answers, "leerlingen": [*items, *more]}, scope, everything),
            asked,
        )
    form.validate()
    form.demand()
    if form.errors():
        return _new_page(form, asked), 422
    file = _opened(answers, asked)
    desk.say("Het dossier is geopend.")
    return redirect(url_for("dossier.page", dossier_id=file.dossier.id))


def _first_answers(asked: Exchange | None) -> dict[str, Json]:
    return questions.first_answers(asked.question) if asked else {"soort": "leerling"}


def _opened(answers: Answers, asked: Exchange | None) -> File:
    """The new dossier; one that comes of a question is tied to it."""
    platform, who = desk.platform(), desk.who()
    with_pupils = answers["soort"] in ("leerling", "leerlingen")
    pupils = [{k: v for k, v in item.items() if k != "id"} for item in items_of(answers.get("leerlingen"))]
    label = "" if with_pupils else answers.get("naam_groep", "")
    told = {"soort": answers["soort"], "label": label, "pupils": pupils if with_pupils else []}
    if asked:
        return questions.open_dossier_from(platform, who, asked.question.id, **told)
    return open_dossier(platform, who, **told)


def _new_page(form: StepForm, asked: Exchange | None) -> str:
    """The page, with what is behind it: the work list, or the question."""
    more, back = {}, url_for("worklist.page")
    if asked:
        back = url_for("question.page", question_id=asked.question.id)
        more = {
            "intro": f"Na een vraag van {asked.organisation}. Wat daarin stond, is al ingevuld: kijk na en vul aan."
        }
    return render_template("nieuw_dossier.html", form=form, errors=form.errors(), terug=back, **more)


@bp.get("/dossiers/<string:dossier_id>")
def page(dossier_id: str) -> ResponseReturnValue:
    """Where it stands, who does what by when, and what this person can do."""
    file, who, platform = desk.dossier(dossier_id), desk.who(), desk.platform()
    steps = available(platform, who, file)
    step = next_step.next_step(platform, who, file)
    part = taking_part(file)
    due = file.trajectory.due_date
    shown = documents.listed(platform, who, file)
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
        acties=[
            {"label": row.label, "url": url_for("action.page", dossier_id=dossier_id, event=row.event), "post": False}
            for row, problems in steps
            if not problems and row.event != step.target
        ],
        niet_nu=[
            {"label": row.label, "reden": " ".join(one.message for one in problems), "bron": problems[0].source}
            for row, problems in steps
            if problems
        ],
        partijen=list(_parties(file, who)),
        url_partij=url_for("party.new", dossier_id=dossier_id) if who.letter in ("C", "N", "S") else "",
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
        tijdlijn=[{"when": one.at, "text": one.text, "who": one.who} for one in timeline(platform, who, file)],
        rondes=[_round(file, version) for version in access.open_versions(platform, who, file)],
    )


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
        "begin": ("Beginnen", "record.begin", {"dossier_id": dossier_id, "slug": step.target}),
        "record": ("Verder werken", "record.first", {"record_id": step.target}),
        "review": ("Nakijken", "record.review", {"record_id": step.target}),
        "sign": ("Lezen en ondertekenen", "signing.sign_page", {"version_id": step.target}),
        "round": ("Wie tekent", "signing.page", {"version_id": step.target}),
        "event": (step.title, "action.page", {"dossier_id": dossier_id, "event": step.target}),
    }
    if step.kind not in places:
        return None
    button, endpoint, values = places[step.kind]
    url = url_for(endpoint, **values)  # type: ignore[arg-type]  # names of the URL, all text
    return {"titel": step.title, "uitleg": step.why, "knop": button, "url": url, "post": step.kind == "begin"}


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
            if who.letter in ("C", "N")
            else "",
        }
        for party in file.parties
        if party.rol not in NOT_SHOWN.get(who.letter, ())
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
