"""The second step of signing in: an app that makes codes, asked by who wants it or by an organisation of everybody."""

import hashlib
import re

import pytest

from services import accounts as signing_in
from services.accounts import TRIES
from store import organisations, second_factors, signatures
from tests.pages import Page, Person
from tests.phone import enrol
from tests.world import PASSWORD, indication


@pytest.fixture
def demanded(app, world):
    """The CLB demands a second step of everybody."""
    said = app.test_cli_runner().invoke(args=["second-factor", "demand", "CLB De Brug"])
    assert said.output == "CLB De Brug demands a second factor, from the next page on.\n"
    return world.who("an")


def at_the_door(app, who) -> Page:
    """After the password."""
    return Person(app, who.account.email).sign_in()


def test_without_it_nothing_changes(app, world):
    assert at_the_door(app, world.who("an")).path == "/werklijst"


def test_an_organisation_that_demands_it_lets_nobody_further_without(app, demanded, clock, kobe):
    page = at_the_door(app, demanded)
    assert page.h1 == "Een tweede stap bij het aanmelden"
    for address in ("/werklijst", f"/dossiers/{kobe.id}", "/beveiliging", "/vragen"):
        assert page.person.raw(address).headers["Location"] == "/tweede-stap"
    assert "An Peeters" not in page.text
    _, codes, page = enrol(page, clock)
    assert len(set(codes)) == 10
    assert page.click("Ik heb ze bewaard: ga verder").path == "/werklijst"


def test_a_session_of_before_is_asked_too(app, world, signed_in):
    an = signed_in("an")
    app.test_cli_runner().invoke(args=["second-factor", "demand", "CLB De Brug"])
    assert an.get("/werklijst").h1 == "Een tweede stap bij het aanmelden"
    assert signed_in("younes").get("/werklijst").h1 == "Goedemorgen Younes"


def test_the_next_time_the_code_of_now_is_asked(app, demanded, clock):
    phone, _, _ = enrol(at_the_door(app, demanded), clock)
    page = at_the_door(app, demanded)
    assert page.h1 == "De code van uw app"
    assert page.fill({"code": phone.code}).click("Ga verder").path == "/werklijst"


def test_who_wanted_a_page_comes_to_that_page_after_the_code(app, demanded, clock, kobe):
    phone, _, _ = enrol(at_the_door(app, demanded), clock)
    person = Person(app, demanded.account.email)
    page = person.get(f"/dossiers/{kobe.id}").fill({"email": person.email, "wachtwoord": PASSWORD}).click("Aanmelden")
    assert page.fill({"code": phone.code}).click("Ga verder").path == f"/dossiers/{kobe.id}"


@pytest.mark.parametrize(
    "typed", ["", "000000", "geen code", "1234567", "\uff11\uff12\uff13\uff14\uff15\uff16", "é" * 6]
)
def test_another_code_opens_nothing(app, demanded, clock, typed):
    enrol(at_the_door(app, demanded), clock)
    page = at_the_door(app, demanded).fill({"code": typed}).click("Ga verder", status=422)
    assert page.errors == [("code", "Deze code klopt niet, of ze is al gebruikt. Typ de code die nu in de app staat.")]
    assert page.person.raw("/werklijst").headers["Location"] == "/tweede-stap"


def test_a_code_counts_once_and_not_for_long(app, demanded, clock):
    phone, _, _ = enrol(at_the_door(app, demanded), clock)
    code = phone.code
    assert at_the_door(app, demanded).fill({"code": code}).click("Ga verder").path == "/werklijst"
    at_the_door(app, demanded).fill({"code": code}).click("Ga verder", status=422)
    clock.wait(minutes=2)
    code = phone.code
    clock.wait(minutes=2)
    at_the_door(app, demanded).fill({"code": code}).click("Ga verder", status=422)


def test_a_recovery_code_counts_once(app, demanded, clock):
    _, codes, _ = enrol(at_the_door(app, demanded), clock)
    assert at_the_door(app, demanded).fill({"code": codes[0].upper()}).click("Ga verder").path == "/werklijst"
    at_the_door(app, demanded).fill({"code": codes[0]}).click("Ga verder", status=422)
    page = at_the_door(app, demanded).fill({"code": codes[1].replace("-", " ")}).click("Ga verder")
    assert "nog 8 herstelcodes" in page.person.get("/beveiliging").text


def test_a_recovery_code_is_kept_slowly_hashed_and_one_of_before_still_counts(app, demanded, clock, platform):
    _, codes, _ = enrol(at_the_door(app, demanded), clock)
    plain = codes[0].replace("-", "")
    kept = {row["code_hash"]: row["account_id"] for row in platform.db.rows("SELECT * FROM recovery_code")}
    (account_id,) = set(kept.values())
    quick = hashlib.sha256(plain.encode()).hexdigest()
    assert quick not in kept
    assert signing_in.slow_hash(plain, account_id) in kept
    assert signing_in.slow_hash(plain, account_id + "x") not in kept
    second_factors.keep_codes(platform.db, account_id, [quick])
    assert at_the_door(app, demanded).fill({"code": codes[0]}).click("Ga verder").path == "/werklijst"
    at_the_door(app, demanded).fill({"code": codes[0]}).click("Ga verder", status=422)


