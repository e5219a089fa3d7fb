"""What a PDF may have in the place of its signature: no file makes the check fail, whoever signed it."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest
from asn1crypto import cms, core, x509

from services import pdf_seal, seal_keys
from tests.sealing import own_key

OWN = x509.Certificate.load(own_key().chain[0])
BY = cms.SignerIdentifier({"issuer_and_serial_number": {"issuer": OWN.issuer, "serial_number": OWN.serial_number}})
STRANGE = cms.CertificateSet(
    [cms.CertificateChoices("other", {"other_cert_format": "1.2.3", "other_cert": core.Integer(1)})]
)


def pdf(body: bytes, certificates: Any, *, signed: bool) -> bytes:
    """Bytes with a signature over all of them, which is ours if so asked; nothing of it has to be a PDF."""
    hole = 8000
    told = b"%%PDF-1.7\n" + body + b"/ByteRange [0 %010d %010d 0000000006]\n"
    first = len(told % (0, 0))
    before, after = told % (first, first + hole + 2), b"%%EOF\n"
    attributes = cms.CMSAttributes([{"type": "message_digest", "values": [hashlib.sha256(before + after).digest()]}])
    who = {
        "version": "v1",
        "sid": BY,
        "digest_algorithm": {"algorithm": "sha256"},
        "signed_attrs": attributes,
        "signature_algorithm": {"algorithm": "rsassa_pkcs1v15"},
        "signature": seal_keys.sign_bytes(own_key(), attributes.dump()) if signed else b"x",
    }
    data = cms.SignedData(
        {
            "version": "v1",
            "digest_algorithms": [{"algorithm": "sha256"}],
            "encap_content_info": {"content_type": "data"},
            "certificates": certificates,
            "signer_infos": [who],
        }
    )
    value = cms.ContentInfo({"content_type": "signed_data", "content": data}).dump().hex().encode()
    return b"".join((before, b"<", bytes(value).ljust(hole, b"0"), b">", after))


@pytest.mark.parametrize(
    ("body", "certificates", "signed", "seal"),
    [
        (b"", STRANGE, False, "none"),
        (b"", [OWN], False, "broken"),
        (b"", [OWN], True, "broken"),
        (b"1 0 obj\n" + b"[" * 3000 + b"\nendobj\ntrailer<</Root 1 0 R>>\nstartxref\n9\n", [OWN], True, "broken"),
    ],
)
def test_no_signature_makes_the_check_fail(body: bytes, certificates: Any, signed: bool, seal: str):
    found = pdf_seal.check(pdf(body, certificates, signed=signed), [own_key().certificate_pem])
    assert (found.seal, len(found.reasons)) == (seal, 1)
    assert found.certificate == ("" if seal == "none" else own_key().sha256)
