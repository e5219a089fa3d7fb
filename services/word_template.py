"""Filling with docxtpl: the plain road, and what the quick one has to know of a template. The one place for docxtpl.

docxtpl opens the file, patches the XML of each part until Jinja can read it, fills it, mends it and saves it all anew.
`fill_plain` does just that. `read` does it once without values, with an instruction of XML in the place of each tag: so
what a template becomes follows from what docxtpl and python-docx really do with it.
"""

from __future__ import annotations

import datetime
import io
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.oxml import serialize_part_xml
from docx.opc.packuri import PackURI
from docx.oxml.parser import parse_xml
from docx.oxml.shape import CT_Inline
from docx.parts.image import ImagePart
from docx.parts.story import StoryPart
from docx.shared import Emu
from docxtpl import DocxTemplate, InlineImage
from lxml import etree
from markupsafe import escape

from services import opc, straight
from services.pictures import Picture
from services.sandbox import EMPTY, PLACING, RIGHT_TO_LEFT, Placing, Unfit, cleaned, environment, in_one_line

PROBE = "naadloosProbe"
"""Stands in the place of what a picture or a document brings along, while a template is read."""

EXTENT = (123_456_787, 123_456_791)
FIXED = datetime.datetime(1980, 1, 1, tzinfo=datetime.UTC)
JINJA = ("{{", "{%", "{#")
PROPERTIES = ("author", "comments", "identifier", "language", "subject", "title")
PARAGRAPH = re.compile(r"<w:p(?: [^>]*)?>.*?</w:p>", re.DOTALL)


class _Word(DocxTemplate):  # type: ignore[misc]  # docxtpl has no types
    """docxtpl with the step that is ours: text from right to left."""

    def render_xml_part(self, src_xml: str, part: Any, context: Any, jinja_env: Any = None) -> str:
        """A part, filled."""
        xml = str(super().render_xml_part(src_xml, part, context, jinja_env))
        return straight.directed(xml) if RIGHT_TO_LEFT.search(xml) else xml


@dataclass
class _InlinePictures:
    """Places pictures the way of docxtpl."""

    word: _Word

    def place(self, picture: Picture) -> str:
        """The XML that shows a picture, which python-docx brings into the file."""
        wide, high = picture.extent
        image = InlineImage(self.word, io.BytesIO(picture.png), width=Emu(wide), height=Emu(high))
        return _described(str(image), str(escape(in_one_line(picture.description))))


def _described(drawing: str, description: str) -> str:
    return drawing.replace("<wp:docPr ", f'<wp:docPr descr="{description}" ', 1)


def fill_plain(template: bytes, names: Mapping[str, Any]) -> dict[str, bytes]:
    """The parts of a template filled by docxtpl; slow, and by definition right.

    :raises jinja2.TemplateError: when the template is wrong, or names what is not there
    :raises BadPackage: when what came of it cannot be sealed
    """
    word = _Word(io.BytesIO(template))
    word.init_docx()
    dated = _has_properties(word)
    word.render({**names, PLACING: _InlinePictures(word)}, environment(), autoescape=True)
    _describe(word, title_of(names["doc"]), dated=dated)
    return _saved(word)


def _saved(word: _Word) -> dict[str, bytes]:
    out = io.BytesIO()
    word.save(out)
    return opc.read_package(out.getvalue())


def _has_properties(word: _Word) -> bool:
    relations = word.docx.part.package.rels.values()
    return any(one.reltype == RELATIONSHIP_TYPE.CORE_PROPERTIES for one in relations)


def title_of(doc: Mapping[str, Any]) -> str:
    """The title in the properties of a file."""
    return cleaned(f"{doc['titel']} {doc['dossiernummer']}".strip())


def _describe(word: _Word, title: str, *, dated: bool) -> None:
    """Properties without anybody's name: a file travels further than its folder. Nor with the time of filling."""
    about = word.docx.core_properties
    about.title = title
    about.author = about.last_modified_by = "Naadloos"
    about.language = "nl-BE"
    about.comments = about.keywords = about.subject = about.category = ""
    if not dated:
        about.modified = FIXED


def listing(xml: str) -> str:
    """XML in which tabs, new pages and ends of lines of a value are what Word makes of them: docxtpl's own step."""
    word = _Word(None)

    def resolved(found: re.Match[str]) -> str:
        text = found[0]
        return str(word.resolve_listing(text)) if re.search(r"[\t\a\f]", text) else text

    return PARAGRAPH.sub(resolved, xml)


