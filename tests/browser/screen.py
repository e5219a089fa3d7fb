"""Somebody at a real browser: Chromium with scripts, styles and fonts. What went wrong in it is kept, and fails the test.

A `Screen` answers to the same names as `tests.pages.Page`, so that `tests.wizard` fills in a record with either; here
only a control that one can see is filled in, by typing, choosing and ticking.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from threading import Thread
from typing import Any, cast
from urllib.parse import urljoin, urlsplit

import lxml.html
from flask import Flask
from playwright.sync_api import Browser, ConsoleMessage, Locator, Response
from playwright.sync_api import Page as Tab
from werkzeug.serving import WSGIRequestHandler, make_server

from tests.pages import Page, words

DESKTOP, TABLET, PHONE, NARROW = (1280, 900), (820, 1180), (390, 844), (320, 700)
SAYS = "a[href], button:not([aria-hidden]):not([type=button]), summary"
ERASE = "The server responded with a status of"
VISIBLE = """() => [...new Set([...document.querySelectorAll('main [name]:not([type=hidden]):not(button)')]
    .filter(one => one.checkVisibility() && !one.disabled).map(one => one.name))]"""
STATE = """name => [...document.getElementsByName(name)].filter(one => one.type !== 'hidden' && one.tagName !== 'BUTTON')
    .map(one => ({type: one.type, value: one.value, checked: one.checked ?? false}))"""
HIDDEN = """name => [...document.getElementsByName(name)].filter(one => one.type === 'hidden').map(one => one.value)"""


class Served:
    """The app on a port of its own, in threads, as long as a test takes."""

    def __init__(self, app: Flask) -> None:
        logging.getLogger("werkzeug").setLevel(logging.ERROR)
        self._server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=_Quiet)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Close the port."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class _Quiet(WSGIRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Say nothing."""


