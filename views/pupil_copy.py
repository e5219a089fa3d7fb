"""A copy for who asks it by right: looking at it answer by answer, once more before it goes out, and handing it out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forms import RECORD_TYPES
from forms.kinds import Text as FreeText
from forms.question import clean
from forms.record_type import RecordType
from forms.repeat import Repeat
from forms.review import Group, Row
from rules.national_number import WARNING, has_national_number
from rules.pupil_rights import EXCEPTIONS, Ground
from rules.readers import letter_of
from rules.source import Problem
from services import afschrift, copy_package, pupil_rights
from services.afschrift import Review, Text
from services.documents import READERS, ascii_only
from services.dossiers import File
from services.platform import NotFound
from store.pupil_rights import RightRequest
from views import desk, work
from views.pupil_right import about
from views.words import size

bp = Blueprint("pupil_copy", __name__)

LONGEST = 1000
"""Characters of a motive."""


@bp.route("/dossiers/<string:dossier_id>/rechten/<string:request_id>/nakijken", methods=["GET", "POST"])
def review(dossier_id: str, request_id: str) -> ResponseReturnValue:
    """Every answer of that reader, each with whether it goes along; on POST keep what was chosen."""
    file, who, platform = desk.dossier(dossier_id), desk.who(), desk.platform()
    asked = _asked(file, request_id)
    if not asked.is_open:
        return redirect(url_for("pupil_right.page", dossier_id=dossier_id, request_id=request_id))
    found = afschrift.texts(platform, who, file, asked)
    if request.method != "POST":
        return _page(file, asked, found, afschrift.review_of(file, asked, found), [])
    chosen = _posted(found)
    errors = [(f"waarom-{one.about}" if one.about else "inhoud", one.message) for one in _problems(file, asked, chosen)]
    errors += [(f"waarom-{one}", fault) for one, why in chosen.motives.items() if (fault := _fault(why))]
    if any(f"{one.version.id}:" not in request.form for one in found):  # made while the page stood open
        errors.append(("inhoud", copy_package.ONE_MORE))
    if errors:
        return _page(file, asked, found, chosen, errors), 422
    afschrift.keep_review(platform, asked, found, chosen)
    return redirect(url_for("pupil_copy.page", dossier_id=dossier_id, request_id=request_id))


def _problems(file: File, asked: RightRequest, chosen: Review) -> list[Problem]:
    return chosen.problems(about_oneself=pupil_rights.about_oneself(file, asked))


def _fault(why: str) -> str:
    if len(why) > LONGEST:
        return f"Maak de motivering korter: hoogstens {LONGEST} tekens."
    return WARNING if has_national_number(why) else ""


def _posted(found: list[Text]) -> Review:
    chosen: dict[tuple[str, str], str] = {}
    keys = [*afschrift.to_look_at(found), *((one.version.id, "") for one in found)]
    for version, path in keys:
        ground = request.form.get(f"{version}:{path}", "")
        if ground:
            chosen[version, path] = ground
    return Review(chosen, {one.value: clean(request.form.get(f"waarom-{one}", "")) for one in EXCEPTIONS})


def _page(file: File, asked: RightRequest, found: list[Text], chosen: Review, errors: list[tuple[str, str]]) -> str:
    one = pupil_rights.named(file, asked)
    shown = afschrift.to_look_at(found)
    grounds = [*EXCEPTIONS, *([Ground.NIET_OVER_VRAGER] if pupil_rights.about_oneself(file, asked) else [])]
    return render_template(
        "afschrift_nakijken.html",
        dossier=about(file),
        wie=one.who,
        zichzelf=pupil_rights.about_oneself(file, asked),
        terug=url_for("pupil_right.page", dossier_id=file.dossier.id, request_id=asked.id),
        gronden=[(ground.value, SHORT[ground]) for ground in grounds],
        uitleg=[(ground.value, SHORT[ground], ground.label) for ground in EXCEPTIONS],
        motieven=chosen.motives,
        teksten=[_text(text, shown, chosen.withheld) for text in found],
        errors=errors,
    )


SHORT = {
    Ground.VERTROUWELIJK: "Niet: in vertrouwen",
    Ground.AGOGISCH: "Niet: zou schaden",
    Ground.GERECHTELIJK: "Niet: voor gerecht",
    Ground.NIET_OVER_VRAGER: "Niet: over anderen",
}


def _text(text: Text, shown: Mapping[tuple[str, str], Row], chosen: Mapping[tuple[str, str], str]) -> dict[str, object]:
    """The text with its answers, those in somebody's own words apart from what was chosen out of a list."""
    version, record_type = text.version.id, RECORD_TYPES[text.version.payload["type"]]
    steps = []
    for step in text.steps:
        rows: list[dict[str, object]] = [
            {
                "label": f"{part.title}: {row.label}" if isinstance(part, Group) else row.label,
                "waarde": row.value,
                "naam": f"{version}:{row.path}",
                "gekozen": chosen.get((version, row.path), ""),
                "vrij": _is_free(record_type, row.path),
            }
            for part in step.parts
            for row in (part.rows if isinstance(part, Group) else (part,))
            if (version, row.path) in shown
        ]
        if rows:
            free = [one for one in rows if one["vrij"] or one["gekozen"]]
            steps.append({"titel": step.step.short, "rijen": free, "ook": [one for one in rows if one not in free]})
    return {
        "titel": text.title,
        "op": text.version.frozen_at,
        "naam": f"{version}:",
        "gekozen": chosen.get((version, ""), ""),
        "bestanden": len(text.documents),
        "stappen": steps,
    }


