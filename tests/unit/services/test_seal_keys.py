"""The key that seals: made once, for the program alone; one that is given must be sound; one replaced stays known."""

from __future__ import annotations

import multiprocessing
import os
import stat
import subprocess
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ed25519
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, NoEncryption, PrivateFormat
from cryptography.hazmat.primitives.serialization import load_pem_private_key as read_key
from cryptography.x509 import load_pem_x509_certificate

from services.seal_keys import KeyUnusable, SealKey, check_bytes, load, pinned, rotate, sign_bytes
from tests.sealing import AT, given_key, other_key, own_key


def given_and_loaded(folder: Path, kind: str = "P-256") -> SealKey:
    """A key that an organisation brings."""
    key, certificate = given_key(folder, kind)
    return load(folder, str(key), str(certificate), AT)


def test_a_key_is_made_once_and_loaded_after(tmp_path: Path):
    first = load(tmp_path, None, None, AT)
    assert load(tmp_path, None, None, AT).chain == first.chain
    assert pinned(tmp_path) == [first.certificate_pem]
    root, leaf = load_pem_x509_certificate(first.root_pem), first.certificate
    leaf.verify_directly_issued_by(root)
    assert "Naadloos" in root.subject.rfc4514_string()
    assert "root" in root.subject.rfc4514_string()
    assert (leaf.public_key().key_size, first.is_rsa) == (3072, True)  # type: ignore[union-attr]


def test_every_file_is_for_the_program_alone(tmp_path: Path):
    old = os.umask(0)
    try:
        load(tmp_path, None, None, AT)
    finally:
        os.umask(old)
    made = [tmp_path / "seal", *(tmp_path / "seal").rglob("*")]
    assert len(made) == 6
    modes = {path.relative_to(tmp_path).as_posix(): stat.S_IMODE(path.stat().st_mode) for path in made}
    assert modes == {name: 0o700 if (tmp_path / name).is_dir() else 0o600 for name in modes}


def test_the_key_is_not_told_when_it_is_shown():
    assert "key" not in repr(own_key()).replace("SealKey", "")


def _start(folder: str, told: multiprocessing.SimpleQueue[str]) -> None:
    told.put(load(Path(folder), None, None, AT).sha256)


