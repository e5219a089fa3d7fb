"""The page of one step of a record, and what scripts on it get to hear: saved, by two at once, who else is there."""

from __future__ import annotations

import json
import re
import secrets
from typing import Any

from flask import jsonify, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forms.both import print_of, prints
from forms.page import StepForm
from forms.problems import Fault
from forms.record_type import Step
from services import presence, saving
from services.platform import local
from services.records import Draft
from services.saving import BothWrote, Kept, Page
from views import desk, held
from views.words import uur

LONGEST_PRINTS = 200_000
"""Characters of prints that a page may send; the largest step has some two hundred answers of forty."""
CHOOSE = "Kies welke tekst blijft."


def page(seen: Draft, found: Step, form: StepForm, both: BothWrote | None = None) -> str:
    """The step, with what was typed in it, and of two who wrote at once both texts."""
    return _render(seen, found, form, Page(seen.record.revision, secrets.token_hex(8), prints=prints(form)), both)


def searched(kept: Kept, found: Step) -> str:
    """What was saved, with what was found for it: the page that was posted, with what another changed in it."""
    now = kept.draft
    of = Page(now.record.revision, secrets.token_hex(8), prints=prints(now.form(found)))
    return _render(now, found, kept.form, of, None)


def again(seen: Draft, found: Step) -> str:
    """What was typed before the session ended, on the page again and not saved: as if it had not been sent."""
    form = seen.form(found, request.form, keep_items=False)
    return _render(seen, found, form, sent(), None)


def conflict(both: BothWrote, found: Step) -> ResponseReturnValue:
    """Both texts, a question at a time, and a choice at each; what the other added stays on the page."""
    both.form.validate()
    for one in both.undecided:
        one.errors = [*one.errors, CHOOSE]
    return page(both.draft, found, both.form, both), 422 if both.undecided else 409


def closed(seen: Draft, found: Step, why: str) -> ResponseReturnValue:
    """Nothing can be saved here any more: why, and what was typed, to copy."""
    form = seen.form(found, request.form, keep_items=True)
    typed = [
        {"label": saving.about(form, one), "value": one.shown}
        for one in form.fields()
        if one.asked and one.shown and print_of(one.data) != print_of(one.object_data)
    ]
    return render_template(
        "stap_dicht.html", dossier=dossier_of(seen), record=record_of(seen), waarom=why, getypt=typed
    ), 403


def _render(seen: Draft, found: Step, form: StepForm, of: Page, both: BothWrote | None) -> str:
    on_path = seen.steps()
    steps = on_path if any(one is found for one in on_path) else [*on_path, found]
    faults, nr, record_id = seen.faults(), steps.index(found), seen.record.id
    names = presence.others(desk.platform(), seen.who, record_id)
    here = url_for("record.step", record_id=record_id, slug=found.slug)
    return render_template(
        "stap.html",
        dossier=dossier_of(seen),
        record=record_of(seen),
        step=found,
        nr=nr + 1,
        aantal=len(steps),
        form=form,
        errors=form.errors(),
        stappen=[in_list(seen, one, faults, here=one is found) for one in steps]
        + [{"short": "Nakijken", "url": url_for("record.review", record_id=record_id), "huidig": False, "stand": ""}],
        bewaard=f"Bewaard om {uur(seen.record.changed_at)}" if seen.record.revision > 1 else "",
        blad={"revision": of.revision, "merk": of.mark, "beurt": of.turn, "basis": dict(of.prints)},
        botsing=_about(both) if both else None,
        aanwezig=presence.sentence(names),
        url_bewaar=url_for("record.keep", record_id=record_id, slug=found.slug),
        url_open=url_for("record.open_by", record_id=record_id),
        url_alle=url_for("tasks.page", record_id=record_id),
        terug=url_for("record.step", record_id=record_id, slug=steps[nr - 1].slug) if nr else None,
        url_partij=url_for("party.new", dossier_id=seen.file.dossier.id, terug=here),
    )


def _about(both: BothWrote) -> dict[str, Any]:
    """What the page says above the form: who, when, and what needs no choice."""
    form = both.form
    return {
        "wie": both.other.name or "U",
        "wanneer": f"om {local(both.other.at):%H.%M} uur",
        "venster": not both.other.name,
        "kiezen": len(both.both.open),
        "overgenomen": [saving.about(form, one) for one in both.both.taken],
        "weg": [one.title for one in both.both.gone],
    }


