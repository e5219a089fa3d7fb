"""Programs that are not ours check our seal: xmlsec1 every digest, LibreOffice as it does for who opens the file."""

from __future__ import annotations

import io
import json
import os
import re
import secrets
import shutil
import signal
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from services import opc, seal_keys
from services.checking import DS, OFFICE, SIGNATURE, XD, check, manifest_of, read_package
from services.seal import seal
from services.seal_keys import SealKey
from tests.sealing import AT, COMMENT, given_key, own_key, plain, sealed, with_part
from tests.sjablonen_hulp import SHARED, TEMPLATES, examples, freeze

DAYS = (-3000, 8000)  # those programs look at today's date
BODY, WORD = "/word/document.xml", "application/vnd.openxmlformats-officedocument.wordprocessingml"
CI = os.environ.get("CI") == "true"
SYSTEM_PYTHON, UNO = Path("/usr/bin/python3"), Path("/usr/lib/python3/dist-packages/uno.py")
XMLSEC, SOFFICE, CERTUTIL = (shutil.which(name) for name in ("xmlsec1", "soffice", "certutil"))
NEEDS_XMLSEC = pytest.mark.skipif(XMLSEC is None and not CI, reason="NOT TESTED: xmlsec1 is not installed")
NEEDS_OFFICE = pytest.mark.skipif(
    not (SOFFICE and CERTUTIL and UNO.exists()) and not CI,
    reason="NOT TESTED: LibreOffice (soffice), python3-uno or certutil (libnss3-tools) is not installed",
)


def xmlsec(content: bytes, key: SealKey, folder: Path) -> tuple[bool, str, str]:
    """Whether xmlsec1 finds the seal well, and what it counts of SignedInfo and of the manifest.

    It finds a seal well whose manifest is not: XML signatures leave that to who asks. So the counts matter.
    """
    assert XMLSEC is not None, "xmlsec1 must be there when CI=true"
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        archive.extractall(folder)
    (folder / "root.pem").write_bytes(key.root_pem)
    root = etree.fromstring(read_package(content)[SIGNATURE])
    uris = [one.get("URI", "") for one in root.iter(f"{{{DS}}}Reference")]
    maps = [
        piece
        for uri in uris
        if uri.startswith("/")
        for piece in (f"--url-map:{uri}", str(folder / uri.partition("?")[0][1:]))
    ]
    ids = [piece for name in (f"{DS}:Object", f"{XD}:SignedProperties") for piece in ("--id-attr:Id", name)]
    trusted = ["--trusted-pem", str(folder / "root.pem")]
    done = subprocess.run(
        [XMLSEC, "--verify", *ids, *maps, *trusted, str(folder / SIGNATURE[1:])],
        capture_output=True,
        text=True,
        check=False,
    )
    counted = re.findall(r"References \(ok/all\): (\S+)", done.stdout + done.stderr)
    info, manifest = counted or ("", "")
    return done.returncode == 0, info, manifest


def every(content: bytes) -> str:
    """All of all that is sealed, as xmlsec1 counts it."""
    count = len(manifest_of(read_package(content)))
    return f"{count}/{count}"


@NEEDS_XMLSEC
def test_xmlsec_confirms_every_reference(tmp_path: Path):
    assert xmlsec(sealed(), own_key(), tmp_path) == (True, "3/3", every(sealed()))


@NEEDS_XMLSEC
@pytest.mark.parametrize("kind", ["P-256", "2048"])
def test_xmlsec_confirms_a_key_that_was_given(kind: str, tmp_path: Path):
    key_path, cert_path = given_key(tmp_path, kind, *DAYS)
    key = seal_keys.load(tmp_path, str(key_path), str(cert_path), AT)
    content = seal(plain(), key, AT, COMMENT)
    assert xmlsec(content, key, tmp_path / "uit") == (True, "3/3", every(content))


@NEEDS_XMLSEC
def test_xmlsec_confirms_every_document_of_every_type(tmp_path: Path):
    seen: set[str] = set()
    for example in examples():
        version = freeze(example, SHARED["alles gedeeld"])
        for document, letter in version.made():
            if document.template in seen:
                continue
            seen.add(document.template)
            content = seal(version.render(document, letter), own_key(), AT)
            assert xmlsec(content, own_key(), tmp_path / document.template) == (True, "3/3", every(content))
    assert seen <= {path.name for path in TEMPLATES.glob("*.docx")}
    assert len(seen) >= 5


@NEEDS_XMLSEC
@pytest.mark.parametrize("part", ["/word/document.xml", "/word/media/image1.png", "/word/_rels/document.xml.rels"])
def test_xmlsec_counts_one_less_when_a_part_changed(part: str, tmp_path: Path):
    parts = read_package(sealed())
    old = parts[part]
    texts = {".xml": (b"NAFT", b"NAFX"), ".rels": (b"naft.be", b"naft.eu"), ".png": (old[-1:], b"x")}
    parts[part] = old.replace(*texts[Path(part).suffix])
    assert parts[part] != old
    whole = every(sealed()).partition("/")[2]
    _, info, manifest = xmlsec(opc.write_package(parts), own_key(), tmp_path)
    assert (info, manifest) == ("3/3", f"{int(whole) - 1}/{whole}")


