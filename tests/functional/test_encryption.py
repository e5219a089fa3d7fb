"""Encryption at rest: nothing to read in any file, a key that comes or goes safely, and clear words at each mistake."""

from __future__ import annotations

import io
import logging
import os
import shutil
import signal
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import click
import pytest
from flask import Flask
from lxml.html import document_fromstring
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from app import create_app
from services import database_key, links, outbox
from services.database_key import Given, NoKey
from services.log_lines import AsJson
from store import documents
from store.copying import copy
from store.database import Database
from tests.conftest import serving
from tests.functional.test_no_leak import pages_of
from tests.pages import Person
from tests.post import Bag
from tests.unit.store.sqlite.test_sqlite_copying import digest, filled
from tests.world import Case, Clock, World

KEY, OTHER = "0f" * 32, "e1" * 32
CANARY = "Kanarieveld"


@pytest.fixture(scope="module")
def worked(tmp_path_factory, migrated) -> Iterator[Flask]:
    """An encrypted instance in which was worked, still open, its write-ahead log beside it. Tests only look."""
    folder = tmp_path_factory.mktemp("dicht")
    copy(Database(migrated), folder / "empty.db", KEY)
    with serving(folder, folder / "empty.db", Clock(), DATABASE_KEY=KEY) as app:
        (folder / "empty.db").unlink()
        world = World(app.extensions["naadloos"], Clock()).fill()
        case = Case(world, clb="an", naft="younes", school="sluis")
        case.open("leerling", {"kobe": f"Kobe {CANARY}"})
        case.join("ilse", f"Ilse {CANARY}", "ouder", email=f"ilse@{CANARY}.example")
        case.invite("saskia")
        case.refer(visie_school=f"{CANARY} komt graag.")
        case.documents()
        case.accept()
        links.invite(world.platform, world.who("younes"), case.file, case.agree().id, case.ids["ilse"])
        yield app


@pytest.fixture(scope="module")
def plain(tmp_path_factory, worked) -> Path:
    """The same, not encrypted."""
    path: Path = tmp_path_factory.mktemp("open") / "naadloos.db"
    copy(worked.extensions["naadloos"].db, path)
    return path


def copied(path: Path, folder: Path) -> Path:
    shutil.copy(path, folder / "naadloos.db")
    return folder / "naadloos.db"


def keyed(folder: Path, key: str = KEY, name: str = "sleutel") -> Given:
    path = folder / name
    path.write_text(f"{key}\n")
    path.chmod(0o600)
    return database_key.given("", str(path))


def secrets_of(db: Database) -> list[bytes]:
    """What must not be found in a file: a name, an address of a mail, and a piece of a Word file."""
    found = db.row("SELECT id FROM document LIMIT 1")
    assert found
    content = documents.content(db, found["id"])
    assert content
    return [CANARY.encode(), f"ilse@{CANARY}".encode(), content[200:240], b"SQLite format 3"]


def test_no_file_of_an_encrypted_instance_can_be_read(worked, plain):
    folder = Path(worked.config["INSTANCE"])
    assert (folder / "naadloos.db-wal").stat().st_size > 100_000, "the log was not looked at"
    told = secrets_of(worked.extensions["naadloos"].db)
    assert all(one in plain.read_bytes() for one in told), "this test would not notice"
    for path in folder.rglob("*"):
        assert path.stat().st_mode & 0o077 == 0, path
        if path.is_file():
            assert not [one for one in told if one in path.read_bytes()], path


def test_what_is_sorted_and_uploaded_on_the_way_touches_no_disk(worked, monkeypatch):
    """There is nowhere to write: a temporary file would be an error."""
    monkeypatch.setenv("SQLITE_TMPDIR", "/nowhere")
    db, person = worked.extensions["naadloos"].db, Person(worked)
    assert db.rows("PRAGMA temp_store") == [{"temp_store": 2}]
    person.get("/controle")
    file = FileStorage(io.BytesIO(b"PK" + CANARY.encode() * 200_000), "klein.docx")
    mark, sent = encode_multipart({"csrf_token": person.token, "bestand": file})
    monkeypatch.setattr(tempfile, "tempdir", "/nowhere")
    answer = person.raw("/controle", "POST", data=sent, content_type=f"multipart/form-data; boundary={mark}")
    assert answer.status_code in (200, 422), answer.status_code