def test_two_that_start_at_once_have_one_key(tmp_path: Path):
    context = multiprocessing.get_context("spawn")
    told: multiprocessing.SimpleQueue[str] = context.SimpleQueue()
    both = [context.Process(target=_start, args=(str(tmp_path), told)) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert told.get() == told.get() == load(tmp_path, None, None, AT).sha256
    assert sorted(path.name for path in (tmp_path / "seal").iterdir()) == ["old", "own"]
    assert len(pinned(tmp_path)) == 1


def test_after_a_rotation_the_old_certificate_stays_known(tmp_path: Path):
    first = load(tmp_path, None, None, AT)
    second = rotate(tmp_path, AT)
    assert load(tmp_path, None, None, AT).chain == second.chain
    assert second.sha256 != first.sha256
    assert second.root_pem == first.root_pem
    assert set(pinned(tmp_path)) == {first.certificate_pem, second.certificate_pem}


def test_rotating_before_there_is_a_key_makes_one(tmp_path: Path):
    assert rotate(tmp_path, AT).sha256 == load(tmp_path, None, None, AT).sha256


def test_a_key_that_is_given_takes_the_place_of_ours(tmp_path: Path):
    given = given_and_loaded(tmp_path)
    assert not given.is_rsa
    assert not (tmp_path / "seal" / "own").exists()
    own = load(tmp_path, None, None, AT)
    assert set(pinned(tmp_path)) == {given.certificate_pem, own.certificate_pem}


def test_a_key_that_others_can_read_is_refused(tmp_path: Path):
    key, certificate = given_key(tmp_path)
    for mode in (0o640, 0o604, 0o620, 0o777):
        key.chmod(mode)
        with pytest.raises(KeyUnusable, match="600"):
            load(tmp_path, str(key), str(certificate), AT)


def test_a_key_of_our_own_that_others_can_read_is_refused(tmp_path: Path):
    load(tmp_path, None, None, AT)
    (tmp_path / "seal" / "own" / "leaf.pem").chmod(0o644)
    with pytest.raises(KeyUnusable, match="600"):
        load(tmp_path, None, None, AT)


@pytest.mark.parametrize(
    ("start", "days", "why"), [(1, 10, "pas vanaf 15/09/2026"), (-11, 10, "vervallen op 13/09/2026")]
)
def test_a_certificate_that_is_out_of_date_is_refused(start: int, days: int, why: str, tmp_path: Path):
    key, certificate = given_key(tmp_path, start=start, days=days)
    with pytest.raises(KeyUnusable, match=why):
        load(tmp_path, str(key), str(certificate), AT)


def test_our_own_certificate_runs_out_and_is_then_rotated(tmp_path: Path):
    load(tmp_path, None, None, AT)
    later = AT + timedelta(days=365 * 11)
    with pytest.raises(KeyUnusable, match="vervallen"):
        load(tmp_path, None, None, later)
    rotate(tmp_path, later)
    assert len(pinned(tmp_path)) == 2
    assert load(tmp_path, None, None, later).certificate.not_valid_after_utc > later


def test_a_key_and_a_certificate_that_do_not_fit_are_refused(tmp_path: Path):
    key, _ = given_key(tmp_path)
    other = tmp_path / "b"
    other.mkdir()
    _, certificate = given_key(other)
    with pytest.raises(KeyUnusable, match="hoort niet bij"):
        load(tmp_path, str(key), str(certificate), AT)


@pytest.mark.parametrize("kind", ["1024", "P-384"])
def test_a_key_that_is_too_short_or_of_another_kind_is_refused(kind: str, tmp_path: Path):
    with pytest.raises(KeyUnusable, match="neem RSA"):
        given_and_loaded(tmp_path, kind)


def test_a_key_with_a_password_or_none_at_all_is_refused(tmp_path: Path):
    key, certificate = given_key(tmp_path)
    private = read_key(key.read_bytes(), None)
    key.write_bytes(private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(b"x")))
    with pytest.raises(KeyUnusable, match="wachtwoord"):
        load(tmp_path, str(key), str(certificate), AT)
    key.write_text("geen sleutel")
    with pytest.raises(KeyUnusable, match="geen sleutel in PEM"):
        load(tmp_path, str(key), str(certificate), AT)
    other = ed25519.Ed25519PrivateKey.generate()
    key.write_bytes(other.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    with pytest.raises(KeyUnusable, match="past niet"):
        load(tmp_path, str(key), str(certificate), AT)


def test_a_file_that_is_not_there_is_told(tmp_path: Path):
    key, certificate = given_key(tmp_path)
    with pytest.raises(KeyUnusable, match=r"De sleutel .* kan niet gelezen worden"):
        load(tmp_path, str(tmp_path / "weg"), str(certificate), AT)
    with pytest.raises(KeyUnusable, match=r"Het certificaat .* kan niet gelezen worden"):
        load(tmp_path, str(key), str(tmp_path / "weg"), AT)
    certificate.write_text("niets")
    with pytest.raises(KeyUnusable, match="geen certificaat in PEM"):
        load(tmp_path, str(key), str(certificate), AT)


def test_a_key_without_a_certificate_is_half_a_setting(tmp_path: Path):
    with pytest.raises(KeyUnusable, match="allebei"):
        load(tmp_path, "a", None, AT)


@pytest.mark.parametrize("kind", ["P-256", "2048"])
def test_bytes_are_signed_and_openssl_agrees(kind: str, tmp_path: Path):
    key = given_and_loaded(tmp_path, kind)
    signature = sign_bytes(key, b"hoofd")
    assert check_bytes(key.certificate_pem, b"hoofd", signature)
    assert not check_bytes(key.certificate_pem, b"hoofd.", signature)
    assert not check_bytes(key.certificate_pem, b"hoofd", signature[:-1] + bytes([signature[-1] ^ 1]))
    assert not check_bytes(other_key().certificate_pem, b"hoofd", signature)
    for name, data in (("hoofd", b"hoofd"), ("zegel", signature), ("cert", key.certificate_pem)):
        (tmp_path / name).write_bytes(data)
    public = subprocess.run(
        ["openssl", "x509", "-in", tmp_path / "cert", "-pubkey", "-noout"], capture_output=True, check=True
    ).stdout
    (tmp_path / "pub").write_bytes(public)
    subprocess.run(
        [
            "openssl",
            "dgst",
            "-sha256",
            "-verify",
            tmp_path / "pub",
            "-signature",
            tmp_path / "zegel",
            tmp_path / "hoofd",
        ],
        check=True,
    )
