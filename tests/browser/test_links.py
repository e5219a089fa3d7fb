"""Personal links in a real browser: from mail to signature on a phone, a QR code, and two people on one device."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser

from services import links, outbox, rounds
from store import mails, signatures
from tests.browser.look import faults
from tests.browser.screen import PHONE, Screen
from tests.post import NAMES, Bag, empty, goals_by_mail, mailed, other, text_of, token_in
from tests.qr import read_svg
from tests.world import Case

GONE = "Deze link werkt niet"
SEAT_GONE = "Deze plaats is niet meer geldig"


@pytest.fixture
def office(served: str) -> Bag:
    """Keeps every mail; its links lead to the server of this test."""
    bag = Bag()
    bag.url = served
    return bag


@pytest.fixture
def case(world: Any) -> Case:
    """Kobe's dossier, with goals that wait for everybody."""
    return goals_by_mail(world)[0]


@pytest.fixture
def doelen(case: Case) -> Any:
    """Those goals."""
    return case.version("doelen")


@pytest.fixture
def phone(open_screen: Callable[..., Screen], served: str) -> Screen:
    """A phone of somebody without an account."""
    return open_screen(served, size=PHONE, touch=True)


def decisions(case: Case, version: Any) -> dict[str, str]:
    """Key of the person -> decision."""
    keys = {party: key for key, party in case.ids.items()}
    return {keys[one]: decision for one, decision in rounds.answers_of(case.platform, version).items()}


def code_on(screen: Screen) -> str:
    """The code that the host sees."""
    return screen.tab.locator(".code-groot").inner_text().replace(" ", "")


def test_on_a_phone_from_the_mail_to_a_drawn_signature(case, doelen, office, phone, at_work):
    host = at_work("younes").get(f"/versies/{doelen.id}/ronde").unfold().click("Stuur Ilse De Cock een link")
    code = code_on(host)
    empty(case, office)
    address = next(word for word in text_of(office.to("ilse")[-1]).split() if "/t/" in word)
    phone.get(address)
    assert not [name for name in NAMES if name in phone.tab.content()]
    phone.fill({"code": f"{code[:3]} {code[3:]}"}).click("Open het document")
    assert "/t/" not in phone.tab.url
    phone.fill({"besluit": "akkoord", "wijze": "tekenen"})
    phone.draw_by_touch().click("Bevestig")
    assert phone.h1 == "Bedankt"
    assert not phone.offers("Geef het toestel terug")
    assert decisions(case, doelen) == {"ilse": "akkoord"}
    signed = signatures.signature(case.platform.db, doelen.id, case.ids["ilse"])
    assert signed is not None
    assert signed.evidence["image_sha256"]
    assert phone.kept_in_browser() == {"local": 0, "session": 0}


def test_without_scripts_one_signs_by_link_too(case, doelen, office, open_screen, served):
    token, code = mailed(case, doelen, "ilse", office)
    screen = open_screen(served, scripts=False).get(f"/t/{token}")
    screen.fill({"code": code}).click("Open het document")
    screen.fill({"besluit": "geweigerd"}).click("Bevestig")
    assert "Dat mag." in screen.text
    assert decisions(case, doelen) == {"ilse": "geweigerd"}


def test_by_keyboard_alone_one_types_the_code(case, doelen, office, open_screen, served):
    token, code = mailed(case, doelen, "ilse", office)
    screen = open_screen(served).get(f"/t/{token}")
    for _ in range(9):
        if screen.tab.evaluate("() => document.activeElement?.name ?? ''") == "code":
            break
        screen.tab.keyboard.press("Tab")
    screen.tab.keyboard.type(code)
    screen.key("Enter")
    assert screen.h1 == "Doelstellingen en afspraken"


def test_a_qr_code_on_the_screen_of_the_host_is_signed_on_the_own_phone(case, doelen, phone, at_work):
    host = at_work("younes").get(f"/versies/{doelen.id}/ronde").unfold()
    host.click("Toon een QR-code aan Kobe Vermeulen")
    address = read_svg(host.tab.content())
    box = host.tab.locator(".qr-vak svg").bounding_box()
    assert box is not None
    assert box["width"] >= 240
    phone.get("/t/" + address.rpartition("/")[2]).fill({"code": code_on(host)}).click("Open het document")
    phone.fill({"besluit": "akkoord", "wijze": "typen", "getypt": "Kobe"}).click("Bevestig")
    assert phone.h1 == "Bedankt"
    host.click("Klaar")
    assert "Akkoord" in host.text
    assert decisions(case, doelen) == {"kobe": "akkoord"}


def history_shows(screen: Screen, words: str, steps: int) -> bool:
    """Whether going back so many pages brings these words anywhere on the screen or in its page."""
    screen.expected = {410, 409, 422}
    found = []
    for _ in range(steps):
        if screen.tab.go_back() is None:
            break
        typed = screen.tab.evaluate(
            "() => [...document.querySelectorAll('input, textarea')].map(one => one.value).join(' ')"
        )
        found.append(words in screen.tab.content() or words in typed)
    return any(found)


