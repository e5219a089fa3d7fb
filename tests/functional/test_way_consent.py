"""Who must say yes, and what a no or a yes that is taken back does: the pupil, the parents, the CLB that motivates."""

from __future__ import annotations

from typing import Any

import pytest

from tests.way import Way
from tests.wizard import sign, sign_at_table, sign_in_account
from tests.world import Case, indication

BACK = "Vraag eerst opnieuw de instemming met het NAFT-traject, of stop het traject."


@pytest.fixture
def way(kobe, signed_in):
    """Kobe's dossier, just opened."""
    return Way(kobe, signed_in)


@pytest.fixture
def running(kobe, clock, signed_in):
    """Kobe's trajectory, running since 21 September."""
    kobe.refer()
    kobe.accept()
    clock.go("2026-09-21")
    kobe.start()
    return Way(kobe, signed_in)


@pytest.fixture
def lena(world, clock, signed_in):
    """Lena is 11 and turns 12 on 5 October 2026; both parents, a school head."""
    case = Case(world, clb="an", naft="younes", school="sluis")
    case.open("leerling", {"lena": "Lena Mertens"})
    case.join("bart", "Bart Mertens", "ouder")
    case.join("sofie", "Sofie Wouters", "ouder")
    case.invite("saskia")
    return Way(case, signed_in)


def asked(case: Case, *answers: tuple[str, str, str], **more: Any) -> list[dict[str, Any]]:
    """The step of consents: (what, who, answer)."""
    given = {"datum": case.world.clock.day.isoformat(), "wijze": "mondeling", "bekwaamheid": "vermoed_bekwaam"} | more
    return [
        {"id": f"I{nr}", "waarvoor": what, "gegeven_door": case.ids[who], "antwoord": answer, **given}
        for nr, (what, who, answer) in enumerate(answers, start=1)
    ]


def of_eleven(case: Case, *answers: tuple[str, str, str]) -> dict[str, Any]:
    """The indicatiestelling of Lena, with these consents; sharing is decided by her mother, who said yes."""
    shared = [("delen_naft", "sofie", "ja"), ("delen_school", "sofie", "ja"), ("hulp", "saskia", "ja")]
    pupil = indication(case)["leerlingen"][0] | {"geboortedatum": "2014-10-05", "bekwaamheid": "niet_bekwaam"}
    given = asked(case, *answers, *shared, bekwaamheid="niet_bekwaam")
    for one in given:
        if one["antwoord"] == "niet_gevraagd":
            one["reden_niet_gevraagd"] = "Zij wou er zelf nog niets over zeggen."
    return indication(case, leerlingen=[pupil], instemmingen=given)


def refused(way: Way, key: str, slug: str, answers: dict[str, Any]) -> str:
    """Fill in and try to freeze; gives what stands in the way."""
    page = way.write(key, slug, answers)
    assert not way.refused(page), way.refused(page)
    return " ".join(way.refused(page.click("Leg deze tekst vast", status=409)))


def test_a_pupil_takes_the_yes_back_while_it_runs(running, clock):
    """BR-25, T13: it stands still at once, CLB and NAFT have a task, and it goes on only after a new yes."""
    clock.go("2026-10-12")
    page = running.consent("an", "kobe", ingetrokken_op="2026-10-12")
    assert "zonder dit ja kan het niet verder." in page.text
    assert running.state() == "opgeschort"
    for key in ("an", "younes"):
        found = [line for group in ("jou", "week") for line in running.tasks(key, group)]
        assert any("Een instemming is ingetrokken" in line for line in found), found
        assert "Kobe Vermeulen: ingetrokken" in running.dossier(key).text
    page = running.dossier("saskia")
    assert "instemming ingetrokken" not in page.text
    assert running.state("saskia") == "opgeschort"

    page = running.dossier("younes")
    assert not page.offers("Hervatten")
    assert BACK in page.text
    page = running.try_step("younes", "hervatten", 409)
    assert BACK in page.text
    assert running.state() == "opgeschort"

    clock.go("2026-10-14")
    assert any("Een instemming is ingetrokken" in line for line in running.tasks("younes", "laat"))
    running.consent("younes", "kobe", answer="ja")
    assert not any("ingetrokken" in line for key in ("an", "younes") for line in running.tasks(key, "laat"))
    running.step("younes", "Hervatten", "hervatten")
    assert running.state() == "lopend"
    assert running.case.file.trajectory.due_date == "2026-11-21"


def test_a_no_of_a_pupil_stops_it_as_a_yes_taken_back_does(running, clock):
    """BR-20: the last answer holds, and needs no explanation."""
    clock.go("2026-10-12")
    page = running.consent("younes", "kobe", answer="nee")
    assert "De instemming is genoteerd." in page.text
    assert running.state() == "opgeschort"


def test_a_yes_that_is_not_about_the_help_does_not_stop_it(running, clock):
    """BR-25: sharing with the parents is another matter than the help."""
    clock.go("2026-10-12")
    running.consent("an", "kobe", what="delen_ouders", answer="ja", ingetrokken_op="2026-10-12")
    assert running.state() == "lopend"


