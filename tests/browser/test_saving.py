"""Nothing typed is lost, at a real browser: the network cut, a laptop closed, two screens, a button pressed too fast."""

from __future__ import annotations

import pytest
from playwright.sync_api import Dialog, Route

from services import records as drafts
from store import parties, records, sessions
from tests.browser.look import axe, structure
from tests.browser.screen import Screen
from tests.world import PASSWORD

STATE = "[data-bewaard]"
AWAKE = "() => document.dispatchEvent(new Event('visibilitychange'))"


@pytest.fixture
def step(kobe, world):
    """The address of a step of a draft, and what is stored in it."""
    record = drafts.begin(world.platform, world.who("an"), kobe.file, "indicatiestelling")

    class Step:
        address = f"/formulieren/{record.id}/stap/school"

        @property
        def kept(self):
            """The answers that are stored."""
            found = records.record(world.platform.db, record.id)
            assert found is not None
            return found.answers

    return Step()


def typed(screen: Screen, text: str, name: str = "visie_school") -> None:
    """Type, without leaving the box."""
    box = screen.tab.locator(f"[name={name}]")
    box.click()
    box.press("Control+End")
    box.press_sequentially(text)


def says(screen: Screen, text: str) -> None:
    """Wait until the line of saving says so."""
    screen.tab.locator(STATE, has_text=text).wait_for()


def leaves_without_asking(screen: Screen) -> list[str]:
    """What the browser asks when the page is left."""
    asked: list[str] = []

    def note(dialog: Dialog) -> None:
        asked.append(dialog.type)

    screen.tab.on("dialog", note)
    return asked


def test_what_is_typed_without_a_network_is_saved_when_it_is_back(at_work, step):
    an = at_work("an").get(step.address)
    asked = leaves_without_asking(an)
    typed(an, "Eerst")
    says(an, "Bewaard om 10.00 uur")
    assert step.kept["visie_school"] == "Eerst"
    an.context.set_offline(True)
    typed(an, ", en zonder net.")
    says(an, "Nog niet bewaard: geen verbinding. Wij proberen opnieuw.")
    an.find("Bewaren en verder").click()  # stays here: the page, and what is on it, would be lost
    assert an.tab.locator("[data-bewaard-gezegd]").inner_text().startswith("Nog niet bewaard: geen verbinding")
    assert an.path == step.address
    assert an.values("visie_school") == ["Eerst, en zonder net."]
    an.context.set_offline(False)
    says(an, "Bewaard om 10.00 uur")
    assert step.kept["visie_school"] == "Eerst, en zonder net."
    assert an.kept_in_browser() == {"local": 0, "session": 0}
    an.click("Bewaren en verder")
    assert an.path.endswith("/stap/hulpvraag")
    with an.tab.expect_navigation():
        an.tab.go_back()
    assert an.values("visie_school") == ["Eerst, en zonder net."]
    typed(an, " En terug.")
    an.click("Bewaren en verder")
    assert step.kept["visie_school"] == "Eerst, en zonder net. En terug."
    assert asked == []
    an.wrong = [one for one in an.wrong if "INTERNET_DISCONNECTED" not in one]


def test_a_laptop_that_was_closed_goes_on_where_it_was_with_its_own_person(at_work, step, world, clock):
    an = at_work("an").get(step.address)
    typed(an, "Voor de middag")
    says(an, "Bewaard om 10.00 uur")
    clock.wait(hours=2)
    an.expected = {401, 409, 422}
    an.tab.evaluate(AWAKE)
    dialog = an.tab.locator("dialog[open]")
    dialog.wait_for()
    assert axe(an) == []
    for email, password, fault in (("an", "fout", "horen niet bij elkaar"), ("floor", PASSWORD, "van iemand anders")):
        an.tab.get_by_label("E-mailadres").fill(world.who(email).account.email)
        an.tab.get_by_label("Wachtwoord").fill(password)
        an.tab.keyboard.press("Enter")
        dialog.locator("[data-fout]", has_text=fault).wait_for()
    an.tab.keyboard.press("Escape")
    says(an, "u bent niet meer aangemeld")
    assert an.tab.evaluate("document.activeElement.name") == "visie_school"
    typed(an, ", en erna.")
    an.find("Bewaren en verder").click()
    dialog.wait_for()
    an.tab.get_by_label("E-mailadres").fill(world.who("an").account.email)
    an.tab.get_by_label("Wachtwoord").fill(PASSWORD)
    with an.tab.expect_navigation():
        an.tab.keyboard.press("Enter")
    assert an.path.endswith("/stap/hulpvraag")
    assert step.kept["visie_school"] == "Voor de middag, en erna."


