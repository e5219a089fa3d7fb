"""Checking a file: the page for everybody, the commands, the register, and the program that needs none of us."""

from __future__ import annotations

import hashlib
import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from services import checking
from store import documents, signatures, versions
from tests.handed_out import packed_anew, sealed, stored, tamper, with_other_text, without_seal
from tests.pages import Page, Person
from tests.world import goals

H1 = {
    "AUTHENTIC": "Dit document is echt",
    "CONTENT_AUTHENTIC_FILE_REPACKED": "De inhoud van dit document is echt",
    "NOT_AUTHENTIC": "Dit document is niet zoals wij het maakten",
    "UNKNOWN": "We kennen dit bestand niet",
}


@pytest.fixture
def flask(app):
    """`flask --app app ...`."""
    return app.test_cli_runner()


@pytest.fixture
def nobody(app, world) -> Person:
    """Somebody without an account, with the page open."""
    person = Person(app)
    person.get("/controle")
    return person


@pytest.fixture
def referred(kobe):
    """A dossier with files of a signed version."""
    kobe.refer()
    return kobe


def upload(person: Person, content: bytes, status: int = 200, name: str = "document.docx") -> Page:
    """Choose a file and press Controleer. Put together here: the test client leaves its large files open."""
    edge = "Pa1RmOnZ"
    head = f'--{edge}\r\nContent-Disposition: form-data; name="csrf_token"\r\n\r\n{person.token}\r\n--{edge}\r\n'
    head += f'Content-Disposition: form-data; name="bestand"; filename="{name}"\r\n\r\n'
    body = head.encode() + content + f"\r\n--{edge}--\r\n".encode()
    answer = person.raw("/controle", "POST", data=body, content_type=f"multipart/form-data; boundary={edge}")
    page = Page(person, answer)
    assert page.status == status, page.text[:500]
    return page


def test_a_sealed_file_is_authentic_and_its_version_and_answers_are_told(nobody, referred, sealing):
    page = upload(nobody, sealed(referred, sealing))
    assert (page.h1, "Echt" in page.text) == (H1["AUTHENTIC"], True)
    assert "Het zegel klopt." in page.text
    assert "Aanmeldingsverslag NAFT" in page.text
    assert "1, de laatste" in page.text
    assert "maandag 14 september 2026, 10.00 uur" in page.text
    rows = [[cell.text_content() if hasattr(cell, "text_content") else "".join(cell.itertext()) for cell in row]
            for row in page.all("//tbody/tr")]  # fmt: skip
    assert ["Ouder", "Akkoord", "14/09/2026, 10.00 uur", "in de eigen account"] in rows
    assert [row[0] for row in rows].count("Ouder") == 2
    assert sealing.sha256 in page.text


def test_a_file_without_a_seal_is_authentic_by_the_register(nobody, referred):
    document, content = stored(referred)
    page = upload(nobody, content)
    assert page.h1 == H1["AUTHENTIC"]
    assert "zegel klopt" not in page.text
    assert document.sha256 in page.text


def test_a_file_packed_anew_has_authentic_content(nobody, referred, sealing):
    page = upload(nobody, packed_anew(sealed(referred, sealing)))
    assert page.h1 == H1["CONTENT_AUTHENTIC_FILE_REPACKED"]
    assert "Echt, opnieuw ingepakt" in page.text
    assert "Aanmeldingsverslag NAFT" in page.text


def test_a_sealed_file_that_the_register_lost_says_so(nobody, referred, sealing):
    content = sealed(referred, sealing)
    tamper(referred.platform, "DELETE FROM document", "DELETE FROM version")
    page = upload(nobody, content)
    assert page.h1 == H1["CONTENT_AUTHENTIC_FILE_REPACKED"]
    assert "Het staat niet in ons register" in page.text


@pytest.mark.parametrize("change", [with_other_text, without_seal, lambda content: content + b"x"])
def test_a_changed_file_of_ours_is_not_authentic(nobody, referred, sealing, change):
    page = upload(nobody, change(sealed(referred, sealing)))
    assert page.h1 == H1["NOT_AUTHENTIC"]
    assert "Niet echt" in page.text
    assert "Aanmeldingsverslag" not in page.text