class Screen:
    """One window of one person, with cookies of its own."""

    def __init__(
        self,
        browser: Browser,
        served: str,
        *,
        size: tuple[int, int] = DESKTOP,
        scripts: bool = True,
        touch: bool = False,
    ) -> None:
        self.base = served
        self.context = browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            java_script_enabled=scripts,
            has_touch=touch,
            accept_downloads=True,
            locale="nl-BE",
        )
        self.context.set_default_timeout(20_000)  # a shared machine can be slow
        self.tab: Tab = self.context.new_page()
        self.scripts = scripts
        self.status = 0
        self.expected: set[int] = set()
        self.wrong: list[str] = []
        self.tab.on("console", self._said)
        self.tab.on("pageerror", lambda error: self.wrong.append(f"script error: {error}"))
        self.tab.on("requestfailed", lambda one: self._failed(one.url, one.failure or ""))
        self.tab.on("response", self._answered)
        self.tab.on("dialog", lambda dialog: dialog.accept())

    def _said(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and ERASE.lower() not in message.text.lower():
            self.wrong.append(f"console {message.type}: {message.text}")

    def _failed(self, url: str, why: str) -> None:
        if "ERR_ABORTED" not in why:  # a download, or a page that was left: neither is a failure
            self.wrong.append(f"request failed: {urlsplit(url).path} ({why})")

    def _answered(self, response: Response) -> None:
        if urlsplit(response.url).netloc != urlsplit(self.base).netloc:
            self.wrong.append(f"asked somebody else: {response.url}")
        if response.request.is_navigation_request():
            self.status = response.status
        if response.status >= 400 and response.status not in self.expected:
            self.wrong.append(f"{response.status}: {urlsplit(response.url).path}")

    def close(self) -> None:
        """Close the window; its cookies are gone."""
        self.context.close()

    # Going somewhere

    def get(self, url: str, status: int = 200) -> Screen:
        """Open an address."""
        with self._expecting(status):
            self.tab.goto(urljoin(self.base, url))
        assert self.status == status, f"{url} answered {self.status}: {self.text[:400]}"
        return self

    def sign_in(self, email: str, password: str) -> Screen:
        """Sign in on the page for it."""
        return self.get("/inloggen").fill({"email": email, "wachtwoord": password}).click("Aanmelden")

    def click(self, label: str, status: int = 200) -> Screen:
        """Follow the link or press the button that says this, or begins with it."""
        return self.follow(self.find(label), status)

    def press(self, name: str, value: str, status: int = 200) -> Screen:
        """Press the button with this name and value."""
        return self.follow(self.tab.locator(f'button[name="{name}"][value="{value}"]:not([aria-hidden])'), status)

    def follow(self, what: Locator, status: int = 200) -> Screen:
        """Click on something that opens a page."""
        with self._expecting(status), self.tab.expect_navigation():
            what.click()
        assert self.status == status, f"{self.path} answered {self.status}: {self.text[:600]}"
        return self

    def key(self, key: str) -> Screen:
        """Press a key that opens a page."""
        with self.tab.expect_navigation():
            self.tab.keyboard.press(key)
        return self

    def _expecting(self, status: int) -> _Expecting:
        return _Expecting(self, status)

    # Looking

    @property
    def path(self) -> str:
        """The path of the address."""
        return urlsplit(self.tab.url).path

    @property
    def url(self) -> str:
        """Path and question mark."""
        parts = urlsplit(self.tab.url)
        return f"{parts.path}?{parts.query}" if parts.query else parts.path

    @property
    def text(self) -> str:
        """All words that one sees."""
        return " ".join(self.tab.locator("body").inner_text().split())

    @property
    def h1(self) -> str:
        """The heading."""
        return " ".join(self.tab.locator("h1").inner_text().split())

    @property
    def person(self) -> Screen:
        """For `tests.wizard`: who is at this screen opens pages on it."""
        return self

    @property
    def as_page(self) -> Page:
        """This screen for `tests.wizard`, which asks for the same things of a page."""
        return cast(Page, self)

    def all(self, path: str) -> list[Any]:
        """Elements or attributes by XPath, as they are now."""
        return list(cast(Any, lxml.html.fromstring(self.tab.content())).xpath(path))

    def names(self) -> list[str]:
        """The names of the controls that one can see."""
        return cast(list[str], self.tab.evaluate(VISIBLE)) if self.scripts else self._named_without_scripts()

    def _named_without_scripts(self) -> list[str]:
        return [
            str(name)
            for name in dict.fromkeys(self.all("//main//*[@name and not(@type='hidden') and not(self::button)]/@name"))
        ]

    def hidden(self, name: str) -> list[str]:
        """The values of hidden inputs, such as the ids of the items of a repeat."""
        return [str(value) for value in self.all(f"//input[@type='hidden' and @name='{name}']/@value")]

    def values(self, name: str) -> list[str]:
        """What stands in the controls of that name now."""
        return [one["value"] for one in self._state(name) if one["type"] not in ("radio", "checkbox") or one["checked"]]

    def offers(self, label: str) -> bool:
        """Is there such a link or button to see?"""
        return self._saying(label) is not None

    def find(self, label: str) -> Locator:
        """The link or button that says this."""
        found = self._saying(label)
        assert found is not None, f"nothing to click that says {label!r} on {self.url}: {self.text[:800]}"
        return found

    def _saying(self, label: str) -> Locator | None:
        every = self.tab.locator(SAYS)
        said = [" ".join(text.split()) for text in every.all_inner_texts()]
        exact = [nr for nr, text in enumerate(said) if text == label]
        begins = [nr for nr, text in enumerate(said) if text.startswith(label)]
        return every.nth((exact or begins)[0]) if begins else None

    @property
    def errors(self) -> list[tuple[str, str]]:
        """(id of the field, message) in the list on top."""
        found = self.all("//*[contains(concat(' ', @class, ' '), ' foutenlijst ')]//a")
        return [(link.get("href").lstrip("#"), words(link)) for link in found]

    def kept_in_browser(self) -> dict[str, int]:
        """How much is in the stores that outlive a page."""
        return cast(
            dict[str, int],
            self.tab.evaluate("() => ({local: localStorage.length, session: sessionStorage.length})"),
        )

    # Filling in

    def fill(self, fields: Mapping[str, str | Sequence[str]]) -> Screen:
        """Type, choose and tick: name of the field -> a text, or all its values."""
        for name, value in fields.items():
            self._put(name, [value] if isinstance(value, str) else list(value))
        return self

    def _controls(self, name: str) -> Locator:
        return self.tab.locator(f'[name="{name}"]:not([type=hidden]):not(button)')

    def _state(self, name: str) -> list[dict[str, Any]]:
        return cast(list[dict[str, Any]], self.tab.evaluate(STATE, name))

    def _put(self, name: str, values: list[str]) -> None:
        state, controls = self._state(name), self._controls(name)
        assert state, f"no field {name} on {self.url}; one sees: {self.names()}"
        if state[0]["type"] in ("radio", "checkbox"):
            offered = {one["value"] for one in state}
            assert set(values) <= offered, f"{name} does not offer {set(values) - offered}, but {offered}"
            for nr, one in enumerate(state):
                if one["checked"] != (one["value"] in values) and (one["type"] == "checkbox" or one["value"] in values):
                    controls.nth(nr).set_checked(one["value"] in values)
            return
        for nr, (one, value) in enumerate(zip(state, [*values, *[""] * len(state)], strict=False)):
            if one["type"] == "select-one":
                controls.nth(nr).select_option(value)
            elif one["value"] != value:
                controls.nth(nr).fill(value)

    def unfold(self) -> Screen:
        """Open all that is folded."""
        folded = self.tab.locator("details:not([open]) > summary:visible")
        while folded.count():
            folded.first.click()
        return self

    # Drawing

    def draw(self, *strokes: Sequence[tuple[float, float]]) -> Screen:
        """Draw with the mouse; points are parts of the width and height of the pad."""
        pad = self.pad()
        for stroke in strokes or SCRIBBLE:
            points = [(pad["x"] + x * pad["width"], pad["y"] + y * pad["height"]) for x, y in stroke]
            self.tab.mouse.move(*points[0])
            self.tab.mouse.down()
            for point in points[1:]:
                self.tab.mouse.move(*point, steps=3)
            self.tab.mouse.up()
        return self

    def draw_by_touch(self, *strokes: Sequence[tuple[float, float]]) -> Screen:
        """Draw with a finger."""
        pad = self.pad()
        devtools = self.context.new_cdp_session(self.tab)
        for stroke in strokes or SCRIBBLE:
            for nr, (x, y) in enumerate(stroke):
                point = {"x": pad["x"] + x * pad["width"], "y": pad["y"] + y * pad["height"]}
                kind = "touchMove" if nr else "touchStart"
                devtools.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [point]})
            devtools.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
        devtools.detach()
        return self

    def pad(self) -> dict[str, float]:
        """Where the pad is on the screen, after it was brought there."""
        canvas = self.tab.locator("canvas")
        canvas.scroll_into_view_if_needed()
        box = canvas.bounding_box()
        assert box is not None, "the pad is not to be seen"
        return cast(dict[str, float], box)

    def ink(self) -> int:
        """How many hundredths of a percent of the pad are inked, counted on a grid of its own."""
        return cast(
            int,
            self.tab.evaluate(
                """() => { const c = document.querySelector('canvas');
                const copy = new OffscreenCanvas(c.width, c.height).getContext('2d'); copy.drawImage(c, 0, 0);
                const d = copy.getImageData(0, 0, c.width, c.height).data; let n = 0;
                for (let i = 0; i < d.length; i += 4) if (d[i + 3] > 128 && d[i] < 128) n += 1;
                return Math.round(1e6 * n / (c.width * c.height)); }"""
            ),
        )


SCRIBBLE = (
    ((0.12, 0.7), (0.2, 0.25), (0.3, 0.7), (0.4, 0.3), (0.5, 0.68), (0.62, 0.35), (0.8, 0.6)),
    ((0.15, 0.8), (0.85, 0.76)),
)


class _Expecting:
    """While a page is opened that answers with a status on purpose."""

    def __init__(self, screen: Screen, status: int) -> None:
        self.screen, self.status = screen, status

    def __enter__(self) -> None:
        self.screen.expected = {self.status}

    def __exit__(self, *_: object) -> None:
        self.screen.expected = set()
