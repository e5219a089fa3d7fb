"""What an administrator decides: people and their roles, ending an account, the house style, keeping."""

import re
from dataclasses import replace

import pytest

from services import administration
from services.people import KNOWN_HERE, LAST_ONE, NOT_HERE
from store import accounts, deadlines, events, invitations, mails, organisations, parties, second_factors
from store.deadlines import Deadline
from tests.pages import Page, Person
from tests.world import World

ROOMS = ("manage", "people", "house")
OPEN_TO_ALL = {"house.style", "house.sample"}
"""Tokens of a colour: nothing of anybody."""
NOOR = {"voornaam": "Noor", "familienaam": "El Amrani", "email": "noor@brug.example", "functie": "", "rollen": ["clb"]}


@pytest.fixture
def an(app, world) -> Person:
    """The administrator of CLB De Brug, signed in."""
    return administrator(app, world, "an")


def administrator(app, world: World, key: str) -> Person:
    """Somebody who administers the own organisation, signed in."""
    administration.grant(world.platform, world.who(key).account.email)
    person = Person(app, world.who(key).account.email)
    person.sign_in()
    return person


def kept(world: World, key: str) -> accounts.Account:
    """An account as it is now."""
    found = accounts.account(world.platform.db, world.who(key).id)
    assert found is not None
    return found


def page_of(person: Person, world: World, key: str) -> Page:
    """The page about a colleague."""
    return person.get(f"/beheer/mensen/{world.who(key).id}")


def waiting_for(world: World) -> set[str | None]:
    """The accounts to which mail waits to go."""
    return {one.account_id for one in mails.due(world.platform.db, world.platform.at())}


def line_of(page: Page, name: str) -> str:
    """The line of somebody in the list."""
    (row,) = [one for one in page.all("//tbody/tr") if name in "".join(one.itertext())]
    return " ".join("".join(row.itertext()).split())


def test_only_an_administrator_comes_in_and_only_to_the_own_organisation(app, world, signed_in):
    """Every route of these rooms, GET and POST: the friendly 403 for a colleague, 404 for an account of elsewhere."""
    bart, an = (
        Person(app, world.hire("bart", "Bart Claeys", "clb", "brug").account.email),
        administrator(app, world, "an"),
    )
    bart.sign_in()
    routes = [one for one in app.url_map.iter_rules() if one.endpoint.partition(".")[0] in ROOMS]
    assert len(routes) >= 14
    for rule in routes:
        if rule.endpoint in OPEN_TO_ALL:
            continue
        for method in rule.methods & {"GET", "POST"}:
            own = rule.rule.replace("<string:account_id>", world.who("an").id)
            token = {"csrf_token": bart.token} if method == "POST" else None
            bart.get("/werklijst")
            answer = bart.raw(own, method, data={**token, "csrf_token": bart.token} if token else None)
            assert answer.status_code == 403, f"{method} {rule.rule} is for an administrator alone"
            if "<" in rule.rule:
                an.get("/werklijst")
                for stranger in (world.who("floor").id, "0" * 20):
                    other = rule.rule.replace("<string:account_id>", stranger)
                    answer = an.raw(other, method, data={"csrf_token": an.token} if method == "POST" else None)
                    assert answer.status_code == 404, f"{method} {rule.rule} opens an account of elsewhere"
    assert "Vraag hen om het te doen" in bart.get("/beheer", 403).text
    assert not bart.get("/werklijst").offers("Beheer")
    assert kept(world, "floor").active


def test_the_room_counts_what_there_is(an, world):
    page = an.get("/werklijst").click("Beheer")
    assert "1 account aan het werk" in page.text
    for label in ("Mensen", "Huisstijl", "Sjablonen", "Bewaren", "Tweede stap bij het aanmelden"):
        assert page.offers(label)
    assert page.click("Sjablonen").all("//nav//a[@aria-current='page'][contains(., 'Beheer')]")


