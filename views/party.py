"""The people of a dossier: adding one, changing what is known."""

from __future__ import annotations

from contextlib import suppress

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forms.kinds import Choice, Organisation
from forms.leaves import question_names
from forms.page import Posted, StepForm
from forms.partij import PARTIJ, PROFESSIONAL
from forms.record_type import Step
from forms.scope import Answers, Json, OrganisationRef, Scope
from services import dossiers, parties
from services.dossiers import File, name_of, organisation_name
from services.once import Twice, once
from services.places import Places
from services.platform import NotFound
from services.surroundings import latest_answers, person_refs
from services.trajectory import organisation
from store.accounts import Account
from store.organisations import Organisation as Place
from store.parties import Party, StaleParty
from views import desk, held

bp = Blueprint("party", __name__)

BY_ACCOUNT = (
    "clb",
    "naft_begeleider",
    "directie",
    "leerlingbegeleider",
    "leerkracht",
    "klastitularis",
    "leerondersteuner",
    "pbd",
)
ELSEWHERE = ("school", "pbd")
"""Who comes along without an account may be of any school or begeleidingsdienst."""
STALE = "Iemand anders paste deze gegevens intussen aan. Kijk ze na en bewaar opnieuw."


@bp.route("/dossiers/<string:dossier_id>/partijen/nieuw", methods=["GET", "POST"])
def new(dossier_id: str) -> ResponseReturnValue:
    """Put somebody in the dossier."""
    file = desk.dossier(dossier_id)
    step = _step(file, new=True)
    posted = request.form if request.method == "POST" else None
    form = _form(file, step, {}, posted)
    if posted is None or held.is_back() or "zoek" in posted:
        return _page(file, form, "Wie hoort erbij?", "Voeg toe")
    form.validate()
    form.demand()
    if form.errors():
        return _page(file, form, "Wie hoort erbij?", "Voeg toe"), 422
    with suppress(Twice):
        once(desk.platform(), desk.who(), held.mark_sent(), lambda: _add(file, form.answers()))
    desk.say("De persoon staat in het dossier.")
    return redirect(desk.back_to(request.args.get("terug", "")) if request.args.get("terug") else _dossier(file))


def _add(file: File, answers: dict[str, Json]) -> None:
    place = answers.pop("organisatie_id", None)
    account = answers.pop("account_id", None)
    if not account:
        parties.add_party(desk.platform(), desk.who(), file.dossier.id, answers, organisation_id=place)
        return
    person = next((one for one in _people(file) if one.id == account), None)
    if person is None:
        raise NotFound
    parties.add_colleague(desk.platform(), desk.who(), file.dossier.id, person, answers["rol"])


@bp.route("/dossiers/<string:dossier_id>/partijen/<string:party_id>", methods=["GET", "POST"])
def page(dossier_id: str, party_id: str) -> ResponseReturnValue:
    """Change what is known of somebody."""
    file = desk.dossier(dossier_id)
    party = next((one for one in file.parties if one.id == party_id), None)
    if party is None:
        raise NotFound
    posted = request.form if request.method == "POST" else None
    form = _form(file, _step(file, new=False), party.answers, posted)
    title = name_of(party.answers)
    if posted is None or held.is_back():
        return _page(file, form, title, "Bewaar", party)
    form.validate()
    form.demand()
    if form.errors():
        return _page(file, form, title, "Bewaar", party), 422
    answers = {**form.answers(), "rol": party.rol}
    revision = posted.get("revision", "")
    base = int(revision) if revision.isdecimal() else 0
    try:
        with suppress(Twice):
            once(
                desk.platform(),
                desk.who(),
                held.mark_sent(),
                lambda: parties.change_party(desk.platform(), desk.who(), party, answers, base),
            )
    except StaleParty as stale:
        for field in form.fields():
            theirs = field.question.text(stale.current.answers.get(field.question.name), form.scope)
            field.theirs = theirs if stale.current.answers.get(field.question.name) != field.data else None
        return _page(file, form, title, "Bewaar", stale.current, STALE), 409
    desk.say("De gegevens zijn bewaard.")
    return redirect(_dossier(file))


