"""An empty instance: everything leads to the set-up, a code from the terminal opens it, and then it is gone."""

import re
from math import log2
from threading import Barrier, Thread
from typing import Any

import pytest

from services import accounts as signing_in
from services import first_start
from services.first_start import Beginner, WrongCode
from services.paper_code import ALPHABET
from services.platform import NotFound
from store import accounts, events, organisations
from tests.pages import Person
from tests.phone import enrol

WHO = {
    "naam": "Netwerk Noord",
    "soort": "andere",
    "voornaam": "Els",
    "familienaam": "Maes",
    "functie": "Beheerder",
    "email": "els.maes@noord.example",
}
GOOD = "paard batterij nietje"
BEGINNER = Beginner({"soort": "andere", "naam": "Noord"}, "Els", "Maes", "Beheerder", "els@noord.example", GOOD)


@pytest.fixture
def somebody(app):
    """Whoever found the address."""
    return Person(app)


def code_of(app) -> str:
    """What the terminal shows."""
    said = app.test_cli_runner().invoke(args=["setup"]).output
    (code,) = re.findall(r"^ +([A-Z0-9-]{24})$", said, re.MULTILINE)
    return str(code)


def test_from_an_empty_instance_to_the_first_administrator(app, platform, somebody, clock):
    for address in ("/", "/werklijst", "/inloggen", "/controle", "/platform", "/t/abc"):
        assert somebody.get(address).path == "/begin"
    assert somebody.raw("/healthz", "GET").status_code == 200

    old, code = code_of(app), code_of(app)
    page = somebody.get("/begin")
    for wrong in ("", "AAAA-AAAA-AAAA-AAAA-AAAA", old):
        page = page.fill({"code": wrong}).click("Ga verder", 422)
        assert page.errors[0][0] == "code"
    page = page.fill({"code": code.replace("-", " ").lower()}).click("Ga verder")

    assert accounts.anybody(platform.db) is False
    page = page.fill(WHO | {"email": "els", "wachtwoord": "te kort"}).click("Maak de beheerder", 422)
    assert [name for name, _ in page.errors] == ["email", "wachtwoord"]
    assert page.values("naam") == ["Netwerk Noord"]
    assert "te kort" not in page.response.text
    page = page.fill(WHO | {"wachtwoord": GOOD, "nog_eens": GOOD + "s"}).click("Maak de beheerder", 422)
    assert [name for name, _ in page.errors] == ["nog_eens"]
    page = page.fill({"wachtwoord": GOOD, "nog_eens": GOOD}).click("Maak de beheerder")

    assert page.h1 == "Een tweede stap bij het aanmelden"
    assert somebody.raw("/platform").headers["Location"] == "/tweede-stap"
    _, _, page = enrol(page, clock)
    page = page.click("Ik heb ze bewaard: ga verder")
    assert (page.path, page.h1) == ("/platform", "Platform")
    assert "Neem de lijst van scholen op" in page.text
    made = accounts.account_of_email(platform.db, WHO["email"])
    assert made is not None
    assert set(made.roles) == {"platformbeheerder", "beheerder"}
    assert "Hulp: Netwerk Noord, els.maes@noord.example" in Person(app).get("/inloggen").text
    assert [one.type for one in events.of_subject(platform.db, made.id)] == [
        "platform.started",
        "session.begun",
        "account.factor-set",
    ]
    assert platform.db.rows("SELECT name FROM setting WHERE name LIKE 'begin%'") == []


def test_once_somebody_has_an_account_the_set_up_is_gone(app, platform, world, somebody):
    assert first_start.new_code(platform) == ""
    assert "accounts already" in app.test_cli_runner().invoke(args=["setup"]).output
    somebody.get("/inloggen")
    for address, method in (("/begin", "GET"), ("/begin", "POST"), ("/begin/code", "POST")):
        data = {"csrf_token": somebody.token} if method == "POST" else None
        assert somebody.raw(address, method, data=data).status_code == 404
    with pytest.raises(NotFound):
        first_start.begin(platform, "", BEGINNER)


def test_of_two_at_once_one_begins(platform):
    given = first_start.accept(platform, first_start.new_code(platform))
    both, ends = Barrier(2), []

    def begin(nr: int) -> None:
        both.wait()
        try:
            first_start.begin(platform, given, Beginner(**{**_told(BEGINNER), "email": f"{nr}@noord.example"}))
            ends.append("won")
        except NotFound:
            ends.append("late")
        finally:
            platform.db.close()

    threads = [Thread(target=begin, args=(nr,)) for nr in range(2)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(ends) == ["late", "won"]
    assert len(organisations.organisations(platform.db, "andere")) == 1


def _told(one: Beginner) -> dict[str, Any]:
    return {name: getattr(one, name) for name in Beginner.__dataclass_fields__}


def test_guessing_a_code_stops(platform):
    code = first_start.new_code(platform)
    for _ in range(signing_in.TRIES):
        with pytest.raises(WrongCode):
            first_start.accept(platform, "AAAA-AAAA-AAAA-AAAA-AAAA")
    with pytest.raises(signing_in.TooManyTries):
        first_start.accept(platform, code)
    assert len(code.replace("-", "")) * log2(len(ALPHABET)) > 99
