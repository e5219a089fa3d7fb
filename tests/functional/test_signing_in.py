"""The door: who comes in, who stays out, and that leaving is leaving."""

import hashlib
import logging
import re
import unicodedata

import pytest
from argon2 import extract_parameters

from services import accounts as signing_in
from services import invitations, tries
from services.origin import UNKNOWN, Origin, in_words, source_key
from services.platform import Platform
from services.tries import FROM_ONE_PLACE, TRIES
from store import accounts, events, migrations, organisations, sessions
from store.database import Database
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


def test_two_processes_and_a_restart_count_together(app, world, clock):
    """The same file, opened anew: as by another worker, or after stopping the server."""
    first = app.extensions["naadloos"]
    other = Platform(Database(first.db.path), first.templates, now=clock, secret=first.secret)
    email, there = world.who("an").account.email, Origin("198.51.100.7")
    for nr in range(TRIES):
        with pytest.raises(signing_in.WrongPassword):
            signing_in.sign_in((first, other)[nr % 2], email, "fout", origin=there)
    for one in (first, other):
        with pytest.raises(signing_in.TooManyTries):
            signing_in.sign_in(one, email, PASSWORD, origin=there)
    other.db.close()


def test_strangers_shut_no_door_for_who_signed_in_before(app, an, world, clock):
    """An on her own laptop, while somebody guesses from all over; then from a new one, with a link by mail."""
    an.sign_in()
    an.get("/werklijst").click("Afmelden")
    for nr in range(TRIES):
        Person(app, an.email).raw("/inloggen", environ_overrides={"REMOTE_ADDR": f"203.0.113.{nr}"})
        with pytest.raises(signing_in.WrongPassword):
            signing_in.sign_in(world.platform, an.email, "fout", origin=Origin(f"203.0.113.{nr}"))
    assert "te vaak geprobeerd" in Person(app, an.email).sign_in(status=429).text
    assert an.sign_in().path == "/werklijst"
    for _ in range(TRIES):
        an.sign_in("fout", status=422)
    assert an.sign_in(status=429).path == "/inloggen"
    assert an.client.get_cookie("naadloos_toestel") is not None
    Person(app, world.who("younes").account.email).sign_in()


def test_a_device_of_one_account_is_a_stranger_to_another(app, an, world):
    an.sign_in()
    thief = Person(app, world.who("younes").account.email)
    thief.client.set_cookie("naadloos_toestel", an.client.get_cookie("naadloos_toestel").value)
    for _ in range(TRIES):
        Person(app, thief.email).sign_in("fout", status=422)
    thief.sign_in(status=429)


def test_one_place_guesses_at_no_more_than_some_accounts(world):
    there = Origin("198.51.100.8")
    for nr in range(FROM_ONE_PLACE):
        with pytest.raises(signing_in.WrongPassword):
            signing_in.sign_in(world.platform, f"iemand{nr}@brug.example", "Zomer2026!!", origin=there)
    email = world.who("an").account.email
    with pytest.raises(signing_in.TooManyTries):
        signing_in.sign_in(world.platform, email, PASSWORD, origin=there)
    assert signing_in.sign_in(world.platform, email, PASSWORD, origin=Origin("198.51.100.9"))
    kept = world.platform.db.rows("SELECT source_key FROM sign_in_attempt WHERE source_key <> ''")
    assert not [one for one in kept if not re.fullmatch("[0-9a-f]{64}", one["source_key"])], "no address, with its dots"
    assert not {hashlib.sha256(f"198.51.100.{nr}".encode()).hexdigest() for nr in (8, 9)} & {
        one["source_key"] for one in kept
    }, "nor what anybody can compute of one"


def test_what_is_old_is_forgotten_when_somebody_signs_in(world, clock):
    db, email = world.platform.db, world.who("an").account.email
    signing_in.sign_in(world.platform, email, PASSWORD, origin=Origin("198.51.100.7"))
    with pytest.raises(signing_in.WrongPassword):
        signing_in.sign_in(world.platform, "niemand@brug.example", "x")
    clock.wait(days=3)
    signing_in.sign_in(world.platform, email, PASSWORD)
    count = "SELECT (SELECT count(*) FROM sign_in_attempt) AS attempts, (SELECT count(*) FROM session) AS sessions"
    assert db.row(count) == {"attempts": 1, "sessions": 1}


def test_a_clock_that_ran_ahead_leaves_no_session_for_ever_and_no_door_shut(world, clock):
    platform, email = world.platform, world.who("an").account.email
    token = signing_in.sign_in(platform, email, PASSWORD)
    clock.wait(minutes=-50)
    assert signing_in.signed_in(platform, token), "a small step back goes unseen"
    (kept,) = sessions.of_account(platform.db, world.who("an").id, at=platform.at())
    assert (kept.seen_at, kept.expires_at) == (platform.at(), "2026-09-14T08:10:00Z")
    clock.wait(days=15)
    ahead = signing_in.sign_in(platform, email, PASSWORD)
    for _ in range(TRIES):
        with pytest.raises(signing_in.WrongPassword):
            signing_in.sign_in(platform, email, "fout")
    clock.wait(days=-15)
    assert signing_in.signed_in(platform, ahead) is None
    assert signing_in.sign_in(platform, email, PASSWORD)


