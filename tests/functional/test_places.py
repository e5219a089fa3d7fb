"""Choosing an organisation where there are more than fit in a list: found on the page itself, and chosen by its id."""

from __future__ import annotations

from dataclasses import replace

import pytest

from services import places
from store import organisations
from store.organisations import Organisation
from store.rows import new_id
from tests.functional.test_drafts import Draft
from tests.pages import words
from tests.world import World

COUNT = 25


@pytest.fixture
def schools(world: World) -> list[Organisation]:
    """More schools than a list holds."""
    names = ["Atheneum Örsted", "Sint-Łukas & <b>Zonen</b>", *(f"Instituut {number}" for number in range(COUNT - 2))]
    found = [
        Organisation(
            id=new_id(),
            soort="school",
            instellingsnummer=f"0345{number:02}",
            naam=name,
            schoolsoorten=("so_voltijds",),
            adres="Molenstraat 1",
            postcode="3600",
            gemeente="Genk",
        )
        for number, name in enumerate(names)
    ]
    organisations.save_all(world.platform.db, found, [])
    return [next(iter(organisations.named(world.platform.db, one.instellingsnummer))) for one in found]


@pytest.fixture
def indicatie(kobe, signed_in, schools):
    return Draft(kobe, "indicatiestelling", signed_in("an"))


def offered(page, name="school"):
    """The names that one can choose from."""
    return [words(one) for one in page.all(f"//label[@for = //input[@type='radio' and @name='{name}']/@id]/span[1]")]


def test_a_school_is_looked_for_on_the_page_and_chosen(indicatie, schools):
    page = indicatie.step("school")
    assert not page.all("//select[@name='school']")
    page = page.fill({"visie_school": "Wij zien hem graag terug.", "school": "orsted"}).press("zoek", "school")
    assert offered(page) == ["Atheneum Örsted"]
    assert page.values("school")[0] == "orsted"
    assert page.values("visie_school") == ["Wij zien hem graag terug."]
    page.all("//input[@type='radio' and @name='school']")[0].set("checked", "")
    page.click("Bewaren en verder")
    assert indicatie.record.answers["school"] == schools[0].id
    page = indicatie.step("school")
    assert offered(page) == ["Atheneum Örsted"]
    assert page.values("school") == ["", schools[0].id]
    page = page.press("zoek", "school")
    assert indicatie.record.answers["school"] == schools[0].id


def test_what_was_typed_and_not_chosen_stays_with_a_message_and_what_fits(indicatie, schools):
    page = indicatie.step("school").fill({"school": "lukas genk"}).click("Bewaren en verder", status=422)
    assert page.errors == [("school", "Kies een organisatie uit de lijst.")]
    assert page.values("school") == ["lukas genk"]
    assert offered(page) == ["Sint-Łukas & <b>Zonen</b>"]
    assert indicatie.step("school").values("school")[0] == "lukas genk"
    page = indicatie.step("school").fill({"school": "bestaat niet"}).press("zoek", "school")
    assert "Niets gevonden met “bestaat niet”." in page.text
    page = indicatie.step("school").fill({"school": "instituut"}).press("zoek", "school")
    assert len(offered(page)) == places.SHOWN
    assert "Dit zijn de eerste twintig." in page.text


def test_only_an_active_one_of_the_right_kind_is_taken(indicatie, schools, world):
    organisations.save(world.platform.db, replace(schools[0], active=False))
    for wrong in (schools[0].id, world.id("brug")):
        page = indicatie.step("school").fill({"school": wrong}).click("Bewaren en verder", status=422)
        assert page.errors == [("school", "Kies een organisatie uit de lijst.")]
    assert indicatie.step("aanmelder").all("//select[@name='clb']"), "a short list is chosen from"


def test_somebody_of_any_school_is_put_in_a_dossier(kobe, signed_in, schools):
    page = signed_in("an").get(f"/dossiers/{kobe.id}").click("Voeg iemand toe")
    person = {"rol": "leerkracht", "voornaam": "Bea", "familienaam": "Buur", "functie": "Leerkracht hout"}
    page = page.fill({**person, "organisatie_id": "örsted"}).press("zoek", "organisatie_id")
    assert page.values("familienaam") == ["Buur"]
    assert offered(page, "organisatie_id")[0] == "Atheneum Örsted"
    assert "CLB De Brug" in offered(page, "organisatie_id")
    page = page.fill(person).click("Voeg toe", status=422)
    assert "Kies een organisatie uit de lijst." in page.text
    for one in page.all("//input[@type='radio' and @name='organisatie_id']"):
        one.attrib.pop("checked", None)
    page.all("//input[@type='radio' and @name='organisatie_id']")[0].set("checked", "")
    assert "Bea Buur" in page.click("Voeg toe").text
    assert schools[0].id in {one.organisation_id for one in kobe.file.parties}


def test_a_browser_asks_while_one_types(signed_in, schools, world):
    an = signed_in("an")

    def found(query):
        answer = an.raw(f"/organisaties/zoek?{query}")
        assert answer.status_code == 200
        assert answer.get_json()["meer"] == (len(answer.get_json()["gevonden"]) == places.SHOWN)
        return [one["naam"] for one in answer.get_json()["gevonden"]]

    assert found("soort=school&q=ORSTED") == ["Atheneum Örsted"]
    assert an.raw("/organisaties/zoek?soort=school&q=orsted").get_json()["gevonden"][0] == {
        "id": schools[0].id,
        "naam": "Atheneum Örsted",
        "waar": "Molenstraat 1, 3600 Genk, 034500",
    }
    assert len(found("soort=school&q=genk")) == places.SHOWN
    assert found("soort=naft&q=kantel") == ["vzw Kantelpunt"]
    assert found("soort=school&soort=pbd&q=schelde") == ["Begeleidingsdienst Scheldeland"]
    for nothing in ("soort=school&q=", "q=orsted", "soort=account&q=an", "soort=school&q=%25", "soort=school&q=_"):
        assert found(nothing) == []
