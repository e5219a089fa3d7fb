"""Goals that are adjusted on the way: a next version beside the one that counts, and an evaluation that came late."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest

from store import deadlines
from tests.way import Way
from tests.wizard import sign_at_table, sign_in_account
from tests.world import a_goal, evaluation

OTHERWISE = "Gaat twee voormiddagen naar de les houttechniek."
NEW = "Zoekt samen met de begeleider een stageplaats voor januari."


@pytest.fixture
def way(kobe, clock, signed_in):
    """Kobe runs since 21 September 2026 with the goals D1 and D2."""
    kobe.refer()
    kobe.accept()
    clock.go("2026-09-21")
    kobe.start()
    return Way(kobe, signed_in)


def results(way: Way, **changes: Any) -> dict[str, Any]:
    """D1 reached, D2 adjusted, a new goal."""
    reached = {"id": "D1", "resultaat": "bereikt", "zicht_naft": "Gelukt.", "besluit": "afronden"}
    other = {"id": "D2", "resultaat": "in_uitvoering", "zicht_naft": "Te veel ineens.", "besluit": "bijsturen"}
    new = a_goal("N1", way.case.first("naft_begeleider"), tekst=NEW)
    answers = evaluation(way.case, besluit_traject="bijsturen", nieuwe_doelen=[new])
    answers |= {
        "doelresultaten": [reached, other | {"nieuwe_formulering": OTHERWISE}],
        "volgende_evaluatie": "2027-01-11",
    }
    return way.looked_back(answers | changes)


def everybody_signs(way: Way, version: str) -> None:
    """NAFT, CLB and head in their accounts, Kobe and his parents at the table."""
    for key, name in (("younes", "Younes Amrani"), ("an", "An Peeters"), ("saskia", "Saskia van der Meersch")):
        sign_in_account(way.at(key), version, name)
    for name in ("Kobe Vermeulen", "Ilse De Cock", "Geert Vermeulen"):
        sign_at_table(way.at("an"), version, name)


def adjusting(way: Way, clock: Any) -> tuple[str, str]:
    """The evaluation of 18 November signed, version 2 frozen as it was carried over; gives the ids of both versions."""
    clock.go("2026-11-18")
    first = way.case.version("doelen")
    everybody_signs(way, way.freeze("younes", "evaluatie", results(way)))
    page = way.dossier("younes")
    assert "Stuur de doelen bij" in page.text
    page = page.click("Verder werken")
    if not page.path.endswith("/nakijken"):
        page = way.at("younes").get("/".join(page.path.split("/")[:3]) + "/nakijken")
    assert way.refused(page) == []
    page = page.click("Leg deze tekst vast")
    return first.id, page.path.split("/")[2]


def test_the_next_version_is_signed_while_the_first_counts(way, clock):
    """T11, T12, BR-40: the numbers stay, the due date moves, and nothing changes for the old version until then."""
    first, second = adjusting(way, clock)
    assert way.case.file.trajectory.due_date == "2027-01-18"
    assert "18 januari 2027" in " ".join(way.plan("younes"))
    text = way.dossier("younes").text
    assert "Versie 1: getekend" in text
    assert "Versie 2: ligt ter ondertekening" in text
    assert way.state() == "lopend"
    page = way.at("saskia").get(f"/versies/{second}")
    assert OTHERWISE in page.text
    assert NEW in page.text

    everybody_signs(way, second)
    assert "Versie 1: vervangen door een nieuwe versie" in way.dossier("younes").text
    text = way.word("an", "D2_v2_CLB.docx")
    for said in ("D1", "D2", "D3", OTHERWISE, NEW, "Bijsturing na een evaluatie"):
        assert said in text, said
    assert [(one["id"], one["stand"]) for one in way.answers("doelen")["doelen"]] == [
        ("D1", "bereikt"),
        ("D2", "bijgesteld"),
        ("D3", "open"),
    ]
    assert first != second


def test_until_the_next_version_is_signed_an_evaluation_looks_at_the_first(way, clock):
    """T12: what is not signed binds nobody."""
    adjusting(way, clock)
    clock.go("2026-12-14")
    page = way.at("younes").post(f"/dossiers/{way.case.id}/formulieren/evaluatie")
    page = way.at("younes").get("/".join(page.path.split("/")[:3]) + "/stap/doelresultaten")
    assert page.hidden("doelresultaten") == ["D1", "D2"]
    assert OTHERWISE not in page.text


def test_an_evaluation_after_the_next_version_looks_at_the_goals_that_are_open(way, clock):
    """T11, T12: a goal that was reached is not looked back on again."""
    _, second = adjusting(way, clock)
    db, days = way.case.platform.db, deadlines.of_dossier(way.case.platform.db, way.case.id)
    deadlines.keep(db, way.case.id, days[:1])
    everybody_signs(way, second)
    assert deadlines.of_dossier(db, way.case.id) == days, "they count from the last signature on, and so do their days"
    clock.go("2026-12-14")
    page = way.at("younes").post(f"/dossiers/{way.case.id}/formulieren/evaluatie")
    page = way.at("younes").get("/".join(page.path.split("/")[:3]) + "/stap/doelresultaten")
    assert page.hidden("doelresultaten") == ["D2", "D3"]
    assert OTHERWISE in page.text


def test_the_files_of_the_first_version_stay_as_they_were(way, clock):
    """BR-33: the same bytes, whoever fetches them again."""
    before = {name: hashlib.sha256(way.at("an").download(url)).hexdigest() for name, url in way.files("an").items()}
    assert any("_D2_v1_" in name for name in before)
    _, second = adjusting(way, clock)
    everybody_signs(way, second)
    after = {name: hashlib.sha256(way.at("an").download(url)).hexdigest() for name, url in way.files("an").items()}
    assert before.items() < after.items()
    assert {name.split("_", 1)[1] for name in after} >= {"D2_v1_CLB.docx", "D2_v2_CLB.docx", "D3-1_v1_CLB.docx"}


def test_two_versions_are_shown_beside_each_other(way, clock):
    """T12: what changed, for each reader what that reader may read; a first version has nothing to compare with."""
    first, second = adjusting(way, clock)
    page = way.at("saskia").get(f"/versies/{second}").click("Wat veranderde er sinds de vorige versie?")
    assert page.h1 == "Wat verandert in versie 2"
    assert OTHERWISE in page.text
    assert NEW in page.text
    assert "Doel D2: elke week een gesprek met de klastitularis." in page.text
    assert "GEHEIM" not in page.text
    assert "Lokaal B12" not in page.text
    way.at("younes").get(f"/versies/{first}/vergelijken", status=404)
    way.at("mo").get(f"/versies/{second}/vergelijken", status=404)


def test_goals_are_not_adjusted_without_an_evaluation_that_says_so(way, clock):
    """T12: the page of the dossier and the record itself both refuse, with the reason."""
    clock.go("2026-10-12")
    reason = "Leg eerst een evaluatie met het besluit 'bijsturen' vast."
    assert reason in way.dossier("younes").text
    answers = way.answers("doelen") | {"reden_versie": "andere"}
    page = way.write("younes", "doelen", answers).click("Leg deze tekst vast", status=409)
    assert reason in " ".join(way.refused(page))
    assert way.case.version("doelen").number == 1


def test_a_late_evaluation_says_how_late_and_why_in_every_copy(way, clock):
    """BR-40, BR-41: 14 days after 21 November, asked why, and printed."""
    clock.go("2026-12-05")
    answers = results(way, reden_te_laat="", volgende_evaluatie="2027-02-01")
    page = way.write("younes", "evaluatie", answers)
    assert len(way.refused(page)) == 1
    assert "waarom kwam de evaluatie later" in way.refused(page)[0]
    explained = {"reden_te_laat": "verplaatst", "toelichting_te_laat": "Op vraag van de school, wegens de examens."}
    version = way.freeze("younes", "evaluatie", answers | explained)
    everybody_signs(way, version)
    for key, reader in (("an", "CLB"), ("younes", "NAFT-aanbieder"), ("saskia", "school"), ("an", "ouders")):
        text = way.word(key, f"D3-1_v1_{reader}.docx")
        assert "14 dagen" in text, reader
        assert "Verplaatst op vraag van een betrokkene" in text, reader
        assert "wegens de examens" in text, reader
    assert way.case.file.trajectory.due_date == "2027-02-05"
