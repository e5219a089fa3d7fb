"""A step of a trajectory taken with a button: its own questions, if it has any, and then the step."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forms.amounts import long_date
from forms.handelingen import HANDELINGEN
from forms.leaves import question_names
from forms.page import StepForm
from forms.record_type import Step
from forms.scope import Json, PersonRef, Scope
from rules.states import Event
from rules.trajectory import TRANSITIONS, Refused
from services import documents, requests, sending_back
from services.dossiers import File, colleagues
from services.once import Twice, once
from services.outlook import available, has_draft, proposed_provider
from services.places import Places
from services.platform import NotFound, local
from services.surroundings import latest_version
from services.timeline import STEPS
from services.trajectory import BY_BUTTON, perform, root_about
from views import desk, held
from views.record import draft_url

bp = Blueprint("action", __name__)


@bp.route("/dossiers/<string:dossier_id>/acties/<string:event>", methods=["GET", "POST"])
def page(dossier_id: str, event: str) -> ResponseReturnValue:
    """Ask what belongs to the step; on POST take it."""
    file = desk.dossier(dossier_id)
    if event not in list(Event) or Event(event) not in BY_BUTTON:
        raise NotFound
    step = Event(event)
    mine = (row for row, _ in available(desk.platform(), desk.who(), file) if row.event is step)
    row = next(mine, None) or next(row for row in TRANSITIONS if row.event is step)
    asked = HANDELINGEN.get(event) or Step(event, row.label, intro=row.effect)
    button, intro = _words(file, step, row.label, asked.intro)
    posted = request.form if request.method == "POST" else None
    first = _first_answers(file, step) if posted is None else {}
    form = StepForm(asked, (asked,), first, _scope(file, asked), question_names(asked), posted)
    root = root_about(desk.platform(), desk.who(), file, step) if posted is None else posted.get("shown_root", "")
    if posted is None or held.is_back() or "zoek" in posted:
        return _page(file, asked, form, button, intro, root=root)
    form.validate()
    form.demand()
    if form.errors():
        return _page(file, asked, form, button, intro, root=root), 422
    try:
        once(
            desk.platform(),
            desk.who(),
            held.mark_sent(),
            lambda: perform(desk.platform(), desk.who(), file, step, form.answers(), root),
        )
    except Twice:
        return redirect(url_for("dossier.page", dossier_id=dossier_id))
    except Refused as refused:
        why = {"reden": " ".join(one.message for one in refused.problems), "bron": refused.problems[0].source}
        return _page(file, asked, form, button, intro, why, root), 409
    documents.make_missing(desk.platform(), file)
    waits = step is Event.OVERDRAGEN and requests.open_request(desk.platform(), file, requests.HAND_OVER)
    done = "Het voorstel is gedaan. De overdracht gebeurt zodra de andere partij bevestigt."
    desk.say(done if waits else f"{STEPS[step]}.")
    section = request.args.get("deel", "") if step is Event.TERUG_NAAR_BEWERKEN else ""
    record = has_draft(desk.platform(), file, "doelen") if section else None
    if record is not None:
        return redirect(draft_url(desk.dossier(dossier_id), record, section))
    return redirect(url_for("dossier.page", dossier_id=dossier_id))


@bp.post("/dossiers/<string:dossier_id>/verzoeken/<string:kind>/nee")
def decline(dossier_id: str, kind: str) -> ResponseReturnValue:
    """Say no to a proposal of the other side."""
    file = desk.dossier(dossier_id)
    requests.decline(desk.platform(), desk.who(), file, kind)
    desk.say("U zei nee op het voorstel. Dat staat nu in de tijdlijn.")
    return redirect(url_for("dossier.page", dossier_id=dossier_id))


def _first_answers(file: File, step: Event) -> dict[str, Json]:
    """What is known already: a proposal to confirm, or the provider that turned the referral down proposed."""
    if step is Event.OVERDRAGEN:
        proposal = requests.open_request(desk.platform(), file, requests.HAND_OVER)
        return dict(proposal.asked) if proposal else {}
    if step is Event.TERUG_NAAR_BEWERKEN:
        record = has_draft(desk.platform(), file, "doelen")
        version = latest_version(desk.platform(), record) if record else None
        if version is not None and sending_back.open_ones(desk.platform(), version):
            return {"reden": sending_back.reason_to_edit(version, request.args.get("deel", ""))}
    if step is Event.OPNIEUW_AANMELDEN:
        return proposed_provider(desk.platform(), file)
    return {}


def _scope(file: File, asked: Step) -> Scope:
    """The people to choose from are colleagues: who takes a trajectory up need not be in the dossier yet."""
    people = [
        PersonRef(f"account:{one.id}", f"{one.voornaam} {one.familienaam}", "naft_begeleider", one.functie)
        for one in colleagues(desk.platform(), desk.who().organisation.id, "naft_begeleider")
    ]
    return Scope(
        today=desk.platform().today(),
        facts={"soort_dossier": file.dossier.soort},
        people=tuple(people),
        register=Places(desk.platform(), ["naft"]),
    )


BUTTONS: dict[Event, str] = {
    Event.MEER_INFO_VRAGEN: "Verstuur de vraag naar het CLB",
    Event.INFO_GEVEN: "Verstuur het antwoord naar NAFT",
    Event.DOORGEVEN: "Stel deze aanbieder voor",
    Event.STOPPEN_VRAGEN: "Verstuur de vraag naar NAFT",
    Event.INTREKKEN: "Trek de aanmelding in",
}
"""Step -> what its button does, where the name of the step does not say that."""


def _words(file: File, step: Event, label: str, intro: str) -> tuple[str, str]:
    """Button and introduction of the page. A transfer is proposed by one side and confirmed by the other (T15)."""
    if step is not Event.OVERDRAGEN:
        return BUTTONS.get(step, label), intro
    other = {"clb": "de NAFT-aanbieder", "naft": "het CLB"}.get(desk.who().organisation.soort, "de andere partij")
    proposal = requests.open_request(desk.platform(), file, requests.HAND_OVER)
    if proposal is None or proposal.from_kind == file.acts_as(desk.who().organisation):
        return "Stel de overdracht voor", f"U doet een voorstel. Er gebeurt nog niets tot {other} bevestigt."
    when = long_date(local(proposal.asked_at).date())
    return "Bevestig de overdracht", (
        f"{other[:1].upper()}{other[1:]} stelde dit voor op {when}. Bevestigt u, dan begint bij de nieuwe aanbieder "
        "een nieuw traject. Kiest u een andere aanbieder, dan is dat een nieuw voorstel."
    )


def _page(
    file: File,
    asked: Step,
    form: StepForm,
    button: str,
    intro: str,
    refused: dict[str, str] | None = None,
    root: str = "",
) -> str:
    return render_template(
        "stap_simpel.html",
        title=asked.title,
        intro=intro,
        form=form,
        knop=button,
        terug=url_for("dossier.page", dossier_id=file.dossier.id),
        errors=form.errors(),
        weigering=refused,
        dossier={"number": file.dossier.number, "label": file.dossier.label},
        shown_root=root,
    )
