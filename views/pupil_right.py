"""What pupil and parents ask by right about a dossier: the list, noting a request, its page, and each answer to it."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forms.amounts import long_date, plain_date
from forms.leaves import question_names
from forms.page import StepForm
from forms.question import Question
from forms.rechten import VRAAG_OM_EEN_RECHT
from forms.record_type import Step
from forms.scope import Answers, Scope
from rules.access import Action
from rules.pupil_rights import Right
from services import access, copy_package, corrections, pupil_rights
from services.dossiers import File, name_of
from services.free_days import talk_due
from services.once import Twice, once
from services.platform import NotFound, local
from services.pupil_rights import Named
from store.pupil_rights import RightRequest
from views import desk, held
from views.words import until

bp = Blueprint("pupil_right", __name__)

NOTE, NOTE_REFUSED = "Noteer de vraag", "Noteer de vraag, en weiger ze"
BUTTONS = {"afspraak": "Bewaar de afspraak", "antwoord": "Bewaar het antwoord", "weigering": "Weiger de vraag"}
DONE = {
    "afspraak": "De afspraak is genoteerd.",
    "antwoord": "Het antwoord is bewaard.",
    "weigering": "De weigering is bewaard. Vergeet niet ze te vertellen aan wie het vroeg.",
    "intrekken": "Genoteerd: de vraag is ingetrokken.",
}
ICONS = {"open": "wacht", "afspraak": "nu", "beantwoord": "klaar", "geweigerd": "nee", "ingetrokken": "later"}


@bp.get("/dossiers/<string:dossier_id>/rechten")
def overview(dossier_id: str) -> ResponseReturnValue:
    """What was asked of one's own organisation, what is restricted, and what stands beside the texts."""
    file, who, platform = desk.dossier(dossier_id), desk.who(), desk.platform()
    return render_template(
        "rechten.html",
        dossier=about(file),
        url_nieuw=url_for("pupil_right.new", dossier_id=dossier_id),
        vragen=[row(file, one) for one in pupil_rights.listed(platform, who, file)],
        verbeteringen=corrections.seen(platform, who, file),
        beperkingen=restricted(file),
    )


def about(file: File) -> dict[str, str]:
    """The dossier as the top of these pages names it."""
    url = url_for("dossier.page", dossier_id=file.dossier.id)
    return {"label": file.dossier.label, "number": file.dossier.number, "url": url, "id": file.dossier.id}


def restricted(file: File) -> list[str]:
    """The restrictions in force, in a sentence each."""
    found = pupil_rights.restrictions(desk.platform(), desk.who(), file)
    return [
        f"Op vraag van {one.who}, sinds {plain_date(local(one.request.replied_at).date())}"
        for one in found
        if one.request.replied_at
    ]


def row(file: File, one: Named) -> dict[str, object]:
    """A request as a list shows it."""
    asked, due = one.request, date.fromisoformat(one.request.due_on)
    late = asked.is_open and min(_talk_day(asked) or due, due) < desk.platform().today()
    return {
        "wat": one.label,
        "wie": one.who + (f", in naam van {one.instead_of}" if one.instead_of else ""),
        "op": asked.asked_on,
        "url": url_for("pupil_right.page", dossier_id=file.dossier.id, request_id=asked.id),
        "stand": pupil_rights.STATUS[asked.status],
        "soort": "laat" if late else ICONS[asked.status],
        "open": asked.is_open,
        "wacht_op": _waits_for(asked, due),
        "tegen": f"{long_date(due)}, {until(due, desk.platform().today(), 'te laat')}" if asked.is_open else "",
    }


