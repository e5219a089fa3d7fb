"""The certification of a PDF with the key that seals Word files: PAdES B-B, nothing may be added; and its check.

ETSI EN 319 142-1; ISO 32000-1 12.8.2.2 (DocMDP). What is checked is asked for to the last byte: several programs call a
PDF valid to which text was appended after signing (ADR 0027).
"""

from __future__ import annotations

import hashlib
import io
import itertools
import re
from collections.abc import Callable, Container, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from services import seal_keys
from services.pdf_archive import Marks

if TYPE_CHECKING:
    from pyhanko.sign.signers import Signer

    from services.seal_keys import SealKey

T = TypeVar("T")

FIELD = "Zegel"
REASON = "Gemaakt en verzegeld door Naadloos"
LARGEST = 64 * 1024 * 1024  # bytes of a file that is looked at
MOST_SIGNATURES = 4  # that are looked at; ours have one
_RANGE = re.compile(rb"/ByteRange\s*\[\s*(\d{1,10})\s+(\d{1,10})\s+(\d{1,10})\s+(\d{1,10})\s*\]")


@dataclass(frozen=True, slots=True)
class Checked:
    """What the signature of a PDF says. `certificate` is the SHA-256 of the one of ours that it is by, '' for none.

    `seal` is `none` without a signature by a certificate that is known, `broken` when there is one that does not hold.
    """

    seal: Literal["valid", "broken", "none"]
    reasons: tuple[str, ...] = ()
    certificate: str = ""
    signed_at: datetime | None = None


def certify(pdf: bytes, key: SealKey, marks: Marks, at: datetime) -> bytes:
    """The PDF with our signature over all of it; nothing may touch it afterwards."""
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import fields, signers

    class AtThatTime(signers.PdfSigner):
        """Says the time of the platform."""

        def init_signing_session(self, *args: Any, **kwargs: Any) -> Any:
            """The session, at our time."""
            session = super().init_signing_session(*args, **kwargs)
            session.system_time = at
            return session

    about = signers.PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm="sha256",
        reason=REASON,
        location=marks.text,
        certify=True,
        docmdp_permissions=fields.MDPPerm.NO_CHANGES,
        subfilter=fields.SigSeedSubFilter.PADES,
    )
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    writer._update_meta = lambda: None  # type: ignore[method-assign]  # its metadata says what it has to already
    signer = AtThatTime(about, signer=_signer(key), new_field_spec=fields.SigFieldSpec(FIELD, on_page=0))
    out = io.BytesIO()
    _by_itself(lambda: signer.sign_pdf(writer, output=out))
    return out.getvalue()


def _by_itself(work: Callable[[], T]) -> T:
    """What work of pyHanko gives, in a thread of its own: it starts a loop of events, which wants none to be there."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(work).result()


def _signer(key: SealKey) -> Signer:
    """What signs with a key that was loaded before: pyHanko's own would load and check it at each signature."""
    from asn1crypto import x509
    from pyhanko.sign import signers
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    class WithOurKey(signers.Signer):
        """Signs with the key that seals."""

        async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:  # noqa: FBT001, FBT002  # pyHanko's own signature
            """The signature over bytes."""
            return seal_keys.sign_bytes(key, data)

    known = SimpleCertificateStore()  # type: ignore[no-untyped-call]  # it has half of its types
    known.register_multiple([x509.Certificate.load(one) for one in key.chain])
    return WithOurKey(signing_cert=x509.Certificate.load(key.chain[0]), cert_registry=known)


def check(pdf: bytes, certificates: Iterable[bytes]) -> Checked:
    """Whether a PDF is as it was certified, by one of these certificates (PEM). No file makes it fail.

    First what can be asked without reading a PDF: that one signature covers the file from its first byte to its last
    but for itself, and is by a key of ours. Only what our key signed is then read as a PDF, by pyHanko.
    """
    pems = list(certificates)
    known = dict(zip(seal_keys.fingerprints(pems), pems, strict=True))
    ranges = itertools.islice(_RANGE.finditer(pdf), MOST_SIGNATURES) if len(pdf) <= LARGEST else ()
    signatures = [found for one in ranges if (found := _signature(pdf, [int(each) for each in one.groups()], known))]
    if not signatures:
        return Checked("none", ("pdf-not-signed-by-us",))
    found = signatures[0]
    if len(signatures) > 1 or found.end != len(pdf):
        return Checked("broken", ("pdf-added-after-signing",), found.certificate)
    if found.digest != found.signed_digest:
        return Checked("broken", ("pdf-changed",), found.certificate)
    if not seal_keys.check_bytes(known[found.certificate], found.signed, found.value):
        return Checked("broken", ("pdf-signature-wrong",), found.certificate)
    try:
        return _read(pdf, found.certificate)
    except Exception:  # noqa: BLE001  # another installation that is trusted may have signed anything; pyHanko raises a lot
        return Checked("broken", ("pdf-signature-wrong",), found.certificate)


@dataclass(frozen=True, slots=True)
class _Signature:
    """A signature in a PDF: by whom, over what, and where that ends."""

    certificate: str
    digest: bytes
    signed_digest: bytes
    signed: bytes
    value: bytes
    end: int


def _signature(pdf: bytes, ranges: Sequence[int], known: Container[str]) -> _Signature | None:
    """The signature between two ranges of bytes, where it is by a certificate that is known."""
    start, first, second, last = ranges
    end = second + last
    if start != 0 or not first < second <= end <= len(pdf) or pdf[first] != ord("<") or pdf[second - 1] != ord(">"):
        return None
    try:
        certificate, digest, signed, value = _in_cms(bytes.fromhex(pdf[first + 1 : second - 1].decode()))
    except (ValueError, TypeError, KeyError, IndexError, AttributeError):  # not what a signature looks like
        return None
    if certificate not in known:
        return None
    covered = hashlib.sha256(pdf[:first])
    covered.update(pdf[second:end])
    return _Signature(certificate, covered.digest(), digest, signed, value, end)


def _in_cms(content: bytes) -> tuple[str, bytes, bytes, bytes]:
    """Of a CMS signature: the SHA-256 of its certificate, the digest of what is signed, the bytes that the key signed,
    and the value.
    """
    from asn1crypto import cms

    data = cms.ContentInfo.load(content)["content"]
    (who,) = data["signer_infos"]
    serial = who["sid"].chosen["serial_number"].native
    own = [one.chosen for one in data["certificates"] if one.chosen.serial_number == serial]
    told = {one["type"].native: one["values"][0].native for one in who["signed_attrs"]}
    return own[0].sha256.hex(), told["message_digest"], who["signed_attrs"].untag().dump(), who["signature"].native


def _read(pdf: bytes, certificate: str) -> Checked:
    """What pyHanko says of a file that our key signed: also when, and that it forbids any addition."""
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.fields import MDPPerm
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko.sign.validation.status import SignatureCoverageLevel
    from pyhanko_certvalidator import ValidationContext

    (embedded,) = PdfFileReader(io.BytesIO(pdf)).embedded_signatures
    own = ValidationContext(trust_roots=[embedded.signer_cert], allow_fetching=False)
    status = _by_itself(lambda: validate_pdf_signature(embedded, own))
    holds = status.intact and status.valid and bool(status.docmdp_ok)
    whole = status.coverage == SignatureCoverageLevel.ENTIRE_FILE and embedded.docmdp_level == MDPPerm.NO_CHANGES
    if not holds or not whole:
        return Checked("broken", ("pdf-signature-wrong",), certificate)
    at = embedded.self_reported_timestamp
    return Checked("valid", (), certificate, at.astimezone(UTC) if at else None)
