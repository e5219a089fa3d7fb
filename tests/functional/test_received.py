"""Two installations of Naadloos: a sealed document of the first is taken over in the second, shown before it is."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
import rfc8785
from flask import Flask
from lxml import etree

from forms import elsewhere
from services import pdf_seal, received_preview, receiving, records, taking_over, trusted, verifying
from services.checking import RECORD, read_package, read_record
from services.dossiers import File, file_of
from services.opc import write_package
from services.payload import root_from
from services.pdf_archive import Marks
from services.platform import Platform, Seal
from services.received_file import NotTaken, read
from services.seal import seal
from services.seal_keys import SealKey
from store import documents, events
from store import received as kept
from store import records as kept_records
from store.records import Record, Stale
from tests.conftest import serving
from tests.handed_out import packed_anew, with_other_text, without_seal
from tests.pages import Page, Person
from tests.sealing import other_key, own_key
from tests.world import Case, Clock, World

NAME = "CLB Noord, Turnhout"
SECRET = "GEHEIM-VAN-HET-CLB"
TAKE, LOOK = "Neem over in", "Bekijk wat erin staat"


@contextmanager
def installed(folder: Path, empty: Path, clock: Clock, key: SealKey) -> Iterator[Flask]:
    """An installation whose documents get this seal."""
    with serving(folder, empty, clock) as app:
        old = folder / "seal" / "old"
        old.mkdir(parents=True, exist_ok=True)
        (old / f"{key.sha256}.pem").write_bytes(key.certificate_pem)
        app.extensions["naadloos"] = replace(app.extensions["naadloos"], sealing=lambda: Seal(key))
        yield app


@dataclass
class Here:
    """The second installation, with a dossier of its own of a pupil of the same name, in which goals can be written."""

    app: Flask
    world: World
    case: Case
    folder: Path

    @property
    def platform(self) -> Platform:
        """What it serves."""
        return self.world.platform

    def at(self, key: str) -> Person:
        """Somebody signed in."""
        person = Person(self.app, self.world.who(key).account.email)
        person.sign_in()
        return person

    def upload(self, person: Person, content: bytes, status: int = 200, name: str = "D1.docx", to: str = "") -> Page:
        """Choose a file on the page and look at it."""
        url = f"/overnemen?dossier={to}" if to else "/overnemen"
        person.get(url)
        return person.upload(url, {}, {"bestand": (name, content)}, status)

    def drafts(self, slug: str) -> list[Record]:
        """The records of a type that are not those of the dossier itself."""
        rows = self.platform.db.rows("SELECT id FROM record WHERE type = ? ORDER BY created_at, rowid", (slug,))
        found = [kept_records.record(self.platform.db, row["id"]) for row in rows]
        return [one for one in found if one and (slug != "indicatiestelling" or one.dossier_id != self.case.id)]

    def count(self) -> int:
        """How many files are kept."""
        return int(self.platform.db.rows("SELECT count(*) AS n FROM received")[0]["n"])

    @property
    def file(self) -> File:
        """Its own dossier, as the provider sees it."""
        return file_of(self.platform, self.world.who("younes"), self.case.id)


@pytest.fixture(scope="module")
def there(tmp_path_factory, migrated) -> dict[tuple[str, str], bytes]:
    """The Word files of a running trajectory in the first installation, by code and reader."""
    with installed(tmp_path_factory.mktemp("daar"), migrated, Clock(), own_key()) as app:
        case = World(app.extensions["naadloos"], Clock()).fill().kobe()
        case.refer(niet_delen_met_ouders=["lopende_hulp"])
        case.accept()
        case.start()
        listed = {one.id: one for key in ("an", "younes", "saskia") for one in case.documents(key)}
        return {(one.code, one.reader): documents.content(case.platform.db, one.id) or b"" for one in listed.values()}


@pytest.fixture(scope="module")
def prepared(tmp_path_factory, migrated) -> tuple[Path, World, Case]:
    """The second installation up to where goals are written: every test begins with a copy."""
    folder = tmp_path_factory.mktemp("hier")
    with installed(folder, migrated, Clock(), other_key()) as app:
        world = World(app.extensions["naadloos"], Clock()).fill()
        world.organise("noord", "clb", "CLB De Brug Noord")
        case = world.kobe()
        case.refer()
        case.accept()
        return folder, world, case


@pytest.fixture
def untrusting(tmp_path, prepared) -> Iterator[Here]:
    """The second installation, that knows nobody."""
    folder, was, about = prepared
    clock = Clock()
    with installed(tmp_path, folder / "naadloos.db", clock, other_key()) as app:
        world = World(app.extensions["naadloos"], clock)
        world.organisations, world.people = was.organisations, was.people
        case = replace(about, world=world)
        case.ids = about.ids
        yield Here(app, world, case, tmp_path)


@pytest.fixture
def here(untrusting: Here) -> Here:
    """The same, that trusts the first."""
    trusted.trust(untrusting.platform, own_key().certificate_pem, NAME)
    return untrusting


def leaves(content: bytes) -> dict[str, Any]:
    """What the record in a file tells."""
    found = read_record(content)
    assert found is not None
    return found.answers


def forged(content: bytes, change: Callable[[etree._Element, list[list[Any]], dict[str, Any]], None]) -> bytes:
    """The file with another record, that adds up, under the same key: what a trusted installation could send."""
    parts = read_package(without_seal(content))
    name = next(
        name for name in parts if re.fullmatch(r"/customXml/item\d+\.xml", name) and RECORD.encode() in parts[name]
    )
    record = etree.fromstring(parts[name])
    told = [json.loads(one.text or "") for one in record.iter(f"{{{RECORD}}}leaf")]
    head = json.loads(record.findtext(f"{{{RECORD}}}head") or "")
    change(record, told, head)
    withheld = [one.text or "" for one in record.iter(f"{{{RECORD}}}withheld")]
    texts = [json.dumps(one) for one in told]
    hashes = [hashlib.sha256(text.encode()).hexdigest() for text in texts]
    for one in list(record.iter(f"{{{RECORD}}}leaf")):
        record.remove(one)
    for nr, text in enumerate(texts, start=1):
        one = etree.Element(f"{{{RECORD}}}leaf")
        one.text = text
        record.insert(nr, one)
    record[0].text = rfc8785.dumps(head).decode()
    record.set("root", root_from(head, [*hashes, *withheld]))
    return seal(write_package({**parts, name: etree.tostring(record)}), own_key(), Clock()(), "")


def with_leaves(content: bytes, **values: Any) -> bytes:
    """With other values in leaves, or with leaves more; names have __ for /."""

    def change(_: etree._Element, told: list[list[Any]], __: dict[str, Any]) -> None:
        wanted = {name.replace("__", "/"): value for name, value in values.items()}
        for leaf in told:
            if leaf[0] in wanted:
                leaf[2] = wanted.pop(leaf[0])
        told += [[name, "00", value] for name, value in wanted.items()]

    return forged(content, change)


def with_head(content: bytes, **values: Any) -> bytes:
    """With other values in the head."""
    return forged(content, lambda _record, _told, head: head.update(values))


def test_without_trust_nothing_comes_in_and_with_it_the_page_says_of_whom(untrusting, there, tmp_path):
    here, content = untrusting, there["D1", "C"]
    page = here.upload(here.at("floor"), content, status=422)
    ((field, message),) = page.errors
    assert (field, message[:48]) == ("bestand", "We kennen het zegel op dit bestand niet. Vraag w")
    assert here.count() == 0
    flask, file, pem = here.app.test_cli_runner(), tmp_path / "D1.docx", tmp_path / "zegel.pem"
    file.write_bytes(content)
    assert flask.invoke(args=["verify", str(file)]).exit_code == 2

    for wrong in (b"geen certificaat", own_key().root_pem, other_key().certificate_pem):
        pem.write_bytes(wrong)
        done = flask.invoke(args=["seal", "trust", str(pem), "--name", NAME])
        assert (done.exit_code, done.output[:6]) == (1, "Error:"), wrong
    pem.write_bytes(own_key().certificate_pem)
    assert flask.invoke(args=["seal", "trust", str(pem), "--name", " "]).exit_code == 1
    assert own_key().sha256 in flask.invoke(args=["seal", "trust", str(pem), "--name", NAME]).output
    assert flask.invoke(args=["seal", "trusted"]).output.split("\t")[::2] == [own_key().sha256, f"{NAME}\n"]
    (written,) = (here.folder / "seal" / "trusted").iterdir()
    assert written.stat().st_mode & 0o777 == 0o600

    told = flask.invoke(args=["verify", str(file)])
    assert told.exit_code == 0
    assert f"AUTHENTIC sealed 2026-09-14T08:00:00Z; by {NAME}, not in our register; D1 version 1" in told.output
    nobody = Person(here.app)
    nobody.get("/controle")
    page = nobody.upload("/controle", {}, {"bestand": ("D1.docx", content)}, 200)
    assert page.h1 == "Dit document is echt"
    for words in (NAME, "Of er sindsdien een nieuwe versie kwam, kunnen wij niet weten.", "Zoals bij het verzegelen"):
        assert words in page.text
    assert "Kobe" not in page.text
    page = nobody.upload("/controle", {}, {"bestand": ("D1.docx", with_other_text(content))}, 200)
    assert page.h1 == "Dit document is niet zoals het gemaakt werd"

    assert flask.invoke(args=["seal", "distrust", "12"]).exit_code == 1
    assert flask.invoke(args=["seal", "distrust", own_key().sha256[:16]]).exit_code == 0
    assert flask.invoke(args=["verify", str(file)]).exit_code == 2


def a_pdf() -> bytes:
    """One empty page."""
    parts = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>"]
    parts += [b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<<>>>>"]
    out, places = b"%PDF-1.7\n", []
    for nr, part in enumerate(parts, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (nr, part)
    lines = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"xref\n0 4\n0000000000 65535 f \n%btrailer\n<</Size 4/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n"
    return out + end % (lines, len(out))


def test_a_pdf_of_another_installation_is_of_that_one_whatever_its_marks_say(here):
    """The marks name a version that is ours: they are what its maker wrote."""
    mine = here.case.version("indicatiestelling")
    content = pdf_seal.certify(a_pdf(), own_key(), Marks(mine.root, 64 * "b"), Clock()())
    found = verifying.verify(here.platform, content)
    assert (found.word, found.kind, found.known) == ("AUTHENTIC", "pdf", None)
    assert found.elsewhere is not None
    assert found.elsewhere.name == NAME
    changed = verifying.verify(here.platform, content.replace(b"595", b"596", 1))
    assert (changed.word, changed.known) == ("NOT_AUTHENTIC", None)
    trusted.distrust(here.platform, own_key().sha256)
    assert verifying.verify(here.platform, content).word == "UNKNOWN"


@pytest.mark.parametrize(("code", "reader"), [("D1", "C"), ("D1", "N"), ("D1L", "O")])
def test_a_clb_begins_a_dossier_with_what_its_copy_has_and_no_more(here, there, code, reader):
    content = there[code, reader]
    theirs, floor = leaves(content), here.at("floor")
    page = here.upload(floor, content, name="C:\\map\\Kobe V..docx")
    assert page.h1 == ("Aanmeldingsverslag NAFT" if code == "D1" else "Samenvatting voor leerling en ouders")
    for words in ("Het zegel klopt", NAME, "Een nieuw dossier", "Ilse De Cock", "Er is nog niets overgenomen"):
        assert words in page.text
    assert SECRET not in page.text
    assert not here.drafts("indicatiestelling")

    page.click(TAKE)
    (draft,) = here.drafts("indicatiestelling")
    file = file_of(here.platform, here.world.who("floor"), draft.dossier_id)
    names = {one.id: one.answers.get("familienaam") for one in file.parties}
    assert {"Vermeulen", "De Cock", "’t Kindt"} <= set(names.values())
    assert "Peeters" not in names.values(), "who works at the other CLB does not work here"
    asked_anew = {"clb", "clb_medewerker", "datum_aanmelding", "instemmingen"}
    people = {"ouders", "contactpersonen_school", "school", "aanbieder", "leerlingen"}
    plain = {name: value for name, value in theirs.items() if "/" not in name and name not in asked_anew | people}
    assert plain
    assert {name: draft.answers.get(name) for name in plain} == plain
    assert set(draft.answers) <= {*plain, *people, "clb", "clb_medewerker"}
    assert draft.answers["clb"] == here.world.id("kompas")
    (item,) = draft.answers["leerlingen"]
    assert names[item["leerling"]] == "Vermeulen"
    born = theirs.get("leerlingen/L1/geboortedatum")
    assert item.get("geboortedatum") == born
    assert ("interne_nota_clb" in draft.answers, SECRET in json.dumps(draft.answers)) == (False, False)
    if code == "D1L":
        assert "lopende_hulp" not in draft.answers, "the pupil keeps it from the parents"
    step = floor.get(f"/formulieren/{draft.id}/stap/hulpvraag")
    assert f"Overgenomen uit een document van {NAME}" in step.text

    told = [one for one in events.of_dossier(here.platform.db, draft.dossier_id) if one.type.startswith("record.")]
    assert [one.type for one in told] == ["record.begun", "record.received", "record.taken_over"]
    assert "Vermeulen" not in json.dumps([one.data for one in told])
    assert (told[2].data or {})["sha256"] == hashlib.sha256(content).hexdigest()
    assert not events.audit(here.platform.db, []).broken
    again = here.upload(floor, content)
    assert "Ontvangen van elders" in again.text
    assert (here.count(), len(here.drafts("indicatiestelling"))) == (1, 1)


def test_a_provider_takes_goals_into_its_draft_and_what_stood_there_stays(here, there):
    younes, content = here.at("younes"), there["D2", "N"]
    theirs = leaves(content)
    page = here.upload(younes, content, name="D2.docx", to=here.case.id)
    assert "Is Ilse De Cock, ouder in dit dossier" in page.text
    assert page.all("//input[@name='mens']") == []
    assert "Hier staat al een antwoord" in page.text
    page.click(TAKE)
    (draft,) = here.drafts("doelen")
    before = records.first_values(here.platform, here.world.who("younes"), here.file, "doelen")
    assert {name: draft.answers[name] for name in before} == before
    for name in ("plaats_overleg", "gedeelde_vraag", "startdatum", "weekschema", "hoe_evalueren", "geplande_evaluatie"):
        assert draft.answers[name] == theirs[name]
    first = draft.answers["doelen"][0]
    assert (first["id"], first["tekst"]) == ("D1", theirs["doelen/D1/tekst"])
    assert first["trekker"] == here.case.ids["younes"]
    assert "versienummer" not in draft.answers
    for key, status in (("younes", 200), ("an", 200), ("saskia", 404), ("floor", 404), ("mo", 404)):
        found = kept.of_dossier(here.platform.db, here.case.id)[0]
        here.at(key).get(f"/overnemen/{found.id}", status=status)
        raw = here.at(key).raw(f"/overnemen/{found.id}/bestand")
        assert (raw.status_code, raw.get_data() == content) == (status, status == 200)
    assert "Doelstellingen en afspraken (D2)" in here.at("an").get(f"/dossiers/{here.case.id}").text
    assert "Ontvangen van elders" not in here.at("saskia").get(f"/dossiers/{here.case.id}").text


def test_what_is_confirmed_is_what_was_shown(here, there):
    who, db = here.world.who("younes"), here.platform.db
    received = receiving.look(here.platform, who, there["D2", "N"], "D2.docx")
    person = here.at("younes")
    page = person.get(f"/overnemen/{received.id}?dossier={here.case.id}")
    shown = received_preview.preview(here.platform, who, received, here.file)
    record = records.begin(here.platform, who, here.file, "doelen")
    records.save(here.platform, who, here.file, record, {**record.answers, "plaats_overleg": "Elders"}, record.revision)
    with pytest.raises(Stale):
        taking_over.take(here.platform, who, shown, taking_over.Choices(received.sha256, shown.seen))
    again = page.click(TAKE, status=409)
    assert "Er veranderde intussen iets." in again.text
    assert again.all("//td[.='Elders']"), "the answer that was written meanwhile stands on the page"
    assert [one.id for one in kept.waiting_for(db, who.organisation.id)] == [received.id]
    assert not [one for one in events.of_dossier(db, here.case.id) if one.type == "record.received"]
    again.fill({"bestaand": "vervang"}).click(TAKE)
    (draft,) = here.drafts("doelen")
    assert draft.answers["plaats_overleg"] == leaves(there["D2", "N"])["plaats_overleg"]
    with pytest.raises(taking_over.NotAsShown):
        taking_over.take(here.platform, who, shown, taking_over.Choices(received.sha256, shown.seen))


def test_what_no_draft_can_hold_is_kept_to_be_read(here, there):
    """The indicatiestelling of this dossier is signed, and a provider does not write one."""
    younes = here.at("younes")
    page = here.upload(younes, there["D1", "N"], to=here.case.id)
    assert "Dit formulier vult uw organisatie niet in." in page.text
    assert "Werkt nauwkeurig met hout." in page.text
    page = page.click("Bewaar in dossier Kobe V.")
    assert "Ontvangen op maandag 14 september 2026" in page.text
    assert "Werkt nauwkeurig met hout." in page.text
    an = here.at("an")
    page = here.upload(an, there["D1", "C"], to=here.case.id)
    assert "Van dit formulier ligt hier al een tekst vast." not in page.text
    assert "Dit formulier hoort bij een andere stap van het traject." in page.text
    assert "Een ander exemplaar van deze tekst staat al in dit dossier." in page.text
    page = here.upload(an, there["D2", "C"], name="x", to=here.case.id)
    page.click("Bewaar in dossier Kobe V.")
    assert not here.drafts("doelen")
    lines = [one.filename for one in kept.of_dossier(here.platform.db, here.case.id)]
    assert lines == ["D1.docx", "ontvangen.docx"]
    told = {key: here.at(key).get(f"/dossiers/{here.case.id}").text for key in ("an", "younes")}
    own, of_clb = (f"Document van elders opgenomen: {what}" for what in ("de indicatiestelling", "de doelen"))
    assert (own in told["an"], of_clb in told["an"]) == (True, True)
    assert (own in told["younes"], of_clb in told["younes"]) == (True, False)
    page = here.upload(younes, there["D2", "N"], to=here.case.id)
    assert "Een ander exemplaar van deze tekst" not in page.text
    trusted.distrust(here.platform, own_key().sha256)
    url = f"/overnemen/{kept.of_dossier(here.platform.db, here.case.id)[0].id}"
    page = an.get(url)
    assert "We lezen dit document niet meer" in page.text
    assert "Werkt nauwkeurig" not in page.text


def test_who_may_and_for_how_long(here, there):
    saskia = here.at("saskia")
    saskia.get("/overnemen", status=403)
    saskia.upload("/overnemen", {}, {"bestand": ("D1.docx", there["D1", "C"])}, 403)
    assert here.count() == 0
    floor = here.at("floor")
    url = here.upload(floor, there["D1", "C"]).path
    for key in ("an", "younes", "saskia"):
        other = here.at(key)
        other.get(url, status=404)
        other.post(url, {"naar": "nieuw"}, status=404)
        other.post(f"{url}/weg", status=404)
        assert other.raw(f"{url}/bestand").status_code == 404
    floor.get(f"{url}?dossier={here.case.id}", status=404)
    younes = here.at("younes")
    page = here.upload(younes, there["D1", "N"])
    younes.post(page.path, {"naar": "nieuw"}, status=403)
    assert "Nog te bevestigen" in floor.get("/overnemen").text
    here.world.clock.wait(days=6)
    assert receiving.waiting(here.platform, here.world.who("floor"))
    here.world.clock.wait(days=2)
    assert not receiving.waiting(here.platform, here.world.who("floor"))
    assert here.count() == 0
    page = here.upload(here.at("floor"), there["D1", "C"])
    page.click("Verwijder dit bestand")
    assert here.count() == 0


def _another(content: bytes) -> bytes:
    return seal(without_seal(content), replace(other_key(), chain=own_key().chain), Clock()(), "")


def _no_record(content: bytes) -> bytes:
    parts = read_package(without_seal(content))
    return seal(
        write_package({n: d.replace(RECORD.encode(), b"urn:x") for n, d in parts.items()}), own_key(), Clock()(), ""
    )


REFUSED: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "altered text": (with_other_text, "altered"),
    "something behind it": (lambda content: content + b"x", "altered"),
    "its seal taken off": (without_seal, "no-seal"),
    "sealed with our name by somebody else": (_another, "altered"),
    "no record": (_no_record, "no-record"),
    "a crowd": (
        lambda content: with_leaves(
            content, **{f"persoon__{nr}": {"naam": f"A {nr}", "rol": "Ouder"} for nr in range(200)}
        ),
        "no-record",
    ),
    "no Word file": (lambda _: b"%PDF-1.7", "other-file"),
    "nothing": (lambda _: b"", "no-file"),
    "too large": (lambda _: b"x" * 9_000_001, "too-large"),
    "a newer type": (lambda content: with_head(content, type_version=2), "newer"),
    "a newer payload": (lambda content: with_head(content, schema=5), "newer"),
    "another type": (lambda content: with_head(content, type="rapport"), "unknown-type"),
    "a type that is a list": (lambda content: with_head(content, type=["doelen"]), "no-record"),
    "a version that is none": (lambda content: with_head(content, version=True), "no-record"),
    "a time that is none": (lambda content: with_head(content, frozen_at="<b>"), "no-record"),
}


def test_what_is_not_sound_is_refused(here, there):
    content = there["D1", "C"]
    assert read(here.platform, packed_anew(content)).origin == NAME, "another zip of the same parts is the same text"
    for name, (change, code) in REFUSED.items():
        with pytest.raises(NotTaken) as refused:
            read(here.platform, change(content))
        assert refused.value.code == code, name
    other_root = forged(content, lambda record, _told, _head: record.set("code", "D1"))
    parts = read_package(without_seal(other_root))
    item = next(name for name in parts if RECORD.encode() in parts[name] and name.endswith("1.xml"))
    broken = parts | {item: re.sub(rb'root="[0-9a-f]{64}"', b'root="' + b"0" * 64 + b'"', parts[item])}
    with pytest.raises(NotTaken) as refused:
        read(here.platform, seal(write_package(broken), own_key(), Clock()(), ""))
    assert refused.value.code == "altered"
    page = here.upload(here.at("floor"), with_other_text(content), status=422)
    assert page.errors == [("bestand", str(NotTaken("altered")))]
    assert here.count() == 0


def test_hostile_values_come_to_a_page_and_not_into_a_draft(here, there):
    hostile = {
        "studievorm": "universiteit",
        "redenen": ["pedagogisch", "geheim"],
        "problematische_afwezigheden": 10**9,
        "krachten": "bel \x07 en \ud83d",
        "noden": "x" * 200_000,
        "visie_school": ["<script>alert(1)</script>"],
        "school_geraadpleegd_op": "2026-13-45",
        "leerling_gehoord": "ja",
        "leerlingen": ["L1", "L1", "L999999", {"id": "L2"}],
        "leerlingen__L1__leerling": {"naam": "x"},
        "ouders": "iedereen",
        "zelf_bedacht": {"{{ 7*7 }}": [1, None]},
        "persoon__x": ["geen", "persoon"],
        "persoon__y": {"naam": "\x1b[31mRood\u202e", "rol": "Ouder", "functie": 3},
        "organisatie__z": "geen",
        "deelnemer__leerlingen": {"a": 1},
        "dossier__nummer": "<b>1</b>",
    }
    content = with_leaves(there["D1", "C"], **hostile)
    page = here.upload(here.at("floor"), content)
    for words in ("Wat we hier niet kennen (1)", "zelf_bedacht", elsewhere.GONE, elsewhere.NO_FIT, "universiteit"):
        assert words in page.text, words
    assert "\x1b" not in page.text
    assert len(page.text) < 60_000
    page.click(TAKE)
    (draft,) = here.drafts("indicatiestelling")
    file = file_of(here.platform, here.world.who("floor"), draft.dossier_id)
    seen = records.draft(here.platform, here.world.who("floor"), file, draft)
    assert not [one for one in seen.faults() if not one.missing and one.path != "instemmingen"]
    named = {name.replace("__", "/") for name in hostile}
    (receipt,) = kept.of_record(here.platform.db, draft.id)
    assert receipt.taken["paths"]
    assert not named & set(receipt.taken["paths"])
    assert draft.answers["hulpvraag_leerling"] == leaves(there["D1", "C"])["hulpvraag_leerling"]
    assert not events.audit(here.platform.db, []).broken


def test_the_command_shows_asks_and_does_the_same(here, there, tmp_path):
    flask, file = here.app.test_cli_runner(), tmp_path / "D1.docx"
    file.write_bytes(there["D1", "C"])
    floor = here.world.who("floor").account.email

    def run(*args: str, said: str = "") -> tuple[int, str]:
        done = flask.invoke(args=["import-record", str(file), *args], input=said)
        return done.exit_code, done.output

    assert run("--as", floor)[0] == 2
    assert run("--as", "niemand@x.example", "--new")[0] == 1
    assert run("--as", here.world.who("saskia").account.email, "--new")[0] == 1
    assert run("--as", floor, "--dossier", "NAFT-2026-00001", "--yes")[0] == 1, "a dossier of another CLB"
    code, text = run("--as", floor, "--new", said="n\n")
    assert (code, here.count(), here.drafts("indicatiestelling")) == (1, 0, [])
    for words in (
        f"From: {NAME}",
        "+ Wat dreigt er: Schooluitval",
        "@ Ilse De Cock, ouder: is added",
        "still to answer",
    ):
        assert words in text
    assert SECRET not in text
    code, text = run("--as", floor, "--new", "--yes")
    (draft,) = here.drafts("indicatiestelling")
    (receipt,) = kept.of_record(here.platform.db, draft.id)
    assert code == 0
    assert f"{len(receipt.taken['paths'])} answers taken over." in text
    assert run("--as", floor, "--new", "--yes")[0] == 1, "the same file twice"
    file.write_bytes(there["D2", "N"])
    younes = here.world.who("younes").account.email
    assert (run("--as", younes, "--new")[0], here.count()) == (1, 1), "what may not be done leaves nothing to wait"
    code, text = run("--as", younes, "--dossier", "NAFT-2026-00001", "--keep-only", "--yes")
    assert (code, text.splitlines()[-1]) == (0, "NAFT-2026-00001: kept in the dossier.")
    file.write_bytes(with_other_text(there["D2", "N"]))
    code, text = run("--as", younes, "--dossier", "NAFT-2026-00001", "--yes")
    assert (code, "it was altered after it was sealed" in text) == (1, True)


def test_who_is_not_to_be_added_is_left_out(here, there):
    page = here.upload(here.at("floor"), there["D1", "C"])
    people = {one.get("value"): one for one in page.all("//input[@name='mens']")}
    assert len(people) == 3, "both parents and the head of the school; the CLB worker of elsewhere never"
    page.fill({"mens": []}).click(TAKE)
    (draft,) = here.drafts("indicatiestelling")
    file = file_of(here.platform, here.world.who("floor"), draft.dossier_id)
    assert sorted(one.rol for one in file.parties) == ["clb", "leerling"]
    assert "ouders" not in draft.answers
