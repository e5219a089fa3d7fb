"""The main job at a real browser: five people sign, and each organisation downloads the Word files that it may read."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
from playwright.sync_api import Locator

from forms import RECORD_TYPES
from rules.states import Event
from tests.browser.screen import PHONE, Screen
from tests.examples import Example, examples
from tests.pages import Page, Person
from tests.wizard import fill_record, typeable
from tests.world import PASSWORD, Case, World, follow_up

INTERNAL = "Opvolgen of de ploegenarbeid van vader na november stopt"
"""From the internal note of the CLB: in no document at all."""
PARENTS = "We zien Kobe thuis stiller worden"
"""What the parents asked at the table: not for the school."""
HOME = "Thuis liep de spanning op"
"""What the CLB knows of home: not for the school, and Kobe asked not to tell his parents."""
GOAL = "Kobe herkent wanneer de spanning stijgt"
FIVE = ("Younes Amrani", "An Peeters", "Saskia van der Meersch", "Kobe Vermeulen", "Ilse De Cock")
READERS = {
    "an": {"CLB", "school", "leerling", "ouders"},
    "younes": {"NAFT-aanbieder", "leerling", "ouders"},
    "saskia": {"school"},
}
"""Who fetches whose copies; the CLB and NAFT hand theirs to pupil and parents."""
WHO = re.compile(r"p\d+")
SOMEBODY = ("persoon", "gegeven_door", "leerling", "wie")


def test_five_people_sign_and_everybody_downloads_a_word_file(app, world, clock, at_work, tmp_path):
    job = Job(world, at_work)
    job.an_opens_the_dossier()
    job.an_writes_the_indicatiestelling(Person(app, world.who("an").account.email))
    job.three_sign_it_and_an_refers()
    clock.go("2026-09-15")
    job.lieve_takes_it_up()
    clock.go("2026-09-18")
    job.younes_writes_the_goals()
    job.five_sign_the_goals()
    job.younes_starts()
    job.the_months_after(clock)
    found = {key: job.downloads(key, tmp_path) for key in READERS}
    _say_what_each_may_read(found)


class Job:
    """Kobe's dossier, worked in by An (CLB), Lieve and Younes (NAFT) and Saskia (school)."""

    def __init__(self, world: World, at_work: Callable[..., Screen]) -> None:
        self.world, self.at_work = world, at_work
        world.hire("lieve", "Lieve Segers", "naft_coordinator", "kantelpunt")
        world.hire("joris", "Joris De Villé", "leerlingbegeleider", "sluis")
        self.case = Case(world, clb="an", naft="younes", school="sluis")
        self.an = at_work("an", touch=True)

    @property
    def dossier(self) -> str:
        """The address of the dossier."""
        return f"/dossiers/{self.case.id}"

    def an_opens_the_dossier(self) -> None:
        """For Kobe, with his mother; his school comes with the indicatiestelling, and then who works there."""
        an = self.an.click("Open een dossier")
        an.fill({"leerlingen-L1-voornaam": "Kobe", "leerlingen-L1-familienaam": "Vermeulen"}).click("Open het dossier")
        assert an.h1 == "Kobe V."
        self.case.id = an.path.rpartition("/")[2]
        an.click("Voeg iemand toe").fill({"rol": "ouder", "voornaam": "Ilse", "familienaam": "De Cock"})
        an.fill({"gezag": "ja_samen", "ontvangt_documenten": "ja", "taal": "nl", "tolk": "nee"}).click("Voeg toe")
        an.click("Beginnen").click("School").fill({"school": self.world.id("sluis")})
        an.click("Bewaren en later verder")
        for rol, key in (("directie", "saskia"), ("leerlingbegeleider", "joris")):
            an.click("Voeg iemand toe").fill({"rol": rol, "account_id": self.world.who(key).account.id})
            an.click("Voeg toe")
        assert all(name in an.text for name in ("Kobe Vermeulen", "Ilse De Cock", "Saskia van", "Joris De Villé"))

    def an_writes_the_indicatiestelling(self, elsewhere: Person) -> None:
        """Page by page, from the first example: on another device, without a browser, as the goals are typed in one."""
        example = _first("indicatiestelling")
        changes = {"gevraagde_inzet": ["individueel", "herstelgericht"]}
        self.an.click("Verder werken")
        elsewhere.sign_in()
        self.an.get(self.write(elsewhere.get(self.an.url), example, changes))
        assert INTERNAL in self.an.text
        self.an.click("Leg deze tekst vast")
        assert self.an.h1 == "Ondertekenen"

    def write(self, page: Page, example: Example, changes: dict[str, Any]) -> str:
        """Fill in a record with the answers of an example; gives the address of its review."""
        record_type = RECORD_TYPES[example.record_type.slug]
        answers = {k: _ours(v, self.ids(example)) for k, v in example.answers.items()} | changes
        answers = {k: v for k, v in answers.items() if v is not None}
        page = fill_record(page, record_type, typeable(record_type, answers))
        assert page.offers("Leg deze tekst vast"), page.text[:1500]
        return page.url

    def ids(self, example: Example) -> dict[str, str]:
        """Who of an example is who in this dossier, by role; of each role the first."""
        places = {"school": ["sluis", "dijle"], "clb": ["brug"], "naft": ["kantelpunt"], "pbd": ["pbd"]}
        found = {o["id"]: self.world.id(places[o["soort"]].pop(0)) for o in example.organisations}
        roles: set[str] = set()
        for one in example.people:
            if one["rol"] not in roles and self.case.first(one["rol"]):
                found[one["id"]] = self.case.first(one["rol"])
                roles.add(one["rol"])
        return found

    def three_sign_it_and_an_refers(self) -> None:
        """An in her own account, Kobe with a finger and Ilse with the mouse at the table; then it goes to NAFT."""
        self.sign_own(self.an, "An Peeters")
        self.sign_at_table(self.an, "Kobe Vermeulen", by_touch=True)
        self.sign_at_table(self.an, "Ilse De Cock", by_touch=False)
        self.an.get(self.dossier).click("Aanmelden bij NAFT").click("Aanmelden bij NAFT")
        assert "Aangemeld bij NAFT." in self.an.text

    def sign_own(self, screen: Screen, name: str) -> None:
        """In an own account, with a typed name."""
        screen.click("Lees en teken zelf")
        screen.fill({"besluit": "akkoord", "wijze": "typen", "getypt": name}).click("Bevestig")
        assert screen.h1 == "Ondertekenen"

    def sign_at_table(self, host: Screen, name: str, *, by_touch: bool) -> None:
        """On the device of the host, which comes back locked."""
        host.click(f"Geef door aan {name}").click(f"Ik ben {name}")
        host.fill({"besluit": "akkoord", "wijze": "tekenen"})
        (host.draw_by_touch if by_touch else host.draw)()
        host.click("Bevestig")
        assert host.h1 == "Bedankt"
        host.click("Geef het toestel terug").fill({"wachtwoord": PASSWORD}).click("Ga verder")
        assert host.h1 == "Ondertekenen"

    def lieve_takes_it_up(self) -> None:
        """The coordinator reads, and chooses the coach."""
        lieve = self.at_work("lieve").click("Beslis over de aanmelding").click("Aanvaarden")
        coach = f"account:{self.world.who('younes').account.id}"
        lieve.fill({"naft_begeleider": coach, "eerste_tafel_op": ["18", "9", "2026", "14.00"]})
        lieve.fill({"eerste_tafel_plaats": "Op school, lokaal B12", "eerste_tafel_door": "clb"}).click("Aanvaarden")
        assert "Younes Amrani" in lieve.text

    def younes_writes_the_goals(self) -> None:
        """Page by page, from the first example."""
        self.younes = self.at_work("younes", touch=True)
        self.younes.get(self.dossier).click("Beginnen")
        self.write(self.younes.as_page, _first("doelen"), {})
        self.younes.click("Leg deze tekst vast")

    def five_sign_the_goals(self) -> None:
        """Three in an own account, each at an own screen; pupil and mother at the table."""
        round_page = self.younes.path
        self.sign_own(self.younes, "Younes Amrani")
        for key, how in (("an", {}), ("saskia", {"size": PHONE})):
            screen = self.at_work(key, **how).get(self.dossier).click("Lezen en ondertekenen")
            screen.fill({"besluit": "akkoord", "wijze": "typen", "getypt": self.world.who(key).name})
            assert GOAL in screen.text
            screen.click("Bevestig")
        self.younes.get(round_page)
        self.sign_at_table(self.younes, "Kobe Vermeulen", by_touch=True)
        self.sign_at_table(self.younes, "Ilse De Cock", by_touch=False)
        assert self.younes.text.count("Akkoord") == len(FIVE)
        assert "Moet nog tekenen" not in self.younes.text

    def younes_starts(self) -> None:
        """With the button on the dossier."""
        self.younes.get(self.dossier).click("Starten").click("Starten")
        assert "Traject gestart." in self.younes.text

    def the_months_after(self, clock) -> None:
        """An evaluation, the last one, the engagements and the end, without pages: other tests click through those."""
        clock.go("2026-11-18")
        self.case.evaluate()
        clock.go("2027-01-14")
        self.case.finish()
        clock.go("2027-01-21")
        self.case.engage()
        clock.go("2027-03-22")
        self.case.engage(**follow_up(self.case))
        self.case.do("an", Event.AFSLUITEN)

    def downloads(self, key: str, folder: Path) -> dict[str, str]:
        """File name -> its text: of the goals one by one, and of everything in the bundle of each reader.

        Not all one by one: after ten Chromium asks whether a page may go on, and nobody is there to say so.
        """
        screen = self.at_work(key).get(self.dossier).unfold()
        goals = [_saved(screen, link, folder) for link in screen.tab.locator("a[download*='_D2_']").all()]
        found = {path.name: path.read_bytes() for path in goals}
        for link in screen.tab.get_by_role("link", name="Alles voor").all():
            with zipfile.ZipFile(_saved(screen, link, folder)) as bundle:
                names = [name for name in bundle.namelist() if name.startswith("documenten/")]
                more = {name.rpartition("/")[2]: bundle.read(name) for name in names}
                assert all(more[name] == found[name] for name in more.keys() & found.keys())
                found |= more
        return {name: _text(content) for name, content in found.items() if name.endswith(".docx")}


