"""Who looked, what the school was told, who leaves a dossier, and who could not be reached: over HTTP."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rules.source import RULES
from services.platform import Settings
from store import organisations
from tests.conftest import serving
from tests.world import World, indication


@pytest.fixture
def running(kobe, world):
    """Kobe's trajectory, started on 21 September 2026."""
    kobe.refer()
    kobe.accept()
    world.clock.go("2026-09-21")
    kobe.start()
    return kobe


def test_the_clb_reads_who_looked_and_who_was_refused(running, signed_in):
    """BR-52: every view, download and refusal is logged with user and organisation."""
    saskia, floor = signed_in("saskia"), signed_in("floor")
    page = saskia.get(f"/dossiers/{running.id}")
    document = page.all("//a[contains(@href, '/documenten/')]/@href")[0]
    saskia.raw(document)
    floor.get(f"/dossiers/{running.id}", status=404)
    page = signed_in("an").get(f"/dossiers/{running.id}").click("Wie keek in dit dossier")
    rows = [" ".join("".join(row.itertext()).split()) for row in page.all("//section[2]//tbody/tr")]
    assert any("Saskia van der Meersch" in row and "Haalde een document op" in row for row in rows)
    assert any("Floor" in row and "geweigerd" in row and "CLB Kompas" in row for row in rows)
    assert not any("None" in row for row in rows)


def test_who_looked_is_for_the_clb_and_of_a_provider_its_own_people(running, signed_in):
    """BR-52: a school does not read the log, a provider the part of its own people."""
    signed_in("saskia").get(f"/dossiers/{running.id}/inzage", status=403)
    signed_in("an").get(f"/dossiers/{running.id}")
    younes = signed_in("younes")
    younes.get(f"/dossiers/{running.id}")
    text = younes.get(f"/dossiers/{running.id}").click("Wie keek in dit dossier").text
    assert "Younes Amrani vzw Kantelpunt" in text
    assert "An Peeters CLB De Brug" not in text
    signed_in("floor").get(f"/dossiers/{running.id}/inzage", status=404)


def test_the_clb_shows_what_the_school_was_told_and_when(running, world, signed_in):
    """BR-53: what the school got to read, since when, and when it was fetched."""
    world.clock.go("2026-09-25")
    signed_in("an").get(f"/dossiers/{running.id}")  # whoever looks, the files are there
    saskia = signed_in("saskia")
    notice = saskia.get(f"/dossiers/{running.id}").all("//a[contains(., 'Kennisgeving')]/@href")[0]
    saskia.raw(notice)
    page = signed_in("an").get(f"/dossiers/{running.id}/inzage")
    told = {
        "".join(row.find("th").itertext()): " ".join("".join(row.itertext()).split())
        for row in page.all("//section[1]//tbody/tr")
    }
    assert set(told) == {"Kennisgeving van aanmelding", "Doelstellingen en afspraken"}
    assert "vrijdag 25 september 2026, Saskia van der Meersch" in told["Kennisgeving van aanmelding"]
    assert "nog niet" in told["Doelstellingen en afspraken"]


def test_after_a_change_of_school_the_old_one_sees_nothing_and_the_new_one_only_as_a_party(running, world, signed_in):
    """BR-56: the dossier stays with the CLB; a school sees it as long as somebody of it takes part."""
    dirk, saskia, an = signed_in("dirk"), signed_in("saskia"), signed_in("an")
    dirk.get(f"/dossiers/{running.id}", status=404)
    running.invite("dirk")
    page = dirk.get(f"/dossiers/{running.id}")
    assert "Kobe V." in page.text
    an.get(f"/dossiers/{running.id}/partijen/{running.ids['saskia']}").click("Haal Saskia van der Meersch")
    saskia.get(f"/dossiers/{running.id}", status=404)
    assert "Kobe V." not in saskia.get("/werklijst").text
    page = an.get(f"/dossiers/{running.id}")
    assert "Bouwschool De Dijle" in page.text
    assert "CLB De Brug" in page.text


def test_the_pupil_and_the_last_clb_worker_stay(running, signed_in):
    an = signed_in("an")
    for key in ("kobe", "an"):
        page = an.get(f"/dossiers/{running.id}/partijen/{running.ids[key]}")
        assert "uit het dossier" not in page.text
        an.post(f"/dossiers/{running.id}/partijen/{running.ids[key]}/weg", {}, status=403)
    signed_in("saskia").post(f"/dossiers/{running.id}/partijen/{running.ids['ilse']}/weg", {}, status=404)


