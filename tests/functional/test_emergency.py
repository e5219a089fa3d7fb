"""Opening a dossier of others in an emergency: by number, with a motive, for a day, read only, and never unseen."""

from __future__ import annotations

import pytest

from services import emergency
from services.mail_kinds import KINDS
from store import access_log, emergencies, events, mails, wide_acts
from tests.pages import Person

MOTIVE = "De leerling staat hier aan de deur en durft niet naar huis. Wie kan ik nu bellen?"


@pytest.fixture
def referred(kobe):
    """Kobe's dossier, referred, with a frozen indicatiestelling that has a note of the CLB alone."""
    kobe.refer()
    return kobe


def ask(person: Person, number: str, status: int = 200, **changes):
    """Fill in the page, as it is asked."""
    asked = {"nummer": number, "reden": "opvang", "motief": MOTIVE} | changes
    return person.get("/dossiers").click("Open het in nood").fill(asked).click("Open dit dossier in nood", status)


def test_another_clb_reads_what_it_needs_for_a_day_and_changes_nothing(referred, world, signed_in):
    """BR-52, BR-54: only frozen texts, no internal note, no draft, no button; and every view is on record."""
    floor, number = signed_in("floor"), referred.file.dossier.number
    floor.get(f"/dossiers/{referred.id}", status=404)
    page = ask(floor, number.lower())
    assert page.path == f"/noodtoegang/{referred.id}"
    assert "Tot dinsdag 15 september 2026 om 10.00 uur" in page.text
    assert "Ilse De Cock" in page.text
    text = page.click("Indicatiestelling").text
    assert "vertrouwen, in zichzelf en in de school" in text
    assert "GEHEIM-VAN-HET-CLB" not in text
    copies = page.all("//a[contains(@href, '/documenten/')]/@href")
    assert copies
    assert all(floor.download(one)[:2] == b"PK" for one in copies)
    assert floor.get("/dossiers").click(number).path == f"/noodtoegang/{referred.id}"
    record = referred.version("indicatiestelling").record_id
    version = referred.version("indicatiestelling").id
    for address in (
        f"/dossiers/{referred.id}",
        f"/dossiers/{referred.id}/verloop",
        f"/dossiers/{referred.id}/inzage",
        f"/dossiers/{referred.id}/documenten.zip",
        f"/formulieren/{record}",
        f"/versies/{version}/ronde",
        f"/dossiers/{referred.id}/partijen/{referred.ids['kobe']}",
        f"/dossiers/{referred.id}/acties/intrekken",
    ):
        floor.get(address, status=404)
    floor.post(f"/dossiers/{referred.id}/acties/intrekken", {"reden": "x"}, status=404)
    assert "Kobe" not in floor.get("/werklijst").text
    assert "Kobe" not in floor.get("/dossiers?toon=alle").text
    lines = access_log.of_dossier(world.platform.db, referred.id, organisation_id=world.id("kompas"))
    assert {"emergency.page", "frozen.read", "document.fetch"} <= {one.what for one in lines if one.status == 200}
    world.clock.go("2026-09-15", "10.01")
    floor = signed_in("floor")
    floor.get(f"/noodtoegang/{referred.id}", status=404)
    floor.get(f"/versies/{version}", status=404)
    assert not floor.get("/dossiers").offers(number)


def test_its_clb_hears_of_it_looks_at_it_and_can_end_it(referred, world, signed_in, app):
    floor = signed_in("floor")
    ask(floor, referred.file.dossier.number)
    [mail] = [one for one in mails.due(world.platform.db, world.platform.at(), 500) if one.kind == emergency.MAIL]
    assert mail.to_address == world.who("an").account.email
    letter = KINDS[mail.kind].letter(world.platform, app.extensions["naadloos.post"], mail)
    assert letter is not None
    assert letter.link.endswith("/werklijst")
    assert not [word for word in ("Kobe", "Kompas", "NAFT-2026") if word in letter.subject + letter.text]
    an = signed_in("an")
    page = an.get("/werklijst").click("Kijk een noodtoegang na")
    assert MOTIVE in page.text
    assert "Floor ’t Kindt, CLB Kompas" in page.text
    page = page.click("Bewaar uw bevinding", status=422)
    page = page.fill({"oordeel": "onterecht", "bevinding": "Kompas had ons kunnen bellen."})
    page = page.click("Bewaar uw bevinding")
    assert page.path == f"/dossiers/{referred.id}/inzage"
    assert "nagekeken" in page.text
    floor.get(f"/noodtoegang/{referred.id}", status=404)
    assert "noodtoegang" not in an.get("/werklijst").text
    told = {one.type: one for one in events.of_dossier(world.platform.db, referred.id)}
    assert told["emergency.opened"].actor == world.who("floor").id
    assert told["emergency.judged"].actor == world.who("an").id
    assert MOTIVE not in str(told["emergency.opened"].data)
    assert "CLB Kompas opende het dossier in nood" in an.get(f"/dossiers/{referred.id}").text
    assert "in nood" not in signed_in("saskia").get(f"/dossiers/{referred.id}").text


def test_numbers_are_not_tried_and_every_try_is_on_record(referred, world, signed_in):
    """No name, no part of a number; five misses an hour, whatever the process."""
    floor, number = signed_in("floor"), referred.file.dossier.number
    said = ask(floor, "Kobe Vermeulen", 422).errors
    assert ask(floor, number[:-1], 422).errors == said
    for wrong in ("NAFT-2026-99999", number + "0", "42"):
        assert ask(floor, wrong, 422).errors == said
    assert ask(floor, number, 429).errors != said
    assert not emergencies.of_dossier(world.platform.db, referred.id)
    tries = wide_acts.lately(world.platform.db, world.who("floor").id, emergency.ASKED, since="2026-09-14T00:00:00Z")
    assert tries == [404] * 5
    world.clock.wait(minutes=61)
    ask(signed_in("floor"), number)


def test_a_motive_is_asked_and_only_of_professionals_of_clb_and_naft(referred, world, signed_in):
    floor, number = signed_in("floor"), referred.file.dossier.number
    page = ask(floor, number, 422, motief="Dringend.")
    assert [name for name, _ in page.errors] == ["motief"]
    assert page.values("nummer") == [number]
    world.hire("boss", "Bea Baas", "beheerder", "kompas")
    for key in ("dirk", "boss"):
        person = signed_in(key)
        assert not person.get("/dossiers").offers("Open het in nood")
        person.get("/noodtoegang", status=403)
        person.post("/noodtoegang", {"nummer": number, "reden": "gevaar", "motief": MOTIVE}, status=403)
    mo = ask(signed_in("mo"), number)
    assert "Indicatiestelling" in mo.text
    an = ask(signed_in("an"), number)
    assert an.path == f"/dossiers/{referred.id}"
    assert len(emergencies.of_dossier(world.platform.db, referred.id)) == 1
