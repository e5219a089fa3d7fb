"""Filling in a record: a step a page, everything on one page to check, and freezing it."""

from __future__ import annotations

from itertools import groupby

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forms.bronnen import EIGEN
from forms.page import StepForm
from forms.problems import Fault
from forms.record_type import Step
from forms.review import ReviewedStep, Row
from forms.scope import Answers
from rules.readers import LETTERS, Audience
from rules.trajectory import Refused
from services import documents, freezing, objections, presence, records, saving
from services.dossiers import File, name_of
from services.platform import NotAllowed, NotFound
from services.records import Draft
from services.said import listing
from services.saving import BothWrote, Kept
from services.surroundings import frozen_answers
from store import versions
from store.records import Record, Stale
from views import desk, held, step_page

bp = Blueprint("record", __name__)

READER_LABELS = {"C": "CLB", "N": "NAFT", "S": "school", "L": "leerling", "O": "ouders", "P": "PBD"}


@bp.post("/dossiers/<string:dossier_id>/formulieren/<string:slug>")
def begin(dossier_id: str, slug: str) -> ResponseReturnValue:
    """Begin a record of a type, or go on with the one that was begun."""
    from forms import RECORD_TYPES

    if slug not in RECORD_TYPES:
        raise NotFound
    file = desk.dossier(dossier_id)
    kind = request.args.get("soort", "")
    chosen = {"soort": kind} if slug == "evaluatie" and kind in ("eind", "vroegtijdig") else {}
    record = records.begin(desk.platform(), desk.who(), file, slug, chosen)
    return redirect(url_for("record.first", record_id=record.id))


@bp.get("/formulieren/<string:record_id>/verder")
def first(record_id: str) -> ResponseReturnValue:
    """To what is left: the list of steps, the only step that misses something, or the page with everything."""
    seen = _seen(record_id)
    faults = seen.faults()
    open_steps = [step for step in seen.steps() if any(fault.step == step.slug for fault in faults)]
    if not open_steps:
        return redirect(url_for("record.review", record_id=record_id))
    if len(open_steps) > 1:
        return redirect(url_for("tasks.page", record_id=record_id))
    return redirect(url_for("record.step", record_id=record_id, slug=open_steps[0].slug))


@bp.get("/formulieren/<string:record_id>/stap/<string:slug>")
def step(record_id: str, slug: str) -> ResponseReturnValue:
    """One step. With ?nakijken=1 what is missing is said at each question."""
    seen = _editable(record_id)
    found = _step(seen, slug)
    form = seen.form(found)
    if request.args.get("nakijken"):
        form.validate()
        form.demand()
    return step_page.page(seen, found, form)


@bp.post("/formulieren/<string:record_id>/stap/<string:slug>")
def save(record_id: str, slug: str) -> ResponseReturnValue:
    """Keep whatever is there, then go where the button says. Two who write at once each see both texts."""
    seen = _seen(record_id)
    found = _asked(seen, slug)
    if why := records.why_not_editable(desk.platform(), seen.who, seen.file, seen.record):
        return step_page.closed(seen, found, why)
    if held.is_back():
        return step_page.again(seen, found)
    try:
        kept = saving.keep(desk.platform(), seen, found, request.form, step_page.sent(), _with_items)
    except BothWrote as both:
        return step_page.conflict(both, found)
    if kept.other:
        desk.say(f"{saving.said(kept.other)} ook iets in die stap. Wat u beiden schreef, staat er nu.")
    return _next_page(kept, found)


def _next_page(kept: Kept, found: Step) -> ResponseReturnValue:
    """Where the button leads; a fault in what was typed is told first."""
    now = kept.draft
    if request.form.get("toevoegen") or request.form.get("verwijderen"):
        name = request.form.get("toevoegen") or request.form["verwijderen"].partition(":")[0]
        return redirect(url_for("record.step", record_id=now.record.id, slug=found.slug, _anchor=name))
    if "zoek" in request.form:
        return step_page.searched(kept, found)
    form = now.form(found)  # what was typed is kept as typed, also where it cannot be right
    if not form.validate():
        return step_page.page(now, found, form), 422
    return redirect(_onwards(now, found))


@bp.post("/formulieren/<string:record_id>/stap/<string:slug>/bewaar")
def keep(record_id: str, slug: str) -> ResponseReturnValue:
    """The page saves itself while somebody types: the same rule, and an answer for the script (static/bewaren.js)."""
    seen = _editable(record_id)
    found = _asked(seen, slug)
    held.must_be_own()
    try:
        kept = saving.keep(desk.platform(), seen, found, request.form, step_page.sent(), _as_posted)
    except BothWrote as both:
        return step_page.both_wrote(both)
    return step_page.kept(kept)