def test_no_address_title_log_line_or_subject_names_anybody(worked):
    """Addresses and titles stay in the history of a browser, and in the log of whatever stands between."""
    platform, lines, seen = worked.extensions["naadloos"], Lines(), 0
    an = Person(worked, "an@brug.example")
    an.sign_in()
    logger = logging.getLogger("naadloos")
    logger.addHandler(lines)
    logger.setLevel(logging.INFO)
    try:
        number = platform.db.rows("SELECT id FROM dossier")[0]["id"]
        looked = an.post("/dossiers", {"zoek": CANARY})
        assert CANARY in looked.text
        for address, text in [(looked.url, looked.response.get_data(as_text=True)), *pages_of(an, number)]:
            tree: Any = document_fromstring(text)
            seen += CANARY in text
            shown = [address, *map(str, tree.xpath("//title/text() | //@href | //@action | //@formaction"))]
            assert not [one for one in shown if CANARY.lower() in unquote(one).lower()], address
    finally:
        logger.removeHandler(lines)
        logger.setLevel(logging.ERROR)
    assert seen >= 5, "the name stood on no page"
    assert len(lines.said) >= seen
    assert not [one for one in lines.said if CANARY.lower() in one.lower()]
    assert outbox.deliver(platform, worked.extensions["naadloos.post"]).sent == 0, "in clear, in the folder outbox"
    assert not (Path(worked.config["INSTANCE"]) / "outbox").exists()
    assert "mails wachten in de database" in an.get("/mijn").text
    office = Bag()
    platform.now.wait(hours=1)
    outbox.deliver(platform, office)
    assert office.taken
    assert not [one["Subject"] for one in office.taken if CANARY.lower() in str(one["Subject"]).lower()]


