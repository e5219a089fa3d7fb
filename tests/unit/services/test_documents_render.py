"""Filling a template: what was typed stays text, an unknown name is an error, and a signature fits its column."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.shared import Mm
from jinja2 import UndefinedError
from jinja2.exceptions import SecurityError
from lxml import etree
from PIL import Image

from services.documents import SIGNATURE_MM, render
from tests.sjablonen_hulp import TEMPLATES, texts

DOC = {"titel": "Proef", "dossiernummer": "NAFT-2026-00012"}


def template(*paragraphs: str) -> bytes:
    """A Word file with these paragraphs."""
    word = Document(str(TEMPLATES / "melding-pbd.docx"))
    for child in list(word.element.body)[:-1]:
        word.element.body.remove(child)
    for section in word.sections:
        for part in (section.header, section.first_page_header, section.footer, section.first_page_footer):
            part.is_linked_to_previous = True
    for text in paragraphs:
        word.add_paragraph(text)
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


def filled(text: str, **names: Any) -> str:
    """What a paragraph of a template becomes."""
    content = render(template(text), {"doc": DOC, "handtekeningen": [], **names}, {})
    return texts(content)["word/document.xml"].strip()


@pytest.mark.parametrize(
    "typed",
    [
        "Tom & Jerry", "<b>vet</b>", "a<b", "&amp;", "{{ 7*7 }}", "{% raw %}", "{_{ 7*7 }_}", "{_% x %_}", "]]>",
        "{%p if 1 %}", "محمد بن سعيد", "👩🏽‍🏫", "'\"’”", "=1+1", "een\ntwee", "een\ttwee", "x" * 8000,
    ],
)  # fmt: skip
def test_what_was_typed_is_only_text(typed: str):
    assert filled("{{ antwoord }}", antwoord=typed) == typed
    assert filled("{{ antwoord|join(', ') }}", antwoord=[typed, typed]) == f"{typed}, {typed}"


def test_an_unknown_name_is_an_error():
    with pytest.raises(UndefinedError):
        filled("{{ onbekend }}")


def test_a_template_cannot_reach_into_the_program():
    with pytest.raises(SecurityError):
        filled("{{ antwoord.__class__.__mro__ }}", antwoord="x")


def test_the_properties_name_the_document_and_nobody():
    about = texts(render(template("x"), {"doc": DOC, "handtekeningen": []}, {}))["docProps/core.xml"]
    assert "Proef NAFT-2026-00012" in about
    assert "Naadloos" in about


@pytest.mark.parametrize("size", [(420, 130), (900, 30), (60, 300), (40, 40)])
def test_a_signature_fits_its_column(size: tuple[int, int]):
    drawn = io.BytesIO()
    Image.new("L", size, 255).save(drawn, format="PNG")
    line = {"naam": "Ann & Jo", "beeld": "h1"}
    loop = template("{% for h in handtekeningen %}{{ h.beeld }}{% endfor %}")
    content = render(loop, {"doc": DOC, "handtekeningen": [line]}, {"h1": drawn.getvalue()})
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        tree = etree.fromstring(archive.read("word/document.xml"))
        (image,) = [name for name in archive.namelist() if name.startswith("word/media/")]
        assert Path(image).suffix == ".png"
    (extent,) = [one for one in tree.iter() if etree.QName(one).localname == "extent"]
    wide, high = int(str(extent.get("cx"))), int(str(extent.get("cy")))
    assert wide <= Mm(SIGNATURE_MM[0])
    assert high <= Mm(SIGNATURE_MM[1])
    assert wide / high == pytest.approx(size[0] / size[1], rel=0.01)
    (described,) = [one for one in tree.iter() if etree.QName(one).localname == "docPr"]
    assert described.get("descr") == "Handtekening van Ann & Jo"
