"""The next step where a record is to be written: begin it, go on with it, look it over, adjust or follow up."""

from __future__ import annotations

from datetime import date

from forms import RECORD_TYPES
from forms.amounts import long_date
from rules.states import State
from services.dossiers import File
from services.free_days import early_hint, in_words
from services.outlook import has_draft
from services.plan import Line
from services.platform import Platform, Who
from services.records import draft, filled_in_while, why_not_editable
from services.steps import NOTHING, NextStep
from services.surroundings import latest_record, latest_version
from services.worklist import RECORDS
from store.records import Record

WORKED_ON: dict[State, str] = {
    State.CONCEPT: "indicatiestelling",
    State.AANVAARD: "doelen",
    State.LOPEND: "evaluatie",
    State.OPGESCHORT: "evaluatie",
    State.AFGEROND: "engagementen",
    State.NAZORG: "engagementen",
}
"""State -> the record that is written then."""


def to_write(platform: Platform, who: Who, file: File, days: list[Line]) -> NextStep | None:
    """The record of the state, for who leads it; None when there is nothing to write now."""
    adjusting = _to_adjust(platform, who, file)
    if adjusting is not None:
        return adjusting
    slug = WORKED_ON.get(file.state, "")
    if not slug or who.organisation.soort not in RECORD_TYPES[slug].led_by or file.state not in filled_in_while(slug):
        return None
    what, record = RECORDS[slug], has_draft(platform, file, slug)
    if record is None or (slug == "evaluatie" and why_not_editable(platform, who, file, record)):
        return NextStep(f"Begin {what}", _why_begin(platform, file), "begin", slug)
    if why_not_editable(platform, who, file, record):
        return None
    if not draft(platform, who, file, record).faults():
        why = "Alles is ingevuld. Kijk na en leg vast, dan kan iedereen ondertekenen."
        return NextStep(f"Kijk {what} na", why, "review", record.id)
    if file.state is State.NAZORG:
        return _to_follow_up(who, record, days)
    why = "Er ontbreken nog antwoorden. Alles wat er staat, is bewaard."
    return NextStep(f"Ga verder met {what}", why, "record", record.id)


def _to_follow_up(who: Who, record: Record, days: list[Line]) -> NextStep:
    open_ones = [one for one in days if one.kind == "opvolgen"]
    mine = next((one for one in open_ones if who.letter in one.acts), None)
    if mine is not None:
        why = "Noteer bij elk engagement hoe het ermee staat."
        return NextStep("Volg de engagementen op", why, "record", record.id, "Noteer de opvolging", mine)
    if open_ones:
        why = f"{open_ones[0].who[:1].upper()}{open_ones[0].who[1:]} volgt op. U kunt ook zelf iets noteren."
        return NextStep(NOTHING, why, "wait", day=open_ones[0])
    why = "Elk engagement is opgevolgd. Vul in hoe de nazorg afloopt, en laat het ondertekenen."
    return NextStep("Rond de nazorg af", why, "record", record.id)


def _to_adjust(platform: Platform, who: Who, file: File) -> NextStep | None:
    """An evaluation decided to adjust, and no newer version of the goals was frozen yet (T12)."""
    doelen, evaluatie = has_draft(platform, file, "doelen"), latest_record(platform, file, "evaluatie")
    if file.state is not State.LOPEND or doelen is None or evaluatie is None:
        return None
    goals, held = latest_version(platform, doelen), latest_version(platform, evaluatie)
    due = held is not None and goals is not None and goals.frozen_at < held.frozen_at
    if not due or evaluatie.answers.get("besluit_traject") != "bijsturen":
        return None
    if why_not_editable(platform, who, file, doelen):
        return None
    why = "Zo besliste de evaluatie. Wat beslist is, staat al in de doelen: kijk na en leg de nieuwe versie vast."
    return NextStep("Stuur de doelen bij", why, "record", doelen.id)


def _why_begin(platform: Platform, file: File) -> str:
    if file.state is not State.LOPEND:
        return "Wat al gekend is, staat al ingevuld."
    why = "Minstens om de twee maanden kijkt iedereen samen hoe het gaat (draaiboek, deel 4)."
    if not file.trajectory.due_date:
        return why
    due = date.fromisoformat(file.trajectory.due_date)
    earlier = early_hint(due)
    if earlier is None or earlier < platform.today():
        return why
    return f"{why} De laatste dag {in_words(due)}: plan vroeger, ten laatste {long_date(earlier)}."
