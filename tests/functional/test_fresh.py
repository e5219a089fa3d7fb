"""A sensitive act asks again who it is, carries what was posted along, and happens once."""

import re
from types import SimpleNamespace

import pyotp
import pytest

from services import accounts as signing_in
from services import administration
from services.tries import TRIES
from store import accounts, events, organisations, second_factors, sessions
from tests.pages import Person
from tests.phone import enrol
from tests.world import PASSWORD
from views import fresh, rights

ASKED = "Bent u het zelf?"
NOOR = {"voornaam": "Noor", "familienaam": "El Amrani", "email": "noor@kantelpunt.example", "functie": "Begeleider"}


@pytest.fixture
def lieve(app, world):
    """The administrator of a provider, who signed in."""
    account = world.hire("lieve", "Lieve Segers", "naft_coordinator", "kantelpunt").account
    administration.grant(world.platform, account.email)
    administration.grant(world.platform, account.email, administration.PLATFORM)
    person = Person(app, account.email)
    person.sign_in()
    return person


def invite(person, status=403):
    """Fill in the form to invite Noor."""
    page = person.get("/beheer/mensen/nieuw").fill({**NOOR, "rollen": ["naft_begeleider"]})
    return page.click("Verstuur de uitnodiging", status)


def test_after_ten_minutes_the_password_is_asked_and_the_act_happens_once(world, lieve, clock):
    clock.wait(minutes=9)
    assert fresh.LASTS.total_seconds() == 600
    clock.wait(minutes=2)
    page = invite(lieve)
    assert page.h1 == ASKED
    assert "Noor" not in page.text
    assert accounts.account_of_email(world.platform.db, NOOR["email"]) is None
    page = page.fill({"bewijs": "fout"}).click("Bevestig en ga verder", 422)
    assert page.errors == [("bewijs", fresh.WRONG)]
    page.fill({"bewijs": PASSWORD})
    done = page.click("Bevestig en ga verder")
    assert "Noor El Amrani staat in de lijst" in done.text
    assert world.account(NOOR["email"]).roles == ("naft_begeleider",)
    again = page.fill({"bewijs": PASSWORD}).click("Bevestig en ga verder")
    assert "telt één keer" in again.text
    told = [one.type for one in events.of_subject(world.platform.db, world.account(NOOR["email"]).id)]
    assert told == ["account.invited"]
    assert lieve.get("/beheer/mensen/nieuw").h1 == "Iemand uitnodigen"
    clock.wait(minutes=9)
    page = lieve.get("/beheer/mensen").click("Noor El Amrani").fill({"functie": "Coach"}).click("Bewaar")
    assert "De gegevens zijn bewaard" in page.text


def test_guessing_there_stops_and_a_page_of_another_site_proves_nothing(lieve, clock):
    clock.wait(minutes=11)
    page = invite(lieve)
    for _ in range(TRIES):
        page = page.fill({"bewijs": "fout"}).click("Bevestig en ga verder", 422)
    page = page.fill({"bewijs": PASSWORD}).click("Bevestig en ga verder", 429)
    assert "te vaak geprobeerd" in page.text
    clock.wait(minutes=16)
    lieve.token = "van elders"
    page = lieve.post("/beheer/mensen/nieuw", {**NOOR, "bewijs": PASSWORD, "bewijs_vast": "[]"}, 400)
    assert page.h1 == "Deze pagina was verlopen"
    lieve.get("/beheer/mensen/nieuw")
    assert invite(lieve).h1 == ASKED


@pytest.mark.parametrize("carried", ["", "null", "[1]", '["ab"]', "[" * 50_000, '[["van", "\\ud83d"]]'])
def test_what_no_page_of_ours_carried_breaks_nothing(lieve, clock, carried):
    clock.wait(minutes=11)
    invite(lieve)
    fields = {"csrf_token": lieve.token, "bewijs": PASSWORD, "bewijs_vast": carried}
    assert lieve.raw("/beheer/mensen/nieuw", "POST", data=fields).status_code == 422


def test_every_sensitive_act_asks(app, world, lieve, clock):
    """Whatever is posted that rules/rights.py calls `fresh`: the door asks, before the view looks at anything."""
    clock.wait(minutes=11)
    lieve.get("/beheer")
    posted = [one for one in app.url_map.iter_rules() if "POST" in one.methods and rights.is_sensitive(one.endpoint)]
    acts = [re.sub("<[^>]+>", "x", one.rule) for one in posted]
    assert len(acts) > 20
    before = events.head(world.platform.db)
    assert [lieve.post(one, {}, 403).h1 for one in acts] == [ASKED] * len(acts)
    assert events.head(world.platform.db) == before