class Lines(logging.Handler):
    """Keeps every line as it is written."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self.setFormatter(AsJson())

    def emit(self, record: logging.LogRecord) -> None:
        """Keep it."""
        self.said.append(self.format(record))


MISTAKES = {
    "bad form": (None, "abc", "a key is 64 hexadecimal digits"),
    "encrypted, no key": (KEY, "", "is encrypted and there is no key: set DATABASE_KEY"),
    "encrypted, other key": (KEY, OTHER, "The key does not open naadloos.db"),
    "plain, a key": (None, KEY, "is not encrypted, and there is a key. Stop the server and encrypt it: flask"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_with_the_key_is_said_at_the_start(tmp_path, capfd, mistake):
    made_with, given, said = MISTAKES[mistake]
    filled(tmp_path / "naadloos.db", made_with).close()
    with pytest.raises(SystemExit, match=said):
        create_app({"INSTANCE": str(tmp_path), "SEAL": "off", "DATABASE_KEY": given})
    assert capfd.readouterr() == ("", "")


def test_a_file_with_the_key_is_for_this_user_alone(tmp_path, monkeypatch):
    path = tmp_path / "sleutel"
    path.write_text(f"{KEY}\n")
    path.chmod(0o640)
    with pytest.raises(NoKey, match=f"chmod 600 {path}"):
        database_key.given("", str(path))
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))  # systemd shows the mask of its rights there
    assert database_key.given("", str(path)).key == KEY
    path.chmod(0o644)
    with pytest.raises(NoKey, match="others may read"):
        database_key.given("", str(path))
    with pytest.raises(NoKey, match="cannot be read"):
        database_key.given("", str(tmp_path / "weg"))
    with pytest.raises(NoKey, match="not both"):
        database_key.given(KEY, str(path))


def test_encrypting_changing_the_key_and_decrypting_in_a_terminal(plain, tmp_path):
    """Each time the same dossiers; refused while a server has the database open, and done a second time nowhere."""
    path, said = copied(plain, tmp_path), keyed(tmp_path)
    before = Database(path)
    whole = digest(before)
    before.close()

    def run(*words: str, code: int | None = 0, **settings: str) -> str:
        chosen = {"INSTANCE": str(tmp_path), "SEAL": "off", "DATABASE_KEY_FILE": str(said.path)} | settings
        with click.Context(click.Command("flask")):  # as in a terminal
            app = create_app(chosen)
        done = app.test_cli_runner().invoke(args=words)
        app.extensions["naadloos"].db.close()
        assert code in (None, done.exit_code), done.output
        assert "Traceback" not in done.output
        return done.output

    assert (
        "set DATABASE_KEY or DATABASE_KEY_FILE first".lower()
        in run("database", "encrypt", code=1, DATABASE_KEY_FILE="").lower()
    )
    assert "database encrypt" in run("dossiers", code=1)
    server = Database(path)
    assert server.connection
    assert "in use. Stop the server first" in run("database", "encrypt", code=1)
    server.close()
    old = tmp_path / "before-migration" / "naadloos-20260914T080000Z" / "naadloos.db"
    old.parent.mkdir(parents=True)
    shutil.copy(path, old)
    done = run("database", "encrypt")
    assert "The plain file was written over" in done
    assert f"Still in clear, from before: {old}." in done
    assert "warning encryption  De database is versleuteld, maar niet de kopie" in run(
        "selfcheck", "--quick", code=None
    )
    shutil.rmtree(old.parents[1])
    assert "NAFT-2026-00001" in run("dossiers")
    assert "encrypted with this key already" in run("database", "encrypt", code=1)
    assert "start the server again" in run("key", "rotate")
    assert said.path
    assert said.path.read_text() != f"{KEY}\n"
    assert "NAFT-2026-00001" in run("dossiers")
    to = tmp_path / "elders"
    assert f"Set DATABASE_KEY_FILE={to}" in run("key", "rotate", "--to", str(to))
    assert "does not open" in run("dossiers", code=1)
    assert "start the server again" in run("database", "decrypt", "--yes", DATABASE_KEY_FILE=str(to))
    assert digest(Database(path)) == whole
    assert {one.name for one in tmp_path.iterdir()} == {*ALWAYS, "sleutel", "elders"}
    assert run("key", "new", DATABASE_KEY_FILE="") != run("key", "new", DATABASE_KEY_FILE="")


ALWAYS = {"naadloos.db", "naadloos.db-open", "cookie.key"}
STEPS = ("link", "replace", "unlink", "fsync", "rename")


def killed_at(step: int, do: Callable[[], object]) -> bool:
    """Do it in a process that is killed right before its so-manieth step on the disk; whether it was."""
    child = os.fork()
    if child == 0:
        count = iter(range(1, 1000))

        def counted(real, *given, **named):
            if next(count) == step:
                os.kill(os.getpid(), signal.SIGKILL)
            return real(*given, **named)

        for name in STEPS:
            setattr(os, name, partial(counted, getattr(os, name)))
        try:
            do()
        finally:
            os._exit(0)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


@pytest.mark.parametrize("what", ["encrypt", "rotate"])
def test_killed_at_any_step_there_is_one_whole_database_and_a_key_that_opens_it(tmp_path, what):
    """What is on the disk after a step is what is there before the next."""
    filled(tmp_path / "naadloos.db", KEY if what == "rotate" else None).close()
    for step in range(1, 40):
        folder = tmp_path / str(step)
        folder.mkdir()
        path, said = copied(tmp_path / "naadloos.db", folder), keyed(folder)
        do = partial(database_key.rotate, to=None) if what == "rotate" else database_key.encrypt
        if not killed_at(step, partial(do, path, said)):
            break
        whole_again(path, folder / "sleutel", what)
    assert 7 < step < 39


def whole_again(path: Path, secret: Path, what: str) -> None:
    """The database opens with what is there, and the next command leaves nothing of the one that was cut off."""
    said = database_key.given("", str(secret))
    is_plain = path.read_bytes().startswith(b"SQLite")
    assert not is_plain or what == "encrypt"
    found = Database(path, None if is_plain else database_key.fitting(path, said))
    assert len(found.rows("SELECT id FROM note")) == 60
    found.close()
    if is_plain:
        assert database_key.encrypt(path, said).rows >= 61
    else:
        database_key.finish(path, said)
    now = Database(path, database_key.given("", str(secret)).key)
    assert now.rows("PRAGMA integrity_check") == [{"integrity_check": "ok"}]
    now.close()
    left = {one.name for one in path.parent.iterdir()} - {"naadloos.db", "naadloos.db-open", "sleutel"}
    assert not left, left
