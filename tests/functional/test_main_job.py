"""The main job from the first page to the signed Word files, each step on its own day, by whoever takes it."""

from __future__ import annotations

import hashlib
import io
import zipfile
from dataclasses import replace
from typing import Any

import pytest
from lxml import etree

from forms import RECORD_TYPES
from rules.states import State
from store import documents, organisations, records
from tests.pages import Page, Person
from tests.wizard import fill_record, sign_at_table, sign_in_account
from tests.world import Case, World, engagements, evaluation, follow_up, goals, indication, the_end

LETTERS = {"an": "CSLO", "younes": "NLO", "saskia": "S"}
"""Who fetches whose copies."""


class Job:
    """Kobe's dossier as it is worked in by An (CLB), Younes (NAFT) and Saskia (school), each at an own browser."""

    def __init__(self, world: World, signed_in) -> None:
        self.world = world
        self.an, self.younes, self.saskia = signed_in("an"), signed_in("younes"), signed_in("saskia")
        self.case = Case(world, clb="an", naft="younes", school="sluis")

    def open(self) -> None:
        """An opens the dossier and says who takes part."""
        page = self.an.get("/werklijst").click("Open een dossier")
        page.fill({"leerlingen-L1-voornaam": "Kobe", "leerlingen-L1-familienaam": "Vermeulen"})
        page = page.click("Open het dossier")
        assert page.h1 == "Kobe V."
        self.case.id = page.path.rpartition("/")[2]
        page = page.click("Voeg iemand toe")
        page.fill({"rol": "ouder", "voornaam": "Ilse", "familienaam": "De Cock", "gezag": "ja_samen"})
        page = page.fill({"ontvangt_documenten": "ja", "taal": "nl", "tolk": "nee"}).click("Voeg toe")
        assert "Ilse De Cock" in page.text
        self._saskia_comes_along(page)

    def _saskia_comes_along(self, page: Page) -> None:
        """Once the indicatiestelling names her school, she can be chosen among those who work there."""
        step = page.click("Beginnen").click("School").fill({"school": self.world.id("sluis")})
        page = step.click("Bewaren en later verder").click("Voeg iemand toe")
        page.fill({"rol": "directie", "account_id": self.world.who("saskia").account.id})
        page = page.click("Voeg toe")
        assert "Saskia van der Meersch" in page.text
        self.case.ids["saskia"] = self.case.first("directie")

    def record(self, person: Person, slug: str, answers: dict[str, Any]) -> str:
        """Fill in a record page by page and freeze it; gives the id of the version."""
        page = person.post(f"/dossiers/{self.case.id}/formulieren/{slug}")
        page = fill_record(page, RECORD_TYPES[slug], answers).click("Leg deze tekst vast")
        assert page.h1 == "Ondertekenen"
        return page.path.split("/")[2]

    def all_sign(self, version: str, *people: tuple[Person, str], table: Person) -> None:
        """Professionals in their own accounts, pupil and parent on the device at the table."""
        for person, name in people:
            sign_in_account(person, version, name)
        for name in ("Kobe Vermeulen", "Ilse De Cock"):
            sign_at_table(table, version, name)

    def everybody(self, version: str) -> None:
        """All five."""
        head = (self.saskia, "Saskia van der Meersch")
        self.all_sign(version, (self.younes, "Younes Amrani"), (self.an, "An Peeters"), head, table=self.an)

    def state(self) -> State:
        """Where the trajectory stands."""
        return self.case.file.state


@pytest.fixture
def job(world, signed_in):
    made = Job(world, signed_in)
    made.open()
    return made


