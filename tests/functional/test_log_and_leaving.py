"""Who looked, what the school was told, who leaves a dossier, and who could not be reached: over HTTP."""

from __future__ import annotations

from dataclasses import replace

import pytest

from rules.source import RULES
from services import access_log, administration, links
from services.accounts import token_hash
from services.platform import Settings
from store import access_log as visits
from store import accounts, organisations, wide_acts
from store import links as stored_links
from store.database import Busy
from tests.conftest import serving
from tests.pages import Person
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


def test_parents_of_who_turns_18_in_an_open_round_are_no_longer_asked(app, kobe, world, signed_in):
    """BR-22 and BR-27: the round ends without them, no place at the table opens, and it says why."""
    answers = indication(kobe)
    answers["leerlingen"][0]["geboortedatum"] = "2008-09-20"
    for item in answers["instemmingen"]:
        if item["waarvoor"] == "delen_ouders":
            item["antwoord"] = "nee"
    kobe.refer(leerlingen=answers["leerlingen"], instemmingen=answers["instemmingen"])
    kobe.accept()
    version = kobe.sign(kobe.agree(), but=("ilse", "geert", "kobe"))
    world.clock.go("2026-09-19", "23.50")
    younes, at_home = signed_in("younes"), Person(app)
    at = (world.platform, world.who("younes"), kobe.file, version.id, kobe.ids["ilse"])
    token, code = links.make_qr(*at)
    kept = stored_links.link(world.platform.db, token_hash(token))
    assert kept is not None
    assert kept.expires_at == "2026-09-19T22:00:00Z"  # midnight in Belgium, and not half an hour later
    place = at_home.get(f"/t/{token}").fill({"code": code}).click("Open het document").path
    assert "O" in {one.reader for one in kobe.documents("younes")}
    world.clock.go("2026-09-20", "00.00")
    at_home.get(place, status=410)
    with pytest.raises(links.LinkGone):
        links.require_live(world.platform, token)
    assert "O" not in {one.reader for one in kobe.documents("younes")}
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


def test_a_dossier_goes_to_another_clb_which_sees_all_and_the_first_nothing(kobe, world, signed_in):
    """BR-56: not while a text is signed, not against an objection, and not to itself."""
    kobe.refer()
    kobe.accept()
    version = kobe.agree()
    an, floor = signed_in("an"), signed_in("floor")
    page = an.get(f"/dossiers/{kobe.id}").click("Gaat de leerling naar een ander CLB?")
    asked = {"clb": world.id("kompas"), "verzet": "geen", "reden": "Hij ging naar de Bouwschool."}
    page = page.fill(asked).click("Draag het dossier over", status=422)
    assert "ligt nog een tekst ter ondertekening" in page.text
    kobe.sign(version)
    for wrong in ({"verzet": "wel"}, {"verzet": "nog_niet"}, {"clb": world.id("brug")}, {"reden": ""}):
        page = page.fill({**asked, **wrong}).click("Draag het dossier over", status=422)
    page = page.fill(asked).click("Draag het dossier over")
    assert page.path == "/werklijst"
    assert "Kobe V." not in page.text
    an.get(f"/dossiers/{kobe.id}", status=404)
    an.get(f"/versies/{version.id}", status=404)
    text = floor.get(f"/dossiers/{kobe.id}").text
    assert "Overgedragen aan CLB Kompas" in text
    assert "Gaat de leerling naar een ander CLB?" in text
    assert "Kobe V." in floor.get("/werklijst?van=allen").text
    assert "Kobe V." in signed_in("younes").get("/werklijst").text
    signed_in("younes").get(f"/dossiers/{kobe.id}/ander-clb", status=403)


def test_a_professional_who_leaves_a_dossier_takes_nobodys_access_along(running, world, signed_in):
    """A colleague of the CLB goes, the organisation stays; who goes elsewhere sees nothing here."""
    world.hire("els", "Els Maes", "clb", "brug")
    party = running.invite("els")
    els = signed_in("els")
    signed_in("an").post(f"/dossiers/{running.id}/partijen/{party.id}/weg", {})
    els.get(f"/dossiers/{running.id}")
    moved = replace(world.who("els").account, organisation_id=world.id("kompas"))
    accounts.save(world.platform.db, moved)
    els.get(f"/dossiers/{running.id}", status=404)
    accounts.save(world.platform.db, replace(moved, organisation_id=world.id("brug"), roles=("beheerder",)))
    els.get(f"/dossiers/{running.id}", status=404)
    for page in ("/werklijst?van=allen", "/dossiers", "/handtekeningen"):
        assert "Kobe" not in els.get(page).text


