"""An instance of an earlier release: it migrates, and what it sealed, sent and signed goes on working."""

from __future__ import annotations

import json
import os
import shutil
import signal
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from app import create_app
from store import documents, migrations, pdfs, versions
from store.copying import copy
from store.database import Database
from store.migrations import SchemaTooNew, migrate, schema_number
from tests.conftest import serving
from tests.pages import Page, Person
from tests.wizard import sign
from tests.world import Clock

KEPT = Path(__file__).parents[1] / "fixtures" / "instance-5.zip"
NEWEST = len(migrations.NAMES)
KEY = "5a" * 32


@dataclass
class Old:
    """The old instance, served by this program, and what was known of it."""

    app: Flask
    told: dict[str, Any]

    @property
    def db(self) -> Database:
        """Its database."""
        found = self.app.extensions["naadloos"].db
        assert isinstance(found, Database)
        return found

    def run(self, *words: str, code: int = 0) -> str:
        """`flask --app app ...`."""
        done = self.app.test_cli_runner().invoke(args=words)
        assert done.exit_code == code, done.output
        return str(done.output)


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files of the old instance; tests take a copy."""
    folder: Path = tmp_path_factory.mktemp("oud")
    with zipfile.ZipFile(KEPT) as archive:
        archive.extractall(folder)
    for path in folder.rglob("*.[kp]e[ym]"):
        path.chmod(0o600)
    return folder


@pytest.fixture(scope="module", params=["plain", "encrypted"])
def old(request, tmp_path_factory, unpacked) -> Iterator[Old]:
    """Served, and not migrated yet: the first test does that, the others look at what came of it."""
    folder: Path = tmp_path_factory.mktemp(request.param)
    for name in ("cookie.key", "seal"):
        (shutil.copytree if name == "seal" else shutil.copy)(unpacked / name, folder / name)
    key = KEY if request.param == "encrypted" else ""
    copy(Database(unpacked / "naadloos.db"), folder / "before.db", key or None)
    clock = Clock("2026-09-15")
    with serving(folder, folder / "before.db", clock, SEAL="", DATABASE_KEY=key) as app:
        (folder / "before.db").unlink()
        yield Old(app, json.loads((unpacked / "told.json").read_text("utf-8")))


def test_it_is_refused_until_it_is_migrated_and_that_is_done_once(old):
    visitor = Person(old.app)
    before = visitor.get("/inloggen", 503)
    assert before.h1 == "Naadloos is even niet beschikbaar"
    assert visitor.raw("/healthz").get_json()["status"] == "shut"
    assert {old.app.test_client().get(one, buffered=True).status_code for one in before.all("//link/@href")} == {200}
    for command in (["serve"], ["dossiers"], ["reminders"]):
        assert f"has schema 5, and this program needs {NEWEST}" in old.run(*command, code=1)
    done = old.run("migrate")
    assert f"Schema {NEWEST}." in done
    (copy_of_before,) = (old.db.path.parent / "before-migration").rglob("*.db")
    before_it = Database(copy_of_before, KEY if old.db.is_keyed else None)
    assert schema_number(before_it) == 5
    before_it.close()
    whole = _all(old.db)
    assert old.run("migrate") == f"Schema {NEWEST}.\n"
    assert _all(old.db) == whole
    assert visitor.get("/inloggen").h1 == "Aanmelden"


def _all(db: Database) -> list[object]:
    names = [row["name"] for row in db.rows("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
    schema = db.rows("SELECT type, name, sql FROM sqlite_master ORDER BY type, name")
    return [schema, *(db.rows(f'SELECT * FROM "{name}"') for name in names)]


def test_the_chain_the_files_and_the_lists_are_whole(old):
    seq, digest = old.told["head"]
    anchor = old.db.path.parent / "anchor.txt"
    anchor.write_text(f"{seq}:{digest}")
    old.run("audit", "verify", "--anchor", str(anchor))
    old.run("audit", "documents")
    old.run("search", "check")
    assert old.told["number"] in old.run("dossiers")


def test_what_it_sealed_is_authentic(old):
    visitor = Person(old.app)
    visitor.get("/controle")
    one = old.told["documents"][0]
    for name, content in (
        ("oud.docx", documents.content(old.db, one)),
        ("oud.pdf", pdfs.content(old.db, old.told["pdf_of"])),
    ):
        assert content
        page = visitor.upload("/controle", {}, {"bestand": (name, content)}, 200)
        assert page.h1 == "Dit document is echt", name


def test_its_people_sign_in_and_its_personal_link_opens(old):
    an = Person(old.app, old.told["email"])
    assert an.sign_in(old.told["password"]).path == "/werklijst"
    assert an.get(f"/dossiers/{old.told['dossier']}").status == 200
    assert an.get(f"/versies/{old.told['version']}/ronde").status == 200
    ilse = Person(old.app)
    page = ilse.get(f"/t/{old.told['token']}").fill({"code": old.told["code"]}).click("Open het document")
    assert "Dit venster mag dicht" in sign(page, "Ilse De Cock").text
    version = versions.version(old.db, old.told["version"])
    assert version is not None


def test_killed_in_the_middle_it_has_the_old_schema_or_the_new_one(unpacked, tmp_path):
    """After so many steps of SQLite's own machine, at six places from begin to end."""
    steps = _steps(unpacked, tmp_path, 0)
    found = set()
    for number in range(6):
        path = _copied(unpacked, tmp_path / f"{number}.db")
        _steps(unpacked, tmp_path, 1 + steps * number // 6, path)
        db = Database(path)
        found.add(schema_number(db))
        assert db.rows("PRAGMA integrity_check") == [{"integrity_check": "ok"}]
        assert migrate(db) == NEWEST
        db.close()
    assert found <= set(range(5, NEWEST + 1))  # each migration is done or not
    assert 5 in found


def _copied(unpacked: Path, path: Path) -> Path:
    shutil.copy(unpacked / "naadloos.db", path)
    return path


def _steps(unpacked: Path, folder: Path, kill_at: int, path: Path | None = None) -> int:
    """Migrate in another process, which is killed at a step; 0: never. Gives how many there were."""
    path = path or _copied(unpacked, folder / "whole.db")
    out, into = os.pipe()
    child = os.fork()
    if child == 0:
        count, connect = 0, Database.connect

        def tick() -> int:
            nonlocal count
            count += 1
            if count == kill_at:
                os.kill(os.getpid(), signal.SIGKILL)
            return 0

        def counted(self, **more):
            made = connect(self, **more)
            made.conn.set_progress_handler(tick, 100)
            return made

        Database.connect = counted  # type: ignore[method-assign]
        try:
            migrate(Database(path))
            os.write(into, str(count).encode())
        finally:
            os._exit(0)
    os.close(into)
    _, status = os.waitpid(child, 0)
    said = os.read(out, 20)
    os.close(out)
    assert os.WIFSIGNALED(status) == bool(kill_at)
    return int(said or b"0")


def test_an_instance_of_a_newer_program_is_left_alone(unpacked, tmp_path):
    folder = tmp_path / "nieuw"
    folder.mkdir()
    db = Database(_copied(unpacked, folder / "naadloos.db"))
    migrate(db)
    with db.write():
        db.insert("_sqlite_migrations", {"migration_set": migrations.NAME, "name": "9999_later", "applied_at": "x"})
    whole = _all(db)
    with pytest.raises(SystemExit, match="A newer Naadloos migrated this database"):
        create_app({"INSTANCE": str(folder), "SEAL": "off"})
    with pytest.raises(SchemaTooNew):
        migrate(db)
    assert _all(db) == whole
    db.close()


def test_a_server_that_runs_on_finds_a_newer_schema_and_says_so_calmly(unpacked, tmp_path, migrated):
    with serving(tmp_path, migrated, Clock()) as app:
        db = app.extensions["naadloos"].db
        with db.write():
            db.insert("_sqlite_migrations", {"migration_set": migrations.NAME, "name": "9999_later", "applied_at": "x"})
        page: Page = Person(app).get("/inloggen", 503)
        assert page.h1 == "Naadloos is even niet beschikbaar"
        done = app.test_cli_runner().invoke(args=["migrate"])
        assert (done.exit_code, "A newer Naadloos" in done.output, "Nothing was changed" in done.output) == (
            1,
            True,
            True,
        )
