"""Whether a Word file is as we sealed it: the strict check of its seal and of the record inside (ADR 0016).

This one file is also the program to check files with, away from Naadloos: it needs Python, lxml and cryptography, and
imports nothing of ours. `python naadloos_check.py FILE... --cert seal.crt.pem [--register register.jsonl]`

A signature over an Office file says nothing about what was added beside it, and what Word or LibreOffice call valid can
show another text (Rohlmann et al., "Every Signature is Broken", USENIX Security 2023). So more is asked here: what the
seal lists must be all there is, each part with the content type it was sealed with, and by a certificate that is known.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import itertools
import json
import posixpath
import re
import struct
import sys
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple
from xml.parsers import expat  # for finding a DTD without building anything: a DTD is refused

if TYPE_CHECKING:
    from cryptography.x509 import Certificate
    from lxml.etree import _Element

MOST_ITEMS = 4000
LARGEST = 64 * 1024 * 1024  # bytes, packed, and unpacked all together
LARGEST_TREE = 4 * 1024 * 1024  # bytes of XML of which a tree is made
MOST_SEALS, SEAL_BEGINS = 50, 64 * 1024  # what looks like a signature, and bytes of each in which certificates stand
TYPES, ROOT_RELS = "/[Content_Types].xml", "/_rels/.rels"
ORIGIN, ORIGIN_RELS, SIGNATURE = (
    f"/_xmlsignatures/{name}" for name in ("origin.sigs", "_rels/origin.sigs.rels", "sig1.xml")
)
SEAL_TYPES = {
    ORIGIN: "application/vnd.openxmlformats-package.digital-signature-origin",
    SIGNATURE: "application/vnd.openxmlformats-package.digital-signature-xmlsignature+xml",
    ORIGIN_RELS: "application/vnd.openxmlformats-package.relationships+xml",
}
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
ORIGIN_TYPE = f"{PACKAGE}/relationships/digital-signature/origin"
SIGNATURE_TYPE = f"{PACKAGE}/relationships/digital-signature/signature"
METADATA = {
    f"{PACKAGE}/relationships/metadata/core-properties",
    f"{PACKAGE}/relationships/metadata/thumbnail",
    f"{OFFICE}/extended-properties",
    f"{OFFICE}/custom-properties",
}
"""What hangs on these is not sealed, as Word and LibreOffice do not seal it: they rewrite it."""

DS, MDSSI = "http://www.w3.org/2000/09/xmldsig#", f"{PACKAGE}/digital-signature"
XD, DIGSIG = "http://uri.etsi.org/01903/v1.3.2#", "http://schemas.microsoft.com/office/2006/digsig"
C14N, SHA256 = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315", "http://www.w3.org/2001/04/xmlenc#sha256"
TRANSFORM = f"{PACKAGE}/RelationshipTransform"
RSA, ECDSA = (f"http://www.w3.org/2001/04/xmldsig-more#{name}-sha256" for name in ("rsa", "ecdsa"))
SIGNED = {
    "#idPackageObject": (f"{DS}Object", ()),
    "#idOfficeObject": (f"{DS}Object", ()),
    "#idSignedProperties": ("http://uri.etsi.org/01903#SignedProperties", ((C14N, ()),)),
}
"""What SignedInfo refers to: its type and its transforms."""

RECORD = "urn:naadloos:record:1"

_NAME = re.compile(r"(?:[\w.~!$'()+,;=@-]+/)*[\w.~!$'()+,;=@-]*\Z", re.ASCII)
_END, _CENTRAL, _LOCAL = struct.Struct("<4s4H2LH"), struct.Struct("<4s6H3L5H2L"), struct.Struct("<4s5H3L2H")
_FLAGS = 0x080E  # UTF-8 names, sizes after the data, and the two that tell how hard was packed


class BadPackage(ValueError):
    """Not a package to seal or check. The message is a code and perhaps a part: "missing-part /word/a.xml"."""


class _Broken(Exception):
    """A seal that does not hold: a code, and perhaps a part."""


class BadRecord(ValueError):
    """A record inside a file that does not add up. The message is a code."""


def read_package(content: bytes) -> dict[str, bytes]:
    """Part name, with its slash -> bytes, in the order of the file; nothing but parts may be in it, and each once.

    :raises BadPackage: when it is no zip, another reader could find other parts in it, it is too large, or has a DTD
    """
    parts: dict[str, bytes] = {}
    for name, data in read_items(content):
        if name.lower().endswith((".xml", ".rels", ".vml")):
            _refuse_dtd(name, data)
        parts[f"/{name}"] = data
    if TYPES not in parts:
        raise BadPackage("no-content-types")
    return parts


class _Item(NamedTuple):
    name: bytes
    flags: int
    method: int
    crc: int
    packed: int
    size: int
    start: int


def item_sizes(content: bytes, largest: int = LARGEST) -> dict[str, int]:
    """Name of each item of a zip -> its bytes unpacked, as announced; `read_items` unpacks no more than that.

    :raises BadPackage: when the list of items cannot be read, or the file is larger than `largest`
    """
    return {item.name.decode("ascii"): item.size for item in _directory(content, largest)[0]}


def read_items(content: bytes, largest: int = LARGEST) -> Iterator[tuple[str, bytes]]:
    """Name and bytes of each item; they must lie one after the other and fill the file, or it is not read.

    :param largest: bytes that it may be packed, and unpacked all together
    :raises BadPackage: when it is no zip, another reader could find other items in it, or it is too large
    """
    items, directory = _directory(content, largest)
    if sum(item.size for item in items) > largest:
        raise BadPackage("too-large")
    at: int = 0
    gaps: tuple[int, ...] = (0,)
    data: dict[bytes, bytes] = {}
    for item in sorted(items, key=lambda one: one.start):
        if item.start - at not in gaps:
            raise BadPackage("data-between-items")
        at, data[item.name] = _unpacked(content, item)
        gaps = (12, 16) if item.flags & 8 else (0,)
    if directory - at not in gaps:
        raise BadPackage("data-between-items")
    for item in items:
        if not item.name.endswith(b"/"):
            yield item.name.decode("ascii"), data[item.name]


def _directory(content: bytes, largest: int) -> tuple[list[_Item], int]:
    """The items that the end of the file lists, and where that list begins."""
    end = len(content) - _END.size
    if len(content) > largest:
        raise BadPackage("too-large")
    if end < 0 or not content.startswith(b"PK\3\4") or content[end : end + 4] != b"PK\5\6":
        raise BadPackage("data-around-zip" if b"PK\5\6" in content else "not-a-zip")
    _, disk, first, here, count, size, start, comment = _END.unpack_from(content, end)
    if disk or first or comment or here != count or start + size != end:
        raise BadPackage("bad-zip")
    if count > MOST_ITEMS:
        raise BadPackage("too-many-items")
    items = list(_listed(content[start:end], count))
    if len({item.name.lower() for item in items}) != len(items):
        raise BadPackage("duplicate-part")
    return items, start


def _listed(directory: bytes, count: int) -> Iterator[_Item]:
    at = 0
    for _ in range(count):
        if at + _CENTRAL.size > len(directory) or directory[at : at + 4] != b"PK\1\2":
            raise BadPackage("bad-zip")
        entry = _CENTRAL.unpack_from(directory, at)
        flags, method, crc, packed, size, long, extra, comment, start = (*entry[3:5], *entry[7:13], entry[16])
        at += _CENTRAL.size
        item = _Item(directory[at : at + long], flags, method, crc, packed, size, start)
        _refuse_item(item, directory[at + long : at + long + extra])
        yield item
        at += long + extra + comment
    if at != len(directory):
        raise BadPackage("bad-zip")


def _refuse_item(item: _Item, extra: bytes) -> None:
    name = item.name.decode("latin-1")
    segments = name.removesuffix("/").split("/")
    if name != TYPES[1:] and (not _NAME.match(name) or any(not one or one.endswith(".") for one in segments)):
        raise BadPackage("bad-name")
    if item.flags & 0x2041:
        raise BadPackage("encrypted")
    if item.flags & ~_FLAGS or item.method not in (0, 8):
        raise BadPackage("bad-zip")
    _refuse_second_name(extra)
    if name.endswith("/") and item.size:
        raise BadPackage("bad-name")


def _refuse_second_name(extra: bytes) -> None:
    while len(extra) >= 4:
        kind, long = struct.unpack_from("<2H", extra)
        if kind == 0x7075:  # Info-ZIP's Unicode path, which some take for the name
            raise BadPackage("bad-name")
        extra = extra[4 + long :]


def _unpacked(content: bytes, item: _Item) -> tuple[int, bytes]:
    """Where an item ends, and its bytes: as many as were announced and no more, whatever is packed."""
    begin = item.start + _LOCAL.size
    if begin > len(content) or content[item.start : item.start + 4] != b"PK\3\4":
        raise BadPackage("bad-zip")
    _, _, flags, method, _, _, crc, packed, size, long, extra = _LOCAL.unpack_from(content, item.start)
    told = (crc, packed, size)
    same = told == (item.crc, item.packed, item.size) or (flags & 8 and not any(told))
    if not same or (flags, method, content[begin : begin + long]) != (item.flags, item.method, item.name):
        raise BadPackage("bad-zip")
    _refuse_second_name(content[begin + long : begin + long + extra])
    begin += long + extra
    raw = content[begin : begin + item.packed]
    if item.method:
        unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
        try:
            data = unpacker.decompress(raw, item.size + 1)
        except zlib.error as fault:
            raise BadPackage("bad-zip") from fault
        if unpacker.unused_data or unpacker.unconsumed_tail or not unpacker.eof:
            raise BadPackage("bad-zip")
    else:
        data = raw
    if len(data) != item.size or len(raw) != item.packed or zlib.crc32(data) != item.crc:
        raise BadPackage("bad-zip")
    return begin + item.packed, data


def _refuse_dtd(name: str, data: bytes) -> None:
    def refuse(*_: object) -> None:
        raise BadPackage(f"dtd /{name}")

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(data, True)  # noqa: FBT003  # its only way to say "this is all"
    except BadPackage:
        raise
    except (expat.ExpatError, LookupError, ValueError) as fault:
        raise BadPackage(f"bad-xml /{name}") from fault


def tree(data: bytes) -> _Element:
    """XML -> its root, without comments or instructions in it: those cut a text in two for who reads it.

    :raises BadPackage: when it is not well-formed, is too large, or has a DTD, a comment or an instruction
    """
    from lxml import etree

    if len(data) > LARGEST_TREE:
        raise BadPackage("too-large")
    try:
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))
    except etree.XMLSyntaxError as fault:
        raise BadPackage("bad-xml") from fault
    if root.getroottree().docinfo.internalDTD is not None or any(not isinstance(one.tag, str) for one in root.iter()):
        raise BadPackage("bad-xml")
    return root


def canonical(element: _Element) -> bytes:
    """Canonical XML 1.0 of an element where it stands.

    As the root of a document of its own: lxml puts `xmlns=""` on what is deeper in a document, and takes that for
    right when it checks itself.
    """
    from lxml import etree

    alone = etree.fromstring(etree.tostring(element, with_tail=False))
    return etree.tostring(alone, method="c14n", with_comments=False)


def content_types(parts: Mapping[str, bytes]) -> dict[str, str]:
    """Part name -> its content type; a part without one is left out (ECMA-376 part 2, 10.1.2).

    :raises BadPackage: when the list is not as it should be, or tells something twice
    """
    told: dict[str, str] = {}
    for one in _children_of(parts[TYPES], f"{{{PACKAGE}/content-types}}Types", "bad-content-types"):
        kind = one.tag.rpartition("}")[2]
        key = one.get("Extension" if kind == "Default" else "PartName", "")
        name = f".{key}".lower() if kind == "Default" else key.lower()
        if kind not in ("Default", "Override") or not key or not one.get("ContentType") or name in told:
            raise BadPackage("bad-content-types")
        told[name] = str(one.get("ContentType"))
    found = {name: told.get(name.lower()) or told.get(f".{name.lower().rpartition('.')[2]}") for name in parts}
    return {name: one for name, one in found.items() if one}


@dataclass(frozen=True)
class Relationship:
    """A line of a .rels part."""

    id: str
    type: str
    target: str
    external: bool = False


def relationships(data: bytes) -> tuple[Relationship, ...]:
    """The lines of a .rels part, in its order.

    :raises BadPackage: when something else is in it, or an id stands there twice
    """
    found = []
    for one in _children_of(data, f"{{{PACKAGE}/relationships}}Relationships", "bad-relationships"):
        given = {str(name): str(value) for name, value in one.attrib.items()}
        mode = given.pop("TargetMode", "Internal")
        if set(given) != {"Id", "Type", "Target"} or mode not in ("Internal", "External") or len(one):
            raise BadPackage("bad-relationships")
        found.append(Relationship(given["Id"], given["Type"], given["Target"], mode == "External"))
    if len({one.id for one in found}) != len(found):
        raise BadPackage("bad-relationships")
    return tuple(found)


def _children_of(data: bytes, root: str, fault: str) -> list[_Element]:
    found = tree(data)
    if found.tag != root or any(one.tag.rpartition("}")[0] != root.rpartition("}")[0] for one in found):
        raise BadPackage(fault)
    return list(found)


def target_of(rels: str, relationship: Relationship) -> str:
    """The part a relationship leads to: ("/word/_rels/document.xml.rels", "media/a.png") -> "/word/media/a.png"."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(posixpath.dirname(rels)), relationship.target))


