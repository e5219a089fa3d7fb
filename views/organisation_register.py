"""The organisations of the platform: finding, adding and changing them, and who administers each."""

from __future__ import annotations

import re

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forms.leaves import question_names
from forms.organisatie import BEHEERDER, BESTAANDE, ORGANISATIE, SOORTEN, answers_of
from forms.page import StepForm
from forms.record_type import Step, on_path
from forms.scope import Answers, Scope
from services import first_administrator, identities, organisation_register
from services.administration import require_platform
from services.dossiers import organisation_name
from services.first_administrator import Elsewhere
from services.organisation_register import OwnOrganisation
from store import counts, organisation_pages
from store.database import Conflict
from store.organisation_pages import PAGE
from store.organisations import Organisation
from store.rows import as_row
from views import desk

bp = Blueprint("register", __name__)

TAKEN = "Een andere organisatie van deze soort heeft dit instellingsnummer al, met dezelfde vestiging."
DONE = {
    "nieuw": "{} is uitgenodigd als beheerder, met een mail om een wachtwoord te kiezen.",
    "erbij": "{} is nu ook beheerder.",
    "was al": "{} was al beheerder.",
}


@bp.before_request
def _only_theirs() -> None:
    require_platform(desk.who())


@bp.get("/platform/organisaties")
def overview() -> ResponseReturnValue:
    """All organisations, or those that fit ?zoek=, ?soort= and ?stand=; a page at a time."""
    asked = request.args
    text, soort, state = asked.get("zoek", "")[:120], asked.get("soort", ""), asked.get("stand", "")
    soort = soort if soort in SOORTEN else ""
    first = asked.get("vanaf", "")
    at = int(first) // PAGE * PAGE if re.fullmatch("[0-9]{1,6}", first) else 0
    active = {"actief": True, "niet-actief": False}.get(state)
    found = organisation_pages.page(desk.platform().db, text, soort, active=active, offset=at)

    def there(offset: int) -> str:
        return url_for(
            "register.overview",
            zoek=text or None,
            soort=soort or None,
            stand=state if active is not None else None,
            vanaf=offset or None,
        )

    return render_template(
        "platform_organisaties.html",
        rijen=[_row(one) for one in found.rows],
        totaal=found.total,
        van=at + 1,
        tot=at + len(found.rows),
        url_vorige=there(at - PAGE) if at else "",
        url_volgende=there(at + PAGE) if at + PAGE < found.total else "",
        soorten=SOORTEN,
        gekozen={"zoek": text, "soort": soort, "stand": state},
    )


@bp.route("/platform/organisaties/nieuw", methods=["GET", "POST"])
def new() -> ResponseReturnValue:
    """Add an organisation."""
    posted = request.method == "POST"
    asked = request.args.get("soort", "")
    form = _form(ORGANISATIE, {} if posted else {"soort": asked if asked in SOORTEN else "clb"}, {})
    back = url_for("register.overview")
    if not posted or form.errors():
        return _form_page(form, "Voeg een organisatie toe", "Voeg de organisatie toe", back), 422 if posted else 200
    try:
        made = organisation_register.add(desk.platform(), desk.who(), _on_path(form, {}))
    except Conflict:
        form.form["instellingsnummer"].errors = [TAKEN]
        return _form_page(form, "Voeg een organisatie toe", "Voeg de organisatie toe", back), 409
    desk.say(f"{organisation_name(made)} is toegevoegd. Maak nu iemand beheerder.")
    return redirect(url_for("register.page", organisation_id=made.id))


@bp.get("/platform/organisaties/<string:organisation_id>")
def page(organisation_id: str) -> ResponseReturnValue:
    """One organisation: what is known, who administers it, and whether it is in use."""
    return _page(organisation_register.of_id(desk.platform(), desk.who(), organisation_id), None)


@bp.route("/platform/organisaties/<string:organisation_id>/wijzig", methods=["GET", "POST"])
def change(organisation_id: str) -> ResponseReturnValue:
    """Change what is known of it."""
    platform, who = desk.platform(), desk.who()
    found = organisation_register.of_id(platform, who, organisation_id)
    form = _form(BESTAANDE, answers_of(as_row(found)), {"soort": found.soort})
    back, title = url_for("register.page", organisation_id=found.id), f"Wijzig {organisation_name(found)}"
    if request.method != "POST":
        return _form_page(form, title, "Bewaar", back)
    if form.errors():
        return _form_page(form, title, "Bewaar", back), 422
    try:
        changed = organisation_register.change(platform, who, found.id, _on_path(form, {"soort": found.soort}))
    except Conflict:
        form.form["instellingsnummer" if "instellingsnummer" in form.form else "naam"].errors = [TAKEN]
        return _form_page(form, title, "Bewaar", back), 409
    desk.say("Bewaard." if changed else "Er veranderde niets.")
    return redirect(back)