def test_who_has_the_database_but_not_the_key_makes_no_authentic_file(nobody, referred, sealing):
    """A forged file put into the register in the place of a sealed one."""
    forged = with_other_text(without_seal(sealed(referred, sealing)))
    document = stored(referred)[0]
    put = {"id": document.id, "content": forged, "sha256": hashlib.sha256(forged).hexdigest()}
    tamper(referred.platform, ("UPDATE document SET content = :content, sha256 = :sha256 WHERE id = :id", put))
    assert upload(nobody, forged).h1 == H1["NOT_AUTHENTIC"]


def _zip(*items: tuple[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in items:
            archive.writestr(name, data)
    return out.getvalue()


TYPES = b'<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
ENTITY = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'
HOSTILE = {
    "garbage": b"\x00\xff" * 5000,
    "empty": b"",
    "no docx": b"%PDF-1.7\n" + b"x" * 1000,
    "a plain zip": _zip(("a.txt", b"b")),
    "a zip bomb": _zip(("[Content_Types].xml", TYPES), ("word/document.xml", b"\0" * 90_000_000)),
    "many parts": _zip(*[(f"a{nr}.xml", b"<a/>") for nr in range(5000)]),
    "an entity": _zip(("[Content_Types].xml", TYPES), ("word/document.xml", ENTITY)),
    "half a zip": _zip(("[Content_Types].xml", TYPES))[:-30],
    "another docx": _zip(("[Content_Types].xml", TYPES), ("word/document.xml", b"<a/>")),
}


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE)
def test_what_is_not_ours_is_unknown_whatever_it_is(nobody, referred, sealing, content):
    page = upload(nobody, content)
    assert (page.h1, "Onbekend" in page.text) == (H1["UNKNOWN"], True)


def test_nine_megabytes_is_the_most(nobody):
    assert upload(nobody, b"x" * 8_900_000).h1 == H1["UNKNOWN"]
    page = upload(nobody, b"x" * 10_000_000, status=413)
    (error,) = page.errors
    assert error[0] == "bestand"
    assert error[1].startswith("Dit bestand is groter dan 9 MB.")
    assert "pak het dan uit en controleer de documenten een voor een" in error[1]


def test_another_page_takes_no_more_than_before(signed_in):
    person = signed_in("an")
    assert person.raw("/afmelden", "POST", data={"csrf_token": person.token, "x": "x" * 5_000_000}).status_code == 413


def test_nothing_chosen_is_said_at_the_field_and_what_was_typed_stays(nobody):
    assert nobody.post("/controle", {"kenmerk": "  "}, status=422).errors[0][0] == "bestand"
    page = nobody.post("/controle", {"kenmerk": "12ab"}, status=422)
    assert page.errors[0][0] == "kenmerk"
    assert page.values("kenmerk") == ["12ab"]


def test_a_root_tells_how_its_text_stands_and_that_it_says_nothing_of_a_file(nobody, referred):
    version = referred.version("indicatiestelling")
    spaced = " ".join(version.root[at : at + 4] for at in range(0, 64, 4)).upper()
    page = nobody.get("/controle").fill({"kenmerk": spaced}).click("Controleer")
    assert page.h1 == "Deze tekst staat in ons register"
    assert "Over een bestand of een afdruk zegt een kenmerk niets" in page.text
    assert page.text.count("in de eigen account") == len(signatures.signers_of(referred.platform.db, version.id))


def test_the_hash_of_a_file_is_enough_too(nobody, referred):
    document, _ = stored(referred)
    page = nobody.post("/controle", {"kenmerk": document.sha256})
    assert (page.h1, "D1" in page.text) == (H1["AUTHENTIC"], True)


def test_a_hash_that_nobody_knows(nobody):
    assert nobody.post("/controle", {"kenmerk": "0" * 64}).h1 == "We kennen dit kenmerk niet"


@pytest.mark.parametrize(
    "change",
    ["UPDATE version SET payload = json_set(payload, '$.frozen_at', 'x')", "UPDATE document SET content = x'00'"],
)
def test_what_was_changed_in_the_store_does_not_pass_for_what_it_was(nobody, referred, change):
    document, _ = stored(referred)
    root = referred.version("indicatiestelling").root
    tamper(referred.platform, change)
    found = {nobody.post("/controle", {"kenmerk": one}).h1 for one in (document.sha256, root)}
    assert H1["NOT_AUTHENTIC"] in found


def test_what_became_of_a_version_is_told(nobody, referred, clock):
    referred.accept()
    version = referred.agree()
    assert "Deze tekst wordt nog ondertekend" in nobody.post("/controle", {"kenmerk": version.root}).text
    referred.sign(version)
    _, content = stored(referred, "D2", "L")
    assert "1, de laatste" in upload(nobody, content).text
    for status, said in (
        ("vervangen", "Dit is niet meer de laatste versie"),
        ("ingetrokken", "Deze tekst is teruggenomen"),
        ("geweigerd", "Deze tekst is geweigerd"),
    ):
        tamper(referred.platform, ("UPDATE version SET status = :to WHERE id = :id", {"to": status, "id": version.id}))
        assert said in upload(nobody, content).text


def test_a_replaced_version_names_the_one_that_took_its_place(nobody, referred, clock):
    referred.accept()
    referred.start()
    _, content = stored(referred, "D2", "L")
    clock.go("2026-11-10")
    referred.evaluate(besluit_traject="bijsturen")
    again = goals(referred) | {"reden_versie": "bijsturing"}
    record = referred.write("younes", "doelen", again)
    first = versions.versions_of(referred.platform.db, record.id)[0]
    assert first.status == "getekend"
    assert "Dit is niet meer" not in upload(nobody, content).text
    referred.sign(referred.freeze("younes", record))
    assert "Versie 2 kwam in de plaats" in upload(nobody, content).text


def test_links_and_downloads(app, nobody, sealing):
    assert nobody.download("/controle/naadloos-check.py") == Path(checking.__file__).read_bytes()
    pem = nobody.download("/controle/zegel.pem")
    assert b"PRIVATE" not in pem
    assert b"PRIVATE" not in nobody.download("/controle/root.pem")
    assert sealing.certificate_pem == pem
    assert sealing.root_pem == nobody.download("/controle/root.pem")
    assert sealing.sha256 in nobody.get("/controle").text
    assert nobody.get("/inloggen").click("Kreeg u een document?").h1 == "Controleer een document"
    assert nobody.get("/inloggen").click("Controleer een document").h1 == "Controleer een document"


def test_without_a_key_there_is_no_certificate_and_the_page_still_works(nobody, referred):
    assert nobody.raw("/controle/zegel.pem").status_code == 404
    assert nobody.raw("/controle/root.pem").status_code == 404
    assert upload(nobody, stored(referred)[1]).h1 == H1["AUTHENTIC"]


def test_who_may_fetch_the_file_gets_a_link_to_it_and_nobody_else(nobody, referred, signed_in):
    document, content = stored(referred)
    for person in (nobody, signed_in("floor"), signed_in("saskia")):
        person.get("/controle")
        assert not upload(person, content).all(f"//a[contains(@href, '{document.id}')]")
    an = signed_in("an")
    an.get("/controle")
    assert an.download(upload(an, content).find(document.filename).get("href")) == content
    page = an.post("/controle", {"kenmerk": referred.version("indicatiestelling").root})
    assert page.all("//a[contains(@href, '/documenten/')]")


def test_an_address_that_checks_too_often_waits_a_minute(app, nobody, clock):
    for _ in range(20):
        nobody.post("/controle", {"kenmerk": "0" * 64})
    page = nobody.post("/controle", {"kenmerk": "0" * 64}, status=429)
    assert page.errors == [("bestand", "Er is net te vaak gecontroleerd. Wacht een minuut en probeer dan opnieuw.")]
    elsewhere, data = {"REMOTE_ADDR": "192.0.2.7"}, {"csrf_token": nobody.token, "kenmerk": "0" * 64}
    assert nobody.raw("/controle", "POST", data=data, headers={"X-Forwarded-For": "192.0.2.7"}).status_code == 429
    assert nobody.raw("/controle", "POST", data=data, environ_overrides=elsewhere).status_code == 200
    clock.wait(minutes=1)
    assert nobody.post("/controle", {"kenmerk": "0" * 64}).h1


def test_all_together_have_a_limit_too(nobody):
    data = {"csrf_token": nobody.token, "kenmerk": "0" * 64}
    answers = [
        nobody.raw("/controle", "POST", data=data, environ_overrides={"REMOTE_ADDR": f"192.0.2.{nr}"}).status_code
        for nr in range(130)
    ]
    assert answers == [200] * 120 + [429] * 10


def test_the_register_tells_nothing_of_anybody(flask, referred, sealing, tmp_path):
    sealed(referred, sealing)
    made = documents.documents_of(referred.platform.db, referred.id)
    out = tmp_path / "register.jsonl"
    for _ in range(2):
        done = flask.invoke(args=["register", "--out", str(out)])
        assert (done.exit_code, done.output) == (0, f"{len(made)} files.\n")
    lines = [json.loads(line) for line in out.read_text().splitlines()]
    assert {frozenset(line) for line in lines} == {
        frozenset(("sha256", "root", "code", "version", "status", "sealed_at", "certificate", "pdf"))
    }
    assert {line["sha256"] for line in lines} == {one.sha256 for one in made}
    assert {line["certificate"] for line in lines} == {sealing.sha256, ""}
    assert {line["status"] for line in lines} == {"current"}
    for private in ("Kobe", "Vermeulen", "Sluis", "NAFT-2026", "leerling", referred.id):
        assert private not in out.read_text()


def test_the_program_judges_as_we_do_without_us(app, flask, nobody, referred, sealing, tmp_path):
    """As it is downloaded, in a folder of its own, with nothing of ours to import."""
    ours = sealed(referred, sealing)
    files = {
        "echt": ours,
        "ingepakt": packed_anew(ours),
        "veranderd": with_other_text(ours),
        "zonder-zegel": without_seal(ours),
        "vreemd": HOSTILE["another docx"],
    }
    (tmp_path / "naadloos_check.py").write_bytes(nobody.download("/controle/naadloos-check.py"))
    (tmp_path / "zegel.pem").write_bytes(nobody.download("/controle/zegel.pem"))
    flask.invoke(args=["register", "--out", str(tmp_path / "register.jsonl")])
    words = {"AUTHENTIC": "AUTHENTIC", "REPACKED": "CONTENT_AUTHENTIC_FILE_REPACKED", "ALTERED": "NOT_AUTHENTIC"}
    for name, content in files.items():
        file = tmp_path / f"{name}.docx"
        file.write_bytes(content)
        command = [sys.executable, "-I", "naadloos_check.py", file.name, "--cert", "zegel.pem"]
        done = subprocess.run([*command, "--register", "register.jsonl"], cwd=tmp_path, capture_output=True, text=True)
        mine = flask.invoke(args=["verify", str(file)])
        said = done.stdout.removeprefix(f"{file.name}: ").split()[0]
        assert mine.output.removeprefix(f"{file}: ").split()[0] == words.get(said, said), (done, mine.output)
        assert done.returncode == mine.exit_code, (done, mine.output)


def test_the_command_says_a_line_a_file_and_altered_goes_before_unknown(flask, referred, sealing, tmp_path):
    for name, content in (("a", ours := sealed(referred, sealing)), ("b", with_other_text(ours)), ("c", b"x")):
        (tmp_path / name).write_bytes(content)
    a, b, c = (str(tmp_path / name) for name in "abc")
    done = flask.invoke(args=["verify", a])
    assert (
        done.exit_code,
        done.output.startswith(f"{a}: AUTHENTIC sealed 2026-09-14T08:00:00Z; D1 version 1: current"),
    ) == (0, True)
    assert flask.invoke(args=["verify", a, c, str(tmp_path / "weg")]).exit_code == 2
    done = flask.invoke(args=["verify", c, b, a])
    assert (done.exit_code, len(done.output.splitlines())) == (1, 3)
    assert "Kobe" not in done.output


def test_checking_writes_nothing(nobody, referred, sealing, tmp_path):
    content = sealed(referred, sealing)
    before = referred.platform.db.rows(
        "SELECT (SELECT count(*) FROM event) AS e, (SELECT count(*) FROM access_log) AS a"
    )
    upload(nobody, content)
    nobody.post("/controle", {"kenmerk": referred.version("indicatiestelling").root})
    after = referred.platform.db.rows(
        "SELECT (SELECT count(*) FROM event) AS e, (SELECT count(*) FROM access_log) AS a"
    )
    assert before == after
    assert documents.document_of_sha256(referred.platform.db, hashlib.sha256(content).hexdigest())