@dataclass(frozen=True)
class Reference:
    """A part as the seal lists it: its digest, and of a .rels part the ids of the lines that count."""

    name: str
    content_type: str
    digest: bytes
    ids: tuple[str, ...] | None = None


def manifest_of(parts: Mapping[str, bytes]) -> dict[str, Reference]:
    """What a seal over these parts lists, by part name: everything but the metadata and the seal itself.

    :raises BadPackage: when a relationship leads nowhere, or a part has no content type
    """
    lines = {name: relationships(parts[name]) for name in parts if name.endswith(".rels") and name not in SEAL_TYPES}
    kept = {name: [one for one in found if not _unsealed(name, one)] for name, found in lines.items()}
    leads_to = {target_of(name, one) for name, found in kept.items() for one in found if not one.external}
    leads_to |= {_source_of(name) for name in lines} - {"/"}
    if missing := leads_to - set(parts):
        raise BadPackage(f"missing-part {min(missing)}")
    metadata = {target_of(name, one) for name, found in lines.items() for one in found if _unsealed(name, one)}
    left_out = {TYPES, *SEAL_TYPES} | (metadata - leads_to - set(lines))
    types = content_types(parts)
    if nameless := set(parts) - left_out - set(types):
        raise BadPackage(f"no-content-type {min(nameless)}")
    return {
        name: Reference(
            name,
            types[name],
            hashlib.sha256(transformed(kept[name]) if name in kept else data).digest(),
            tuple(one.id for one in kept[name]) if name in kept else None,
        )
        for name, data in parts.items()
        if name not in left_out
    }


