"""The templates of an organisation, in the hands of its administrator: the list and one template."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from services import house_templates
from services.house_templates import BadUpload, Stand
from services.papers import name_of_account
from services.platform import NotFound
from services.said import listing
from services.template_catalogue import Template
from services.template_check import Fault
from store.house_templates import HouseTemplate
from views import desk, uploads
from views.document import DOCX

bp = Blueprint("template", __name__)

LARGEST_POST = 4_500_000
"""Bytes of a post that brings in a template; every other is smaller (app.py)."""

STANDARD = "standaard"
"""What an address calls the template that comes with the program; those of an organisation have a number."""

Errors = Sequence[tuple[str, str]]


@bp.get("/sjablonen")
def overview() -> ResponseReturnValue:
    """Every template of what this organisation makes, and which version is in use."""
    who, platform = desk.who(), desk.platform()
    return render_template(
        "sjablonen.html",
        organisatie=who.organisation.naam,
        sjablonen=[
            _listed(house_templates.stand(platform, who, one)) | {"url": url_for("template.page", name=one.slug)}
            for one in house_templates.catalogue(who)
        ],
    )


@bp.get("/sjablonen/<string:name>")
def page(name: str) -> ResponseReturnValue:
    """One template: what it is now, how to change it, and every version."""
    return _page(house_templates.template_of(desk.who(), name), [])


@bp.post("/sjablonen/<string:name>")
def take_in(name: str) -> ResponseReturnValue:
    """A template that was changed in Word: checked, and kept when nothing stands in the way."""
    template = house_templates.template_of(desk.who(), name)
    try:
        content, filename = uploads.chosen("sjabloon")
        made, faults = house_templates.upload(desk.platform(), desk.who(), template, filename, content)
    except (BadUpload, uploads.Unwanted) as fault:
        return _page(template, [("sjabloon", str(fault))]), 422
    if made is None:
        return _page(template, [("sjabloon", _how_many(faults))], faults, filename), 422
    desk.say(f"Versie {made.number} is bewaard. Ze wordt pas gebruikt als u dat zegt.")
    return redirect(url_for("preview.page", name=name, version=str(made.number)))


@bp.get("/sjablonen/<string:name>/<string:version>/sjabloon.docx")
def fetch(name: str, version: str) -> ResponseReturnValue:
    """The template itself, to change it in Word."""
    template, own = version_of(name, version)
    content = house_templates.content_of(desk.platform(), template, own)
    return desk.file_answer(content, f"{template.slug}-{f'v{own.number}' if own else STANDARD}.docx", DOCX)


@bp.post("/sjablonen/<string:name>/<string:version>/gebruik")
def use(name: str, version: str) -> ResponseReturnValue:
    """Make documents with this version from now on; the standard one is a version too."""
    template, own = version_of(name, version)
    if own is None:
        house_templates.back_to_standard(desk.platform(), desk.who(), template)
        desk.say("Vanaf nu wordt het standaardsjabloon gebruikt. Uw eigen versies blijven bewaard.")
        return redirect(url_for("template.page", name=name))
    try:
        house_templates.use(desk.platform(), desk.who(), template, own.number)
    except BadUpload as fault:
        return _page(template, [("", str(fault))]), 409
    desk.say(f"Vanaf nu wordt uw versie {own.number} gebruikt.")
    return redirect(url_for("template.page", name=name))


def version_of(name: str, version: str) -> tuple[Template, HouseTemplate | None]:
    """What an address names: a template, and a version of one's own organisation or None for the standard one.

    :raises NotAllowed: for who is no administrator
    :raises NotFound: when it is not there
    """
    template = house_templates.template_of(desk.who(), name)
    if version == STANDARD:
        return template, None
    if not (version.isascii() and version.isdecimal() and len(version) < 9):
        raise NotFound
    return template, house_templates.version(desk.platform(), desk.who(), template, int(version))


def fault_rows(faults: Sequence[Fault]) -> list[dict[str, str]]:
    """Faults for a table, what stands in the way first."""
    order = sorted(faults, key=lambda one: one.severity != "fout")
    return [
        {"ernst": one.severity, "waar": one.where, "rond": one.around, "wat": one.message, "code": one.code}
        for one in order
    ]


def _page(template: Template, errors: Errors, faults: Sequence[Fault] = (), filename: str = "") -> str:
    platform, who, slug = desk.platform(), desk.who(), template.slug
    found = house_templates.stand(platform, who, template)
    return render_template(
        "sjabloon.html",
        **_listed(found),
        errors=errors,
        bevindingen=fault_rows(faults),
        bestand=filename,
        fouten_nu=[one for one in fault_rows(found.faults) if one["ernst"] == "fout"],
        versies=[_version(one) for one in house_templates.versions(platform, who, template)],
        url=url_for("template.take_in", name=slug),
        url_lijst=url_for("template.overview"),
        url_namen=url_for("preview.names", name=slug),
        standaard=_addresses(slug, STANDARD),
    )


def _listed(found: Stand) -> dict[str, object]:
    readers = dict.fromkeys(name for one in found.template.makes for name in one.names)
    return {
        "title": found.template.title,
        "wie": listing(list(readers)),
        "nu": found.in_use,
        "kapot": any(one.severity == "fout" for one in found.faults),
        "verouderd": found.outdated,
    }


def _version(own: HouseTemplate) -> dict[str, object]:
    by = name_of_account(desk.platform(), own.uploaded_by)
    return _addresses(PurePath(own.name).stem, str(own.number)) | {"versie": own, "wie": by}


def _addresses(slug: str, version: str) -> dict[str, object]:
    return {
        "url": url_for("preview.page", name=slug, version=version),
        "url_download": url_for("template.fetch", name=slug, version=version),
        "url_gebruik": url_for("template.use", name=slug, version=version),
    }


def _how_many(faults: Sequence[Fault]) -> str:
    wrong = sum(one.severity == "fout" for one in faults)
    what = "Er zit nog een fout" if wrong == 1 else f"Er zitten nog {wrong} fouten"
    return f"{what} in dit sjabloon. Het is niet bewaard."