@bp.get("/formulieren/<string:record_id>/open")
def open_by(record_id: str) -> ResponseReturnValue:
    """Who else has the record open, and whether somebody saved it since the page was made. Asked every half minute."""
    return step_page.looked(_seen(record_id))


@bp.get("/formulieren/<string:record_id>/nakijken")
def review(record_id: str) -> ResponseReturnValue:
    """Every answer, who will read it, and what is missing."""
    seen = _seen(record_id)
    return _review_page(seen, [])


@bp.post("/formulieren/<string:record_id>/vastleggen")
def freeze(record_id: str) -> ResponseReturnValue:
    """Freeze what was just read, and ask everybody to sign."""
    seen = _seen(record_id)
    revision = request.form.get("revision", "")
    if revision != str(seen.record.revision):
        return _review_page(seen, ["De tekst is intussen gewijzigd. Kijk hem opnieuw na en leg hem dan vast."]), 409
    try:
        version = freezing.freeze(desk.platform(), seen.who, seen.file, seen.record)
    except (freezing.RulesSay, Refused) as refused:
        reasons = [f"{one.message} ({one.source})" for one in refused.problems]
        return _review_page(seen, reasons), 409
    except (freezing.NotComplete, Stale):
        return _review_page(_seen(record_id), []), 409
    documents.make_missing(desk.platform(), seen.file)  # every signature may stand, and the round be over
    desk.say("De tekst ligt vast. Nu kan iedereen ondertekenen.")
    return redirect(url_for("round.page", version_id=version.id))


def draft_url(file: File, record: Record, slug: str) -> str:
    """A draft at one of its steps, or where it begins when that step is not on its path."""
    seen = records.draft(desk.platform(), desk.who(), file, record)
    if any(one.slug == slug for one in seen.steps()):
        return url_for("record.step", record_id=record.id, slug=slug)
    return url_for("record.first", record_id=record.id)


def _seen(record_id: str) -> Draft:
    file, record = desk.record(record_id)
    return records.draft(desk.platform(), desk.who(), file, record)


def _editable(record_id: str) -> Draft:
    seen = _seen(record_id)
    why = records.why_not_editable(desk.platform(), seen.who, seen.file, seen.record)
    if why:
        raise NotAllowed(why)
    return seen


def _step(seen: Draft, slug: str) -> Step:
    found = next((one for one in seen.steps() if one.slug == slug), None)
    if found is None:
        raise NotFound
    return found


def _asked(seen: Draft, slug: str) -> Step:
    """The step of a page that was posted; another person may have answered so that it is no longer on the path."""
    found = next((one for one in seen.record_type.steps if one.slug == slug), None)
    if found is None:
        raise NotFound
    return found


def _onwards(seen: Draft, found: Step) -> str:
    """Where the button that was pressed leads."""
    to = request.form.get("naar")
    if to == "kijk":
        return url_for("record.step", record_id=seen.record.id, slug=found.slug)
    if to == "later":
        desk.say("Bewaard. U kunt later verder.")
        return url_for("dossier.page", dossier_id=seen.file.dossier.id)
    return _after(seen, found, to)


def _after(seen: Draft, done: Step, to: str | None) -> str:
    """The next step on the path as it is now, and after the last one the page with everything.

    To `vorige` it is the step before, to `blijf` the same.
    """
    steps = seen.steps()
    at = next((nr for nr, one in enumerate(steps) if one.slug == done.slug), len(steps))
    at = max(0, at + {"blijf": 0, "vorige": -1}.get(to or "", 1))
    if at < len(steps):
        return url_for("record.step", record_id=seen.record.id, slug=steps[at].slug)
    return url_for("record.review", record_id=seen.record.id)


def _as_posted(_: Draft, form: StepForm, __: bool) -> Answers:  # noqa: FBT001  # a mark
    return form.answers()


def _with_items(now: Draft, form: StepForm, there: bool) -> Answers:  # noqa: FBT001  # a mark
    """What was filled in, with an item more or less when that was asked."""
    answers = form.answers()
    name, _, item_id = request.form.get("verwijderen", "").partition(":")
    if name in form.repeats and form.repeats[name].can_remove:
        answers = records.remove_item(answers, name, item_id)
    more = request.form.get("toevoegen", "")
    if more in form.repeats and not there:
        answers[more] = [item.answers() for item in form.repeats[more].items]  # one that is still blank counts too
        earlier = [frozen_answers(one) for one in versions.versions_of(desk.platform().db, now.record.id)]
        answers = records.add_item(now.record_type, answers, [*earlier, now.record.prefilled], more)
    return answers