def _unsealed(rels: str, line: Relationship) -> bool:
    metadata = line.type in METADATA and target_of(rels, line).startswith("/docProps/") and not line.external
    return rels == ROOT_RELS and (metadata or line.type == ORIGIN_TYPE)


def _source_of(rels: str) -> str:
    """The part whose relationships these are: "/word/_rels/a.xml.rels" -> "/word/a.xml"; of the package: "/"."""
    folder, base = posixpath.split(rels)
    return posixpath.join(posixpath.dirname(folder), base.removesuffix(".rels"))


def transformed(lines: Iterable[Relationship]) -> bytes:
    """The relationships transform (ECMA-376 part 2, 13.2.4.24) of these lines, as canonical XML."""

    def attribute(text: str) -> str:
        for raw, written in (
            ("&", "&amp;"),
            ("<", "&lt;"),
            ('"', "&quot;"),
            ("\t", "&#x9;"),
            ("\n", "&#xA;"),
            ("\r", "&#xD;"),
        ):
            text = text.replace(raw, written)
        return text

    written = "".join(
        f'<Relationship Id="{attribute(one.id)}" Target="{attribute(one.target)}"'
        f' TargetMode="{"External" if one.external else "Internal"}" Type="{attribute(one.type)}"></Relationship>'
        for one in sorted(lines, key=lambda one: one.id)
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{written}</Relationships>'.encode()


@dataclass(frozen=True)
class Anchor:
    """Where the chain of events stood when the file was made: an entry's number, and its hash in hexadecimals."""

    seq: int
    hash: str


@dataclass(frozen=True)
class Record:
    """The record inside a file, whose root was computed again and is right."""

    reader: str
    code: str
    root: str
    head: dict[str, Any]
    answers: dict[str, Any]
    withheld: int
    evidence: tuple[dict[str, Any], ...]
    anchor: Anchor | None


@dataclass(frozen=True)
class Checked:
    """What was found out about a file.

    `seal` is "none" when there is no seal by a known certificate, "broken" when there is one that does not hold.
    `reasons` are codes, some with a part: "changed-part /word/document.xml". What comes after is of a valid seal only,
    and `record` is there when it adds up; whether it is ours is for the seal or the register to say.
    """

    seal: Literal["valid", "broken", "none"]
    reasons: tuple[str, ...] = ()
    signed_at: datetime | None = None
    comment: str = ""
    certificate: str = ""
    record_state: Literal["valid", "broken", "none"] = "none"
    record: Record | None = None


def check(content: bytes, certificates: Iterable[bytes]) -> Checked:
    """Check a file against the certificates (PEM, one or more in each) that may have sealed it. No file makes it fail.

    :raises ValueError: when a certificate is none
    """
    known = _known(certificates)
    sealed_by = _sealed_by(content)
    ours = next((one for one in sealed_by if one in known), "")
    seal: Literal["broken", "none"] = "broken" if ours else "none"
    try:
        parts = read_package(content)
    except BadPackage as fault:
        return Checked(seal, (str(fault),), certificate=ours)
    state, record, said = _record_or_why(parts)
    if not ours:
        return Checked(
            seal, ("unknown-certificate" if sealed_by else "no-seal", *said), record_state=state, record=record
        )
    try:
        at, comment, by = _valid(parts, known)
    except (BadPackage, _Broken) as fault:
        reasons = fault.args if isinstance(fault, _Broken) else (str(fault),)
        return Checked("broken", (*reasons, *said), certificate=ours, record_state=state, record=record)
    return Checked("valid", said, at, comment, by, state, record)


def _known(certificates: Iterable[bytes]) -> dict[str, Certificate]:
    from cryptography.hazmat.primitives.hashes import SHA256 as HASH
    from cryptography.x509 import load_pem_x509_certificates

    return {one.fingerprint(HASH()).hex(): one for pem in certificates for one in load_pem_x509_certificates(pem)}


def _sealed_by(content: bytes) -> list[str]:
    """SHA-256 of each certificate in what looks like a signature, however bad the rest of the file is.

    Says whose seal it is meant to be, so that one of ours that no longer holds is told from somebody else's.
    """
    found = []
    places = re.finditer(rb"PK\x03\x04(?=.{26}_xmlsignatures/)", content, re.DOTALL)
    for at in itertools.islice(places, MOST_SEALS):
        _, _, _, method, _, _, _, packed, _, long, extra = _LOCAL.unpack_from(content, at.start())
        begin = at.start() + _LOCAL.size + long + extra
        raw = content[begin : begin + min(packed or SEAL_BEGINS, SEAL_BEGINS)]
        try:
            data = zlib.decompressobj(-zlib.MAX_WBITS).decompress(raw, SEAL_BEGINS) if method else raw
            # no > in it either, which is none of base64: else each place where it begins is read to the end
            found += [_decoded(one) for one in re.findall(rb"X509Certificate>([^<>]{1,40000})<", data)[:50]]
        except (zlib.error, _Broken):
            found.append(b"")
    return [hashlib.sha256(der).hexdigest() for der in found]


def _decoded(text: bytes | str | None) -> bytes:
    raw = text.encode() if isinstance(text, str) else text or b""
    try:
        return base64.b64decode(b"".join(raw.split()), validate=True)
    except ValueError as fault:
        raise _Broken("malformed-seal") from fault


def _valid(parts: Mapping[str, bytes], known: Mapping[str, Certificate]) -> tuple[datetime, str, str]:
    """Time and comment of a seal that holds in every respect, and the certificate that it is by.

    :raises _Broken: when it does not
    """
    _check_place(parts)
    root = tree(parts[SIGNATURE])
    ids = [one.get("Id") for one in root.iter() if one.get("Id") is not None]
    if (
        root.tag != f"{{{DS}}}Signature"
        or root.attrib.items() != [("Id", "idPackageSignature")]
        or len(set(ids)) != len(ids)
    ):
        raise _Broken("malformed-seal")
    info, value, keys, package, office, signer = _inside(root, DS, "SignedInfo SignatureValue KeyInfo" + 3 * " Object")
    (data,) = _inside(keys, DS, "X509Data")
    (qualifying,) = _inside(signer, XD, "QualifyingProperties")
    (properties,) = _inside(qualifying, XD, "SignedProperties")
    (leaf, *_) = _inside(data, DS, " ".join(["X509Certificate"] * max(1, len(data))))
    certificate = hashlib.sha256(_decoded(leaf.text)).hexdigest()
    if certificate not in known:
        raise _Broken("unknown-certificate")
    _check_value(info, _decoded(value.text), known[certificate])
    _check_references(info, {"#idPackageObject": package, "#idOfficeObject": office, "#idSignedProperties": properties})
    digest = properties.findtext(f".//{{{XD}}}SigningCertificate/{{{XD}}}Cert/{{{XD}}}CertDigest/{{{DS}}}DigestValue")
    if _decoded(digest).hex() != certificate:
        raise _Broken("unknown-certificate")
    manifest, times = _inside(package, DS, "Manifest SignatureProperties")
    _check_manifest(_stated(manifest), manifest_of(parts))
    return _time(times, properties), office.findtext(f".//{{{DIGSIG}}}SignatureComments") or "", certificate


def _check_place(parts: Mapping[str, bytes]) -> None:
    """That the seal is where Word looks for it, and that there is one."""
    if {name for name in parts if name.lower().startswith("/_xmlsignatures/")} != set(SEAL_TYPES):
        raise _Broken("misplaced-seal")
    types = content_types(parts)
    leads = [target_of(ROOT_RELS, one) for one in relationships(parts.get(ROOT_RELS, b"")) if one.type == ORIGIN_TYPE]
    inner = [(one.type, target_of(ORIGIN_RELS, one), one.external) for one in relationships(parts[ORIGIN_RELS])]
    if leads != [ORIGIN] or inner != [(SIGNATURE_TYPE, SIGNATURE, False)] or parts[ORIGIN]:
        raise _Broken("misplaced-seal")
    if any(types.get(name) != kind for name, kind in SEAL_TYPES.items()):
        raise _Broken("misplaced-seal")


def _inside(element: _Element, namespace: str, tags: str) -> list[_Element]:
    if [one.tag for one in element] != [f"{{{namespace}}}{tag}" for tag in tags.split()]:
        raise _Broken("malformed-seal")
    return list(element)


def _check_value(info: _Element, value: bytes, certificate: Certificate) -> None:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa, utils
    from cryptography.hazmat.primitives.hashes import SHA256 as HASH

    key, method = certificate.public_key(), info.find(f"{{{DS}}}SignatureMethod")
    algorithm = "" if method is None else method.get("Algorithm")
    try:
        if isinstance(key, rsa.RSAPublicKey) and algorithm == RSA:
            key.verify(value, canonical(info), padding.PKCS1v15(), HASH())
        elif isinstance(key, ec.EllipticCurvePublicKey) and algorithm == ECDSA and len(value) == 64:
            halves = (int.from_bytes(value[:32]), int.from_bytes(value[32:]))
            key.verify(utils.encode_dss_signature(*halves), canonical(info), ec.ECDSA(HASH()))
        else:
            raise _Broken("other-algorithm")
    except InvalidSignature as fault:
        raise _Broken("changed-seal") from fault


def _check_references(info: _Element, signed: Mapping[str, _Element]) -> None:
    method, _, *references = _inside(info, DS, "CanonicalizationMethod SignatureMethod" + 3 * " Reference")
    if method.get("Algorithm") != C14N:
        raise _Broken("other-algorithm")
    for one, (uri, (kind, transforms)) in zip(references, SIGNED.items(), strict=True):
        stated, digest = _reference(one)
        if (one.get("URI"), one.get("Type"), stated, signed[uri].get("Id")) != (uri, kind, transforms, uri[1:]):
            raise _Broken("malformed-seal")
        if hashlib.sha256(canonical(signed[uri])).digest() != digest:
            raise _Broken("changed-seal")


def _reference(element: _Element) -> tuple[tuple[tuple[str, tuple[str, ...]], ...], bytes]:
    """Transforms, each with the ids it names, and the digest."""
    *before, method, value = _inside(
        element, DS, ("Transforms " if len(element) == 3 else "") + "DigestMethod DigestValue"
    )
    if method.get("Algorithm") != SHA256:
        raise _Broken("other-algorithm")
    listed = [one for transforms in before for one in _inside(transforms, DS, "Transform " * len(transforms))]
    stated = tuple((one.get("Algorithm", ""), tuple(line.get("SourceId", "") for line in one)) for one in listed)
    return stated, _decoded(value.text)


def _stated(manifest: _Element) -> dict[str, Reference]:
    """What a seal lists, as `manifest_of` would give it."""
    found = {}
    for one in _inside(manifest, DS, "Reference " * len(manifest)):
        name, _, kind = one.get("URI", "").partition("?ContentType=")
        transforms, digest = _reference(one)
        ids = None
        if transforms:
            if [step for step, _ in transforms] != [TRANSFORM, C14N] or name in found:
                raise _Broken("malformed-seal")
            ids = transforms[0][1]
        found[name] = Reference(name, kind, digest, ids)
    if len(found) != len(manifest):
        raise _Broken("malformed-seal")
    return found


def _check_manifest(stated: Mapping[str, Reference], found: Mapping[str, Reference]) -> None:
    """That what is there is what was sealed: nothing changed, nothing gone, nothing beside it."""
    reasons = [f"removed-part {name}" for name in sorted(set(stated) - set(found))]
    reasons += [f"added-part {name}" for name in sorted(set(found) - set(stated))]
    for name in sorted(set(stated) & set(found)):
        was, now = stated[name], found[name]
        if was.content_type != now.content_type:
            reasons.append(f"content-type {name}")
        if sorted(was.ids or ()) != sorted(now.ids or ()) or (was.ids is None) != (now.ids is None):
            reasons.append(f"relationships {name}")
        elif was.digest != now.digest:
            reasons.append(f"changed-part {name}")
    if reasons:
        raise _Broken(*reasons)


def _time(times: _Element, properties: _Element) -> datetime:
    """The time of sealing, which the seal tells twice."""
    told = {times.findtext(f".//{{{MDSSI}}}Value"), properties.findtext(f".//{{{XD}}}SigningTime")}
    (text, *other) = told
    if other or not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", text or ""):
        raise _Broken("malformed-seal")
    return datetime.fromisoformat(str(text)).astimezone(UTC)


def read_record(content: bytes) -> Record | None:
    """The record inside a file, after computing its root again; None when there is none.

    :raises BadPackage: when the file cannot be read
    :raises BadRecord: when the record does not add up, or there are two
    """
    return _record(read_package(content))


def _record_or_why(
    parts: Mapping[str, bytes],
) -> tuple[Literal["valid", "broken", "none"], Record | None, tuple[str, ...]]:
    try:
        record = _record(parts)
    except BadRecord as fault:
        return "broken", None, (str(fault),)
    return ("valid" if record else "none"), record, ()


def _record(parts: Mapping[str, bytes]) -> Record | None:
    found: dict[str, _Element] = {}
    for name, data in parts.items():
        if RECORD.encode() in data or re.fullmatch(r"/customXml/item\d+\.xml", name):
            try:
                root = tree(data)
            except BadPackage as fault:
                raise BadRecord("record-malformed") from fault
            if root.tag == f"{{{RECORD}}}record":
                found[name] = root
    if not found:
        return None
    if len(found) > 1 or not re.fullmatch(r"/customXml/item\d+\.xml", next(iter(found))):
        raise BadRecord("record-twice" if len(found) > 1 else "record-misplaced")
    return _added_up(*found.values())


def _added_up(root: _Element) -> Record:
    texts: dict[str, list[str]] = {"head": [], "leaf": [], "withheld": [], "evidence": [], "anchor": []}
    given = {str(name): str(value) for name, value in root.attrib.items()}
    order = [one.tag.removeprefix(f"{{{RECORD}}}") for one in root]
    if set(given) != {"schema", "reader", "code", "root"} or given["schema"] != "1" or set(order) - set(texts):
        raise BadRecord("record-malformed")
    for tag, one in zip(order, root, strict=True):
        if len(one) or one.attrib:
            raise BadRecord("record-malformed")
        texts[tag].append(one.text or "")
    if order != sorted(order, key=list(texts).index) or len(texts["head"]) != 1 or len(texts["anchor"]) > 1:
        raise BadRecord("record-malformed")
    if not all(re.fullmatch("[0-9a-f]{64}", one) for one in texts["withheld"]):
        raise BadRecord("record-malformed")
    hashes = [hashlib.sha256(one.encode()).hexdigest() for one in texts["leaf"]] + texts["withheld"]
    whole = f'{{"head":{texts["head"][0]},"leaves":{json.dumps(sorted(hashes), separators=(",", ":"))}}}'
    if hashlib.sha256(whole.encode()).hexdigest() != given["root"]:
        raise BadRecord("record-changed")
    return _read(given, texts, len(texts["withheld"]))


def _read(given: Mapping[str, str], texts: Mapping[str, Sequence[str]], withheld: int) -> Record:
    leaves = [_json(one, list) for one in texts["leaf"]]
    if any(len(one) != 3 or not isinstance(one[0], str) for one in leaves):
        raise BadRecord("record-malformed")
    answers = {name: value for name, _, value in leaves}
    if len(answers) != len(leaves):
        raise BadRecord("record-malformed")
    anchors = [_json(one, dict) for one in texts["anchor"]]
    if any(type(one.get("seq")) is not int or not isinstance(one.get("hash"), str) for one in anchors):
        raise BadRecord("record-malformed")
    return Record(
        reader=given["reader"],
        code=given["code"],
        root=given["root"],
        head=_json(texts["head"][0], dict),
        answers=answers,
        withheld=withheld,
        evidence=tuple(_json(one, dict) for one in texts["evidence"]),
        anchor=Anchor(anchors[0]["seq"], anchors[0]["hash"]) if anchors else None,
    )


def _json(text: str, kind: type[Any]) -> Any:
    """JSON of one kind, in which no name stands twice."""

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) != len(pairs):
            raise BadRecord("record-malformed")
        return found

    try:
        found = json.loads(text, object_pairs_hook=once)
    except (json.JSONDecodeError, RecursionError, ValueError) as fault:
        raise BadRecord("record-malformed") from fault
    if not isinstance(found, kind):
        raise BadRecord("record-malformed")
    return found


