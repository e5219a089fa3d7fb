"""The way of one dossier over HTTP: everybody at an own browser, and what the pages and the Word files say."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

from lxml import etree

from forms import RECORD_TYPES
from forms.handelingen import HANDELINGEN
from forms.question import Question
from rules.states import State
from services import consent_register
from store import records
from tests.pages import Page, Person, words
from tests.wizard import fill_record, fill_step
from tests.world import Case

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


class Way:
    """A dossier, and who works in it. `at('an')` is An at her browser; she signs in anew when another day has come."""

    def __init__(self, case: Case, signed_in: Callable[[str], Person]) -> None:
        self.case = case
        self._signed_in = signed_in
        self._people: dict[tuple[str, str], Person] = {}

    def at(self, key: str) -> Person:
        """Somebody at work today."""
        seat = key, self.case.world.clock.moment.isoformat()
        if seat not in self._people:
            self._people[seat] = self._signed_in(key)
        return self._people[seat]

    def dossier(self, key: str, status: int = 200) -> Page:
        """The page of the dossier, as somebody sees it."""
        return self.at(key).get(f"/dossiers/{self.case.id}", status)

    def state(self, key: str = "") -> str:
        """The state that the page of the dossier names."""
        said = words(self.dossier(key or self.case.clb).all("//p[@class='onder']/span[@class='etiket']")[0])
        return next(one.value for one in State if one.label == said)

    def step(self, key: str, label: str, event: str, status: int = 200, **answers: Any) -> Page:
        """Press the button of a step on the page of the dossier, answer what its own page asks, and go on."""
        page = self.dossier(key).click(label)
        assert page.path.endswith(f"/acties/{event}"), page.path
        if event in HANDELINGEN:
            page = fill_step(page, HANDELINGEN[event], answers)
        return go_on(page, status)

    def try_step(self, key: str, event: str, status: int) -> Page:
        """Take a step by its address, where the page of the dossier does not offer it."""
        return go_on(self.at(key).get(f"/dossiers/{self.case.id}/acties/{event}"), status)

    def consent(
        self, key: str, by: str, what: str = "hulp", answer: str = "ja", status: int = 200, **more: Any
    ) -> Page:
        """Somebody at work notes down what a party answers today."""
        answers = {
            "waarvoor": what,
            "gegeven_door": self.case.ids[by],
            "antwoord": answer,
            "datum": self.case.world.clock.day.isoformat(),
            "wijze": "mondeling",
        } | more
        assert self.dossier(key).offers("Noteer een instemming")
        page = self.at(key).get(f"/dossiers/{self.case.id}/instemmingen")
        for question in consent_register.questions().items:
            if isinstance(question, Question) and question.name in answers:  # the rest stays as it was filled in
                page.fill({question.name: question.posted(answers[question.name])})
        return page.click("Noteer de instemming", status)

    def write(self, key: str, slug: str, answers: dict[str, Any]) -> Page:
        """Begin a record, or go on with it, step by step to the page with everything."""
        page = self.at(key).post(f"/dossiers/{self.case.id}/formulieren/{slug}")
        return fill_record(page, RECORD_TYPES[slug], answers)

    def freeze(self, key: str, slug: str, answers: dict[str, Any]) -> str:
        """The same, and freeze it; gives the id of the version."""
        page = self.write(key, slug, answers)
        missing = [words(one) for one in page.all("//*[@id='problemen']//li")]
        assert not missing, missing
        page = page.click("Leg deze tekst vast")
        assert page.h1 == "Ondertekenen", page.text
        return page.path.split("/")[2]

    def answers(self, slug: str) -> dict[str, Any]:
        """What stands in the latest record of a type."""
        return records.records_of(self.case.platform.db, self.case.file.trajectory.id, type=slug)[-1].answers

    def looked_back(self, evaluated: dict[str, Any]) -> dict[str, Any]:
        """An evaluation with our answers ('*') at each goal that is open and each agreement."""
        doelen, mine = self.answers("doelen"), dict(evaluated)
        for name, source in (("doelresultaten", "doelen"), ("afspraken_nagekomen", "afspraken")):
            ours = {one["id"]: one for one in evaluated[name]}
            mine[name] = [
                {**ours.get(item["id"], ours.get("*", {})), "id": item["id"]}
                for item in doelen[source]
                if item.get("stand") in (None, "open", "bijgesteld")
            ]
        return mine

    def files(self, key: str) -> dict[str, str]:
        """File name -> address, of the Word files that the page of the dossier offers."""
        return {one.get("download"): one.get("href") for one in self.dossier(key).all("//a[@download]")}

    def word(self, key: str, name: str) -> str:
        """Download the file whose name ends like this ('D2_v1_leerling.docx'); gives all its words."""
        found = {file: url for file, url in self.files(key).items() if file.endswith(f"_{name}")}
        assert len(found) == 1, f"{name} is not one of {list(self.files(key))}"
        return every_word(self.at(key).download(next(iter(found.values()))))

    def zip(self, key: str, address: str) -> dict[str, bytes]:
        """File name -> bytes, of the Word files in a package below the dossier ('documenten.zip?lezer=O')."""
        content = self.at(key).download(f"/dossiers/{self.case.id}/{address}")
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = [name for name in archive.namelist() if name.startswith("documenten/")]
            return {name.removeprefix("documenten/"): archive.read(name) for name in names}

    def tasks(self, key: str, group: str) -> list[str]:
        """The lines of this dossier in one group of somebody's work list: 'jou', 'week', 'laat' or 'anderen'."""
        page = self.at(key).get("/werklijst")
        number = self.case.file.dossier.number
        found = [words(one) for one in page.all(f"//section[@id='{group}']//li[@class='taak']")]
        return [one for one in found if number in one]

    def plan(self, key: str) -> list[str]:
        """The days on the page of the dossier: that of the next step, and what comes when."""
        box, days, later = (
            "//div[starts-with(@class, 'volgende')]",
            "//ol[@class='plan']/li",
            "//p[@class='stil weetje']",
        )
        return [words(one) for one in self.dossier(key).all(f"{box} | {days} | {later}")]

    def in_red(self, key: str) -> list[str]:
        """Those of them that are late."""
        late = "contains(concat(' ', @class, ' '), ' laat ')"
        where = f"//div[starts-with(@class, 'volgende') and {late}] | //ol[@class='plan']/li[{late}]"
        return [words(one) for one in self.dossier(key).all(where)]

    def refused(self, page: Page) -> list[str]:
        """What a page to check says is missing or in the way."""
        return [words(one) for one in page.all("//*[@id='problemen']//li")]


def go_on(page: Page, status: int = 200) -> Page:
    """Press the one button of a form with which one goes on, whatever it says."""
    buttons = page.all("//form//button[contains(@class, 'btn-primary') and not(@aria-hidden='true')]")
    assert len(buttons) == 1, f"{len(buttons)} buttons to go on with on {page.url}"
    return page.person.open_from(page, buttons[0], status)


def every_word(docx: bytes) -> str:
    """All text of a Word file, of every part: what is in it and not only what is shown; a paragraph a line."""
    found = []
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        for name in archive.namelist():
            if name.endswith((".xml", ".rels")):
                tree = etree.fromstring(archive.read(name))
                found += ["".join(part.text or "" for part in one.iter(f"{W}t")) for one in tree.iter(f"{W}p")]
                found += [one.text for one in tree.iter() if isinstance(one.tag, str) and one.text]
                found += [
                    str(value) for one in tree.iter() if isinstance(one.tag, str) for value in one.attrib.values()
                ]
    return "\n".join(found)