def test_the_log_goes_back_as_far_as_it_goes_and_the_pupil_gets_it_in_own_words(running, world, signed_in):
    """BR-51, BR-52: no page of it is the last one by itself, and the overview names people, not pages."""
    db, an = world.platform.db, signed_in("an")
    told = {"account_id": world.who("younes").id, "organisation_id": world.id("kantelpunt"), "dossier_id": running.id}
    with db.write():
        for nr in range(access_log.PAGE * 2 + 120):
            at = f"2026-09-{15 + nr // 200:02}T08:00:00Z"
            visits.add(db, at=at, **told, what="frozen.read", subject=str(nr), status=200)
        visits.add(db, at="2026-09-18T08:00:00Z", **told, what="party.page", subject="", status=403)
    page, seen = an.get(f"/dossiers/{running.id}/inzage"), 0
    while True:
        seen += len(page.all("//section[@aria-labelledby='bezoeken-titel']//tbody/tr"))
        if not page.offers("Vroegere bezoeken"):
            break
        page = page.click("Vroegere bezoeken")
    assert seen >= access_log.PAGE * 2 + 120
    page = an.get(f"/dossiers/{running.id}/inzage").click("Overzicht voor de leerling")
    assert "Younes Amrani, vzw Kantelpunt las een tekst over jou." in page.text
    assert "probeerde te kijken, en mocht niet" in page.text
    assert "Maandag 14 september" not in page.text
    assert running.id not in page.text
    signed_in("younes").get(f"/dossiers/{running.id}/inzage/leerling", status=403)


def test_searching_lists_exports_and_refusals_are_on_record_without_the_words(running, world, signed_in):
    """BR-52; and never what was searched for."""
    younes = signed_in("younes")
    younes.get("/dossiers?zoek=Vermeulen")
    younes.get("/dossiers?zoek=Vermeulen")
    younes.raw("/cijfers/naadloos-cijfers-2025-2026.csv")
    younes.get("/beheer", status=403)
    younes.get("/vragen/" + "0" * 20, status=404)
    for _ in range(3):
        younes.get("/werklijst")
    lines = wide_acts.of_organisation(world.platform.db, world.id("kantelpunt"))
    found = [(one.what, one.status) for one in reversed(lines)]
    assert found.count(("search.page", 200)) == 2
    assert found.count(("worklist.page", 200)) == 1
    assert {("figures.csv", 200), ("manage.page", 403), ("question.page", 404)} <= set(found)
    assert {one.found for one in lines if one.what == "search.page"} == {1}
    assert "ermeulen" not in str(lines)
    page = _administrator(world, signed_in).get("/beheer").click("Logboek")
    assert "Zocht een dossier" in page.text or "Keek in de lijst van dossiers" in page.text
    assert "Vroeg een pagina die er niet is, of die voor anderen is geweigerd" in page.text
    assert "ermeulen" not in page.text
    younes.get("/beheer/logboek", status=403)


def _administrator(world, signed_in):
    """The coordinator of the provider, who manages its house."""
    world.hire("lieve", "Lieve Segers", "naft_coordinator", "kantelpunt")
    administration.grant(world.platform, world.who("lieve").account.email)
    return signed_in("lieve")


def test_a_file_does_not_leave_without_its_line_in_the_log(running, signed_in, monkeypatch):
    """BR-52: a page is shown and the missing line is an error in the log of the server; a file waits."""
    saskia = signed_in("saskia")
    document = saskia.get(f"/dossiers/{running.id}").all("//a[contains(@href, '/documenten/')]/@href")[0]

    def busy(*_: object, **__: object) -> None:
        raise Busy

    monkeypatch.setattr(access_log, "keep", busy)
    answer = saskia.raw(document)
    assert answer.status_code == 503
    assert answer.get_data()[:2] != b"PK"
    saskia.get(f"/dossiers/{running.id}")
    monkeypatch.undo()
    assert saskia.download(document)[:2] == b"PK"
