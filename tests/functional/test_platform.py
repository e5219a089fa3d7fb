"""Who manages the platform: what that opens and what not, organisations, settings, the list of schools, health."""

from dataclasses import replace
from typing import Any

import pytest

from app import create_app
from services import chain_check, jobs, school_import, settings
from services.job_kinds import KINDS
from services.platform import Platform
from services.school_import import NotAsShown
from services.schools import BadFile, import_schools
from store import accounts, deadlines, dossier_lines, events, organisations
from store.organisation_pages import page as found_page
from tests.unit.services.test_schools import HEADER, REGENBOOG, SLUIS

PAGES = (
    "/platform",
    "/platform/gezondheid",
    "/platform/organisaties",
    "/platform/organisaties/nieuw",
    "/platform/instellingen",
    "/platform/scholen",
)


@pytest.fixture
def bo(world):
    """Who manages the platform, in an organisation that takes part in nothing."""
    world.organise("operator", "andere", "Operator")
    world.hire("bo", "Bo Wouters", "platformbeheerder", "operator")
    return world.who("bo")


@pytest.fixture
def at_platform(bo, signed_in):
    """Bo, signed in."""
    return signed_in("bo")


def a_list(*lines: str) -> bytes:
    """A list of schools as it comes."""
    return "\r".join((HEADER, *lines)).encode("utf-8-sig")


def changes(platform: Platform, subject: str) -> list[tuple[str, dict[str, Any]]]:
    """What the chain tells about something."""
    told = [(one.type, one.data or {}) for one in events.of_subject(platform.db, subject)]
    return [one for one in told if not one[0].startswith("session.")]


def test_the_role_opens_the_platform_and_no_dossier(app, kobe, world, at_platform, signed_in):
    an = signed_in("an")
    assert not an.get("/werklijst").offers("Platform")
    for address in PAGES:
        at_platform.get(address)
        assert "wie het platform beheert" in an.get(address, 403).text
    an.get("/platform/organisaties/" + world.id("sluis"), 403)

    at_platform.get(f"/dossiers/{kobe.id}", 404)
    assert "Kobe" not in at_platform.get("/werklijst").text
    assert "Kobe" not in at_platform.get("/platform").text

    run = app.test_cli_runner().invoke
    email = world.who("an").account.email
    assert "next page" in run(args=["admin", "grant", email, "--platform"]).output
    assert "Was so already." in run(args=["admin", "grant", email, "--platform"]).output
    assert an.get("/platform").h1 == "Platform"
    assert "No administrator" in run(args=["admin", "withdraw", email, "--platform"]).output
    an.get("/platform", 403)
    told = [type for type, _ in changes(kobe.platform, world.who("an").id)]
    assert told == ["platform_administrator.granted", "platform_administrator.withdrawn"]


def test_an_organisation_is_added_changed_and_put_out_of_use(world, at_platform, platform, signed_in):
    page = at_platform.get("/platform/organisaties/nieuw?soort=naft")
    page = page.fill({"soort": "naft", "kbo": "0999000128"}).click("Voeg de organisatie toe", 422)
    assert [name for name, _ in page.errors] == ["naam", "kbo", "erkend"]
    asked = {"naam": "vzw Ölhafen", "kbo": "BE 0999.000.129", "erkend": "ja", "erkend_sinds": ["1", "9", "2019"]}
    page = page.fill(asked | {"erkende_vormen": ["groep"], "erkende_andere": "tuinbouw", "gemeente": "Sint-Gillis"})
    page = page.click("Voeg de organisatie toe")
    made = found_page(platform.db, "olhafen gillis").rows[0]
    assert (made.kbo, made.erkend, made.erkend_sinds) == ("0999000129", True, "2019-09-01")
    assert made.erkende_modules == "Begeleiding in groep, tuinbouw"

    for odd in ("9" * 5000, "²", "-1"):
        assert at_platform.get(f"/platform/organisaties?vanaf={odd}").h1 == at_platform.get("/platform/organisaties").h1
    page = page.click("Wijzig")
    assert page.values("erkende_vormen") == ["groep"]
    assert "soort" not in page.names()
    page.fill({"naam": "vzw Oliehaven"}).click("Bewaar")
    assert changes(platform, made.id)[1:] == [("organisation.changed", {"naam": ["vzw Ölhafen", "vzw Oliehaven"]})]

    younes = signed_in("younes")
    page = at_platform.get(f"/platform/organisaties/{world.id('kantelpunt')}").click("Neem de organisatie uit gebruik")
    assert "Niet meer in gebruik" in page.text
    assert younes.get("/werklijst").path == "/inloggen"
    page.click("Neem weer in gebruik")
    assert younes.get("/werklijst").path == "/werklijst"
    own = at_platform.get(f"/platform/organisaties/{world.id('operator')}")
    assert not own.offers("Neem de organisatie uit gebruik")
    data = {"csrf_token": at_platform.token, "actief": "nee"}
    assert at_platform.raw(f"{own.path}/stand", "POST", data=data).status_code == 409
    assert own.person.get(own.path).text == own.text


