"""Small Word templates with one thing of docxtpl in each, and names that are hard on it: for the tests of filling."""

from __future__ import annotations

import functools
import io
from dataclasses import dataclass, field
from typing import Any

from docx import Document
from docx.oxml.parser import parse_xml
from PIL import Image

from services import opc
from services.checking import OFFICE
from services.pictures import Picture, within
from tests.sjablonen_hulp import TEMPLATES, scribble

NS = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:v="urn:schemas-microsoft-com:vml"'
)
NOTES = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
DOC = {"titel": "Proef & <co>", "dossiernummer": "NAFT-2026-00012"}
NASTY = "Tom & Jerry <b> \"vet\" 'x' {{ 7*7 }} {_{ x }_} {% %} _ ]]> 👩🏽‍🏫 محمد"


def signature(seed: int = 1, about: str = 'Handtekening van Ann & "Jo" <\'s>\n') -> Picture:
    """A drawn signature."""
    return within(scribble(seed), (50, 14), about)


def jpeg() -> Picture:
    """A picture that is no PNG."""
    out = io.BytesIO()
    Image.new("L", (40, 40), 200).save(out, format="JPEG")
    return Picture(out.getvalue(), 10, 10, "Foto")


def p(*texts: str) -> str:
    """A paragraph with runs."""
    return "<w:p>" + "".join(f"<w:r><w:t>{text}</w:t></w:r>" for text in texts) + "</w:p>"


def tr(*cells: str) -> str:
    """A row of a table."""
    cell = '<w:tc><w:tcPr><w:tcW w:w="2000" w:type="dxa"/></w:tcPr>{}</w:tc>'
    return "<w:tr>" + "".join(cell.format(p(text)) for text in cells) + "</w:tr>"


def tbl(columns: int, *rows: str) -> str:
    """A table."""
    grid = '<w:gridCol w:w="2000"/>' * columns
    return f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>{p('x')}"


def emptied(element: Any, but: str = "") -> None:
    """An element of a template without what is in it."""
    for child in list(element):
        if not but or not child.tag.endswith(but):
            element.remove(child)


@dataclass(frozen=True)
class Construct:
    """A template of a few lines, and what is filled in."""

    body: str
    names: dict[str, Any] = field(default_factory=dict)
    header: str = p("{{ doc.titel }}")
    notes: str = ""
    about: str = ""
    sections: int = 1
    media: bytes = b""

    @functools.cached_property
    def template(self) -> bytes:
        """The template."""
        word = Document(str(TEMPLATES / "melding-pbd.docx"))
        section = word.sections[-1]
        emptied(word.element.body, "sectPr")
        for edge in (section.first_page_header, section.footer, section.first_page_footer, section.header):
            emptied(edge.part.element)
        section.header.part.element.extend(parse_xml(f"<w:hdr {NS}>{self.header}</w:hdr>"))
        last = p("{{ doc.titel }}") + "<w:p><w:pPr><w:sectPr/></w:pPr></w:p>"
        for one in parse_xml(f"<w:body {NS}>{self.body}{last * (self.sections - 1)}</w:body>"):
            word.element.body.insert(len(word.element.body) - 1, one)
        if self.media:
            word.add_picture(io.BytesIO(self.media))
        word.core_properties.comments = self.about
        out = io.BytesIO()
        word.save(out)
        return self._with_notes(out.getvalue()) if self.notes else out.getvalue()

    def _with_notes(self, content: bytes) -> bytes:
        parts = opc.read_package(content)
        parts["/word/footnotes.xml"] = f"<w:footnotes {NS}>{self.notes}</w:footnotes>".encode()
        parts = opc.related(parts, "/word/document.xml", f"{OFFICE}/footnotes", "footnotes.xml")
        return opc.write_package(opc.typed(parts, "/word/footnotes.xml", NOTES))

    @property
    def given(self) -> dict[str, Any]:
        """The names."""
        return {"doc": DOC, **self.names}


