"""A step of a trajectory taken with a button: its own questions, if it has any, and then the step."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forms.handelingen import HANDELINGEN
from forms.leaves import question_names
from forms.page import StepForm
from forms.record_type import Step
from forms.scope import PersonRef, Scope
from rules.states import Event
from rules.trajectory import Refused
from services import documents
from services.dossiers import File, colleagues
from services.platform import NotFound
from services.surroundings import organisation_refs
from services.trajectory import BY_BUTTON, available, perform
from views import desk

bp = Blueprint("action", __name__)


@bp.route("/dossiers/<string:dossier_id>/acties/<string:event>", methods=["GET", "POST"])
def page(dossier_id: str, event: str) -> ResponseReturnValue:
    """Ask what belongs to the step; on POST take it."""
    file = desk.dossier(dossier_id)
    if event not in list(Event) or Event(event) not in BY_BUTTON:
        raise NotFound
    step = Event(event)
    row = next((row for row, _ in available(desk.platform(), desk.who(), file) if row.event is step), None)
    asked = HANDELINGEN.get(event) or Step(event, row.label if row else "Deze stap", intro=row.effect if row else "")
    posted = request.form if request.method == "POST" else None
    form = StepForm(asked, (asked,), {}, _scope(file, asked), question_names(asked), posted)
    if posted is None:
        return _page(file, step, asked, form, row.label if row else "", None)
    form.validate()
    form.demand()
    if form.errors():
        return _page(file, step, asked, form, row.label if row else "", None), 422
    try:
        perform(desk.platform(), desk.who(), file, step, form.answers())
    except Refused as refused:
        why = {"reden": " ".join(one.message for one in refused.problems), "bron": refused.problems[0].source}
        return _page(file, step, asked, form, row.label if row else "Probeer opnieuw", why), 409
    documents.make_missing(desk.platform(), file)
    desk.say(f"{row.label if row else 'Deze stap'}: dat is gebeurd.")
    return redirect(url_for("dossier.page", dossier_id=dossier_id))


def _scope(file: File, asked: Step) -> Scope:
    """The people to choose from are colleagues: who takes a trajectory up need not be in the dossier yet."""
    people = [
        PersonRef(f"account:{one.id}", f"{one.voornaam} {one.familienaam}", "naft_begeleider", one.functie)
        for one in colleagues(desk.platform(), desk.who().organisation.id, "naft_begeleider")
    ]
    known = tuple(organisation_refs(desk.platform(), ["naft"]))
    return Scope(
        today=desk.platform().today(),
        facts={"soort_dossier": file.dossier.soort},
        people=tuple(people),
        organisations=known,
    )


def _page(file: File, event: Event, asked: Step, form: StepForm, label: str, refused: dict[str, str] | None) -> str:
    return render_template(
        "stap_simpel.html",
        title=asked.title,
        intro=asked.intro,
        form=form,
        knop=label,
        terug=url_for("dossier.page", dossier_id=file.dossier.id),
        errors=form.errors(),
        weigering=refused,
        dossier={"number": file.dossier.number, "label": file.dossier.label},
    )
