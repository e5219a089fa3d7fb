"""The PDF beside a Word file, made for real by LibreOffice: what it is, what it says, and what gives away a change."""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from asn1crypto import x509
from flask import Flask
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from services import jobs, page_pictures, pdf_archive, pdf_seal, pdf_twin, register, seal_keys, verifying
from services.checking import read_record
from services.pdf_archive import Marks, faults
from services.platform import Platform, Seal
from services.verifying import Verdict
from store import documents, events, pdfs
from store.documents import Document
from tests.conftest import serving
from tests.handed_out import tamper
from tests.pages import Page, Person
from tests.sealing import AT, given_key, other_key, own_key
from tests.world import Case, Clock, World

CI = os.environ.get("CI") == "true"
SOFFICE, QPDF = shutil.which("soffice"), shutil.which("qpdf")
pytestmark = pytest.mark.skipif(not SOFFICE and not CI, reason="NOT TESTED: LibreOffice (soffice) is not installed")


@dataclass(frozen=True)
class Made:
    """A dossier whose CLB had the PDF of its referral made, with what it saw meanwhile."""

    app: Flask
    case: Case
    document: Document
    pdf: bytes
    an: Person
    seen: dict[str, Page]
    said: dict[str, str]

    @property
    def platform(self) -> Platform:
        """What the app serves."""
        return self.case.platform

    @property
    def marks(self) -> Marks:
        """What the PDF has to be tied to."""
        return Marks(self.case.version("indicatiestelling").root, self.document.sha256)

    @property
    def unsigned(self) -> bytes:
        """The PDF before it was certified: its first revision."""
        return self.pdf[: self.pdf.index(b"%%EOF") + 6]

    def verdict(self, content: bytes) -> Verdict:
        """What the page of the check finds."""
        return verifying.verify(self.platform, content)

    def run(self, *args: str) -> str:
        """`flask --app app ...`."""
        return str(self.app.test_cli_runner().invoke(args=list(args)).output)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, migrated: Path) -> Iterator[Made]:
    """Asked for on the page of the dossier and made by the command, once: it takes a while."""
    assert SOFFICE, "LibreOffice (soffice) must be there when CI=true"
    folder, clock = tmp_path_factory.mktemp("tweeling"), Clock()
    with serving(folder, migrated, clock) as app:
        app.extensions["naadloos"] = replace(app.extensions["naadloos"], sealing=lambda: Seal(own_key()))
        seal_keys._remember(folder / "seal", own_key().chain[0])
        case = World(app.extensions["naadloos"], clock).fill().kobe()
        case.refer()
        document = next(one for one in case.documents() if (one.code, one.reader) == ("D1", "C"))
        an = Person(app, case.world.who("an").account.email)
        an.sign_in()
        seen, said, page = {}, {}, f"/dossiers/{case.id}"
        seen["before"] = an.get(page)
        seen["asked"] = seen["before"].click(f"Maak PDF van {document.title}")
        seen["again"] = an.post(f"{page}/documenten/{document.id}/pdf")
        said["far"] = an.raw(f"{page}/documenten/{document.id}/pdf/stand").get_data(as_text=True)
        for command in ("list", "run"):
            said[command] = str(app.test_cli_runner().invoke(args=["jobs", command]).output)
        seen["after"] = an.get(page)
        said["made"] = an.raw(f"{page}/documenten/{document.id}/pdf/stand").get_data(as_text=True)
        pdf = an.download(json.loads(said["made"])["url"])
        yield Made(app, case, document, pdf, an, seen, said)


def test_it_is_asked_for_once_and_then_it_is_there(made: Made):
    assert "De PDF wordt zo gemaakt." in made.seen["asked"].text
    assert made.seen["asked"].offers("Kijk hoe ver de PDF is")
    assert "De PDF wordt gemaakt" in made.seen["asked"].text
    far = json.loads(made.said["far"])
    assert (far["stand"], far["tekst"]) == ("komt", "De PDF wordt zo gemaakt.")
    assert made.said["list"] == f"pdf\t{made.document.id}\twacht\t0\t0/0\n", "asked twice, done once"
    assert made.said["run"] == "1 done, 0 waiting.\n"
    assert json.loads(made.said["made"])["stand"] == "er"
    assert made.seen["after"].offers("PDF, ")
    assert "zonder zegel" not in made.seen["after"].text


