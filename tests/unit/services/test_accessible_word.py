"""Every Word file can be read aloud, found one's way in, and read by who sees little (WCAG 2.2, where it fits)."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Callable, Iterator

import pytest
from lxml import etree

from services import documents, opc, paper_word
from services.extra_documents import EXTRA
from services.sample_names import sample_names
from services.translations import LANGUAGES
from tests.sjablonen_hulp import ON_PAPER, SHARED, TEMPLATES, W, examples, freeze, inner_text, scribble

A7 = 7.0
"""The least contrast of text (WCAG 1.4.6)."""
ONLY_IN_TEMPLATES = {"Sjabloon"}
HEADED = {"TabelLijst", "TabelHandtekeningen"}
DOCUMENT, STYLES, CORE = "/word/document.xml", "/word/styles.xml", "/docProps/core.xml"
Parts = dict[str, etree._Element]


def parts_of(content: bytes) -> Parts:
    """The XML parts of a Word file."""
    return {name: etree.fromstring(data) for name, data in opc.read_package(content).items() if name.endswith(".xml")}


def faults(parts: Parts) -> list[str]:
    """What keeps somebody from reading this file."""
    every = (_headings, _tables, _language, _pictures, _empty_lines, _contrast)
    return [fault for one in every for fault in one(parts)]


def _style(paragraph: etree._Element) -> str:
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    return "" if style is None else str(style.get(f"{W}val"))


def _levels(parts: Parts) -> dict[str, int]:
    """Style -> the level of a heading in it, from 1; as it is based on another."""
    styles = {str(one.get(f"{W}styleId")): one for one in parts[STYLES].iter(f"{W}style")}

    def level(name: str) -> int:
        style = styles.get(name)
        if style is None:
            return 0
        own, based = style.find(f"{W}pPr/{W}outlineLvl"), style.find(f"{W}basedOn")
        if own is not None:
            return int(own.get(f"{W}val", 0)) + 1
        return 0 if based is None else level(str(based.get(f"{W}val")))

    return {name: level(name) for name in styles}


def _headings(parts: Parts) -> Iterator[str]:
    levels = _levels(parts)
    body = list(parts[DOCUMENT].iter(f"{W}p"))
    titles = [inner_text(one).strip() for one in body if _style(one) == "Title"]
    if len(titles) != 1 or not titles[0]:
        yield f"one title, not {titles}"
    before = 0
    for one in body:
        level = levels.get(_style(one), 0)
        if level and not inner_text(one).strip():
            yield "a heading says nothing"
        if level > before + 1:
            yield f"from heading {before} to {level}: {inner_text(one)}"
        before = level or before


def _tables(parts: Parts) -> Iterator[str]:
    for table in parts[DOCUMENT].iter(f"{W}tbl"):
        about, look = table.find(f"{W}tblPr/{W}tblCaption"), table.find(f"{W}tblPr/{W}tblLook")
        if about is None or not about.get(f"{W}val"):
            yield "a table does not say what it is"
        style = table.find(f"{W}tblPr/{W}tblStyle")
        rows = table.findall(f"{W}tr")
        columns = len(table.findall(f"{W}tblGrid/{W}gridCol"))
        by_row = rows[0].find(f"{W}trPr/{W}tblHeader") is not None
        by_column = look is not None and look.get(f"{W}firstColumn") == "1"
        if style is not None and style.get(f"{W}val") in HEADED and not by_row:
            yield f"no header row: {inner_text(rows[0])}"
        if columns > 1 and not by_row and not by_column:
            yield f"no headers: {inner_text(rows[0])}"


def _language(parts: Parts) -> Iterator[str]:
    for name in (STYLES, DOCUMENT):
        found = {one.get(f"{W}val") for one in parts[name].iter(f"{W}lang")} - {None}
        known = {"nl-BE", *LANGUAGES.values()} if name == DOCUMENT else {"nl-BE"}
        if found - known or (name == STYLES and not found):
            yield f"languages in {name}: {found}"
    about = {etree.QName(one).localname: one.text for one in parts[CORE]}
    if about.get("language") != "nl-BE" or not about.get("title"):
        yield "the properties lack the language or the title"


def _pictures(parts: Parts) -> Iterator[str]:
    for root in parts.values():
        for one in root.iter():
            if etree.QName(one).localname == "docPr" and not str(one.get("descr") or "").strip():
                yield "a picture without words"


def _empty_lines(parts: Parts) -> Iterator[str]:
    """Two in a row are read aloud as 'blank, blank'; a drawing is not empty."""
    for parent in parts[DOCUMENT].iter(f"{W}body", f"{W}tc"):
        for one, next_one in itertools.pairwise(parent):
            if _is_empty(one) and _is_empty(next_one):
                yield "two empty lines in a row"


def _is_empty(block: etree._Element) -> bool:
    return block.tag == f"{W}p" and not inner_text(block).strip() and not list(block.iter(f"{W}drawing", f"{W}sectPr"))


def _contrast(parts: Parts) -> Iterator[str]:
    shades = {str(one.get(f"{W}fill")) for one in parts[STYLES].iter(f"{W}shd")} - {"auto", "None"}
    for name, root in parts.items():
        if not name.startswith("/word/"):
            continue
        for color in root.iter(f"{W}color"):
            value = str(color.get(f"{W}val"))
            style = next((str(one.get(f"{W}styleId")) for one in color.iterancestors(f"{W}style")), "")
            if value != "auto" and style not in ONLY_IN_TEMPLATES:
                for ground in ("FFFFFF", *shades):
                    if _ratio(value, ground) < A7:
                        yield f"{value} on {ground} in {name}"


def _ratio(first: str, second: str) -> float:
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(color: str) -> float:
    parts = [int(color[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@functools.cache
def made() -> dict[str, bytes]:
    """One file of each document and reader, with everything shared and with nothing; the paper copy of each type."""
    found: dict[str, bytes] = {}
    sheet = (TEMPLATES / paper_word.TEMPLATE).read_bytes()
    for shared in ("alles gedeeld", "niets gedeeld"):
        for example in sorted(examples(), key=lambda one: -len(str(one.answers))):
            version = freeze(example, SHARED[shared])
            for document, letter in version.made():
                if (key := f"{document.code} {letter}, {shared}") not in found:
                    found[key] = version.render(document, letter)
            key = f"{example.record_type.slug} op papier"
            if key not in found:
                names = version.names(example.record_type.documents[0], "L")
                found[key] = documents.render(
                    paper_word.extended((TEMPLATES / example.record_type.documents[0].template).read_bytes(), sheet),
                    names | {"papier": ON_PAPER, "handtekeningen": [], "bewijzen": [], "qr": "qr"},
                    {"qr": scribble()},
                )
    for extra in EXTRA:
        for letter in extra.readers:
            names = sample_names(extra.code, extra.title, letter, documents.READERS[letter])
            found[f"{extra.code} {letter}"] = documents.render((TEMPLATES / extra.template).read_bytes(), names, {})
    return found


def test_every_file_can_be_read_by_everybody():
    wrong = {name: found for name, content in made().items() if (found := faults(parts_of(content)))}
    assert wrong == {}
    codes = {name.split(" ")[0] for name in made()}
    assert {"D1", "D1S", "D1L", "D2", "D2P", "D3", "D4", "D5", "D6", "D2B", "doelen"} <= codes


def test_nothing_is_put_in_place_with_tabs():
    """But the number before a goal, and the page number in the footer."""
    for path in TEMPLATES.glob("*.docx"):
        for paragraph in parts_of(path.read_bytes())[DOCUMENT].iter(f"{W}p"):
            tabs = [one for run in paragraph.iter(f"{W}r") for one in run.findall(f"{W}tab")]
            assert len(tabs) <= (_style(paragraph) == "Doelkop"), (path.stem, inner_text(paragraph))


def test_the_shared_styles_are_the_same_in_every_template():
    styles = {path.stem: opc.read_package(path.read_bytes())[STYLES] for path in TEMPLATES.glob("*.docx")}
    assert len(set(styles.values())) == 1
    for part in ("header", "footer"):
        shown = [
            sorted(data for name, data in opc.read_package(path.read_bytes()).items() if f"/word/{part}" in name)
            for path in TEMPLATES.glob("*.docx")
        ]
        assert all(one == shown[0] for one in shown), part


def _first(root: etree._Element, style: str) -> etree._Element:
    return next(one for one in root.iter(f"{W}p") if _style(one) == style)


def _restyle(style: str, to: str) -> Callable[[Parts], None]:
    def change(parts: Parts) -> None:
        _first(parts[DOCUMENT], style)[0][0].set(f"{W}val", to)

    return change


def _emptied(parts: Parts) -> None:
    for text in _first(parts[DOCUMENT], "Heading1").iter(f"{W}t"):
        text.text = " "


def _without(tag: str) -> Callable[[Parts], None]:
    def change(parts: Parts) -> None:
        for one in list(parts[DOCUMENT].iter(f"{W}{tag}")):
            parent = one.getparent()
            assert parent is not None
            parent.remove(one)

    return change


def _set(part: str, tag: str, name: str, value: str) -> Callable[[Parts], None]:
    def change(parts: Parts) -> None:
        for one in parts[part].iter():
            if etree.QName(one).localname == tag:
                if name:
                    one.set(name, value)
                else:
                    one.text = value

    return change


def _blank_lines(parts: Parts) -> None:
    for _ in range(2):
        parts[DOCUMENT][0].insert(1, etree.Element(f"{W}p"))


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (_restyle("Title", "Antwoord"), "one title"),
        (_restyle("Heading1", "Heading3"), "from heading"),
        (_emptied, "a heading says nothing"),
        (_without("tblHeader"), "no header row"),
        (_without("tblCaption"), "a table does not say"),
        (_set(DOCUMENT, "tblLook", f"{W}firstColumn", "0"), "no headers"),
        (_set(STYLES, "lang", f"{W}val", "en-US"), "languages"),
        (_set(CORE, "title", "", ""), "the properties lack"),
        (_set(DOCUMENT, "docPr", "descr", ""), "a picture without words"),
        (_set("/word/header1.xml", "docPr", "descr", ""), "a picture without words"),
        (_blank_lines, "two empty lines"),
        (_set(STYLES, "color", f"{W}val", "6C7E85"), "6C7E85 on FFFFFF"),
    ],
    ids=lambda one: one.replace(" ", "-") if isinstance(one, str) else "",
)
def test_what_is_wrong_is_found(spoil: Callable[[Parts], None], said: str):
    parts = parts_of(made()["D2 C, alles gedeeld"])
    spoil(parts)
    found = faults(parts)
    assert [one for one in found if one.startswith(said)], found
