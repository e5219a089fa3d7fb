"""Text from right to left, marked for Word: what is cut, what is marked, in which order, and that no letter changes."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from forms.record_type import Document
from services import documents, opc
from services.direction import marked
from tests.sjablonen_hulp import SHARED, TEMPLATES, W, examples, faults, freeze, inner_text

NS = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
ARABIC, HEBREW, POINTED = "محمد بن سعيد", "שרה כהן", "مُحَمَّد"


def part(*runs: str, properties: str = "") -> str:
    """A part with one paragraph."""
    return f"<w:document {NS}><w:body><w:p>{properties}{''.join(runs)}</w:p></w:body></w:document>"


def run(text: str, properties: str = "") -> str:
    """One run."""
    return f'<w:r>{properties}<w:t xml:space="preserve">{text}</w:t></w:r>'


def told(xml: str) -> tuple[str, list[tuple[str, str]]]:
    """Whether the paragraph is from right to left ('<' or '>'), and each run with its language there, '' without."""
    root = etree.fromstring(marked(xml))
    runs = []
    for one in root.iter(f"{W}r"):
        language = one.find(f"{W}rPr[{W}rtl]/{W}lang")
        runs.append((inner_text(one), "" if language is None else str(language.get(f"{W}bidi"))))
    return "<" if next(root.iter(f"{W}p")).find(f"{W}pPr/{W}bidi") is not None else ">", runs


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ([ARABIC], ("<", [(ARABIC, "ar-SA")])),
        ([HEBREW], ("<", [(HEBREW, "he-IL")])),
        ([f"Yūsuf {ARABIC} (14)"], (">", [("Yūsuf ", ""), (ARABIC, "ar-SA"), (" (14)", "")])),
        ([f"{ARABIC}, 14, Kobe."], ("<", [(f"{ARABIC}, 14, ", "ar-SA"), ("Kobe", ""), (".", "ar-SA")])),
        ([f"Naam: {POINTED}"], (">", [("Naam: ", ""), (POINTED, "ar-SA")])),
        ([f"a {ARABIC}", " - ", f"{HEBREW} b"],
         (">", [("a ", ""), (ARABIC, "ar-SA"), (" - ", "ar-SA"), (HEBREW, "he-IL"), (" b", "")])),
        (["12 ", ARABIC], ("<", [("12 ", "ar-SA"), (ARABIC, "ar-SA")])),
    ],
    ids=["arabic", "hebrew", "in a line", "a line of its own", "marks", "over runs", "digits first"],
)  # fmt: skip
def test_runs_are_cut_where_the_direction_changes(texts, expected):
    assert told(part(*map(run, texts))) == expected


def test_each_line_of_a_run_begins_anew():
    two = f'<w:r><w:t>Kobe {ARABIC}</w:t><w:br/><w:t xml:space="preserve">) {HEBREW}</w:t></w:r>'
    assert told(part(two)) == (">", [("Kobe ", ""), (ARABIC, "ar-SA"), (") ", ""), (HEBREW, "he-IL")])
    assert marked(part(two)).count("<w:br/>") == 1


def test_a_part_without_such_text_is_not_touched():
    for xml in (part(run("Şükrü Öztürk, 14 &amp; ’t Kindt")), part(run("&#123;&#225;")), "geen xml"):
        assert marked(xml) is xml


def test_the_letters_of_a_name_can_stand_as_references():
    assert told(part(run("&#x5d0;&#1513;"))) == ("<", [("אש", "he-IL")])


def test_what_a_run_and_a_paragraph_are_told_stands_in_the_order_of_the_schema():
    properties = '<w:pPr><w:pStyle w:val="Label"/><w:keepNext/><w:jc w:val="left"/></w:pPr>'
    formatted = '<w:rPr><w:rStyle w:val="Nadruk"/><w:b/><w:i/><w:sz w:val="20"/><w:lang w:val="fr-BE"/></w:rPr>'
    root = etree.fromstring(marked(part(run(ARABIC, formatted), properties=properties)))
    (run_properties,), (paragraph,) = root.iter(f"{W}rPr"), root.iter(f"{W}pPr")
    assert [etree.QName(one).localname for one in run_properties] == [
        "rStyle", "b", "bCs", "i", "iCs", "sz", "szCs", "rtl", "lang",
    ]  # fmt: skip
    assert dict(run_properties[-1].attrib.items()) == {f"{W}val": "fr-BE", f"{W}bidi": "ar-SA"}
    assert [etree.QName(one).localname for one in paragraph] == ["pStyle", "keepNext", "bidi", "jc"]


def test_a_whole_document_keeps_its_text_and_follows_the_standard(tmp_path: Path):
    """With the names of pupil and parent in Arabic and Hebrew, in every paragraph that names them."""
    version = freeze(next(one for one in examples() if one.record_type.slug == "doelen"), SHARED["alles gedeeld"])
    document, reader = next(version.made())
    known = version.names(document, reader)
    plain = documents.render(_template(document), known, version.pictures)
    other = documents.render(_template(document), _renamed(known), version.pictures)
    path = tmp_path / "stuk.docx"
    path.write_bytes(other)
    assert faults(path) == []
    before, after = (opc.read_package(one)["/word/document.xml"] for one in (plain, other))
    text = inner_text(etree.fromstring(before))
    assert inner_text(etree.fromstring(after)) == text.replace("Kobe Vermeulen", ARABIC).replace("Joris Maes", HEBREW)
    assert text.count("Joris Maes") > 3
    assert b"<w:rtl/>" not in before
    for name in (ARABIC, HEBREW):
        marks = [one for one in etree.fromstring(after).iter(f"{W}t") if name in (one.text or "")]
        assert len(marks) > 1
        runs = [next(one.iterancestors(f"{W}r")) for one in marks]
        assert all(one.find(f"{W}rPr/{W}rtl") is not None for one in runs)


def _template(document: Document) -> bytes:
    return (TEMPLATES / document.template).read_bytes()


def _renamed(value):
    if isinstance(value, dict):
        return {key: _renamed(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_renamed(one) for one in value]
    return value.replace("Kobe Vermeulen", ARABIC).replace("Joris Maes", HEBREW) if isinstance(value, str) else value
