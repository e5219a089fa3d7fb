"""How a version of a template looks filled in with sample data, and what the checks say of it."""

from __future__ import annotations

from flask import Blueprint, Response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from services import house_templates, office, template_preview
from services.jobs import State
from services.platform import NotFound
from services.template_catalogue import Template
from services.template_check import Fault
from services.template_name_list import groups_of
from services.template_preview import Preview
from store.house_templates import HouseTemplate
from views import desk, work
from views.document import DOCX
from views.house_template import fault_rows, version_of

bp = Blueprint("preview", __name__)


@bp.get("/sjablonen/<string:name>/<string:version>")
def page(name: str, version: str) -> ResponseReturnValue:
    """A version: what the checks say, and how it looks for one reader. Opening it asks for the pictures."""
    template, own = version_of(name, version)
    seen = _chosen(template, own)
    faults = _faults(own)
    broken = _is_broken(faults)
    return render_template(
        "sjabloon_voorbeeld.html",
        title=template.title,
        versie=own,
        bevindingen=fault_rows(faults),
        kapot=broken,
        keuzes=_choices(template, seen, version),
        bladen=[] if broken else _pictures(seen, version),
        stand=None if broken or not office.available() else _state(seen),
        url_word=_at("word", seen, version),
        url_nu=_at("page", seen, version),
        url_terug=url_for("template.page", name=name),
        url_download=url_for("template.fetch", name=name, version=version),
        url_gebruik=url_for("template.use", name=name, version=version),
    )


@bp.get("/sjablonen/<string:name>/namen")
def names(name: str) -> ResponseReturnValue:
    """What one may put in a template, and who reads it."""
    template = house_templates.template_of(desk.who(), name)
    return render_template(
        "sjabloon_namen.html",
        title=template.title,
        groepen=groups_of(template),
        url_terug=url_for("template.page", name=name),
    )


@bp.get("/sjablonen/<string:name>/<string:version>/voorbeeld.docx")
def word(name: str, version: str) -> ResponseReturnValue:
    """The same as a Word file; not of a version that cannot be filled."""
    seen = _chosen(*version_of(name, version))
    if _is_broken(_faults(seen.own)):
        raise NotFound
    return desk.file_answer(template_preview.word(desk.platform(), desk.who(), seen), seen.filename, DOCX)


@bp.get("/sjablonen/<string:name>/<string:version>/bladen/<string:nr>.png")
def picture(name: str, version: str, nr: str) -> ResponseReturnValue:
    """One page of it."""
    seen = _chosen(*version_of(name, version))
    if not (nr.isascii() and nr.isdecimal() and len(nr) < 4):
        raise NotFound
    return Response(template_preview.page(desk.platform(), desk.who(), seen, int(nr)), mimetype="image/png")


def _faults(own: HouseTemplate | None) -> list[Fault]:
    """What the checks say; nothing of the standard template."""
    return house_templates.faults_of(desk.platform(), own) if own else []


def _is_broken(faults: list[Fault]) -> bool:
    return any(one.severity == "fout" for one in faults)


def _chosen(template: Template, own: HouseTemplate | None) -> Preview:
    """The document and the reader of the address; the first when it names none.

    :raises NotFound: when nothing of the kind is made with this template
    """
    code = request.args.get("document", template.makes[0].code)
    made = next((one for one in template.makes if one.code == code), None)
    reader = request.args.get("lezer", made.readers[0] if made else "")
    if made is None or len(reader) != 1 or reader not in made.readers:
        raise NotFound
    return Preview(template, own, code, reader)


def _at(page: str, seen: Preview, version: str, nr: int | None = None) -> str:
    return url_for(
        f"preview.{page}", name=seen.template.slug, version=version, document=seen.code, lezer=seen.reader, nr=nr
    )


def _choices(template: Template, seen: Preview, version: str) -> list[dict[str, object]]:
    """Every document and reader, to choose from."""
    several = len(template.makes) > 1
    return [
        {
            "label": f"{one.title}, {one.called(reader)}" if several else one.called(reader),
            "url": _at("page", Preview(template, seen.own, one.code, reader), version),
            "hier": (one.code, reader) == (seen.code, seen.reader),
        }
        for one in template.makes
        for reader in one.readers
    ]


def _pictures(seen: Preview, version: str) -> list[str]:
    count = template_preview.pages(desk.platform(), desk.who(), seen)
    return [_at("picture", seen, version, nr=nr) for nr in range(1, count + 1)]


def _state(seen: Preview) -> State | None:
    """How far the pictures are; None when they are there."""
    if template_preview.pages(desk.platform(), desk.who(), seen):
        return None
    found = template_preview.ask(desk.platform(), desk.who(), seen)
    if found.is_open:
        work.ring()
    return found
