"""The dossier in every situation, and the pages that go with it: there for everybody, on a desk and on a phone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser

from tests.browser.look import faults
from tests.browser.screen import PHONE, Screen, Served
from tests.conftest import serving
from tests.situations import DAY, HOUR, SITUATIONS
from tests.world import PASSWORD, Clock, World

CLB, NAFT, SCHOOL = "an", "younes", "saskia"


class Street:
    """Every situation in one database, each as it stands on the day that one looks; a screen for each worker."""

    def __init__(self, app: Flask, clock: Clock, browser: Browser) -> None:
        self.world = World(app.extensions["naadloos"], clock).fill()
        self.cases = {name: tell(self.world) for name, tell in SITUATIONS.items()}
        clock.go(DAY, HOUR)
        self.server, self.browser = Served(app), browser
        self.screens: dict[str, Screen] = {}

    def at(self, who: str) -> Screen:
        """The screen of somebody, signed in."""
        if who not in self.screens:
            screen = Screen(self.browser, self.server.url)
            self.screens[who] = screen.sign_in(self.world.who(who).account.email, PASSWORD)
        return self.screens[who]

    def dossier(self, situation: str, who: str) -> Screen:
        """A dossier as somebody sees it."""
        return self.at(who).get(f"/dossiers/{self.cases[situation].id}")

    def close(self) -> None:
        """Close everything."""
        for screen in self.screens.values():
            screen.close()
        self.server.stop()


@pytest.fixture(scope="module")
def street(chromium: Browser, tmp_path_factory: pytest.TempPathFactory, migrated: Path) -> Iterator[Street]:
    """All situations; nothing on the pages of this module changes them."""
    clock = Clock()
    with serving(tmp_path_factory.mktemp("straat"), migrated, clock) as app:
        made = Street(app, clock, chromium)
        yield made
        made.close()


DOSSIERS = [
    ("question", CLB),
    ("question", NAFT),
    ("refused", CLB),
    ("accepted", CLB),
    ("signing", SCHOOL),
    ("sent back", NAFT),
    ("due in holidays", NAFT),
    ("consent gone", CLB),
    ("stop asked", NAFT),
    ("handover proposed", CLB),
    ("handed over", "mo"),
    ("aftercare", CLB),
    ("class group", CLB),
]


@pytest.mark.parametrize(("situation", "who"), DOSSIERS)
def test_a_dossier_is_there_for_everybody(street, situation, who):
    found = faults(street.dossier(situation, who), f"{situation} of {who}")
    assert not found, "\n".join(found)


Visit = Callable[[Street], Screen]


def _page(situation: str, who: str, path: str) -> Visit:
    return lambda street: street.at(who).get(f"/dossiers/{street.cases[situation].id}/{path}")


def _sent(situation: str, who: str, path: str, button: str) -> Visit:
    """The page after its button was pressed while nothing was filled in."""
    return lambda street: _page(situation, who, path)(street).click(button, 422)


PAGES: dict[str, Visit] = {
    "consent": _page("running", CLB, "instemmingen"),
    "consent, refused": _sent("running", NAFT, "instemmingen", "Noteer de instemming"),
    "question by NAFT": _page("referred", NAFT, "acties/meer-info-vragen"),
    "question by NAFT, refused": _sent("referred", NAFT, "acties/meer-info-vragen", "Verstuur de vraag"),
    "answer of the CLB": _page("question", CLB, "acties/info-geven"),
    "another provider": _page("referred", NAFT, "acties/doorgeven"),
    "wish to stop": _page("running", CLB, "acties/stoppen-vragen"),
    "transfer, proposed": _page("handover proposed", NAFT, "acties/overdragen"),
    "transfer, confirmed": _page("handover proposed", CLB, "acties/overdragen"),
    "person in a class": _page("class group", CLB, "partijen/nieuw"),
}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_of_a_dossier_is_there_for_everybody(street, name):
    found = faults(PAGES[name](street), name)
    assert not found, "\n".join(found)


def test_on_a_phone_the_next_step_is_on_the_first_screen(street):
    screen = street.dossier("running", NAFT)
    screen.tab.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    box = screen.tab.locator(".volgende .btn-primary").bounding_box()
    assert box is not None
    assert box["y"] + box["height"] <= PHONE[1]
    screen.tab.set_viewport_size({"width": 1280, "height": 900})
