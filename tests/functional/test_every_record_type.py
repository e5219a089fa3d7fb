"""One test for every record type and each of its examples: filled in page by page, frozen, signed and printed."""

from __future__ import annotations

import io
import json
import shutil
import zipfile
from dataclasses import replace
from typing import Any

import docx
import pytest
from flask import Flask
from lxml import etree

from forms import RECORD_TYPES
from forms.leaves import flatten, unflatten
from forms.record_type import on_path
from forms.repeat import Repeat
from forms.scope import answered
from services import documents, record_views, records
from services.payload import scope_seen, seen_by
from services.platform import Who
from services.surroundings import resolver, sharing
from store import documents as stored
from store import records as kept
from store import versions
from store.records import Record
from tests.examples import Example, bring, examples, settled
from tests.fifth_type import TERUGBLIK, TERUGBLIK_EXAMPLE
from tests.pages import Page, Person
from tests.wizard import fill_record, normal, typeable
from tests.world import World

TELLING = 4
"""A shorter text, such as a score or a yes, is printed as part of a sentence, or as a mark."""
WORDED_OTHERWISE = {"1 dagdelen": "1 dagdeel", "1 dagen": "1 dag"}
"""In print, a number of one has its unit in the singular."""
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


class Written:
    """A record of an example, filled in through the pages by who leads it."""

    def __init__(self, app: Flask, world: World, example: Example) -> None:
        self.app, self.example, self.record_type = app, example, example.record_type
        self.case, answers = settled(world, example)
        bring(self.case, example, answers)
        self.answers = typeable(self.record_type, answers)
        self.person = Person(app, self.who.account.email)
        self.person.sign_in()
        page = self.person.post(f"/dossiers/{self.case.id}/formulieren/{self.record_type.slug}")
        self.nakijken = fill_record(page, self.record_type, self.answers)

    @property
    def who(self) -> Who:
        """Who leads the record."""
        leads = {"clb": self.case.clb, "naft": self.case.naft}
        return self.case.world.who(next(leads[kind] for kind in self.record_type.led_by if kind in leads))

    @property
    def record(self) -> Record:
        """What is stored."""
        trajectory = self.case.file.trajectory.id
        return kept.records_of(self.case.platform.db, trajectory, type=self.record_type.slug)[-1]

    @property
    def draft(self) -> records.Draft:
        """The record as who leads it sees it."""
        return records.draft(self.case.platform, self.who, self.case.file, self.record)

    def steps(self) -> list[Page]:
        """A fresh look at each step."""
        return [self.person.get(f"/formulieren/{self.record.id}/stap/{step.slug}") for step in self.draft.steps()]


@pytest.mark.parametrize("example", list(examples()), ids=str)
def test_a_record_goes_from_the_first_page_to_the_word_file(app, world, example):
    _goes_from_the_first_page_to_the_word_file(app, world, example)


def test_a_fifth_record_type_is_a_definition_a_template_an_example_and_a_line(app, world, tmp_path, monkeypatch):
    monkeypatch.setitem(RECORD_TYPES, TERUGBLIK.slug, TERUGBLIK)
    folder = tmp_path / "doc_templates"
    shutil.copytree(world.platform.templates, folder)
    word = docx.Document()
    word.add_paragraph("{{ doc.titel }}: {{ gevoel }} {{ waarom_slecht }}")
    word.add_paragraph("{% for p in punten %}{{ p.wie }} op {{ p.dag }} {% endfor %}")
    word.save(str(folder / "terugblik.docx"))
    world.platform = app.extensions["naadloos"] = replace(world.platform, templates=folder)
    record_views.refresh(world.platform)
    written = _goes_from_the_first_page_to_the_word_file(app, world, TERUGBLIK_EXAMPLE)
    case = written.case
    changed = {"waarom_slecht": "Het regende de hele maand."}
    case.freeze(case.naft, case.write(case.naft, TERUGBLIK.slug, written.answers | changed))
    page = written.person.get(f"/dossiers/{case.id}")
    assert "Onderteken Terugblik" in page.text
    assert page.click("Lezen en ondertekenen").h1 == "Terugblik"


def _goes_from_the_first_page_to_the_word_file(app: Flask, world: World, example: Example) -> Written:
    written = Written(app, world, example)
    _is_kept_as_it_was_typed(written)
    _pages_posted_back_change_nothing(written)
    _is_all_on_the_page_to_check(written)
    _has_a_row_in_its_view(written)
    _comes_back_from_its_leaves(written)
    _is_in_the_word_file_of_each_reader(written)
    return written