def test_inviting_twice_makes_one_account_and_one_mail(an, world):
    page = an.get("/beheer/mensen/nieuw").fill(NOOR)
    page.click("Verstuur de uitnodiging")
    page = page.click("Verstuur de uitnodiging")
    assert line_of(page, "Noor El Amrani") == "Noor El Amrani CLB-medewerker Nog niet Nee Uitgenodigd"
    assert mails.waiting(world.platform.db) == 1
    account = world.account("noor@brug.example")
    assert len(invitations.of_account(world.platform.db, account.id)) == 1
    assert [one.type for one in events.of_subject(world.platform.db, account.id)] == ["account.invited"]


def test_what_is_wrong_is_said_at_the_field_and_what_was_typed_stays(an, world):
    page = an.get("/beheer/mensen/nieuw")
    empty = page.click("Verstuur de uitnodiging", 422)
    assert [field for field, _ in empty.errors] == ["voornaam", "familienaam", "email", "rollen"]
    for email, why in (("an@brug.example", KNOWN_HERE), ("floor@kompas.example", NOT_HERE)):
        page = page.fill({**NOOR, "email": email}).click("Verstuur de uitnodiging", 422)
        assert page.errors == [("email", why)]
        assert page.values("voornaam") == ["Noor"]
        assert page.values("rollen") == ["clb"]
    page = page.fill({**NOOR, "voornaam": "x" * 81}).click("Verstuur de uitnodiging", 422)
    assert [field for field, _ in page.errors] == ["voornaam"]


def test_roles_are_those_of_the_kind_of_organisation(app, an, world):
    offered = {}
    for key in ("an", "younes", "saskia", "karen"):
        if key == "karen":
            world.hire("karen", "Karen Stevens", "pbd", "pbd")
        page = administrator(app, world, key).get("/beheer/mensen/nieuw")
        offered[key] = [one.get("value") for one in page.all("//input[@name='rollen']")]
    assert offered == {
        "an": ["clb", "beheerder"],
        "younes": ["naft_begeleider", "naft_coordinator", "beheerder"],
        "saskia": ["directie", "leerlingbegeleider", "leerkracht", "klastitularis", "leerondersteuner", "beheerder"],
        "karen": ["pbd", "beheerder"],
    }
    page = an.get("/beheer/mensen/nieuw")
    forged = {**NOOR, "rollen": ["clb", "directie", "platformbeheerder"]}
    page.person.post("/beheer/mensen/nieuw", forged)
    assert world.account("noor@brug.example").roles == ("clb",)


def test_changing_roles_counts_from_the_next_page_and_is_told(app, an, world):
    bart = Person(app, world.hire("bart", "Bart Claeys", "clb", "brug").account.email)
    bart.sign_in()
    page = page_of(an, world, "bart").fill({"functie": "Teamleider", "rollen": ["clb", "beheerder"]}).click("Bewaar")
    assert line_of(page, "Bart Claeys").startswith("Bart Claeys Teamleider CLB-medewerker en Beheerder")
    assert bart.get("/beheer").h1 == "Beheer"
    came_in, *told = events.of_subject(world.platform.db, world.who("bart").id)
    assert [one.type for one in (came_in, *told)] == ["session.begun", "account.changed", "administrator.granted"]
    assert told[0].data == {"organisatie": world.id("brug"), "rollen": "beheerder clb"}
    page_of(an, world, "bart").click("Bewaar")
    assert len(events.of_subject(world.platform.db, world.who("bart").id)) == 3, "nothing changed, nothing is told"


def test_managing_the_platform_is_neither_given_nor_taken_here(an, world):
    boss = world.hire("boss", "Bo Baas", "clb", "brug").account
    accounts.save(world.platform.db, replace(boss, roles=("platformbeheerder", "clb")))
    page_of(an, world, "boss").fill({"rollen": ["clb", "beheerder"]}).click("Bewaar")
    assert set(kept(world, "boss").roles) == {"platformbeheerder", "clb", "beheerder"}
    page = page_of(an, world, "boss")
    assert not page.offers("Stop dit account")
    an.post(f"/beheer/mensen/{boss.id}/stoppen", {"reden": "uit_dienst"}, 403)
    assert kept(world, "boss").active