@dataclass(frozen=True)
class Tree:
    """A part that is filled the way of docxtpl, from XML that was patched once; `shell` is what is around the body."""

    source: str
    kind: str
    shell: bytes

    def fill(self, names: Mapping[str, Any], _: Placing) -> bytes:
        """The part, filled."""
        word = _Word(None)
        word.docx_ids_index = straight.FIRST_NUMBER - 1
        xml = word.render_xml_part(self.source, None, dict(names), environment())
        if self.kind == "notes":
            return xml.encode()
        if self.kind == "edge":
            return bytes(serialize_part_xml(parse_xml(xml.encode())))
        tree = word.fix_tables(xml)
        word.fix_docpr_ids(tree)
        root = parse_xml(self.shell)
        root.replace(_body(root), tree)
        return bytes(serialize_part_xml(root))


def _body(root: Any) -> Any:
    return root.find(f"{straight.W}body")


def emptied(document: bytes) -> bytes:
    """A main document with an empty body."""
    root = parse_xml(document)
    body = _body(root)
    root.replace(body, etree.Element(body.tag))
    return bytes(serialize_part_xml(root))


@dataclass
class Source:
    """A part with tags, as docxtpl patched it, and how a picture looks in it before anybody made a tree of it.

    `kind`: "body", "edge" (a header or a footer) or "notes". `unfit` tells why it cannot be filled as text.
    """

    xml: str
    kind: str
    tags: list[str] = field(default_factory=list)
    drawing: str = ""
    unfit: str = ""


class _Reader(_Word):
    """docxtpl, filling nothing: each part keeps an instruction in the place of a tag, and has a picture at its end."""

    def __init__(self, template: bytes) -> None:
        super().__init__(io.BytesIO(template))
        self.sources: dict[str, Source] = {}

    def render_xml_part(self, src_xml: str, part: Any, context: Any, jinja_env: Any = None) -> str:
        """A part with its instructions, kept as one that has tags."""
        xml, tags = straight.marked(src_xml)
        if not tags:
            return str(super().render_xml_part(src_xml, part, context, jinja_env))
        if not isinstance(part, StoryPart):
            self.sources.setdefault(str(part.partname), Source(src_xml, "notes", unfit="notes"))
            return xml
        kind = "body" if part is self.docx.part else "edge"
        source = Source(src_xml, kind, tags, self._probe(part))
        if self.sources.setdefault(str(part.partname), source) is not source:
            raise Unfit("a part that is used twice")
        try:
            straight.check(etree.fromstring(xml.encode()), tags)
        except (Unfit, etree.XMLSyntaxError) as fault:
            source.unfit = str(fault)
            opening = str(re.match(r"<[^>]+>", src_xml)[0])  # type: ignore[index]  # lxml wrote it
            xml = f"{opening}</{opening[1:].split()[0].rstrip('>')}>"
        end = xml.rindex("</")
        mark = f"<?{PROBE}?>"
        probe = f"<w:p><w:r>{EMPTY}{mark}{source.drawing}{mark}</w:t></w:r></w:p>"
        return xml[:end] + probe + xml[end:]

    def _probe(self, part: StoryPart) -> str:
        """A picture in a part: its XML as docxtpl puts it, and a relationship to a part that is in no file."""
        name = PackURI(f"/{PROBE}/{len(self.sources)}.png")
        part.load_rel(RELATIONSHIP_TYPE.IMAGE, ImagePart(name, CONTENT_TYPE.PNG, PROBE.encode()), PROBE)
        wide, high = (Emu(one) for one in EXTENT)
        inline = CT_Inline.new_pic_inline(part.next_id, PROBE, "image.png", wide, high)
        rendering = SimpleNamespace(new_pic_inline=lambda *_: inline)
        return _described(str(InlineImage(SimpleNamespace(current_rendering_part=rendering), None)), PROBE)

    def fix_tables(self, xml: str) -> Any:
        """The part as XML; there is nothing to mend yet."""
        return etree.fromstring(xml, etree.XMLParser(recover=True))

    def fix_docpr_ids(self, tree: Any) -> None:
        """Mark where a number comes."""
        for one in tree.iter("{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"):
            one.set("id", f"{PROBE}Number")


@dataclass(frozen=True)
class Read:
    """A template as docxtpl saves it, filled with nothing.

    Its parts; those that have tags, by name; and its own pictures, SHA-1 -> name, with the numbers in their names.
    """

    parts: dict[str, bytes]
    sources: dict[str, Source]
    pictures: dict[str, str]
    numbers: tuple[int | None, ...]


def read(template: bytes) -> Read:
    """What a template becomes, whatever is filled in.

    :raises Unfit: when only docxtpl itself can fill it
    """
    word = _Reader(template)
    word.init_docx()
    dated = _has_properties(word)
    about = word.docx.core_properties
    if any(mark in getattr(about, one) for one in PROPERTIES for mark in JINJA):
        raise Unfit("properties with tags")
    pictures = list(word.docx.part.package.image_parts)
    word.render({}, environment(), autoescape=True)
    _describe(word, PROBE, dated=dated)
    names = {one.sha1: str(one.partname) for one in reversed(pictures)}
    return Read(_saved(word), word.sources, names, tuple(one.partname.idx for one in pictures))
