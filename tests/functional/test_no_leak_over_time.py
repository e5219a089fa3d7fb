"""BR-54 as time goes by: a consent taken back, an 18th birthday, another provider, somebody the school never met."""

from __future__ import annotations

import io
import zipfile

import pytest

from rules.states import Event
from services import access, consent_register, terminal
from services import records as drafts
from services.platform import NotAllowed
from store import documents, received, records
from tests.world import engagements, evaluation, goals, indication, the_end

PUPIL, NOTE, LATER = "GEHEIM-VAN-DE-LEERLING", "GEHEIM-VAN-NAFT", "GEHEIM-VAN-LATER"


@pytest.fixture
def moved(kobe, clock):
    """Handed over from vzw Kantelpunt to vzw De Overkant, which goes on with it."""
    kobe.refer()
    kobe.accept()
    clock.go("2026-09-21")
    kobe.start()
    clock.go("2026-11-15")
    kobe.finish(besluit_traject="overdragen", reden_einde="andere_aanbieder")
    other = kobe.world.id("overkant")
    kobe.consent("an", "kobe", "delen_naft", aan_aanbieder=other)
    clock.wait(minutes=1)
    kobe.do("an", Event.OVERDRAGEN, aanbieder=other, reden="Dichter bij huis.")
    kobe.do("younes", Event.OVERDRAGEN, aanbieder=other, reden="Dichter bij huis.")
    clock.go("2026-11-20")
    account = kobe.world.who("mo").account.id
    asked = {"eerste_tafel_op": "2026-11-20T14:00", "eerste_tafel_plaats": LATER, "eerste_tafel_door": "clb"}
    kobe.do("mo", Event.AANVAARDEN, naft_begeleider=f"account:{account}", **asked)
    kobe.join("oom", f"Oom {LATER}", "plusouder")
    kobe.consent("mo", "kobe", "delen_derde", derde=LATER)
    return kobe


def words(person, *addresses: str) -> str:
    """What these pages say, markup and all."""
    answers = [person.raw(one, follow_redirects=True) for one in addresses]
    assert not [one for one in answers if one.request.path == "/inloggen"]
    return "\n".join(one.get_data(as_text=True) for one in answers)


def pages(case) -> list[str]:
    """The dossier, and each of its records, drafts and versions."""
    found = [f"/dossiers/{case.id}"]
    for trajectory in case.file.trajectories:
        for record in records.records_of(case.platform.db, trajectory.id):
            found += [f"/formulieren/{record.id}/nakijken", f"/formulieren/{record.id}"]
            rows = case.platform.db.rows("SELECT id FROM version WHERE record_id = ?", (record.id,))
            found += [f"/versies/{row['id']}{page}" for row in rows for page in ("", "/ronde", "/vergelijken")]
    return found


def test_the_next_provider_reads_no_internal_note_of_the_one_before(moved, signed_in):
    """T15: what is handed over is what everybody signed, not what NAFT wrote for itself."""
    assert NOTE in words(signed_in("younes"), *pages(moved))
    mo = signed_in("mo")
    assert "Gelukt." in words(mo, *pages(moved))
    assert NOTE not in words(mo, *pages(moved))
    draft = records.records_of(moved.platform.db, moved.file.trajectories[0].id, type="evaluatie")[-1]
    mo.get(f"/formulieren/{draft.id}/nakijken", status=404)


def test_the_provider_before_sees_nothing_of_what_came_after_and_changes_nothing(moved, signed_in):
    younes, db = signed_in("younes"), moved.platform.db
    assert LATER in words(signed_in("mo"), f"/dossiers/{moved.id}")
    before = db.rows("SELECT count(*) AS n FROM consent UNION ALL SELECT count(*) FROM party")
    assert LATER not in words(younes, *pages(moved))
    assert "Mo Claes" not in words(younes, f"/dossiers/{moved.id}")
    for page in ("instemmingen", "partijen/nieuw", f"partijen/{moved.ids['kobe']}"):
        younes.get(f"/dossiers/{moved.id}/{page}", status=403)
    younes.post(f"/dossiers/{moved.id}/partijen/{moved.ids['oom']}/weg", status=404)
    with pytest.raises(NotAllowed):
        moved_file = access.record_of(moved.platform, moved.world.who("younes"), _old(moved))[0]
        consent_register.record(moved.platform, moved.world.who("younes"), moved_file, {"waarvoor": "hulp"})
    assert db.rows("SELECT count(*) AS n FROM consent UNION ALL SELECT count(*) FROM party") == before


def _old(case) -> str:
    return records.records_of(case.platform.db, case.file.trajectories[0].id, type="doelen")[-1].id


def test_the_consents_of_the_day_of_freezing_decide(kobe, clock, signed_in):
    """A yes taken back later changes the next version, not the one that was signed."""
    kobe.refer()
    kobe.accept()
    clock.go("2026-09-21")
    first = kobe.start()
    today = clock.day.isoformat()
    kobe.consent("an", "kobe", "delen_school", ingetrokken_op=today)
    clock.go("2026-11-15")
    kobe.evaluate(
        besluit_traject="bijsturen",
        doelresultaten=[
            {
                "id": "*",
                "resultaat": "in_uitvoering",
                "zicht_naft": "Goed.",
                "besluit": "bijsturen",
                "nieuwe_formulering": "Twee keer per week een gesprek met de klastitularis.",
            }
        ],
    )
    answers = goals(kobe) | {"reden_versie": "bijsturing", "startdatum": "2026-09-21"}
    second = kobe.sign(kobe.freeze("younes", kobe.write("younes", "doelen", answers)))
    saskia = signed_in("saskia")
    assert PUPIL in words(saskia, f"/versies/{first.id}")
    assert PUPIL not in words(saskia, f"/versies/{second.id}")
    held = {one.version_id: documents.content(kobe.platform.db, one.id) or b"" for one in kobe.documents("saskia")}
    assert PUPIL in _everything(held[first.id])
    assert PUPIL not in _everything(held[second.id])


