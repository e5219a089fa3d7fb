"""How a trajectory ends early or without aftercare, and how long it is kept; with a guardian in special education."""

from __future__ import annotations

from typing import Any

import pytest

from tests.way import Way, go_on
from tests.wizard import sign_at_table, sign_in_account
from tests.world import Case, evaluation, indication, the_end

KEPT_BY_CLB = "Het CLB bewaart dit dossier tot en met"
KEPT_BY_NAFT = "NAFT bewaart dit dossier tot en met"


@pytest.fixture
def way(kobe, clock, signed_in):
    """Kobe runs since 21 September 2026."""
    kobe.refer()
    kobe.accept()
    clock.go("2026-09-21")
    kobe.start()
    return Way(kobe, signed_in)


@pytest.fixture
def with_guardian(world, signed_in):
    """Omar, 15, in special education, found not capable; his guardian decides alone."""
    case = Case(world, clb="an", naft="younes", school="sluis")
    case.open("leerling", {"omar": "Omar Rahimi"})
    case.join("nadia", "Nadia Haddad", "voogd")
    case.invite("saskia")
    return Way(case, signed_in)


def of_omar(case: Case, *who: str) -> dict[str, Any]:
    """The indicatiestelling of Omar with a yes of each of these."""
    complete = indication(case, studievorm="buso_ov2", buso_type="type_2", thuissituatie="nbmv")
    finding = "Hij overziet nog niet wat een traject voor hem betekent."
    pupil = complete["leerlingen"][0] | {"bekwaamheid": "niet_bekwaam", "motivering_bekwaamheid": finding}
    asked = [("hulp", key) for key in who] + [("delen_naft", "nadia"), ("delen_school", "nadia")]
    given = {"antwoord": "ja", "datum": case.world.clock.day.isoformat(), "wijze": "mondeling"}
    given |= {"bekwaamheid": "niet_bekwaam", "motivering_afwijking": finding}
    consents = [
        {"id": f"I{nr}", "waarvoor": what, "gegeven_door": case.ids[key]} | given
        for nr, (what, key) in enumerate(asked, start=1)
    ]
    return complete | {"leerlingen": [pupil], "instemmingen": consents}


def early_end(way: Way) -> dict[str, Any]:
    """The last evaluation, when it stops before the goals are reached."""
    answers = evaluation(way.case) | the_end(way.case)
    answers |= {"soort": "vroegtijdig", "besluit_traject": "stoppen", "reden_einde": "leerling_stopt"}
    stopped = {"id": "*", "resultaat": "in_uitvoering", "zicht_naft": "Hij wil stoppen.", "besluit": "stopzetten"}
    return way.looked_back(answers | {"initiatief_einde": ["leerling"], "doelresultaten": [stopped]})


def kept(way: Way, key: str) -> list[str]:
    """The lines about keeping in somebody's plan."""
    return [line for line in way.plan(key) if "bewaart dit dossier" in line]


def test_the_clb_asks_to_stop_and_naft_does(way, clock):
    """T14, BR-44: a question and no order; NAFT ends it with an evaluation, and school and CLB get the task after."""
    clock.go("2026-10-12")
    page = way.dossier("an")
    assert not page.offers("Vroegtijdig stoppen")
    way.step(
        "an", "Vragen om vroegtijdig te stoppen", "stoppen-vragen", reden="leerling", toelichting="Hij wil niet meer."
    )
    assert way.state() == "lopend"
    assert any("Het CLB vraagt om te stoppen" in line for line in way.tasks("younes", "jou"))
    assert "Hij wil niet meer." in way.dossier("younes").text
    assert "Hij wil niet meer." not in way.dossier("saskia").text
    assert "We wachten op de NAFT-aanbieder" in way.dossier("an").text

    clock.go("2026-10-14")
    page = way.dossier("younes").click("Beginnen")
    page = way.at("younes").get("/".join(page.path.split("/")[:3]) + "/stap/overleg")
    assert page.values("soort") == ["vroegtijdig"]
    version = way.freeze("younes", "evaluatie", early_end(way))
    assert way.state() == "afgerond"
    assert not any("vraagt om te stoppen" in line for line in way.tasks("younes", "jou"))
    for key in ("an", "saskia"):
        assert any("Spreek de engagementen af" in line for line in way.tasks(key, "jou"))
    way.case.sign(way.case.version("evaluatie"))
    text = way.word("saskia", "D3-1_v1_school.docx")
    assert "Eindverslag" in text
    assert "Hij wil niet meer." not in text
    assert version == way.case.version("evaluatie").id


