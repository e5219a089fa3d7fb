"""The door: who comes in, who stays out, and that leaving is leaving."""

import pytest

from services import accounts as signing_in
from services.accounts import TRIES
from store import accounts, migrations
from tests.pages import Person
from tests.world import PASSWORD

REAL_HASHER = signing_in._hasher  # taken before a fixture puts a quicker one in its place
WRONG = "Dit e-mailadres en wachtwoord horen niet bij elkaar. Kijk beide na en probeer opnieuw."


@pytest.fixture
def an(app, world):
    """An at the door."""
    return Person(app, world.who("an").account.email)


def test_a_password_is_hashed_at_a_price():
    """OWASP's least for argon2id; the tests themselves sign in at a lower one."""
    hasher = REAL_HASHER()
    assert (hasher.time_cost, hasher.memory_cost, hasher.parallelism) == (2, 19 * 1024, 1)
    assert hasher.hash("x").startswith("$argon2id$")


def test_who_signs_in_comes_to_the_work_list(an):
    page = an.sign_in()
    assert page.h1 == "Goedemorgen An"
    assert "maandag 14 september 2026" in page.text


def test_an_address_may_be_typed_in_capitals(app, world):
    assert Person(app, " AN@brug.example ").sign_in().path == "/werklijst"


def test_who_wanted_a_page_comes_to_that_page_after_signing_in(an):
    page = an.get("/dossiers/nieuw?a=1")
    assert page.h1 == "Aanmelden"
    page = page.fill({"email": an.email, "wachtwoord": PASSWORD}).click("Aanmelden")
    assert page.url == "/dossiers/nieuw?a=1"


@pytest.mark.parametrize("elsewhere", ["https://kwaad.example/", "//kwaad.example", "/\\kwaad.example", "werklijst"])
def test_signing_in_never_leads_to_another_site(an, elsewhere):
    page = an.get("/inloggen").fill_hidden("volgende", elsewhere)
    assert page.fill({"email": an.email, "wachtwoord": PASSWORD}).click("Aanmelden").path == "/werklijst"


def test_a_wrong_password_and_an_unknown_address_look_the_same(app, an):
    wrong = an.sign_in("fout", status=422)
    unknown = Person(app, "niemand@brug.example").sign_in("fout", status=422)
    assert wrong.errors == unknown.errors == [("email", WRONG)]
    assert wrong.title.startswith("Fout: ")
    assert wrong.values("email") == [an.email]
    assert wrong.values("wachtwoord") == [""]


def test_nobody_comes_in_without_a_chosen_password(app, world):
    accounts.set_password(world.platform.db, world.who("an").account.id, "")
    Person(app, world.who("an").account.email).sign_in("", status=422)


def test_after_ten_failures_the_right_password_has_to_wait_a_quarter_of_an_hour(an, clock):
    for _ in range(TRIES):
        an.sign_in("fout", status=422)
    assert "te vaak geprobeerd" in an.sign_in(status=429).text
    clock.wait(minutes=16)
    assert an.sign_in().path == "/werklijst"


def test_signing_out_ends_a_cookie_that_was_copied(app, an):
    an.sign_in()
    thief = Person(app)
    copied = an.client.get_cookie("naadloos")
    thief.client.set_cookie("naadloos", copied.value)
    assert thief.get("/werklijst").h1 == "Goedemorgen An"
    page = an.get("/werklijst").click("Afmelden")
    assert page.path == "/inloggen"
    assert thief.get("/werklijst").path == "/inloggen"


def test_a_session_that_nobody_uses_ends_after_an_hour(an, clock):
    an.sign_in()
    clock.wait(minutes=50)
    assert an.get("/werklijst").path == "/werklijst"
    clock.wait(minutes=50)
    assert an.get("/werklijst").path == "/werklijst"
    clock.wait(minutes=61)
    assert an.get("/werklijst").path == "/inloggen"


def test_no_session_lasts_longer_than_a_working_day(an, clock):
    an.sign_in()
    for _ in range(19):
        clock.wait(minutes=30)
        assert an.get("/werklijst").path == "/werklijst"
    clock.wait(minutes=31)
    assert an.get("/werklijst").path == "/inloggen"


def test_a_form_without_its_token_is_refused_with_a_page_that_says_what_to_do(an):
    an.get("/inloggen")
    an.token = "vals"
    page = an.post("/inloggen", {"email": an.email, "wachtwoord": PASSWORD}, status=400)
    assert page.h1 == "Deze pagina was verlopen"
    assert an.get("/werklijst").path == "/inloggen"


def test_signing_out_cannot_be_asked_with_a_link(an):
    an.sign_in()
    assert an.get("/afmelden", status=405).h1 == "Zo werkt deze pagina niet"
    assert an.get("/werklijst").path == "/werklijst"


def test_the_cookie_is_for_the_server_alone(an):
    an.get("/inloggen")
    answer = an.client.post("/inloggen", data={"csrf_token": an.token, "email": an.email, "wachtwoord": PASSWORD})
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_the_health_page_tells_version_and_schema_to_everybody(app):
    answer = Person(app).raw("/healthz")
    assert answer.get_json() == {"status": "ok", "version": app.config["VERSION"], "schema": len(migrations.NAMES)}
