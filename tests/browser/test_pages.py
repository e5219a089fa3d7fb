"""Every page of the main job, looked at in Chromium on a desk and on a phone: it has to be there for everybody."""

from __future__ import annotations

import pytest

from forms import RECORD_TYPES
from services import records
from tests.browser.every_page import PAGES
from tests.browser.house import House
from tests.browser.look import faults, structure
from tests.browser.screen import Screen
from tests.world import engagements, evaluation, goals

WRITERS = {"indicatiestelling": "an", "doelen": "younes", "evaluatie": "younes", "engagementen": "an"}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_there_for_everybody(house, name):
    screen = PAGES[name](house)
    found = faults(screen, name)
    if name != "not there":
        house.look(screen)
    assert not found, "\n".join(found)


@pytest.mark.parametrize("slug", RECORD_TYPES)
def test_every_step_of_a_record_is_there_for_everybody(house, slug):
    screen = house.at(f"test/{WRITERS[slug]}")
    record_id = _begun(house, slug)
    found = []
    for address in _steps(screen, record_id):
        screen.get(address)
        found += faults(screen, f"{slug} {address.rpartition('/')[2]}")
    screen.get(f"/formulieren/{record_id}/nakijken")
    found += faults(screen, f"{slug} nakijken")
    assert not found, "\n".join(found)


@pytest.mark.parametrize("slug", RECORD_TYPES)
def test_every_step_says_what_is_missing_where_it_is_missing(house, slug):
    screen = house.at(f"test/{WRITERS[slug]}")
    record_id = _begun(house, slug, blank=True)
    found = []
    for address in _steps(screen, record_id):
        screen.get(f"{address}?nakijken=1")
        found += [f"{address.rpartition('/')[2]}: {one}" for one in structure(screen)]
    assert not found, "\n".join(found)


def _steps(screen: Screen, record_id: str) -> list[str]:
    screen.get(f"/formulieren/{record_id}/nakijken")
    screen.follow(screen.tab.locator("a[href*='/stap/']").first)
    return [
        str(one) for one in screen.all("//aside//a/@href | //nav//a/@href") if "/stap/" in one and record_id in one
    ][: len(RECORD_TYPES) * 5]


def _begun(house: House, slug: str, *, blank: bool = False) -> str:
    """A record of this type in a dossier that has come so far; gives its id."""
    case = house.world.kobe()
    if slug != "indicatiestelling":
        case.refer()
        case.accept()
    if slug in ("evaluatie", "engagementen"):
        case.start()
    if slug == "engagementen":
        case.finish()
    made = {"doelen": goals, "evaluatie": evaluation, "engagementen": engagements}
    if blank or slug == "indicatiestelling":
        who = house.world.who(WRITERS[slug])
        return records.begin(house.platform, who, case.file, slug).id
    return case.write(WRITERS[slug], slug, made[slug](case)).id
