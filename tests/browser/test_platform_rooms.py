"""The first start in a real browser, and the rooms of who manages the platform, as one sees them."""

from __future__ import annotations

from services import first_start
from tests.browser.look import faults
from tests.browser.screen import PHONE, Served
from tests.unit.services.test_schools import HEADER, REGENBOOG, SLUIS

GOOD = "paard batterij nietje"


def test_an_empty_instance_is_begun_with_the_keyboard(app, platform, open_screen):
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
        assert (screen.path, screen.h1) == ("/platform", "Platform")
        found += faults(screen, "the platform, empty")
        assert not found, "\n".join(found)
    finally:
        server.stop()


def test_the_rooms_of_the_platform_are_there_for_everybody(at_work, world, tmp_path):
    world.organise("operator", "andere", "Operator")
    world.hire("bo", "Bo Wouters", "platformbeheerder", "operator")
    screen = at_work("bo").get("/platform/organisaties?zoek=kantelpunt").click("vzw Kantelpunt")
    found = faults(screen, "one organisation")
    old, new = SLUIS.replace("999001", "999002"), SLUIS.replace("De Sluis", "Sint-Jozefscollege")
    for name, lines in (("oud.csv", (SLUIS, old)), ("nieuw.csv", (new, REGENBOOG, SLUIS.replace("999001", "x")))):
        (tmp_path / name).write_text("\r".join((HEADER, *lines)), "utf-8-sig")
        screen.get("/platform/scholen").tab.set_input_files("#bestand", str(tmp_path / name))
        screen.click("Bekijk wat er verandert")
        if name == "nieuw.csv":
            found += faults(screen, "a list of schools, shown first")
        screen.click("Neem de lijst over")
    for page in ("organisaties", "gezondheid"):
        found += faults(screen.get(f"/platform/{page}"), f"platform {page}")
    assert not found, "\n".join(found)
