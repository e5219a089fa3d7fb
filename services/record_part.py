"""The record inside a Word file: a custom XML part from which the root follows, with no more than its reader may see.

Part `/customXml/itemN.xml`, element `record` of the namespace RECORD; children in order: `head`, a `leaf` for each
answer in clear, `withheld` for each other (its hash alone), `evidence` for each signature, `anchor` (ADR 0019). The
texts are canonical JSON (RFC 8785). What reads and checks it: services/checking.py.
"""

from __future__ import annotations

import hashlib
import posixpath
import re
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from services import opc
from services.checking import OFFICE, RECORD
from services.payload import head_of, leaf_hash, leaves_under, may_see
from store.canonical import canonical

SCHEMA = "1"
MAIN = f"{OFFICE}/officeDocument"
DATASTORE = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"
PROPERTIES = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
XML = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


@dataclass(frozen=True, slots=True)
class Copy:
    """Whose copy it is, of which document, and what is told beside the answers.

    `clear`: whether the answers that its reader may see printed stand in it; else all are withheld. `anchor` is the
    last event when the file was made: number and hash.
    """

    reader: str
    code: str
    clear: bool
    evidence: Sequence[Mapping[str, Any]] = ()
    anchor: tuple[int, str] | None = None


def record_xml(payload: Mapping[str, Any], root: str, copy: Copy) -> bytes:
    """The record of one copy of a version.

    Hashes are sorted, so that their order does not say which answer each stands for.
    """
    from lxml import etree

    record = etree.fromstring(f'<record xmlns="{RECORD}"/>'.encode())
    for name, value in (("schema", SCHEMA), ("reader", copy.reader), ("code", copy.code), ("root", root)):
        record.set(name, value)

    def tell(tag: str, text: str) -> None:
        etree.SubElement(record, f"{{{RECORD}}}{tag}").text = text

    tell("head", _canonical(head_of(payload)))
    leaves = leaves_under(payload)
    shown = [copy.clear and may_see(leaf, copy.reader, printed=True) for leaf in leaves]
    for leaf in (leaf for leaf, in_clear in zip(leaves, shown, strict=True) if in_clear):
        tell("leaf", _canonical([leaf["name"], leaf["salt"], leaf["value"]]))
    for digest in sorted(leaf_hash(leaf) for leaf, in_clear in zip(leaves, shown, strict=True) if not in_clear):
        tell("withheld", digest)
    for one in copy.evidence:
        tell("evidence", _canonical(dict(one)))
    if copy.anchor:
        tell("anchor", _canonical({"seq": copy.anchor[0], "hash": copy.anchor[1]}))
    return XML + etree.tostring(record)


def add(content: bytes, record: bytes) -> bytes:
    """A Word file with a record in it, under the first number that is free; the same gives the same bytes.

    :raises BadPackage: when it is no Word file
    """
    return opc.write_package(added(opc.read_package(content), record))


def added(parts: Mapping[str, bytes], record: bytes) -> dict[str, bytes]:
    """The same with parts, for who goes on with them.

    :raises BadPackage: when it is no Word file
    """
    main = _main(parts)
    taken = {
        int(found[1]) for name in parts if (found := re.fullmatch(r"(?i)/customXml/item(?:Props)?(\d+)\.xml", name))
    }
    nr = next(one for one in range(1, len(taken) + 2) if one not in taken)
    item, properties = f"/customXml/item{nr}.xml", f"/customXml/itemProps{nr}.xml"
    parts = opc.typed({**parts, item: record, properties: _properties(record)}, ".xml", "application/xml")
    parts = opc.typed(parts, properties, PROPERTIES)
    parts = opc.related(parts, main, f"{OFFICE}/customXml", posixpath.relpath(item, posixpath.dirname(main)))
    return opc.related(parts, item, f"{OFFICE}/customXmlProps", posixpath.basename(properties))


def _main(parts: Mapping[str, bytes]) -> str:
    rels = opc.rels_of("/")
    found = [one for one in opc.relationships(parts[rels]) if one.type == MAIN] if rels in parts else []
    if not found:
        raise opc.BadPackage("no-main-document")
    return opc.target_of(rels, found[0])


def _properties(record: bytes) -> bytes:
    """Office finds a part by an id of its own: one that follows from what is in it."""
    number = str(uuid.uuid5(uuid.NAMESPACE_URL, f"{RECORD}:{hashlib.sha256(record).hexdigest()}")).upper()
    return (
        XML
        + (
            f'<ds:datastoreItem xmlns:ds="{DATASTORE}" ds:itemID="{{{number}}}">'
            f'<ds:schemaRefs><ds:schemaRef ds:uri="{RECORD}"/></ds:schemaRefs></ds:datastoreItem>'
        ).encode()
    )


def _canonical(value: Any) -> str:
    return canonical(value).decode()