def test_an_organisation_keeps_an_administrator_who_can_sign_in(app, an, world):
    page = page_of(an, world, "an")
    assert "U kunt uw eigen account niet stoppen" in page.text
    page = page.fill({"rollen": ["clb"]}).click("Bewaar", 422)
    assert [field for field, _ in page.errors] == ["rollen"]
    an.post(f"/beheer/mensen/{world.who('an').id}/stoppen", {"reden": "uit_dienst"}, 403)
    world.hire("bart", "Bart Claeys", "clb", "brug")
    bart = administrator(app, world, "bart")
    accounts.set_password(world.platform.db, world.who("bart").id, "")  # invited: cannot sign in
    page = page_of(bart, world, "an")
    assert LAST_ONE in page.text
    page = page.fill({"rollen": ["clb"]}).click("Bewaar", 422)
    assert page.errors == [("rollen", LAST_ONE)]
    bart.post(f"/beheer/mensen/{world.who('an').id}/stoppen", {"reden": "uit_dienst"}, 403)
    assert "beheerder" in kept(world, "an").roles


def test_ending_an_account_ends_all_by_which_it_gets_in(app, world, kobe, signed_in):
    kobe.refer()
    kobe.accept()
    world.hire("lena", "Lena Maes", "naft_begeleider", "kantelpunt")
    younes, lena, db = signed_in("younes"), administrator(app, world, "lena"), world.platform.db
    lena.post(f"/beheer/mensen/{world.who('younes').id}/uitnodigen")
    assert world.who("younes").id in waiting_for(world)
    with db.write():
        feed = {"account_id": world.who("younes").id, "token_hash": "a" * 64, "created_at": world.platform.at()}
        db.insert("calendar_feed", feed)
    page = page_of(lena, world, "younes").click("Stop dit account")
    assert "Kobe V." in page.text
    page = page.click("Stop het account van Younes Amrani", 422)
    assert page.errors == [("reden", "Kies waarom het account stopt.")]
    page = page.fill({"reden": "uit_dienst", "door-naft_begeleider": world.who("lena").id})
    ended = page.click("Stop het account van Younes Amrani")
    assert "In één dossier nam een collega over" in ended.text
    assert "Gestopt op 14/09/2026 (werkt niet meer voor ons)" in ended.text
    assert younes.get("/werklijst").path == "/inloggen"
    younes.sign_in(status=422)
    assert world.who("younes").id not in waiting_for(world)
    assert {one.ended_at is not None for one in invitations.of_account(db, world.who("younes").id)} == {True}
    assert db.rows("SELECT * FROM calendar_feed") == []
    there = [one.account_id for one in parties.parties_of(db, kobe.id) if one.rol == "naft_begeleider"]
    assert there == [world.who("lena").id]
    told = len(events.of_subject(db, world.who("younes").id))
    page.click("Stop het account van Younes Amrani")
    assert len(events.of_subject(db, world.who("younes").id)) == told, "a double click ends once"
    line = line_of(lena.get("/beheer/mensen"), "Younes Amrani")
    assert line.endswith("Gestopt")


def test_where_a_text_waits_for_a_signature_who_leaves_stays_named_and_is_listed(app, world, kobe):
    kobe.refer()
    kobe.accept()
    version = kobe.agree()
    world.hire("lena", "Lena Maes", "naft_begeleider", "kantelpunt")
    lena = administrator(app, world, "lena")
    page = page_of(lena, world, "younes").click("Stop dit account")
    assert "moet nog tekenen" in page.text
    page = page.fill({"reden": "afwezig", "door-naft_begeleider": world.who("lena").id})
    page = page.click("Stop het account van Younes Amrani")
    assert "Open zo’n dossier en voeg daar een collega toe" in page.text
    assert page.offers("Kobe V.")
    there = {one.account_id for one in parties.parties_of(world.platform.db, kobe.id) if one.rol == "naft_begeleider"}
    assert there == {world.who("lena").id, world.who("younes").id}
    assert kobe.version("doelen").id == version.id