def test_a_number_that_another_has_is_said_at_the_field(world, at_platform, platform):
    sluis = replace(world.organisations["sluis"], instellingsnummer="000007")
    organisations.save(platform.db, sluis)
    page = at_platform.get(f"/platform/organisaties/{world.id('dijle')}/wijzig")
    page = page.fill({"instellingsnummer": "7", "net": "go"}).click("Bewaar", 409)
    assert [name for name, _ in page.errors] == ["instellingsnummer"]
    assert "000007" not in at_platform.get(f"/platform/organisaties/{world.id('dijle')}").text


def test_an_organisation_gets_and_loses_an_administrator(world, at_platform, platform):
    page = at_platform.get(f"/platform/organisaties/{world.id('brug')}")
    told = {"voornaam": "An", "familienaam": "Peeters", "functie": "CLB"}
    page = page.fill(told | {"email": world.who("younes").account.email}).click("Maak beheerder", 409)
    assert page.errors[0][0] == "email"
    page = page.fill({"email": world.who("an").account.email.upper()}).click("Maak beheerder")
    assert "An Peeters is nu ook beheerder." in page.text
    page = page.fill(told | {"voornaam": "Nora", "email": "nora@brug.example"}).click("Maak beheerder")
    assert "Koos nog geen wachtwoord" in page.text
    assert "is opnieuw verstuurd" in page.click("Nodig opnieuw uit").text
    assert [one["kind"] for one in platform.db.rows("SELECT kind FROM mail")] == ["uitnodiging_account"] * 2
    assert _roles(platform, "nora@brug.example") == ("beheerder",)
    data = {"csrf_token": at_platform.token, "account": world.who("an").id}
    at_platform.raw(f"{page.path}/beheerder-af", "POST", data=data)
    assert _roles(platform, world.who("an").account.email) == ("clb",)
    data["account"] = world.who("younes").id  # of another organisation: nothing happens
    at_platform.raw(f"{page.path}/beheerder-af", "POST", data=data)
    assert [type for type, _ in changes(platform, world.who("an").id)] == [
        "administrator.granted",
        "administrator.withdrawn",
    ]


def _roles(platform: Platform, email: str) -> tuple[str, ...]:
    found = accounts.account_of_email(platform.db, email)
    return found.roles if found else ()


def test_more_days_to_answer_count_for_what_waits_already(kobe, bo, platform):
    """BR-45: the work list, the reminders and the calendar read the days that were kept."""
    kobe.refer()
    settings.change(platform, bo, settings.answers(platform) | {"answer_days": 10})
    days = {one.kind: one.day for one in deadlines.of_dossier(platform.db, kobe.id)}
    assert days["antwoord"] == "2026-09-28"
    assert "2026-09-28" in {one.day for one in dossier_lines.tasks_of(platform.db, kobe.id)}


def test_a_setting_counts_at_once_everywhere_and_what_was_installed_is_fixed(app, at_platform, platform, clock):
    same = {name: app.config[name] for name in ("INSTANCE", "SEAL", "LOG_LEVEL", "FAULTS", "MAIL_NOW", "JOBS_NOW")}
    other = create_app(same | {"ANSWER_DAYS": "9"}, clock)
    elsewhere = other.extensions["naadloos"]
    page = at_platform.get("/platform/instellingen").fill({"answer_days": "0", "contact_email": "hulp"})
    page = page.click("Bewaar de instellingen", 422)
    assert [name for name, _ in page.errors] == ["answer_days", "contact_email"]
    asked = {"parents_block": "ja", "answer_days": "7", "contact_naam": "Helpdesk", "contact_email": "hulp@x.example"}
    page = page.fill(asked | {"contact_telefoon": "02 123 45 67"}).click("Bewaar de instellingen")

    assert (platform.settings.parents_block, platform.settings.answer_days) == (True, 7)
    assert (elsewhere.settings.parents_block, elsewhere.settings.answer_days) == (True, 9)
    assert changes(platform, "answer_days") == [("setting.changed", {"van": "5", "naar": "7"})]
    assert "Hulp: Helpdesk, hulp@x.example, 02 123 45 67" in page.text

    person = type(at_platform)(other, at_platform.email)
    person.sign_in()
    page = person.get("/platform/instellingen")
    assert "Ingesteld bij de installatie: NAADLOOS_ANSWER_DAYS" in page.text
    assert "answer_days" not in page.names()
    data = {"csrf_token": person.token, "answer_days": "30", "parents_block": "nee"}
    assert person.raw("/platform/instellingen", "POST", data=data).status_code == 302
    assert (elsewhere.settings.parents_block, elsewhere.settings.answer_days) == (False, 9)
    assert platform.settings.answer_days == 7
    elsewhere.db.close()