def _review_page(seen: Draft, refused: list[str]) -> str:
    record_id, faults = seen.record.id, seen.faults()
    editable = not records.why_not_editable(desk.platform(), seen.who, seen.file, seen.record)

    def place(fault: Fault) -> str:
        anchor = fault.path.replace("/", "-")
        return (
            url_for("record.step", record_id=record_id, slug=fault.step, nakijken=1, _anchor=anchor) if editable else ""
        )

    short = {one.slug: one.short for one in seen.record_type.steps}
    problems = [{"label": _said(one), "url": place(one), "stap": short.get(one.step, "")} for one in faults]
    problems = ([{"label": one, "url": "", "stap": ""} for one in refused]) + (problems if editable else [])
    return render_template(
        "nakijken.html",
        dossier=step_page.dossier_of(seen),
        record=step_page.record_of(seen),
        stappen=[summary(one, _change_url(seen, one.step) if editable else "", faults) for one in seen.review()],
        problemen=[(step, list(several)) for step, several in groupby(problems, key=lambda one: one["stap"])],
        aantal_problemen=len(problems),
        waarschuwingen=[
            {"tekst": one.message, "bron": one.source}
            for one in (objections.warnings(desk.platform(), seen.file, seen.record) if editable else [])
        ],
        aanwezig=presence.sentence(presence.others(desk.platform(), seen.who, record_id)),
        url_open=url_for("record.open_by", record_id=record_id),
        kan_vastleggen=editable and not faults,
        url_vastleggen=url_for("record.freeze", record_id=record_id),
        revision=seen.record.revision,
        wat_volgt=_what_follows(seen)
        if editable
        else records.why_not_editable(desk.platform(), seen.who, seen.file, seen.record),
        handtekeningen=_forecast(seen) if editable and not faults else [],
        versie=None,
    )


def _forecast(seen: Draft) -> list[str]:
    """Who keeps a signature and who signs again when this is frozen now; nothing when nobody signed before."""
    found = freezing.forecast(desk.platform(), desk.who(), seen.file, seen.record, seen.scope)
    if not any(one.signed for one in found):
        return []
    names = {one.id: name_of(one.answers) for one in seen.file.all_parties}
    said = []
    for one in found:
        name, under = names.get(one.party_id, ""), f"versie {one.signed}"
        if one.stands:
            why = f" Enkel veranderd: {listing(one.because)}." if one.because else ""
            said.append(f"{name} tekende {under}. Die handtekening blijft gelden.{why}")
        elif one.signed:
            said.append(f"{name} tekende {under} en tekent opnieuw. Veranderd: {listing(one.because)}.")
        else:
            said.append(f"{name} moet nog tekenen.")
    return said


def _said(fault: Fault) -> str:
    """What is missing names its question itself; of what is wrong, the question is named first, and the rule last."""
    inside = fault.about.partition(":")[0] if "/" in fault.path else ""
    if fault.missing:
        return f"{inside}: {fault.message}" if inside else fault.message
    rule = f" ({fault.source})" if fault.source not in ("", EIGEN) else ""
    return f"{fault.about}: {fault.message}{rule}"


def _change_url(seen: Draft, step: Step) -> str:
    return url_for("record.step", record_id=seen.record.id, slug=step.slug)


def _what_follows(seen: Draft) -> str:
    return (
        f"Na het vastleggen verandert de tekst van “{seen.record_type.title}” niet meer. "
        "Iedereen van wie de handtekening gevraagd wordt, leest en tekent dan dezelfde tekst."
    )


def summary(reviewed: ReviewedStep, url: str, faults: list[Fault]) -> dict[str, object]:
    """One reviewed step as the template lists it."""
    missing = {fault.path for fault in faults}
    rows: list[dict[str, object]] = []
    for part in reviewed.parts:
        if isinstance(part, Row):
            rows.append(_row(part, url, missing))
        else:
            item = {"title": part.title, "rows": [_row(row, url, missing) for row in part.rows]}
            rows.append({"label": "", "value": "", "readers": [], "url": "", "ontbreekt": False, "items": [item]})
    return {"title": reviewed.step.short, "url_wijzig": url, "rows": rows}


def _row(row: Row, url: str, missing: set[str]) -> dict[str, object]:
    audience = Audience.parse(row.readers) if row.readers else Audience(frozenset())
    return {
        "path": row.path,
        "label": row.label,
        "value": row.value,
        "readers": [
            READER_LABELS[letter] + (" (na instemming)" if letter in audience.conditional else "")
            for letter in LETTERS
            if letter in audience.always | audience.conditional
        ],
        "url": f"{url}#{row.path.replace('/', '-')}" if url else "",
        "ontbreekt": row.path in missing and not row.value,
    }
