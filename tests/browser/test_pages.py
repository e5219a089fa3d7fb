"""Every page of the main job, looked at in Chromium on a desk and on a phone: it has to be there for everybody."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from app import create_app
from forms import RECORD_TYPES
from services import demo, records
from services.platform import Platform
from tests.browser.conftest import DEMO_DAY, DEMO_HOUR
from tests.browser.look import faults, structure
from tests.browser.screen import Screen, Served
from tests.world import PASSWORD, Clock, World, engagements, evaluation, goals

EMAILS = {one.naam.partition(" ")[0].lower(): one.email for one in demo.demo_accounts()}
WRITERS = {"indicatiestelling": "an", "doelen": "younes", "evaluatie": "younes", "engagementen": "an"}


class House:
    """The demo on a port, with people of the tests beside it, and a screen for whoever wants to look."""

    def __init__(self, folder: Path, browser: Browser) -> None:
        accounts = [asdict(one) for one in demo.demo_accounts()]
        settings = {
            "INSTANCE": str(folder),
            "LOG_LEVEL": "CRITICAL",
            "DEMO_ACCOUNTS": lambda: accounts,
            "MAIL_NOW": False,
            "JOBS_NOW": False,
        }
        self.clock = Clock(DEMO_DAY, DEMO_HOUR)
        app = create_app(settings, self.clock)
        self.platform: Platform = app.extensions["naadloos"]
        self.world = World(self.platform, self.clock).fill()
        self.server = Served(app)
        self.browser = browser
        self.screens: dict[str, Screen] = {}

    def open(self) -> Screen:
        """A new window, of nobody."""
        screen = Screen(self.browser, self.server.url)
        self.screens[f"nobody {len(self.screens)}"] = screen
        return screen

    def at(self, who: str, *, again: bool = False) -> Screen:
        """Somebody of the demo ('an'), or of the world of the tests ('test/an'), at an own screen."""
        if who not in self.screens or again:
            screen = self.open()
            email = self.world.who(who[5:]).account.email if who.startswith("test/") else EMAILS[who]
            screen.sign_in(email, PASSWORD if who.startswith("test/") else demo.PASSWORD)
            assert screen.path == "/werklijst", screen.text
            if again:
                return screen
            self.screens[who] = screen
        return self.screens[who]

    def close(self) -> None:
        """Close everything."""
        for screen in self.screens.values():
            screen.close()
        self.server.stop()
        self.platform.db.close()


@pytest.fixture(scope="module")
def house(demo_instance: Path, chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A copy of the demo, for all pages of this module."""
    folder = tmp_path_factory.mktemp("huis") / "demo"
    shutil.copytree(demo_instance, folder)
    made = House(folder, chromium)
    yield made
    made.close()


Visit = Callable[[House], Screen]


def _signed_in(who: str, *labels: str, status: int = 200) -> Visit:
    """Who signs in and clicks on these, one after the other, from the work list."""

    def visit(house: House) -> Screen:
        screen = house.at(who).get("/werklijst")
        for label in labels[:-1]:
            screen.click(label)
        return screen.click(labels[-1], status) if labels else screen

    return visit


def _sign_in_refused(house: House) -> Screen:
    screen = house.open().get("/inloggen")
    return screen.fill({"email": "an@nergens.example", "wachtwoord": "x"}).click("Aanmelden", 422)


def _not_there(house: House) -> Screen:
    return house.at("an").get("/dossiers/bestaat-niet", 404)


def _new_dossier_refused(house: House) -> Screen:
    return house.at("an").get("/dossiers/nieuw").click("Open het dossier", 422)


def _question_refused(house: House) -> Screen:
    screen = house.at("saskia").get("/vragen/nieuw").fill({"soort": "leerling", "weten_ervan": ["niemand"]})
    return screen.click("Stel de vraag aan het CLB", 422)


def _new_dossier_for_several(house: House) -> Screen:
    screen = house.at("an").get("/dossiers/nieuw").fill({"soort": "leerlingen"})
    return screen.press("toevoegen", "leerlingen")


def _person_refused(house: House) -> Screen:
    return _signed_in("an", "Jana", "Voeg iemand toe")(house).fill({"rol": "ouder"}).click("Voeg toe", 422)


