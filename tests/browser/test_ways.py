"""Ways of working: without scripts, by keyboard alone, drawing, two at once, and one device round the table."""

from __future__ import annotations

from typing import Any

import pytest

from services import records
from store import records as stored
from tests.browser.screen import DESKTOP, PHONE, Screen
from tests.world import PASSWORD, Case, World

TURNED = (PHONE[1], PHONE[0])
GOALS_STEP = "doelstellingen"


@pytest.fixture
def draft(kobe: Case, world: World) -> str:
    """Goals that Younes has begun; gives the address of the step with the goals."""
    kobe.refer()
    kobe.accept()
    record = records.begin(kobe.platform, world.who("younes"), kobe.file, "doelen")
    return f"/formulieren/{record.id}/stap/{GOALS_STEP}"


@pytest.fixture
def version(kobe: Case) -> Any:
    """Goals that everybody is asked to sign."""
    kobe.refer()
    kobe.accept()
    return kobe.agree()


def kept(kobe: Case, address: str) -> dict[str, Any]:
    """The answers as they are stored now."""
    found = stored.record(kobe.platform.db, address.split("/")[2])
    assert found is not None
    return found.answers


def test_without_scripts_one_fills_in_adds_and_removes(kobe, draft, at_work):
    screen = at_work("younes", scripts=False).get(draft)
    screen.fill({"doelen-D1-tekst": "Kobe vertelt wanneer het te veel wordt."})
    screen.press("toevoegen", "doelen").fill({"doelen-D2-tekst": "Elke week een gesprek op school."})
    screen.press("verwijderen", "doelen:D1")

    assert [goal["id"] for goal in kept(kobe, draft)["doelen"]] == ["D2"]
    assert screen.values("doelen-D2-tekst") == ["Elke week een gesprek op school."]


def test_without_scripts_a_question_that_depends_on_another_says_when_it_counts(kobe, world, at_work):
    record = records.begin(kobe.platform, world.who("an"), kobe.file, "indicatiestelling")
    address = f"/formulieren/{record.id}/stap/ouders"
    screen = at_work("an", scripts=False).get(address)

    assert "Enkel invullen als bij “Lopende hulp” “Andere” gekozen is" in screen.text
    screen.fill({"lopende_hulp": ["andere"], "lopende_hulp_andere": "Huiswerkklas"}).click("Bewaren en verder")
    assert kept(kobe, address)["lopende_hulp_andere"] == "Huiswerkklas"


def test_with_scripts_that_question_shows_as_soon_as_it_counts(kobe, world, at_work):
    record = records.begin(kobe.platform, world.who("an"), kobe.file, "indicatiestelling")
    screen = at_work("an").get(f"/formulieren/{record.id}/stap/ouders")

    assert "lopende_hulp_andere" not in screen.names()
    screen.fill({"lopende_hulp": ["andere"]})
    assert "lopende_hulp_andere" in screen.names()
    screen.fill({"lopende_hulp": []})
    assert "lopende_hulp_andere" not in screen.names()


def test_without_scripts_one_signs_by_typing(kobe, version, at_work):
    screen = at_work("an", scripts=False).get(f"/versies/{version.id}/tekenen")
    screen.fill({"besluit": "akkoord", "getypt": "An Peeters"}).click("Bevestig")

    assert screen.h1 == "Ondertekenen"
    assert "Akkoord" in screen.text


def tab_to(screen: Screen, name: str) -> None:
    """Press Tab until the control with this name has the focus."""
    for _ in range(150):
        screen.tab.keyboard.press("Tab")
        if screen.tab.evaluate("() => document.activeElement?.name ?? ''") == name:
            return
    raise AssertionError(f"the keyboard does not reach {name} on {screen.url}")


def test_by_keyboard_alone_one_signs_in_and_fills_in(kobe, draft, world, open_screen, served):
    screen = open_screen(served).get("/inloggen")
    tab_to(screen, "email")
    screen.tab.keyboard.type(world.who("younes").account.email)
    tab_to(screen, "wachtwoord")
    screen.tab.keyboard.type(PASSWORD)
    screen.key("Enter")
    assert screen.path == "/werklijst"
    screen.get(draft)
    tab_to(screen, "doelen-D1-tekst")
    screen.tab.keyboard.type("Kobe komt drie dagen op tijd.")
    tab_to(screen, "doelen-D1-score_nu")
    screen.tab.keyboard.type("3")
    screen.key("Enter")

    goal = kept(kobe, draft)["doelen"][0]
    assert (goal["tekst"], goal["score_nu"]) == ("Kobe komt drie dagen op tijd.", 3)
    assert not screen.path.endswith(GOALS_STEP), "Enter did not press the main button"


