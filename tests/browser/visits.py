"""Ways to come to a page: signed in, with clicks from the work list, by an address, or in a dossier."""

from __future__ import annotations

from collections.abc import Callable

from tests.browser.house import House
from tests.browser.screen import Screen

Visit = Callable[[House], Screen]


def signed_in(who: str, *labels: str, status: int = 200) -> Visit:
    """Who signs in and clicks on these, one after the other, from the work list."""

    def visit(house: House) -> Screen:
        screen = house.at(who).get("/werklijst")
        for label in labels[:-1]:
            screen.click(label)
        return screen.click(labels[-1], status) if labels else screen

    return visit


def at_address(who: str, path: str, *labels: str, status: int = 200) -> Visit:
    """Who signs in and opens an address, and clicks on from there."""

    def visit(house: House) -> Screen:
        screen = house.at(who).get(path, 200 if labels else status)
        for label in labels[:-1]:
            screen.click(label)
        return screen.click(labels[-1], status) if labels else screen

    return visit


def in_dossier(who: str, label: str, path: str = "", *labels: str, status: int = 200) -> Visit:
    """Who opens a dossier by the beginning of its name, and a page under it."""

    def visit(house: House) -> Screen:
        screen = house.at(who).get("/dossiers?toon=alle").click(label)
        return at_address(who, f"{screen.path}/{path}" if path else screen.path, *labels, status=status)(house)

    return visit


def looking_for(who: str, text: str) -> Visit:
    """Who signs in and looks for a dossier."""
    return lambda house: house.at(who).get("/dossiers").fill({"zoek": text}).click("Zoek")


def stranger(path: str, status: int = 200) -> Visit:
    """Somebody without an account, who opens an address."""
    return lambda house: house.open().get(path, status)