def test_a_list_is_shown_before_it_is_taken_over_and_taken_once(at_platform, bo, platform, tmp_path):
    (tmp_path / "oud.csv").write_bytes(a_list(SLUIS, SLUIS.replace("999001", "555"), REGENBOOG.replace("039107", "8")))
    import_schools(platform, tmp_path / "oud.csv")
    new = a_list(SLUIS.replace('"Kaaistraat"', '"Nieuwstraat"'), REGENBOOG, SLUIS.replace("999001", "x"))

    at_platform.get("/platform/scholen")
    page = at_platform.upload("/platform/scholen", {}, {"bestand": ("scholen 2026.csv", new)}, 200)
    numbers = [int(one.text_content()) for one in page.all("//dl[contains(@class, 'platform-getallen')]//dd")]
    assert numbers == [1, 1, 0, 2, 1]  # new, changed, unchanged, gone, refused
    assert "Adres: Kaaistraat 1 wordt Nieuwstraat 1" in page.text
    assert found_page(platform.db, "regenboog", "school").total == 1
    seen = page.hidden("gezien")[0]

    before = events.head(platform.db)
    (tmp_path / "tussen.csv").write_bytes(a_list(REGENBOOG))
    import_schools(platform, tmp_path / "tussen.csv")
    page = page.click("Neem de lijst over", 409)
    assert "Er veranderde intussen iets." in page.text
    page = page.fill({"verdwenen": ["1"]}).click("Neem de lijst over")
    assert "De lijst is overgenomen: 0 nieuw, 1 gewijzigd, 2 niet meer in gebruik." in page.text
    assert {one.instellingsnummer for one in organisations.organisations(platform.db, "school")} >= {"999001", "039107"}
    assert not {"000555", "000008"} & {o.instellingsnummer for o in organisations.organisations(platform.db, "school")}
    assert events.head(platform.db).seq == before.seq + 2

    list_id = platform.db.rows("SELECT id FROM school_list")[0]["id"]
    with pytest.raises(NotAsShown):
        school_import.take(platform, bo, list_id, seen=seen, stop_missing=True)
    assert "al overgenomen" in at_platform.get(f"/platform/scholen/{list_id}").text


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "Kies eerst een bestand."),
        ("schoolnummer;naam\r1;É".encode("latin-1"), "geen UTF-8"),
        (b"PK\x03\x04rest", "geen csv-bestand"),
        (b"naam;gemeente\rA;B", "de kolom schoolnummer ontbreekt"),
        (b"schoolnummer;naam\r", "geen enkele school"),
        (b"schoolnummer;naam\r" + b"1;A\r" * 30_001, "meer dan 30000 regels"),
        (b"x" * 8_100_000, "te groot"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_list_is_said_and_nothing_is_kept(bo, platform, content, said):
    with pytest.raises(BadFile, match=said):
        school_import.look(platform, bo, content, "x.csv")
    assert platform.db.rows("SELECT id FROM school_list") == []


def test_all_schools_of_flanders_are_compared_and_kept_in_few_questions(bo, platform, monkeypatch):
    """3,500 lines: a question to the database for each of them would be felt; so none is asked."""
    lines = [SLUIS.replace("999001", str(nr)) for nr in range(1, 3501)]
    asked: list[str] = []
    ask = type(platform.db).rows

    def count(db, sql, values=()):
        asked.append(sql)
        return ask(db, sql, values)

    monkeypatch.setattr(type(platform.db), "rows", count)
    list_id = school_import.look(platform, bo, a_list(*lines), "alle.csv")
    found = school_import.preview(platform, bo, list_id)
    assert (len(found.added), found.refused, len(asked) < 12) == (3500, [], True)


def test_health_says_what_it_sees_and_the_chain_is_checked_behind_the_page(at_platform, bo, platform):
    page = at_platform.get("/platform/gezondheid")
    assert "Er is geen mailserver" in page.text
    assert str(platform.db.path.parent) not in page.response.text
    page.click("Controleer nu")
    assert "De controle is bezig." in at_platform.get("/platform/gezondheid").text
    jobs.work_off(platform, KINDS)
    assert "Alles klopte op 14/09/2026" in at_platform.get("/platform/gezondheid").text

    with platform.db.write():
        events.append(platform.db, type="x", actor="", dossier=None, subject="x", data={}, at=platform.at())
        platform.db.run("DROP TRIGGER event_no_update", {})
        platform.db.run("UPDATE event SET actor = 'ander'", {})
    chain_check.ask(platform, bo)
    jobs.work_off(platform, KINDS)
    assert chain_check.last(platform)[0].status == "mislukt"
    assert "klopt niet meer vanaf nummer 1." in at_platform.get("/platform/gezondheid").text