def test_the_school_and_strangers_note_down_no_consent(running):
    """BR-20."""
    assert not running.dossier("saskia").offers("Noteer een instemming")
    address = f"/dossiers/{running.case.id}/instemmingen"
    assert "Vraag het aan een van hen." in running.at("saskia").get(address, status=403).text
    running.at("saskia").post(address, {"waarvoor": "hulp"}, status=403)
    running.at("mo").get(address, status=404)


def test_of_a_pupil_of_11_a_representative_decides(lena):
    """BR-21: the pupil is heard, but the yes of a parent is needed, and the parent signs."""
    case = lena.case
    said = refused(lena, "an", "indicatiestelling", of_eleven(case, ("hulp", "lena", "ja")))
    assert "een ouder of voogd met gezag" in said
    assert "decreet rechtspositie minderjarige" in said
    said = refused(lena, "an", "indicatiestelling", of_eleven(case, ("hulp", "sofie", "ja")))
    assert "Noteer de mening van de leerling, of waarom die niet gevraagd is." in said

    answers = of_eleven(case, ("hulp", "sofie", "ja"), ("hulp", "lena", "niet_gevraagd"))
    version = lena.freeze("an", "indicatiestelling", answers)
    sign_in_account(lena.at("an"), version, "An Peeters")
    assert not lena.dossier("an").offers("Aanmelden bij NAFT")
    sign_at_table(lena.at("an"), version, "Sofie Wouters")
    lena.step("an", "Aanmelden bij NAFT", "aanmelden")
    assert lena.state() == "aangemeld"


def test_from_the_12th_birthday_on_the_pupil_is_asked_at_the_start(lena, clock):
    """BR-20, BR-26, BR-27: signed before the birthday by the parents; the start after it waits for the pupil's yes."""
    case = lena.case
    case.refer(**of_eleven(case, ("hulp", "sofie", "ja"), ("hulp", "lena", "niet_gevraagd")))
    case.accept()
    clock.go("2026-09-21")
    assert any("Lena Mertens wordt 12" in line and "5 oktober 2026" in line for line in lena.plan("younes"))
    for key in ("an", "younes"):
        found = [line for group in ("jou", "week") for line in lena.tasks(key, group)]
        assert any("Een leerling wordt 12 en beslist dan zelf" in line for line in found), found

    clock.go("2026-10-02")
    version = case.agree()
    case.sign(version, but=("lena",))
    clock.go("2026-10-06")
    page = lena.dossier("younes")
    assert not page.offers("Starten")
    assert "Noteer het ja van de school en van de leerling of diens vertegenwoordiger." in page.text
    page = lena.try_step("younes", "starten", 409)
    assert "Noteer het ja van de school en van de leerling" in page.text

    lena.consent("younes", "lena", bekwaamheid="vermoed_bekwaam")
    lena.step("younes", "Starten", "starten")
    assert lena.state() == "lopend"


def test_goals_frozen_after_the_12th_birthday_wait_for_the_pupil(lena, clock):
    """BR-20, BR-30: the pupil's signature is needed now, and the parents' is asked without stopping anything."""
    case = lena.case
    case.refer(**of_eleven(case, ("hulp", "sofie", "ja"), ("hulp", "lena", "ja")))
    case.accept()
    clock.go("2026-10-05")
    version = case.agree()
    text = lena.at("younes").get(f"/versies/{version.id}/ronde").text
    assert "Lena Mertens Leerling, het akkoord is nodig" in text
    assert "Sofie Wouters Ouder, wordt gevraagd" in text


def test_parents_in_conflict_about_a_pupil_of_11_both_decide(lena):
    """BR-23: one yes no longer speaks for both, in the consents and in the signatures."""
    case = lena.case
    answers = of_eleven(case, ("hulp", "sofie", "ja"), ("hulp", "lena", "ja"))
    answers |= {"thuissituatie": "gescheiden_co", "conflict_ouders": True}
    said = refused(lena, "an", "indicatiestelling", answers)
    assert "elke ouder met gezag" in said

    both = of_eleven(case, ("hulp", "sofie", "ja"), ("hulp", "bart", "ja"), ("hulp", "lena", "ja"))
    answers |= {"instemmingen": both["instemmingen"]}
    version = lena.freeze("an", "indicatiestelling", answers)
    sign_in_account(lena.at("an"), version, "An Peeters")
    sign_at_table(lena.at("an"), version, "Sofie Wouters")
    assert not lena.dossier("an").offers("Aanmelden bij NAFT")
    page = lena.try_step("an", "aanmelden", 409)
    assert "de wettelijke vertegenwoordiger" in page.text
    sign_at_table(lena.at("an"), version, "Bart Mertens")
    lena.step("an", "Aanmelden bij NAFT", "aanmelden")
    assert lena.state() == "aangemeld"


