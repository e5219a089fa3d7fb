"""Choosing a password with a link by mail: from the invitation to signing in, and what everybody else gets to see."""

import logging
import re
from dataclasses import replace

import pytest

from services import administration, outbox, people
from services import invitations as choosing
from services.post_offices import TryLater
from store import accounts, events, invitations, mails, organisations
from tests.pages import Page, Person
from tests.post import URL, Bag, everything, html_of, text_of
from tests.world import PASSWORD
from views.invitation import TOO_OFTEN

NEW = "vier losse woorden hier"
GONE = "Deze link werkt niet meer"


@pytest.fixture
def office():
    """Keeps every mail."""
    return Bag()


@pytest.fixture
def lieve(app, world):
    """The administrator of a provider, signed in."""
    account = world.hire("lieve", "Lieve Segers", "naft_coordinator", "kantelpunt").account
    administration.grant(world.platform, account.email)
    person = Person(app, "lieve@kantelpunt.example")
    person.sign_in()
    return person


def noor(lieve: Person, status: int = 200, **changes) -> Page:
    """Lieve invites Noor."""
    told = {"voornaam": "Noor", "familienaam": "El Amrani", "email": "Noor@Kantelpunt.example", "functie": "Begeleider"}
    page = lieve.get("/beheer/mensen/nieuw").fill({**told, "rollen": ["naft_begeleider"], **changes})
    return page.click("Verstuur de uitnodiging", status)


def token_of(world, office: Bag) -> str:
    """What waits goes out; the token in the last mail."""
    outbox.deliver(world.platform, office)
    (found,) = re.findall(rf"{URL}/uitnodiging/([\w-]+)", text_of(office.taken[-1]))
    return str(found)


def forgot(app, email: str, status: int = 200) -> Page:
    """Somebody at the door asks for a link."""
    page = Person(app).get("/inloggen").click("Wachtwoord vergeten?").fill({"email": email})
    return page.click("Stuur mij een link", status)


def choose(app, token: str, password: str = NEW, again: str | None = None, status: int = 200) -> Page:
    """Follow a link without scripts, and choose."""
    page = Person(app).get(f"/uitnodiging/{token}")
    fields = {"wachtwoord": password, "nogmaals": password if again is None else again}
    return page.fill(fields).click("Bewaar het wachtwoord", status)


def test_from_the_invitation_to_the_work_list(app, world, lieve, office):
    page = noor(lieve)
    assert "Noor El Amrani" in page.text
    assert "Uitgenodigd" in page.text
    account = world.account("noor@kantelpunt.example")
    assert account.password_hash == ""
    Person(app, account.email).sign_in("", 422)
    token = token_of(world, office)
    (mail,) = office.taken
    assert (mail["To"], mail["Subject"]) == ("noor@kantelpunt.example", "Uw account bij Naadloos")
    assert "vzw Kantelpunt maakte voor u een account" in text_of(mail)
    assert f'href="{URL}/uitnodiging/{token}"' in html_of(mail)
    assert token not in everything(world.platform.db)
    page = choose(app, token)
    assert page.h1 == "Uw wachtwoord is bewaard"
    page = page.click("Aanmelden").fill({"email": account.email, "wachtwoord": NEW}).click("Aanmelden")
    assert page.path == "/werklijst"
    told = events.of_subject(world.platform.db, account.id)
    assert [one.type for one in told] == ["account.invited", "account.password", "session.begun"]
    assert not [name for one in told for name in ("Noor", "Amrani", "@") if name in str(one.data)]


def test_looking_changes_nothing_and_a_link_counts_once(app, world, lieve, office):
    noor(lieve)
    token = token_of(world, office)
    before = everything(world.platform.db)
    scanner = Person(app)
    for method in ("GET", "HEAD", "GET"):
        assert scanner.raw(f"/uitnodiging/{token}", method).status_code == 200
    assert everything(world.platform.db) == before
    choose(app, token)
    page = Person(app).get(f"/uitnodiging/{token}", 410)
    assert page.h1 == GONE
    again = page.person.post(f"/uitnodiging/{token}", {"wachtwoord": "nog vier andere woorden"}, 410)
    assert again.h1 == GONE
    Person(app, "noor@kantelpunt.example").sign_in(NEW)


def test_a_post_without_a_form_of_ours_chooses_nothing(app, world, lieve, office):
    noor(lieve)
    token = token_of(world, office)
    answer = app.test_client().post(f"/uitnodiging/{token}", data={"wachtwoord": NEW})
    assert answer.status_code == 400
    choose(app, token)


