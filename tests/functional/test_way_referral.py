"""The way from the referral to the start: what NAFT can answer, what the CLB can do then, and starting over."""

from __future__ import annotations

from dataclasses import replace

import pytest

from store import organisations
from tests.way import Way, go_on

OTHER = "vzw De Overkant"


@pytest.fixture
def way(kobe, signed_in):
    """Kobe's dossier, referred to vzw Kantelpunt."""
    kobe.refer()
    return Way(kobe, signed_in)


def test_naft_asks_for_more_and_decides_after_the_clb_answered(way, clock):
    """T4, BR-45: the referral stays, the question comes first for the CLB, and the answer term begins anew."""
    way.step("younes", "Meer informatie vragen", "meer-info-vragen", vraag="Wie brengt hem naar het atelier?")
    assert way.state() == "aangemeld"
    assert "We wachten op het CLB" in way.dossier("younes").text
    assert any("Beantwoord de vraag van NAFT" in line for line in way.tasks("an", "jou"))
    assert not way.dossier("saskia").text.count("Wie brengt hem naar het atelier?")

    clock.go("2026-09-16")
    page = way.dossier("an")
    assert "Wie brengt hem naar het atelier?" in page.text
    way.step(
        "an",
        "Schrijf het antwoord",
        "info-geven",
        antwoord="Zijn grootvader brengt hem.",
    )
    page = way.dossier("younes")
    assert "Zijn grootvader brengt hem." in page.text
    assert "Zijn grootvader brengt hem." not in way.dossier("saskia").text
    assert "We wachten op het CLB" not in page.text
    assert any("23 september 2026" in line for line in way.plan("younes"))
    assert not way.tasks("an", "jou")
    way.case.accept()
    assert way.state() == "aanvaard"


def test_the_clb_cannot_answer_what_nobody_asked(way):
    """T4."""
    assert not way.dossier("an").offers("Schrijf het antwoord")
    address = f"/dossiers/{way.case.id}/acties/info-geven"
    page = way.at("an").post(address, {"antwoord": "Zomaar."}, status=409)
    assert "Er staat geen vraag van de NAFT-aanbieder open." in page.text


def test_naft_proposes_another_provider_and_the_clb_refers_there(way, world, clock):
    """T4, T7: the proposal is filled in already, and who turned it down does not read along."""
    record = way.case.version("indicatiestelling").record_id
    way.dossier("mo", status=404)
    overkant = world.id("overkant")
    way.step(
        "younes",
        "Een andere aanbieder voorstellen",
        "doorgeven",
        aanbieder=overkant,
        reden="De Overkant is dichter bij.",
    )
    assert way.state() == "geweigerd"
    clock.go("2026-09-15")
    page = way.dossier("an")
    assert "De Overkant is dichter bij." in page.text
    assert "De Overkant is dichter bij." not in way.dossier("saskia").text
    page = page.click("Bij een andere aanbieder aanmelden")
    assert page.values("aanbieder") == [overkant]
    go_on(page)
    assert way.state() == "aangemeld"

    way.dossier("younes", status=404)
    way.at("younes").get(f"/formulieren/{record}/nakijken", status=404)
    way.at("younes").get(f"/dossiers/{way.case.id}/documenten.zip", status=404)
    assert "Kobe" not in way.at("younes").get("/werklijst").text
    page = way.dossier("mo")
    assert "Indicatiestelling en aanmelding" in page.text
    assert any("Beslis over de aanmelding" in line for line in way.tasks("mo", "jou") + way.tasks("mo", "week"))
    assert any(name.endswith("_D1_v1_NAFT-aanbieder.docx") for name in way.files("mo"))
    assert "De Overkant is dichter bij." not in page.text


def test_a_proposal_of_the_provider_itself_is_refused(way, world):
    """T4: another provider is another one."""
    page = way.step(
        "younes",
        "Een andere aanbieder voorstellen",
        "doorgeven",
        status=409,
        aanbieder=world.id("kantelpunt"),
        reden="Wij toch.",
    )
    assert "Kies een andere aanbieder dan degene bij wie het traject nu staat." in page.text
    assert way.state() == "aangemeld"


def test_from_the_waiting_list_naft_takes_it_up(way, clock, world):
    """T4, T5: with a reason, which the school does not read; the plan shows until when."""
    label = "Op de wachtlijst zetten"
    page = way.step("younes", label, "op-wachtlijst", status=422)
    assert page.errors
    way.step("younes", label, "op-wachtlijst", reden="Geen plaats voor oktober.", verwacht_vanaf="2026-10-12")
    assert way.state() == "wachtlijst"
    assert "Geen plaats voor oktober." in way.dossier("an").text
    assert "Geen plaats voor oktober." not in way.dossier("saskia").text
    assert any("12 oktober 2026" in line for line in way.plan("an"))
    assert way.tasks("younes", "jou")

    clock.go("2026-10-13")
    assert any("Beslis over de plaats op de wachtlijst" in line for line in way.tasks("younes", "laat"))
    account = world.who("younes").account.id
    way.step(
        "younes",
        "Aanvaarden",
        "aanvaarden",
        naft_begeleider=f"account:{account}",
        eerste_tafel_op="2026-10-19T14:00",
        eerste_tafel_plaats="Op school",
        eerste_tafel_door="clb",
    )
    assert way.state() == "aanvaard"


def test_from_the_waiting_list_the_clb_can_refer_elsewhere(way, world):
    """T7: nobody waits with two providers at once."""
    way.step("younes", "Op de wachtlijst zetten", "op-wachtlijst", reden="Geen plaats.")
    way.step("an", "Bij een andere aanbieder aanmelden", "opnieuw-aanmelden", aanbieder=world.id("overkant"))
    way.dossier("younes", status=404)
    assert OTHER in way.dossier("an").text
    assert [one.state for one in way.case.file.trajectories] == ["ingetrokken", "aangemeld"]


def test_a_provider_that_is_not_recognised_gets_no_referral(way, world):
    """BR-06, T7."""
    overkant = world.organisations["overkant"]
    organisations.save(world.platform.db, replace(overkant, erkend=False))
    way.step("younes", "Weigeren", "weigeren", reden="Wij hebben geen plaats.")
    page = way.step("an", "Bij een andere aanbieder aanmelden", "opnieuw-aanmelden", status=409, aanbieder=overkant.id)
    assert "Kies een NAFT-aanbieder die door Opgroeien erkend is." in page.text
    assert way.state() == "geweigerd"


def test_a_withdrawn_referral_is_opened_again_as_a_new_trajectory(way, clock):
    """T6, T19: the pupil's no needs no explanation; the new question begins with a new indicatiestelling."""
    first = way.case.version("indicatiestelling")
    way.step("an", "Intrekken", "intrekken", reden="leerling_stemt_niet_in")
    assert way.state() == "ingetrokken"
    clock.go("2026-11-09")
    page = way.step("an", "Heropenen met een nieuwe vraag", "heropenen", status=422, reden="Te kort.")
    assert page.errors
    page = go_on(page.fill({"reden": "Hij vraagt zelf of NAFT toch nog kan."}))
    assert way.state() == "concept"
    assert len(way.case.file.trajectories) == 2
    page = way.dossier("an")
    assert page.offers("Beginnen")
    assert page.offers("Lees")
    assert way.at("an").get(f"/versies/{first.id}").h1 == "Indicatiestelling en aanmelding"
    assert "Hij vraagt zelf of NAFT toch nog kan." not in way.dossier("saskia").text
    way.case.refer()
    assert way.state() == "aangemeld"
    assert way.case.version("indicatiestelling").record_id != first.record_id
