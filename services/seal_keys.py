"""The key that seals Word files and its certificate, made at first start or given; signing bytes with it (ADR 0016).

In `<instance>/seal/own/`, for the program alone: `root.pem` (key and certificate of a root of our own) and `leaf.pem`
(the key that seals, its certificate, the root's). In `<instance>/seal/old/` every certificate that was ever loaded,
the present one too: what it sealed goes on being checked. To hand out: `root_pem`, and what `pinned` gives.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
    from cryptography.x509 import Certificate, Name

    Key = RSAPrivateKey | EllipticCurvePrivateKey

BITS = 3072
LEAST_BITS = 2048  # of a key that is given
ROOT_YEARS, LEAF_YEARS = 30, 10
ROOT_NAME, LEAF_NAME = "Naadloos zegel root", "Naadloos zegel"


class KeyUnusable(Exception):
    """A key that nothing is sealed with. The message is Dutch and says what to mend."""


@dataclass(frozen=True)
class SealKey:
    """A private key, loaded once, and its certificates as DER: that of the key first, then who vouches for it."""

    chain: tuple[bytes, ...]
    key: Key = field(repr=False)

    @property
    def certificate(self) -> Certificate:
        """The certificate of the key."""
        from cryptography.x509 import load_der_x509_certificate

        return load_der_x509_certificate(self.chain[0])

    @property
    def sha256(self) -> str:
        """Fingerprint of the certificate: SHA-256 of its DER, 64 hexadecimal digits."""
        return _fingerprint(self.chain[0])

    @property
    def certificate_pem(self) -> bytes:
        """The certificate of the key, to hand out."""
        return _pem(self.chain[0])

    @property
    def root_pem(self) -> bytes:
        """The last certificate of the chain: what a school installs so that Word trusts the seal."""
        return _pem(self.chain[-1])

    @property
    def is_rsa(self) -> bool:
        """RSA; else P-256."""
        from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

        return isinstance(self.key, RSAPrivateKey)

    @property
    def issuer(self) -> str:
        """Who vouches for the certificate (RFC 4514)."""
        return self.certificate.issuer.rfc4514_string()

    @property
    def serial(self) -> int:
        """Number of the certificate."""
        return self.certificate.serial_number

    def xml_signature(self, data: bytes) -> bytes:
        """A signature over bytes as XML signatures have it: of P-256, both halves of 32 bytes."""
        from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

        signed = sign_bytes(self, data)
        if self.is_rsa:
            return signed
        return b"".join(half.to_bytes(32) for half in decode_dss_signature(signed))


def load(instance: Path, key_path: str | None, cert_path: str | None, now: datetime | None = None) -> SealKey:
    """The key that seals: the one in these PEM files, else our own, made when there is none yet.

    Whoever starts at the same time gets the same key. The certificate is kept among those that are checked against.

    :param now: the time to hold the certificate against, with its zone; the present when left out
    :raises KeyUnusable: when a file cannot be read, others may read the key, or key and certificate do not fit or are
        out of date
    """
    now = now or datetime.now(UTC)
    folder = instance / "seal"
    if bool(key_path) != bool(cert_path):
        raise KeyUnusable("Geef NAADLOOS_SEAL_KEY en NAADLOOS_SEAL_CERT allebei, of geen van beide.")
    if key_path and cert_path:
        key = _loaded(Path(key_path), Path(cert_path), now)
    else:
        if not (folder / "own" / "leaf.pem").exists():
            _make(folder, now)
        key = _loaded(folder / "own" / "leaf.pem", folder / "own" / "leaf.pem", now)
    _remember(folder, key.chain[0])
    return key


def rotate(instance: Path, now: datetime | None = None) -> SealKey:
    """A new key of our own, vouched for by the same root; what the old one sealed goes on being checked.

    A process that runs goes on with the old one until it is started again.

    :raises KeyUnusable: when the root cannot be read
    """
    now = now or datetime.now(UTC)
    folder, own = instance / "seal", instance / "seal" / "own"
    if not (own / "leaf.pem").exists():
        return load(instance, None, None, now)
    _remember(folder, _certificates(own / "leaf.pem")[0])
    fresh = _leaf(_loaded(own / "root.pem", own / "root.pem", now), now)
    _remember(folder, fresh.chain[0])
    _write(own / "leaf.pem", _whole(fresh))
    return fresh


def pinned(instance: Path) -> list[bytes]:
    """Every certificate that was ever loaded here, PEM: a seal by one of these is ours."""
    return [path.read_bytes() for path in sorted((instance / "seal" / "old").glob("*.pem"))]


def topmost(instance: Path, cert_path: str | None = None) -> bytes:
    """The certificate on top of the present one, PEM: what a school installs. Empty where there is no key yet.

    Reads no private key.

    :raises KeyUnusable: when the file of certificates cannot be read
    """
    path = Path(cert_path) if cert_path else instance / "seal" / "own" / "leaf.pem"
    return _pem(_certificates(path)[-1]) if cert_path or path.exists() else b""


def fingerprints(certificates: Iterable[bytes]) -> list[str]:
    """SHA-256 of each certificate (PEM, one in each), 64 hexadecimal digits."""
    from ssl import PEM_cert_to_DER_cert

    return [_fingerprint(PEM_cert_to_DER_cert(one.decode())) for one in certificates]


def each(content: bytes) -> list[bytes]:
    """The certificates in a PEM file, each as PEM.

    :raises KeyUnusable: when there is none in it
    """
    from cryptography.hazmat.primitives.serialization import Encoding
    from cryptography.x509 import load_pem_x509_certificates

    try:
        return [one.public_bytes(Encoding.PEM) for one in load_pem_x509_certificates(content)]
    except ValueError as fault:
        raise KeyUnusable("In dit bestand staat geen certificaat in PEM.") from fault


def sealing(content: bytes) -> list[bytes]:
    """Those of them that can be on a seal: not those that vouch for others.

    :raises KeyUnusable: when there is none in it
    """
    leaves = [one for one in each(content) if not _vouches(one)]
    if not leaves:
        raise KeyUnusable("Dit certificaat staat boven dat van het zegel. Neem dat van het zegel: zegel.pem.")
    return leaves


def _vouches(pem: bytes) -> bool:
    from cryptography.x509 import BasicConstraints, ExtensionNotFound, load_pem_x509_certificate

    try:
        return load_pem_x509_certificate(pem).extensions.get_extension_for_class(BasicConstraints).value.ca
    except ExtensionNotFound:
        return False


def write_private(path: Path, content: bytes) -> None:
    """A file for the program alone, in one step: never half there, never readable by others."""
    _write(path, content)


def sign_bytes(key: SealKey, data: bytes) -> bytes:
    """A signature over bytes, SHA-256: RSA (PKCS 1 v1.5) or ECDSA (DER), as `openssl dgst -verify` takes them."""
    from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
    from cryptography.hazmat.primitives.hashes import SHA256

    if isinstance(key.key, rsa.RSAPrivateKey):
        return key.key.sign(data, padding.PKCS1v15(), SHA256())
    return key.key.sign(data, ec.ECDSA(SHA256()))


def check_bytes(certificate: bytes, data: bytes, signature: bytes) -> bool:
    """Whether a signature over bytes is by the key of a certificate (PEM).

    :raises ValueError: when the certificate is none
    """
    from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.x509 import load_pem_x509_certificate

    try:
        key = load_pem_x509_certificate(certificate).public_key()
        if isinstance(key, rsa.RSAPublicKey):
            key.verify(signature, data, padding.PKCS1v15(), SHA256())
        elif isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(signature, data, ec.ECDSA(SHA256()))
        else:
            return False
    except (InvalidSignature, UnsupportedAlgorithm):
        return False
    return True


def _make(folder: Path, now: datetime) -> None:
    """Root and key in a folder of their own, that becomes the real one in one step: the first to do so has made it."""
    fresh = folder / f".own-{secrets.token_hex(8)}"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh.mkdir(mode=0o700)
    try:
        root = _root(now)
        _write(fresh / "root.pem", _whole(root))
        _write(fresh / "leaf.pem", _whole(_leaf(root, now)))
        with contextlib.suppress(OSError):  # somebody was first: that one's key is there now
            fresh.rename(folder / "own")
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _root(now: datetime) -> SealKey:
    from cryptography.hazmat.primitives.asymmetric import rsa

    key = rsa.generate_private_key(public_exponent=65537, key_size=BITS)
    name = _name(ROOT_NAME)
    return SealKey((_certificate(name, key, name, key, now, ROOT_YEARS),), key)


def _leaf(root: SealKey, now: datetime) -> SealKey:
    from cryptography.hazmat.primitives.asymmetric import rsa

    key = rsa.generate_private_key(public_exponent=65537, key_size=BITS)
    made = _certificate(_name(LEAF_NAME), key, root.certificate.subject, root.key, now, LEAF_YEARS)
    return SealKey((made, root.chain[0]), key)


def _name(common: str) -> Name:
    from cryptography.x509 import Name, NameAttribute
    from cryptography.x509.oid import NameOID

    # the fingerprint tells one installation from another, not the name
    return Name([NameAttribute(NameOID.ORGANIZATION_NAME, "Naadloos"), NameAttribute(NameOID.COMMON_NAME, common)])


def _certificate(subject: Name, key: Key, issuer: Name, by: Key, now: datetime, years: int) -> bytes:
    from cryptography import x509
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.serialization import Encoding

    is_root = subject == issuer
    usage = dict.fromkeys(
        ("key_encipherment", "data_encipherment", "key_agreement", "encipher_only", "decipher_only"), False
    ) | {
        "digital_signature": not is_root,
        "content_commitment": not is_root,
        "key_cert_sign": is_root,
        "crl_sign": is_root,
    }
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))  # a reader's clock may be behind
        .not_valid_after(now + timedelta(days=365 * years))
        .add_extension(x509.BasicConstraints(ca=is_root, path_length=0 if is_root else None), critical=True)
        .add_extension(x509.KeyUsage(**usage), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(by.public_key()), critical=False)
        .sign(by, SHA256())
    )
    return made.public_bytes(Encoding.DER)


def _whole(key: SealKey) -> bytes:
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    private = key.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return private + b"".join(_pem(one) for one in key.chain)


def _pem(der: bytes) -> bytes:
    from ssl import DER_cert_to_PEM_cert

    return DER_cert_to_PEM_cert(der).encode()


def _fingerprint(der: bytes) -> str:
    from hashlib import sha256

    return sha256(der).hexdigest()


def _write(path: Path, content: bytes) -> None:
    """A file for the program alone, in one step: never half there, never readable by others."""
    beside = path.with_name(f".{path.name}-{secrets.token_hex(8)}")
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def _remember(folder: Path, der: bytes) -> None:
    kept = folder / "old" / f"{_fingerprint(der)}.pem"
    if not kept.exists():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        kept.parent.mkdir(mode=0o700, exist_ok=True)
        _write(kept, _pem(der))


def _loaded(key_path: Path, cert_path: Path, now: datetime) -> SealKey:
    from cryptography.hazmat.primitives.asymmetric import ec, rsa

    key = _private(key_path)
    chain = _certificates(cert_path)
    found = SealKey(tuple(chain), key)
    certificate = found.certificate
    if certificate.public_key() != key.public_key():
        raise KeyUnusable(f"De sleutel in {key_path} hoort niet bij het eerste certificaat in {cert_path}.")
    if isinstance(key, rsa.RSAPrivateKey) and key.key_size < LEAST_BITS:
        raise KeyUnusable(f"De sleutel in {key_path} is te kort: neem RSA van minstens {LEAST_BITS} bits, of P-256.")
    if isinstance(key, ec.EllipticCurvePrivateKey) and not isinstance(key.curve, ec.SECP256R1):
        raise KeyUnusable(f"De sleutel in {key_path} past niet bij een zegel: neem RSA of P-256.")
    if now < certificate.not_valid_before_utc:
        raise KeyUnusable(
            f"Het certificaat in {cert_path} geldt pas vanaf {certificate.not_valid_before_utc:%d/%m/%Y}."
        )
    if now > certificate.not_valid_after_utc:
        raise KeyUnusable(f"Het certificaat in {cert_path} is vervallen op {certificate.not_valid_after_utc:%d/%m/%Y}.")
    return found


def _private(path: Path) -> Key:
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric import ec, rsa
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    try:
        if os.name == "posix" and path.stat().st_mode & 0o077:
            raise KeyUnusable(f"Anderen kunnen de sleutel in {path} lezen: zet de rechten op 600.")
        key = load_pem_private_key(path.read_bytes(), None)
    except OSError as fault:
        raise KeyUnusable(f"De sleutel in {path} kan niet gelezen worden.") from fault
    except TypeError as fault:
        raise KeyUnusable(f"De sleutel in {path} heeft een wachtwoord: dat kan hier niet.") from fault
    except (ValueError, UnsupportedAlgorithm) as fault:
        raise KeyUnusable(f"In {path} staat geen sleutel in PEM.") from fault
    if not isinstance(key, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey):
        raise KeyUnusable(f"De sleutel in {path} past niet bij een zegel: neem RSA of P-256.")
    return key


def _certificates(path: Path) -> list[bytes]:
    """The certificates in a PEM file as DER, in its order."""
    from cryptography.hazmat.primitives.serialization import Encoding
    from cryptography.x509 import load_pem_x509_certificates

    try:
        found = load_pem_x509_certificates(path.read_bytes())
    except OSError as fault:
        raise KeyUnusable(f"Het certificaat in {path} kan niet gelezen worden.") from fault
    except ValueError as fault:
        raise KeyUnusable(f"In {path} staat geen certificaat in PEM.") from fault
    return [one.public_bytes(Encoding.DER) for one in found]
