"""One's own account: another password, another address, where one is signed in, and what that does elsewhere."""

import re

import pytest

from services import administration, outbox
from services.password_rules import LEAKED, OWN
from store import accounts, events, sessions
from tests.pages import Person
from tests.phone import enrol
from tests.post import URL, Bag, everything, text_of
from tests.world import PASSWORD

NEW = "vier losse woorden hier"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:139.0) Gecko/20100101 Firefox/139.0"


@pytest.fixture
def laptop(app, world):
    """An at her laptop."""
    person = Person(app, world.who("an").account.email)
    person.client.environ_base["HTTP_USER_AGENT"] = FIREFOX
    person.sign_in()
    return person


@pytest.fixture
def phone(app, world):
    """An at her phone."""
    person = Person(app, world.who("an").account.email)
    person.sign_in()
    return person


def mailed(world) -> list[tuple[str, str, str]]:
    """What goes out: to whom, subject, text."""
    office = Bag()
    outbox.deliver(world.platform, office)
    return [(one["To"], one["Subject"], text_of(one)) for one in office.taken]


def types(world, key: str) -> list[str]:
    """What the chain tells of somebody."""
    return [one.type for one in events.of_subject(world.platform.db, world.who(key).id)]


def test_another_password_ends_the_other_sessions_and_is_told(app, world, laptop, phone, clock):
    clock.wait(minutes=30)
    page = laptop.get("/beveiliging").click("Wijzig uw wachtwoord")
    for now, new, again, fault in (
        ("fout", NEW, NEW, "nu"),
        (PASSWORD, NEW, "anders", "nogmaals"),
        (PASSWORD, "kort", "kort", "wachtwoord"),
        (PASSWORD, PASSWORD, PASSWORD, "wachtwoord"),
    ):
        page = page.fill({"nu": now, "wachtwoord": new, "nogmaals": again}).click("Wijzig het wachtwoord", 422)
        assert [field for field, _ in page.errors] == [fault]
        assert page.values("wachtwoord") == page.values("nu") == [""]
    for easy, why in (("Welkom2026!!", LEAKED), ("AnPeeters-Brug", OWN)):
        page = page.fill({"nu": PASSWORD, "wachtwoord": easy, "nogmaals": easy}).click("Wijzig het wachtwoord", 422)
        assert page.errors == [("wachtwoord", why)]
    page = page.fill({"nu": PASSWORD, "wachtwoord": NEW, "nogmaals": NEW}).click("Wijzig het wachtwoord")
    assert "Uw wachtwoord is gewijzigd" in page.text
    assert phone.get("/werklijst").path == "/inloggen"
    phone.sign_in(status=422)
    assert phone.sign_in(NEW).path == "/werklijst"
    assert types(world, "an")[2:] == ["session.ended", "account.password", "session.begun"]
    ((to, subject, text),) = mailed(world)
    assert (to, subject) == ("an@brug.example", "Uw wachtwoord is gewijzigd")
    assert "An" not in text.split()
    assert NEW not in text


def test_where_one_is_signed_in_is_seen_and_ended(app, world, laptop, phone, signed_in, clock):
    younes = signed_in("younes")
    page = laptop.get("/beveiliging")
    rows = ["".join(one.itertext()) for one in page.all("//tbody/tr")]
    assert len(rows) == 2
    assert "Firefox op Windows" in rows[0]
    assert "Dit toestel" in rows[0]
    assert FIREFOX not in everything(world.platform.db)
    (theirs,) = sessions.of_account(world.platform.db, world.who("younes").id, at=world.platform.at())
    laptop.post(f"/beveiliging/sessies/{theirs.id}/einde")
    assert younes.get("/werklijst").path == "/werklijst", "one of somebody else is not ended"
    page = page.click("Meld af: Een onbekend toestel")
    assert "bent u afgemeld" in page.text
    assert phone.get("/werklijst").path == "/inloggen"
    phone.sign_in()
    tablet = Person(app, laptop.email)
    tablet.sign_in()
    page = laptop.get("/beveiliging").click("Meld alle andere af")
    assert not page.offers("Meld alle andere af")
    assert [one.get("/werklijst").path for one in (phone, tablet, laptop)] == ["/inloggen", "/inloggen", "/werklijst"]
    assert len(page.all("//ul[@class='aanmeldingen']/li")) == 4


def test_an_administrator_ends_the_sessions_of_a_colleague(app, world, phone, signed_in):
    boss = world.hire("els", "Els Boon", "clb", "brug").account
    administration.grant(world.platform, boss.email)
    els = signed_in("els")
    page = els.get("/beheer/mensen").click("An Peeters").click("Meld deze persoon overal af")
    assert "overal afgemeld" in page.text
    assert phone.get("/werklijst").path == "/inloggen"
    (ended,) = [one for one in events.of_subject(world.platform.db, world.who("an").id) if one.type == "session.ended"]
    assert (ended.actor, (ended.data or {})["hoe"]) == (boss.id, "beheerder")
    for other in (world.who("younes").id, boss.id):
        els.post(f"/beheer/mensen/{other}/afmelden", {}, 404)


