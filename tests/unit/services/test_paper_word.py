"""The page to sign on, put behind a template of somebody else: without a header, with the style names of Dutch Word."""

from __future__ import annotations

import re
from pathlib import Path

from lxml import etree

from services import opc
from services.paper_word import DOCUMENT, STYLES, TEMPLATE, extended
from tests.sjablonen_hulp import TEMPLATES, W, faults, inner_text

SHEET = (TEMPLATES / TEMPLATE).read_bytes()


def other() -> bytes:
    """A template as an organisation could make it: 'Kop1' for a heading, a few styles, nothing on top of its pages."""
    parts = opc.read_package((TEMPLATES / "melding-pbd.docx").read_bytes())
    for name in (DOCUMENT, STYLES):
        parts[name] = parts[name].replace(b'"Heading1"', b'"Kop1"')
    styles = etree.fromstring(parts[STYLES])
    for one in list(styles.iter(f"{W}style")):
        if one.get(f"{W}styleId") in ("Vakje", "Papiercode", "Opdruk"):
            styles.remove(one)
    parts[STYLES] = etree.tostring(styles)
    parts[DOCUMENT] = re.sub(rb"<w:headerReference[^>]*/>", b"", parts[DOCUMENT])
    rels = opc.rels_of(DOCUMENT)
    parts[rels] = re.sub(rb'<Relationship [^>]*/header"[^>]*/>', b"", parts[rels])
    return opc.write_package({name: data for name, data in parts.items() if not name.startswith("/word/header")})


def test_its_styles_count_and_the_mark_is_on_top_all_the_same(tmp_path: Path):
    made = extended(other(), SHEET)
    (tmp_path / "samen.docx").write_bytes(made)
    assert faults(tmp_path / "samen.docx") == []
    parts = opc.read_package(made)
    body, styles = etree.fromstring(parts[DOCUMENT])[0], etree.fromstring(parts[STYLES])
    defined = [str(one.get(f"{W}styleId")) for one in styles.iter(f"{W}style")]
    assert len(defined) == len(set(defined))
    assert {"Kop1", "Vakje", "Papiercode", "Opdruk"} <= set(defined)
    assert "Heading1" not in defined
    used = {str(one.get(f"{W}val")) for one in body.iter(f"{W}pStyle", f"{W}rStyle", f"{W}tblStyle")}
    assert used <= set(defined)
    assert inner_text(body[0]).startswith("Nog niet ondertekend")
    (page,) = [one for one in body if inner_text(one) == "Papieren exemplaar"]
    assert page[0][0].get(f"{W}val") == "Kop1"
    assert page.find(f"{W}pPr/{W}pageBreakBefore") is not None
    assert body[-1].tag == f"{W}sectPr"


def test_the_page_behind_comes_after_all_of_the_text():
    text = [inner_text(one) for one in etree.fromstring(opc.read_package(extended(other(), SHEET))[DOCUMENT])[0]]
    assert text.index("Papieren exemplaar") > text.index("Over dit exemplaar")
