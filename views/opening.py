"""Opening a dossier: by a CLB, of its own accord or because somebody asked."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forms.leaves import question_names
from forms.nieuw_dossier import NIEUW_DOSSIER
from forms.page import StepForm
from forms.scope import Answers, Json, Scope, items_of
from services import questions
from services.dossiers import File
from services.once import Twice, once
from services.parties import open_dossier
from services.questions import Exchange
from views import desk, held

bp = Blueprint("opening", __name__)


@bp.route("/dossiers/nieuw", methods=["GET", "POST"])
def new() -> ResponseReturnValue:
    """Open a dossier: one pupil, several, a class or a school (T1); with ?vraag= from a question to the CLB."""
    who = desk.who()
    asked = questions.to_answer(desk.platform(), who, request.args["vraag"]) if "vraag" in request.args else None
    if asked and asked.dossier_id:
        return redirect(url_for("dossier.page", dossier_id=asked.dossier_id))
    scope = Scope(today=desk.platform().today(), facts={})
    everything = question_names(NIEUW_DOSSIER)
    posted = request.form if request.method == "POST" else None
    answers = _first_answers(asked) if posted is None else {}
    form = StepForm(NIEUW_DOSSIER, (NIEUW_DOSSIER,), answers, scope, everything, posted)
    if posted is None or held.is_back():
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
    try:
        file = once(desk.platform(), who, held.mark_sent(), lambda: _opened(answers, asked))
    except Twice:
        return redirect(url_for("worklist.page"))
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
