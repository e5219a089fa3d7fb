"""Help while one fills in, and finding a school among many, in Chromium: by mouse, and by keyboard alone."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from rules.national_number import WARNING
from services import records
from store import organisations
from store import records as kept
from store.organisations import Organisation
from store.rows import new_id
from tests.browser.look import faults


def record_of(case, key, slug):
    """A record just begun by somebody."""
    return records.begin(case.platform, case.world.who(key), case.file, slug)


def stored(case, record):
    """Its answers now."""
    found = kept.record(case.platform.db, record.id)
    assert found is not None
    return found.answers


@pytest.fixture
def many_schools(world):
    """More schools than fit in a list; the one that is looked for has signs in its name."""
    schools = [
        Organisation(
            id=new_id(),
            soort="school",
            instellingsnummer=f"0345{number:02}",
            naam="Atheneum Örsted" if number == 7 else f"Instituut {number}",
            schoolsoorten=("so_voltijds",),
            postcode="3600",
            gemeente="Genk",
        )
        for number in range(20)
    ]
    organisations.save_all(world.platform.db, schools, [])
    return organisations.search(world.platform.db, "orsted", soort="school")[0]


def test_help_stands_where_one_writes(at_work, kobe):
    kobe.refer()
    kobe.accept()
    record = record_of(kobe, "younes", "doelen")
    screen = at_work("younes").get(f"/formulieren/{record.id}")
    assert "Enkel als een doel over leerkrachten of de school gaat." in screen.text
    assert faults(screen, "taken") == []
    screen.get(f"/formulieren/{record.id}/stap/doelstellingen")
    tab, box = screen.tab, screen.tab.locator("#doelen-D1-tekst")

    # Examples: of the kind that is chosen, in an empty box alone, and out again
    tab.get_by_text("Voorbeelden", exact=True).click()
    assert tab.locator(".voorbeeld-kop:visible").count() == 5
    screen.fill({"doelen-D1-gericht_op": "school"})
    assert tab.locator(".voorbeeld-kop:visible").all_inner_texts() == ["School"]
    tab.get_by_role("button", name="Neem over als begin").first.click()
    assert box.input_value().startswith("Tegen juni heeft de school een vaste plek")
    assert tab.get_by_role("button", name="Neem over als begin").count() == 0
    tab.get_by_role("button", name="Maak ongedaan").click()
    assert box.input_value() == ""

    # A national number is told of while one types, and no more when it is gone
    said = tab.locator("#doelen-D1-tekst ~ .let-op")
    for text, words in (("Kobe, 85.07.30 - 033.28", WARNING), ("0471 23 45 67", ""), ("85073003328", WARNING)):
        box.fill(text)
        assert said.text_content() == words
    box.fill("Ik volg drie voormiddagen per week alle lessen.")
    expect(said).to_have_text("")

    # Keys: save and stay, on, and back
    tab.keyboard.press("Control+s")
    expect(tab.locator("[data-bewaard]")).to_contain_text("Bewaard om")
    assert screen.path.endswith("/stap/doelstellingen")
    assert stored(kobe, record)["doelen"][0]["tekst"].startswith("Ik volg drie voormiddagen")
    box.press_sequentially(" Lukt het niet, dan zeg ik dat.")
    assert screen.key("Alt+PageDown").path.endswith("/stap/werkvorm")
    assert stored(kobe, record)["doelen"][0]["tekst"].endswith("dan zeg ik dat.")
    assert screen.key("Alt+PageUp").path.endswith("/stap/doelstellingen")


def test_a_school_is_found_with_the_keyboard(at_work, kobe, many_schools):
    record = record_of(kobe, "an", "indicatiestelling")
    screen = at_work("an").get(f"/formulieren/{record.id}/stap/school")
    tab, box = screen.tab, screen.tab.get_by_role("combobox", name="Zoek op naam, gemeente of nummer")
    found = tab.locator("#school-lijst [role=option]")
    box.focus()
    tab.keyboard.type("orsted genk")
    found.wait_for()
    assert box.get_attribute("aria-expanded") == "true"
    assert faults(screen, "school zoeken") == []
    box.focus()
    tab.keyboard.press("ArrowDown")
    found.wait_for()
    tab.keyboard.press("ArrowDown")
    active = box.get_attribute("aria-activedescendant")
    assert tab.locator(f"#{active}").inner_text().startswith("Atheneum Örsted")
    tab.keyboard.press("Escape")
    assert (box.get_attribute("aria-expanded"), screen.status) == ("false", 200)
    tab.keyboard.press("Enter")  # a name that is not chosen yet is looked for; the form is not sent
    found.wait_for()
    tab.keyboard.press("Enter")
    assert box.input_value() == "Atheneum Örsted"
    screen.click("Bewaren en verder")
    assert stored(kobe, record)["school"] == many_schools.id
    screen.get(f"/formulieren/{record.id}/stap/school")
    assert box.input_value() == "Atheneum Örsted"
    box.fill("Örsted, denk ik")
    screen.click("Bewaren en verder", status=422)
    assert [one[0] for one in screen.errors] == ["school"]
    assert box.input_value() == "Örsted, denk ik"