def test_what_is_handed_out_is_what_is_kept_and_the_chain_tells_of_it(made: Made):
    assert pdfs.content(made.platform.db, made.document.id) == made.pdf
    told = {
        one.type: one for one in events.of_dossier(made.platform.db, made.case.id) if one.subject == made.document.id
    }
    digest = hashlib.sha256(made.pdf).hexdigest()
    assert told[pdf_twin.MADE].data == {
        "bestand": made.document.filename.replace(".docx", ".pdf"),
        "code": "D1",
        "sha256": digest,
        "zegel": own_key().sha256,
        "docx": made.document.sha256,
        "wortel": made.marks.root,
    }
    fetched = told["document.fetched"].data or {}
    assert (fetched["bestand"], fetched["door"]) == (made.document.filename.replace(".docx", ".pdf"), "An Peeters")
    assert [one.pdf for one in register.entries(made.platform) if one.sha256 == made.document.sha256] == [digest]
    assert ", 1 PDFs." in made.run("audit", "documents")


def test_it_is_a_tagged_archive_file_with_a_title_and_a_language(made: Made):
    assert faults(made.pdf) == []
    root = PdfFileReader(io.BytesIO(made.pdf)).root
    said = root["/Metadata"].data.decode()
    for each in (
        "<pdfaid:part>2</pdfaid:part>",
        "<pdfaid:conformance>B</pdfaid:conformance>",
        f"<dc:identifier>document {made.marks.root}</dc:identifier>",
        f"<dc:source>docx {made.document.sha256}</dc:source>",
        "Aanmeldingsverslag NAFT",
        "<rdf:li>nl-BE</rdf:li>",
    ):
        assert each in said
    assert (root["/Lang"], root["/MarkInfo"]["/Marked"]) == ("nl-BE", True)
    assert "Kobe" not in said, "nothing of a person stands in the title"
    record = read_record(documents.content(made.platform.db, made.document.id) or b"")
    assert record is not None
    assert record.root == made.marks.root


