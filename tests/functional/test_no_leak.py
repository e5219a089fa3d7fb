"""BR-54, by every road: an answer reaches nobody but who may read it, on a page, at the table, or in a file."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterable, Iterator

import pytest

from forms import RECORD_TYPES
from forms.question import Question
from forms.record_type import Document as Definition
from forms.repeat import Repeat
from forms.scope import items_of
from rules.states import Event
from services import terminal
from services.accounts import token_hash
from services.package_summary import APART
from services.payload import seen_by
from services.surroundings import frozen_answers, parents_read
from store import documents, records, versions
from store.versions import Version
from tests.conftest import serving
from tests.leak_story import Story
from tests.oracle import Agreed, Pupil
from tests.pages import Person
from tests.sjablonen_hulp import used_in
from tests.tokens import Told
from tests.world import Clock, World

KEPT = frozenset({"hulpvraag_leerling", "samenhangende_factoren"})
STORIES = {
    "nothing shared": Agreed("leerling", {"a": Pupil(15, school="nee", parents="nee")}),
    "all shared but what is kept": Agreed("leerling", {"a": Pupil(15, school="ja", parents="ja", kept=KEPT)}),
    "eleven, taken back": Agreed("leerling", {"a": Pupil(11, school="ingetrokken", parents="geen")}),
    "eighteen, others said yes": Agreed("leerling", {"a": Pupil(18, school="ander", parents="ander")}),
    "two pupils": Agreed("leerlingen", {"a": Pupil(15, school="ja", parents="ja"), "b": Pupil(14, school="nee")}),
    "a class": Agreed("klasgroep", {"a": Pupil(15, school="ja", parents="ja"), "b": Pupil(16, school="nee")}, "ja"),
}
WITH_AN_ADJUSTMENT = ("nothing shared", "two pupils", "a class")
"""The stories with an evaluation on the way, and a second version of the goals: the others are shorter, to be quick."""
INSIDERS = {"an": "C", "younes": "N", "saskia": "S"}
OUTSIDERS = ("emma", "mo", "dirk")
LISTS, CHOSEN = ("/werklijst?", "/dossiers?", "/cijfers?"), re.compile(r"=[^&]*")
LINK = re.compile(r'(?:href|action)="(/[^"#]*)')


class Watched(Story):
    """A story that looks at every page on the way, and remembers what was wrong."""

    def __init__(self, app, world, agreed):
        self.app = app
        self.wrong: dict[str, None] = {}
        self.people = {one: Person(app, world.who(one).account.email) for one in (*INSIDERS, *OUTSIDERS)}
        super().__init__(world, agreed)

    def on_open(self, version: Version) -> None:
        """With a version to compare, and everybody still to sign."""
        if version.supersedes and version.payload["type"] == "doelen":
            self.look_around()

    def on_draft(self, record_id: str) -> None:
        """The school saves what somebody else saved since: it sees both."""
        person, statuses = self._signed_in("saskia"), []
        for step in RECORD_TYPES["engagementen"].steps:
            address = f"/formulieren/{record_id}/stap/{step.slug}"
            if person.raw(address).status_code == 200:
                person.get(address)
                posted = {"csrf_token": person.token, "revision": "0", "wat_blijft": "Anders"}
                for script in ({}, {"Accept": "application/json"}):
                    url = f"{address}/bewaar" if script else address
                    answer = person.raw(url, "POST", data=posted, headers=script)
                    statuses.append(answer.status_code)
                    self.look(answer.get_data(as_text=True), "S", f"conflict at {url}")
        assert {409} <= set(statuses) <= {200, 302, 409}, statuses  # where nothing stands yet, nothing is in the way

    def on_seat(self, version, place, seat) -> None:
        """All that this reader may read of this version, and nothing else."""
        reader, slug = self.seat_reader(place), version.payload["type"]
        person = Person(self.app)
        with person.client.session_transaction() as session:
            session["plaats"] = seat
        text = person.raw(f"/tafel/{token_hash(seat)[:20]}").get_data(as_text=True)
        self.look(text, reader, f"seat under {slug}", printed=True)
        for told in self.leaves_for(version, reader):
            if told.token not in text:
                self.wrong[f"seat of {reader} under {slug} lacks {told}"] = None

    def look_around(self) -> None:
        """Every page that leads from the work list and the dossier, of everybody who sees it."""
        for key, letter in INSIDERS.items():
            for address, text in pages_of(self._signed_in(key), self.case.id):
                self.look(text, letter, address.replace(self.case.id, "..."))

    def _signed_in(self, key: str) -> Person:
        person = self.people[key]
        if person.raw("/werklijst").status_code != 200:
            person.sign_in()
        return person

    def look(self, text: str | bytes, reader: str, where: str, *, printed: bool = False) -> None:
        """Nothing here but what is for this reader."""
        for told in self.tokens.found(text):
            if not self.may(told, reader, printed=printed):
                self.wrong[f"{where} shows {told} to {reader}"] = None

    def may(self, told: Told, reader: str, *, printed: bool) -> bool:
        """Is it for this reader, by the letters and what was agreed?"""
        letters = (told.print if printed else told.screen) or told.letters
        if printed and "!" in letters:
            return False
        return self.agreed.may_read(letters, reader, told.name, told.about)

    def leaves_for(self, version: Version, reader: str) -> Iterator[Told]:
        """The texts of a version that this reader is to find in print."""
        for leaf in version.payload["leaves"]:
            if isinstance(leaf["value"], str) and not leaf["name"].startswith(("persoon/", "rol/", "dossier/")):
                for told in self.tokens.found(leaf["value"]):
                    question = question_of(version, leaf["name"])
                    if question is not None and question.printed and self.may(told, reader, printed=True):
                        yield told

    def versions(self) -> Iterator[Version]:
        """Every version, of every record."""
        for record in records.records_of(self.case.platform.db, self.case.file.trajectories[0].id):
            yield from versions.versions_of(self.case.platform.db, record.id)


NO_DOSSIER = (
    *("/documenten", "overdracht.zip", "/cijfers/", "/static/"),
    *("/handleiding", "/toegankelijkheid", "/controle", "/huisstijl/"),
)
"""Files, which are looked into apart, and pages that are the same whatever is in a dossier."""


def pages_of(person: Person, dossier_id: str) -> Iterator[tuple[str, str]]:
    """Address and source of every page that links lead to, files and the handleiding aside; of a list one a filter."""
    seen, todo = set(), [f"/dossiers/{dossier_id}", "/werklijst", "/dossiers?toon=alle&sorteer=naam"]
    while todo:
        address = todo.pop().replace("&amp;", "&")
        page = CHOSEN.sub("", address) if address.startswith(LISTS) else address
        if page in seen or any(one in address for one in NO_DOSSIER):
            continue
        seen.add(page)
        answer = person.raw(address, follow_redirects=True)
        assert answer.request.path != "/inloggen"
        if not (answer.mimetype or "").startswith("text/"):
            continue
        text = answer.get_data(as_text=True)
        yield address, text
        todo += LINK.findall(text)


def question_of(version: Version, leaf: str) -> Question | None:
    """The question that a leaf answers; None for what a version tells of people and organisations."""
    name, _, rest = leaf.partition("/")
    item = RECORD_TYPES[version.payload["type"]].find(name)
    if isinstance(item, Repeat):
        return next((one for one in item.of if rest and one.name == rest.rpartition("/")[2]), None)
    return item if isinstance(item, Question) else None


@pytest.fixture(scope="module", params=STORIES)
def story(request, tmp_path_factory, migrated):
    """One dossier from the first page to the end; made once, as the tests only look."""
    clock = Clock()
    with serving(tmp_path_factory.mktemp("lek"), migrated, clock) as app:
        world = World(app.extensions["naadloos"], clock).fill()
        world.hire("emma", "Emma Claes", "clb", "kompas")
        made = Watched(app, world, STORIES[request.param])
        made.refer()
        made.accept()
        clock.go("2026-09-21")
        made.agree()
        made.step("younes", Event.STARTEN)
        made.pause()
        made.note()
        if request.param in WITH_AN_ADJUSTMENT:
            clock.go("2026-11-25")
            made.evaluate()
        clock.go("2027-01-10")
        made.finish()
        made.engage()
        made.case.documents()
        made.look_around()
        yield made


def test_no_page_and_no_seat_shows_what_is_for_others(story):
    assert not story.wrong, "\n".join(story.wrong)


def test_each_answer_of_a_version_has_the_readers_of_its_letters(story):
    """Not the texts alone: numbers, dates and choices too."""
    agreed, wrong = story.agreed, []
    for version in story.versions():
        answers = frozen_answers(version)
        for leaf in version.payload["leaves"]:
            question = question_of(version, leaf["name"])
            name, _, rest = leaf["name"].partition("/")
            if question is None or (agreed.kind == "klasgroep" and question.name in ("voor_leerlingen", "voor_ouders")):
                continue
            about: tuple[str, ...] = ()
            if rest:
                repeat = RECORD_TYPES[version.payload["type"]].find(name)
                entry = next(one for one in items_of(answers[name]) if one["id"] == rest.partition("/")[0])
                about = story.tokens.about(repeat, entry)
            asked = f"{name}/{question.name}" if rest else name
            found = {story.reader(one) for one in leaf["readers"] if one != "!"}
            expected = {one for one in agreed.readers() if agreed.may_read(question.readers, one, asked, about)}
            if found != expected:
                wrong.append(f"{version.payload['type']} {leaf['name']}: {sorted(found)}, not {sorted(expected)}")
    assert not wrong, "\n".join(wrong)


def test_no_file_holds_what_its_reader_may_not_see_and_each_holds_what_may_be_seen(story):
    db, wrong = story.case.platform.db, []
    kinds = {one.code: one for record_type in RECORD_TYPES.values() for one in record_type.documents}
    found = documents.documents_of(db, story.case.id)
    assert len(found) >= 20
    for one in found:
        readers = [story.reader(one.reader)]
        if one.code == "D2B":  # one letter for the whole class and all parents
            readers = [reader for reader in story.agreed.readers() if reader[0] in "LO"]
        parts = list(everything(documents.content(db, one.id) or b""))
        for told in story.tokens.found("\n".join(parts)):
            wrong += [f"{one.filename} holds {told}" for reader in readers if not story.may(told, reader, printed=True)]
        if one.code in kinds:
            version = next(each for each in story.versions() if each.id == one.version_id)
            wrong += [
                f"{one.filename} lacks {told}" for told in lacking(story, version, kinds[one.code], readers[0], parts)
            ]
    assert not wrong, "\n".join(wrong)


def everything(content: bytes) -> Iterator[str]:
    """Every name and every part of a zip as text, markup and all."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            yield name
            yield archive.read(name).decode("utf-8", "replace")