def test_guessing_stops_and_the_password_does_not_begin_it_anew(app, demanded, clock):
    phone, _, _ = enrol(at_the_door(app, demanded), clock)
    for _ in range(TRIES):
        at_the_door(app, demanded).fill({"code": "000000"}).click("Ga verder", status=422)
    assert "te vaak geprobeerd" in at_the_door(app, demanded).fill({"code": phone.code}).click("Ga verder", 429).text
    clock.wait(minutes=16)
    assert at_the_door(app, demanded).fill({"code": phone.code}).click("Ga verder").path == "/werklijst"


def test_who_stole_the_password_shuts_no_door_for_who_has_the_phone(app, demanded, clock):
    phone, _, page = enrol(at_the_door(app, demanded), clock)
    for _ in range(TRIES):
        at_the_door(app, demanded).fill({"code": "000000"}).click("Ga verder", status=422)
    thief = at_the_door(app, demanded)
    assert thief.person.client.get_cookie("naadloos_toestel") is None, "only who signed in completely is known"
    assert page.person.sign_in().fill({"code": phone.code}).click("Ga verder").path == "/werklijst"


def test_who_wants_one_sets_it_up_and_takes_it_away(signed_in, clock, platform, world):
    an = signed_in("an")
    phone, codes, page = enrol(an.get("/beveiliging").click("Stel een tweede stap in"), clock)
    page = page.click("Ik heb ze bewaard: ga verder").person.get("/beveiliging")
    assert "Die staat aan" in page.text
    page = page.fill({"code": phone.code}).click("Maak nieuwe herstelcodes")
    assert not {"".join(one.itertext()) for one in page.all("//code")} & set(codes)
    clock.wait(seconds=30)
    page = an.get("/beveiliging").fill({"stopcode": "123456"}).click("Zet de tweede stap uit", status=422)
    assert [field for field, _ in page.errors] == ["stopcode"]
    page = page.fill({"stopcode": phone.code}).click("Zet de tweede stap uit")
    assert "Die staat uit" in page.text
    assert second_factors.of(platform.db, world.who("an").account.id) is None


def test_where_it_is_demanded_it_cannot_be_taken_away(app, demanded, clock):
    phone, _, page = enrol(at_the_door(app, demanded), clock)
    person = page.person
    assert "stopcode" not in person.get("/beveiliging").names()
    person.post("/beveiliging/stoppen", {"stopcode": phone.code})
    assert second_factors.of(person.app.extensions["naadloos"].db, demanded.account.id) is not None


def test_a_lost_phone_is_forgotten_in_the_terminal(app, demanded, clock):
    _, _, page = enrol(at_the_door(app, demanded), clock)
    flask = app.test_cli_runner()
    assert flask.invoke(args=["second-factor", "forget", "niemand@x.example"]).exit_code == 1
    assert flask.invoke(args=["second-factor", "forget", demanded.account.email]).exit_code == 0
    assert page.person.get("/werklijst").h1 == "Aanmelden"
    assert at_the_door(app, demanded).h1 == "Een tweede stap bij het aanmelden"


def test_an_organisation_that_is_not_there_is_said(app, world):
    said = app.test_cli_runner().invoke(args=["second-factor", "demand", "Niemand"])
    assert said.exit_code == 1
    assert "0 organisations" in said.output
    off = app.test_cli_runner().invoke(args=["second-factor", "demand", world.id("brug"), "--off"])
    assert off.output == "CLB De Brug demands no second factor.\n"
    kept = organisations.organisation(world.platform.db, world.id("brug"))
    assert kept is not None
    assert kept.second_factor is False


def test_a_signature_tells_that_there_was_a_second_step(app, demanded, clock, kobe):
    version = kobe.freeze("an", kobe.write("an", "indicatiestelling", indication(kobe)))
    _, _, page = enrol(at_the_door(app, demanded), clock)
    page = page.person.get(f"/versies/{version.id}/tekenen").fill({"besluit": "akkoord", "getypt": "An Peeters"})
    page.click("Bevestig")
    kept = signatures.signature(kobe.platform.db, version.id, kobe.ids["an"])
    assert kept is not None
    assert kept.evidence["proof"] == {"tweede_stap": "ja"}


def test_the_secret_is_on_one_page_and_in_no_address(app, demanded, clock):
    page = at_the_door(app, demanded).click("Ik heb een app: stel in")
    assert page.path == "/tweede-stap/instellen"
    assert re.search(r"<svg[^>]*>", page.response.get_data(as_text=True))
    assert page.response.headers["Cache-Control"] == "no-store"
    assert "style=" not in page.response.get_data(as_text=True)


def test_an_app_is_set_up_by_who_said_again_who_it_is_and_never_with_a_secret_of_before(app, world, signed_in, clock):
    """Neither by who finds a screen open, nor with what somebody read who had the password alone."""
    an = signed_in("an")

    def secret() -> str:
        found = second_factors.of(world.platform.db, world.who("an").id)
        return found.secret if found else ""

    an.post("/tweede-stap/instellen", {}, 200)
    before = secret()
    clock.wait(minutes=11)
    assert an.post("/tweede-stap/bevestigen", {"code": "000000"}, 403).h1 == "Bent u het zelf?"
    assert before
    assert secret() == before
    signed_in("an").post("/tweede-stap/instellen", {}, 200)
    assert secret() != before