Verdict = Literal["AUTHENTIC", "REPACKED", "ALTERED", "UNKNOWN"]


def judge(checked: Checked, *, listed: bool | None, root_listed: bool = False) -> tuple[Verdict, str]:
    """One word on a file, and why in English.

    :param listed: whether the register has a file of exactly these bytes; None when there was no register to look in
    :param root_listed: whether the register has a file with this record's root
    """
    if checked.seal == "broken" or checked.record_state == "broken":
        more = f" (and {len(checked.reasons) - 1} more)" if len(checked.reasons) > 1 else ""
        return "ALTERED", f"{checked.reasons[0]}{more}"
    if listed:
        return "AUTHENTIC", "in the register" + (", seal valid" if checked.seal == "valid" else ", no known seal")
    if checked.seal == "valid":
        proof = "seal valid, " + ("record adds up" if checked.record else "no record inside")
        if listed is None:
            return "AUTHENTIC", f"{proof}; no register consulted"
        return "REPACKED", f"{proof}; these bytes are not in the register"
    if root_listed:
        return "ALTERED", "a record of ours in a file that is not ours"
    return "UNKNOWN", checked.reasons[0]


def main(argv: Sequence[str] | None = None) -> int:
    """Check files and say one line on each.

    Returns 0 when all are authentic, 1 when one is altered, 2 when one is unknown and none altered, 3 when a
    certificate or the register cannot be read.
    """
    parser = argparse.ArgumentParser(description="Checks Word files that Naadloos sealed.")
    parser.add_argument("files", nargs="+", metavar="FILE")
    parser.add_argument("--cert", action="append", required=True, help="a certificate that seals, PEM; may be repeated")
    parser.add_argument("--register", help="register.jsonl: what was handed out, one JSON object a line")
    asked = parser.parse_args(argv)
    try:
        certificates = [Path(name).read_bytes() for name in asked.cert]
        register = _register(Path(asked.register)) if asked.register else None
        check(b"", certificates)
    except (OSError, ValueError) as fault:
        sys.stderr.write(f"cannot begin: {fault}\n")
        return 3
    found, encoding = set(), sys.stdout.encoding or "utf-8"
    for name in asked.files:
        verdict, why = _judged(Path(name), certificates, register)
        found.add(verdict)
        line = f"{name}: {verdict} {why}\n".encode(encoding, "backslashreplace")  # a file may have any name
        sys.stdout.write(line.decode(encoding))
    return 1 if "ALTERED" in found else 2 if "UNKNOWN" in found else 0