def test_a_password_is_the_same_in_every_form_of_its_letters_also_an_old_hash(world):
    composed, apart = (unicodedata.normalize(form, "één crème brûlée ﬁjn") for form in ("NFC", "NFD"))
    assert composed != apart
    for kept in (signing_in.password_hash(composed), signing_in.password_hash(apart)):
        assert signing_in.fits(kept, composed)
        assert signing_in.fits(kept, apart)
    old = signing_in._hasher().hash(apart)
    assert signing_in.fits(old, apart)
    assert not signing_in.fits(old, apart + " ")


@pytest.fixture
def looked_at(monkeypatch):
    """How long each password was that a hash was compared with."""
    lengths, verify = [], signing_in._verify

    def see(kept: str, password: str) -> bool:
        lengths.append(len(password))
        return verify(kept, password)

    monkeypatch.setattr(signing_in, "_verify", see)
    return lengths


def test_a_megabyte_is_no_password_and_costs_nothing(world, looked_at):
    with pytest.raises(signing_in.WrongPassword):
        signing_in.sign_in(world.platform, world.who("an").account.email, "x" * 1_000_000)
    assert looked_at == [signing_in.LONGEST_PASSWORD + 1]


@pytest.mark.parametrize("email", ["an@brug.example", "niemand@brug.example", "stil@brug.example"])
def test_known_or_not_takes_the_same_work(world, looked_at, email):
    """At the door one hash of the same price, and asking for a link one write: counted, for a clock tells little."""
    quiet = world.hire("stil", "Stil Weg", "clb", "brug").account
    accounts.save(world.platform.db, accounts.Account(**{**_columns(quiet), "active": False}))
    with pytest.raises(signing_in.WrongPassword):
        signing_in.sign_in(world.platform, email, "fout")
    assert looked_at == [4]
    assert extract_parameters(signing_in._nobody()) == extract_parameters(signing_in.password_hash("x"))
    statements: list[str] = []
    world.platform.db.connection.conn.set_trace_callback(statements.append)
    invitations.ask(world.platform, email)
    world.platform.db.connection.conn.set_trace_callback(None)
    assert [one for one in statements if one.startswith(("BEGIN", "COMMIT"))] == ["BEGIN IMMEDIATE", "COMMIT"]


def test_signing_in_and_out_are_on_record_and_failures_without_an_address(app, an, world, caplog):
    caplog.set_level("INFO", "naadloos")
    logging.getLogger("naadloos").addHandler(caplog.handler)
    try:
        Person(app, an.email).sign_in("fout", status=422)
        Person(app, "niemand@brug.example").sign_in("fout", status=422)
        an.sign_in()
        an.get("/werklijst").click("Afmelden")
    finally:
        logging.getLogger("naadloos").removeHandler(caplog.handler)
    refused = [one.__dict__["fields"] for one in caplog.records if one.getMessage() == "refused"]
    assert [(one["what"], one["why"], one["account"]) for one in refused] == [
        ("aanmelden", "wrong", world.who("an").id),
        ("aanmelden", "wrong", None),
    ]
    assert not [one for one in caplog.records if "@" in str(one.__dict__)]
    told = events.of_subject(world.platform.db, world.who("an").id)
    assert [(one.type, one.actor) for one in told] == [
        ("session.begun", world.who("an").id),
        ("session.ended", world.who("an").id),
    ]
    assert told[0].data == {"deur": "wachtwoord", "toestel": UNKNOWN}


def test_nobody_signs_in_for_an_organisation_that_is_out_of_use(an, world):
    found = world.organisation("brug")
    organisations.save(world.platform.db, organisations.Organisation(**{**_columns(found), "active": False}))
    an.sign_in(status=422)
    assert events.of_subject(world.platform.db, world.who("an").id) == []


def _columns(found):
    return {name: getattr(found, name) for name in found.__dataclass_fields__}


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:139.0) Gecko/20100101 Firefox/139.0", "Firefox op Windows"),
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/138.0 Safari/537.36 Edg/138.0",
            "Edge op Windows",
        ),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605 Version/18 Safari/605", "Safari op Mac"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) CriOS/138 Mobile Safari/604", "Chrome op iPhone"),
        ("Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/138.0 Mobile Safari/537.36", "Chrome op Android"),
        ("<script>alert(1)</script>", UNKNOWN),
        ("", UNKNOWN),
        ("curl/8.0", UNKNOWN),
    ],
)
def test_a_device_is_a_few_words(agent, words):
    assert in_words(agent) == words
    assert in_words(agent + "x" * 100_000) == words
    assert tries.TooManyTries is signing_in.TooManyTries


def test_who_has_many_addresses_of_one_network_is_one_place(platform):
    """Whoever has IPv6 has more addresses than there are tries: by each apart, nothing would ever be too often."""
    several = (
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff:0:0:9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("::ffff:198.51.100.7", "198.51.100.7", True),
        ("198.51.100.7", "198.51.100.8", False),
        ("geen adres", "geen adres", True),
    )
    for one, other, same in several:
        found = {source_key(platform, "aanmelden", Origin(each)) for each in (one, other)}
        assert (len(found) == 1) is same, (one, other)
