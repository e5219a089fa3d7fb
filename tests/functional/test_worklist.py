"""The work list: whose dossiers it is about, its filters, its groups when they are long, and what it reads."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

import pytest

from services import finding, searching, stuck, worklist
from services.searching import Asked as Sought
from services.worklist import Asked
from store import accounts, dossiers, trajectories
from tests.bench import following
from tests.conftest import serving
from tests.pages import Page, Person, words
from tests.world import Case, Clock, World

NEW = 17


class House:
    """An has 17 dossiers that she works on and one that runs; her colleague Els has four."""

    def __init__(self, app) -> None:
        self.app = app
        self.platform = app.extensions["naadloos"]
        self.world = World(self.platform, self.platform.now).fill()
        self.world.hire("els", "Els Maes", "clb", "brug")
        self.world.hire("lieve", "Lieve Segers", "naft_coordinator", "kantelpunt")
        self.mine = [self._open("an", f"Nr{nr:02} Kind") for nr in range(NEW)]
        self.running = self._moved(self._open("an", "Loopt Nu"), "lopend", due_date="2026-09-10")
        self.running.invite("younes")
        self.theirs = [
            self._open("els", "Van Els"),
            self._moved(self._open("els", "Andere Loopt"), "lopend", due_date="2026-11-30"),
        ]
        self.waiting = self._moved(self._open("els", "Nieuw Bij Naft"), "aangemeld", naft="overkant")
        self.free = self._moved(self._open("els", "Van Niemand"), "aangemeld")
        self.people: dict[str, Person] = {}

    def _open(self, clb: str, name: str) -> Case:
        case = Case(self.world, clb=clb, naft="younes", school="sluis")
        case.open("leerling", {"one": name})
        return case

    def _moved(self, case: Case, state: str, naft: str = "kantelpunt", due_date: str | None = None) -> Case:
        db, at = self.platform.db, self.platform.at()
        with db.write():
            changed = replace(case.file.trajectory, naft_id=self.world.id(naft), state=state, due_date=due_date)
            trajectories.save(db, changed)
            dossiers.give_access(db, case.id, self.world.id(naft), role="naft", at=at)
            dossiers.give_access(db, case.id, self.world.id("sluis"), role="school", at=at)
            finding.keep(self.platform, case.id)
        return case

    def page(self, key: str, query: str = "") -> Page:
        """Somebody's work list."""
        if key not in self.people:
            self.people[key] = Person(self.app, self.world.who(key).account.email)
            self.people[key].sign_in()
        return self.people[key].get(f"/werklijst{query}")


@pytest.fixture(scope="module")
def house(tmp_path_factory, migrated) -> Iterator[House]:
    with serving(tmp_path_factory.mktemp("werklijst"), migrated, Clock()) as app:
        yield House(app)


def who_stands(page: Page, group: str = "") -> list[str]:
    """The names in a group, or in all."""
    inside = f"//section[@id='{group}']" if group else ""
    return [words(one).partition(" NAFT-")[0] for one in page.all(f"{inside}//li[@class='taak']/p[@class='wie']")]


def counted(page: Page) -> dict[str, int]:
    """The number on each tile."""
    return {
        one.getparent().get("class").split()[0]: int(words(one.find("span")))
        for one in page.all("//ul[contains(@class, 'tellers')]/li/a")
    }


def test_who_takes_part_begins_with_the_own_dossiers(house):
    page = house.page("an")
    assert counted(page) == {"jou": NEW, "week": 0, "laat": 1, "vast": 0, "anderen": 0}
    assert "Van E." not in page.text
    everyone = page.click("Ook die van collega’s")
    assert everyone.url == "/werklijst?van=allen"
    assert counted(everyone) == {"jou": NEW + 1, "week": 0, "laat": 1, "vast": 0, "anderen": 3}
    assert "Andere L." in who_stands(everyone, "anderen")
    assert everyone.click("Mijn dossiers").url == "/werklijst?van=ik"


def test_what_is_nobodys_yet_stands_in_everybodys_list(house):
    """A referral waits for a provider before anybody of it takes part."""
    younes, lieve = house.page("younes"), house.page("lieve")
    assert "Van N." in who_stands(younes)
    assert "Loopt N." in who_stands(younes, "laat")
    assert "Van N." in who_stands(lieve)
    assert "Andere L." in who_stands(lieve)
    assert not lieve.offers("Mijn dossiers")
    assert who_stands(house.page("mo")) == ["Nieuw B."]


def test_the_dossiers_of_who_left_are_nobodys(house):
    els = house.world.who("els").account
    assert "Van E." not in house.page("an").text
    accounts.save(house.platform.db, replace(els, active=False))
    finding.keep_of_account(house.platform, els)
    assert finding.differences(house.platform) == []
    assert "Van E." in house.page("an", "?groep=jou").text
    accounts.save(house.platform.db, els)
    finding.keep_of_account(house.platform, els)
    assert "Van E." not in house.page("an", "?groep=jou").text


def test_a_long_group_is_folded_and_unfolds_in_the_address(house):
    page = house.page("an")
    assert len(who_stands(page, "jou")) == worklist.SHORT
    page = page.click("Toon de 2 andere")
    assert page.url.startswith("/werklijst?groep=jou")
    assert len(set(who_stands(page))) == NEW
    assert not page.all("//section[@id='laat']")
    assert len(page.click("Toon alle groepen").all("//section[@id='laat']")) == 1