def test_a_file_is_chosen_again_and_a_script_is_told(lieve, clock):
    clock.wait(minutes=11)
    lieve.get("/beheer/mensen/nieuw")
    page = lieve.upload("/beheer/mensen/nieuw", NOOR, {"foto": ("a.png", b"x")}, 403)
    assert "Kies het daarna opnieuw" in page.text
    page = page.fill({"bewijs": PASSWORD}).click("Bevestig en ga verder")
    assert "Bevestigd" in page.text
    clock.wait(minutes=11)
    answer = lieve.raw("/mijn/agenda", "POST", data={"csrf_token": lieve.token}, headers={"Accept": "application/json"})
    assert (answer.status_code, answer.get_json()["reden"]) == (403, "bewijs")


def test_who_came_in_through_another_platform_goes_there_or_gives_a_code(app, world, lieve, clock):
    app.extensions["naadloos.openid"] = SimpleNamespace(settings=SimpleNamespace(name="Elders", issuer="https://x.be"))
    page = invite_from_elsewhere(world, lieve, clock)
    assert page.names() == []
    assert page.find("Meld opnieuw aan").get("href").startswith("/openid/opnieuw?volgende=/")
    with world.platform.db.write():
        world.platform.db.run("UPDATE session SET proved_at = :at", {"at": world.platform.at()})
    _, _, page = enrol(lieve.get("/beveiliging").click("Stel een tweede stap in"), clock)
    page = invite_from_elsewhere(world, lieve, clock)
    assert page.names() == ["bewijs_code"]
    page = page.fill({"bewijs_code": "000000"}).click("Bevestig en ga verder", 422)
    factor = second_factors.of(world.platform.db, world.who("lieve").id)
    assert factor is not None
    page = page.fill({"bewijs_code": pyotp.TOTP(factor.secret).at(clock())}).click("Bevestig en ga verder")
    assert "Noor El Amrani staat in de lijst" in page.text


def invite_from_elsewhere(world, person, clock):
    """The same, eleven minutes after signing in through another platform."""
    with world.platform.db.write():
        world.platform.db.run("UPDATE session SET door = 'openid'", {})
    clock.wait(minutes=11)
    return invite(person)


def test_an_organisation_that_stops_demanding_a_second_step_is_on_record(world, lieve, clock):
    organisation = world.organisation("kantelpunt")
    administration.keep_second_factor(world.platform, "", organisation, demanded=True)
    _, _, page = enrol(lieve.get("/werklijst"), clock)
    page = page.person.get("/beheer/tweede-stap").click("Maak de stap niet meer verplicht")
    kept = organisations.organisation(world.platform.db, organisation.id)
    assert kept is not None
    assert not kept.second_factor
    told = events.of_subject(world.platform.db, organisation.id)
    assert [(one.type, one.data) for one in told][-1] == ("organisation.second-factor", {"gevraagd": "nee"})
    assert "organisaties met accounts vragen hem niet" in page.person.get("/platform/gezondheid").text


def test_a_proof_of_a_clock_that_ran_ahead_does_not_count(lieve, world, clock):
    token = signing_in.sign_in(world.platform, lieve.email, PASSWORD)
    assert signing_in.signed_in(world.platform, token)
    world.platform.db.connection.conn.execute("UPDATE session SET proved_at = '2036-01-01T00:00:00Z'").close()
    assert sessions.of_account(world.platform.db, world.who("lieve").id, at=world.platform.at())
    assert invite(lieve).h1 == ASKED


def test_on_a_device_that_goes_round_nobody_is_asked_who_the_host_is(app, kobe, signed_in, world):
    younes = signed_in("younes")
    younes.get("/werklijst")
    with world.platform.db.write():
        world.platform.db.run("UPDATE session SET locked = 1", {})
    for address in ("/inloggen", "/bevestigen", "/beveiliging/wachtwoord"):
        fields = {"csrf_token": younes.token, "bewijs": "fout", "bewijs_vast": "[]"}
        said = younes.raw(address, "POST", data=fields).get_data(as_text=True)
        assert younes.email not in said, address
