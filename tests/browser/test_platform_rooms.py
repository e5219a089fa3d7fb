"""The first start in a real browser."""

from __future__ import annotations

from pyotp import TOTP

from services import first_start
from tests.browser.look import faults
from tests.browser.screen import PHONE, Served

GOOD = "paard batterij nietje"


def test_an_empty_instance_is_begun_with_the_keyboard(app, platform, open_screen, clock):
    server = Served(app)
    try:
        screen = open_screen(server.url, size=PHONE).get("/werklijst")
        found = faults(screen, "begin with a code")
        screen.fill({"code": first_start.new_code(platform)}).tab.focus("#code")
        screen.key("Enter")
        screen.fill({"naam": "Netwerk Noord", "email": "els"}).click("Maak de beheerder", 422)
        found += faults(screen, "the first administrator, refused")
        told = {"voornaam": "Els", "familienaam": "Maes", "email": "els.maes@noord.example"}
        screen.fill(told | {"wachtwoord": GOOD, "nog_eens": GOOD}).tab.focus("#nog_eens")
        screen.key("Enter")
        assert screen.h1 == "Een tweede stap bij het aanmelden"
        screen.click("Ik heb een app: stel in")
        secret = screen.tab.locator(".hash").first.inner_text().replace(" ", "")
        screen.fill({"code": TOTP(secret).at(clock())}).click("Zet de tweede stap aan")
        screen.click("Ik heb ze bewaard: ga verder")
        assert (screen.path, screen.h1) == ("/platform", "Platform")
        found += faults(screen, "the platform, empty")
        assert not found, "\n".join(found)
    finally:
        server.stop()
