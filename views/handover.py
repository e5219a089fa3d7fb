"""Handing a dossier to another CLB."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forms.ander_clb import ANDER_CLB
from forms.leaves import question_names
from forms.page import StepForm
from forms.scope import Scope
from services import clb_handover
from services.places import Places
from services.platform import NotAllowed, NotFound
from views import desk, fresh

bp = Blueprint("handover", __name__)

OTHER = "Kies een ander CLB dan uw eigen."


@bp.route("/dossiers/<string:dossier_id>/ander-clb", methods=["GET", "POST"])
def page(dossier_id: str) -> ResponseReturnValue:
    """Which CLB, and whether anybody objects; on POST it goes there, and this person sees it no longer."""
    file, platform = desk.dossier(dossier_id), desk.platform()
    posted = request.form if request.method == "POST" else None
    scope = Scope(today=platform.today(), register=Places(platform, ["clb"]))
    form = StepForm(ANDER_CLB, (ANDER_CLB,), {}, scope, question_names(ANDER_CLB), posted)
    url = url_for("dossier.page", dossier_id=dossier_id)
    dossier = {"label": file.dossier.label, "number": file.dossier.number, "url": url}
    if posted is None or "zoek" in posted:
        return render_template("ander_clb.html", form=form, errors=[], dossier=dossier)
    fresh.demand()
    form.validate()
    form.demand()
    errors = form.errors()
    if not errors:
        try:
            name = clb_handover.hand_over(platform, desk.who(), file, form.answers())
        except NotFound:
            errors = _at(form, "clb", OTHER)
        except NotAllowed as refused:
            errors = _at(form, "verzet", str(refused))
        else:
            desk.say(f"Het dossier is nu van {name}. U ziet het niet meer.")
            return redirect(url_for("worklist.page"))
    return render_template("ander_clb.html", form=form, errors=errors, dossier=dossier), 422


def _at(form: StepForm, name: str, fault: str) -> list[tuple[str, str]]:
    """The errors, with one more at a question."""
    for field in form.fields():
        if field.question.name == name:
            field.errors = [*field.errors, fault]
    return form.errors()