def _register(path: Path) -> list[dict[str, Any]]:
    lines = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
    if not all(isinstance(line, dict) for line in lines):
        raise ValueError("the register is not a JSON object a line")
    return lines


def _judged(path: Path, certificates: list[bytes], register: list[dict[str, Any]] | None) -> tuple[Verdict, str]:
    try:
        if path.stat().st_size > LARGEST:
            return "UNKNOWN", "too-large"
        content = path.read_bytes()
    except OSError as fault:
        return "UNKNOWN", f"cannot be read: {fault.strerror}"
    checked = check(content, certificates)
    digest = hashlib.sha256(content).hexdigest()
    lines = [line for line in register or () if digest in (line.get("sha256"), line.get("pdf"))]
    listed = None if register is None else bool(lines)
    if checked.record and not lines:
        same = (checked.record.root, checked.record.code)
        lines = [line for line in register or () if (line.get("root"), line.get("code")) == same]
    verdict, why = judge(checked, listed=listed, root_listed=bool(lines))
    sealed = f"; sealed {checked.signed_at:%Y-%m-%dT%H:%M:%SZ}" if checked.signed_at else ""
    about = [f"; {line.get('code')} version {line.get('version')}: {line.get('status')}" for line in lines[:1]]
    return verdict, "".join([why, sealed, *(about if verdict in ("AUTHENTIC", "REPACKED") else ())])


if __name__ == "__main__":
    sys.exit(main())
