"""Emergency access: asking for it, reading what it opens, and the CLB of the dossier that looks at it afterwards."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forms import RECORD_TYPES
from forms.leaves import question_names
from forms.noodtoegang import NAGEKEKEN, NOODTOEGANG
from forms.page import StepForm
from forms.record_type import Step
from forms.scope import Scope
from services import access, emergency, handing_out
from services.dossiers import File, name_of, organisation_name, role_label
from services.emergency import NoSuchNumber, Told, TooOften
from services.said import listing
from services.trajectory import taking_part
from store.parties import Party
from views import desk
from views.dossier import STATUS

bp = Blueprint("emergency", __name__)

CONTACTS = ("clb", "naft_begeleider", "leerling", "ouder", "voogd", "opvoedingsverantwoordelijke", "vertrouwenspersoon")
"""Roles of whom one has to reach in an emergency."""
NOTHING = "Met dit nummer opent u hier geen dossier. Kijk het na op een document, of bel het CLB."
TOO_OFTEN = "U probeerde dit te vaak. Wacht een uur, of bel het CLB van het dossier."


@bp.route("/noodtoegang", methods=["GET", "POST"])
def ask() -> ResponseReturnValue:
    """Which dossier, and why it cannot wait."""
    form = _form(NOODTOEGANG)
    if request.method != "POST":
        return _ask_page(form, [])
    if form.errors():
        return _ask_page(form, []), 422
    try:
        dossier_id = emergency.open_one(desk.platform(), desk.who(), form.answers())
    except NoSuchNumber:
        return _ask_page(form, [("nummer", NOTHING)]), 422
    except TooOften:
        return _ask_page(form, [("nummer", TOO_OFTEN)]), 429
    return redirect(url_for("emergency.page", dossier_id=dossier_id))


@bp.get("/noodtoegang/<string:dossier_id>")
def page(dossier_id: str) -> ResponseReturnValue:
    """Whom to reach, and the texts that stand. One's own dossier is simply opened."""
    platform, who = desk.platform(), desk.who()
    if access.sees(platform, who, dossier_id):
        return redirect(url_for("dossier.page", dossier_id=dossier_id))
    file = desk.dossier(dossier_id)
    opened, part = emergency.mine(platform, who, file), taking_part(file)
    return render_template(
        "nood.html",
        dossier={
            "label": file.dossier.label,
            "number": file.dossier.number,
            "stand": file.state.label,
            **{kind: organisation_name(part[kind]) if kind in part else "" for kind in ("school", "clb", "naft")},
        },
        tot=opened.ends_at,
        mensen=_people(file),
        zonder=listing(
            [
                f"{name_of(one.answers)} ({role_label(one.rol)})"
                for one in file.parties
                if one.rol in CONTACTS and not _reachable(one)
            ]
        ),
        teksten=[
            {
                "titel": RECORD_TYPES[record.type].title,
                "stand": STATUS[version.status],
                "op": version.frozen_at,
                "url": url_for("frozen.read", version_id=version.id),
            }
            for record, frozen in access.records_seen(platform, who, file)
            for version in frozen
            if who.letter in RECORD_TYPES[record.type].read_by
        ],
        documenten=[
            {
                "titel": one.title,
                "naam": one.filename,
                "op": one.created_at,
                "url": url_for("document.fetch", dossier_id=dossier_id, document_id=one.id),
            }
            for one in handing_out.listed(platform, who, file)
        ],
    )


@bp.route("/dossiers/<string:dossier_id>/noodtoegang/<string:emergency_id>", methods=["GET", "POST"])
def judge(dossier_id: str, emergency_id: str) -> ResponseReturnValue:
    """Who opened it and why; on POST what the CLB finds of it."""
    platform, who = desk.platform(), desk.who()
    file = desk.dossier(dossier_id)
    found = emergency.one_of(platform, who, file, emergency_id)
    form = _form(NAGEKEKEN)
    if request.method != "POST":
        return _judge_page(file, found, form)
    if form.errors():
        return _judge_page(file, found, form), 422
    done = emergency.judge(platform, who, file, emergency_id, form.answers())
    desk.say("Uw bevinding is bewaard." if done else "Een collega keek dit al na. Er is niets veranderd.")
    return redirect(url_for("visits.page", dossier_id=dossier_id))


def _form(step: Step) -> StepForm:
    sent = request.form if request.method == "POST" else None
    form = StepForm(step, (step,), {}, Scope(today=desk.platform().today()), question_names(step), sent)
    if sent is not None:
        form.validate()
        form.demand()
    return form


def _ask_page(form: StepForm, errors: list[tuple[str, str]]) -> str:
    """The page; what is wrong with the number stands at the number."""
    for field in form.fields():
        field.errors = [*field.errors, *(text for name, text in errors if name == field.question.name)]
    return render_template("nood_vragen.html", form=form, errors=form.errors())


def _judge_page(file: File, found: Told, form: StepForm) -> str:
    return render_template(
        "nood_nakijken.html",
        dossier={
            "label": file.dossier.label,
            "number": file.dossier.number,
            "url": url_for("dossier.page", dossier_id=file.dossier.id),
        },
        een=found,
        form=form,
        errors=form.errors(),
        url_log=url_for("visits.page", dossier_id=file.dossier.id),
    )


def _people(file: File) -> list[dict[str, str]]:
    """Who can be reached, those who work with the pupil first."""
    found = [one for one in file.parties if one.rol in CONTACTS and _reachable(one)]
    return [
        {
            "naam": name_of(one.answers),
            "rol": role_label(one.rol),
            "organisatie": getattr(file.organisation_of(one), "naam", ""),
            "telefoon": str(one.answers.get("telefoon") or ""),
            "email": str(one.answers.get("email") or ""),
        }
        for one in sorted(found, key=lambda one: CONTACTS.index(one.rol))
    ]


def _reachable(party: Party) -> bool:
    return bool(party.answers.get("telefoon") or party.answers.get("email"))