def lacking(story, version: Version, kind: Definition, reader: str, parts: Iterable[str]) -> Iterator[Told]:
    """What this reader may read and the template prints, but that is not there."""
    text, printed = "\n".join(parts), used_in(kind).printed
    for told in story.leaves_for(version, reader):
        if told.name in printed and told.token not in text:
            yield told


def test_packages_and_the_command_give_what_is_of_one_reader(story, tmp_path):
    """The same bytes, for whoever may fetch them and for nobody else; and beside them nothing that is for others."""
    db, case = story.case.platform.db, story.case
    wrong: list[str] = []
    stored = documents.documents_of(db, case.id)
    for key in INSIDERS:
        person = story.people[key]
        for reader in {one.reader for one in stored}:
            mine = {one.filename: documents.content(db, one.id) for one in case.documents(key) if one.reader == reader}
            answer = person.raw(f"/dossiers/{case.id}/documenten.zip?lezer={reader}")
            assert answer.status_code == (200 if mine else 404)
            if mine:
                with zipfile.ZipFile(io.BytesIO(answer.get_data())) as archive:
                    files = {name: archive.read(name) for name in archive.namelist()}
                kept = {name.rpartition("/")[2]: files[name] for name in files if name.startswith("documenten/")}
                assert kept == mine
                wrong += told_in_package(story, files, reader)
    assert not wrong, "\n".join(wrong)
    for letter in {one.reader[0] for one in stored}:
        written = terminal.write_documents(case.platform, case.file.dossier.number, letter, tmp_path / letter)
        theirs = {one.filename: one for one in stored if one.reader[0] == letter}
        assert {one.name for one in written} == {
            name
            for name, one in theirs.items()
            if letter != "O" or parents_read(case.platform, case.file, one.reader[2:])
        }
        assert all(one.read_bytes() == documents.content(db, theirs[one.name].id) for one in written)