LOOP = "{% for one in all %}{{ one.a }}{% if not loop.last %}, {% endif %}{% endfor %}"
ALL = [{"a": NASTY, "items": 3}, {"a": "", "items": 4}, {"a": "twee", "items": 5}]
DRAWN = (
    '<w:p><w:r><w:drawing><wp:inline><wp:extent cx="9" cy="9"/><wp:docPr name="a" id="7"/></wp:inline></w:drawing>'
    "</w:r></w:p>"
)
BOX = f"<w:p><w:r><w:pict><v:textbox><w:txbxContent>{p('{{ x }}')}</w:txbxContent></v:textbox></w:pict></w:r></w:p>"
ROWS = tbl(2, tr("{%tr for one in all %}", ""), tr("{{ one.a }}", "{{ one.items }}"), tr("{%tr endfor %}", ""))
LINK = '<w:p><w:hyperlink w:anchor="a"><w:r><w:t>{{ x }}</w:t></w:r></w:hyperlink></w:p>'
RUN_STYLE = "<w:p><w:pPr><w:keepNext/></w:pPr><w:r><w:rPr><w:b/></w:rPr><w:t>{{ x }}</w:t></w:r></w:p>"
SPLIT = "<w:p><w:r><w:t>{</w:t></w:r><w:r><w:t>{ x</w:t></w:r><w:r><w:t> }</w:t></w:r><w:r><w:t>}!</w:t></w:r></w:p>"
CELLS = '<w:tr><w:tc><w:tcPr><w:tcW w:w="9" w:type="dxa"/></w:tcPr>{}</w:tc></w:tr>'
# fmt: off
QUICK = {
    "text": Construct(p("{{ x }}", "{{x}}{{ x }}"), {"x": NASTY}),
    "nothing": Construct(p("{{ x }}"), {"x": ""}),
    "spaces": Construct(p("{{ x }}", " {{ x }} "), {"x": "  "}, header=p("{{ x }}", " {{ x }}")),
    "no tag at all": Construct(p("x"), header=p("y")),
    "a tag over runs": Construct(SPLIT, {"x": NASTY}),
    "a line": Construct(RUN_STYLE, {"x": "\neen\n\ntwee\n"}),
    "tabs, pages, paragraphs": Construct(RUN_STYLE + p("{{ x }}", "y"), {"x": "\ta\n\tb\fc\ad\t"}),
    "pages, paragraphs in a link": Construct(LINK, {"x": "\ta\fb\ac"}),
    "what XML cannot hold": Construct(p("{{ x }}"), {"x": "a\0\x1bb\r\nc\rd\ud800\ufffe\x85\u2028e"}),
    "other values": Construct(p("{{ a }} {{ b }} {{ c }} {{ d }} {{ e }}"),
                              {"a": 7, "b": None, "c": ["<", "{_{", 1], "d": True, "e": 1.5}),
    "a loop in a run": Construct(p(LOOP), {"all": ALL}),
    "a loop of paragraphs": Construct(p("{%p for one in all %}") + p("{{ one.a }}") + p("{%p endfor %}"), {"all": ALL}),
    "a loop of rows": Construct(ROWS, {"all": ALL}),
    "a condition over runs": Construct(p("a{% if x %}b", "c", "d{% else %}e", "f{% endif %}g"), {"x": 0}),
    "a condition of runs": Construct(p("a", "{%r if x %}", "b", "{%r else %}", "c", "{%r endif %}"), {"x": 1}),
    "elif": Construct(p("{% if x == 1 %}a{% elif x %}b{% else %}c{% endif %}"), {"x": 2}),
    "a name that a dict has a method for": Construct(p("{{ one.items }}"), {"one": ALL[0]}),
    "filters": Construct(p("{{ all|map(attribute='a')|join(', ') }}{{ x|upper }}"), {"all": ALL, "x": "a"}),
    "set": Construct(p("{% set y = x ~ '!' %}{{ y }}"), {"x": NASTY}),
    "a remark": Construct(p("a{# niets #}b") + p("{#p weg #}") + p("c")),
    "quotes of Word": Construct(p("{% if x == “a” %}{{ ‘b’ }}{% endif %}"), {"x": "a"}),
    "an empty text in the template": Construct("<w:p><w:r><w:t></w:t></w:r><w:r/></w:p>" + p("{{ x }}"), {"x": "x"}),
    "pictures": Construct(DRAWN + p("{{ a }}", "{{ b }}{{ a }}") + DRAWN, {"a": signature(1), "b": signature(2)},
                          header=DRAWN + p("{{ c }}{{ b }}") + p("{% if n %}{{ n }}{% endif %}")),
    "a picture in the header alone": Construct(p("x"), {"logo": signature(3)},
                                               header=p("{% if logo %}{{ logo }}{% endif %}")),
    "a picture that is there": Construct(p("{{ a }}{{ b }}"), {"a": signature(1), "b": signature(2)},
                                         media=scribble(1)),
    "sections": Construct(p("{{ x }}"), {"x": NASTY}, sections=3),
    "notes": Construct(p("{{ x }}"), {"x": NASTY}, notes=p("{{ x }}\tx"), sections=2),
}
QUICK["pictures"].names.update({"c": signature(4), "n": ""})
"""What is filled as text."""

