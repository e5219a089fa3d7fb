"""The demo on a port, with people of the tests beside it, and a screen for whoever wants to look."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

from playwright.sync_api import Browser

from app import create_app
from services import demo
from services.platform import Platform
from tests.browser.screen import Screen, Served
from tests.world import PASSWORD, Clock, World

DEMO_DAY, DEMO_HOUR = "2026-11-16", "9.30"
EMAILS = {one.naam.partition(" ")[0].lower(): one.email for one in demo.demo_accounts()}


class House:
    """The demo on a port, with people of the tests beside it if asked for, and a screen for whoever wants to look.

    `told` is what one page said that another needs: an address, a code.
    """

    def __init__(self, folder: Path, browser: Browser, *, tests: bool = True) -> None:
        accounts = [asdict(one) for one in demo.demo_accounts()]
        settings = {
            "INSTANCE": str(folder),
            "LOG_LEVEL": "CRITICAL",
            "DEMO_ACCOUNTS": lambda: accounts,
            "MAIL_NOW": False,
            "JOBS_NOW": False,
        }
        self.clock = Clock(DEMO_DAY, DEMO_HOUR)
        self.app = create_app(settings, self.clock)
        self.looked_at: list[tuple[str, str]] = []
        self.told: dict[str, str] = {}
        self.platform: Platform = self.app.extensions["naadloos"]
        self.world = World(self.platform, self.clock)
        if tests:
            self.world.fill()
        self.server = Served(self.app)
        self.browser = browser
        self.screens: dict[str, Screen] = {}

    def open(self) -> Screen:
        """A new window, of nobody."""
        screen = Screen(self.browser, self.server.url)
        self.screens[f"nobody {len(self.screens)}"] = screen
        return screen

    def at(self, who: str, *, again: bool = False) -> Screen:
        """Somebody of the demo ('an'), or of the world of the tests ('test/an'), at an own screen."""
        if who not in self.screens or again:
            screen = self.open()
            email = self.world.who(who[5:]).account.email if who.startswith("test/") else EMAILS[who]
            screen.sign_in(email, PASSWORD if who.startswith("test/") else demo.PASSWORD)
            assert screen.path == "/werklijst", screen.text
            if again:
                return screen
            self.screens[who] = screen
        return self.screens[who]

    def look(self, screen: Screen, name: str) -> None:
        """Note that the page on this screen was looked at, under this name."""
        places = self.app.url_map.bind("localhost")
        method = "GET" if "GET" in places.allowed_methods(screen.path) else "POST"
        endpoint, _ = places.match(screen.path, method)
        self.looked_at.append((str(endpoint), name))

    def close(self) -> None:
        """Close everything."""
        for screen in self.screens.values():
            screen.close()
        self.server.stop()
        self.platform.db.close()