@NEEDS_XMLSEC
@pytest.mark.parametrize(("old", "new"), [(b"audit 12", b"audit 13"), (b"2026-09-14T10", b"2026-09-14T11")])
def test_xmlsec_finds_a_seal_that_changed(old: bytes, new: bytes, tmp_path: Path):
    parts = read_package(sealed())
    parts[SIGNATURE] = parts[SIGNATURE].replace(old, new)
    well, info, _ = xmlsec(opc.write_package(parts), own_key(), tmp_path)
    assert not well
    assert info != "3/3"


Asked = Callable[..., list[list[dict[str, Any]]]]


@pytest.fixture(scope="module")
def libreoffice(tmp_path_factory: pytest.TempPathFactory):
    """Asks a LibreOffice that trusts our root, or none, about files."""
    assert SOFFICE is not None, "LibreOffice (soffice) must be there when CI=true"
    assert CERTUTIL is not None, "certutil (libnss3-tools) must be there when CI=true"
    assert UNO.exists(), "python3-uno must be there when CI=true"

    def ask(*contents: bytes, trusting: bytes | None) -> list[list[dict[str, Any]]]:
        folder = tmp_path_factory.mktemp("office")
        store, pipe = folder / "nss", f"zegel{secrets.token_hex(6)}"
        store.mkdir()
        subprocess.run([CERTUTIL, "-N", "-d", f"sql:{store}", "--empty-password"], check=True)
        if trusting:
            (folder / "root.pem").write_bytes(trusting)
            adding = ["-A", "-n", "root", "-t", "CT,C,C", "-i", str(folder / "root.pem")]
            subprocess.run([CERTUTIL, *adding, "-d", f"sql:{store}"], check=True)
        for nr, content in enumerate(contents):
            (folder / f"{nr}.docx").write_bytes(content)
        files = [str(folder / f"{nr}.docx") for nr in range(len(contents))]
        profile = f"-env:UserInstallation={(folder / 'profiel').as_uri()}"
        listening = ["--headless", "--norestore", "--nologo", f"--accept=pipe,name={pipe};urp"]
        office = subprocess.Popen(
            [SOFFICE, profile, *listening],
            env=os.environ | {"MOZILLA_CERTIFICATE_FOLDER": f"sql:{store}"},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            asking = [str(SYSTEM_PYTHON), str(Path(__file__).with_name("asks_libreoffice.py")), pipe, *files]
            said = subprocess.run(asking, capture_output=True, text=True, timeout=120, check=True).stdout
        finally:
            os.killpg(office.pid, signal.SIGTERM)  # soffice is a script that starts another
            office.wait(30)
        return [json.loads(line) for line in said.splitlines()]

    return ask


@NEEDS_OFFICE
def test_libreoffice_finds_our_seal_valid_and_a_changed_file_broken(libreoffice: Asked):
    parts = read_package(sealed())
    byte = opc.write_package(parts | {BODY: parts[BODY].replace(b"NAFT", b"NAFX", 1)})
    image = parts["/word/media/image1.png"]
    bit = opc.write_package(parts | {"/word/media/image1.png": image[:-1] + bytes([image[-1] ^ 1])})
    rels = parts["/word/_rels/document.xml.rels"].replace(b"naft.be", b"naft.eu")
    link = opc.write_package(parts | {"/word/_rels/document.xml.rels": rels})
    said = libreoffice(sealed(), byte, bit, link, plain(), trusting=own_key().root_pem)
    by = "CN=Naadloos zegel,O=Naadloos"
    broken = [{"valid": False, "certificate": 0, "by": by}]
    assert said == [[{"valid": True, "certificate": 0, "by": by}], broken, broken, broken, []]


@NEEDS_OFFICE
def test_libreoffice_does_not_trust_who_it_does_not_know(libreoffice: Asked):
    ((one,),) = libreoffice(sealed(), trusting=None)
    assert one["valid"]
    assert one["certificate"] != 0


@NEEDS_OFFICE
def test_libreoffice_finds_a_seal_of_a_given_key_valid(libreoffice: Asked, tmp_path: Path):
    key_path, cert_path = given_key(tmp_path, "P-256", *DAYS)
    key = seal_keys.load(tmp_path, str(key_path), str(cert_path), AT)
    ((one,),) = libreoffice(seal(plain(), key, AT), trusting=key.root_pem)
    assert one["valid"]


@NEEDS_OFFICE
def test_libreoffice_does_not_see_what_was_put_beside_it(libreoffice: Asked):
    """Why our own check is the one that counts: all of these show as valid there (ADR 0016)."""
    parts = read_package(sealed())
    comments = with_part(parts, "/word/comments.xml", b"<x/>", "comments", f"{WORD}.comments+xml")
    second = opc.related({**parts, "/word/b.xml": parts[BODY]}, "/", f"{OFFICE}/officeDocument", "word/b.xml")
    second = opc.typed(second, "/word/b.xml", f"{WORD}.document.main+xml")
    header = opc.typed(parts, "/word/header1.xml", f"{WORD}.footer+xml")
    altered = [opc.write_package(one) for one in (comments, second, header)]
    said = libreoffice(*altered, trusting=own_key().root_pem)
    assert [[one["valid"] for one in found] for found in said] == [[True], [True], [True]]
    assert {check(one, [own_key().certificate_pem]).seal for one in altered} == {"broken"}
