"""The pages about mail: what one chooses, one's own calendar, what does not get through, and who was reminded."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from services import outbox, reminded, reminders
from services.administration import grant
from services.post_offices import Refused
from store import accounts, calendar_feeds, mails, preferences
from tests.conftest import serving
from tests.kept_case import keep, kobe_runs
from tests.post import NAMES, Bag

REFUSED = "de mailserver weigert dit adres (550). Kijk het na in het dossier."


@pytest.fixture(scope="module")
def kept(tmp_path_factory, migrated):
    """Kobe's running dossier, brought there once."""
    return keep(tmp_path_factory.mktemp("lopend"), migrated, kobe_runs)


@pytest.fixture
def app(tmp_path, kept, clock):
    """The app, on a copy of it."""
    with serving(tmp_path, kept.path, clock) as made:
        yield made


@pytest.fixture
def world(kept, platform, clock):
    """Who is in it."""
    return kept.world(platform, clock)


@pytest.fixture
def running(kept, world, clock):
    """His dossier, six days before the evaluation is due."""
    clock.go("2026-11-16")
    return kept.case_in(world)


def address_on(page) -> str:
    """The path of the calendar that a page shows."""
    (shown,) = page.all("//textarea[@id='adres']")
    return str(shown.text).strip().removeprefix("http://127.0.0.1:5000")


def days_in(content: bytes) -> dict[str, Any]:
    """Title -> event."""
    return {str(one["SUMMARY"]): one for one in Calendar.from_ical(content).walk("VEVENT")}


def test_who_only_administers_by_now_reads_no_days_and_others_hear_of_them(running, signed_in, app, clock, world):
    younes = world.who("younes").account
    address = address_on(signed_in("younes").get("/mijn").click("Maak een adres voor mijn agenda"))
    assert days_in(app.test_client().get(address).data)
    clock.go("2026-11-19")
    first = {one.account_id for one in reminded.of_days(world.platform)[0]}
    assert younes.id in first
    accounts.save(world.platform.db, replace(younes, roles=("beheerder",)))
    world.hire("lieve", "Lieve Segers", "naft_coordinator", "kantelpunt")
    assert not days_in(app.test_client().get(address).data)
    told = [one for one in reminded.of_days(world.platform)[0] if one.for_nobody]
    assert {one.account_id for one in told} == {world.who("lieve").id}


def test_everybody_chooses_what_comes_by_mail(signed_in, world):
    person = signed_in("an")
    page = person.get("/mijn")
    assert (page.values("herinneringen"), page.values("nieuws")) == (["meteen"], ["meteen"])
    assert "Er is geen mailserver ingesteld: mails staan in de map outbox." in page.text
    page = page.fill({"herinneringen": "dagelijks", "nieuws": "geen"}).click("Bewaar mijn keuze")
    assert "Uw keuze is bewaard." in page.text
    assert (page.values("herinneringen"), page.values("nieuws")) == (["dagelijks"], ["geen"])
    page = person.post("/mijn", {"herinneringen": "soms", "nieuws": "meteen"}, status=422)
    assert page.errors == [("herinneringen-meteen", "Kies hoe u herinneringen wilt krijgen.")]
    assert page.values("nieuws") == ["meteen"], "what was chosen is still there"
    assert preferences.of_account(world.platform.db, world.who("an").id).reminders == "dagelijks"


def test_a_calendar_holds_the_days_of_the_own_dossiers_and_names_nobody(running, signed_in, app, clock, world):
    person, stranger = signed_in("younes"), app.test_client()
    address = address_on(person.get("/mijn").click("Maak een adres voor mijn agenda"))
    assert address not in person.get("/mijn").text, "shown once"

    first = stranger.get(address)
    assert (first.status_code, first.mimetype) == (200, "text/calendar")
    days = days_in(first.data)
    last = days["Naadloos: evaluatie ten laatste"]
    assert (last["DTSTART"].dt, last["DTEND"].dt) == (date(2026, 11, 22), date(2026, 11, 23))
    assert running.file.dossier.number in last["DESCRIPTION"]
    assert running.file.dossier.number not in "".join(days)
    assert last["URL"].endswith(f"/dossiers/{running.id}")
    assert not [name for name in (*NAMES, "Kantelpunt", "Younes") if name in first.text]

    clock.wait(minutes=90)
    again = stranger.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    feed = calendar_feeds.of_account(world.platform.db, world.who("younes").id)
    assert feed is not None
    assert feed.read_at == "2026-11-16T09:00:00Z", "kept once a day"
    running.evaluate()
    moved = stranger.get(address, headers={"If-None-Match": first.headers["ETag"]})
    next_one = days_in(moved.data)["Naadloos: evaluatie ten laatste"]
    assert (next_one["UID"], next_one["DTSTART"].dt) == (last["UID"], date(2027, 1, 16))