def test_by_keyboard_alone_one_signs(kobe, version, at_work):
    screen = at_work("an").get(f"/versies/{version.id}/tekenen")
    tab_to(screen, "besluit")
    screen.tab.keyboard.press("Space")
    tab_to(screen, "wijze")
    screen.tab.keyboard.press("ArrowDown")
    tab_to(screen, "getypt")
    screen.tab.keyboard.type("An Peeters")
    screen.key("Enter")

    assert screen.h1 == "Ondertekenen"
    assert "Akkoord" in screen.text


@pytest.mark.parametrize("touch", [False, True])
def test_a_drawing_can_be_begun_anew_and_survives_turning_the_device(kobe, version, at_work, touch):
    screen = at_work("an", size=PHONE, touch=touch).get(f"/versies/{version.id}/tekenen")
    screen.fill({"besluit": "akkoord", "wijze": "tekenen"})
    pen = screen.draw_by_touch if touch else screen.draw
    assert screen.ink() == 0
    pen()
    assert screen.ink() > 0
    screen.tab.get_by_role("button", name="Begin opnieuw").click()
    assert screen.ink() == 0
    pen()
    screen.tab.set_viewport_size({"width": TURNED[0], "height": TURNED[1]})
    screen.tab.wait_for_timeout(200)
    assert screen.ink() > 0, "turning the device wiped the drawing"
    screen.click("Bevestig")

    assert screen.h1 == "Ondertekenen"


def test_a_blank_drawing_is_refused_and_the_rest_stays(kobe, version, at_work):
    screen = at_work("an").get(f"/versies/{version.id}/tekenen")
    screen.fill({"besluit": "akkoord", "wijze": "tekenen", "opmerking": "Met dank aan Kobe."}).click("Bevestig", 422)

    assert [field for field, _ in screen.errors] == ["tekening"]
    assert screen.values("opmerking") == ["Met dank aan Kobe."]
    assert screen.values("besluit") == ["akkoord"]


def test_two_who_write_at_once_see_both_texts(kobe, draft, world, at_work):
    world.hire("lieve", "Lieve Segers", "naft_coordinator", "kantelpunt")
    younes, lieve = at_work("younes").get(draft), at_work("lieve").get(draft)
    younes.fill({"doelen-D1-tekst": "De tekst van Younes over Kobe."}).click("Bewaren en verder")
    lieve.fill({"doelen-D1-tekst": "De tekst van Lieve over Kobe."}).click("Bewaren en verder", 409)

    assert "De tekst van Younes over Kobe." in lieve.text
    assert lieve.values("doelen-D1-tekst") == ["De tekst van Lieve over Kobe."]
    keeps = {"keuze:doelen/D1/tekst": "mijn", "doelen-D1-tekst": "De tekst van ons beiden."}
    lieve.fill(keeps).click("Bewaren en verder")
    assert kept(kobe, draft)["doelen"][0]["tekst"] == "De tekst van ons beiden."


def test_at_the_table_nothing_of_anybody_else_is_to_be_found(kobe, version, at_work):
    screen = at_work("younes", size=DESKTOP).get(f"/versies/{version.id}/ronde")
    screen.click("Geef door aan Kobe Vermeulen").click("Ik ben Kobe Vermeulen")

    assert not screen.offers("Werklijst")
    assert not screen.offers("Afmelden")
    assert "Younes Amrani" not in screen.tab.locator("header").inner_text()
    seat = screen.path
    screen.fill({"besluit": "akkoord", "wijze": "typen", "getypt": "Kobe", "opmerking": "Enkel van mij."})
    screen.click("Bevestig")
    assert screen.h1 == "Bedankt"
    assert screen.kept_in_browser() == {"local": 0, "session": 0}
    screen.expected = {410}
    screen.tab.go_back()
    assert "Enkel van mij" not in screen.tab.content()
    screen.get(seat, 410)
    assert screen.h1 == "Deze plaats is niet meer geldig"
    screen.get("/werklijst")
    assert screen.h1 == "Verder met uw eigen scherm"
