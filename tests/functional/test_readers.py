"""Who reads what: no page and no document holds an answer that its reader may not see."""

from __future__ import annotations

import io
import zipfile

import pytest
from flask import Flask

from services import documents as printing
from store import documents
from tests.conftest import serving
from tests.pages import Person
from tests.world import Clock, World, goals, indication

CLB, NAFT, PUPIL, HOME, SCHOOL = (
    f"GEHEIM-{of}" for of in ("VAN-HET-CLB", "VAN-NAFT", "VAN-DE-LEERLING", "VAN-THUIS", "VOOR-DE-SCHOOL")
)
SECRETS = (CLB, NAFT, PUPIL, HOME, SCHOOL)


class Told:
    """A finished trajectory in which the pupil shares nothing with school or parents; made once, as tests only look."""

    def __init__(self, app: Flask, clock: Clock) -> None:
        self.app = app
        self.world = World(app.extensions["naadloos"], clock).fill()
        self.case = case = self.world.kobe()
        self.db = case.platform.db
        answers = indication(case)["instemmingen"]
        for item in answers:
            if item["waarvoor"] in ("delen_school", "delen_ouders"):
                item["antwoord"] = "nee"
        case.refer(instemmingen=answers, samenhangende_factoren=f"{HOME} ruzie thuis")
        case.accept()
        clock.go("2026-09-21")
        case.start()
        clock.go("2026-11-15")
        case.evaluate(obstakels=f"{SCHOOL} is bang voor toetsen.")
        clock.go("2027-01-10")
        case.finish(tevredenheid_tekst=f"{PUPIL} saai")
        case.engage(terugval_signalen=f"{SCHOOL} blijft weg")
        case.documents()

    def at(self, key: str) -> Person:
        """Somebody signed in."""
        person = Person(self.app, self.world.who(key).account.email)
        person.sign_in()
        return person


@pytest.fixture(scope="module")
def told(tmp_path_factory, migrated):
    """That trajectory."""
    clock = Clock()
    with serving(tmp_path_factory.mktemp("lezers"), migrated, clock) as app:
        yield Told(app, clock)


def everything(content: bytes) -> str:
    """Every part of a Word file as text, markup and all."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return "\n".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())


@pytest.mark.parametrize(
    ("letter", "hidden"),
    [
        ("C", (CLB, NAFT)),
        ("N", (CLB, NAFT)),
        ("S", SECRETS),
        ("L", (CLB, NAFT)),
        ("O", (CLB, NAFT, PUPIL, HOME)),
    ],
)
def test_no_document_holds_what_its_reader_may_not_see(told, letter, hidden):
    """BR-54."""
    db = told.db
    mine = [one for one in documents.documents_of(db, told.case.id) if one.reader == letter]
    assert mine
    for one in mine:
        text = everything(documents.content(db, one.id) or b"")
        for secret in hidden:
            assert secret not in text, f"{one.filename} holds {secret}"


def pages_of(person, case) -> dict[str, str]:
    """Every page about the dossier that links lead to, from the dossier's own page on: address -> text."""
    seen: dict[str, str] = {}
    todo = [f"/dossiers/{case.id}", "/werklijst", "/dossiers?toon=alle"]
    while todo:
        address = todo.pop().partition("#")[0]
        if address.startswith(("/werklijst?", "/dossiers?")) and len(seen) > 1:  # the same lists, of fewer dossiers
            continue
        if not address or address in seen or "/documenten" in address:
            continue
        if address.startswith(("/static", "/controle")):  # what is for everybody, and files
            continue
        if person.raw(address, follow_redirects=True).mimetype != "text/html":
            continue
        page = person.get(address)
        seen[address] = page.tree.xpath("string()")
        todo += page.all("//a[starts-with(@href, '/')]/@href")
    return seen


@pytest.mark.parametrize(
    ("key", "hidden"),
    [("saskia", SECRETS), ("younes", (CLB,)), ("an", (NAFT,))],
)
def test_no_page_shows_what_its_reader_may_not_see(told, key, hidden):
    """BR-54."""
    pages = pages_of(told.at(key), told.case)
    assert len(pages) >= 6
    for address, text in pages.items():
        for secret in hidden:
            assert secret not in text, f"{address} shows {secret} to {key}"
    shown = "\n".join(pages.values())
    for secret in set(SECRETS) - set(hidden):
        assert secret in shown, f"{secret} is to be read by {key}"


def test_the_school_reads_a_notice_and_not_the_indicatiestelling(told):
    """BR-13: its own version of each record."""
    saskia = told.at("saskia")
    saskia.get(f"/versies/{told.case.version('indicatiestelling').id}", status=404)
    saskia.get(f"/versies/{told.case.version('indicatiestelling').id}/ronde", status=404)
    codes = {one.code for one in told.case.documents("saskia")}
    assert codes == {"D1S", "D2", "D3", "D4"}


