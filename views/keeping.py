"""Keeping one dossier: until when, a hold, and destroying it after its term, by two people (Beheer, Bewaren)."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forms.amounts import plain_date
from rules.clock import add_months
from services import destroying, holding, people
from services.destroying import Standing
from views import desk

bp = Blueprint("keeping", __name__)

LONGEST = 2000
"""Characters of a reason."""
HOLD_FOR = {"": "Tot iemand het opheft", "6": "Zes maanden", "12": "Een jaar", "60": "Vijf jaar"}
"""How many months a dossier may be held, and in words."""
WHY = "Schrijf waarom, bijvoorbeeld: de bewaartermijn is voorbij."
WHY_HOLD = "Schrijf waarom, bijvoorbeeld: er loopt een klacht, of een rechter vroeg het dossier op."
WHY_LIFT = "Schrijf waarom het niet meer hoeft, bijvoorbeeld: de klacht is afgehandeld."
TOO_LONG = f"Schrijf hoogstens {LONGEST} tekens."
READ = "Vink aan dat u de lijst las. Wat vernietigd is, komt niet terug."
COUNTED = {
    "party": ("deelnemer", "deelnemers"),
    "record": ("formulier", "formulieren"),
    "version": ("vastgelegde versie", "vastgelegde versies"),
    "signature": ("handtekening", "handtekeningen"),
    "document": ("Word-document", "Word-documenten"),
    "pdf": ("pdf", "pdf’s"),
    "scan": ("scan van een papier", "scans van papier"),
    "received": ("document van elders", "documenten van elders"),
    "consent": ("later genoteerde instemming", "later genoteerde instemmingen"),
    "request": ("verzoek tussen CLB en NAFT", "verzoeken tussen CLB en NAFT"),
    "question": ("vraag aan het CLB", "vragen aan het CLB"),
    "mail": ("mail", "mails"),
    "right_request": ("vraag over eigen rechten", "vragen over eigen rechten"),
    "correction": ("verbetering", "verbeteringen"),
    "emergency": ("noodtoegang", "keer noodtoegang"),
    "access_log": ("regel over wie keek", "regels over wie keek"),
    "event_data": ("gebeurtenis met uitleg", "gebeurtenissen met uitleg"),
}
"""Table -> what its rows are on a page, of one and of several; the others are of no use to who decides."""

Errors = Sequence[tuple[str, str]]


@bp.get("/beheer/bewaren/<string:dossier_id>")
def one(dossier_id: str) -> ResponseReturnValue:
    """How keeping one dossier stands, and what can be done."""
    return _page(dossier_id, [])


@bp.post("/beheer/bewaren/<string:dossier_id>/voorstellen")
def propose(dossier_id: str) -> ResponseReturnValue:
    """Propose to destroy it."""
    reason, errors = _reason("reden", WHY)
    if errors:
        return _page(dossier_id, errors), 422
    desk.dossier(dossier_id)
    destroying.propose(desk.platform(), desk.who(), dossier_id, reason)
    desk.say("Uw voorstel staat klaar. Een andere beheerder van uw organisatie moet het bevestigen.")
    return redirect(url_for("keeping.one", dossier_id=dossier_id))


@bp.post("/beheer/bewaren/<string:dossier_id>/intrekken")
def withdraw(dossier_id: str) -> ResponseReturnValue:
    """Take the proposal back."""
    desk.dossier(dossier_id)
    destroying.withdraw(desk.platform(), desk.who(), dossier_id)
    desk.say("Het voorstel is ingetrokken. Het dossier blijft bewaard.")
    return redirect(url_for("keeping.one", dossier_id=dossier_id))


@bp.post("/beheer/bewaren/<string:dossier_id>/vernietigen")
def confirm(dossier_id: str) -> ResponseReturnValue:
    """Destroy it, as the second person."""
    if request.form.get("gelezen") != "ja":
        return _page(dossier_id, [("gelezen", READ)]), 422
    desk.dossier(dossier_id)
    whole = destroying.confirm(desk.platform(), desk.who(), dossier_id)
    desk.say(
        "Het dossier is vernietigd. Alleen nummer, datums en de keten van gebeurtenissen blijven."
        if whole
        else "Het deel van uw organisatie is vernietigd, en uw toegang is gestopt."
    )
    return redirect(url_for("manage.kept"))


@bp.post("/beheer/bewaren/<string:dossier_id>/aanhouden")
def hold(dossier_id: str) -> ResponseReturnValue:
    """Keep it longer."""
    reason, errors = _reason("aanhouden", WHY_HOLD)
    months = request.form.get("maanden", "")
    if months not in HOLD_FOR:
        errors = [*errors, ("maanden", "Kies tot wanneer.")]
    if errors:
        return _page(dossier_id, errors), 422
    desk.dossier(dossier_id)
    until = add_months(desk.platform().today(), int(months)) if months else None
    holding.place(desk.platform(), desk.who(), dossier_id, reason, until)
    desk.say("Vastgelegd. Niemand kan dit dossier intussen vernietigen.")
    return redirect(url_for("keeping.one", dossier_id=dossier_id))


@bp.post("/beheer/bewaren/<string:dossier_id>/aanhouden/<string:hold_id>/opheffen")
def lift(dossier_id: str, hold_id: str) -> ResponseReturnValue:
    """It need not be kept longer any more."""
    why, errors = _reason(f"opheffen-{hold_id}", WHY_LIFT)
    if errors:
        return _page(dossier_id, errors), 422
    desk.dossier(dossier_id)
    holding.lift(desk.platform(), desk.who(), dossier_id, hold_id, why)
    desk.say("Opgeheven. De gewone bewaartermijn geldt weer.")
    return redirect(url_for("keeping.one", dossier_id=dossier_id))


def _reason(name: str, missing: str) -> tuple[str, list[tuple[str, str]]]:
    typed = request.form.get(name, "").strip()
    if not typed:
        return typed, [(name, missing)]
    return typed, [(name, TOO_LONG)] if len(typed) > LONGEST else []


def _page(dossier_id: str, errors: Errors) -> str:
    desk.dossier(dossier_id)
    platform, who = desk.platform(), desk.who()
    seen = destroying.standing(platform, who, dossier_id)
    found = seen.destruction
    proposed = found is not None and found.status == "voorgesteld"
    waits = seen.confirm_from is not None and platform.today() < seen.confirm_from
    return render_template(
        "vernietigen.html",
        errors=errors,
        fouten_van={name: [message for one, message in errors if one == name] for name, _ in errors},
        posted=request.form,
        dossier={
            "label": seen.file.dossier.label,
            "number": seen.file.dossier.number,
            "stand": seen.file.state.label,
            "url": url_for("dossier.page", dossier_id=dossier_id),
        },
        id=dossier_id,
        dag=plain_date(seen.mine.day) if seen.mine.day else "",
        voorbij=seen.over,
        anderen=[{"naam": other.name, "dag": plain_date(other.day) if other.day else ""} for other in seen.others],
        heel=seen.whole,
        voorstel=found if proposed else None,
        voorgesteld_door=destroying.name_of_account(platform, found.proposed_by or "") if found and proposed else "",
        alleen=not people.other_administrators(platform, who, who.account),
        van_mij=proposed and found is not None and found.proposed_by == who.id,
        vanaf=plain_date(seen.confirm_from) if seen.confirm_from and waits else "",
        bezwaren=[{"tekst": each.message, "bron": each.rule_id} for each in seen.objections],
        aangehouden=[
            {"id": each.id, "reden": each.reason, "wie": each.who, "van": each.organisation, "sinds": each.since}
            | {"tot": plain_date(each.until) if each.until else ""}
            for each in holding.standing(platform, dossier_id)
        ],
        termijnen=HOLD_FOR,
        lijst=_list(seen),
    )


def _list(seen: Standing) -> list[tuple[int, str]]:
    found = [(seen.counts.get(table, 0), words) for table, words in COUNTED.items()]
    return [(several, words[0 if several == 1 else 1]) for several, words in found if several]
