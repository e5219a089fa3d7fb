"""One Chromium for all browser tests; a context of its own for every screen. The demo is filled once and copied."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, sync_playwright

from app import create_app
from services import demo
from tests.browser.house import DEMO_DAY, DEMO_HOUR, House
from tests.browser.screen import Screen, Served
from tests.world import PASSWORD, Clock, World

ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser")
"""The same engine; without windows of its own it takes a quarter less of the processor."""
NO_CHROMIUM = "THE BROWSER TESTS DID NOT RUN: there is no chromium here. Install it, for example: apt install chromium"


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser of the system; nothing is downloaded."""
    path = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if path is None:
        if os.environ.get("CI") == "true":
            pytest.fail(NO_CHROMIUM)
        pytest.skip(NO_CHROMIUM)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        yield browser
        browser.close()


@pytest.fixture
def served(app: Flask, world: World) -> Iterator[str]:
    """The app of the test, with its people, on a port; gives the address."""
    server = Served(app)
    yield server.url
    server.stop()


@pytest.fixture
def open_screen(chromium: Browser) -> Iterator[Callable[..., Screen]]:
    """`open_screen(address)` is a new window with cookies of its own. At the end none of them may have complained."""
    opened: list[Screen] = []

    def one(served: str, **how: object) -> Screen:
        opened.append(Screen(chromium, served, **how))  # type: ignore[arg-type]  # what Screen takes
        return opened[-1]

    yield one
    wrong = [found for screen in opened for found in screen.wrong]
    for screen in opened:
        screen.close()
    assert not wrong, "\n".join(wrong)


@pytest.fixture
def at_work(open_screen: Callable[..., Screen], served: str, world: World) -> Callable[..., Screen]:
    """`at_work('an')` is An at a screen of her own, signed in."""

    def one(key: str, **how: object) -> Screen:
        screen = open_screen(served, **how).sign_in(world.who(key).account.email, PASSWORD)
        assert screen.path == "/werklijst", screen.text[:300]
        return screen

    return one


@pytest.fixture(scope="session")
def demo_instance(tmp_path_factory: pytest.TempPathFactory, migrated: Path) -> Path:
    """A folder with the demo in it, filled once. Word files come when a page asks for them."""
    folder = tmp_path_factory.mktemp("demo")
    shutil.copy(migrated, folder / "naadloos.db")
    settings = {"INSTANCE": str(folder), "LOG_LEVEL": "ERROR", "SEAL": "off", "MAIL_NOW": False, "JOBS_NOW": False}
    made = create_app(settings, Clock(DEMO_DAY, DEMO_HOUR))
    demo.fill(made.extensions["naadloos"], printed=False)
    made.extensions["naadloos"].db.close()
    return folder


@pytest.fixture(scope="module")
def house(demo_instance: Path, chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A copy of the demo, for all pages of this module."""
    folder = tmp_path_factory.mktemp("huis") / "demo"
    shutil.copytree(demo_instance, folder)
    made = House(folder, chromium)
    yield made
    made.close()
