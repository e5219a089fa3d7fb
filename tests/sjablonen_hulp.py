"""Word files of the examples in tests/examples, made by the real functions without a database; what a template uses."""

from __future__ import annotations

import functools
import io
import itertools
import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import ooxml_integrity
from lxml import etree
from openxml_audit import OpenXmlValidator  # type: ignore[import-untyped]  # comes without types
from PIL import Image, ImageDraw

from forms import RECORD_TYPES
from forms.record_type import Document, RecordType, known_on_path, on_path
from forms.scope import OrganisationRef, PersonRef, Scope
from rules.capacity import Capacity
from rules.readers import Sharing
from services import documents, sample_version, template_check
from services.sample_version import Answer, SampleVersion, frozen
from store.signatures import Place
from store.versions import Version

ROOT = Path(__file__).parents[1]
TEMPLATES = ROOT / "doc_templates"
NUMBER = sample_version.NUMBER
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SHARED = {
    "alles gedeeld": Sharing(school=True, parents=True, capacity=Capacity.VERMOED_BEKWAAM),
    "niets gedeeld": Sharing(school=False, parents=False, capacity=Capacity.VERMOED_BEKWAAM),
    "niet bekwaam": Sharing(school=False, parents=False, capacity=Capacity.NIET_BEKWAAM),
}
ON_PAPER = {
    "code": "K7M2 9QXD 4E", "naam": "Kobe Vermeulen", "rol": "Leerling", "organisatie": "", "jij": True,
    "verklaring": "Ik heb dit gelezen.", "besluiten": ["Ik ga akkoord", "Ik teken niet"],
    "gastheer": "Younes Amrani", "gastplaats": "vzw Kantelpunt",
}  # fmt: skip
"""What the page to sign by hand tells (services/paper_word.py)."""


@dataclass(frozen=True)
class Example:
    """One filled-in record of tests/examples."""

    record_type: RecordType
    name: str
    scope: Scope
    answers: dict[str, Any]

    def __str__(self) -> str:
        return f"{self.record_type.slug}: {self.name}"


def examples() -> Iterator[Example]:
    """Every example of every record type."""
    for slug, record_type in RECORD_TYPES.items():
        for one in json.loads((ROOT / "tests" / "examples" / f"{slug}.json").read_text()):
            yield Example(
                record_type,
                one["name"],
                Scope(
                    today=date.fromisoformat(one["today"]),
                    facts=one["facts"],
                    people=tuple(PersonRef(p["id"], p["name"], p["rol"]) for p in one["people"]),
                    organisations=tuple(OrganisationRef(o["id"], o["name"], o["soort"]) for o in one["organisations"]),
                    answers=one["answers"],
                ),
                one["answers"],
            )


@dataclass(frozen=True)
class Frozen:
    """An example as a version: what services.freezing would keep of it, and who signed."""

    example: Example
    sample: SampleVersion
    pictures: dict[str, bytes]

    @property
    def version(self) -> Version:
        """The version itself."""
        return self.sample.version

    @property
    def places(self) -> tuple[Place, ...]:
        """The lines of its signature table."""
        return self.sample.places

    @property
    def record_type(self) -> RecordType:
        """Its record type."""
        return self.example.record_type

    def made(self) -> Iterator[tuple[Document, str]]:
        """Each document and reader this version is printed for."""
        scope = self.example.scope
        known = known_on_path(
            on_path(self.record_type.steps, self.example.answers, scope.facts), self.example.answers, scope.facts
        )
        for one in self.record_type.documents:
            if one.when is None or one.when.holds(known):
                for letter in one.readers:
                    yield one, letter

    def names(self, document: Document, letter: str) -> dict[str, Any]:
        """What the template gets."""
        return self.sample.names(document, letter)

    def render(self, document: Document, letter: str) -> bytes:
        """The Word file of one reader."""
        template = (TEMPLATES / document.template).read_bytes()
        names = self.names(document, letter) | {documents.LOGO: documents.LOGO if letter == "C" else ""}
        return documents.render(template, names, {**self.pictures, documents.LOGO: scribble(7)})


