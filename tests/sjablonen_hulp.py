"""Word files of the examples in tests/examples, made by the real functions without a database; what a template uses."""

from __future__ import annotations

import functools
import io
import itertools
import json
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

import ooxml_integrity
from docxtpl import DocxTemplate
from jinja2 import nodes
from jinja2.sandbox import SandboxedEnvironment
from lxml import etree
from openxml_audit import OpenXmlValidator  # type: ignore[import-untyped]  # comes without types
from PIL import Image, ImageDraw

from forms import RECORD_TYPES
from forms.leaves import flatten, organisations_in, persons_in
from forms.partij import ROLE_LABELS
from forms.record_type import Document, RecordType, known_on_path, on_path
from forms.scope import OrganisationRef, PersonRef, Scope
from rules.capacity import Capacity
from rules.readers import Sharing
from rules.signers import Signer as RuleSigner
from services import documents
from services.evidence_page import Making
from services.frozen_names import _letters
from services.letterhead import Letterhead
from services.payload import root_of, salted
from services.surroundings import Shared, resolver
from store.events import Head
from store.signatures import Place, Signature, Signer

ROOT = Path(__file__).parents[1]
TEMPLATES = ROOT / "doc_templates"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SHARED = {
    "alles gedeeld": Sharing(school=True, parents=True, capacity=Capacity.VERMOED_BEKWAAM),
    "niets gedeeld": Sharing(school=False, parents=False, capacity=Capacity.VERMOED_BEKWAAM),
    "niet bekwaam": Sharing(school=False, parents=False, capacity=Capacity.NIET_BEKWAAM),
}
NUMBER = "NAFT-2026-00012"


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
    version: Any
    places: tuple[Place, ...]
    pictures: dict[str, bytes]

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
        platform = SimpleNamespace(db=None, today=lambda: self.example.scope.today)
        before = SimpleNamespace(number=self.version.number - 1, root="1a2b" * 16)
        made = Making(self.places, Head(1204, "c3d4" * 16), None, "https://naadloos.example")
        head = Letterhead("CLB De Brug & zonen")
        with (
            patch("store.versions.version", return_value=before),
            patch("services.documents.letterhead", return_value=head),
        ):
            return documents.names_for(platform, self.version, document, letter, made)  # type: ignore[arg-type]

    def render(self, document: Document, letter: str) -> bytes:
        """The Word file of one reader."""
        template = (TEMPLATES / document.template).read_bytes()
        names = self.names(document, letter) | {documents.LOGO: documents.LOGO if letter == "C" else ""}
        return documents.render(template, names, {**self.pictures, documents.LOGO: scribble(7)})


def freeze(example: Example, sharing: Sharing) -> Frozen:
    """A version of the example, with every kind of answer in its signature table."""
    record_type, scope, answers = example.record_type, example.scope, example.answers
    leaves = flatten(record_type, answers, scope, resolver(Shared(sharing, {}), answers))
    asked = answers.get("ondertekenaars") or [one.id for one in scope.people][:5]
    at = datetime(scope.today.year, scope.today.month, scope.today.day, 13, 2, tzinfo=UTC).strftime(
        "%Y-%m-%dT%H:%M:%SZ"
    )
    places, pictures = _signed(asked, at)
    payload = {
        "type": record_type.slug,
        "version": scope.facts.get("versie", 1),
        "documents": {},
        "signers": [
            asdict(RuleSigner(one.id, one.rol, blocking=False, choices=("akkoord",), group=1, rule_id="BR-30"))
            for one in scope.people
            if one.id in asked
        ],
        "leaves": [salted(leaf) for leaf in leaves] + _about(example, leaves, asked),
    }
    version = SimpleNamespace(
        id="v1",
        number=scope.facts.get("versie", 1),
        payload=payload,
        root=root_of(payload),
        supersedes="v0" if scope.facts.get("versie", 1) > 1 else None,
        frozen_at=at,
    )
    return Frozen(example, version, places, pictures)


def _about(example: Example, leaves: list[Any], asked: list[str]) -> list[dict[str, Any]]:
    everybody = "CLNOS"

    def leaf(name: str, value: Any, readers: Iterable[str]) -> dict[str, Any]:
        return {"name": name, "salt": "", "value": value, "readers": list(readers)}

    people = persons_in(example.record_type, leaves)
    for signer in asked:
        people.setdefault(signer, set()).update(everybody)
    known = {one.id: one for one in example.scope.people}
    found = [
        leaf("dossier/nummer", NUMBER, "CLNOPS"),
        leaf("dossier/soort", example.scope.facts["soort_dossier"], everybody),
        leaf("record/nummer", example.scope.facts.get("volgnummer", 1), everybody),
    ]
    for party, may in people.items():
        one = known[party]
        shown = {"naam": one.name, "rol": ROLE_LABELS[one.rol], "functie": "", "organisatie": ""}
        found.append(leaf(f"persoon/{party}", shown, _letters(may)))
    names = {one.id: one.name for one in example.scope.organisations}
    for organisation, may in organisations_in(example.record_type, leaves).items():
        found.append(leaf(f"organisatie/{organisation}", {"naam": names[organisation]}, _letters(may)))
    pupils = [one.name for one in example.scope.people if one.rol == "leerling"]
    if pupils:
        found.append(leaf("deelnemer/leerlingen", pupils, everybody))
    for kind, letters in (("clb", everybody), ("naft", everybody), ("school", "CLNOPS")):
        first = next((one.name for one in example.scope.organisations if one.soort == kind), "")
        found.append(leaf(f"deelnemer/{kind}", first, letters))
    return found


