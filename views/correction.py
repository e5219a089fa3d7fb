"""Noting what somebody corrects or adds: choosing the answer it is about, and what should stand there."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forms.leaves import question_names
from forms.page import StepForm
from forms.rechten import VERBETERING
from forms.review import Group
from forms.scope import Scope
from services import corrections, pupil_rights
from services.afschrift import Text
from services.dossiers import File
from services.once import Twice, once
from services.platform import NotAllowed
from store.pupil_rights import RightRequest
from views import desk, held
from views.pupil_right import about

bp = Blueprint("correction", __name__)

OVER = "Deze vraag is al beantwoord. Noteer een nieuwe vraag als er nog iets te verbeteren is."


@bp.get("/dossiers/<string:dossier_id>/rechten/<string:request_id>/verbetering")
def choose(dossier_id: str, request_id: str) -> ResponseReturnValue:
    """Which answer is it about?"""
    file = desk.dossier(dossier_id)
    asked = _asked(file, request_id)
    return render_template(
        "verbetering_kies.html",
        dossier=about(file),
        terug=url_for("pupil_right.page", dossier_id=dossier_id, request_id=request_id),
        url_algemeen=url_for("correction.new", dossier_id=dossier_id, request_id=request_id),
        teksten=[_text(file, asked, one) for one in corrections.choices(desk.platform(), desk.who(), file, asked)],
    )


def _text(file: File, asked: RightRequest, one: Text) -> dict[str, object]:
    rows = [
        {
            "label": f"{part.title}: {row.label}" if isinstance(part, Group) else row.label,
            "waarde": row.value,
            "url": url_for(
                "correction.new",
                dossier_id=file.dossier.id,
                request_id=asked.id,
                versie=one.version.id,
                antwoord=row.path,
            ),
        }
        for step in one.steps
        for part in step.parts
        for row in (part.rows if isinstance(part, Group) else (part,))
    ]
    return {"titel": one.title, "rijen": rows}


@bp.route("/dossiers/<string:dossier_id>/rechten/<string:request_id>/verbetering/nieuw", methods=["GET", "POST"])
def new(dossier_id: str, request_id: str) -> ResponseReturnValue:
    """What should stand there, and whether the next version says so; on POST keep it beside the old text."""
    file, who, platform = desk.dossier(dossier_id), desk.who(), desk.platform()
    asked = _asked(file, request_id)
    version, path = request.args.get("versie", ""), request.args.get("antwoord", "")
    label, value = corrections.at_answer(platform, who, file, asked, version, path)
    posted = request.form if request.method == "POST" else None
    form = StepForm(VERBETERING, (VERBETERING,), {}, Scope(today=platform.today()), question_names(VERBETERING), posted)
    if posted is None or held.is_back():
        return _page(file, asked, form, label, value)
    form.validate()
    form.demand()
    if form.errors():
        return _page(file, asked, form, label, value), 422
    done = redirect(url_for("pupil_right.page", dossier_id=dossier_id, request_id=request_id))
    try:
        once(
            platform,
            who,
            held.mark_sent(),
            lambda: corrections.add(platform, who, file, asked, version, path, form.answers()),
        )
    except Twice:
        return done
    desk.say("Bewaard. De oude tekst blijft staan, met dit ernaast. Noteer nu het antwoord op de vraag.")
    return done


def _page(file: File, asked: RightRequest, form: StepForm, label: str, value: str) -> str:
    was = f"Bij “{label}” staat nu:\n{value}" if label else "Dit komt bij het dossier als geheel te staan."
    return render_template(
        "recht_stap.html",
        title=VERBETERING.title,
        intro=f"{VERBETERING.intro}\n\n{was}",
        form=form,
        knop="Bewaar dit naast de tekst",
        terug=url_for("pupil_right.page", dossier_id=file.dossier.id, request_id=asked.id),
        terug_naam="De vraag",
        errors=form.errors(),
        weigering=None,
        geweigerd=False,
        dossier={"number": file.dossier.number, "label": file.dossier.label},
    )


def _asked(file: File, request_id: str) -> RightRequest:
    """A request to correct something, of one's own organisation.

    :raises NotAllowed: when it has its answer already
    """
    found = pupil_rights.one_of(desk.platform(), desk.who(), file, request_id)
    if not found.is_open:
        raise NotAllowed(OVER)
    return found