def _is_free(record_type: RecordType, path: str) -> bool:
    """Whether an answer is in somebody's own words: there others are named."""
    name, _, inner = path.partition("/")
    item = record_type.find(name)
    if isinstance(item, Repeat):
        return any(one.name == inner.partition("/")[2] and isinstance(one, FreeText) for one in item.of)
    return isinstance(item, FreeText)


@bp.get("/dossiers/<string:dossier_id>/rechten/<string:request_id>/afschrift")
def page(dossier_id: str, request_id: str) -> ResponseReturnValue:
    """The second look: what goes along, what stays behind and why, before it goes out."""
    file, who, platform = desk.dossier(dossier_id), desk.who(), desk.platform()
    asked = _asked(file, request_id)
    if not copy_package.ready(asked):
        return redirect(url_for("pupil_copy.review", dossier_id=dossier_id, request_id=request_id))
    found = afschrift.texts(platform, who, file, asked)
    if copy_package.waits(asked, found):
        return redirect(url_for("pupil_copy.review", dossier_id=dossier_id, request_id=request_id))
    found = afschrift.looked_at(asked, found)
    chosen = afschrift.review_of(file, asked, found)
    made = afschrift.parts(platform, found, chosen)
    one = pupil_rights.named(file, asked)
    values: dict[str, Any] = {"dossier_id": dossier_id, "request_id": request_id}
    making = copy_package.making(platform, who, file, asked)
    # the day stands in the copy, and what the school got to read: tomorrow it is another
    more = {"bij": f"{size(making.product.size)}, vandaag op te halen"} if making and making.product else {}
    return render_template(
        "afschrift.html",
        werk=work.shown(
            making,
            work.COPY,
            id="afschrift",
            url_hier=url_for("pupil_copy.page", **values, _anchor="afschrift"),
            **more,
        )
        if making
        else None,
        dossier=about(file),
        wie=one.who,
        terug=url_for("pupil_right.page", **values),
        url_nakijken=url_for("pupil_copy.review", **values) if asked.is_open else "",
        url_meegeven=url_for("pupil_copy.hand_out", **values),
        mee=[(part.text.title, [each.title for each in part.files]) for part in made if part.files],
        deels=[
            (part.text.title, [ground.label for ground in part.grounds], len(part.but), part.whole)
            for part in made
            if not part.files
        ],
        motieven=[(Ground(ground).label, why) for ground, why in chosen.motives.items() if why],
    )


@bp.post("/dossiers/<string:dossier_id>/rechten/<string:request_id>/afschrift")
def hand_out(dossier_id: str, request_id: str) -> ResponseReturnValue:
    """Make the package and hand it out, once it is proven again who does; the request has its answer with it."""
    file, who, platform = desk.dossier(dossier_id), desk.who(), desk.platform()
    asked = _asked(file, request_id)
    content = copy_package.hand_out(platform, who, file, asked)
    if content is None:
        return redirect(url_for("pupil_copy.page", dossier_id=dossier_id, request_id=request_id, _anchor="afschrift"))
    whom = ascii_only(READERS[letter_of(pupil_rights.reader_of(file, asked))].split(" ")[0])
    return desk.file_answer(content, f"{file.dossier.number}_afschrift_{whom}.zip", "application/zip")


def _asked(file: File, request_id: str) -> RightRequest:
    """A request of one's own organisation that a copy can come of.

    :raises NotFound: when nobody's copies are for who asks
    """
    found = pupil_rights.one_of(desk.platform(), desk.who(), file, request_id)
    if found.kind not in ("inzage", "afschrift") or not pupil_rights.reader_of(file, found):
        raise NotFound
    return found