@bp.post("/dossiers/<string:dossier_id>/partijen/<string:party_id>/weg")
def remove(dossier_id: str, party_id: str) -> ResponseReturnValue:
    """Somebody no longer takes part."""
    file = desk.dossier(dossier_id)
    party = file.party(party_id)
    if party is None or party.removed_at is not None:
        raise NotFound
    parties.remove_party(desk.platform(), desk.who(), file, party)
    desk.say(f"{name_of(party.answers)} hoort niet meer bij dit dossier. Wat er getekend is, blijft.")
    return redirect(_dossier(file))


def _step(file: File, *, new: bool) -> Step:
    """What is asked of a person; a new professional can be chosen among the accounts of the dossier's organisations."""
    if not new:
        return Step(
            PARTIJ.slug, PARTIJ.title, *(item for item in PARTIJ.items if item.name != "rol"), intro=PARTIJ.intro
        )
    from dataclasses import replace

    from forms.conditions import When

    accounts = {one.id: f"{one.voornaam} {one.familienaam}, {one.functie}" for one in _people(file)}
    professional = tuple(sorted(PROFESSIONAL))
    choose = Choice(
        "account_id", "Iemand met een account", "CNS", "keuze van Naadloos", choices=accounts, required=False,
        hint="Kies uit de lijst, of laat open en vul hieronder de naam in.", when=When("rol", one_of=BY_ACCOUNT),
    )  # fmt: skip
    belongs = Organisation(
        "organisatie_id", "Organisatie", "CNS", "keuze van Naadloos", when=When("rol", one_of=professional),
        required=When("rol", one_of=BY_ACCOUNT, also=When("account_id", answered=False)),
    )  # fmt: skip
    rol, rest = PARTIJ.items[0], PARTIJ.items[1:]
    unless = When("account_id", answered=False)
    named = [
        replace(item, required=unless)
        if item.name in ("voornaam", "familienaam", "functie") and item.required
        else item
        for item in rest
    ]
    return Step(PARTIJ.slug, PARTIJ.title, rol, choose, belongs, *named, intro=PARTIJ.intro)


def _people(file: File) -> list[Account]:
    """The accounts of this dossier's organisations that are not in it yet."""
    there = {party.account_id for party in file.parties}
    found = [one for place in _places(file) for one in dossiers.colleagues(desk.platform(), place.id)]
    return [one for one in found if one.id not in there]


def _places(file: File) -> list[Place]:
    """The organisations in this dossier, and the school that the indicatiestelling names before it sees the dossier."""
    named = latest_answers(desk.platform(), file, "indicatiestelling", drafts=True).get("school")
    school = organisation(desk.platform(), named) if isinstance(named, str) else None
    found = dict(file.organisations) | ({school.id: school} if school else {})
    return list(found.values())


def _form(file: File, step: Step, answers: Answers, posted: Posted | None) -> StepForm:
    """Of somebody who is in the dossier, the role is known and no longer asked."""
    known = {"rol": answers["rol"]} if "rol" in answers else {}
    scope = Scope(
        today=desk.platform().today(),
        facts={"soort_dossier": file.dossier.soort, **known},
        people=tuple(person_refs(file)),
        organisations=tuple(OrganisationRef(one.id, organisation_name(one), one.soort) for one in _places(file)),
        register=Places(desk.platform(), ELSEWHERE),
    )
    return StepForm(step, (step,), answers, scope, question_names(step), posted)


def _page(file: File, form: StepForm, title: str, button: str, party: Party | None = None, fault: str = "") -> str:
    errors = [("inhoud", fault)] if fault else []
    return render_template(
        "stap_simpel.html",
        title=title,
        venster="Wie meedoet" if party else title,
        intro=form.step.intro,
        form=form,
        knop=button,
        terug=_dossier(file),
        errors=errors + form.errors(),
        revision=_revision(party) if party else None,
        url_weg=url_for("party.remove", dossier_id=file.dossier.id, party_id=party.id)
        if party and not parties.why_not_removable(file, party)
        else "",
        naam=name_of(party.answers) if party else "",
        dossier={"number": file.dossier.number, "label": file.dossier.label},
    )


def _revision(party: Party) -> str:
    """The revision that the page is made from; of what was typed before, the one of then."""
    return request.form.get("revision", "0") if held.is_back() else str(party.revision)


def _dossier(file: File) -> str:
    return url_for("dossier.page", dossier_id=file.dossier.id)
