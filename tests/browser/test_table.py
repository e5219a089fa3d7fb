"""Round the table: one tablet goes from hand to hand, and nobody finds anything of who went before."""

from __future__ import annotations

import pytest

from services import rounds
from store import signatures, versions
from tests.browser.screen import Screen
from tests.world import PASSWORD

UPRIGHT, LYING = (820, 1180), (1180, 820)
WAVES = {
    "kobe": (((0.1, 0.6), (0.3, 0.2), (0.5, 0.7), (0.8, 0.3)),),
    "ilse": (((0.2, 0.3), (0.4, 0.8), (0.7, 0.3)), ((0.2, 0.9), (0.8, 0.9))),
    "geert": (((0.15, 0.4), (0.45, 0.75), (0.75, 0.35), (0.9, 0.7)),),
    "lore": (((0.1, 0.2), (0.9, 0.8)), ((0.1, 0.8), (0.9, 0.2)), ((0.5, 0.1), (0.5, 0.9))),
}
"""Who signs, each in an own hand."""
NAMES = {"kobe": "Kobe Vermeulen", "ilse": "Ilse De Cock", "geert": "Geert Vermeulen", "lore": "Lore Maes"}


@pytest.fixture
def version(kobe):
    """Goals that four people without an account sign, and three with."""
    kobe.refer()
    kobe.accept()
    lore = kobe.join("lore", "Lore Maes", "leerkracht", "sluis")
    return kobe.agree(ondertekenaars=[lore.id])


def page_of(tablet: Screen, key: str) -> Screen:
    """The host hands the tablet over; that person begins."""
    name = NAMES[key]
    return tablet.click(f"Geef door aan {name}").click(f"Ik ben {name}")


def remark_of(key: str) -> str:
    """Something only this person wrote."""
    return f"Enkel {key} schreef dit."


def back_to_host(tablet: Screen) -> Screen:
    """The tablet goes back, and the host goes on with the own password."""
    tablet.click("Geef het toestel terug aan Younes Amrani")
    return tablet.fill({"wachtwoord": PASSWORD}).click("Ga verder")


def test_four_people_sign_on_one_tablet(kobe, version, at_work):
    tablet = at_work("younes", size=UPRIGHT, touch=True).get(f"/versies/{version.id}/ronde")
    seats = []
    for key in NAMES:
        page = page_of(tablet, key)
        seats.append(page.path)
        before = [other for other in NAMES if list(NAMES).index(other) < list(NAMES).index(key)]
        html = page.tab.content()
        assert not [other for other in before if remark_of(other) in html], f"{key} reads what others wrote"
        assert "Younes Amrani" not in page.tab.locator("header").inner_text()
        assert page.values("getypt") == [""]
        assert page.values("opmerking") == [""]
        assert page.kept_in_browser() == {"local": 0, "session": 0}

        page.fill({"besluit": "akkoord", "wijze": "tekenen", "opmerking": remark_of(key)})
        assert page.ink() == 0
        page.draw_by_touch(*WAVES[key])
        size = LYING if key in ("ilse", "lore") else UPRIGHT
        page.tab.set_viewport_size({"width": size[0], "height": size[1]})
        page.tab.wait_for_timeout(150)
        assert page.ink() > 0, "turning the tablet wiped the drawing"
        page.click("Bevestig")
        assert page.h1 == "Bedankt"
        page.expected = {410}
        page.tab.go_back()
        assert remark_of(key) not in page.tab.content()
        page.get("/tafel/klaar")
        back_to_host(tablet)
        assert tablet.h1 == "Ondertekenen"

    for seat in seats:
        tablet.get(seat, 410)
    tablet.get(f"/versies/{version.id}/ronde")
    waiting = [name for name in NAMES.values() if tablet.offers(f"Geef door aan {name}")]
    assert not waiting
    assert tablet.offers("Lees en teken zelf")

    placed = {one.signer.party_id: one.signature for one in signatures.signers_of(kobe.platform.db, version.id)}
    given = {key: placed[kobe.ids[key]] for key in NAMES}
    assert {one.evidence["witness"] for one in given.values() if one} == {"Younes Amrani"}
    assert {one.evidence["method"] for one in given.values() if one} == {"tablet"}
    assert {key: one.evidence["remark"] for key, one in given.items() if one} == {key: remark_of(key) for key in NAMES}
    pictures = {one.evidence["image_sha256"] for one in given.values() if one}
    assert len(pictures) == len(NAMES), "each an own drawing"
    kobe.sign(version)
    now = versions.version(kobe.platform.db, version.id)
    assert now is not None
    assert now.status == "getekend"


def test_who_leaves_the_page_unsigned_leaves_nothing_for_the_next(kobe, version, at_work):
    tablet = at_work("younes", size=UPRIGHT, touch=True).get(f"/versies/{version.id}/ronde")
    page = page_of(tablet, "kobe")
    first = page.path
    page.fill({"besluit": "geweigerd", "opmerking": "Ik wil er nog over nadenken."})
    tablet.get("/ontgrendelen").fill({"wachtwoord": PASSWORD}).click("Ga verder")
    page = page_of(tablet.get(f"/versies/{version.id}/ronde"), "ilse")
    assert "nadenken" not in page.tab.content()
    assert page.values("besluit") == []
    page.get(first, 410)
    assert rounds.answers_of(kobe.platform, version) == {}
