"""A sealed Word file of ours, keys to seal with, and a record to put inside, for the tests of seals."""

from __future__ import annotations

import functools
import json
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import rfc8785
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from lxml import etree

from services import opc, seal_keys
from services.checking import OFFICE, RECORD
from services.payload import leaf_hash
from services.seal import seal
from services.seal_keys import SealKey
from tests.sjablonen_hulp import SHARED, Frozen, examples, freeze

AT = datetime(2026, 9, 14, 10, 0, tzinfo=UTC)
COMMENT = "document " + 64 * "a" + "; audit 12:" + 64 * "b"
CODE, READER = "D1", "C"
PROPERTIES = (
    b'<ds:datastoreItem xmlns:ds="http://schemas.openxmlformats.org/officeDocument/2006/customXml"'
    b' ds:itemID="{6F0A7C5E-2B1D-4E8F-9A3C-5D7E9F1B2C4D}"><ds:schemaRefs/></ds:datastoreItem>'
)


def _made() -> SealKey:
    with tempfile.TemporaryDirectory() as folder:
        # other programs look at today's date
        return seal_keys.load(Path(folder), None, None, min(AT, datetime.now(UTC)))


@functools.cache
def own_key() -> SealKey:
    """A key as it is made at first start; one for all tests, because making it takes a while."""
    return _made()


@functools.cache
def other_key() -> SealKey:
    """A key of somebody who gave the certificate our name."""
    return _made()


def given_key(folder: Path, kind: str = "P-256", start: int = -1, days: int = 365) -> tuple[Path, Path]:
    """Key and certificate as PEM files, as an organisation brings them. From `start`, in days, for so many days."""
    made: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey
    if kind.startswith("P-"):
        made = ec.generate_private_key(ec.SECP256R1() if kind == "P-256" else ec.SECP384R1())
    else:
        made = rsa.generate_private_key(65537, int(kind))
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, 'Zegel van "A & B", <Gent>')])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(made.public_key())
        .serial_number(7)
        .not_valid_before(AT + timedelta(days=start))
        .not_valid_after(AT + timedelta(days=start + days))
        .sign(made, SHA256())
    )
    key_path, cert_path = folder / f"{kind}.key.pem", folder / f"{kind}.crt.pem"
    key_path.touch(0o600)
    key_path.write_bytes(made.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    cert_path.write_bytes(certificate.public_bytes(Encoding.PEM))
    return key_path, cert_path


@dataclass(frozen=True)
class Inside:
    """What a record part holds, as text."""

    head: str
    leaves: tuple[str, ...]
    withheld: tuple[str, ...]
    root: str
    evidence: tuple[str, ...] = ('{"decision":"akkoord","role":"leerling"}',)
    anchor: tuple[str, ...] = ('{"hash":"' + 64 * "b" + '","seq":12}',)


@functools.cache
def version() -> Frozen:
    """An example that everybody signed, with three drawn signatures."""
    return freeze(next(examples()), SHARED["alles gedeeld"])


def inside() -> Inside:
    """The record of that example as its reader may see it: half of the answers are withheld."""
    payload: dict[str, Any] = version().version.payload
    leaves = payload["leaves"]
    seen = leaves[::2]
    return Inside(
        head=rfc8785.dumps({name: value for name, value in payload.items() if name != "leaves"}).decode(),
        leaves=tuple(rfc8785.dumps([one["name"], one["salt"], one["value"]]).decode() for one in seen),
        withheld=tuple(leaf_hash(one) for one in leaves[1::2]),
        root=version().version.root,
    )


def record_xml(one: Inside) -> bytes:
    """The part, as it is in a file."""
    root = etree.fromstring(f'<record xmlns="{RECORD}"/>')
    for name, value in (("schema", "1"), ("reader", READER), ("code", CODE), ("root", one.root)):
        root.set(name, value)
    every: Iterable[tuple[str, tuple[str, ...]]] = (
        ("head", (one.head,)),
        ("leaf", one.leaves),
        ("withheld", one.withheld),
        ("evidence", one.evidence),
        ("anchor", one.anchor),
    )
    for tag, texts in every:
        for text in texts:
            etree.SubElement(root, f"{{{RECORD}}}{tag}").text = text
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def with_part(parts: dict[str, bytes], name: str, data: bytes, type: str, content_type: str) -> dict[str, bytes]:
    """With a part that hangs on the document."""
    parts = opc.related({**parts, name: data}, "/word/document.xml", f"{OFFICE}/{type}", name)
    return opc.typed(parts, name, content_type)


def with_record(content: bytes, *records: bytes, name: str = "/customXml/item{}.xml") -> bytes:
    """A file with records inside."""
    parts = opc.read_package(content)
    for number, record in enumerate(records, 1):
        parts = with_part(parts, name.format(number), record, "customXml", "application/xml")
        about = f"/customXml/itemProps{number}.xml"
        parts = opc.related({**parts, about: PROPERTIES}, name.format(number), f"{OFFICE}/customXmlProps", about)
        parts = opc.typed(parts, about, "application/vnd.openxmlformats-officedocument.customXmlProperties+xml")
    return opc.write_package(parts)


@functools.cache
def plain() -> bytes:
    """A real document of ours, filled, with a hyperlink in it, without a seal or a record."""
    document = next(one for one, letter in version().made() if (one.code, letter) == (CODE, READER))
    parts = opc.read_package(version().render(document, READER))
    rels = "/word/_rels/document.xml.rels"
    line = f'<Relationship Id="rId99" Type="{OFFICE}/hyperlink" Target="https://naft.be/x" TargetMode="External"/>'
    parts[rels] = parts[rels].replace(b"</Relationships>", line.encode() + b"\n</Relationships>")
    body = parts["/word/document.xml"]
    shown = b'<w:p><w:hyperlink r:id="rId99"><w:r><w:t>meer</w:t></w:r></w:hyperlink></w:p>'
    end = body.rindex(b"<w:sectPr")
    parts["/word/document.xml"] = body[:end] + shown + body[end:]
    return opc.write_package(parts)


@functools.cache
def sealed() -> bytes:
    """The same with its record, sealed."""
    return seal(with_record(plain(), record_xml(inside())), own_key(), AT, COMMENT)


def entry(content_sha256: str, **changed: Any) -> str:
    """A line of register.jsonl."""
    told = {
        "sha256": content_sha256,
        "root": version().version.root,
        "code": CODE,
        "version": 1,
        "status": "getekend",
        "sealed_at": "2026-09-14T10:00:00Z",
    }
    return json.dumps(told | changed)