@bp.route("/dossiers/<string:dossier_id>/rechten/nieuw", methods=["GET", "POST"])
def new(dossier_id: str) -> ResponseReturnValue:
    """Note a request. One that its asker cannot have is shown why, and can be noted as refused."""
    file, who, platform = desk.dossier(dossier_id), desk.who(), desk.platform()
    posted = request.form if request.method == "POST" else None
    first = {"gevraagd_op": platform.today().isoformat(), "vrager_soort": "partij"} if posted is None else {}
    form = _form(VRAAG_OM_EEN_RECHT, pupil_rights.scope(platform, file), first)
    if posted is None or held.is_back():
        return _step(file, VRAAG_OM_EEN_RECHT, form, NOTE)
    if form.errors():
        return _step(file, VRAAG_OM_EEN_RECHT, form, NOTE), 422
    against = pupil_rights.problems(platform, file, form.answers())
    if against and posted.get("geweigerd") != "ja":
        why = {"reden": against[0].message, "bron": against[0].source, "rechten": True}
        return _step(file, VRAAG_OM_EEN_RECHT, form, NOTE_REFUSED, weigering=why, geweigerd=True), 409
    try:
        made = once(platform, who, held.mark_sent(), lambda: pupil_rights.note(platform, who, file, form.answers()))
    except Twice:
        return redirect(url_for("pupil_right.overview", dossier_id=dossier_id))
    desk.say("De vraag is genoteerd als geweigerd. Vertel de vrager waarom." if against else "De vraag is genoteerd.")
    return redirect(url_for("pupil_right.page", dossier_id=dossier_id, request_id=made.id))


@bp.get("/dossiers/<string:dossier_id>/rechten/<string:request_id>")
def page(dossier_id: str, request_id: str) -> ResponseReturnValue:
    """One request: what was asked, by when, what can be done, and what came of it."""
    file, who, platform = desk.dossier(dossier_id), desk.who(), desk.platform()
    asked = pupil_rights.one_of(platform, who, file, request_id)
    one = pupil_rights.named(file, asked)
    return render_template(
        "recht.html",
        dossier=about(file),
        vraag=row(file, one),
        gevraagd=_said(file, VRAAG_OM_EEN_RECHT, asked.asked, but=("soort",)),
        antwoord=_reply(file, asked),
        afspraak=asked.appointment_on,
        gesprek_tegen=_talk_by(asked),
        verbeteringen=corrections.of_request(platform, file, asked),
        acties=_actions(file, asked),
        url_intrekken=url_for("pupil_right.act", dossier_id=dossier_id, request_id=request_id, act="intrekken")
        if asked.is_open
        else "",
    )


def _talk_day(asked: RightRequest) -> date | None:
    """By when a talk is to be agreed on; None where that is done or not needed."""
    needed = desk.who().organisation.soort == "clb" and asked.kind in pupil_rights.FOR_A_TALK
    return talk_due(date.fromisoformat(asked.asked_on)) if needed and asked.status == "open" else None


def _talk_by(asked: RightRequest) -> str:
    """That day in words; '' when there is none."""
    day = _talk_day(asked)
    return f"{long_date(day)}, {until(day, desk.platform().today(), 'te laat')}" if day else ""


def _waits_for(asked: RightRequest, due: date) -> str:
    """What has to be done first, a talk or the answer, and by when; '' for one that has its answer."""
    if not asked.is_open:
        return ""
    talk = _talk_day(asked)
    day, what = (talk, "Gesprek") if talk and talk < due else (due, "Antwoord")
    return f"{what} ten laatste {long_date(day)}, {until(day, desk.platform().today(), 'te laat')}"


def _actions(file: File, asked: RightRequest) -> list[dict[str, object]]:
    """What can be done with a request, the most likely first."""
    values: dict[str, Any] = {"dossier_id": file.dossier.id, "request_id": asked.id}
    right, copies = (
        Right(asked.kind),
        asked.kind in (Right.INZAGE, Right.AFSCHRIFT) and bool(pupil_rights.reader_of(file, asked)),
    )

    def link(label: str, endpoint: str, **more: Any) -> dict[str, object]:
        return {"label": label, "url": url_for(endpoint, **values, **more), "post": False}

    found = []
    if asked.is_open:
        if right is Right.LOGBOEK and access.may(desk.platform(), desk.who(), file, Action.LOG_FOR_PUPIL):
            shown = url_for("visits.for_pupil", dossier_id=file.dossier.id)
            found.append({"label": "Open het overzicht van wie keek", "url": shown, "post": False})
        if copies:
            found.append(link("Kijk het afschrift na", "pupil_copy.review"))
        if right is Right.VERBETERING:
            found.append(link("Noteer een verbetering of aanvulling", "correction.choose"))
        if asked.kind in pupil_rights.FOR_A_TALK:
            found.append(link("Noteer een gesprek", "pupil_right.act", act="afspraak"))
        found.append(link("Noteer het antwoord", "pupil_right.act", act="antwoord"))
        found.append(link("Weiger de vraag", "pupil_right.act", act="weigering"))
    elif copy_package.again(asked) and copies:
        found.append(link("Haal het afschrift opnieuw op", "pupil_copy.page"))
    return found


