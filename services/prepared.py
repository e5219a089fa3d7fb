"""A template made ready once: what stays the same is kept deflated, what does not is compiled. A fill puts it together.

Pictures come in as python-docx brings them in: one part for each picture of a file, numbered from the first free
number, one relationship from each part that shows it, a content type.
"""

from __future__ import annotations

import functools
import hashlib
import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from services import opc
from services.checking import OFFICE, TYPES
from services.pictures import Picture
from services.sandbox import EMPTY, PLACING, RIGHT_TO_LEFT, Unfit, direct, in_one_line
from services.straight import NUMBER, Straight, straight
from services.word_template import EXTENT, PROBE, Read, Source, Tree, emptied, read, title_of

PNG, PNG_END = b"\x89PNG\r\n\x1a\n", b"IEND\xaeB`\x82"
DEFAULT_PNG = b'<Default Extension="png" ContentType="image/png"/>'
LONGEST_TITLE = 255  # characters, as python-docx allows
IMAGE = f"{OFFICE}/image"
RELS_END = b"</Relationships>"


_relative = functools.lru_cache(maxsize=1024)(posixpath.relpath)


@dataclass(frozen=True)
class Part:
    """A part with tags: how it is filled, how a picture looks in it, and what it has relationships with of its own.

    `taken` are the ids of those, `shown` the pictures among them: name -> id.
    """

    way: Straight | Tree
    drawing: str
    rels: bytes
    taken: frozenset[str]
    shown: Mapping[str, str]
    folder: str


@dataclass(frozen=True)
class Prepared:
    """A template: the parts of its files in their order, those with tags, and the pictures that it has of its own.

    `probes` are the places in that order where the pictures of a part come; `types` the content types, without and with
    a picture; `title` what comes before and after the title in the part `about`.
    """

    parts: Mapping[str, bytes]
    filled: Mapping[str, Part]
    probes: Mapping[str, str]
    types: tuple[bytes, bytes]
    about: str
    title: tuple[bytes, bytes]
    pictures: Mapping[str, str]
    numbers: tuple[int | None, ...]

    def fill(self, names: Mapping[str, Any]) -> dict[str, bytes]:
        """The parts of a file.

        :raises Unfit: when a value is one that only docxtpl itself can handle
        :raises jinja2.TemplateError: when the template names what is not there
        """
        title = title_of(names["doc"])
        if len(title) > LONGEST_TITLE:
            raise Unfit("a long title")
        album = _Album(dict(self.pictures), list(self.numbers))
        every = {**direct().globals, **names}
        placed: dict[str, _Placed] = {}
        done: dict[str, bytes] = {}
        for name, part in self.filled.items():
            placed[name] = placing = _Placed(part, album)
            every[PLACING] = placing
            done[name] = part.way.fill(every, placing)
        found: dict[str, bytes] = {}
        rels = {opc.rels_of(name): placing for name, placing in placed.items()}
        for name, data in self.parts.items():
            if name in done:
                found[name] = done[name]
            elif name in rels:
                found |= rels[name].relationships(name)
            elif name in self.probes:
                found |= {one: album.added[one] for one in placed[self.probes[name]].shown if one in album.added}
            else:
                found[name] = data
        found[TYPES] = self.types[bool(album.added)]
        found[self.about] = escape(title).encode().join(self.title)
        return found


@dataclass
class _Album:
    """The pictures of one file: SHA-1 -> name of the part, the numbers in those names, and which are new."""

    names: dict[str, str]
    numbers: list[int | None]
    added: dict[str, bytes] = field(default_factory=dict)

    def name_of(self, png: bytes) -> str:
        """The part of a picture; the same picture comes in once."""
        if not (png.startswith(PNG) and png.endswith(PNG_END)):
            raise Unfit("a picture that is no whole PNG")
        digest = hashlib.sha1(png).hexdigest()  # noqa: S324  # tells equal pictures, as python-docx does
        if digest not in self.names:
            number = next(one for one in range(1, len(self.numbers) + 2) if one not in self.numbers)
            self.numbers.append(number)
            self.names[digest] = name = f"/word/media/image{number}.png"
            self.added[name] = png
        return self.names[digest]


