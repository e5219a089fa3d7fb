"""The seal over a finished Word file: an OPC digital signature that Word and LibreOffice show (ADR 0016).

ECMA-376 part 2, clause 13; [MS-OFFCRYPTO] 2.5.2 and 2.5.3; XAdES 1.3.2. What is sealed, and whether a seal holds, is
told in `services.checking`: this module writes what that one reads.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from services import opc, seal_keys
from services.checking import (
    C14N,
    DIGSIG,
    DS,
    ECDSA,
    LARGEST,
    MDSSI,
    OFFICE,
    ORIGIN,
    ORIGIN_TYPE,
    RSA,
    SEAL_TYPES,
    SHA256,
    SIGNATURE,
    SIGNATURE_TYPE,
    SIGNED,
    TRANSFORM,
    XD,
    BadPackage,
    Reference,
    canonical,
    manifest_of,
    read_package,
    relationships,
    tree,
)

if TYPE_CHECKING:
    from lxml.etree import _Element

    from services.seal_keys import SealKey

LONGEST_COMMENT = 255  # characters, [MS-OFFCRYPTO] 2.5.2.5
CHANGING = ("aFChunk", "attachedTemplate", "frame", "oleObject", "package", "subDocument", "vbaProject")
"""Endings of relationship types that let a file show something else without a byte of it changing."""


class AlreadySealed(BadPackage):
    """The file has a signature: a second one would not count, and a seal is put on once."""


def seal(content: bytes, key: SealKey, at: datetime, comment: str = "") -> bytes:
    """A Word file with our seal on it; nothing may touch it afterwards.

    The same file, RSA key, time (to the second) and comment give the same bytes.

    :param comment: what the seal says for itself, at most 255 characters on one line
    :raises AlreadySealed: when there is a signature on it
    :raises BadPackage: when it cannot be sealed, or would show something else another day
    """
    return opc.write_package(sealed(read_package(content), key, at, comment))


def sealed(content: Mapping[str, bytes], key: SealKey, at: datetime, comment: str = "") -> dict[str, bytes]:
    """The same with parts, for who has them: the file that is written of these has the seal.

    Raises what `seal` raises.
    """
    if len(comment) > LONGEST_COMMENT or not comment.isprintable():
        raise ValueError("a comment is at most 255 characters on one line")
    if sum(len(data) for data in content.values()) > LARGEST:
        raise BadPackage("too-large")
    parts = dict(content)
    _refuse_sealed(parts)
    _refuse_changing(parts)
    parts = opc.normalised(parts)
    parts = opc.related(parts, "/", ORIGIN_TYPE, ORIGIN[1:])
    parts = opc.typed(parts, ".sigs", SEAL_TYPES[ORIGIN])
    parts = opc.typed(parts, SIGNATURE, SEAL_TYPES[SIGNATURE])
    parts = opc.related({**parts, ORIGIN: b""}, ORIGIN, SIGNATURE_TYPE, SIGNATURE.rpartition("/")[2])
    when = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return {**parts, SIGNATURE: _signature(manifest_of(parts), key, when, comment)}


def sign_list(listed: bytes, key: SealKey) -> bytes:
    """A signature to lie beside a list of checksums, by the key that seals: as `openssl dgst -sha256 -verify` takes it.

    RSA (PKCS 1 v1.5, the same bytes each time) or ECDSA (DER).
    """
    return seal_keys.sign_bytes(key, listed)


def list_signed_by(listed: bytes, signature: bytes, certificates: Iterable[bytes]) -> str:
    """SHA-256 of the first certificate (PEM, one or more in each) whose key signed a list; '' when none did.

    :raises KeyUnusable: when one is no certificate
    """
    every = [one for pem in certificates for one in seal_keys.each(pem)]
    found = next((one for one in every if seal_keys.check_bytes(one, listed, signature)), None)
    return seal_keys.fingerprints([found])[0] if found else ""


def _refuse_sealed(parts: Mapping[str, bytes]) -> None:
    lines = relationships(parts[opc.rels_of("/")]) if opc.rels_of("/") in parts else ()
    if any(name.lower().startswith("/_xmlsignatures/") for name in parts) or ORIGIN_TYPE in [one.type for one in lines]:
        raise AlreadySealed("already-sealed")


def _refuse_changing(parts: Mapping[str, bytes]) -> None:
    for name in parts:
        for one in relationships(parts[name]) if name.endswith(".rels") else ():
            kind = one.type.rpartition("/")[2]
            if kind in CHANGING or (one.external and one.type != f"{OFFICE}/hyperlink"):
                raise BadPackage(f"shows-something-else {name}")


def _signature(manifest: Mapping[str, Reference], key: SealKey, when: str, comment: str) -> bytes:
    """The signature part: first everything that is signed, then the digests of that, then the value over those."""
    ids = ("", "", "")
    listed = "".join(_listed(manifest[name]) for name in sorted(manifest))
    draft = _written("".join(_digested(*one) for one in zip(SIGNED, ids, strict=True)), "", listed, key, when, comment)
    signed = {f"#{one.get('Id')}": one for one in tree(draft).iter() if one.get("Id")}
    digests = [_base64(hashlib.sha256(canonical(signed[uri])).digest()) for uri in SIGNED]
    info = "".join(_digested(*one) for one in zip(SIGNED, digests, strict=True))
    unsigned = _written(info, "", listed, key, when, comment)
    value = _base64(key.xml_signature(canonical(_first(tree(unsigned)))))
    return _written(info, value, listed, key, when, comment)


def _first(root: _Element) -> _Element:
    return root[0]


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _digested(uri: str, digest: str) -> str:
    kind, transforms = SIGNED[uri]
    return _reference(uri, digest, transforms, f" Type={quoteattr(kind)}")


def _reference(uri: str, digest: str, transforms: tuple[tuple[str, tuple[str, ...]], ...], type: str = "") -> str:
    steps = "".join(
        f'<Transform Algorithm="{name}">'
        + "".join(f'<mdssi:RelationshipReference xmlns:mdssi="{MDSSI}" SourceId={quoteattr(one)}/>' for one in ids)
        + "</Transform>"
        for name, ids in transforms
    )
    return (
        f"<Reference{type} URI={quoteattr(uri)}>"
        + (f"<Transforms>{steps}</Transforms>" if steps else "")
        + f'<DigestMethod Algorithm="{SHA256}"/><DigestValue>{digest}</DigestValue></Reference>'
    )


def _listed(one: Reference) -> str:
    transforms = () if one.ids is None else ((TRANSFORM, one.ids), (C14N, ()))
    return _reference(f"{one.name}?ContentType={one.content_type}", _base64(one.digest), transforms)


def _written(info: str, value: str, listed: str, key: SealKey, when: str, comment: str) -> bytes:
    certificates = "".join(f"<X509Certificate>{_base64(one)}</X509Certificate>" for one in key.chain)
    method = RSA if key.is_rsa else ECDSA
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<Signature xmlns="{DS}" Id="idPackageSignature"><SignedInfo><CanonicalizationMethod Algorithm="{C14N}"/>'
        f'<SignatureMethod Algorithm="{method}"/>{info}</SignedInfo><SignatureValue>{value}</SignatureValue>'
        f"<KeyInfo><X509Data>{certificates}</X509Data></KeyInfo>"
        f'<Object Id="idPackageObject"><Manifest>{listed}</Manifest><SignatureProperties>'
        '<SignatureProperty Id="idSignatureTime" Target="#idPackageSignature">'
        f'<mdssi:SignatureTime xmlns:mdssi="{MDSSI}"><mdssi:Format>YYYY-MM-DDThh:mm:ssTZD</mdssi:Format>'
        f"<mdssi:Value>{when}</mdssi:Value></mdssi:SignatureTime></SignatureProperty></SignatureProperties></Object>"
        f"{_office(comment)}{_qualifying(key, when)}</Signature>"
    ).encode()


def _office(comment: str) -> str:
    """What Office wants to know; the numbers are those of no real screen. [MS-OFFCRYPTO] 2.5.2.5 gives the order."""
    return (
        '<Object Id="idOfficeObject"><SignatureProperties>'
        '<SignatureProperty Id="idOfficeV1Details" Target="#idPackageSignature">'
        f'<SignatureInfoV1 xmlns="{DIGSIG}"><SetupID></SetupID><SignatureText></SignatureText>'
        f"<SignatureImage></SignatureImage><SignatureComments>{escape(comment)}</SignatureComments>"
        "<WindowsVersion>10.0</WindowsVersion><OfficeVersion>16.0</OfficeVersion>"
        "<ApplicationVersion>16.0</ApplicationVersion><Monitors>1</Monitors>"
        "<HorizontalResolution>1920</HorizontalResolution><VerticalResolution>1080</VerticalResolution>"
        "<ColorDepth>32</ColorDepth>"
        "<SignatureProviderId>{00000000-0000-0000-0000-000000000000}</SignatureProviderId>"
        "<SignatureProviderUrl></SignatureProviderUrl><SignatureProviderDetails>9</SignatureProviderDetails>"
        "<SignatureType>1</SignatureType></SignatureInfoV1></SignatureProperty></SignatureProperties></Object>"
    )


def _qualifying(key: SealKey, when: str) -> str:
    """Who sealed and when, as XAdES has it: Office asks these three."""
    return (
        f'<Object><xd:QualifyingProperties xmlns:xd="{XD}" Target="#idPackageSignature">'
        '<xd:SignedProperties Id="idSignedProperties"><xd:SignedSignatureProperties>'
        f"<xd:SigningTime>{when}</xd:SigningTime><xd:SigningCertificate><xd:Cert><xd:CertDigest>"
        f'<DigestMethod Algorithm="{SHA256}"/><DigestValue>{_base64(bytes.fromhex(key.sha256))}</DigestValue>'
        f"</xd:CertDigest><xd:IssuerSerial><X509IssuerName>{escape(key.issuer)}</X509IssuerName>"
        f"<X509SerialNumber>{key.serial}</X509SerialNumber></xd:IssuerSerial></xd:Cert></xd:SigningCertificate>"
        "<xd:SignaturePolicyIdentifier><xd:SignaturePolicyImplied/></xd:SignaturePolicyIdentifier>"
        "</xd:SignedSignatureProperties></xd:SignedProperties></xd:QualifyingProperties></Object>"
    )