def _saved(screen: Screen, link: Locator, folder: Path) -> Path:
    with screen.tab.expect_download() as waiting:
        link.click()
    path = folder / waiting.value.suggested_filename
    waiting.value.save_as(path)
    return path


def _first(slug: str) -> Example:
    return next(one for one in examples() if one.record_type.slug == slug)


def _ours(value: Any, ids: dict[str, str]) -> Any:
    """Answers of an example with ids of this dossier; without whom the dossier does not have. None when nothing is left."""
    if isinstance(value, str):
        return ids.get(value, None if WHO.fullmatch(value) else value)
    if isinstance(value, list):
        kept = [_ours(one, ids) for one in value]
        return [one for one in kept if one is not None]
    if isinstance(value, dict):
        if any(WHO.fullmatch(str(value.get(name, ""))) and value[name] not in ids for name in SOMEBODY):
            return None
        ours = {name: one if name == "id" else _ours(one, ids) for name, one in value.items()}
        return {name: one for name, one in ours.items() if one is not None}
    return value


def _text(content: bytes) -> str:
    """All words of a Word file: paragraphs, tables, headers and footers."""
    document = docx.Document(io.BytesIO(content))
    parts = [document.element.body]
    for section in document.sections:
        parts += [section.header._element, section.footer._element]
    return "\n".join("".join(node.itertext()) for part in parts for node in part.iter() if node.tag.endswith("}p"))


def _say_what_each_may_read(found: dict[str, dict[str, str]]) -> None:
    for key, readers in READERS.items():
        texts = found[key]
        assert {name.rpartition("_")[2].removesuffix(".docx") for name in texts} == readers
        for name, text in texts.items():
            assert INTERNAL not in text, f"{name} tells what the CLB keeps to itself"
            assert PARENTS in text or "_D2_" not in name or "_school" in name, f"{name} misses what the parents asked"
            for secret in (PARENTS, HOME):
                assert secret not in text or "_school" not in name, f"{name} tells the school {secret!r}"
            assert HOME not in text or "_ouders" not in name, f"{name} tells the parents {HOME!r}"
        agreed = [text for name, text in texts.items() if "_D2_" in name]
        assert len(agreed) == len(readers)
        assert all(name in text for name in FIVE for text in agreed)
        assert all(GOAL in text for text in agreed)
        assert all("geen nota meer uit de les Nederlands" in text for text in agreed)
    assert HOME in found["an"]["NAFT-2026-00001_D1_v1_CLB.docx"]