def test_what_cannot_be_a_password_is_said_at_its_field_and_the_link_stays(app, world, lieve, office):
    noor(lieve)
    token = token_of(world, office)
    for password, again, field in (
        ("kort", None, "wachtwoord"),
        ("Kantelpunt2026", None, "wachtwoord"),
        (NEW, "anders", "nogmaals"),
        (NEW, "", "nogmaals"),
    ):
        page = choose(app, token, password, again, 422)
        assert [name for name, _ in page.errors] == [field]
        assert page.values("wachtwoord") == [""]
    choose(app, token)


def test_a_link_ends_after_its_time_and_a_new_one_goes_to_the_same_address(app, world, lieve, office, clock):
    noor(lieve)
    clock.wait(days=3)  # the mail waited: its seven days begin when it goes
    token = token_of(world, office)
    clock.wait(days=6, hours=23)
    assert Person(app).get(f"/uitnodiging/{token}").h1 == "Kies een wachtwoord"
    clock.wait(hours=2)
    page = Person(app).get(f"/uitnodiging/{token}", 410).click("Vraag een nieuwe link")
    assert page.h1 == "Kijk straks in de mailbox"
    fresh = token_of(world, office)
    assert fresh != token
    assert [mail["To"] for mail in office.taken] == ["noor@kantelpunt.example"] * 2
    assert Person(app).get(f"/uitnodiging/{token}", 410).h1 == GONE
    choose(app, fresh)


def test_a_second_invitation_ends_the_first_once_it_has_gone(app, world, lieve, office, clock):
    first = noor(lieve) and token_of(world, office)
    clock.wait(minutes=3)
    page = lieve.get("/beheer/mensen").click("Noor El Amrani")
    for _ in range(2):
        page.click("Stuur de uitnodiging opnieuw")
    assert mails.waiting(world.platform.db) == 1, "a double click mails once"
    assert Person(app).get(f"/uitnodiging/{first}").status == 200
    second = token_of(world, office)
    assert Person(app).get(f"/uitnodiging/{first}", 410).status == 410
    choose(app, second)


def test_a_mail_that_does_not_leave_holds_no_link_and_the_next_try_does(app, world, lieve, office, clock):
    noor(lieve)
    office.refuse = [TryLater("de mailserver neemt voor dit adres nu niets aan (451).")]
    outbox.deliver(world.platform, office)
    account = world.account("noor@kantelpunt.example")
    (kept,) = invitations.of_account(world.platform.db, account.id)
    assert kept.token_hash is None
    clock.wait(minutes=2)
    choose(app, token_of(world, office))


def test_a_forgotten_password_ends_every_session_and_skips_no_second_step(app, world, office, signed_in):
    younes = signed_in("younes")
    app.test_cli_runner().invoke(args=["second-factor", "demand", "vzw Kantelpunt"])
    assert forgot(app, "  YOUNES@kantelpunt.example ").h1 == "Kijk straks in de mailbox"
    token = token_of(world, office)
    assert office.taken[-1]["Subject"] == "Een nieuw wachtwoord voor Naadloos"
    assert "Younes" not in text_of(office.taken[-1])
    choose(app, token)
    assert younes.get("/werklijst").path == "/inloggen"
    Person(app, "younes@kantelpunt.example").sign_in(PASSWORD, 422)
    assert Person(app, "younes@kantelpunt.example").sign_in(NEW).h1 == "Een tweede stap bij het aanmelden"


def test_a_link_for_a_password_lasts_a_day(app, world, office, clock):
    forgot(app, "younes@kantelpunt.example")
    token = token_of(world, office)
    clock.wait(hours=23)
    assert Person(app).get(f"/uitnodiging/{token}").h1 == "Kies een nieuw wachtwoord"
    clock.wait(hours=2)
    assert Person(app).get(f"/uitnodiging/{token}", 410).h1 == GONE


def test_nobody_learns_at_the_door_which_addresses_are_known(app, world, office):
    """Known, unknown, ended and asked too often: one answer, byte for byte."""
    gone = world.hire("lena", "Lena Maes", "clb", "brug").account
    accounts.save(world.platform.db, replace(gone, active=False))
    said = set()
    for email in ("an@brug.example", "niemand@brug.example", gone.email, *["an@brug.example"] * 3):
        page = forgot(app, email)
        said.add((page.status, page.url, page.response.get_data(as_text=True)))
        outbox.deliver(world.platform, office)
    stray = Person(app).get("/uitnodiging/" + "x" * 43, 410)
    page = stray.click("Vraag een nieuwe link")
    said.add((page.status, page.url, page.response.get_data(as_text=True)))
    assert len(said) == 1
    assert [mail["To"] for mail in office.taken] == ["an@brug.example"] * 3


