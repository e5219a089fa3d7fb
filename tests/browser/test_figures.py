"""The figures in a browser: for everybody to see, on a desk, on a phone, on paper."""

from __future__ import annotations

from datetime import date
from random import Random

from tests.browser.look import faults
from tests.counted import Places, a_course, tell

CUT = """svg => { const all = svg.getBoundingClientRect();
    return [...svg.querySelectorAll('text')].filter(one => { const box = one.getBoundingClientRect();
        return box.left < all.left - 1 || box.right > all.right + 1 || box.bottom > all.bottom + 1 || box.top < all.top - 1;
    }).map(one => one.textContent); }"""
"""The words of a drawing that fall outside it, and are cut off."""


def test_the_figures_can_be_read_by_everybody(platform, world, clock, at_work):
    clock.go("2026-10-05")
    places = Places(world.id("brug"), world.id("kantelpunt"), world.id("sluis"), world.who("an").id)
    random = Random(5)
    with platform.db.write():
        for _ in range(90):
            tell(platform, places, a_course(random, date(2025, 9, 1)))
    screen = at_work("saskia").get("/cijfers?jaar=2025-2026")
    assert faults(screen, "cijfers") == []
    drawn = screen.tab.locator("svg[role=img]")
    assert drawn.count() >= 4
    for nr in range(drawn.count()):
        assert drawn.nth(nr).locator("rect").count()
        assert drawn.nth(nr).locator("title").text_content()
        box = drawn.nth(nr).bounding_box()
        assert box is not None
        assert box["width"] > 200
        assert drawn.nth(nr).evaluate(CUT) == []