def _signed(asked: list[str], at: str) -> tuple[tuple[Place, ...], dict[str, bytes]]:
    """Drawn, typed, read, refused and missing, in turn."""
    ways: list[tuple[str, dict[str, str], bool]] = [
        ("akkoord", {"method": "tablet"}, True),
        (
            "akkoord",
            {"method": "tablet", "typed": "Getypte Naam & zoon", "remark": "Ik lees graag mee in het verslag."},
            False,
        ),
        ("kennisname", {"method": "account"}, True),
        ("niet_akkoord", {"method": "tablet", "remark": "Vier dagdelen vind ik te veel.\nDrie is genoeg."}, True),
        ("geweigerd", {}, False),
    ]
    places, pictures = [], {}
    for order, party in enumerate(asked):
        decision, evidence, drawn = ways[order % len(ways)]
        missing = order == 5
        signature = None if missing else Signature(
            id=f"h{order}", version_id="v1", party_id=party, decision=decision, evidence=evidence,  # type: ignore[arg-type]
            evidence_sha256="0" * 64, has_image=drawn, signed_at=at, voided_at=None,
        )  # fmt: skip
        signer = Signer(
            version_id="v1", party_id=party, ord=order, blocking=False, capacity_choices=("akkoord",),
            missing_reason="Twee keer uitgenodigd, op 12 en 16 november; niet bereikt." if missing else None,
        )  # fmt: skip
        places.append(Place(signer, signature))
        if signature and drawn:
            pictures[signature.id] = scribble(order)
    return tuple(places), pictures


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


@dataclass
class Used:
    """Names that a template looks at, and those among them that it prints: 'a', 'repeat/question', 'doc/titel'."""

    seen: set[str] = field(default_factory=set)
    printed: set[str] = field(default_factory=set)

    def read(self, node: nodes.Node, items: dict[str, str], *, printing: bool = False) -> None:
        """Go through a part of a template; `items` tells of which repeat a loop's variable is an item."""
        if isinstance(node, nodes.For):
            self._loop(node, items)
        elif isinstance(node, nodes.Getattr) and isinstance(node.node, nodes.Name):
            self._add(f"{items.get(node.node.name, node.node.name)}/{node.attr}", printing=printing)
        elif isinstance(node, nodes.Name):
            self._add(items.get(node.name, node.name), printing=printing)
        else:
            for name in _filtered(node):
                self._add(name, printing=printing)
            for child in node.iter_child_nodes():
                self.read(child, items, printing=printing or isinstance(node, nodes.Output))

    def _loop(self, node: nodes.For, items: dict[str, str]) -> None:
        source = next(node.iter.find_all(nodes.Name), node.iter)
        assert isinstance(source, nodes.Name), "a loop goes over a name"
        assert isinstance(node.target, nodes.Name)
        self.read(node.iter, items)
        for child in [*node.body, *node.else_, *([node.test] if node.test else [])]:
            self.read(child, items | {node.target.name: source.name})

    def _add(self, name: str, *, printing: bool) -> None:
        if name.startswith("loop/"):
            return
        self.seen.add(name)
        if printing:
            self.printed.add(name)


def _filtered(node: nodes.Node) -> list[str]:
    """Questions named in selectattr('q', ...) and map(attribute='q')."""
    if not isinstance(node, nodes.Filter) or node.name not in ("selectattr", "rejectattr", "map"):
        return []
    source = next(node.find_all(nodes.Name))
    named = [one.value for one in node.kwargs] if node.name == "map" else node.args[:1]
    return [f"{source.name}/{one.value}" for one in named if isinstance(one, nodes.Const)]


@functools.cache
def used_in(document: Document) -> Used:
    """What a template uses, headers and footers too."""
    word = DocxTemplate(TEMPLATES / document.template)
    word.init_docx()
    parts = [word.patch_xml(word.get_xml())]
    for uri in (word.HEADER_URI, word.FOOTER_URI):
        parts += [
            word.patch_xml(word.xml_to_string(etree.fromstring(part.blob))) for _, part in word.get_headers_footers(uri)
        ]
    used = Used()
    for part in parts:
        used.read(SandboxedEnvironment(autoescape=True).parse(part), {})
    return used