def test_when_the_parents_of_a_capable_pupil_differ_the_clb_motivates(way):
    """BR-23: the pupil decides, and the CLB says why it goes on although a parent said no."""
    case = way.case
    yes = [
        ("hulp", "kobe", "ja"),
        ("hulp", "saskia", "ja"),
        ("delen_naft", "kobe", "ja"),
        ("delen_school", "kobe", "ja"),
    ]
    given = asked(case, *yes, ("hulp", "geert", "nee"))
    said = refused(way, "an", "indicatiestelling", indication(case, instemmingen=given))
    assert "De ouders zijn het oneens. Het CLB beslist en motiveert waarom het traject toch kan." in said
    given[-1]["motivering_clb"] = "Kobe wil het zelf, en zijn moeder steunt hem daarin."
    version = way.freeze("an", "indicatiestelling", indication(case, instemmingen=given))
    case.sign(case.version("indicatiestelling"))
    assert version == case.version("indicatiestelling").id
    way.step("an", "Aanmelden bij NAFT", "aanmelden")
    for name in ("D1L_v1_leerling.docx", "D1L_v1_ouders.docx", "D1S_v1_school.docx"):
        assert "zijn moeder steunt hem" not in way.word("an", name)
    assert "zijn moeder steunt hem" in way.word("an", "D1_v1_CLB.docx")


def test_a_known_conflict_about_a_capable_pupil_is_motivated_too(way):
    """BR-23: the question comes as soon as the conflict is known."""
    answers = indication(way.case, conflict_ouders=True)
    page = way.write("an", "indicatiestelling", answers)
    assert way.refused(page) == ["Vul in: waarom het traject toch kan."]
    page = way.write("an", "indicatiestelling", answers | {"motivering_conflict": "Kobe is zestien en wil dit zelf."})
    assert page.click("Leg deze tekst vast").h1 == "Ondertekenen"


def test_a_refusal_by_who_must_agree_closes_the_round_and_stays_between_the_few(way, clock):
    """BR-31, BR-32: D5 for CLB, NAFT and the pupil; the reason reaches nobody else, not even in a later version."""
    case = way.case
    case.refer()
    case.accept()
    clock.go("2026-09-21")
    version = case.agree()
    sign_in_account(way.at("an"), version.id, "An Peeters")
    host = way.at("younes")
    page = host.get(f"/versies/{version.id}/ronde").click("Geef door aan Kobe").click("Ik ben Kobe Vermeulen")
    page = sign(page, "", "geweigerd", opmerking="REDEN-VAN-KOBE: mijn klastitularis luistert niet.")
    assert page.h1 == "Bedankt"

    clock.go("2026-09-22")
    page = way.dossier("younes")
    assert "Gestopt door een weigering" in page.text
    assert page.offers("Terug naar bewerken")
    for key, reader in (("an", "CLB"), ("younes", "NAFT-aanbieder")):
        names = {name.split("_", 1)[1] for name in way.files(key) if "_D5-" in name}
        assert names == {f"D5-D2_v1_{reader}.docx", "D5-D2_v1_leerling.docx"}
        for name in names:
            assert "REDEN-VAN-KOBE" in way.word(key, name)
    for address in (f"/dossiers/{case.id}", f"/versies/{version.id}/ronde", f"/versies/{version.id}"):
        assert "REDEN-VAN-KOBE" not in way.at("saskia").get(address).text
    assert not any("_D5-" in name for name in way.files("saskia"))

    way.step("younes", "Terug naar bewerken", "terug-naar-bewerken", reden="Kobe zag het anders.")
    again = case.sign(case.agree(gedeelde_vraag="Een andere vraag?", reden_versie="andere"))
    assert again.status == "getekend"
    for letter in ("school", "leerling", "ouders", "CLB"):
        assert "REDEN-VAN-KOBE" not in way.word("an", f"D2_v2_{letter}.docx")
    assert not any("_D5-" in name for name in way.files("saskia"))
    assert "REDEN-VAN-KOBE" not in way.dossier("saskia").text


def test_the_refusal_of_one_parent_is_printed_without_the_reason(way, clock):
    """BR-31, BR-32: it stops nothing; two parents share one copy, so the reason of one is not in it."""
    case = way.case
    case.refer()
    case.accept()
    clock.go("2026-09-21")
    version = case.agree()
    case.sign(version, but=("ilse",))
    host = way.at("younes")
    page = host.get(f"/versies/{version.id}/ronde").click("Geef door aan Ilse").click("Ik ben Ilse De Cock")
    sign(page, "", "geweigerd", opmerking="REDEN-VAN-ILSE")
    clock.go("2026-09-22")
    assert way.case.version("doelen").status == "deels_getekend"
    names = {name.split("_", 1)[1] for name in way.files("younes") if "_D5-" in name}
    assert names == {"D5-D2_v1_NAFT-aanbieder.docx"}
    for reader in ("school", "leerling", "ouders"):
        text = way.word("an", f"D2_v1_{reader}.docx")
        assert "Tekent niet" in text
        assert "REDEN-VAN-ILSE" not in text
    way.step("younes", "Starten", "starten")
    assert way.state() == "lopend"