def test_somebody_is_out_of_reach_after_two_attempts_on_different_days(kobe, world, signed_in):
    """BR-35: not after one day, not on days before the text, and never who has to agree."""
    kobe.refer()
    kobe.accept()
    version = kobe.sign(kobe.agree(), but=("geert",))
    world.clock.go("2026-09-24")
    geert, younes = kobe.ids["geert"], signed_in("younes")
    page = younes.get(f"/versies/{version.id}/ronde")
    page = page.fill({f"poging-{geert}": ["21/09/2026", "21/09/2026"]}).click("Sluit af zonder", status=422)
    assert "twee keer, op verschillende dagen" in page.text
    assert page.values(f"poging-{geert}") == ["21/09/2026", "21/09/2026"]
    page = page.fill({f"poging-{geert}": ["01/09/2026", "21/09/2026"]}).click("Sluit af zonder", status=422)
    assert "tussen het vastleggen van de tekst en vandaag" in page.text
    page = page.fill({f"poging-{geert}": ["ooit", "21/09/2026"]}).click("Sluit af zonder", status=422)
    assert "Vul een dag in" in page.text
    page.fill({f"poging-{geert}": ["21/09/2026", "23/09/2026"]}).click("Sluit af zonder")
    text = younes.get(f"/versies/{version.id}/ronde").text
    assert "Niet bereikt, na pogingen op maandag 21 september 2026 en woensdag 23 september 2026." in text


def test_where_the_platform_says_so_the_start_waits_for_the_parents(tmp_path, migrated, clock):
    """BR-30, with the setting that makes the parents of a capable minor blocking."""
    with serving(tmp_path, migrated, clock) as app:
        platform = app.extensions["naadloos"]
        strict = type(platform)(platform.db, platform.templates, platform.now, Settings(parents_block=True))
        case = World(strict, clock).fill().kobe()
        case.refer()
        case.accept()
        blocking = {one["party_id"] for one in case.agree().payload["signers"] if one["blocking"]}
        assert {case.ids["ilse"], case.ids["geert"]} <= blocking
        assert RULES["BR-30"].source


def test_a_form_of_help_outside_the_modules_deserves_a_second_look(kobe, world, signed_in):
    """BR-06: a warning that stops nothing; and BR-05 for a pupil of eleven."""
    provider = replace(world.organisations["kantelpunt"], erkende_modules="Begeleiding in groep")
    organisations.save(kobe.platform.db, provider)
    answers = indication(kobe)
    answers["leerlingen"][0] |= {"geboortedatum": "2015-03-01", "bekwaamheid": "niet_bekwaam"}
    record = kobe.write("an", "indicatiestelling", answers)
    page = signed_in("an").get(f"/formulieren/{record.id}/nakijken")
    assert "De gevraagde werkvorm ligt buiten de erkende modules." in page.text
    assert "Een leerling is 11 jaar." in page.text


def test_the_question_about_a_translation_says_that_the_dutch_text_is_signed(kobe, signed_in):
    """BR-55: a translated annex is for information only; what is signed is in Dutch."""
    kobe.interpreter = True
    kobe.join("fatma", "Fatma Öz", "ouder")
    kobe.refer()
    kobe.accept()
    record = kobe.write("younes", "doelen", {})
    text = signed_in("younes").get(f"/formulieren/{record.id}/stap/opvolging").text
    assert "Vertaling - enkel ter informatie" in text
    assert "Ondertekend wordt de Nederlandse tekst." in text


def test_parents_of_who_turns_18_in_an_open_round_are_no_longer_asked(kobe, world, signed_in):
    """BR-22 and BR-27: the round ends without them, no place at the table opens, and it says why."""
    answers = indication(kobe)
    answers["leerlingen"][0]["geboortedatum"] = "2008-09-20"
    for item in answers["instemmingen"]:
        if item["waarvoor"] == "delen_ouders":
            item["antwoord"] = "nee"
    kobe.refer(leerlingen=answers["leerlingen"], instemmingen=answers["instemmingen"])
    kobe.accept()
    version = kobe.sign(kobe.agree(), but=("ilse", "geert", "kobe"))
    world.clock.go("2026-09-20")
    younes = signed_in("younes")
    page = younes.get(f"/versies/{version.id}/ronde")
    assert "Geef door aan Kobe Vermeulen" in page.text
    assert "Geef door aan Ilse De Cock" not in page.text
    younes.post(f"/versies/{version.id}/tafel/{kobe.ids['ilse']}", {}, status=403)
    kobe.answer(version, kobe.ids["kobe"], "akkoord")
    text = younes.get(f"/versies/{version.id}/ronde").text
    assert text.count("de leerling is 18 en beslist alleen") == 2
    assert "Getekend" in text


def test_somebody_around_a_minor_receives_the_documents(kobe, signed_in):
    """BR-23: parents both receive them unless a judgement says no; nobody at all is never right."""
    an = signed_in("an")
    for key in ("ilse", "geert"):
        page = an.get(f"/dossiers/{kobe.id}/partijen/{kobe.ids[key]}")
        page.fill({"ontvangt_documenten": "nee"}).click("Bewaar")
    record = kobe.write("an", "indicatiestelling", indication(kobe))
    page = an.get(f"/formulieren/{record.id}/nakijken").click("Leg deze tekst vast", status=409)
    assert "Minstens één ouder of voogd ontvangt de documenten." in page.text
    assert "Ontvangt geen documenten" in an.get(f"/dossiers/{kobe.id}").text