def sent() -> Page:
    """What the posted page says of itself. What is not as we wrote it counts as not said."""
    form = request.form
    numbers = {name: form.get(name, "") for name in ("revision", "beurt")}
    revision, turn = (int(one) if re.fullmatch("[0-9]{1,9}", one) else 0 for one in numbers.values())
    mark = form.get("blad", "")
    name, _, item = form.get("verwijderen", "").partition(":")
    return Page(
        revision=revision,
        mark=mark if re.fullmatch("[0-9a-f]{16}", mark) else "",
        turn=turn,
        prints=_prints(form.get("basis", "")),
        choices={path: form.get(f"keuze:{path}", "") for path in form.getlist("botsing")},
        removes=f"{name}/{item}" if item else "",
    )


def _prints(text: str) -> dict[str, str]:
    try:
        found = json.loads(text) if len(text) <= LONGEST_PRINTS else {}
    except (ValueError, RecursionError):
        return {}
    return {str(k): v for k, v in found.items() if isinstance(v, str)} if isinstance(found, dict) else {}


def kept(kept: Kept) -> ResponseReturnValue:
    """For the script: the revision, when, the prints of what it sent, and what another changed meanwhile."""
    record = kept.record
    taken = {one.path for one in kept.taken}
    sent_prints = prints(kept.form, as_posted=True)
    return jsonify(
        revision=record.revision,
        bewaard=f"Bewaard om {uur(record.changed_at)}",
        basis={path: one for path, one in sent_prints.items() if path not in taken},
        velden=[
            {"naam": one.name, "pad": one.path, "waarden": one.values, "print": sent_prints[one.path]}
            for one in kept.taken
        ],
        nieuws=f"{saving.said(kept.other)} ook iets in deze stap: het staat er nu bij." if kept.other else "",
        **_present(record.id),
    )


def both_wrote(both: BothWrote) -> ResponseReturnValue:
    """For the script: it saved nothing, because of whom, and that both texts are a button away."""
    text = f"{saving.said(both.other)} hier ook iets, terwijl u bezig was."
    return jsonify(reden="botsing", uitleg=text), 409


def looked(seen: Draft) -> ResponseReturnValue:
    """For the script: who else has the record open, and who saved it since the page was made."""
    held.must_be_own()
    revision, mark = request.args.get("revision", ""), request.args.get("blad", "")
    of = Page(int(revision) if re.fullmatch("[0-9]{1,9}", revision) else 0, mark)
    other = saving.news(desk.platform(), seen, of)
    news = f"{saving.said(other)} iets in dit formulier. U ziet het als u bewaart." if other else ""
    return jsonify(revision=seen.record.revision, nieuws=news, **_present(seen.record.id))


def _present(record_id: str) -> dict[str, Any]:
    names = presence.others(desk.platform(), desk.who(), record_id)
    return {"anderen": names, "aanwezig": presence.sentence(names)}


def in_list(seen: Draft, one: Step, faults: list[Fault], *, here: bool) -> dict[str, object]:
    """A step as the list of steps shows it: its name, its address, and how far it is."""
    count = sum(fault.step == one.slug for fault in faults)
    begun = any(item.name in seen.answers for item in one.items)
    state = f"{count} {'ontbreekt' if count == 1 else 'ontbreken'}" if count else "klaar"
    return {
        "short": one.short,
        "url": url_for("record.step", record_id=seen.record.id, slug=one.slug),
        "huidig": here,
        "stand": state if begun or not count else "nog niet gestart",
    }


def dossier_of(seen: Draft) -> dict[str, str]:
    """The dossier, as the top of a page names it."""
    file = seen.file
    return {
        "label": file.dossier.label,
        "number": file.dossier.number,
        "url": url_for("dossier.page", dossier_id=file.dossier.id),
    }


def record_of(seen: Draft) -> dict[str, str]:
    """The record, as the top of a page names it."""
    nth = f" {seen.record.number}" if seen.record.type == "evaluatie" else ""
    return {"title": f"{seen.record_type.title}{nth}", "url": url_for("record.review", record_id=seen.record.id)}