def test_two_screens_at_once_see_each_other_and_choose(at_work, step, world):
    world.hire("bart", "Bart Claeys", "clb", "brug")
    an, bart = at_work("an").get(step.address), at_work("bart").get(step.address)
    assert "An Peeters heeft dit formulier ook open." in bart.text
    typed(an, "Van An <b>")
    typed(an, "4 Hout", "klas")
    says(an, "Bewaard om")
    an.tab.locator(".aanwezig", has_text="Bart Claeys heeft dit formulier ook open.").wait_for()
    typed(bart, "4", "leerjaar")
    says(bart, "Bewaard om")
    assert bart.values("klas") == ["4 Hout"]  # what only An changed is filled in
    typed(an, " en verder")
    says(an, "Bewaard om")
    bart.expected = {409}
    bart.tab.locator("[name=visie_school]").fill("Van Bart")
    bart.tab.get_by_role("button", name="Bekijk beide teksten").wait_for()
    bart.click("Bekijk beide teksten", 409)
    assert [*structure(bart), *axe(bart)] == []
    bart.tab.get_by_label("Neem de tekst van An Peeters").check()
    assert bart.values("visie_school") == ["Van An <b> en verder"]
    bart.tab.get_by_label("Voeg samen").check()
    typed(bart, "!")
    bart.click("Bewaren en later verder")
    assert step.kept["visie_school"] == "Van Bart\n\nVan An <b> en verder!"
    assert (step.kept["klas"], step.kept["leerjaar"]) == ("4 Hout", "4")


def test_a_button_pressed_while_the_page_saves_itself_is_in_nobodys_way(at_work, step):
    an = at_work("an").get(step.address)
    slow: list[str] = []

    def late(route: Route) -> None:
        """The server has saved it; the answer does not come."""
        slow.append(route.fetch().text())
        route.abort() if len(slow) == 1 else route.fulfill(body=slow[-1], content_type="application/json")

    an.tab.route("**/bewaar", late)
    typed(an, "Een")
    says(an, "Nog niet bewaard: geen verbinding")
    typed(an, " twee")
    with an.tab.expect_navigation():
        an.find("Bewaren en verder").dblclick()
    assert an.status == 200
    assert an.path.endswith("/stap/hulpvraag")
    assert step.kept["visie_school"] == "Een twee"
    an.wrong = [one for one in an.wrong if "ERR_FAILED" not in one]


def test_a_page_without_saving_by_itself_keeps_what_was_typed_too(at_work, kobe, world):
    an = at_work("an").get(f"/dossiers/{kobe.id}/partijen/nieuw")
    an.fill({"rol": "plusouder"})
    an.fill({"voornaam": "Mia", "familienaam": "Claes"})
    sessions.close_all_of(world.platform.db, world.who("an").account.id)
    an.find("Voeg toe").click()
    an.tab.locator("dialog[open]").wait_for()
    an.tab.get_by_label("E-mailadres").last.fill(world.who("an").account.email)
    an.tab.get_by_label("Wachtwoord").fill(PASSWORD)
    with an.tab.expect_navigation():
        an.tab.keyboard.press("Enter")
    assert an.path == f"/dossiers/{kobe.id}", an.errors
    assert [one.answers.get("voornaam") for one in parties.parties_of(world.platform.db, kobe.id)].count("Mia") == 1