def test_a_copy_of_another_reader_is_not_handed_out(told):
    db = told.db
    saskia, younes = told.at("saskia"), told.at("younes")
    for one in documents.documents_of(db, told.case.id):
        for person, may in ((saskia, "S"), (younes, "NLO")):
            answer = person.raw(f"/dossiers/{told.case.id}/documenten/{one.id}")
            assert answer.status_code == (200 if one.reader in may else 404)
    assert saskia.raw(f"/dossiers/{told.case.id}/documenten.zip?lezer=C").status_code == 404
    assert saskia.raw(f"/dossiers/{told.case.id}/documenten.zip?lezer=").status_code == 404
    assert saskia.raw(f"/dossiers/{told.case.id}/documenten.zip").status_code == 200


def test_a_document_of_another_dossier_is_not_found_by_way_of_ones_own(told):
    other = told.world.kobe()
    document = documents.documents_of(told.db, told.case.id)[0]
    told.at("an").get(f"/dossiers/{other.id}/documenten/{document.id}", status=404)


def test_every_download_is_on_record(told):
    """BR-52, as far as downloads go."""
    db = told.db
    document = next(one for one in told.case.documents("saskia") if one.code == "D2")
    told.at("saskia").download(f"/dossiers/{told.case.id}/documenten/{document.id}")
    event = db.rows("SELECT type, actor, subject FROM event ORDER BY seq DESC LIMIT 1")[0]
    actor = told.world.who("saskia").account.id
    assert event == {"type": "document.fetched", "actor": actor, "subject": document.id}


def test_documents_are_made_once(told, monkeypatch):
    before = {one.id: one.sha256 for one in told.case.documents()}
    monkeypatch.setattr(printing, "fill", None)
    assert {one.id: one.sha256 for one in told.case.documents()} == before


def test_with_consent_the_school_reads_the_pupils_words(kobe, signed_in):
    kobe.refer()
    kobe.accept()
    version = kobe.agree()
    assert PUPIL in signed_in("saskia").get(f"/versies/{version.id}").text


def test_what_the_pupil_keeps_from_the_parents_is_not_in_their_copy(kobe, clock):
    kobe.refer(niet_delen_met_ouders=["samenhangende_factoren"], samenhangende_factoren=HOME)
    kobe.documents()
    db = kobe.platform.db
    for one in documents.documents_of(db, kobe.id):
        text = everything(documents.content(db, one.id) or b"")
        assert one.reader != "O" or HOME not in text


def test_what_is_kept_from_the_parents_stays_so_where_the_goals_take_it_over(kobe):
    """The question of the pupil begins as a copy of what the indicatiestelling says of it."""
    kobe.refer(niet_delen_met_ouders=["hulpvraag_leerling"], hulpvraag_leerling=PUPIL)
    kobe.accept()
    answers = goals(kobe)
    del answers["vraag_leerling"]
    version = kobe.sign(kobe.freeze("younes", kobe.write("younes", "doelen", answers)))
    copies = {one.reader: documents.content(kobe.platform.db, one.id) or b"" for one in kobe.documents("younes")}
    assert version.status == "getekend"
    assert PUPIL in everything(copies["L"])
    assert PUPIL not in everything(copies["O"])


def test_a_pupil_at_the_table_reads_the_pupils_copy(kobe, signed_in):
    answers = indication(kobe)["instemmingen"]
    for item in answers:
        item["antwoord"] = "nee" if item["waarvoor"].startswith("delen_") else "ja"
    kobe.refer(instemmingen=answers)
    kobe.accept()
    version = kobe.freeze("younes", kobe.write("younes", "doelen", goals(kobe, herinnering_naar=["clb"])))
    younes = signed_in("younes")
    ronde = f"/versies/{version.id}/ronde"
    page = younes.get(ronde).click("Geef door aan Kobe Vermeulen").click("Ik ben Kobe Vermeulen")
    assert PUPIL in page.text
    assert "Wie krijgt ook een herinnering?" not in page.text


def test_a_parent_at_the_table_reads_the_parents_copy(kobe, signed_in):
    answers = indication(kobe)["instemmingen"]
    for item in answers:
        item["antwoord"] = "nee" if item["waarvoor"].startswith("delen_") else "ja"
    kobe.refer(instemmingen=answers)
    kobe.accept()
    version = kobe.agree()
    ronde = f"/versies/{version.id}/ronde"
    page = signed_in("younes").get(ronde).click("Geef door aan Ilse De Cock").click("Ik ben Ilse De Cock")
    assert PUPIL not in page.text
    assert "Hoe kunnen we helpen?" in page.text