ANSWERS = (
    Answer("akkoord", {"method": "tablet"}, drawn=True),
    Answer(
        "akkoord", {"method": "tablet", "typed": "Getypte Naam & zoon", "remark": "Ik lees graag mee in het verslag."}
    ),
    Answer("kennisname", {"method": "account"}, drawn=True),
    Answer(
        "niet_akkoord",
        {"method": "tablet", "remark": "Vier dagdelen vind ik te veel.\nDrie is genoeg."},
        drawn=True,
    ),
    Answer("geweigerd"),
    Answer(missing="Twee keer uitgenodigd, op 12 en 16 november; niet bereikt."),
)
"""Drawn, typed, read, disagreed, refused and missing, in turn."""


def freeze(example: Example, sharing: Sharing) -> Frozen:
    """A version of the example, with every kind of answer in its signature table."""
    version = frozen(
        example.record_type, example.answers, example.scope, sharing, ANSWERS, organisation="CLB De Brug & zonen"
    )
    return Frozen(example, version, {name: scribble(int(name[1:])) for name in version.drawn})


def scribble(seed: int = 0) -> bytes:
    """A PNG such as services.signature_image keeps: black strokes on white."""
    picture = Image.new("L", (420, 130), 255)
    pen = ImageDraw.Draw(picture)
    points = [
        (12 + 20 * i, 66 + (47 - 3 * (i % 7)) * (-1) ** i * (0.4 + ((i * 7 + seed * 5) % 11) / 18)) for i in range(20)
    ]
    pen.line(points, fill=10, width=4, joint="curve")
    pen.line([(20, 112), (390, 98)], fill=10, width=3)
    out = io.BytesIO()
    picture.save(out, format="PNG")
    return out.getvalue()


def texts(content: bytes) -> dict[str, str]:
    """Part name -> its text as a reader reads it; of other XML all text and attribute values."""
    found = {}
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for part in archive.namelist():
            if not part.endswith((".xml", ".rels")):
                continue
            tree = etree.fromstring(archive.read(part))
            word = part.startswith("word/") and tree.tag in (f"{W}document", f"{W}hdr", f"{W}ftr")
            found[part] = word_text(tree) if word else " ".join([inner_text(tree), *_attributes(tree)])
    return found


def word_text(tree: etree._Element) -> str:
    """Paragraphs on lines of their own; a break is a line end, a tab a tab. Alternative texts of pictures come last."""
    lines = []
    for paragraph in tree.iter(f"{W}p"):
        text = ""
        for node in paragraph.iter(f"{W}t", f"{W}br", f"{W}tab"):
            parent = node.getparent()
            if node.tag == f"{W}t":
                text += node.text or ""
            elif parent is not None and parent.tag == f"{W}r":
                text += "\n" if node.tag == f"{W}br" else "\t"
        lines.append(text)
    described = [str(value) for node in tree.iter() for key, value in node.attrib.items() if key == "descr"]
    return "\n".join([*lines, *described])


def inner_text(node: etree._Element) -> str:
    """All text in a piece of XML."""
    return "".join(str(part) for part in node.itertext())


def faults(path: Path) -> list[str]:
    """What is against the standard in a Word file, according to two validators."""
    return [*map(str, OpenXmlValidator().validate(path).errors), *map(str, ooxml_integrity.check(path))]


def empty_headings(content: bytes) -> list[str]:
    """Headings of a Word file with nothing under them."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        body = etree.fromstring(archive.read("word/document.xml"))[0]
    blocks = [one for one in body if inner_text(one).strip()]
    pairs = [(before, _level(before), _level(after)) for before, after in itertools.pairwise(blocks)]
    return [inner_text(before) for before, first, second in pairs if first and second and second <= first]


def _level(block: etree._Element) -> int:
    style = block.find(f"{W}pPr/{W}pStyle")
    found = re.fullmatch(r"Heading([1-3])", "" if style is None else str(style.get(f"{W}val")))
    return int(found[1]) if found else 0


def _attributes(tree: etree._Element) -> list[str]:
    return [str(value) for node in tree.iter() for value in node.attrib.values()]


@dataclass(frozen=True)
class Used:
    """Names that a template looks at, and those among them that it prints: 'a', 'repeat/question', 'doc/titel'."""

    seen: frozenset[str]
    printed: frozenset[str]


@functools.cache
def used_in(document: Document) -> Used:
    """What a template uses, headers and footers too."""
    found = template_check.used_in(document.template, (TEMPLATES / document.template).read_bytes())
    return Used(frozenset(found.seen), frozenset(found.printed))
