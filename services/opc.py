"""A Word file as a package of parts: parts and relationships added, and written again byte for byte (ECMA-376 part 2).

Reading is in `services.checking`, which has to stand on its own; it is passed on here. Parts are a dict, part name ->
bytes, and every function gives a new one.
"""

from __future__ import annotations

import posixpath
import struct
import zlib
from collections.abc import Mapping
from xml.sax.saxutils import quoteattr

from services.checking import (
    PACKAGE,
    TYPES,
    BadPackage,
    Relationship,
    content_types,
    read_package,
    relationships,
    target_of,
    tree,
)

__all__ = [
    "BadPackage",
    "Kept",
    "Relationship",
    "content_types",
    "normalised",
    "read_package",
    "related",
    "relationships",
    "rels_of",
    "target_of",
    "typed",
    "write_package",
]
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
DAY = 1 << 5 | 1  # 1 January 1980, the first date a zip can have: when a file was made is in the seal
OPEN = 0o600 << 16  # who may read it when it is unpacked
LEVEL = 6  # of 9: how hard is packed


def rels_of(name: str) -> str:
    """The part with the relationships of a part, or of the package: "/word/a.xml" -> "/word/_rels/a.xml.rels"."""
    folder, base = posixpath.split(name)
    return posixpath.join(folder, "_rels", f"{base}.rels")


def related(parts: Mapping[str, bytes], source: str, type: str, target: str) -> dict[str, bytes]:
    """With a relationship from a part (or the package: "/") to what `target` names, under the next free id."""
    rels = rels_of(source)
    lines = relationships(parts[rels]) if rels in parts else ()
    taken = {one.id.lower() for one in lines}
    fresh = next(f"rId{nr}" for nr in range(1, len(lines) + 2) if f"rid{nr}" not in taken)
    return {**parts, rels: _written([*lines, Relationship(fresh, type, target)])}


def typed(parts: Mapping[str, bytes], name: str, content_type: str) -> dict[str, bytes]:
    """With the content type of a part, or of every part with an ending (".sigs")."""
    from lxml import etree

    root = tree(parts[TYPES])
    kind, key = ("Default", "Extension") if name.startswith(".") else ("Override", "PartName")
    known = [one for one in root if str(one.get(key, "")).lower() == name.removeprefix(".").lower()]
    one = known[0] if known else etree.SubElement(root, f"{{{PACKAGE}/content-types}}{kind}")
    one.set(key, name.removeprefix("."))
    one.set("ContentType", content_type)
    return {**parts, TYPES: XML.encode() + etree.tostring(root)}


def normalised(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    """With every .rels part written without a space between its lines: libxmlsec counts those, the standard does not.

    :raises BadPackage: when a target has a character that libxmlsec does not escape
    """
    found = dict(parts)
    for name in parts:
        if name.endswith(".rels"):
            lines = relationships(parts[name])
            if any(set(one.target) & set('&<>"') for one in lines):
                raise BadPackage(f"target-not-sealable {name}")
            found[name] = _written(lines)
    return found


def _written(lines: list[Relationship] | tuple[Relationship, ...]) -> bytes:
    written = "".join(
        f"<Relationship Id={quoteattr(one.id)} Type={quoteattr(one.type)} Target={quoteattr(one.target)}"
        + (' TargetMode="External"/>' if one.external else "/>")
        for one in lines
    )
    return f'{XML}<Relationships xmlns="{PACKAGE}/relationships">{written}</Relationships>'.encode()


class Kept(bytes):
    """A part that comes into many files: deflated once, by the first that writes it. `packed` is that, and its CRC."""

    packed: tuple[bytes, int] | None = None


def write_package(parts: Mapping[str, bytes]) -> bytes:
    """The file: content types first, then the parts in their order; the same parts always give the same bytes.

    A PNG is deflated already, and is stored as it is.
    """
    written: list[bytes] = []
    listed: list[bytes] = []
    at = 0
    for name in sorted(parts, key=lambda one: one != TYPES):
        data, path = parts[name], name[1:].encode("ascii")
        method = 0 if name.endswith(".png") else 8
        packed, crc = _packed(data) if method else (data, zlib.crc32(data))
        about = struct.pack("<5H3L2H", 20, 0, method, 0, DAY, crc, len(packed), len(data), len(path), 0)
        written += (b"PK\3\4", about, path, packed)
        listed += (b"PK\1\2\x14\0", about, struct.pack("<3H2L", 0, 0, 0, OPEN, at), path)
        at += 30 + len(path) + len(packed)
    directory = b"".join(listed)
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, len(parts), len(parts), len(directory), at, 0)
    return b"".join((*written, directory, end))


def _packed(data: bytes) -> tuple[bytes, int]:
    if isinstance(data, Kept) and data.packed is not None:
        return data.packed
    packer = zlib.compressobj(LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    packed = packer.compress(data) + packer.flush(), zlib.crc32(data)
    if isinstance(data, Kept):
        data.packed = packed
    return packed