def told_in_package(story, files: dict[str, bytes], reader: str) -> Iterator[str]:
    """What a package tells, beside its Word files, that this reader may not read, or does not tell that may be read.

    Texts by their tokens; numbers, dates and choices by the name of the answer.
    """
    whom, told = story.reader(reader), json.loads(files["samenvatting.json"])
    for name in files:
        if not name.startswith("documenten/"):
            found = story.tokens.found(name + files[name].decode())
            yield from (f"{name} tells {one} to {whom}" for one in found if not story.may(one, whom, printed=True))
    versions_by_root = {one.root: one for one in story.versions()}
    own = {one["kenmerk"] for one in told["bestanden"] if one["code"] not in ("D5", "D6", "D2B")}
    for one in told["verslagen"]:
        version = versions_by_root[one["kenmerk"]]
        seen = seen_by(version.payload, reader, printed=True) if one["kenmerk"] in own else {}
        answers = {each["naam"]: each["waarde"] for each in one["antwoorden"]}
        asked = {name: value for name, value in seen.items() if name.partition("/")[0] not in APART}
        if answers != asked:
            yield f"{one['titel']}: other answers than {whom} may read: {set(answers) ^ set(asked)}"
        people = {each["id"] for each in one["personen"]}
        if people != {name.partition("/")[2] for name in seen if name.startswith(("persoon/", "rol/"))}:
            yield f"{one['titel']}: other people than {whom} may know"


def test_of_a_dossier_of_others_no_word_is_seen(story):
    for key in OUTSIDERS:
        person = story.people[key]
        person.sign_in()
        for address, text in pages_of(person, story.case.id):
            assert not story.tokens.found(text), f"{address} tells {key}"
