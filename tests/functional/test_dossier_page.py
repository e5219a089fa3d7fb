"""The page of a dossier in every situation answers CLB, NAFT and school: where it stands, what is next, and by when."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from rules.states import State
from tests.conftest import serving
from tests.pages import Page, Person, words
from tests.situations import DAY, HOUR, SITUATIONS
from tests.world import Case, Clock, World

WORKERS = ("an", "younes", "saskia")
IN_THE_BOX = "//*[contains(concat(' ', @class, ' '), ' volgende ')]"
NOTHING_LEFT = "Er wordt niets meer van u verwacht."
BY_WHEN = ("Ten laatste ", "Vermoedelijk op ", "Startrondetafel op ", "Op ", "Hiervoor is er geen ", "Het CLB weet ")
INSIDE = ("BR-", "(T", "None", "leerling_", "ziekte_", "instemming_", "aangemeld_via", "…")
"""What is for programmers alone: numbers of rules, and values as they are stored."""


class Street:
    """Every situation in one database, each as it stands on the day that one looks."""

    def __init__(self, world: World, cases: dict[str, Case], people: dict[str, Person]) -> None:
        self.world, self.cases, self.people = world, cases, people

    def dossier(self, situation: str, who: str) -> Page:
        """A dossier as somebody sees it."""
        return self.people[who].get(f"/dossiers/{self.cases[situation].id}")

    def box(self, situation: str, who: str) -> list[str]:
        """The lines of the box on top."""
        return [words(one) for one in self.dossier(situation, who).all(f"{IN_THE_BOX}/*")]


@pytest.fixture(scope="module")
def street(tmp_path_factory: pytest.TempPathFactory, migrated: Path) -> Iterator[Street]:
    """All situations; no test of this module changes them."""
    clock = Clock()
    with serving(tmp_path_factory.mktemp("straat"), migrated, clock) as app:
        world = World(app.extensions["naadloos"], clock).fill()
        cases = {name: tell(world) for name, tell in SITUATIONS.items()}
        clock.go(DAY, HOUR)
        people = {who: Person(app, world.who(who).account.email) for who in (*WORKERS, "mo")}
        for person in people.values():
            person.sign_in()
        yield Street(world, cases, people)


@pytest.mark.parametrize(
    ("situation", "who"),
    [(name, who) for name in SITUATIONS for who in WORKERS if who == "an" or name != "concept"],
)
def test_it_says_where_it_stands_what_is_next_and_by_when(street, situation, who):
    page = street.dossier(situation, who)
    [state] = page.all("//*[@class='etiket']")
    lines = street.box(situation, who)
    buttons = page.all(f"{IN_THE_BOX}//*[contains(@class, 'btn-primary')]")
    waits = page.all(f"{IN_THE_BOX}[contains(@class, 'rust')]")

    assert words(state) in {one.label for one in State}
    assert NOTHING_LEFT in lines or any(line.startswith(BY_WHEN) for line in lines), lines
    assert len(buttons) + len(waits) == 1, "either there is something to do, or it says why one waits"
    assert len(lines) == len(set(lines)), f"said twice: {lines}"
    assert not [word for word in INSIDE if word in page.text], page.text


def test_a_request_is_read_in_the_words_of_its_questions_and_options(street):
    box = " ".join(street.box("stop asked", "younes"))
    assert "Op vraag van De leerling" in box
    assert "Hij wil het zelf proberen op school." in box
    box = " ".join(street.box("handover proposed", "an"))
    assert "Nieuwe NAFT-aanbieder vzw De Overkant" in box
    assert "Zeg nee op dit voorstel" in box


@pytest.mark.parametrize("situation", ["question", "stop asked", "handover proposed"])
def test_the_school_does_not_hear_what_clb_and_naft_ask_each_other(street, situation):
    page = street.dossier(situation, "saskia")
    for one in ("Op welke dagen kan Kobe komen", "Hij wil het zelf proberen", "De Overkant", "vraag"):
        assert one not in page.text.replace("Vragen", "").replace("Wat u nog kunt doen", ""), one


def test_who_asked_waits_and_is_not_asked_to_ask_again(street):
    page = street.dossier("question", "younes")
    assert street.box("question", "younes")[0] == "We wachten op het CLB"
    assert page.offers("Aanvaarden")
    assert not page.offers("Meer informatie vragen")
    assert not street.dossier("stop asked", "an").offers("Vragen om vroegtijdig te stoppen")


def test_a_birthday_years_away_stands_beside_the_pupil_and_counts_no_days(street):
    text = street.dossier("running", "an").text
    assert "Leerling, tekent aan tafel, met een link of op papier, wordt 18 op 3 mei 2029" in text
    assert "nog 2 jaar" not in text
    assert not re.search(r"nog \d{3,} dagen", text)


def test_the_last_day_of_keeping_is_no_task(street):
    text = street.dossier("closed", "an").text
    assert "Het CLB bewaart dit dossier tot en met zondag 31 augustus 2036." in text
    assert NOTHING_LEFT in text


def test_a_last_day_that_is_over_is_late_and_a_day_that_passed_is_not(street):
    late = street.box("late", "an")
    assert late[:2] == ["De evaluatie is te laat", "Vraag NAFT wanneer iedereen samenzit."]
    assert "15 dagen te laat" in late[2]
    assert "plan vroeger" not in " ".join(late)


def test_page_and_work_list_ask_the_same(street):
    asked = street.people["an"].get("/werklijst").text
    for situation in ("accepted", "question", "handover proposed", "turning 18"):
        title = next(line for line in street.box(situation, "an") if line != "De volgende stap")
        assert title in asked, title
    assert "NAFT bereidt de evaluatie voor" in asked
    assert "Bereid de evaluatie voor" not in asked
