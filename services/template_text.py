"""The paragraphs of a Word file, each with its place as somebody in Word would look for it, and its text in one piece.

Word cuts a text into runs wherever it likes; here a paragraph has one text again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from services.checking import BadPackage, Relationship, content_types, relationships, target_of, tree

if TYPE_CHECKING:
    from lxml.etree import _Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
COMPATIBLE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
EDGES = {"headerReference": "Koptekst", "footerReference": "Voettekst"}
PAGES = {"first": " van de eerste bladzijde", "even": " van de even bladzijden"}
NOTES = {"footnotes": "Voetnoten", "endnotes": "Eindnoten"}
CORE = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
STORIES = ("header", "footer", *NOTES)
PROPERTIES = ("core.xml", "app.xml", "custom.xml")


@dataclass(frozen=True)
class Paragraph:
    """A paragraph: its place, its text, and the boxes it stands in: table, row and cell, from the outside in."""

    where: str
    text: str
    element: _Element
    boxes: tuple[_Element, ...]


@dataclass(frozen=True)
class Story:
    """A part with text: the body, a header, a footer or the notes; `where` is '' for the body."""

    part: str
    where: str
    root: _Element
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True)
class Word:
    """A Word file, read: the name of its main part, every part of XML of the document as a tree, and its stories."""

    main: str
    trees: Mapping[str, _Element]
    stories: tuple[Story, ...]

    @property
    def paragraphs(self) -> Iterator[Paragraph]:
        """Every paragraph, the body first."""
        for story in self.stories:
            yield from story.paragraphs

    @property
    def body(self) -> Story:
        """The text itself."""
        return self.stories[0]

    def tree_of(self, name: str) -> _Element | None:
        """A part beside the main one, or of the properties: 'styles.xml', 'core.xml'."""
        return self.trees.get(f"{'/docProps' if name in PROPERTIES else self.main.rpartition('/')[0]}/{name}")


def read(parts: Mapping[str, bytes]) -> Word:
    """A package as a Word file.

    :raises BadPackage: when it has no main document, a part of XML cannot be read, or one stands where no program puts
        it: docxtpl would fill it, or Word show it, and nobody would have looked at it
    """
    top = relationships(parts["/_rels/.rels"]) if "/_rels/.rels" in parts else ()
    main = next((target_of("/_rels/.rels", one) for one in top if one.type == f"{OFFICE}/officeDocument"), "")
    if main not in parts:
        raise BadPackage("no-document")
    folder = main.rpartition("/")[0]
    wanted = [name for name in parts if name.endswith(".xml") and name.startswith((f"{folder}/", "/docProps/"))]
    trees = {name: tree(parts[name]) for name in dict.fromkeys([main, *wanted])}
    rels = f"{folder}/_rels/{main.rpartition('/')[2]}.rels"
    lines = relationships(parts[rels]) if rels in parts else ()
    word = Word(main, trees, tuple(_stories(main, trees, rels, lines)))
    leads = [*((target_of("/_rels/.rels", one), one) for one in top), *((target_of(rels, one), one) for one in lines)]
    if stranger := next(_strangers(word, parts, leads), ""):
        raise BadPackage(f"strange-part {stranger}")
    return word


def _strangers(word: Word, parts: Mapping[str, bytes], leads: list[tuple[str, Relationship]]) -> Iterator[str]:
    """Parts that docxtpl fills, or Word looks at, under another name or in other marks than every program writes."""
    folder = word.main.rpartition("/")[0]
    read = {one.part for one in word.stories}
    usual = {f"{OFFICE}/{kind}": f"{folder}/{kind}.xml" for kind in ("styles", "settings")}
    usual[CORE] = "/docProps/core.xml"
    for part, line in leads:
        story = line.type.rpartition("/")[2] in STORIES
        if not line.external and (part != usual.get(line.type, part) or (story and part not in read)):
            yield part
    for one in word.stories:
        if any(each.prefix != "w" for each in one.root.iter(f"{W}*")):  # docxtpl knows no other
            yield one.part
    for part, content_type in content_types(parts).items():
        if content_type.endswith("footnotes+xml") and (part not in read or _raw(word.trees[part], parts[part])):
            yield part


def _raw(root: _Element, data: bytes) -> bool:
    """Whether docxtpl, which takes footnotes as they are, would read something else in them than XML says."""
    other = root.getroottree().docinfo.encoding not in (None, "UTF-8")
    return other or b"<![CDATA[" in data or re.search(rb"\{[{%#][^{}]*&(?!lt;|gt;)", data) is not None


def _stories(main: str, trees: Mapping[str, _Element], rels: str, lines: tuple[Relationship, ...]) -> Iterator[Story]:
    if trees[main].find(f"{W}body") is None:
        raise BadPackage("no-document")
    yield _story(main, "", trees[main])
    named = {one.get(f"{R}id"): one for one in trees[main].iter(*(f"{W}{tag}" for tag in EDGES))}
    for line in lines:
        part = target_of(rels, line)
        if line.external or part not in trees or part == main:
            continue
        kind = line.type.rpartition("/")[2]
        if kind in ("header", "footer"):
            yield _story(part, _edge(kind, named.get(line.id)), trees[part])
        elif kind in NOTES:
            yield _story(part, NOTES[kind], trees[part])


def _edge(kind: str, reference: _Element | None) -> str:
    pages = "" if reference is None else PAGES.get(str(reference.get(f"{W}type")), "")
    return EDGES[f"{kind}Reference"] + pages


def _story(part: str, where: str, root: _Element) -> Story:
    return Story(part, where, root, tuple(_in(root, where, (), _Count())))


class _Count:
    """How many paragraphs and tables went before, in one box."""

    def __init__(self) -> None:
        self.paragraphs = self.tables = 0


def _in(parent: _Element, where: str, boxes: tuple[_Element, ...], count: _Count) -> Iterator[Paragraph]:
    """The paragraphs in a box, whatever Word puts around them."""
    for one in parent:
        if one.tag == f"{W}p":
            count.paragraphs += 1
            here = _joined(where, f"alinea {count.paragraphs}")
            yield Paragraph(here, text_of(one), one, boxes)
            yield from _boxes_in(one, here, boxes)
        elif one.tag == f"{W}tbl":
            count.tables += 1
            yield from _cells(one, _joined(where, f"tabel {count.tables}"), boxes)
        elif one.tag != f"{COMPATIBLE}Fallback":
            yield from _in(one, where, boxes, count)


def _cells(table: _Element, where: str, boxes: tuple[_Element, ...]) -> Iterator[Paragraph]:
    for nth, row in enumerate(table.iter(f"{W}tr"), start=1):
        if next(row.iterancestors(f"{W}tbl")) is not table:
            continue
        cells = [one for one in row.iter(f"{W}tc") if next(one.iterancestors(f"{W}tr")) is row]
        for column, cell in enumerate(cells, start=1):
            here = f"{where}, rij {nth}, kolom {column}"
            found = list(_in(cell, here, (*boxes, table, row, cell), _Count()))
            alone = sum(1 for one in found if one.element.getparent() is cell) == 1
            for one in found:
                short = here if alone and one.where == f"{here}, alinea 1" else one.where
                yield Paragraph(short, one.text, one.element, one.boxes)


def _boxes_in(paragraph: _Element, where: str, boxes: tuple[_Element, ...]) -> Iterator[Paragraph]:
    """Text boxes that hang on a paragraph; Word writes each a second time for old programs."""
    for one in paragraph.iter(f"{W}txbxContent"):
        inside = next(one.iterancestors(f"{W}p")) is paragraph
        if inside and next(one.iterancestors(f"{COMPATIBLE}Fallback"), None) is None:
            yield from _in(one, f"{where}, tekstvak", (*boxes, one), _Count())


def _joined(where: str, more: str) -> str:
    return f"{where}, {more}" if where else more[0].upper() + more[1:]


def text_of(paragraph: _Element) -> str:
    """The text of a paragraph, without that of boxes that hang on it."""
    return "".join(one.text or "" for one in texts_of(paragraph))


def texts_of(paragraph: _Element) -> Iterator[_Element]:
    """The pieces of its text."""
    for one in paragraph.iter(f"{W}t"):
        if next(one.iterancestors(f"{W}p")) is paragraph:
            yield one


def style_of(paragraph: _Element) -> str:
    """The id of its style; '' for none."""
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    return "" if style is None else str(style.get(f"{W}val"))