def test_five_people_bring_a_trajectory_from_the_first_question_to_the_last_signed_document(job, clock):
    case = job.case
    version = job.record(job.an, "indicatiestelling", indication(case))
    job.all_sign(version, (job.an, "An Peeters"), table=job.an)
    page = job.an.get(f"/dossiers/{case.id}").click("Aanmelden bij NAFT").click("Aanmelden bij NAFT")
    assert job.state() is State.AANGEMELD
    assert "Aangemeld bij NAFT" in page.text

    page = job.younes.get("/werklijst").click("Beslis over de aanmelding").click("Aanvaarden")
    page.fill({"naft_begeleider": f"account:{job.world.who('younes').account.id}"})
    page.fill({"eerste_tafel_op": ["18", "9", "2026", "14.00"], "eerste_tafel_plaats": "Op school"})
    page.fill({"eerste_tafel_door": "clb"}).click("Aanvaarden")
    assert job.state() is State.AANVAARD

    clock.go("2026-09-21")
    job.younes, job.an, job.saskia = (_back(one) for one in (job.younes, job.an, job.saskia))
    job.everybody(job.record(job.younes, "doelen", goals(case)))
    assert job.state() is State.TER_ONDERTEKENING
    page = job.younes.get(f"/dossiers/{case.id}").click("Starten").click("Starten")
    assert job.state() is State.LOPEND
    assert "Ten laatste zaterdag 21 november 2026, nog 61 dagen" in page.text
    assert "De laatste dag is een zaterdag: plan vroeger, ten laatste vrijdag 20 november 2026." in page.text
    assert case.file.trajectory.due_date == "2026-11-21"

    clock.go("2026-11-18")
    job.younes, job.an, job.saskia = (_back(one) for one in (job.younes, job.an, job.saskia))
    assert "nog 3 dagen, ten laatste 21 november" in job.younes.get("/werklijst").text
    job.everybody(job.record(job.younes, "evaluatie", _filled(case, "evaluatie", evaluation(case))))
    assert case.file.trajectory.due_date == "2027-01-18"

    clock.go("2027-01-15")
    job.younes, job.an, job.saskia = (_back(one) for one in (job.younes, job.an, job.saskia))
    last = evaluation(case) | the_end(case)
    job.everybody(job.record(job.younes, "evaluatie", _filled(case, "evaluatie", last)))
    assert job.state() is State.AFGEROND

    version = job.record(job.an, "engagementen", engagements(case))
    assert job.state() is State.NAZORG
    job.everybody(version)
    clock.go("2027-03-15")
    job.younes, job.an, job.saskia = (_back(one) for one in (job.younes, job.an, job.saskia))
    job.everybody(job.record(job.an, "engagementen", _answers(case, "engagementen") | follow_up(case)))
    job.an.get(f"/dossiers/{case.id}").click("Afsluiten").click("Afsluiten")
    assert job.state() is State.AFGESLOTEN

    _everybody_downloads_the_stored_bytes(job)


def _back(person: Person) -> Person:
    """Weeks later one signs in again."""
    fresh = Person(person.app, person.email)
    fresh.sign_in()
    return fresh


def _answers(case: Case, slug: str) -> dict[str, Any]:
    return records.records_of(case.platform.db, case.file.trajectory.id, type=slug)[-1].answers


def _filled(case: Case, slug: str, answers: dict[str, Any]) -> dict[str, Any]:
    """With our answers at each goal and agreement that is looked back on."""
    doelen = _answers(case, "doelen")
    mine = dict(answers)
    for name, source in (("doelresultaten", "doelen"), ("afspraken_nagekomen", "afspraken")):
        mine[name] = [{**answers[name][0], "id": item["id"]} for item in doelen[source]]
    return mine


def _everybody_downloads_the_stored_bytes(job: Job) -> None:
    stored = {one.id: one for one in documents.documents_of(job.world.platform.db, job.case.id)}
    assert {(one.code, one.reader) for one in stored.values()} == {
        *(("D1", reader) for reader in "CN"),
        ("D1S", "S"),
        *((code, reader) for code in ("D1L", "D2L", "D3L", "D4L") for reader in "LO"),
        *((code, reader) for code in ("D2", "D3", "D4") for reader in "CNSLO"),
    }
    for key, letters in LETTERS.items():
        person: Person = getattr(job, key)
        page = person.get(f"/dossiers/{job.case.id}")
        links = page.all("//a[contains(@href, '/documenten/')]/@href")
        assert len(links) == sum(one.reader in letters for one in stored.values())
        for link in links:
            document = stored[link.rpartition("/")[2]]
            content = person.download(link)
            assert hashlib.sha256(content).hexdigest() == document.sha256
            assert document.filename.isascii()
            _is_signed_by_all_who_were_asked(content, document.code)
        for letter in letters:
            _is_all_of_one_reader(person.download(f"/dossiers/{job.case.id}/documenten.zip?lezer={letter}"), stored)