def _is_kept_as_it_was_typed(written: Written) -> None:
    draft = written.draft
    path = {item.name for _, item in on_path(draft.record_type.steps, draft.answers, draft.scope.facts)}
    asked = {name: value for name, value in draft.answers.items() if name in path}
    assert normal(typeable(draft.record_type, asked)) == normal(written.answers)
    known = {name: draft.scope.facts.get(name) for name in written.example.facts}
    assert known == written.example.facts, "the dossier of the test is not the one of the example"


def _pages_posted_back_change_nothing(written: Written) -> None:
    before = written.record
    for page in written.steps():
        page.click("Bewaren en verder")
        assert written.record == before, f"{page.url} posted back unchanged changed something"


def _is_all_on_the_page_to_check(written: Written) -> None:
    text = written.person.get(f"/formulieren/{written.record.id}/nakijken").text
    draft = written.draft
    for label, value in _shown(written.record_type, draft.answers, draft.scope, draft.may_read):
        assert _one_space(value) in text, f"{label}: {value!r} is not on the page to check"


def _has_a_row_in_its_view(written: Written) -> None:
    view = written.record_type.slug.replace("-", "_")
    record = written.record
    row = written.case.platform.db.row(f'SELECT * FROM "{view}" WHERE record_id = ?', (record.id,))
    assert row is not None, f"{view} misses the record"
    for _, item in written.record_type.items():
        answer = record.answers.get(item.name)
        found = json.loads(row[item.name]) if isinstance(answer, list | dict) else row[item.name]
        assert found == answer, f"column {item.name} of {view} holds something else"


def _comes_back_from_its_leaves(written: Written) -> None:
    record, draft = written.record, written.draft
    resolve = resolver(sharing(written.case.platform, written.case.file, {}), {})
    leaves = [(leaf.name, leaf.value) for leaf in flatten(draft.record_type, record.answers, draft.scope, resolve)]
    path = {item.name for _, item in on_path(draft.record_type.steps, record.answers, draft.scope.facts)}
    automatic = {item.name for _, item in draft.record_type.items() if item.automatic}
    back = {name: value for name, value in unflatten(draft.record_type, leaves).items() if name not in automatic}
    assert normal(back) == normal({name: value for name, value in record.answers.items() if name in path})


def _is_in_the_word_file_of_each_reader(written: Written) -> None:
    page = written.person.get(f"/formulieren/{written.record.id}/nakijken")
    assert page.offers("Leg deze tekst vast"), page.text[:1500]
    page = page.click("Leg deze tekst vast")
    assert page.h1 == "Ondertekenen"
    case, platform = written.case, written.case.platform
    version = case.sign(versions.versions_of(platform.db, written.record.id)[-1])
    main = written.record_type.documents[0]
    mine = [one for one in documents.make(platform, case.file, version) if one.code == main.code]
    assert {one.reader for one in mine} == set(version.payload["documents"][main.code])
    for document in mine:
        seen = seen_by(version.payload, document.reader, printed=True)
        answers = unflatten(written.record_type, seen.items())
        scope = scope_seen(seen, platform.today(), answers)
        may = {f"{r.name}/{q.name}" if r else q.name for _, r, q in written.record_type.questions() if q.printed}
        printed = _printed(stored.content(platform.db, document.id) or b"")
        for label, value in _shown(written.record_type, answers, scope, may, printed=True):
            assert len(value) < TELLING or _no_space(value) in printed, f"{document.filename}: {label} misses {value!r}"


def _shown(record_type: Any, answers: Any, scope: Any, may: Any, *, printed: bool = False) -> list[tuple[str, str]]:
    """(label, text) of each answer as it must be found; in print a list or a week is several texts."""
    found = []
    path = record_type.items() if printed else on_path(record_type.steps, answers, scope.facts)
    for _, item in path:
        asked = item.of if isinstance(item, Repeat) else (item,)
        inside = f"{item.name}/" if isinstance(item, Repeat) else ""
        for entry in answers.get(item.name, []) if inside else [answers]:
            for question in asked:
                value = entry.get(question.name)
                if answered(value) and inside + question.name in may:
                    texts = _texts(question.word(value, scope)) if printed else [question.text(value, scope)]
                    found += [
                        (inside + question.name, WORDED_OTHERWISE.get(text, text) if printed else text)
                        for text in texts
                    ]
    return found


def _texts(word: Any) -> list[str]:
    if isinstance(word, list):
        return [text for one in word for text in _texts(one)]
    if isinstance(word, dict):
        return [text for one in word.values() for text in _texts(one)]
    return [str(word)] if word else []


def _printed(docx: bytes) -> str:
    """All text of a Word file without any space: how a text is broken over lines and runs makes no difference."""
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        tree = etree.fromstring(archive.read("word/document.xml"))
    return _no_space("".join(node.text or "" for node in tree.iter(f"{WORD}t")))


def _one_space(text: str) -> str:
    return " ".join(text.split())


def _no_space(text: str) -> str:
    return "".join(text.split()).casefold()
