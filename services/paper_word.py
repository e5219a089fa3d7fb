"""A printed copy as a Word file: the unsigned text of one signer, with a page behind it to sign by hand.

It is made when somebody asks for it, from the template of the version, and is neither kept nor sealed: it is not
finished. The page behind it is a template of its own, which is put into the other before that is filled.
"""

from __future__ import annotations

import copy
import functools
import io
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from forms import RECORD_TYPES
from services import documents, opc, paper_code
from services.checking import tree
from services.dossiers import File, name_of, organisation_name, role_label
from services.evidence_page import Making
from services.frozen_template import template_of
from services.platform import NotFound, Platform, Who
from services.reading import reader_for
from store import events
from store.papers import Paper
from store.versions import Version

if TYPE_CHECKING:
    from lxml.etree import _Element

TEMPLATE = "papier.docx"
MARK = "Nog niet ondertekend · papieren exemplaar met code {{ papier.code }}"
"""What stands on top of every page."""

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DOCUMENT, STYLES = "/word/document.xml", "/word/styles.xml"
NAMED_IN = ("pStyle", "rStyle", "tblStyle", "basedOn", "next", "link")


def word(
    platform: Platform, who: Who, file: File, version: Version, printed: Paper, choices: Sequence[str], address: str
) -> bytes:
    """The Word file of a printed copy; whether this person may have it is for the caller to ask (`papers.may_print`).

    `choices` are the answers to tick, in words. `address` is where the QR code leads: the page that takes the scan.

    :raises NotFound: when its signer is gone, or a template was never kept
    """
    party = file.party(printed.party_id)
    if party is None:
        raise NotFound
    organisation = file.organisation_of(party)
    about = {
        "code": paper_code.grouped(printed.code),
        "naam": name_of(party.answers),
        "rol": role_label(party.rol),
        "organisatie": organisation_name(organisation) if organisation else "",
        "jij": party.rol == "leerling",
        "verklaring": RECORD_TYPES[version.payload["type"]].declaration,
        "besluiten": list(choices),
        "gastheer": who.name,
        "gastplaats": who.organisation.naam,
    }
    sheet = (platform.templates / TEMPLATE).read_bytes()
    definition, reader = RECORD_TYPES[version.payload["type"]].documents[0], reader_for(file, party)
    unsigned = Making((), events.head(platform.db), None, platform.address)
    names = documents.names_for(platform, version, definition, reader, unsigned) | {"papier": about, "qr": "qr"}
    template = extended(template_of(platform, version, definition), sheet)
    return opc.write_package(documents.filled(platform, version, reader, template, names, {"qr": _qr(address)}))


def filename(file: File, version: Version, printed: Paper) -> str:
    """'NAFT-2026-00012_D2_v1_leerling_papier-K7M29QXD4E.docx': a copy has the code that stands on it."""
    code = RECORD_TYPES[version.payload["type"]].documents[0].code
    party = file.party(printed.party_id)
    reader = reader_for(file, party) if party else ""
    stem = documents.filename(file.dossier.number, code, version, reader).removesuffix(".docx")
    return f"{stem}_papier-{printed.code}.docx"


@functools.lru_cache(maxsize=8)
def extended(template: bytes, sheet: bytes) -> bytes:
    """A template with the mark on top of its pages and the body of another one behind its own.

    Where both have a style of the same name, that of the template counts: the page looks like the text before it.
    """
    from lxml import etree

    parts, behind = opc.read_package(template), opc.read_package(sheet)
    document, styles = tree(parts[DOCUMENT]), tree(parts[STYLES])
    new_id = _add_styles(styles, tree(behind[STYLES]))
    body = document[0]
    before_end = next((at for at, one in enumerate(body) if one.tag == f"{W}sectPr"), len(body))
    page = [copy.deepcopy(one) for one in tree(behind[DOCUMENT])[0] if one.tag != f"{W}sectPr"]
    for one in page:
        _rename(one, new_id)
    body[before_end:before_end] = page
    changed = {DOCUMENT: document, STYLES: styles}
    rels = opc.rels_of(DOCUMENT)
    headers = [opc.target_of(rels, one) for one in opc.relationships(parts[rels]) if one.type.endswith("/header")]
    for name in headers:
        changed[name] = tree(parts[name])
        changed[name].insert(0, _mark(new_id))
    if not headers:
        body.insert(0, _mark(new_id))
    written = {
        name: etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
        for name, root in changed.items()
    }
    return opc.write_package({**parts, **written})


def _mark(new_id: dict[str, str]) -> _Element:
    from lxml import etree

    paragraph = etree.Element(f"{W}p")
    style = etree.SubElement(etree.SubElement(paragraph, f"{W}pPr"), f"{W}pStyle")
    style.set(f"{W}val", new_id.get("Opdruk", "Opdruk"))
    etree.SubElement(etree.SubElement(paragraph, f"{W}r"), f"{W}t").text = MARK
    return paragraph


def _add_styles(own: _Element, other: _Element) -> dict[str, str]:
    """Add the styles that are missing, by name; the ids that others have in `own`: Word in Dutch says 'Kop1'."""
    there = {_name(one): str(one.get(f"{W}styleId")) for one in own.iter(f"{W}style")}
    taken = set(there.values())
    missing = [one for one in other.iter(f"{W}style") if _name(one) not in there]
    new_id = {
        str(one.get(f"{W}styleId")): there.get(_name(one)) or _free(str(one.get(f"{W}styleId")), taken)
        for one in other.iter(f"{W}style")
    }
    for one in missing:
        added = copy.deepcopy(one)
        if f"{W}default" in added.attrib:
            del added.attrib[f"{W}default"]
        added.set(f"{W}styleId", new_id[str(one.get(f"{W}styleId"))])
        _rename(added, new_id)
        own.append(added)
    return new_id


def _name(style: _Element) -> tuple[str, str]:
    name = style.find(f"{W}name")
    return str(style.get(f"{W}type")), "" if name is None else str(name.get(f"{W}val")).lower()


def _free(wanted: str, taken: set[str]) -> str:
    while wanted in taken:
        wanted += "X"
    return wanted


def _rename(element: _Element, new_id: dict[str, str]) -> None:
    for tag in NAMED_IN:
        for one in element.iter(f"{W}{tag}"):
            value = str(one.get(f"{W}val"))
            one.set(f"{W}val", new_id.get(value, value))


def _qr(address: str) -> bytes:
    """A QR code as a PNG, black on white."""
    import segno

    out = io.BytesIO()
    made: Any = segno.make(address, error="m", boost_error=False, micro=False)
    made.save(out, kind="png", scale=10, border=4)
    return out.getvalue()