def test_a_second_step_ends_the_other_sessions_when_it_is_set_and_when_it_is_stopped(laptop, phone, clock, world):
    app_, _, page = enrol(laptop.get("/beveiliging").click("Stel een tweede stap in"), clock)
    assert phone.get("/werklijst").path == "/inloggen"
    page = phone.sign_in().fill({"code": app_.code}).click("Ga verder")
    assert page.path == "/werklijst"
    clock.wait(seconds=30)
    laptop.get("/beveiliging").fill({"stopcode": app_.code}).click("Zet de tweede stap uit")
    assert phone.get("/werklijst").path == "/inloggen"
    assert [one for one in types(world, "an") if one.startswith("account.")] == [
        "account.factor-set",
        "account.factor-stopped",
    ]


def test_another_address_counts_once_its_link_is_followed(app, world, laptop):
    page = laptop.get("/beveiliging").click("Wijzig uw e-mailadres")
    for typed in ("geen adres", "an@brug.example", ""):
        page = page.fill({"email": typed}).click("Stuur de link", 422)
        assert [field for field, _ in page.errors] == ["email"]
        assert page.values("email") == [typed]
    page = page.fill({"email": " An.Peeters@Brug.example "}).click("Stuur de link")
    assert "Wacht op de link naar an.peeters@brug.example" in page.text
    asked = mailed(world)
    assert [to for to, _, _ in asked] == ["an@brug.example", "an.peeters@brug.example"]
    (token,) = re.findall(rf"{URL}/e-mailadres/([\w-]+)", asked[1][2])
    assert token not in asked[0][2] + everything(world.platform.db)
    stranger = Person(app)
    for _ in range(2):
        page = stranger.get(f"/e-mailadres/{token}")
        assert page.h1 == "Bevestig uw e-mailadres"
    assert accounts.account_of_email(world.platform.db, "an@brug.example") is not None
    assert page.click("Gebruik dit adres").h1 == "Uw e-mailadres is gewijzigd"
    assert stranger.get(f"/e-mailadres/{token}", 410).h1 == "Deze link werkt niet meer"
    assert [(to, subject) for to, subject, _ in mailed(world)] == [("an@brug.example", "Uw e-mailadres is gewijzigd")]
    assert Person(app, "an@brug.example").sign_in(status=422)
    assert Person(app, "an.peeters@brug.example").sign_in().path == "/werklijst"
    assert types(world, "an") == ["session.begun", "account.address-asked", "account.address", "session.begun"]
    assert laptop.get("/werklijst").path == "/werklijst"


def test_an_address_of_somebody_else_is_not_told_and_what_was_asked_can_be_stopped(app, world, laptop, clock):
    page = laptop.get("/beveiliging/e-mailadres").fill({"email": "younes@kantelpunt.example"}).click("Stuur de link")
    assert "Kijk in de mailbox" in page.text
    assert [to for to, _, _ in mailed(world)] == ["an@brug.example"]
    laptop.get("/beveiliging/e-mailadres").fill({"email": "nieuw@brug.example"}).click("Stuur de link")
    (token,) = re.findall(rf"{URL}/e-mailadres/([\w-]+)", mailed(world)[1][2])
    page = laptop.get("/beveiliging").click("Toch niet: hou mijn adres van nu")
    assert "nieuw@brug" not in page.text
    assert Person(app).get(f"/e-mailadres/{token}", 410).h1 == "Deze link werkt niet meer"
    laptop.get("/beveiliging/e-mailadres").fill({"email": "later@brug.example"}).click("Stuur de link")
    (token,) = re.findall(rf"{URL}/e-mailadres/([\w-]+)", mailed(world)[1][2])
    page = laptop.get("/beveiliging/e-mailadres").fill({"email": "vierde@brug.example"}).click("Stuur de link", 422)
    assert "vandaag al enkele keren" in page.text
    clock.wait(hours=25)
    Person(app).get(f"/e-mailadres/{token}", 410)


def test_another_password_by_mail_stops_the_change_of_address_that_a_thief_asked(app, world, laptop):
    """The mail about the change says to choose another password: that has to help."""
    thief = laptop
    thief.get("/beveiliging/e-mailadres").fill({"email": "dief@elders.example"}).click("Stuur de link")
    (token,) = re.findall(rf"{URL}/e-mailadres/([\w-]+)", mailed(world)[1][2])
    an = Person(app)
    an.get("/wachtwoord/vergeten").fill({"email": "an@brug.example"}).click("Stuur mij een link")
    (link,) = re.findall(rf"{URL}(/uitnodiging/[\w-]+)", mailed(world)[0][2])
    an.get(link).fill({"wachtwoord": "zeven groene lantaarns", "nogmaals": "zeven groene lantaarns"}).click("Bewaar")
    assert Person(app).get(f"/e-mailadres/{token}", 410).h1 == "Deze link werkt niet meer"