def _is_signed_by_all_who_were_asked(content: bytes, code: str) -> None:
    text = words_of(content)
    asked = {"D1": ("An Peeters",), "D1S": (), "D1L": ()}.get(code, ("An Peeters", "Saskia van der Meersch"))
    for name in (*asked, *(("Younes Amrani",) if code in ("D2", "D3") else ())):
        assert name in text
    assert "Kobe Vermeulen" in text


def _is_all_of_one_reader(content: bytes, stored: dict[str, Any]) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = [name for name in archive.namelist() if name.startswith("documenten/")]
        found = {hashlib.sha256(archive.read(name)).hexdigest() for name in names}
    readers = {one.reader for one in stored.values() if one.sha256 in found}
    assert len(readers) == 1
    assert found == {one.sha256 for one in stored.values() if one.reader in readers}


def words_of(docx: bytes) -> str:
    """The text of a Word file, a paragraph a line."""
    paragraph, run = (f"{{http://schemas.openxmlformats.org/wordprocessingml/2006/main}}{tag}" for tag in ("p", "t"))
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        tree = etree.fromstring(archive.read("word/document.xml"))
    return "\n".join("".join(node.text or "" for node in one.iter(run)) for one in tree.iter(paragraph))


def test_names_of_every_script_come_whole_into_documents_with_plain_file_names(world, clock, signed_in):
    clock.go("2026-12-14")
    for _ in range(11):
        Case(world, clb="floor", naft="younes", school="sluis").open("leerling", {"een": "Een Ander"})
    sluis = world.organisations["sluis"]
    organisations.save(world.platform.db, replace(sluis, schoolsoorten=("leertijd",)))
    case = Case(world, clb="floor", naft="younes", school="sluis")
    case.open("leerling", {"yusuf": "Yūsuf Ben-Saïd محمد بن سعيد"})
    for key, name, rol in (
        ("vader", "Saïd Ben-Saïd سعيد بن سعيد", "ouder"),
        ("moeder", "Zoé-Aïcha N'Diaye", "ouder"),
        ("oom", "Sukarno", "ander"),
    ):
        case.join(key, name, rol)
    case.join("hoofd", "María García Ñúñez", "directie", "sluis")
    case.refer(studievorm="leertijd")
    case.accept()
    clock.go("2026-12-31")
    case.start(ondertekenaars=[case.ids["oom"]])
    assert case.file.dossier.number == "NAFT-2026-00012"
    assert case.file.trajectory.due_date == "2027-02-28"

    floor = signed_in("floor")
    page = floor.get(f"/dossiers/{case.id}")
    links = {a.get("download"): a.get("href") for a in page.all("//a[@download]")}
    assert "NAFT-2026-00012_D2_v1_leerling.docx" in links
    assert all(name.isascii() for name in links)
    answer = floor.raw(links["NAFT-2026-00012_D2_v1_leerling.docx"])
    expected = 'attachment; filename="NAFT-2026-00012_D2_v1_leerling.docx"'
    assert answer.headers["Content-Disposition"] == expected
    text = words_of(answer.get_data())
    for name in ("Yūsuf Ben-Saïd محمد بن سعيد", "Saïd Ben-Saïd سعيد بن سعيد", "Zoé-Aïcha N'Diaye", "Sukarno"):
        assert name in text
        assert name in page.text
    assert "María García Ñúñez" in text
    assert "Floor ’t Kindt" in text


def test_a_trajectory_does_not_start_before_everybody_who_must_agree_has(kobe, signed_in):
    """T10, BR-30."""
    kobe.refer()
    kobe.accept()
    version = kobe.agree()
    kobe.sign(version, but=("kobe",))
    younes = signed_in("younes")
    page = younes.get(f"/dossiers/{kobe.id}")
    assert not page.offers("Starten")
    assert "Wacht tot iedereen van wie het akkoord nodig is, getekend heeft." in page.text
    page = younes.get(f"/dossiers/{kobe.id}/acties/starten").click("Starten", status=409)
    assert "Wacht tot iedereen" in page.text
    assert str(kobe.file.state) == "ter_ondertekening"
    sign_at_table(younes, version.id, "Kobe Vermeulen")
    younes.get(f"/dossiers/{kobe.id}").click("Starten").click("Starten")
    assert str(kobe.file.state) == "lopend"
