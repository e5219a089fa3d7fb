"""What the platform's administrator decides, with where it comes from; what the installation fixed is only shown."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forms.instellingen import INSTELLINGEN
from forms.leaves import question_names
from forms.page import StepForm
from forms.question import Question
from forms.record_type import Step
from forms.scope import Scope
from services import settings
from services.administration import require_platform
from services.papers import name_of_account
from views import desk
from views.words import kort

bp = Blueprint("settings", __name__)


@bp.before_request
def _only_theirs() -> None:
    require_platform(desk.who())


@bp.route("/platform/instellingen", methods=["GET", "POST"])
def page() -> ResponseReturnValue:
    """The settings of now; posted, what was changed counts at once."""
    platform = desk.platform()
    step, posted = _step(), request.form if request.method == "POST" else None
    scope = Scope(today=platform.today())
    form = StepForm(step, (step,), settings.answers(platform), scope, question_names(step), posted)
    if posted is None:
        return _page(form)
    form.validate()
    form.demand()
    if form.errors():
        return _page(form), 422
    changed = settings.change(platform, desk.who(), form.answers())
    desk.say("De instellingen zijn bewaard en gelden meteen." if changed else "Er veranderde niets.")
    return redirect(url_for("settings.page"))


def _step() -> Step:
    """The questions, those that the installation answered as something to read."""
    fixed = {one.name: one.variable for one in settings.fixed(desk.platform())}
    return Step(INSTELLINGEN.slug, INSTELLINGEN.title, *(_shown(one, fixed) for one in _questions()))


def _questions() -> list[Question]:
    return [one for one in INSTELLINGEN.items if isinstance(one, Question)]


def _shown(one: Question, fixed: dict[str, str]) -> Question:
    if one.name not in fixed:
        return one
    return replace(one, given=True, hint=f"Ingesteld bij de installatie: {fixed[one.name]}. {one.hint}")


def _page(form: StepForm) -> str:
    last = settings.last_changed(desk.platform())
    by = name_of_account(desk.platform(), last.changed_by) if last and last.changed_by else ""
    return render_template(
        "platform_instellingen.html",
        form=form,
        errors=form.errors(),
        bronnen=[{"label": one.label, "bron": one.source} for one in _questions()[:2]],
        laatst=f"Laatst gewijzigd op {kort(last.changed_at)}{f' door {by}' if by else ''}." if last else "",
    )
