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

FILE, SCRIPT, ONWARD = "gives a file", "answers a script", "leads on to another page"
NO_PAGE = {
    **dict.fromkeys(("static", "bootstrap.static", "health.healthz", "health.security_txt", "calendar.feed"), FILE),
    **dict.fromkeys(("document.bundle", "document.fetch", "document.transfer", "pdf.fetch", "paper.word"), FILE),
    **dict.fromkeys(("figures.csv", "figures.report", "figures.workbook", "template.fetch", "preview.word"), FILE),
    **dict.fromkeys(("house.logo", "house.sample", "house.style", "preview.picture", "received.content"), FILE),
    **dict.fromkeys(("scan.content", "verify.certificates", "verify.root", "verify.schema", "verify.script"), FILE),
    **dict.fromkeys(("privacy_papers.register", "privacy_papers.dpia", "metrics.page"), FILE),
    **dict.fromkeys(("again.state", "record.open_by", "place.search", "pdf.state", "work.state"), SCRIPT),
    **dict.fromkeys(("worklist.home", "record.first"), ONWARD),
    **dict.fromkeys([f"openid.{one}" for one in ("start", "invited", "again", "leave", "back", "signed_out")], ONWARD),
    "begin.page": "looked at in test_platform_rooms: the demo is begun already",
    "received.page": "looked at in test_received: it wants a file that is sealed",
    "paper.back": "the same page as paper.back_by_code",
}
"""Endpoint that may be asked for -> why no page of it is in PAGES."""

WRITERS = {"indicatiestelling": "an", "doelen": "younes", "evaluatie": "younes", "engagementen": "an"}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_there_for_everybody(house, name):
    screen = PAGES[name](house)
    found = faults(screen, name)
    if name != "not there":
        house.look(screen, name)
    assert not found, "\n".join(found)


def test_no_page_is_forgotten(house):
    """Every address that answers with a page is in PAGES, or it says here why it is not."""
    if {name for _, name in house.looked_at} < set(PAGES) - {"not there"}:
        pytest.skip("only some pages were looked at")
    every = {rule.endpoint for rule in house.app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    assert every - {endpoint for endpoint, _ in house.looked_at} == set(NO_PAGE)


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