@dataclass
class _Placed:
    """The pictures of one part of one file."""

    part: Part
    album: _Album
    right_to_left: bool = False
    listing: bool = False
    shown: dict[str, str] = field(default_factory=dict)

    def place(self, picture: Picture) -> str:
        """The XML that shows a picture, which comes into the file with that."""
        if not self.part.drawing:
            raise Unfit("a picture in a note")
        name = self.album.name_of(picture.png)
        if name not in self.part.shown and name not in self.shown:
            taken = self.part.taken | set(self.shown.values())
            self.shown[name] = next(f"rId{nr}" for nr in range(1, len(taken) + 2) if f"rId{nr}" not in taken)
        shown_by = self.part.shown.get(name) or self.shown[name]
        text = escape(in_one_line(picture.description), {'"': "&quot;"})
        wide, high = picture.extent
        return self.part.drawing % {"text": text, "id": shown_by, "wide": wide, "high": high}

    def relationships(self, rels: str) -> dict[str, bytes]:
        """The part with its relationships; none when there are none."""
        lines = "".join(
            f'<Relationship Id="{key}" Type="{IMAGE}" Target={quoteattr(_relative(name, self.part.folder))}/>'
            for name, key in self.shown.items()
        )
        known = self.part.rels
        return {rels: known.replace(RELS_END, lines.encode() + RELS_END)} if lines or b"<Relationship " in known else {}


def prepare(template: bytes) -> Prepared:
    """A template, made ready.

    :raises Unfit: when only docxtpl itself can fill it
    """
    found = read(template)
    parts = {name: opc.Kept(b"" if name in found.sources else data) for name, data in found.parts.items()}
    filled = {name: _part(found, name, source) for name, source in found.sources.items()}
    with_picture, without = found.parts[TYPES], found.parts[TYPES]
    probes = [name for name in parts if name.startswith(f"/{PROBE}/")]
    if not any(name.lower().endswith(".png") for name in parts if name not in probes):
        without = with_picture.replace(DEFAULT_PNG, b"")
    about = next(name for name, data in found.parts.items() if PROBE.encode() + b"</dc:title>" in data)
    before, after = found.parts[about].split(PROBE.encode())
    return Prepared(
        parts=parts,
        filled=filled,
        probes={name: list(found.sources)[int(posixpath.basename(name).removesuffix(".png"))] for name in probes},
        types=(opc.Kept(without), opc.Kept(with_picture)),
        about=about,
        title=(before, after),
        pictures=found.pictures,
        numbers=found.numbers,
    )


def _part(found: Read, name: str, source: Source) -> Part:
    if source.kind == "notes":
        return Part(Tree(source.xml, source.kind, b""), "", b"", frozenset(), {}, "")
    path = opc.rels_of(name)
    rels = re.sub(rf'<Relationship Id="{PROBE}"[^>]*/>'.encode(), b"", found.parts[path])
    lines = opc.relationships(rels)
    way, drawing = _way(found.parts[name], source)
    return Part(
        way=way,
        drawing=drawing,
        rels=rels,
        taken=frozenset(one.id for one in lines),
        shown={opc.target_of(path, one): one.id for one in reversed(lines) if one.type == IMAGE and not one.external},
        folder=posixpath.dirname(name),
    )


def _way(saved: bytes, source: Source) -> tuple[Straight | Tree, str]:
    """How a part is filled, and how a picture looks in it then."""
    if not source.unfit:
        written = saved.decode().replace(f"{PROBE}Number", NUMBER)
        mark = f"<?{PROBE}?>"
        start = written.index(f"<w:p><w:r>{EMPTY}{mark}")
        _, drawing, rest = written[start:].split(mark)
        written = written[:start] + rest.removeprefix("</w:t></w:r></w:p>")
        try:
            way = straight(written, source.tags, right_to_left=bool(RIGHT_TO_LEFT.search(written)))
            return way, _pattern(drawing)
        except Unfit as fault:
            source.unfit = str(fault)
    return Tree(source.xml, source.kind, emptied(saved) if source.kind == "body" else b""), _pattern(source.drawing)


def _pattern(drawing: str) -> str:
    """The XML of a picture with a place for what each has of its own."""
    wide, high = (str(one) for one in EXTENT)
    found = drawing.replace("%", "%%").replace(wide, "%(wide)d").replace(high, "%(high)d")
    return found.replace(f'descr="{PROBE}"', 'descr="%(text)s"').replace(f'"{PROBE}"', '"%(id)s"')