def _everything(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return "\n".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())


def test_from_the_18th_birthday_nothing_for_the_parents_leaves_the_house(kobe, clock, tmp_path):
    """BR-22: not by the pages, not by the command; with a new yes of the pupil again."""
    item = indication(kobe)["leerlingen"][0] | {"geboortedatum": "2008-10-01"}
    consents = [one for one in indication(kobe)["instemmingen"] if one["waarvoor"] != "delen_ouders"]
    kobe.refer(leerlingen=[item], instemmingen=consents)

    def of_parents(folder: str) -> tuple[int, int]:
        listed = [one for one in kobe.documents() if one.reader == "O"]
        number = kobe.file.dossier.number
        return len(listed), len(terminal.write_documents(kobe.platform, number, "ouders", tmp_path / folder))

    assert of_parents("17") == (1, 1)
    clock.go("2026-10-01")
    assert of_parents("18") == (0, 0)
    kobe.consent("an", "kobe", "delen_ouders")
    assert of_parents("ja") == (1, 1)


def test_the_school_learns_of_who_stands_beside_the_pupil_at_the_table_alone(kobe, clock, signed_in):
    kobe.join("truus", "Truus Maes", "vertrouwenspersoon")
    kobe.join("wout", "Wout Huys", "welzijn")
    kobe.refer(contextpersonen=[kobe.ids["truus"], kobe.ids["wout"]])
    kobe.accept()
    saskia, dossier = signed_in("saskia"), f"/dossiers/{kobe.id}"
    before = words(saskia, dossier)
    assert "Truus" not in before
    assert "Wout" not in before
    assert "Truus Maes" in words(signed_in("an"), dossier)
    there = [one for one in goals(kobe)["aanwezigen"] if one["persoon"] != kobe.ids["truus"]]
    clock.go("2026-09-21")
    kobe.start(aanwezigen=there)
    shown = words(signed_in("saskia"), dossier)
    assert "Wout Huys" in shown
    assert "Truus" not in shown


def test_the_school_finds_whom_it_brought_in_itself(kobe, signed_in):
    kobe.refer()
    saskia = signed_in("saskia")
    page = saskia.get(f"/dossiers/{kobe.id}/partijen/nieuw")
    fields = {"rol": "ander", "voornaam": "Bea", "familienaam": "Buur"}
    assert "Bea Buur" in page.fill(fields).click("Voeg toe").text


def test_the_timeline_of_the_school_is_silent_on_what_it_does_not_read(kobe, clock, signed_in):
    """Who signed or refused the indicatiestelling, a question of NAFT: between the CLB, NAFT and home."""
    version = kobe.freeze("an", kobe.write("an", "indicatiestelling", indication(kobe)))
    kobe.answer(version, kobe.ids["geert"], "geweigerd")
    kobe.sign(version)
    kobe.do("an", Event.AANMELDEN)
    kobe.do("younes", Event.MEER_INFO_VRAGEN, vraag="Wie is er nog bij betrokken?")
    mine, theirs = (words(signed_in(one), f"/dossiers/{kobe.id}") for one in ("an", "saskia"))
    for said in ("Geert Vermeulen tekent de indicatiestelling niet", "NAFT vroeg meer", "Wie is er nog bij betrokken"):
        assert said in mine
        assert said not in theirs
    assert "Aangemeld bij NAFT" in theirs


def test_an_internal_note_stays_out_of_an_evaluation_that_ends_it(kobe, clock):
    """N!: no file of anybody, also not the provider's own."""
    kobe.refer()
    kobe.accept()
    clock.go("2026-09-21")
    kobe.start()
    clock.go("2026-11-15")
    answers = the_end(kobe) | evaluation(kobe, soort="eind", besluit_traject="afronden")
    answers["doelresultaten"] = the_end(kobe)["doelresultaten"]
    kobe.sign(kobe.freeze("younes", kobe.write("younes", "evaluatie", answers)))
    kobe.documents()
    for one in documents.documents_of(kobe.platform.db, kobe.id):
        assert NOTE not in _everything(documents.content(kobe.platform.db, one.id) or b"")


def test_from_where_an_answer_was_taken_over_is_for_who_may_read_that_document(kobe, clock):
    """The school goes on with a draft into which the CLB took answers over (services/receiving.py)."""
    kobe.refer()
    kobe.accept()
    clock.go("2026-09-21")
    kobe.start()
    clock.go("2026-11-15")
    kobe.finish()
    draft, db, at = kobe.write("an", "engagementen", engagements(kobe)), kobe.platform.db, kobe.platform.at()
    by = kobe.world.who("an").id
    one = received.keep(
        db,
        organisation_id=kobe.world.id("brug"),
        type="engagementen",
        code="D4",
        reader="C",
        version=1,
        root="0" * 64,
        certificate="",
        origin="CLB Noord",
        filename="D4.docx",
        sha256="1" * 64,
        content=b"PK",
        by=by,
        at=at,
    )
    received.place(db, one.id, dossier_id=kobe.id, record_id=draft.id, by=by, at=at, taken={"paths": ["gedeeld"]})
    for key, told in (("an", "CLB Noord"), ("saskia", "elders")):
        assert drafts.draft(kobe.platform, kobe.world.who(key), kobe.file, draft).taken == {"gedeeld": told}
