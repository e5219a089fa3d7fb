"""The top of a dossier's page: what is next and by when, what comes, what can be done, and what cannot yet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from flask import url_for

from forms.amounts import long_date
from rules.states import Event, State
from services import requests
from services.dossiers import File
from services.outlook import BY_RECORD, available, by_record, not_yet
from services.plan import Line
from services.platform import Who
from services.reminder_shown import Key
from services.said import said
from services.steps import NextStep
from services.waiting import ENDS
from services.worklist import KINDS
from store.requests import Request
from views import desk
from views.words import until

Action = dict[str, object]
"""label, url, and whether it is a POST: what the macro `actie` shows."""

NOTHING: Mapping[Key, str] = MappingProxyType({})

ASKED = {
    requests.MORE_INFORMATION: "NAFT vraagt meer informatie",
    requests.HAND_OVER: "Voorstel om over te dragen aan een andere aanbieder",
    requests.STOP: "Het CLB vraagt om vroegtijdig te stoppen",
}

OPENS = {
    "begin": "Beginnen",
    "record": "Verder werken",
    "review": "Nakijken",
    "sign": "Lezen en ondertekenen",
    "round": "Wie tekent",
    "consent": "Noteer een instemming",
}
"""Kind of next step -> its button, where the step does not name one."""

BEFORE = {"wachtlijst": "Vermoedelijk op", "hervatten": "Vermoedelijk op", "startrondetafel": "Startrondetafel op"}
"""Kind of day that comes by itself -> what stands before it."""


def box(
    file: File, who: Who, step: NextStep, others: list[Action], told: Mapping[Key, str] = NOTHING
) -> dict[str, object]:
    """The next step: title, why, by when, what was asked, the button, and what can be chosen in its place (`ook`).

    `told` says when somebody was reminded of a day (services/reminder_shown.py).
    """
    button, beside = _button(file, step), []
    if step.target == Event.AANVAARDEN:
        beside = others
    if step.about is not None and step.kind == "event" and step.about.kind == requests.HAND_OVER:
        url = url_for("action.decline", dossier_id=file.dossier.id, kind=step.about.kind)
        beside = [{"label": "Zeg nee op dit voorstel", "url": url, "post": True}]
    return {
        "titel": step.title,
        "uitleg": step.why,
        "rust": step.kind == "wait",
        "laat": step.day is not None and step.day.late,
        "gevraagd": _said(file, who, step.about) if step.about else [],
        "wanneer": _when(file, who, step),
        "dag": step.day is not None,
        "hint": step.day.hint if step.day and step.day.hint not in step.why else "",
        "herinnerd": _reminded(told, step.day),
        "knop": button,
        "ook": beside,
    }


def _button(file: File, step: NextStep) -> Action | None:
    """The button of a step; None for who waits."""
    dossier_id = file.dossier.id
    slug, _, kind = step.target.partition("?soort=")
    places: dict[str, tuple[str, dict[str, str]]] = {
        "begin": ("record.begin", {"dossier_id": dossier_id, "slug": slug} | ({"soort": kind} if kind else {})),
        "record": ("record.first", {"record_id": step.target}),
        "review": ("record.review", {"record_id": step.target}),
        "sign": ("signing.sign_page", {"version_id": step.target}),
        "round": ("round.page", {"version_id": step.target}),
        "consent": ("consent.new", {"dossier_id": dossier_id}),
        "event": ("action.page", {"dossier_id": dossier_id, "event": step.target}),
    }
    if step.kind not in places:
        return None
    endpoint, values = places[step.kind]
    url = url_for(endpoint, **values)  # type: ignore[arg-type]  # names of the URL, all text
    return {"label": step.button or OPENS.get(step.kind, step.title), "url": url, "post": step.kind == "begin"}


def _when(file: File, who: Who, step: NextStep) -> str:
    """By when, in words; it says so too when there is no such day."""
    line, today = step.day, desk.platform().today()
    if line is None:
        if file.state in ENDS:
            return ""
        hidden = who.letter == "S" and file.state in (State.AANGEMELD, State.WACHTLIJST)
        return "Het CLB weet wanneer." if hidden else "Hiervoor is er geen uiterste dag."
    before = BEFORE.get(line.kind, "Op" if line.estimate else "Ten laatste")
    return f"{before} {long_date(line.day)}, {until(line.day, today, _passed(line))}"


def _passed(line: Line) -> str:
    return "geleden" if line.estimate else "te laat"


def _reminded(told: Mapping[Key, str], line: Line | None) -> str:
    return told.get((line.kind, line.about, line.day.isoformat()), "") if line else ""


def day(line: Line, told: Mapping[Key, str] = NOTHING) -> dict[str, object]:
    """One line of what comes; `told` as for `box`."""
    return {
        "titel": line.title,
        "dag": line.day.isoformat(),
        "over": until(line.day, desk.platform().today(), _passed(line)),
        "laat": line.late,
        "wie": line.who,
        "hint": line.hint,
        "herinnerd": _reminded(told, line),
    }


def other_requests(file: File, who: Who, step: NextStep) -> list[dict[str, object]]:
    """The open requests that the next step is not about: another step comes first. Not for the school (BR-54)."""
    if who.letter not in ("C", "N") or not file.acts_as(who.organisation):
        return []
    open_now = requests.open_in(desk.platform(), file)
    return [
        {
            "titel": ASKED[one.kind],
            "op": one.asked_at,
            "van": KINDS[one.from_kind],
            "aan": KINDS[one.to_kind],
            "gevraagd": _said(file, who, one),
        }
        for one in open_now
        if step.about is None or one.id != step.about.id
    ]


def _said(file: File, who: Who, one: Request) -> list[tuple[str, str]]:
    return list(said(desk.platform(), who, file, requests.STEPS[one.kind], one.asked))


def actions(file: File, who: Who, step: NextStep) -> Iterator[Action]:
    """The steps that may be taken now, beside the next one: with a button of their own, or by writing a record."""
    dossier_id = file.dossier.id
    for row, problems in available(desk.platform(), who, file):
        if not problems and row.event != step.target:
            url = url_for("action.page", dossier_id=dossier_id, event=row.event)
            yield {"label": row.label, "url": url, "post": False}
    for row, problems in by_record(desk.platform(), who, file):
        slug, kind = BY_RECORD[row.event]
        if not problems and row.event is not Event.BIJSTUREN and step.target != f"{slug}?soort={kind}":
            url = url_for("record.begin", dossier_id=dossier_id, slug=slug, soort=kind or None)
            yield {"label": row.label, "url": url, "post": True}


def not_now(file: File, who: Who) -> list[dict[str, object]]:
    """What this person would look for and cannot do yet, each with why, and the text that asks it."""
    platform = desk.platform()
    rows = (*available(platform, who, file), *by_record(platform, who, file), *not_yet(who, file))
    return [
        {"label": row.label, "redenen": [one.message for one in problems], "bron": problems[0].source}
        for row, problems in rows
        if problems
    ]
