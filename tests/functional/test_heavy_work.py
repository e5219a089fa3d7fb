"""What is too heavy for a page: asked, made in the background, and fetched by who asked it and may still have it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from random import Random

import pytest

from services import counted_figures, counting, figures, jobs, package, packing
from services.job_kinds import KINDS
from services.jobs import Progress
from store import events
from store import jobs as kept
from tests.counted import Places, a_course, tell
from tests.pages import Page, Person
from tests.world import Case

MAKE, FETCH = "Maak het pakket klaar voor uw leerlingendossier", "Alles voor uw leerlingendossier"


@pytest.fixture
def heavy(kobe: Case, monkeypatch: pytest.MonkeyPatch) -> Case:
    """A dossier of which every package is heavy."""
    kobe.refer()
    monkeypatch.setattr(packing, "LIGHT", 0)
    monkeypatch.setattr(jobs, "TELL_EVERY", 0)
    return kobe


def states(an: Person, page: Page) -> Iterator[dict[str, object]]:
    """What the script of the page would hear, of each thing that is on its way."""
    for url in page.all("//@data-stand"):
        yield an.raw(str(url)).get_json()


def packages(case: Case) -> list[str]:
    """The hashes of the packages that were fetched, as the log tells them."""
    told = events.of_dossier(case.platform.db, case.id)
    return [str((one.data or {}).get("pakket")) for one in told if one.type == "document.fetched"]


def change(case: Case, table: str, **values: object) -> None:
    """Put something else in a table, past the services."""
    with case.platform.db.write():
        case.platform.db.run(f"UPDATE {table} SET {', '.join(f'{name} = :{name}' for name in values)}", values)


def test_a_large_package_is_asked_followed_and_fetched(heavy, signed_in):
    an, url, db = signed_in("an"), f"/dossiers/{heavy.id}", heavy.platform.db
    address = f"{url}/documenten.zip?lezer=C"
    page = an.get(url)
    assert not page.offers(FETCH)
    assert "Maak het eerst klaar" in an.get(address).text, "an old link leads to where it is asked for"
    jobs.ask(heavy.platform, "iets", "anders")
    page = page.click(MAKE)
    assert "Het pakket wordt gemaakt (1 voor u)." in page.text
    assert page.offers("Kijk opnieuw")
    assert page.all("//script[contains(@src, 'werk.js')]")
    an.post(f"{url}/documenten.zip", {"lezer": "C"})
    saskia = signed_in("saskia")
    saskia.post(f"{url}/documenten.zip", {"lezer": "C"}, status=404)
    asked = [one for one in kept.open_jobs(db) if one.kind == packing.KIND]
    assert [one.asked_by for one in asked] == [heavy.world.who("an").id], "asked twice it is one"

    kept.claim(db, at=heavy.platform.at(), until="2030-01-01T00:00:00Z")
    taken = kept.claim(db, at=heavy.platform.at(), until="2030-01-01T00:00:00Z")
    assert taken is not None
    Progress(heavy.platform, taken)(3, 12)
    assert [one["tekst"] for one in states(an, an.get(url))] == ["Het pakket wordt nu gemaakt: 3 van 12."]
    saskia.get(f"/werk/{taken.id}", status=404)
    KINDS[taken.kind](heavy.platform, taken)
    kept.done(db, taken, at=heavy.platform.at())

    page = an.get(url)
    assert page.offers(FETCH)
    assert "op te halen tot dinsdag 15 september 2026, 10.00 uur" in page.text
    assert packages(heavy) == [], "made, and not fetched"
    content = an.download(address)
    mine = [one for one in heavy.documents("an") if one.reader == "C"]
    assert content == package.build(heavy.platform, heavy.file, "C", mine)
    assert packages(heavy) == [hashlib.sha256(content).hexdigest()] * len(mine)
    assert an.download(address) == content
    change(heavy, "job_product", account_id=heavy.world.who("floor").id)
    assert an.get(url).offers(MAKE), "a product is of one account"
    change(heavy, "job_product", account_id=heavy.world.who("an").id)
    assert an.get(url).offers(FETCH)
    heavy.accept()
    assert an.get(url).offers(MAKE), "the dossier went on: it would be another package"


def test_it_goes_after_a_day_and_is_not_made_for_who_may_not_have_it_any_more(heavy, signed_in, clock):
    url = f"/dossiers/{heavy.id}"
    signed_in("an").get(url).click(MAKE)
    assert jobs.work_off(heavy.platform, KINDS) == 1
    clock.wait(hours=24)
    jobs.work_off(heavy.platform, KINDS)
    assert heavy.platform.db.rows("SELECT job_id FROM job_product") == [], "not until somebody asks for another"
    signed_in("an").get(url).click(MAKE)
    change(heavy, "account", active=0)
    assert jobs.work_off(heavy.platform, KINDS) == 0
    change(heavy, "account", active=1)
    page = signed_in("an").get(url)
    assert "Het pakket is niet gemaakt. Wie dit vroeg, werkt hier niet meer." in page.text
    assert "Het pakket wordt zo gemaakt." in page.click("Probeer opnieuw").text
    change(heavy, "job", context={"wat": "overdracht", "lezer": "N"})
    assert jobs.work_off(heavy.platform, KINDS) == 0, "nothing was handed over"
    assert packing.NOTHING in signed_in("an").get(url).text


def test_many_trajectories_are_counted_in_the_background_and_say_the_same(
    platform, world, clock, signed_in, monkeypatch
):
    clock.go("2026-10-05")
    places = Places(world.id("brug"), world.id("kantelpunt"), world.id("sluis"), world.who("an").id)
    random, elsewhere = Random(5), replace(places, school=world.id("dijle"))
    with platform.db.write():
        for nr in range(40):
            tell(platform, elsewhere if nr % 3 else places, a_course(random, date(2025, 9, 1)))
    found = figures.year_figures(platform, world.who("an"), "2025-2026")
    assert repr(counted_figures.from_bytes(counted_figures.as_bytes(found))) == repr(found)
    an, url, csv = signed_in("an"), "/cijfers?jaar=2025-2026", "/cijfers/naadloos-cijfers-2025-2026.csv"
    at_once, told = an.get(url), an.download(csv)
    monkeypatch.setattr(counting, "LIGHT", 39)

    page = an.get(url)
    assert "De cijfers worden zo geteld." in page.text
    assert not page.offers("Haal op als CSV")
    assert an.get(csv).h1 == page.h1 == at_once.h1
    (asked,) = kept.open_jobs(platform.db)
    assert (asked.kind, asked.asked_by) == ("cijfers", world.who("an").id)
    assert jobs.work_off(platform, KINDS) == 1
    assert an.get(url).text == at_once.text
    assert an.download(csv) == told
    assert an.download("/cijfers/jaarverslag-2025-2026.docx").startswith(b"PK")
    with monkeypatch.context() as another:
        another.setattr(counted_figures, "SHAPE", "iets anders")
        assert "De cijfers worden zo geteld." in an.get(url).text, "kept by another version of the program"
    with platform.db.write():
        platform.db.run("UPDATE job SET status = 'mislukt', error = 'Het ging niet.'", {})
    page = an.get(url)
    assert "De cijfers zijn niet geteld. Het ging niet." in page.text
    assert "De cijfers worden zo geteld." in page.click("Probeer opnieuw").text