def test_asking_is_counted_by_address_and_by_who_asks(app, world, office, clock):
    for _ in range(2):
        forgot(app, "an@brug.example")
    outbox.deliver(world.platform, office)
    assert len(office.taken) == 1, "two that wait are one mail"
    for _ in range(3):
        forgot(app, "an@brug.example")
        outbox.deliver(world.platform, office)
    assert len(office.taken) == 2
    clock.wait(hours=25)
    forgot(app, "an@brug.example")
    outbox.deliver(world.platform, office)
    assert len(office.taken) == 3
    for nr in range(29):
        forgot(app, f"niemand{nr}@brug.example")
    page = forgot(app, "floor@kompas.example", 429)
    assert page.errors == [("email", TOO_OFTEN)]
    assert page.values("email") == ["floor@kompas.example"]


def test_what_is_no_address_is_said_at_the_field(app, world):
    page = Person(app).get("/wachtwoord/vergeten")
    for typed in ("", "an", "an@", "an@brug", "a n@b.example", "x" * 250 + "@a.be", "an@b.example\nBcc: x@y.be"):
        page = page.person.post("/wachtwoord/vergeten", {"email": typed}, 422)
        assert page.errors == [("email", people.BAD_ADDRESS)]
    assert mails.waiting(world.platform.db) == 0


def test_who_failed_too_often_signs_in_at_once_with_a_new_password(app, world, office):
    for _ in range(10):
        Person(app, "an@brug.example").sign_in("fout", 422)
    Person(app, "an@brug.example").sign_in(PASSWORD, 429)
    forgot(app, "an@brug.example")
    choose(app, token_of(world, office))
    assert Person(app, "an@brug.example").sign_in(NEW).path == "/werklijst"


def test_a_link_opens_nothing_for_an_account_or_organisation_that_ended(app, world, office):
    forgot(app, "an@brug.example")
    token = token_of(world, office)
    place = world.organisations["brug"]
    organisations.save(world.platform.db, replace(place, active=False))
    assert Person(app).get(f"/uitnodiging/{token}", 410).h1 == GONE
    organisations.save(world.platform.db, place)
    assert Person(app).get(f"/uitnodiging/{token}").status == 200
    accounts.save(world.platform.db, replace(world.who("an").account, active=False))
    assert Person(app).get(f"/uitnodiging/{token}", 410).h1 == GONE


def test_no_log_and_no_page_keeps_a_token(app, world, lieve, office, caplog):
    page = noor(lieve)
    token = token_of(world, office)
    visitor = Person(app)
    assert visitor.raw(f"/uitnodiging/{token}").headers["Cache-Control"] == "no-store"
    logging.getLogger("granian.access").warning('"%s" %s', f"POST /uitnodiging/{token}/nieuw HTTP/1.1", 200)
    assert "POST /uitnodiging/.../nieuw HTTP/1.1" in caplog.text
    assert token not in caplog.text
    for address in ("/beheer/mensen", page.all("//tbody//a[contains(., 'Noor')]/@href")[0]):
        assert token not in lieve.get(address).response.get_data(as_text=True)


def test_two_at_once_with_one_link_choose_once(app, world, lieve, office):
    """The second finds it used inside the write, however far it came before."""
    noor(lieve)
    token = token_of(world, office)
    account = world.account("noor@kantelpunt.example")
    (found,) = invitations.of_account(world.platform.db, account.id)
    assert invitations.use(world.platform.db, found.id, at=world.platform.at())
    assert not invitations.use(world.platform.db, found.id, at=world.platform.at())
    with pytest.raises(choosing.InvitationGone):
        choosing.choose(world.platform, token, NEW)


def test_trying_links_stops_for_who_tries_and_for_nobody_else(app, world, lieve, office):
    noor(lieve)
    token = token_of(world, office)
    stranger = Person(app)
    for nr in range(choosing.WRONG_LINKS):
        assert stranger.raw(f"/uitnodiging/{nr}", ("GET", "HEAD")[nr % 2]).status_code == 410
    for link in ("x", token):
        assert "te vaak een link geprobeerd" in stranger.get(f"/uitnodiging/{link}", 429).text
    elsewhere = Person(app)
    elsewhere.client.environ_base["REMOTE_ADDR"] = "198.51.100.7"
    page = elsewhere.get(f"/uitnodiging/{token}").fill({"wachtwoord": NEW, "nogmaals": NEW})
    assert page.click("Bewaar het wachtwoord").h1 == "Uw wachtwoord is bewaard"


def test_who_chose_a_password_is_no_stranger_while_others_go_on_guessing(app, world, office):
    for _ in range(10):
        Person(app, "an@brug.example").sign_in("fout", 422)
    forgot(app, "an@brug.example")
    an = Person(app, "an@brug.example")
    page = an.get(f"/uitnodiging/{token_of(world, office)}").fill({"wachtwoord": NEW, "nogmaals": NEW})
    page.click("Bewaar het wachtwoord")
    for _ in range(10):
        Person(app, "an@brug.example").sign_in("fout", 422)
    assert an.sign_in(NEW).path == "/werklijst"