def test_a_group_of_many_pages_shows_each_line_once(house, monkeypatch):
    monkeypatch.setattr(worklist, "PAGE", 7)
    monkeypatch.setattr("views.worklist.PAGE", 7)
    page = house.page("an", "?groep=jou&sorteer=naam")
    seen = who_stands(page)
    for _ in range(2):
        page = page.click("Volgende")
        seen += who_stands(page)
    assert len(seen) == len(set(seen)) == NEW
    assert not page.offers("Volgende")
    assert page.url == "/werklijst?groep=jou&sorteer=naam&blad=3"


def test_filters_live_in_the_address(house):
    kantelpunt, sluis = house.world.id("kantelpunt"), house.world.id("sluis")
    page = house.page("an", "?van=allen").fill({"stand": "lopend", "partner": kantelpunt}).click("Toon")
    assert "van=allen" in page.url
    assert sorted(who_stands(page)) == ["Andere L.", "Loopt N."]
    page = page.click("Het traject loopt").click("vzw Kantelpunt")
    assert counted(page)["jou"] == NEW + 1
    assert who_stands(house.page("an", f"?van=allen&partner={house.world.id('overkant')}")) == ["Nieuw B."]
    assert sorted(who_stands(house.page("an", f"?stand=lopend&school={sluis}"))) == ["Loopt N."]
    assert "Niets met deze filters." in house.page("an", "?stand=nazorg").text
    plain = counted(house.page("an"))
    for nonsense in ("?stand=x", "?school=%27%20OR%201", "?sorteer=x", "?groep=x", "?blad=x", "?van=x", "?partner=1"):
        assert counted(house.page("an", nonsense)) == plain, nonsense


def test_the_list_leads_to_searching(house):
    page = house.page("an").fill({"zoek": "andere"}).click("Zoek")
    assert page.path == "/dossiers"
    assert "andere" not in page.url
    assert page.click("Andere L.").url == f"/dossiers/{house.theirs[1].id}"
    assert words(house.page("an").all("//p[@class='alle-dossiers']")[0]) == f"Alle dossiers er lopen er {NEW + 5}"


OF_A_DOSSIER = (
    *("dossier", "dossier_line", "dossier_task", "dossier_organisation", "trajectory", "party", "record", "version"),
    *("signer", "signature", "deadline", "request", "event", "mail", "link", "account", "organisation", "question"),
)
ALIASES = {
    "l": "dossier_line",
    "m": "mail",
    "t": "dossier_task",
    "d": "dossier",
    "p": "party",
    "r": "record",
    "v": "version",
}


def test_no_list_reads_every_dossier(house):
    """What the database says that it will do, for every statement that a list sends, whatever is chosen."""
    platform, an, sluis = house.platform, house.world.who("an"), house.world.id("sluis")
    calls: list[Callable[[], object]] = [
        *(partial(worklist.work_list, platform, an, asked) for asked in lists(sluis)),
        *(partial(searching.find, platform, an, asked) for asked in searches(sluis)),
        *(partial(searching.how_many, platform, an), partial(stuck.count, platform, an)),
    ]
    read = [(sql, step) for sql in sent(platform, calls) for step in steps(platform, sql)]
    assert len(read) > 100
    whole = {f"{step}: {sql}" for sql, step in read if scans(step)}
    assert not whole, "\n\n".join(whole)


def lists(school: str) -> list[Asked]:
    return [
        *(Asked(everyone=one, sort=sort) for one in (True, False) for sort in ("termijn", "naam", "gewijzigd")),
        *(Asked(everyone=one, state="lopend", school=school) for one in (True, False)),
        Asked(everyone=True, group="anderen", page=2),
    ]


def searches(school: str) -> list[Sought]:
    found = [Sought(ended=ended, sort=sort) for ended in (False, None) for sort in ("termijn", "naam", "gewijzigd")]
    found += [Sought(text=text, mine=mine) for text in ("kind", "nr01", "k", "2026-3") for mine in (True, False)]
    return [*found, Sought(school=school), Sought(states=("lopend",)), Sought(soort="school", schooljaar="2026-2027")]


def sent(platform, calls) -> list[str]:
    """The statements of these calls, each once, with the index of words asked and passed over."""
    asked: list[str] = []
    connection = platform.db.connection.conn
    patch = pytest.MonkeyPatch()
    connection.set_trace_callback(asked.append)
    try:
        for call in calls:
            call()
        patch.setattr("store.search.COMMON", 0)
        for call in calls:
            call()
    finally:
        patch.undo()
        connection.set_trace_callback(None)
    return [one for one in dict.fromkeys(asked) if not one.startswith("--")]


def steps(platform, sql: str) -> list[str]:
    return [row[3] for row in platform.db.connection.conn.execute(f"EXPLAIN QUERY PLAN {sql}")]


def scans(step: str) -> bool:
    """Whether a step reads a whole table of dossiers. An index of what waits alone is no such table."""
    found = re.match(r"SCAN (\w+)(?! VIRTUAL)", step)
    if found is None or "scan_waiting" in step or "VIRTUAL" in step:
        return False
    return ALIASES.get(found[1], found[1]) in OF_A_DOSSIER


def test_the_house_that_is_measured_can_be_filled(platform, app):
    """So that `make bench` still finds what it looks for when a table changes."""
    following.fill(platform, 260)
    an = Person(app, "an@bench.example")
    page = an.get("/inloggen").fill({"email": "an@bench.example", "wachtwoord": "paard"}).click("Aanmelden")
    assert sum(counted(page).values()) > 10
    for kind in ("zeldzaam", "gewoon", "kort", "school"):
        text = following.WORDS[kind]
        assert an.post("/dossiers", {"toon": "alle", "zoek": text}).all("//table"), text