def test_a_colleague_of_elsewhere_takes_nothing_over(app, world, kobe):
    world.hire("bart", "Bart Claeys", "clb", "brug")
    bart = administrator(app, world, "bart")
    fields = {"reden": "uit_dienst", "door-clb": world.who("floor").id}
    bart.get("/beheer")
    bart.post(f"/beheer/mensen/{world.who('an').id}/stoppen", fields, 404)
    assert kept(world, "an").active, "all of it or nothing"


def test_who_comes_back_chooses_a_new_password(app, an, world):
    world.hire("bart", "Bart Claeys", "clb", "brug")
    address = f"/beheer/mensen/{world.who('bart').id}"
    an.get("/beheer")
    an.post(f"{address}/stoppen", {"reden": "vergissing"})
    an.post(f"{address}/uitnodigen", {}, 404)
    page = an.get(address).click("Maak het account weer actief")
    assert "Uitgenodigd" in page.text
    an.post(f"{address}/terug")
    assert len(invitations.of_account(world.platform.db, world.who("bart").id)) == 1
    assert [one.type for one in events.of_subject(world.platform.db, world.who("bart").id)] == [
        "account.ended",
        "account.revived",
    ]
    assert kept(world, "bart").roles == ("clb",)
    assert kept(world, "bart").password_hash == ""


def test_a_colleague_who_lost_the_phone_is_helped_and_nobody_helps_oneself(an, world, signed_in):
    bart = world.hire("bart", "Bart Claeys", "clb", "brug")
    for who in (bart, world.who("an")):
        second_factors.begin(world.platform.db, who.id, "GEHEIM", at=world.platform.at())
        second_factors.confirm(world.platform.db, who.id, at=world.platform.at())
    an.post(f"/beheer/mensen/{bart.id}/tweede-stap")  # An has an app by now: her session waits for its code
    assert second_factors.of(world.platform.db, bart.id) is not None
    second_factors.forget(world.platform.db, world.who("an").id)
    assert line_of(an.get("/beheer/mensen"), "Bart Claeys").endswith("Nog niet Ja Actief")
    page_of(an, world, "bart").click("Vergeet de app van de tweede stap")
    assert second_factors.of(world.platform.db, bart.id) is None
    an.post(f"/beheer/mensen/{world.who('an').id}/tweede-stap", {}, 404)


def test_the_app_of_who_manages_the_platform_is_not_for_any_administrator_to_take(an, world):
    boss = world.hire("boss", "Bo De Baas", "clb", "brug").account
    accounts.save(world.platform.db, replace(boss, roles=("platformbeheerder", "clb")))
    second_factors.begin(world.platform.db, boss.id, "GEHEIM", at=world.platform.at())
    second_factors.confirm(world.platform.db, boss.id, at=world.platform.at())
    assert "Vergeet de app" not in page_of(an, world, "boss").text
    an.post(f"/beheer/mensen/{boss.id}/tweede-stap", {}, 403)
    assert second_factors.of(world.platform.db, boss.id) is not None
    administration.grant(world.platform, world.who("an").account.email, administration.PLATFORM)
    page_of(an, world, "boss").click("Vergeet de app van de tweede stap")
    assert second_factors.of(world.platform.db, boss.id) is None


def test_the_second_step_is_demanded_after_a_page_that_says_what_it_does(an, world):
    page = an.get("/beheer").click("Tweede stap bij het aanmelden")
    assert "Dit geldt ook voor u" in page.text
    assert page.click("Verplicht de tweede stap").h1 == "Een tweede stap bij het aanmelden"
    found = world.organisation("brug")
    assert found.second_factor
    assert events.of_subject(world.platform.db, found.id)[-1].data == {"gevraagd": "ja"}


