"""Questions to a CLB: asking one, the list, reading one, and the CLB's answer."""

from __future__ import annotations

from textwrap import shorten

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forms.leaves import question_names
from forms.page import StepForm
from forms.record_type import Step, on_path
from forms.repeat import Repeat
from forms.scope import Answers, Scope
from forms.vraag_aan_clb import ANTWOORD, VRAAG_AAN_CLB
from services import questions
from services.questions import THE_SCHOOL, Exchange
from store.questions import QuestionClosed
from views import desk, held
from views.words import kort

bp = Blueprint("question", __name__)

ASK = "Stel de vraag aan het CLB"
ANSWER = "Verstuur het antwoord"
FIRST = "Op deze vraag kwam intussen al een antwoord of een dossier. Uw antwoord is niet verstuurd."
IN_THE_LIST = 160
"""As many characters of an answer stand in the list; the page of the question has all."""


@bp.get("/vragen")
def overview() -> ResponseReturnValue:
    """For a CLB what it was asked, for others what their organisation asked."""
    who = desk.who()
    of_clb = who.organisation.soort == "clb"
    return render_template(
        "vragen.html",
        title="Vragen aan het CLB",
        clb=of_clb,
        url_nieuw="" if of_clb else url_for("question.new"),
        vragen=[_row(one, of_clb=of_clb) for one in questions.exchanges(desk.platform(), who)],
    )


def _row(one: Exchange, *, of_clb: bool) -> dict[str, str]:
    return {
        "over": one.about,
        "klas": str(one.question.asked.get("klas", "")) if "over_wie" in one.question.asked else "",
        "url": url_for("question.page", question_id=one.question.id),
        "clb": one.clb,
        "organisatie": one.organisation,
        "vrager": one.asker,
        "op": one.question.asked_at,
        "antwoord": shorten(str(one.question.reply.get("antwoord", "")), IN_THE_LIST, placeholder=" …"),
        **_state(one, of_clb=of_clb),
    }


def _state(one: Exchange, *, of_clb: bool) -> dict[str, str]:
    """Where it stands, in words and with the kind of its icon."""
    done = kort(one.question.replied_at) if one.question.replied_at else ""
    return {
        "open": {"waar": "Nog te beantwoorden" if of_clb else "Wacht op het CLB", "soort": "wacht"},
        "beantwoord": {"waar": f"Beantwoord op {done}", "soort": "klaar"},
        "dossier": {"waar": f"Het CLB heeft een dossier geopend op {done}", "soort": "klaar"},
    }[one.question.status]


@bp.route("/vragen/nieuw", methods=["GET", "POST"])
def new() -> ResponseReturnValue:
    """Ask a CLB."""
    platform, who = desk.platform(), desk.who()
    questions.must_ask(who)
    posted = request.form if request.method == "POST" else None
    answers = questions.usual_clb(platform, who) if posted is None else {}
    form = _form(VRAAG_AAN_CLB, questions.scope_of(platform, who), answers)
    back = url_for("question.overview")
    if posted is None or held.is_back() or "zoek" in posted:
        return _step_page(form, ASK, back)
    if form.errors():
        return _step_page(form, ASK, back), 422
    made = questions.ask(platform, who, form.answers())
    desk.say("Uw vraag is bij het CLB. Het antwoord komt op uw werklijst.")
    return redirect(url_for("question.page", question_id=made.id))


@bp.get("/vragen/<string:question_id>")
def page(question_id: str) -> ResponseReturnValue:
    """What was asked, and what the CLB did with it."""
    platform, who = desk.platform(), desk.who()
    one = questions.exchange(platform, who, question_id)
    mine = who.organisation.soort == "clb"
    may_answer, may_open = mine and one.question.status == "open", mine and one.question.status != "dossier"
    return render_template(
        "vraag.html",
        title="Vraag over de school" if one.about == THE_SCHOOL else f"Vraag over {one.about}",
        terug=url_for("question.overview"),
        **_state(one, of_clb=mine),
        bij_dossier=url_for("dossier.page", dossier_id=one.dossier_id) if one.dossier_id else "",
        url_antwoord=url_for("question.answer", question_id=question_id) if may_answer else "",
        url_dossier=url_for("opening.new", vraag=question_id) if may_open else "",
        delen=_parts(one),
    )


def _parts(one: Exchange) -> list[dict[str, object]]:
    """Answer and question as rows of label and text; what is new comes first."""
    asked, reply = one.question.asked, one.question.reply
    around = [
        _line("Gevraagd door", f"{one.asker}, {one.organisation}"),
        _line("Gevraagd aan", one.clb),
        _line("Gevraagd op", kort(one.question.asked_at)),
    ]
    by = [_line("Beantwoord door", f"{one.replier}, {one.clb}")] if one.question.status == "beantwoord" else []
    parts: list[dict[str, object]] = [{"title": "Vraag aan het CLB", "rows": around + _rows(VRAAG_AAN_CLB, asked)}]
    return [{"title": "Antwoord van het CLB", "rows": _rows(ANTWOORD, reply) + by}, *parts] if reply else parts


def _rows(step: Step, answers: Answers) -> list[dict[str, object]]:
    scope = Scope(today=desk.platform().today(), facts={"van_school": "nee" if "school" in answers else "ja"})
    return [
        _line(item.label, item.text(answers[item.name], scope))
        for _, item in on_path((step,), answers, scope.facts)
        if not isinstance(item, Repeat) and item.name in answers
    ]


def _line(label: str, value: str) -> dict[str, object]:
    return {"label": label, "value": value, "ontbreekt": False}


@bp.route("/vragen/<string:question_id>/antwoord", methods=["GET", "POST"])
def answer(question_id: str) -> ResponseReturnValue:
    """The CLB answers."""
    platform, who = desk.platform(), desk.who()
    one = questions.to_answer(platform, who, question_id)
    back = url_for("question.page", question_id=question_id)
    form = _form(ANTWOORD, Scope(today=platform.today()), {})
    intro = f"Aan {one.asker}, {one.organisation}. De vraag was:\n\n{one.question.asked.get('vraag', '')}"
    if request.method != "POST":
        return _step_page(form, ANSWER, back, intro) if one.question.status == "open" else redirect(back)
    if held.is_back():
        return _step_page(form, ANSWER, back, intro)
    if form.errors():
        return _step_page(form, ANSWER, back, intro), 422
    try:
        questions.answer(platform, who, question_id, form.answers())
    except QuestionClosed:
        return _step_page(form, ANSWER, back, intro, FIRST), 409
    desk.say("Uw antwoord is verstuurd.")
    return redirect(back)


def _form(step: Step, scope: Scope, answers: Answers) -> StepForm:
    """The form, looked at when it was sent."""
    posted = request.form if request.method == "POST" else None
    form = StepForm(step, (step,), answers, scope, question_names(step), posted)
    if posted is not None and not held.is_back() and "zoek" not in posted:
        form.validate()
        form.demand()
    return form


def _step_page(form: StepForm, button: str, back: str, intro: str = "", fault: str = "") -> str:
    return render_template(
        "stap_simpel.html",
        title=form.step.title,
        intro=intro or form.step.intro,
        form=form,
        knop=button,
        terug=back,
        errors=[*([("inhoud", fault)] if fault else []), *form.errors()],
    )