def read_and_leave(screen: Screen, served: str, first: tuple[str, str], second: tuple[str, str]) -> str:
    """Ilse opens her link, writes something and goes; then Geert opens his. Gives the address of Ilse's page."""
    screen.get(f"/t/{first[0]}").fill({"code": first[1]}).click("Open het document")
    assert "Ilse De Cock" in screen.text
    address = screen.path
    screen.fill({"opmerking": "Enkel van Ilse."})
    screen.get(f"/t/{second[0]}").fill({"code": second[1]}).click("Open het document")
    assert "Ilse De Cock" not in screen.tab.locator(".stap-nr").inner_text()
    return address


def test_two_signers_in_one_browser_see_nothing_of_each_other(case, doelen, office, open_screen, served):
    first, second = mailed(case, doelen, "ilse", office), mailed(case, doelen, "geert", office)
    screen = open_screen(served, size=PHONE)
    ilse = read_and_leave(screen, served, first, second)
    geert = screen.path
    assert screen.values("opmerking") == [""]
    assert not history_shows(screen, "Enkel van Ilse.", 4)
    screen.get(ilse, 410)
    assert screen.h1 == SEAT_GONE
    screen.get(geert).fill({"besluit": "akkoord", "wijze": "typen", "getypt": "Geert"}).click("Bevestig")
    assert decisions(case, doelen) == {"geert": "akkoord"}
    assert not history_shows(screen, "Geert", 6)
    screen.get(geert, 410)


def test_the_back_button_shows_nothing_even_where_the_browser_keeps_pages_whole(
    case, doelen, office, chromium: Browser, served
):
    """Chromium keeps pages it left, to show them at once again; tests switch that off unless they ask for it."""
    path = chromium.browser_type
    browser = path.launch(
        executable_path=_chromium_path(),
        args=["--no-sandbox", "--enable-features=BackForwardCache,CacheControlNoStoreEnterBackForwardCache"],
        ignore_default_args=["--disable-back-forward-cache"],
    )
    first, second = mailed(case, doelen, "ilse", office), mailed(case, doelen, "geert", office)
    screen = Screen(browser, served, size=PHONE)
    try:
        read_and_leave(screen, served, first, second)
        assert not history_shows(screen, "Enkel van Ilse.", 4)
    finally:
        screen.close()
        browser.close()


def _chromium_path() -> str:
    import shutil

    found = shutil.which("chromium") or shutil.which("chromium-browser")
    assert found
    return found


PAGES = ["gone", "gone, refused", "asked", "later", "done", "seat gone"]
"""Beside those that are looked at with all others (tests/browser/rooms.py)."""


@pytest.mark.parametrize("name", PAGES)
def test_a_page_of_a_link_is_there_for_everybody(case, doelen, office, open_screen, served, name):
    screen = _visit(case, doelen, office, open_screen, served, name)
    found = faults(screen, f"link {name}")
    assert not found, "\n".join(found)


def _visit(case: Case, version: Any, office: Bag, open_screen: Any, served: str, name: str) -> Screen:
    token, code = mailed(case, version, "ilse", office)
    screen: Screen = open_screen(served)
    if name.startswith(("gone", "asked")):
        screen.get(f"/t/{'x' * 43}", 410)
        if name == "asked":
            screen.fill({"nieuw": ["ja"]}).click("Vraag een nieuwe link")
        return screen.click("Vraag een nieuwe link", 422) if name == "gone, refused" else screen
    if name == "later":
        rounds.set_order(case.platform, case.world.who("younes"), case.file, version.id, version.root, ordered=True)
    screen.get(f"/t/{token}").fill({"code": code}).click("Open het document", 409 if name == "later" else 200)
    if name in ("done", "seat gone"):
        seat = screen.path
        screen.fill({"besluit": "akkoord", "wijze": "typen", "getypt": "Ilse"}).click("Bevestig")
        return screen.get(seat, 410) if name == "seat gone" else screen
    return screen


@pytest.mark.parametrize("name", ["waits", "sent", "opened", "locked", "refused"])
def test_the_round_says_how_it_stands_with_a_link_to_everybody(case, doelen, office, at_work, name):
    from services.post_offices import Refused

    if name == "waits":
        links.invite(case.platform, case.world.who("younes"), case.file, doelen.id, case.ids["ilse"])
    elif name == "refused":
        office.refuse = [Refused("de mailserver weigert dit adres (550). Kijk het na in het dossier.")]
        links.invite(case.platform, case.world.who("younes"), case.file, doelen.id, case.ids["ilse"])
        outbox.deliver(case.platform, office)
    else:
        token, code = mailed(case, doelen, "ilse", office)
        if name == "opened":
            links.open_with_code(case.platform, token, code)
        for _ in range(5 if name == "locked" else 0):
            with pytest.raises((links.WrongCode, links.LinkGone)):
                links.open_with_code(case.platform, token, other(code))
    found = faults(at_work("younes").get(f"/versies/{doelen.id}/ronde"), f"round {name}")
    assert not found, "\n".join(found)
    assert mails.of_version(case.platform.db, doelen.id)
    assert name == "waits" or not office.taken or token_in(office.taken[-1])
