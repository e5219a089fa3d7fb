"""Finding a dossier: how names are typed, whose dossiers are found, and by which words (T15, BR-54)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from urllib.parse import unquote, urlencode

import pytest

from rules.folding import fold
from services import finding, parties, searching, sought
from services.searching import Asked
from services.worklist import Asked as List
from services.worklist import work_list
from store import deadlines, dossiers, organisations, trajectories
from store.deadlines import Deadline
from tests.conftest import serving
from tests.pages import Person, words
from tests.world import Case, Clock, World

NAMES = {
    "Şule Öztürk": "Şule Ö.",
    "Łukasz Groß": "Łukasz G.",
    "Yūsuf Ben-Saïd": "Yūsuf B.",
    "Noor D’Hondt": "Noor D.",
    "Lot Ĳzerman": "Lot Ĳ.",
    "Jan De Smet": "Jan D.",
}


class Found:
    """A world with dossiers in it, filled once; `labels('an', 'ozturk')` is what An sees on the page."""

    def __init__(self, app) -> None:
        self.app = app
        self.world = World(app.extensions["naadloos"], app.extensions["naadloos"].now).fill()
        self.platform = self.world.platform
        self.people: dict[str, Person] = {}
        self.cases = {name: self._open("an", "leerling", {"one": name}) for name in NAMES}
        self.cases["3 Hout B"] = self._open("an", "klasgroep", {}, "3 Hout B")
        self.cases["3 Hout B"].join("geheim", "Geheime Naam", "leerling")
        self.cases["elders"] = self._open("floor", "leerling", {"one": "Elif Öztürk"})
        self.cases["Jan De Smet"].join("moeder", "Roza Grootmoeder", "ouder")
        self._transferred()
        self._closed()

    def _open(self, clb: str, soort, pupils: dict[str, str], label: str = "") -> Case:
        case = Case(self.world, clb=clb, naft="younes", school="sluis")
        case.open(soort, pupils, label)
        return case

    def _moved(self, case: Case, naft: str, state: str, **changes) -> None:
        """The trajectory as the steps would leave it; the steps themselves are tested elsewhere."""
        db, at = self.platform.db, self.platform.at()
        with db.write():
            trajectories.save(db, replace(case.file.trajectory, naft_id=self.world.id(naft), state=state, **changes))
            dossiers.give_access(db, case.id, self.world.id(naft), role="naft", at=at)
            dossiers.give_access(db, case.id, self.world.id(case.school), role="school", at=at)
            finding.keep(self.platform, case.id)

    def _transferred(self) -> None:
        """From Kantelpunt to De Overkant; a pupil and a school came later."""
        case = self.cases["overgedragen"] = self._open("an", "leerlingen", {"a": "Wolf Maes", "b": "Ida Maes"})
        self._moved(case, "kantelpunt", "overgedragen")
        self.platform.now.wait(hours=1)  # type: ignore[attr-defined]  # the clock of the tests
        at = self.platform.at()
        trajectories.create(
            self.platform.db, dossier_id=case.id, state="lopend", at=at, naft_id=self.world.id("overkant")
        )
        dossiers.give_access(self.platform.db, case.id, self.world.id("overkant"), role="naft", at=at)
        self.platform.now.wait(minutes=1)  # type: ignore[attr-defined]
        case.join("later", "Later Bijgekomen", "leerling")
        case.invite("dirk")

    def _closed(self) -> None:
        case = self.cases["afgesloten"] = self._open("an", "leerling", {"one": "Afke Claes"})
        self._moved(case, "kantelpunt", "afgesloten", ended_on="2026-06-30")

    def labels(self, key: str, text: str, **more: str) -> list[str]:
        """Who stands in the table, in the order of the page."""
        rows = self.page(key, zoek=text, **more).all("//table//tbody/tr/th/a")
        return [words(one) for one in rows]

    def person(self, key: str) -> Person:
        """Somebody, signed in."""
        if key not in self.people:
            self.people[key] = Person(self.app, self.world.who(key).account.email)
            self.people[key].sign_in()
        return self.people[key]

    def page(self, key: str, **asked: str):
        """The page of who looks for this (`zoek`), with the rest in its address."""
        if "zoek" in asked:
            return self.person(key).post("/dossiers", asked)
        return self.person(key).get(f"/dossiers?{urlencode(asked)}")


@pytest.fixture(scope="module")
def found(tmp_path_factory, migrated) -> Iterator[Found]:
    with serving(tmp_path_factory.mktemp("zoeken"), migrated, Clock()) as app:
        yield Found(app)


OF_TODAY = {"shown_from": "2026-09-14", "rule_id": "T15"}
PROVIDERS = ("younes", "mo")
HITS = [
    ("ozturk", ["Şule Ö."]),
    ("ÖZTÜRK", ["Şule Ö."]),
    ("zturk", ["Şule Ö."]),
    ("sule ozturk", ["Şule Ö."]),
    ("Öztürk Şule", ["Şule Ö."]),
    ("lukasz", ["Łukasz G."]),
    ("groß", ["Łukasz G."]),
    ("gross", ["Łukasz G."]),
    ("ben said", ["Yūsuf B."]),
    ("Ben-Saïd", ["Yūsuf B."]),
    ("bensaid yus", ["Yūsuf B."]),
    ("d'hondt", ["Noor D."]),
    ("d‘hondt", ["Noor D."]),
    ("dhondt", ["Noor D."]),
    ("hondt", ["Noor D."]),
    ("IJzerman", ["Lot Ĳ."]),
    ("de smet", ["Jan D."]),
    ("desmet", ["Jan D."]),
    ("jan lukasz", []),
    ("3 hout", ["3 Hout B"]),
    ("3hout", ["3 Hout B"]),
    ("geheime", []),
    ("grootmoeder", []),
    ("xyzzy", []),
    ("şu", ["Şule Ö."]),
    ("ö", ["Wolf M. en Ida M.", "Şule Ö."]),  # and De Overkant
    ("ij", ["Lot Ĳ."]),
    ("zt", []),
]


@pytest.mark.parametrize(("typed", "labels"), HITS, ids=[one for one, _ in HITS])
def test_a_name_is_found_as_people_type_it(found, typed, labels):
    assert found.labels("an", typed) == labels


def test_a_dossier_is_found_by_its_number(found):
    number = found.cases["Jan De Smet"].file.dossier.number  # NAFT-2026-00006
    for typed in (number, number.lower(), "2026-6", "2026-00006", "NAFT 2026 00006", "naft-2026-6", "6", "00006"):
        assert found.labels("an", typed) == ["Jan D."], typed
    assert len(found.labels("an", "2026")) == len(NAMES) + 2
    assert found.labels("an", "20") == []
    assert found.labels("an", "2025-6") == []


@pytest.mark.parametrize(
    "typed",
    [
        '"',
        "*",
        "%",
        "_",
        "(",
        "-",
        "ozturk*x",
        "zzz%",
        "jan OR sule",
        "NEAR(jan sule)",
        "grams:jan",
        "' OR 1=1 --",
        "^jan x",
    ],
)
def test_what_is_typed_is_never_an_expression(found, typed):
    page = found.page("an", zoek=typed)
    assert not page.all("//table"), typed
    assert "Niets gevonden" in page.text


def test_signs_around_a_name_make_no_difference(found):
    for typed in ('"jan"', "jan*", "(jan)", "  jan  "):
        assert found.labels("an", typed) == ["Jan D."], typed
    assert found.labels("an", "a" * 5000) == []
    assert found.labels("an", "jan " * 300) == ["Jan D."]


def test_nobody_finds_what_is_not_of_its_organisation(found):
    assert found.labels("floor", "ozturk") == ["Elif Ö."]
    assert found.labels("floor", "") == ["Elif Ö."]
    assert found.labels("saskia", "ozturk") == []  # was not referred: it is the CLB's own
    assert found.labels("mo", "jan") == []


def test_a_provider_finds_by_nothing_that_came_after_its_own_trajectory(found):
    """T15: the old one by what was the case until then, the new one by what is."""
    old = partial(found.labels, "younes", toon="alle")

    assert old("maes") == old("ida") == old("overgedragen") == old("maes sluis") == ["Wolf M. en Ida M."]
    assert old("overkant") == old("loopt") == old("bijgekomen") == old("dijle") == []
    assert found.page("younes", stand="lopend").all("//table") == []
    assert "Overgedragen" in found.page("younes", toon="alle", zoek="maes").text
    for typed in ("maes", "overkant", "loopt", "bijgekomen", "dijle"):
        assert "Wolf M. en Ida M." in found.labels("mo", typed), typed
    assert found.labels("mo", "kantelpunt") == []
    assert "De Overkant" not in found.page("younes", toon="alle").text


def test_the_work_list_of_an_earlier_provider_has_nothing_of_what_came_after(found):
    case = found.cases["overgedragen"]
    now = Deadline(dossier_id=case.id, ord=0, kind="instemming", day="2026-09-20", readers="CN", acts="CN", **OF_TODAY)
    with found.platform.db.write():
        deadlines.keep(found.platform.db, case.id, [now])
        finding.keep(found.platform, case.id)
    seen = {key: work_list(found.platform, found.world.who(key), List(everyone=True)).groups for key in PROVIDERS}
    there = {key: [one.target for each in groups.values() for one in each.lines] for key, groups in seen.items()}
    assert case.id not in there["younes"]
    assert there["mo"] == [case.id]
    assert seen["mo"]["week"].lines[0].what.startswith("Een instemming is ingetrokken")


def test_who_may_no_longer_see_a_dossier_finds_it_no_more(found):
    world, case = found.world, found.cases["overgedragen"]
    assert "Wolf M. en Ida M." in found.labels("dirk", "wolf")
    parties.remove_party(found.platform, world.who("an"), case.file, case.party("dirk"))
    assert found.labels("dirk", "wolf") == []
    case.invite("dirk")
    assert found.labels("dirk", "wolf") == ["Wolf M. en Ida M."]


def test_schools_and_partners_are_found_by_the_name_of_now(found):
    assert "Wolf M. en Ida M." in found.labels("an", "overkant maes")
    dijle = found.world.organisations["dijle"]
    organisations.save(found.platform.db, replace(dijle, naam="Campus Zênith"))
    assert found.labels("an", "zenith") == ["Wolf M. en Ida M."]
    assert found.labels("an", "bouwschool") == []
    organisations.save(found.platform.db, dijle)


def test_a_changed_name_is_found_and_the_old_one_is_not(found):
    case = found.cases["Noor D’Hondt"]
    party = case.party("one")
    changed = parties.change_party(
        found.platform, found.world.who("an"), party, party.answers | {"familienaam": "Peters"}, party.revision
    )
    assert found.labels("an", "noor peters") == ["Noor D."]  # the label of lists stays
    assert found.labels("an", "noor hondt") == []
    parties.change_party(found.platform, found.world.who("an"), changed, party.answers, changed.revision)


def test_filters_live_in_the_address_and_can_be_undone(found):
    page = found.page("an", zoek="afke")
    assert "Niets gevonden" in page.text
    page = page.click("Er is er wel één in alle dossiers")
    assert [words(one) for one in page.all("//tbody/tr/th/a")] == ["Afke C."]
    assert found.labels("an", "", toon="afgelopen") == ["Afke C."]
    assert found.labels("an", "afgesloten", toon="alle") == ["Afke C."]
    overkant, sluis = found.world.id("overkant"), found.world.id("sluis")
    assert found.labels("an", "", partner=overkant) == ["Wolf M. en Ida M."]
    assert found.labels("an", "", toon="alle", school=sluis) == ["Afke C."]
    assert found.labels("an", "", soort="klasgroep") == ["3 Hout B"]
    page = found.page("an", soort="klasgroep", van="ik", zoek="jan")
    assert "Niets gevonden voor “jan” met deze filters" in page.text
    assert [words(one) for one in page.click("Een klas of groep").all("//tbody/tr/th/a")] == ["Jan D."]
    page = page.fill({"soort": "leerling"}).click("Toon")
    assert "van=ik" in page.url
    assert [words(one) for one in page.all("//tbody/tr/th/a")] == ["Jan D."]


def test_the_address_holds_a_number_and_never_what_was_looked_for(found):
    """Of this session alone, and gone with it; the same number for the same words, so that going back works."""
    page = found.page("an", zoek=" Öztürk  Şule", van="ik")
    assert re.fullmatch(r"/dossiers\?zoek=[0-9a-f]{20}&van=ik", page.url)
    assert page.values("zoek") == ["Öztürk Şule"]
    assert found.page("an", zoek="Öztürk Şule", van="ik").url == page.url
    for address in page.all("//a/@href | //form/@action"):
        assert "zt" not in unquote(address), address
    gone = "Wat u zocht, is niet meer bewaard."
    assert gone not in page.text
    assert gone in found.person("floor").get(page.url).text
    assert gone in found.person("an").get("/dossiers?zoek=ozturk").text
    for number in range(sought.MOST):
        found.page("an", zoek=f"iets {number}")
    assert gone in found.person("an").get(page.url).text
    other = Person(found.app, found.world.who("an").account.email)
    other.sign_in()
    elsewhere = other.post("/dossiers", {"zoek": "Öztürk"})
    assert len(found.platform.db.rows("SELECT id FROM sought WHERE text = 'Öztürk'")) == 1
    elsewhere.click("Afmelden")
    assert found.platform.db.rows("SELECT id FROM sought WHERE text = 'Öztürk'") == []
    kept = found.platform.db.rows("SELECT count(*) AS n FROM sought GROUP BY session_hash ORDER BY n DESC")
    assert kept[0] == {"n": sought.MOST}


def test_nonsense_in_the_address_makes_no_difference(found):
    everything = found.labels("an", "")
    for more in ({"sorteer": "x"}, {"stand": "x"}, {"school": "x' OR"}, {"blad": "-1"}, {"toon": "x"}, {"soort": "%"}):
        assert found.labels("an", "", **more) == everything, more
    assert not found.page("an", blad="99999").all("//table")
    page = found.page("an", endpoint="x", _external="1", _scheme="javascript", _anchor="x", _method="POST")
    assert [one.get("href") for one in page.all("//main//a[contains(@href, '//') or contains(@href, '_')]")] == []
    assert found.labels("an", "", sorteer="naam") == sorted(everything, key=fold)


def test_the_index_says_what_the_words_say_also_when_it_is_passed_over(found, monkeypatch):
    """Common words are found by walking along the lines, rare ones by the index: both find the same."""
    an = found.world.who("an")
    by_index = {typed: _ids(found, an, typed) for typed, _ in HITS}
    monkeypatch.setattr("store.search.COMMON", 0)
    assert {typed: _ids(found, an, typed) for typed, _ in HITS} == by_index


def _ids(found, who, typed):
    for ended in (False, None):
        hits = searching.find(found.platform, who, Asked(text=typed, ended=ended)).found
    return [one.dossier_id for one in hits]


def test_everything_can_be_made_anew(found):
    assert finding.differences(found.platform) == []
    with found.platform.db.write():
        found.platform.db.run("UPDATE dossier_line SET state = 'lopend' WHERE name = 'jan d'", {})
    number = found.cases["Jan De Smet"].file.dossier.number
    runner = found.app.test_cli_runner()
    checked = runner.invoke(args=["search", "check"])
    assert (checked.exit_code, number in checked.output) == (1, True)
    before = found.labels("an", "", toon="alle", sorteer="naam")
    assert f"{len(found.cases)} dossiers." in runner.invoke(args=["search", "rebuild"]).output
    assert finding.differences(found.platform) == []
    assert found.labels("an", "", toon="alle", sorteer="naam") == before
    assert found.labels("an", "ozturk") == ["Şule Ö."]