def test_a_colour_that_cannot_be_read_is_refused_with_a_darker_one(app, an, world, signed_in):
    page = an.get("/beheer/huisstijl").fill({"kleur": "#FF7A00"}).press("doe", "bewaar", 422)
    assert [field for field, _ in page.errors] == ["kleur"]
    assert page.values("kleur") == ["#FF7A00"]
    page = page.click("Neem deze donkerder kleur")
    assert "Goed te lezen" in page.text
    (better,) = page.values("kleur")
    page = page.press("doe", "bewaar")
    assert world.organisation("brug").accent == better
    (sheet,) = an.get("/werklijst").all("//link[contains(@href, '/huisstijl/')]/@href")
    answer = app.test_client().get(sheet)
    assert answer.mimetype == "text/css"
    assert f"--accent: {better};" in answer.get_data(as_text=True)
    assert "immutable" in answer.headers["Cache-Control"]
    assert not signed_in("younes").get("/werklijst").all("//link[contains(@href, '/huisstijl/')]")
    an.get("/beheer/huisstijl").press("doe", "weg")
    assert not an.get("/werklijst").all("//link[contains(@href, '/huisstijl/')]")
    assert [one.type for one in events.of_subject(world.platform.db, world.id("brug"))] == ["organisation.accent"] * 2


def test_without_scripts_the_field_that_changed_counts(an, world):
    page = an.get("/beheer/huisstijl").fill({"kiezer": "#5b2a86"}).press("doe", "bekijk")
    assert page.values("kleur") == ["#5b2a86"]
    assert page.all("//link[contains(@href, '/huisstijl/proef/5b2a86.css')]")
    assert world.organisation("brug").accent == ""
    page = page.fill({"kleur": "groen"}).press("doe", "bekijk", 422)
    assert page.values("kleur") == ["groen"]
    page.fill({"kleur": "#003b2f"}).press("doe", "bewaar")
    assert world.organisation("brug").accent == "#003b2f"


def test_no_stylesheet_is_made_of_anything_else(app):
    for colour in ("ff7a00", "0B5260", "abc", "zzzzzz", "0b52600"):
        answer = app.test_client().get(f"/huisstijl/{colour}.css")
        assert answer.status_code == 404
        assert answer.headers["Cache-Control"] == "no-store"


def test_at_the_table_a_page_has_the_colour_of_its_host(world, kobe, signed_in):
    kobe.refer()
    kobe.accept()
    version = kobe.agree()
    place = world.organisation("kantelpunt")
    organisations.save(world.platform.db, replace(place, accent="#5b2a86"))
    page = signed_in("younes").get(f"/versies/{version.id}/ronde").click("Geef door aan Ilse De Cock")
    page = page.click("Ik ben Ilse De Cock")
    assert page.all("//link[contains(@href, '/huisstijl/5b2a86.css')]")


def test_what_is_kept_until_when_is_counted_and_listed(app, an, world, kobe):
    page = an.get("/beheer/bewaren")
    assert "nog geen dossier met een einddatum" in page.text
    day = Deadline(
        dossier_id=kobe.id, ord=0, kind="bewaren_clb", day="2026-09-13", shown_from="2026-09-14", readers="C", acts="C",
        rule_id="BR-50",
    )  # fmt: skip
    for last, shown in (("2026-09-13", "Voorbij"), ("2027-09-14", "Loopt nog"), ("2027-09-15", "")):
        deadlines.keep(world.platform.db, kobe.id, [replace(day, day=last)])
        page = an.get("/beheer/bewaren")
        listed = " ".join("".join(one.itertext()) for one in page.all("//tbody/tr[.//a]"))
        assert ("Kobe V." in listed) == bool(shown)
        assert shown in listed
    assert re.search(r"2027 1\b", page.text)
    floor = administrator(app, world, "floor").get("/beheer/bewaren")
    assert "nog geen dossier met een einddatum" in floor.text
    school = administrator(app, world, "saskia").get("/beheer/bewaren")
    assert "Een school bewaart in Naadloos niets" in school.text
