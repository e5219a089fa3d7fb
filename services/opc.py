"""A Word file as a package of parts: parts and relationships added, and written again byte for byte (ECMA-376 part 2).

Reading is in `services.checking`, which has to stand on its own; it is passed on here. Parts are a dict, part name ->
bytes, and every function gives a new one.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
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
FIXED = (1980, 1, 1, 0, 0, 0)  # the first date a zip can have: when a file was made is in the seal


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


def write_package(parts: Mapping[str, bytes]) -> bytes:
    """The file: content types first, then the parts in their order; the same parts always give the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name in sorted(parts, key=lambda one: one != TYPES):
            item = zipfile.ZipInfo(name[1:], FIXED)
            item.create_system, item.external_attr = 0, 0  # as made on any machine
            item.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(item, parts[name])
    return out.getvalue()