SLOW = {
    "a loop of cells": Construct(tbl(1, tr("{%tc for one in all %}", "{{ one.a }}", "{%tc endfor %}")), {"all": ALL}),
    "a span": Construct(tbl(2, CELLS.format(p("{% colspan x %}a")), tr("a", "b")), {"x": 2}),
    "a colour": Construct(tbl(1, CELLS.format(p("{% cellbg x %}a"))), {"x": "FF0000"}),
    "merged down": Construct(tbl(2, tr("{%tr for one in all %}", ""), tr("{% vm %}a", "{{ one.a }}"),
                                 tr("{%tr endfor %}", "")), {"all": ALL}),
    "merged across": Construct(tbl(1, tr("{%tc for one in all %}", "{% hm %}{{ one.a }}", "{%tc endfor %}")),
                               {"all": ALL}),
    "rows that are short": Construct(tbl(3, tr("{{ x }}", "b")), {"x": NASTY}),
    "no columns": Construct(tbl(2, tr("{%tr if x %}", ""), tr("a", "b"), tr("{%tr endif %}", "")), {"x": 0}),
    "a table in a table": Construct(tbl(1, f"<w:tr><w:tc><w:tcPr/>{tbl(1, tr('{{ x }}'))}</w:tc></w:tr>"), {"x": "x"}),
    "a text box": Construct(BOX, {"x": "a\tb\nc"}),
    "marks of docxtpl": Construct(p("{_{ x }_} {_% y %_} {{ x }}"), {"x": NASTY}),
    "a tab in the template": Construct(p("a\tb\nc{{ x }}"), {"x": "\t"}),
    "raw": Construct(p("{% raw %}{{ x }}{% endraw %}{{ x }}"), {"x": "x"}),
    "a macro": Construct(p("{% macro m(a) %}[{{ a }}]{% endmacro %}{{ m(x) }}"), {"x": NASTY}),
    "a filter that marks": Construct(p("{{ x|e }} {{ x|replace('a', '&lt;') }}"), {"x": NASTY}),
    "what ends elsewhere": Construct(p("{% if x %}a") + tbl(1, tr("{% endif %}b")), {"x": 0}),
    "an attribute": Construct('<w:p><w:pPr><w:pStyle w:val="{{ x }}"/></w:pPr></w:p>' + p("{{ x }}"), {"x": "Label"}),
    "a picture, mended": Construct(DRAWN + tbl(3, tr("{{ a }}", "b")), {"a": signature()}),
    "another picture": Construct(p("{{ a }}"), {"a": jpeg()}),
    "properties": Construct(p("{{ x }}"), {"x": "x"}, about="{{ x }}"),
    "less space": Construct(p("a {%- if x -%} b {%- endif -%} c"), {"x": 1}),
    "a call": Construct(p("{{ x.strip() }}"), {"x": " <a> "}),
}
# fmt: on
"""What docxtpl has to mend a part for, or do as a whole."""
