"""Pupils of 18: who is so from the beginning, and who turns 18 on the way."""

from __future__ import annotations

from typing import Any

import pytest

from tests.way import Way
from tests.wizard import sign_at_table, sign_in_account
from tests.world import Case, goals, indication


@pytest.fixture
def mehmet(world, clock, signed_in):
    """Mehmet-Ali, 18 since February, lives alone; his mother was put in the dossier by mistake."""
    clock.go("2026-11-09")
    case = Case(world, clb="an", naft="younes", school="sluis")
    case.open("leerling", {"mehmet": "Mehmet-Ali Öztürk"})
    case.invite("saskia")
    return Way(case, signed_in)


@pytest.fixture
def lien(world, clock, signed_in):
    """Lien runs since 7 December 2026 and turns 18 on 20 January 2027; she shares nothing with her parents."""
    clock.go("2026-11-30")
    case = Case(world, clb="an", naft="younes", school="sluis")
    case.open("leerling", {"lien": "Lien Raes"})
    case.join("griet", "Griet Daems", "ouder")
    case.join("jo", "Jo Raes", "ouder")
    case.invite("saskia")
    case.refer(**of_pupil(case, "2009-01-20", "vermoed_bekwaam"))
    case.accept()
    clock.go("2026-12-07")
    case.start()
    return Way(case, signed_in)


def of_pupil(case: Case, born: str, capacity: str) -> dict[str, Any]:
    """An indicatiestelling in which the pupil shares with NAFT and school, not with the parents."""
    complete = indication(case)
    pupil = complete["leerlingen"][0] | {"geboortedatum": born, "bekwaamheid": capacity}
    given = [one | {"bekwaamheid": capacity} for one in complete["instemmingen"] if one["waarvoor"] != "delen_ouders"]
    return complete | {"leerlingen": [pupil], "instemmingen": given}


def readers(way: Way, key: str) -> set[str]:
    """The last part of the names of the files that somebody can fetch: 'CLB', 'ouders'."""
    return {name.removesuffix(".docx").rpartition("_")[2] for name in way.files(key)}


def test_of_an_adult_no_parent_is_asked_and_no_copy_is_made_for_parents(mehmet, clock):
    """BR-22, BR-30: no guardians needed, no question about them, no O copy of anything to the end of the goals."""
    case = mehmet.case
    page = mehmet.write("an", "indicatiestelling", of_pupil(case, "2008-02-03", "meerderjarig"))
    assert mehmet.refused(page) == []
    assert "Hulpvraag volgens de ouders" not in page.text
    assert page.click("Leg deze tekst vast").h1 == "Ondertekenen"
    version = case.version("indicatiestelling")
    sign_in_account(mehmet.at("an"), version.id, "An Peeters")
    sign_at_table(mehmet.at("an"), version.id, "Mehmet-Ali Öztürk")
    mehmet.step("an", "Aanmelden bij NAFT", "aanmelden")
    case.accept()
    clock.go("2026-11-16")
    version_id = mehmet.freeze("younes", "doelen", goals(case))
    case.sign(case.version("doelen"))
    mehmet.step("younes", "Starten", "starten")
    assert case.file.trajectory.due_date == "2027-01-16"
    assert readers(mehmet, "an") == {"CLB", "school", "leerling"}
    assert readers(mehmet, "younes") == {"NAFT-aanbieder", "leerling"}
    assert version_id


def test_a_parent_in_the_dossier_of_an_adult_signs_nothing_and_reads_nothing(mehmet, clock):
    """BR-22: added by mistake, the page says that this person reads nothing without the pupil's agreement."""
    case = mehmet.case
    case.join("emine", "Emine Öztürk", "ouder")
    case.refer(**of_pupil(case, "2008-02-03", "meerderjarig"))
    assert "Emine Öztürk Ouder" in mehmet.dossier("an").text
    assert "Leest niets zonder toestemming van de leerling" in mehmet.dossier("an").text
    case.accept()
    clock.go("2026-11-16")
    version = mehmet.freeze("younes", "doelen", goals(case))
    page = mehmet.at("younes").get(f"/versies/{version}/ronde")
    assert "Emine" not in page.text
    mehmet.at("younes").post(f"/versies/{version}/tafel/{case.ids['emine']}", status=404)
    case.sign(case.version("doelen"))
    assert "ouders" not in readers(mehmet, "an") | readers(mehmet, "younes")
    for key in ("an", "younes"):
        mehmet.at(key).get(f"/dossiers/{case.id}/documenten.zip?lezer=O", status=404)


