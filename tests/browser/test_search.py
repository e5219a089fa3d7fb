"""Looking for a dossier on a phone, with the keyboard alone, and back to what was found."""

from __future__ import annotations

import re

from tests.browser.screen import PHONE


def test_a_dossier_is_found_opened_and_found_again_with_the_back_button(at_work, kobe):
    screen = at_work("an", size=PHONE)
    field = screen.tab.get_by_label("Zoek een dossier")
    field.focus()
    screen.tab.keyboard.type("VERMEU kob")
    screen.key("Enter")
    found = screen.url
    assert re.fullmatch(r"/dossiers\?zoek=[0-9a-f]{20}", found), "the name stays on the server"
    link = screen.tab.get_by_role("link", name="Kobe V.")
    for _ in range(40):
        screen.tab.keyboard.press("Tab")
        if link.evaluate("one => one === document.activeElement"):
            break
    screen.key("Enter")
    assert screen.path == f"/dossiers/{kobe.id}"
    screen.tab.go_back()
    assert screen.url == found
    assert field.input_value() == "VERMEU kob"
    assert link.is_visible()

    screen.tab.locator(".filters > summary").click()
    screen.fill({"sorteer": "naam"}).click("Toon")
    assert "sorteer=naam" in screen.url
    assert f"{found}&" in screen.url
    screen.click("Afgelopen")
    assert "Niets gevonden" in screen.text
    screen.click("Er is er wel één")
    assert link.is_visible()


def test_a_group_of_the_work_list_is_an_address_without_scripts(at_work, kobe):
    screen = at_work("an", size=PHONE, scripts=False)
    screen.tab.locator(".tellers .jou a").click()
    assert screen.url == "/werklijst?groep=jou"
    assert screen.tab.locator("section.groep").count() == 1
    screen.click("Ook die van collega’s")
    assert "groep=jou" in screen.url
    screen.click("Toon alle groepen")
    assert screen.tab.locator("section.groep").count() < 5, "groups without work are one line"
    screen.tab.go_back()
    assert screen.tab.locator("section.groep").count() == 1