@bp.route("/dossiers/<string:dossier_id>/rechten/<string:request_id>/<string:act>", methods=["GET", "POST"])
def act(dossier_id: str, request_id: str, act: str) -> ResponseReturnValue:
    """Agree on a talk, answer, refuse, or note that it was taken back (which asks nothing more)."""
    file, who, platform = desk.dossier(dossier_id), desk.who(), desk.platform()
    asked = pupil_rights.one_of(platform, who, file, request_id)
    back = redirect(url_for("pupil_right.page", dossier_id=dossier_id, request_id=request_id))
    step = pupil_rights.questions(asked, act)
    if not asked.is_open and act in DONE:
        return back
    if act == "intrekken" and request.method == "POST":
        pupil_rights.act(platform, who, file, asked, act, {})
        desk.say(DONE[act])
        return back
    if step is None:
        raise NotFound
    today = platform.today().isoformat()
    first = {"gegeven_op": today} if request.method != "POST" else {}
    form = _form(step, Scope(today=platform.today()), first)
    if request.method != "POST" or held.is_back():
        return _step(file, step, form, BUTTONS[act], asked=asked)
    if form.errors():
        return _step(file, step, form, BUTTONS[act], asked=asked), 422
    pupil_rights.act(platform, who, file, asked, act, form.answers())
    desk.say(DONE[act])
    return back


def _form(step: Step, scope: Scope, first: Answers) -> StepForm:
    """The form, looked at when it was sent."""
    posted = request.form if request.method == "POST" else None
    form = StepForm(step, (step,), first, scope, question_names(step), posted)
    if posted is not None and not held.is_back():
        form.validate()
        form.demand()
    return form


def _step(
    file: File,
    step: Step,
    form: StepForm,
    button: str,
    *,
    asked: RightRequest | None = None,
    weigering: dict[str, object] | None = None,
    geweigerd: bool = False,
) -> str:
    back = (
        url_for("pupil_right.page", dossier_id=file.dossier.id, request_id=asked.id)
        if asked
        else url_for("pupil_right.overview", dossier_id=file.dossier.id)
    )
    return render_template(
        "recht_stap.html",
        title=step.title,
        intro=step.intro,
        form=form,
        knop=button,
        terug=back,
        terug_naam="De vraag" if asked else "Vragen over rechten",
        errors=form.errors(),
        weigering=weigering,
        geweigerd=geweigerd,
        dossier={"number": file.dossier.number, "label": file.dossier.label},
    )


def _said(file: File, step: Step, answers: Answers, but: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    """(label, text) of what was filled in."""
    scope = pupil_rights.scope(desk.platform(), file)
    return [
        (item.label, item.text(answers[item.name], scope))
        for item in step.items
        if isinstance(item, Question) and item.name in answers and item.name not in but
    ]


def _reply(file: File, asked: RightRequest) -> list[tuple[str, str]]:
    """What was answered, by whom and when."""
    if asked.is_open or not asked.replied_at:
        return []
    act = "weigering" if asked.status == "geweigerd" else "antwoord"
    step = pupil_rights.questions(asked, act)
    found = _said(file, step, asked.reply) if step else []
    if asked.reply.get("bron"):
        found.append(("Bron", str(asked.reply["bron"])))
    if asked.reply.get("pakket"):
        found.append(("Afschrift", f"{asked.reply.get('stukken', 0)} documenten, met een overzicht"))
    by = next((one for one in file.all_parties if one.account_id == asked.replied_by), None)
    when = long_date(local(asked.replied_at).date())
    return [*found, ("Bewaard op", f"{when}{f', door {name_of(by.answers)}' if by else ''}")]
