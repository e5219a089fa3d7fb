"""The consents of a dossier: writing one down after the indicatiestelling, given, refused or taken back."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forms.leaves import question_names
from forms.page import StepForm
from services import consent_register
from services.dossiers import File
from services.once import Twice, once
from views import desk, held

bp = Blueprint("consent", __name__)


@bp.route("/dossiers/<string:dossier_id>/instemmingen", methods=["GET", "POST"])
def new(dossier_id: str) -> ResponseReturnValue:
    """Ask what was answered; on POST keep it. A consent that is gone pauses a trajectory that runs (BR-25)."""
    file, who, platform = desk.dossier(dossier_id), desk.who(), desk.platform()
    asked = consent_register.questions()
    posted = request.form if request.method == "POST" else None
    first = consent_register.first_values(platform, file) if posted is None else {}
    form = StepForm(asked, (asked,), first, consent_register.scope(platform, file), question_names(asked), posted)
    if posted is None or held.is_back() or "zoek" in posted:
        return _page(file, form)
    form.validate()
    form.demand()
    wrong = consent_register.wrong_dates(form.answers())
    if form.errors() or wrong:
        return _page(file, form, wrong), 422
    try:
        stopped = once(
            platform, who, held.mark_sent(), lambda: consent_register.record(platform, who, file, form.answers())
        )
    except Twice:
        return redirect(url_for("dossier.page", dossier_id=dossier_id))
    desk.say(
        "De instemming is genoteerd."
        + (" Het traject is tijdelijk onderbroken: zonder dit ja kan het niet verder." * stopped)
    )
    return redirect(url_for("dossier.page", dossier_id=dossier_id))


def _page(file: File, form: StepForm, wrong: list[tuple[str, str]] | None = None) -> str:
    return render_template(
        "stap_simpel.html",
        title=form.step.title,
        intro=form.step.intro,
        form=form,
        knop="Noteer de instemming",
        terug=url_for("dossier.page", dossier_id=file.dossier.id),
        errors=form.errors() + (wrong or []),
        dossier={"number": file.dossier.number, "label": file.dossier.label},
    )
