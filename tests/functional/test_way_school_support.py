"""Support of the school itself, in the dossier of a pupil: first the PBD, and it learns nothing about the pupil."""

from __future__ import annotations

from typing import Any

import pytest

from tests.way import Way, every_word
from tests.world import Case, a_goal, goals

PUPIL = ("Amina", "El Khattabi", "Khattabi", "Fatima", "9 december 2010", "09/12/2010")


@pytest.fixture
def way(world, clock, signed_in):
    """Amina's dossier, taken up by NAFT on 6 January 2027; the PBD counsellor of her school is in it."""
    clock.go("2027-01-04")
    case = Case(world, clb="an", naft="younes", school="sluis")
    case.open("leerling", {"amina": "Amina El Khattabi"})
    case.join("fatima", "Fatima El Khattabi", "ouder")
    case.join("karen", "Karen Stevens", "pbd", "pbd")
    case.invite("saskia")
    case.refer()
    case.accept()
    clock.go("2027-01-06")
    return Way(case, signed_in)


def with_school_goal(way: Way, **changes: Any) -> dict[str, Any]:
    """A goal for Amina, and one for the team of 5 HW."""
    coach = way.case.first("naft_begeleider")
    team = a_goal("D2", coach, gericht_op="leerkrachten", domein="versterken_school", voor_team="leerkrachtenteam 5 HW")
    return (
        goals(
            way.case,
            startdatum="2027-01-11",
            uiterste_datum_evaluatie="2027-03-11",
            geplande_evaluatie="2027-03-01",
            doelen=[
                a_goal("D1", coach),
                team | {"tekst": "Het leerkrachtenteam 5 HW wordt gecoacht in klasgesprekken."},
            ],
            thema_school="Klasgesprekken voeren",
            interventies_school=["coaching"],
            pbd_op_de_hoogte="ja",
            pbd_persoon=way.case.ids["karen"],
            eerste_schoolactie_op="2027-01-18",
        )
        | changes
    )


def test_without_the_day_on_which_the_pbd_knew_it_nothing_is_frozen(way):
    """BR-08: asked as soon as a goal is about teachers; 'nog niet' stops it with the reason."""
    page = way.write("younes", "doelen", with_school_goal(way))
    assert "Vul in: begeleidingsdienst op de hoogte sinds." in " ".join(way.refused(page))
    assert not page.offers("Leg deze tekst vast")
    page = way.write("younes", "doelen", with_school_goal(way, pbd_op_de_hoogte="nog_niet", pbd_op="2027-01-05"))
    said = " ".join(way.refused(page))
    assert "Eerst moet de school de pedagogische begeleidingsdienst op de hoogte brengen." in said
    assert "(BVR 5 april 2019, art. 8; draaiboek, deel 4)" in said
    assert way.state() == "aanvaard"


def test_the_pbd_must_know_it_before_the_first_action(way, clock):
    """BR-08: a day after the first action is refused, at the question itself."""
    clock.go("2027-01-26")
    changes = {"pbd_op": "2027-01-25", "datum_overleg": "2027-01-26", "startdatum": "2027-01-27"}
    changes |= {"uiterste_datum_evaluatie": "2027-03-27"}
    page = way.write("younes", "doelen", with_school_goal(way, **changes))
    said = " ".join(way.refused(page))
    assert "De begeleidingsdienst moet op de hoogte zijn voor de eerste actie met de school." in said
    assert not page.offers("Leg deze tekst vast")
    record = page.path.split("/")[2]
    way.at("younes").post(f"/formulieren/{record}/vastleggen", status=409)
    assert way.state() == "aanvaard"


def test_the_question_says_who_tells_the_pbd_and_that_it_reads_no_names(way):
    """BR-08: the step is there as soon as a goal is about teachers, and says at the question what is missing."""
    page = way.write("younes", "doelen", with_school_goal(way))
    step = way.at("younes").get(page.path.replace("nakijken", "stap/schoolondersteuning") + "?nakijken=1")
    assert "De school doet dit zelf, voor de eerste actie." in step.text
    assert step.errors == [("pbd_op", "Vul in: begeleidingsdienst op de hoogte sinds.")]
    assert "De begeleidingsdienst krijgt hiervan een melding, zonder gegevens van leerlingen." in step.text


def test_the_notice_to_the_pbd_tells_nothing_of_the_pupil(way):
    """BR-08, BR-54: school, theme, days and what is done; no name, birth date or family in any part of the file."""
    version = way.freeze("younes", "doelen", with_school_goal(way, pbd_op="2027-01-05"))
    assert "Karen Stevens" not in way.at("younes").get(f"/versies/{version}/ronde").text
    way.case.sign(way.case.version("doelen"))
    way.step("younes", "Starten", "starten")
    for key in ("an", "saskia"):
        text = way.word(key, "D2P_v1_pedagogische.docx")
        for said in ("Technisch Atheneum De Sluis", "Klasgesprekken voeren", "Coaching", "18 januari 2027"):
            assert said in text, said
        for told in PUPIL:
            assert told not in text, told
    assert not any("_D2P_" in name for name in way.files("younes"))
    zipped = way.zip("saskia", "documenten.zip?lezer=P")
    assert [name.split("_", 1)[1] for name in zipped] == ["D2P_v1_pedagogische.docx"]
    for content in zipped.values():
        assert "Amina" not in every_word(content)
        assert b"Amina" not in content