@bp.post("/platform/organisaties/<string:organisation_id>/stand")
def set_active(organisation_id: str) -> ResponseReturnValue:
    """Out of use, or in use again."""
    platform, who = desk.platform(), desk.who()
    active = request.form.get("actief") == "ja"
    try:
        done = organisation_register.set_active(platform, who, organisation_id, active=active)
    except OwnOrganisation as fault:
        found = organisation_register.of_id(platform, who, organisation_id)
        return _page(found, None, [("stand", str(fault))]), 409
    if done:
        desk.say("De organisatie is weer in gebruik." if active else "De organisatie is niet meer in gebruik.")
    return redirect(url_for("register.page", organisation_id=organisation_id))


@bp.post("/platform/organisaties/<string:organisation_id>/beheerder")
def appoint(organisation_id: str) -> ResponseReturnValue:
    """Make somebody its administrator."""
    platform, who = desk.platform(), desk.who()
    found = organisation_register.of_id(platform, who, organisation_id)
    form = _form(BEHEERDER, {}, {})
    if form.errors():
        return _page(found, form), 422
    told = form.answers()
    try:
        done = first_administrator.appoint(
            platform, who, found, **{one: str(told[one]) for one in ("voornaam", "familienaam", "email", "functie")}
        )
    except Elsewhere as fault:
        form.form["email"].errors = [str(fault)]
        return _page(found, form), 409
    said = DONE[done].format(f"{told['voornaam']} {told['familienaam']}")
    desk.say(f"{said} {desk.no_mail()}".strip() if done == "nieuw" else said)
    return redirect(url_for("register.page", organisation_id=found.id))


@bp.post("/platform/organisaties/<string:organisation_id>/uitnodiging")
def invite_again(organisation_id: str) -> ResponseReturnValue:
    """Mail an invitation once more."""
    platform, who = desk.platform(), desk.who()
    found = organisation_register.of_id(platform, who, organisation_id)
    if first_administrator.invite_again(platform, who, found, request.form.get("account", "")):
        desk.say(f"De uitnodiging is opnieuw verstuurd. {desk.no_mail()}".strip())
    return redirect(url_for("register.page", organisation_id=found.id))


@bp.post("/platform/organisaties/<string:organisation_id>/beheerder-af")
def dismiss(organisation_id: str) -> ResponseReturnValue:
    """Somebody administers it no longer."""
    platform, who = desk.platform(), desk.who()
    found = organisation_register.of_id(platform, who, organisation_id)
    if first_administrator.dismiss(platform, who, found, request.form.get("account", "")):
        desk.say("Die persoon is geen beheerder meer. Het account blijft.")
    return redirect(url_for("register.page", organisation_id=found.id))


def _form(step: Step, answers: Answers, facts: Answers) -> StepForm:
    """Looked at when it was posted."""
    posted = request.form if request.method == "POST" else None
    scope = Scope(today=desk.platform().today(), facts=facts)
    form = StepForm(step, (step,), answers, scope, question_names(step), posted)
    if posted is not None:
        form.validate()
        form.demand()
    return form


def _on_path(form: StepForm, facts: Answers) -> Answers:
    """What was answered of what is asked: a kind that was chosen first and left leaves nothing."""
    answers = form.answers()
    asked = {item.name for _, item in on_path(form.steps, answers, facts)}
    return {name: value for name, value in answers.items() if name in asked}


def _form_page(form: StepForm, title: str, button: str, back: str) -> str:
    return render_template(
        "stap_simpel.html", form=form, title=title, intro="", knop=button, errors=form.errors(), terug=back
    )


def _row(one: Organisation) -> dict[str, object]:
    return {
        "naam": organisation_name(one),
        "url": url_for("register.page", organisation_id=one.id),
        "soort": SOORTEN[one.soort],
        "waar": " ".join(part for part in (one.postcode, one.gemeente) if part),
        "nummer": one.instellingsnummer,
        "actief": one.active,
        "niet_erkend": one.soort == "naft" and not one.erkend,
    }


def _page(found: Organisation, form: StepForm | None, errors: list[tuple[str, str]] | None = None) -> str:
    platform = desk.platform()
    asked = form or StepForm(BEHEERDER, (BEHEERDER,), {}, Scope(today=platform.today()), question_names(BEHEERDER))
    return render_template(
        "platform_organisatie.html",
        naam=organisation_name(found),
        soort=SOORTEN[found.soort],
        actief=found.active,
        eigen=found.id == desk.who().organisation.id,
        feiten=_facts(found),
        dossiers=counts.open_dossiers_of(platform.db, found.id),
        beheerders=[
            {
                "id": one.id,
                "naam": f"{one.voornaam} {one.familienaam}",
                "email": one.email,
                "functie": one.functie,
                "binnen": identities.gets_in(platform, one),
            }
            for one in first_administrator.administrators(platform, found)
        ],
        form=asked,
        errors=errors or asked.errors(),
        id=found.id,
    )


def _facts(found: Organisation) -> list[tuple[str, str]]:
    """What is known, in the order of the questions; what was not told is left out."""
    answers, scope = answers_of(as_row(found)), Scope(today=desk.platform().today())
    path = on_path((BESTAANDE,), answers, {"soort": found.soort})
    rows = [(item.label, item.text(answers[item.name], scope)) for _, item in path if item.name in answers]  # type: ignore[union-attr]  # no repeat among them
    return [(label, text) for label, text in rows if text and label != "Naam"]