def _step_refused(house: House) -> Screen:
    screen = _signed_in("an", "Jana", "Verder werken", "Leerling")(house)
    wrong = {name: ["31", "2", "2011"] for name in screen.names() if name.endswith("-geboortedatum")}
    assert wrong, screen.names()
    return screen.fill(wrong).click("Bewaren en verder", 422)


def _choice_refused(house: House) -> Screen:
    return _signed_in("lieve", "Beslis over de aanmelding", "Aanvaarden")(house).click("Aanvaarden", 422)


def _signing_refused(house: House) -> Screen:
    screen = _signed_in("marleen", "Onderteken")(house).fill({"besluit": "akkoord", "wijze": "tekenen"})
    return screen.click("Bevestig", 422)


def _hand_over(house: House) -> Screen:
    screen = house.at("younes", again=True).click("Lien")
    return screen.click("Doelstellingen en afspraken").click("Geef door aan Griet Daems")


def _at_the_table(house: House) -> Screen:
    return _hand_over(house).click("Ik ben Griet Daems")


def _locked(house: House) -> Screen:
    return _hand_over(house).get("/werklijst")


def _locked_refused(house: House) -> Screen:
    return _locked(house).fill({"wachtwoord": "x"}).click("Ga verder", 422)


PAGES: dict[str, Visit] = {
    "sign in": lambda house: house.open().get("/inloggen"),
    "sign in, refused": _sign_in_refused,
    "work list of the CLB": _signed_in("an"),
    "work list of NAFT": _signed_in("younes"),
    "work list of the school": _signed_in("saskia"),
    "work list of who has no dossier": _signed_in("karen"),
    "questions to the CLB": _signed_in("an", "Vragen"),
    "questions of a school": _signed_in("saskia", "Vragen"),
    "questions of who asked nothing": _signed_in("younes", "Vragen"),
    "new question": _signed_in("karen", "Stel een vraag aan het CLB"),
    "new question, refused": _question_refused,
    "question": _signed_in("an", "Antwoord op een vraag"),
    "question of one's own": _signed_in("saskia", "Vragen", "Senne"),
    "answer": _signed_in("an", "Antwoord op een vraag", "Antwoord"),
    "answer, refused": _signed_in("an", "Antwoord op een vraag", "Antwoord", "Verstuur het antwoord", status=422),
    "new dossier from a question": _signed_in("an", "Antwoord op een vraag", "Open een dossier"),
    "new dossier": _signed_in("an", "Open een dossier"),
    "new dossier, refused": _new_dossier_refused,
    "new dossier for several": _new_dossier_for_several,
    "dossier that was begun": _signed_in("an", "Jana"),
    "dossier that was referred": _signed_in("lieve", "Youssef"),
    "dossier that is signed": _signed_in("younes", "Lien"),
    "dossier that runs": _signed_in("younes", "Mehmet"),
    "dossier that is late": _signed_in("younes", "Amina"),
    "dossier of a class": _signed_in("an", "3TB"),
    "dossier that is closed": _signed_in("an", "Kobe V."),
    "dossier as the school sees it": _signed_in("saskia", "Kobe V."),
    "new person": _signed_in("an", "Jana", "Voeg iemand toe"),
    "new person, refused": _person_refused,
    "person": _signed_in("an", "Jana", "Jana"),
    "step, refused": _step_refused,
    "decide": _signed_in("lieve", "Beslis over de aanmelding", "Aanvaarden"),
    "decide, refused": _choice_refused,
    "text that was signed": _signed_in("an", "Kobe V.", "Lees"),
    "round": _signed_in("an", "Lien", "Doelstellingen en afspraken"),
    "sign": _signed_in("marleen", "Onderteken"),
    "sign, refused": _signing_refused,
    "hand over": _hand_over,
    "sign at the table": _at_the_table,
    "signed at the table": lambda house: house.open().get("/tafel/klaar"),
    "locked": _locked,
    "locked, refused": _locked_refused,
    "not there": _not_there,
}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_there_for_everybody(house, name):
    found = faults(PAGES[name](house), name)
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