def test_an_adult_can_let_the_parents_read(mehmet, clock):
    """BR-22: shown only with agreement, from the next version on."""
    case = mehmet.case
    case.join("emine", "Emine Öztürk", "ouder")
    case.refer(**of_pupil(case, "2008-02-03", "meerderjarig"))
    case.accept()
    mehmet.consent("an", "mehmet", what="delen_ouders")
    assert "Leest niets zonder toestemming van de leerling" not in mehmet.dossier("an").text
    clock.go("2026-11-16")
    case.start()
    assert "ouders" in readers(mehmet, "an")
    mehmet.consent("an", "mehmet", what="delen_ouders", ingetrokken_op="2026-11-16")
    assert "ouders" not in readers(mehmet, "an")


def test_the_copies_for_the_parents_close_on_the_18th_birthday(lien, clock):
    """BR-22: to be fetched until the day before; from the birthday on not in the list, not by address, not in a zip."""
    clock.go("2027-01-19")
    mine = {
        key: {n: url for n, url in lien.files(key).items() if n.endswith("_ouders.docx")} for key in ("an", "younes")
    }
    assert {name.split("_", 1)[1] for name in mine["an"]} == {
        "D1L_v1_ouders.docx",
        "D2L_v1_ouders.docx",
        "D2_v1_ouders.docx",
    }
    bundle = f"/dossiers/{lien.case.id}/documenten.zip?lezer=O"
    for key, found in mine.items():
        for url in found.values():
            lien.at(key).download(url)
        lien.at(key).download(bundle)

    clock.go("2027-01-20", "0.05")
    for key, found in mine.items():
        assert "ouders" not in readers(lien, key)
        for url in found.values():
            lien.at(key).get(url, status=404)
        lien.at(key).get(bundle, status=404)
        assert "leerling" in readers(lien, key)


def test_two_weeks_before_the_birthday_clb_and_naft_have_a_task(lien, clock):
    """BR-27: in the plan all along, in the work lists 14 days before; not for the school."""
    clock.go("2027-01-05")
    for key in ("an", "younes"):
        assert any("Lien Raes wordt 18" in line and "20 januari 2027" in line for line in lien.plan(key))
        assert not any("wordt 18" in line for group in ("jou", "week", "laat") for line in lien.tasks(key, group))
    clock.go("2027-01-06")
    for key in ("an", "younes"):
        found = [line for group in ("jou", "week") for line in lien.tasks(key, group)]
        assert any("Een leerling wordt 18" in line for line in found), found
    assert not any("wordt 18" in line for group in ("jou", "week", "laat") for line in lien.tasks("saskia", group))
    assert not any("wordt 18" in line for line in lien.plan("saskia"))


def test_the_next_version_is_signed_without_the_parents(lien, clock):
    """BR-22, BR-27, T12: 'de leerling werd 18' needs no evaluation first; the due date stays."""
    clock.go("2027-01-25")
    answers = lien.answers("doelen") | {"reden_versie": "leerling_18", "datum_overleg": "2027-01-25"}
    answers |= {"geplande_evaluatie": "2027-02-04"}
    version = lien.freeze("younes", "doelen", answers)
    page = lien.at("younes").get(f"/versies/{version}/ronde")
    assert "Lien Raes Leerling, het akkoord is nodig" in page.text
    for name in ("Griet Daems", "Jo Raes"):
        assert name not in page.text
    lien.case.sign(lien.case.version("doelen"))
    assert lien.case.file.trajectory.due_date == "2027-02-07"
    names = {name.split("_", 1)[1] for name in lien.files("an")}
    assert "D2_v2_leerling.docx" in names
    assert "D2_v2_ouders.docx" not in names
    assert "De leerling werd 18" in lien.word("an", "D2_v2_CLB.docx")