@pytest.mark.skipif(not QPDF and not CI, reason="NOT TESTED: qpdf is not installed")
def test_another_program_finds_no_mistake_in_it(made: Made, tmp_path: Path):
    (tmp_path / "a.pdf").write_bytes(made.pdf)
    done = subprocess.run(
        [QPDF or "qpdf", "--check", str(tmp_path / "a.pdf")], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_pictures_of_its_pages_are_made(made: Made):
    first, *_ = shown = page_pictures.pictures(made.pdf, width=300, most=2)
    assert len(shown) == 2
    assert first.startswith(b"\x89PNG")
    assert int.from_bytes(first[16:20], "big") == 300
    with pytest.raises(page_pictures.NoPdf):
        page_pictures.pictures(b"%PDF-1.7 niets")


def signature_of(pdf: bytes, trusting: bytes) -> tuple[Any, Any]:
    """The first signature, and what pyHanko itself says of it to who trusts a certificate."""
    found = PdfFileReader(io.BytesIO(pdf)).embedded_signatures[0]
    own = ValidationContext(trust_roots=[x509.Certificate.load(trusting)], allow_fetching=False)
    return found, pdf_seal._by_itself(lambda: validate_pdf_signature(found, own))


def test_it_is_certified_and_nothing_may_be_added(made: Made):
    found, status = signature_of(made.pdf, own_key().chain[-1])
    assert status.bottom_line
    assert (found.docmdp_level, status.docmdp_ok) == (MDPPerm.NO_CHANGES, True)
    said = found.sig_object
    assert said["/SubFilter"] == "/ETSI.CAdES.detached"
    assert said["/Location"] == made.marks.text
    assert (said["/Reason"], "/ContactInfo" in said, "/Name" in said) == (pdf_seal.REASON, False, False)
    assert found.self_reported_timestamp == made.platform.now()
    checked = pdf_seal.check(made.pdf, [own_key().certificate_pem])
    assert (checked.seal, checked.certificate, checked.signed_at) == ("valid", own_key().sha256, made.platform.now())


def test_a_key_that_was_given_certifies_as_well(made: Made, tmp_path: Path):
    key_path, cert_path = given_key(tmp_path, "P-256", -3000, 8000)
    key = seal_keys.load(tmp_path, str(key_path), str(cert_path), AT)
    content = pdf_seal.certify(made.unsigned, key, made.marks, AT)
    assert pdf_seal.check(content, [other_key().certificate_pem, key.certificate_pem]).seal == "valid"


def with_text_added(pdf: bytes) -> bytes:
    """Something drawn over the first page, in an update behind the signature."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    drawn = generic.StreamObject(stream_data=b"q 1 0 0 rg 0 0 300 300 re f Q")
    writer.add_stream_to_page(0, writer.add_object(drawn))
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_pyhanko_too_refuses_what_was_added_after_signing(made: Made):
    _, status = signature_of(with_text_added(made.pdf), own_key().chain[-1])
    assert (status.intact, status.docmdp_ok, status.bottom_line) == (True, False, False)


def with_signature_of(pdf: bytes, other: bytes) -> bytes:
    """The signature of one file put in another of the same length."""
    start, end = pdf.index(b"/Contents <"), pdf.rindex(b">", 0, pdf.rindex(b"/ByteRange"))
    return other[:start] + pdf[start:end] + other[end:]


TAMPERED: dict[str, tuple[Callable[[Made], bytes], str, str]] = {
    "one byte of a page": (
        lambda made: made.pdf[:60_000] + bytes([made.pdf[60_000] ^ 1]) + made.pdf[60_001:],
        "NOT_AUTHENTIC",
        "pdf-changed",
    ),
    "one byte of the time": (
        lambda made: made.pdf.replace(b"CreateDate>2026", b"CreateDate>2027"),
        "NOT_AUTHENTIC",
        "pdf-changed",
    ),
    "text drawn over it": (lambda made: with_text_added(made.pdf), "NOT_AUTHENTIC", "pdf-added-after-signing"),
    "a line behind it": (lambda made: made.pdf + b"\n", "NOT_AUTHENTIC", "pdf-added-after-signing"),
    "cut off at its end": (lambda made: made.pdf[:-9], "NOT_AUTHENTIC", "record-elsewhere"),
    "without its signature": (lambda made: made.unsigned, "NOT_AUTHENTIC", "record-elsewhere"),
    "by somebody else's key": (
        lambda made: pdf_seal.certify(made.unsigned, other_key(), made.marks, AT),
        "NOT_AUTHENTIC",
        "record-elsewhere",
    ),
    "a stranger's, with our signature": (
        lambda made: with_signature_of(made.pdf, made.pdf.replace(b"Naadloos", b"Naadl00s")),
        "NOT_AUTHENTIC",
        "pdf-changed",
    ),
    "a stranger's": (
        lambda made: pdf_seal.certify(
            pdf_archive.prepared(made.unsigned, Marks(64 * "a", 64 * "b"), AT), other_key(), made.marks, AT
        ),
        "UNKNOWN",
        "pdf-not-signed-by-us",
    ),
    "nonsense": (
        lambda _: b"%PDF-1.7\n/ByteRange [0 9 12 9]<1>/ByteRange [0 31 33 99999]" + b"<zz>" * 9,
        "UNKNOWN",
        "pdf-not-signed-by-us",
    ),
    "certified by us, but never kept": (
        lambda made: pdf_seal.certify(made.unsigned, own_key(), made.marks, AT.replace(hour=9)),
        "CONTENT_AUTHENTIC_FILE_REPACKED",
        "",
    ),
    "as it was handed out": (lambda made: made.pdf, "AUTHENTIC", ""),
}


@pytest.mark.parametrize("case", TAMPERED)
def test_what_was_done_to_it_shows(made: Made, case: str):
    change, word, reason = TAMPERED[case]
    content = change(made)
    assert (content == made.pdf) == (word == "AUTHENTIC")
    found = made.verdict(content)
    assert (found.word, found.reasons[:1], found.kind) == (word, (reason,) if reason else (), "pdf")
    assert (found.known is not None) == (word in ("AUTHENTIC", "CONTENT_AUTHENTIC_FILE_REPACKED"))


def test_the_page_and_the_command_tell_the_same_of_it_as_of_the_word_file(made: Made, tmp_path: Path):
    word = documents.content(made.platform.db, made.document.id) or b""
    by_pdf, by_word = made.verdict(made.pdf), made.verdict(word)
    assert by_pdf.known == by_word.known
    assert (by_pdf.word, by_pdf.sealed_at, by_pdf.certificate) == (
        "AUTHENTIC",
        "2026-09-14T08:00:00Z",
        own_key().sha256,
    )
    assert verifying.verify_hash(made.platform, by_pdf.sha256).word == "AUTHENTIC"
    page = made.an.get("/controle").person.upload("/controle", {"kenmerk": ""}, {"bestand": ("x.pdf", made.pdf)}, 200)
    assert page.h1 == "Dit document is echt"
    assert "Aanmeldingsverslag" in page.text
    (tmp_path / "x.pdf").write_bytes(made.pdf)
    assert "AUTHENTIC sealed 2026-09-14T08:00:00Z; D1 version 1: current" in made.run("verify", str(tmp_path / "x.pdf"))


def edited(pdf: bytes, change: Callable[[Any], None]) -> bytes:
    """With something else in its catalogue."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    change(writer.root)
    writer.update_root()
    return pdf_archive.as_it_is(writer)


def _action(kind: str) -> generic.DictionaryObject:
    return generic.DictionaryObject({generic.pdf_name("/S"): generic.pdf_name(kind)})


def without_anything(root: Any) -> None:
    """Take out of a catalogue what an archive asks for, and put in what it refuses."""
    for name in ("/Lang", "/OutputIntents", "/StructTreeRoot", "/Metadata", "/ViewerPreferences"):
        del root[name]
    root[generic.pdf_name("/OpenAction")] = _action("/Launch")
    font = {"/Type": "/Font", "/Subtype": "/TrueType", "/BaseFont": "/Arial"}
    root[generic.pdf_name("/Font")] = generic.DictionaryObject(
        {generic.pdf_name(name): generic.pdf_name(value) for name, value in font.items()}
    )


def test_what_an_archive_would_refuse_is_seen(made: Made):
    assert set(faults(edited(made.unsigned, without_anything) + b"more")) == {
        "something after the end",
        "no language",
        "no output intent",
        "not tagged",
        "no metadata",
        "its title is not shown",
        "does something when it is opened",
        "an action /Launch",
        "a font that is not inside: /Arial",
        "a font without its letters: /Arial",
    }


def test_who_may_not_fetch_the_word_file_gets_no_pdf_either(made: Made):
    saskia = Person(made.app, made.case.world.who("saskia").account.email)
    saskia.sign_in()
    address = f"/dossiers/{made.case.id}/documenten/{made.document.id}/pdf"
    saskia.get(address, status=404)
    saskia.get(f"{address}/stand", status=404)
    saskia.post(address, status=404)
    made.an.get(f"/dossiers/{made.case.id}/documenten/{20 * '0'}/pdf", status=404)


def test_a_register_that_was_changed_is_seen(made: Made):
    """The last one: it changes the database for good."""
    digest = hashlib.sha256(made.pdf).hexdigest()
    tamper(made.platform, "UPDATE pdf SET content = x'255044462d00'")
    assert verifying.verify_hash(made.platform, digest).word == "NOT_AUTHENTIC"
    said = made.run("audit", "documents")
    for each in ("its hash is not that of its bytes", "its seal does not hold", "does not belong to its Word file"):
        assert f"pdf {made.document.id}: {each}" in said
    assert jobs.state(made.platform, pdf_twin.KIND, made.document.id).status == "klaar"
