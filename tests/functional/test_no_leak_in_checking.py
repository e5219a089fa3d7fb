"""BR-54 on the page where everybody checks a document: whatever is looked up, nothing on it is about anybody."""

from __future__ import annotations

import io
import re

import pytest

from rules.states import Event
from services import verifying
from services.dossiers import role_label
from store import documents, records, versions
from tests.conftest import serving
from tests.leak_story import Story
from tests.oracle import Agreed, Pupil
from tests.pages import Person
from tests.tokens import TOKEN
from tests.world import Clock, World

STORIES = {
    "one pupil": Agreed("leerling", {"a": Pupil(15, school="nee", parents="nee")}),
    "a class": Agreed("klasgroep", {"a": Pupil(15, school="ja", parents="ja"), "b": Pupil(16, school="nee")}, "ja"),
}


@pytest.fixture(scope="module", params=STORIES)
def story(request, tmp_path_factory, migrated):
    """A dossier as far as a running trajectory, every text a token."""
    clock = Clock()
    with serving(tmp_path_factory.mktemp("controle"), migrated, clock) as app:
        world = World(app.extensions["naadloos"], clock).fill()
        made = Story(world, STORIES[request.param])
        made.refer()
        made.accept()
        clock.go("2026-09-21")
        made.agree()
        made.step("younes", Event.STARTEN)
        made.case.documents()
        yield app, made, clock


def _versions(story):
    for record in records.records_of(story.case.platform.db, story.case.file.trajectories[0].id):
        yield from versions.versions_of(story.case.platform.db, record.id)


def test_no_verdict_tells_anything_of_anybody(story):
    app, told, clock = story
    db, case = told.case.platform.db, told.case
    nobody = Person(app)
    nobody.get("/controle")
    kept = documents.documents_of(db, case.id)
    names = [one.naam for one in told.world.organisations.values()]
    names += [one.name for one in told.world.people.values()]
    names += [one.account.familienaam for one in told.world.people.values()]
    private = re.compile("|".join(map(re.escape, [*names, case.file.dossier.number, case.id, *case.ids.values()])))
    pages = []
    for one in kept:
        clock.wait(seconds=10)
        sent = {"csrf_token": nobody.token, "bestand": (io.BytesIO(documents.content(db, one.id) or b""), one.filename)}
        pages.append(nobody.raw("/controle", "POST", data=sent).get_data(as_text=True))
        pages.append(nobody.post("/controle", {"kenmerk": one.sha256}).response.get_data(as_text=True))
    for version in _versions(told):
        pages.append(nobody.post("/controle", {"kenmerk": version.root}).response.get_data(as_text=True))
    assert len(pages) > 20
    for page in pages:
        assert "register" in page or "Dit document is echt" in page
        assert not TOKEN.findall(page)
        assert not private.findall(page), set(private.findall(page))


def test_a_role_is_told_to_who_may_know_it(story):
    """Of a file what its own reader knows; of a root what every reader knows."""
    _, told, _ = story
    db, platform = told.case.platform.db, told.case.platform
    for version in _versions(told):
        for one in documents.documents_of_version(db, version.id):
            known = verifying.verify(platform, documents.content(db, one.id) or b"").known
            assert known is not None
            seen = [leaf for leaf in version.payload["leaves"] if one.reader in leaf["readers"]]
            may = {verifying.SOMEBODY}
            may |= {role_label(leaf["value"]["rol"]) for leaf in seen if leaf["name"].startswith("persoon/")}
            may |= {leaf["value"]["naam"] for leaf in seen if leaf["name"].startswith("rol/")}  # no more than the role
            assert {line.role for line in known.signed} <= may
            if one.reader == "P" or one.code in ("D2B", "D5", "D6", "V"):
                assert known.signed == ()
        by_root = verifying.verify_hash(platform, version.root).known
        assert by_root is not None
        assert by_root.signed
        assert by_root.code == ""