def test_a_meeting_has_its_hour_and_each_reads_what_is_for_him(kobe, signed_in, app, clock, world):
    """The school does not know by when NAFT decides; the round table is at two o'clock in Belgium."""
    kobe.refer()
    clients = {key: address_on(signed_in(key).get("/mijn").click("Maak een adres")) for key in ("an", "saskia")}
    found = {key: set(days_in(app.test_client().get(url).data)) for key, url in clients.items()}
    assert "Naadloos: beslissing ten laatste" in found["an"] - found["saskia"]
    kobe.accept()
    meeting = days_in(app.test_client().get(clients["saskia"]).data)["Naadloos: startrondetafel"]
    two = datetime.combine(clock.day, datetime.min.time(), ZoneInfo("Europe/Brussels")) + timedelta(hours=14)
    assert (meeting["DTSTART"].dt, meeting["DTEND"].dt) == (two, two + timedelta(hours=1))


def test_an_address_that_ended_opens_nothing(signed_in, app, world, caplog):
    person, stranger, an = signed_in("an"), app.test_client(), world.who("an").account

    def opens(address: str) -> bool:
        return bool(stranger.get(address).status_code == 200)

    first = address_on(person.get("/mijn").click("Maak een adres"))
    assert opens(first)
    second = address_on(person.get("/mijn").click("Maak een nieuw adres"))
    assert (opens(first), opens(second)) == (False, True)
    person.get("/mijn").click("Stop met mijn agenda")
    assert not opens(second)
    third = address_on(person.get("/mijn").click("Maak een adres"))
    accounts.save(world.platform.db, replace(an, active=False))
    assert not opens(third)
    accounts.save(world.platform.db, an)
    assert not opens(third), "it ended with the account, for good"
    with caplog.at_level(logging.INFO):
        logging.getLogger("anybody").info("GET %s", third)
    assert "GET /agenda/..." in caplog.text
    assert third.split("/")[-1] not in caplog.text


def test_administrators_see_what_does_not_get_through_and_try_it_again(running, signed_in, world, clock):
    person = signed_in("younes")
    assert person.get("/beheer/mail", status=403).h1 == "Dit kunt u hier niet doen"
    for key in ("younes", "saskia"):
        grant(world.platform, world.who(key).account.email)
    reminders.run(world.platform)
    office = Bag()
    office.refuse = [Refused(REFUSED), Refused(REFUSED)]
    outbox.deliver(world.platform, office)
    page = person.get("/beheer/mail")
    assert page.text.count("De mailserver weigert dit adres (550).") == 1, "only of the own people"
    assert "Younes Amrani" in page.text
    assert "Saskia" not in page.text
    dossier = person.get(f"/dossiers/{running.id}").text
    assert "De mail kwam niet aan." in dossier

    (theirs,) = mails.of_account(world.platform.db, world.who("saskia").id, 1)
    person.post(f"/beheer/mail/{theirs.id}/opnieuw", status=404)
    assert "We proberen deze mail meteen opnieuw." in page.click("Probeer opnieuw").text
    outbox.deliver(world.platform, office)
    assert [one["To"] for one in office.taken] == ["younes@kantelpunt.example"]
    assert "Niets" not in person.get("/beheer/mail").text.partition("Niet aangekomen")[2].partition("Wacht")[0]
    assert "Probeer opnieuw" not in person.get("/beheer/mail").text
    assert "Herinnering" in person.get("/mijn").text
    assert "Er is geen mailserver ingesteld" in person.get("/werklijst").text


def test_the_dossier_says_who_was_reminded(running, signed_in, world):
    reminders.run(world.platform)
    outbox.deliver(world.platform, Bag())
    read = {key: signed_in(key).get(f"/dossiers/{running.id}").text for key in ("younes", "saskia")}
    assert "Herinnerd op 16 november 2026: Younes Amrani en Technisch Atheneum De Sluis." in read["younes"]
    assert "Herinnerd op 16 november 2026: Saskia van der Meersch en vzw Kantelpunt." in read["saskia"]