def test_a_suspended_trajectory_can_be_stopped_too(way, clock):
    """T14, BR-25: after a no the trajectory ends with an evaluation, without a new yes."""
    clock.go("2026-10-12")
    way.consent("an", "kobe", ingetrokken_op="2026-10-12")
    assert way.state() == "opgeschort"
    way.step("an", "Vragen om vroegtijdig te stoppen", "stoppen-vragen", reden="leerling")
    clock.go("2026-10-14")
    way.freeze("younes", "evaluatie", early_end(way))
    assert way.state() == "afgerond"


def test_without_aftercare_it_is_closed_with_a_reason_and_both_know_how_long_to_keep_it(way, clock):
    """T17, BR-50: the CLB until ten years on, or 25; NAFT until 35; each reads its own day, the school none."""
    clock.go("2026-10-14")
    way.freeze("younes", "evaluatie", early_end(way))
    way.case.sign(way.case.version("evaluatie"))
    assert not kept(way, "an")
    label = "Zonder nazorg afsluiten"
    page = way.step("an", label, "zonder-nazorg-afsluiten", status=422)
    go_on(page.fill({"reden": "Hij werkt nu, en wil geen opvolging."}))
    assert way.state() == "afgesloten"
    assert "Hij werkt nu, en wil geen opvolging." in way.dossier("saskia").text
    (of_clb,), (of_naft,) = kept(way, "an"), kept(way, "younes")
    assert KEPT_BY_CLB in of_clb
    assert "14 oktober 2036" in of_clb
    assert KEPT_BY_NAFT in of_naft
    assert "3 mei 2046" in of_naft
    assert kept(way, "saskia") == []


def test_a_guardian_decides_signs_and_reads_for_a_pupil_who_is_not_capable(with_guardian, clock):
    """BR-21, BR-30: the guardian's yes and signature are needed, and the copies for parents are the guardian's."""
    way, case = with_guardian, with_guardian.case
    page = way.write("an", "indicatiestelling", of_omar(case, "omar", "saskia"))
    assert "een ouder of voogd met gezag" in " ".join(way.refused(page.click("Leg deze tekst vast", status=409)))
    version = way.freeze("an", "indicatiestelling", of_omar(case, "omar", "nadia", "saskia"))
    sign_in_account(way.at("an"), version, "An Peeters")
    assert not way.dossier("an").offers("Aanmelden bij NAFT")
    sign_at_table(way.at("an"), version, "Nadia Haddad")
    way.step("an", "Aanmelden bij NAFT", "aanmelden")
    case.accept()
    clock.go("2026-09-21")
    goals = case.agree()
    text = way.at("younes").get(f"/versies/{goals.id}/ronde").text
    assert "Nadia Haddad Voogd, het akkoord is nodig" in text
    assert "Omar Rahimi Leerling, wordt gevraagd" in text
    case.sign(goals, but=("omar",))
    way.step("younes", "Starten", "starten")
    sign_at_table(way.at("younes"), goals.id, "Omar Rahimi")
    assert "Omar Rahimi" in way.word("an", "D1L_v1_ouders.docx")
    assert "Nadia Haddad" in way.word("younes", "D2_v1_ouders.docx")


def test_of_special_education_the_clb_keeps_it_until_30(with_guardian, clock):
    """BR-50: the 30th birthday when that is later than ten years after; NAFT until 35."""
    way, case = with_guardian, with_guardian.case
    case.refer(**of_omar(case, "omar", "nadia", "saskia"))
    case.accept()
    clock.go("2026-09-21")
    case.start()
    clock.go("2026-10-14")
    way.freeze("younes", "evaluatie", early_end(way))
    way.step("an", "Zonder nazorg afsluiten", "zonder-nazorg-afsluiten", reden="Hij verhuist naar het buitenland.")
    (of_clb,), (of_naft,) = kept(way, "an"), kept(way, "younes")
    assert "3 mei 2041" in of_clb
    assert "3 mei 2046" in of_naft


def test_what_was_withdrawn_is_kept_too(kobe, signed_in):
    """T6, BR-50: by the provider as well, from the day it was told of the pupil."""
    kobe.refer()
    way = Way(kobe, signed_in)
    way.step("an", "Intrekken", "intrekken", reden="ouders_stemmen_niet_in")
    (of_clb,), (of_naft,) = kept(way, "an"), kept(way, "younes")
    assert "14 september 2036" in of_clb
    assert "3 mei 2046" in of_naft
