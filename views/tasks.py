"""The task list of a record: every step with how far it is, what the record is for, and who reads it."""

from __future__ import annotations

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from forms.record_type import RecordType, Step
from rules.readers import LETTERS
from services import records
from services.records import Draft
from services.said import listing
from views import desk
from views.record import READER_LABELS
from views.step_page import in_list

bp = Blueprint("tasks", __name__)

WRITERS = {"clb": "het CLB", "naft": "de NAFT-aanbieder", "school": "de school"}
"""Kind of organisation -> how a sentence names it."""


@bp.get("/formulieren/<string:record_id>")
def page(record_id: str) -> ResponseReturnValue:
    """All steps of a record, with one button to go on."""
    file, record = desk.record(record_id)
    seen = records.draft(desk.platform(), desk.who(), file, record)
    locked = records.why_not_editable(desk.platform(), seen.who, file, record)
    faults, steps = seen.faults(), seen.steps()
    rows = [in_list(seen, step, faults, here=False) | {"title": step.title} for step in steps]
    title = f"{seen.record_type.title} {record.number}" if record.type == "evaluatie" else seen.record_type.title
    review = url_for("record.review", record_id=record_id)
    return render_template(
        "taken.html",
        dossier={
            "label": file.dossier.label,
            "number": file.dossier.number,
            "url": url_for("dossier.page", dossier_id=file.dossier.id),
        },
        title=title,
        doel=seen.record_type.purpose,
        lezers=_readers(seen.record_type),
        schrijvers=_writers(seen.record_type),
        stappen=_in_order(seen, steps, rows),
        klaar=sum(row["stand"] == "klaar" for row in rows),
        totaal=len(rows),
        ontbreekt=len(faults),
        knop=_button(rows, review),
        op_slot=locked,
        url_nakijken=review,
    )


def _in_order(seen: Draft, steps: list[Step], rows: list[dict[str, object]]) -> list[dict[str, object]]:
    """The steps on the path, and between them those that come later, with when that is."""
    by_slug = {step.slug: row for step, row in zip(steps, rows, strict=True)}
    found: list[dict[str, object]] = []
    for step in seen.record_type.steps:
        if step.slug in by_slug:
            found.append(by_slug[step.slug])
        elif step.later and any(item.name in seen.may_read for item in step.items):
            found.append({"short": step.short, "title": step.title, "url": "", "stand": step.later})
    return found


def _button(rows: list[dict[str, object]], review: str) -> dict[str, object]:
    """The one thing to do now."""
    todo = [row for row in rows if row["stand"] != "klaar"]
    if not todo:
        return {"label": "Kijk alles na", "url": review}
    before = "Ga verder" if any(row["stand"] != "nog niet gestart" for row in rows) else "Begin"
    return {"label": f"{before} met “{todo[0]['short']}”", "url": todo[0]["url"]}


def _readers(record_type: RecordType) -> list[str]:
    """Who gets a document of it, as small labels."""
    letters = {letter for one in record_type.documents for letter in one.readers if one.when is None}
    letters |= {letter for one in record_type.documents for letter in one.readers if letter in "LO"}
    return [READER_LABELS[letter] for letter in LETTERS if letter in letters]


def _writers(record_type: RecordType) -> str:
    """Who opens it while it is written: services.records.may_open_draft."""
    return listing([said for kind, said in WRITERS.items() if kind in (*record_type.led_by, "clb")])
