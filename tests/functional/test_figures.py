"""The figures on the page and in the files, for each kind of organisation, of trajectories that are really there."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest

from services.figures import YearFigures, year_figures
from services.platform import NotAllowed, NotFound
from store import organisations
from tests.counted import Course, Places, a_course, tell

FIRST = date(2025, 9, 1)


@pytest.fixture
def places(world) -> Places:
    """CLB, provider and school of most tests."""
    return Places(world.id("brug"), world.id("kantelpunt"), world.id("sluis"), world.who("an").id)


def lines(found: YearFigures, slug: str) -> dict[str, str]:
    """A table by its slug: label -> as it is shown."""
    table = next(table for chapter in found.chapters for table in chapter.tables if table.slug == slug)
    return {one.label: str(one.shown) for one in table.lines}


def whole(found: YearFigures, slug: str) -> object:
    """How many of a chapter."""
    return next(one.whole for one in found.chapters if one.slug == slug)


def test_what_happened_is_counted_from_steps_and_frozen_answers(platform, world, clock, places):
    clock.go("2026-10-05")
    plain = Course(referred=date(2025, 11, 3), weeks=16)  # a Monday
    with platform.db.write():
        for nr in range(12):
            tell(platform, places, replace(plain, referred=plain.referred + timedelta(days=7 * nr)))
        for _ in range(6):
            tell(platform, places, replace(plain, decision="op-wachtlijst", accepted_after=30, weeks=None, late=1))
        for _ in range(5):
            tell(platform, places, replace(plain, decision="weigeren", decided_after=9, started_after=None))
        for _ in range(5):
            tell(platform, places, replace(plain, withdrawn=date(2025, 11, 10)))
        tell(platform, places, replace(plain, referred=date(2025, 8, 31), weeks=None))
    found = year_figures(platform, world.who("an"), "2025-2026")
    assert (found.until, found.final) == (date(2026, 9, 30), True)
    assert whole(found, "aangemeld") == 28
    assert whole(found, "ingetrokken") == 5
    assert lines(found, "beslissing")["Geweigerd"] == "5"
    assert lines(found, "beslissing")["Op de wachtlijst"] == "6"
    assert lines(found, "antwoordtermijn") == {"Binnen de termijn": "19", "Later": "5"}  # one was in September
    assert whole(found, "gestart") == 19
    assert lines(found, "werkvorm")["Individuele begeleiding"] == "19"
    assert whole(found, "geeindigd") == 12
    assert lines(found, "uitval")["Geen uitval"] == "12"
    assert lines(found, "reden")["De doelen zijn bereikt"] == "12"
    assert lines(found, "perspectief")["Terug in de eigen klas"] == "12"
    assert lines(found, "doelen-versterken_leerling")["Bereikt"] == "12"
    assert lines(found, "op-tijd")["Te laat"] == "6"
    duration = next(one for chapter in found.chapters for one in chapter.measures if one.slug == "duur")
    assert (duration.median, duration.low, duration.unit) == (16, None, "weken")
    waited = next(one for chapter in found.chapters for one in chapter.measures if one.slug == "wachtlijst")
    assert waited.median is None


def test_each_organisation_counts_its_own_and_a_draft_or_what_it_may_not_read_never(platform, world, clock, places):
    clock.go("2026-10-05")
    course = Course(referred=date(2025, 11, 3), weeks=10)
    with platform.db.write():
        for nr in range(9):
            tell(platform, places, replace(course, hidden_from="S" if nr < 4 else ""))
        for _ in range(7):
            other = replace(places, naft=world.id("overkant"), school=world.id("dijle"))
            tell(platform, other, course)
    seen = {
        key: year_figures(platform, world.who(key), "2025-2026") for key in ("an", "younes", "saskia", "mo", "floor")
    }
    assert {key: whole(found, "aangemeld") for key, found in seen.items()} == {
        "an": 16, "younes": 9, "saskia": 9, "mo": 7, "floor": 0
    }  # fmt: skip
    assert lines(seen["an"], "aangemeld-naft") == {
        "vzw De Overkant": "7",
        "vzw Kantelpunt": "9",
        "Alle andere samen": "0",
    }
    assert lines(seen["younes"], "gevraagde-inzet")["Individuele begeleiding"] == "9"
    assert lines(seen["saskia"], "gevraagde-inzet")["Individuele begeleiding"] == "niet getoond"  # 5, so 4 have not
    with pytest.raises(NotFound):
        year_figures(platform, world.who("an"), "2031-2032")
    world.hire("karen", "Karen Stevens", "pbd", "pbd")
    with pytest.raises(NotAllowed):
        year_figures(platform, world.who("karen"))


def test_a_school_reads_a_proposal_of_another_provider_as_its_timeline_does(platform, world, clock, places):
    clock.go("2026-10-05")
    course = Course(referred=date(2025, 11, 3), decision="doorgeven", started_after=None)
    with platform.db.write():
        for _ in range(6):
            tell(platform, places, course)
    school, clb = (year_figures(platform, world.who(key), "2025-2026") for key in ("saskia", "an"))
    assert lines(clb, "beslissing")["Andere aanbieder voorgesteld"] == "6"
    assert lines(school, "beslissing") == {"Aanvaard": "0", "Op de wachtlijst": "0", "Geweigerd": "6"}


def test_the_page_and_the_files_say_the_same_and_nothing_small(platform, world, clock, places, signed_in):
    clock.go("2026-10-05")
    evil = organisations.create(platform.db, soort="school", naam="=cmd|'/c calc'!A1")
    random = Random(5)
    with platform.db.write():
        for nr in range(60):
            tell(platform, replace(places, school=evil.id) if nr % 3 else places, a_course(random, FIRST))
    an = signed_in("an")
    page = an.get("/cijfers?jaar=2025-2026")
    assert page.h1 == "Cijfers 2025-2026"
    assert "Deze cijfers veranderen niet meer" in page.text
    found = year_figures(platform, world.who("an"), "2025-2026")
    for table in (table for chapter in found.chapters for table in chapter.tables if not table.empty and table.whole):
        for one in table.lines:
            assert one.label in page.text
    assert "< 5" in page.text
    csv = an.download("/cijfers/naadloos-cijfers-2025-2026.csv").decode("utf-8-sig")
    assert f"Aangemeld;Totaal;;{whole(found, 'aangemeld')};aanmeldingen" in csv
    assert ";'=cmd" in csv
    assert ";=cmd" not in csv
    assert an.download("/cijfers/naadloos-cijfers-2025-2026.xlsx").startswith(b"PK")
    assert an.download("/cijfers/jaarverslag-2025-2026.docx").startswith(b"PK")
    assert an.get("/cijfers").h1 == "Cijfers 2026-2027"
    for address in ("/cijfers?jaar=1999-2000", "/cijfers?jaar=x", "/cijfers/naadloos-cijfers-2040-2041.csv"):
        assert an.get(address, status=404).h1 == "Deze pagina is er niet"
    clock.go("2026-09-20")
    assert "eerste tussenstand" in signed_in("younes").get("/cijfers?jaar=2026-2027").text
    assert signed_in("younes").get("/cijfers/jaarverslag-2026-2027.docx", status=404)
    world.hire("karen", "Karen Stevens", "pbd", "pbd")
    karen = signed_in("karen")
    assert "Cijfers" not in karen.get("/werklijst").text
    assert karen.get("/cijfers", status=403).h1 == "Dit kunt u hier niet doen"
