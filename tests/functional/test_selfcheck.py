"""Every check is made to fail once, for real, and is seen; and what is well says so, in numbers and no names."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace

import pytest

from app import create_app
from services import backup, health_house, restoring, seal_keys, selfcheck
from services.health import House, look, worst
from services.platform import Platform, Seal
from services.post_offices import SmtpOffice
from store import backups, dossier_lines, events, jobs, mails, replica_checks
from store.database import Database
from tests import lived
from tests.broken_templates import Broken, text
from tests.handed_out import tamper
from tests.lived import KEY, Lived
from tests.sealing import given_key
from tests.sjablonen_hulp import TEMPLATES
from tests.world import Clock

NAMES = [one.name for one in selfcheck.CHECKS]
POST = SmtpOffice("localhost", 25, "n@x.example", "http://x", tls="none")
A_MAIL = "UPDATE mail SET status = 'wacht', next_at = '2026-09-14T06:00:00Z'"


@pytest.fixture(scope="module")
def before(tmp_path_factory, migrated) -> Lived:
    """An instance in which all is well: mail was sent, a backup made and tried."""
    folder = tmp_path_factory.mktemp("geleefd")
    made = lived.make(folder, migrated)
    platform = Platform(Database(made.folder / "naadloos.db", KEY), TEMPLATES, Clock(), sealing=lambda: Seal(made.seal))
    with platform.db.write():
        platform.db.run("UPDATE mail SET status = 'verstuurd', sent_at = '2026-09-14T07:00:00Z'", {})
        platform.db.run("UPDATE organisation SET second_factor = 1", {})
    backup.make(platform, folder / "b", "0.1.0")
    restoring.rehearse(platform, folder / "b")
    platform.db.close()
    return made


@pytest.fixture
def platform(before, tmp_path):
    """A copy of it, with one template: looking at all of them takes seconds."""
    (tmp_path / "t").mkdir()
    shutil.copy(TEMPLATES / "melding-pbd.docx", tmp_path / "t")
    made = replace(before.platform(tmp_path / "i"), templates=tmp_path / "t")
    yield made
    made.db.close()


def seen(platform: Platform, name: str, *, whole: bool = True) -> tuple[str, str]:
    """The level of one check, and what it says."""
    house = House(platform, POST, "0.1.0")
    (line,) = look(house, [one for one in selfcheck.CHECKS if one.name == name], whole=whole)
    return line.level, line.said


def changed(*sql: str) -> Callable[[Platform], None]:
    """Somebody with the database open changes it behind our back."""
    return lambda platform: tamper(platform, *sql)


def overwritten(platform: Platform) -> None:
    """The disk gives other bytes back than were written."""
    backups.one_file(_closed(platform))
    content = bytearray(platform.db.path.read_bytes())
    content[40 * 4096 : 41 * 4096] = bytes(4096)
    platform.db.path.write_bytes(content)


def _closed(platform: Platform) -> Database:
    platform.db.close()
    return platform.db


def open_to_all(platform: Platform) -> None:
    """The folder and the database can be read by everybody."""
    platform.db.path.parent.chmod(0o755)
    platform.db.path.chmod(0o644)


def later_than_now(platform: Platform) -> None:
    """Something happened an hour from now."""
    events.append(platform.db, type="x", actor="", dossier=None, subject="s", data={}, at="2026-09-14T09:00:00Z")


def a_forgotten_job(platform: Platform) -> None:
    """Nobody takes work since this morning."""
    jobs.ask(platform.db, kind="keten", subject="keten", at="2026-09-14T06:00:00Z")


def a_broken_template(platform: Platform) -> None:
    """A template asks what is not known."""
    bad = Broken("", text("{{ thema_schol }}"), "", "", "", "melding-pbd.docx").content()
    (platform.templates / "doelen.docx").write_bytes(bad)


def nothing_listed(platform: Platform) -> None:
    """The lists are empty, the dossiers are not."""
    dossier_lines.forget(platform.db)


def put_back_by_hand(platform: Platform) -> None:
    """A dossier that the list beside the database says was destroyed is there."""
    (row,) = platform.db.rows("SELECT id AS dossier, clb_id AS organisation FROM dossier")
    line = json.dumps({**row, "at": "2026-09-14T07:00:00Z", "whole": True})
    (platform.db.path.parent / "destroyed.jsonl").write_text(f"{line}\n")


def a_look_cut_off(platform: Platform) -> None:
    """Looking at the copy that follows was killed."""
    replica_checks.begin(platform.db, at="2026-09-14T06:00:00Z", why="onderweg")


BREAKS: dict[str, tuple[Callable[[Platform], None], str, str]] = {
    "database": (overwritten, "mis", "beschadigd: 1 fout"),
    "program": (changed("DELETE FROM _sqlite_migrations WHERE name LIKE '0007%'"), "mis", "schema 6 van 7"),
    "keys": (open_to_all, "mis", "kunnen naadloos.db"),
    "replica": (a_look_cut_off, "mis", "niet afgerond"),
    "clock": (later_than_now, "mis", "loopt achter"),
    "mail": (changed(A_MAIL), "mis", "meer dan een uur"),
    "jobs": (a_forgotten_job, "mis", "meer dan een kwartier"),
    "chain": (changed("UPDATE event SET actor = 'x' WHERE seq = 2"), "mis", "vanaf nummer 2"),
    "references": (changed("DELETE FROM organisation"), "mis", "verwijzingen naar wat er niet is"),
    "states": (changed("UPDATE trajectory SET state = 'afgesloten'"), "mis", "NAFT-2026-00001 klopt de stand niet"),
    "files": (changed("UPDATE document SET content = x'00'"), "mis", "zoals document"),
    "second_step": (changed("UPDATE organisation SET second_factor = 0"), "let_op", "niet van iedereen"),
    "search": (nothing_listed, "let_op", "kloppen niet voor NAFT-2026-00001"),
    "destroyed": (put_back_by_hand, "mis", "1 vernietigd dossier staat er weer"),
    "templates": (a_broken_template, "mis", "Niet bruikbaar: doelen.docx"),
    "backup": (changed("DELETE FROM backup"), "let_op", "nog nooit een back-up"),
}


@pytest.mark.parametrize("name", BREAKS)
def test_what_is_broken_is_seen(platform, name):
    do, level, said = BREAKS[name]
    assert seen(platform, name)[0] == "goed", seen(platform, name)
    do(platform)
    found = seen(platform, name)
    assert (found[0], said in found[1]) == (level, True), found


def test_what_is_around_it_is_seen(platform, tmp_path, monkeypatch):
    """Where it cannot be broken in a test, what is asked of it is raised or it is taken away."""
    monkeypatch.setattr(health_house, "LEAST_FREE", 10**18)
    monkeypatch.setattr(health_house, "LEAST_SQLITE", (99, 0, 0))
    monkeypatch.setenv("NAADLOOS_SOFFICE", "off")
    key, certificate = given_key(tmp_path, days=20)
    dying = seal_keys.load(tmp_path / "z", str(key), str(certificate), platform.now())
    assert seen(platform, "disk")[0] == seen(platform, "versions")[0] == "mis"
    assert seen(platform, "office")[0] == seen(replace(platform, sealing=lambda: Seal(dying)), "seal")[0] == "let_op"
    assert seen(replace(platform, sealing=lambda: Seal(problem="De sleutel past niet.")), "seal")[0] == "mis"
    assert seen(replace(platform, db=Database(tmp_path / "plain.db")), "encryption")[0] == "let_op"
    assert seen(platform, "backup")[0] == "goed"
    for days, level in ((2, "let_op"), (9, "mis")):
        platform.now.wait(days=days)
        assert seen(platform, "backup")[0] == level
    assert not set(NAMES) - set(BREAKS) - {"versions", "disk", "encryption", "seal", "office", "reminders"}


def test_a_quick_look_sees_the_end_of_the_chain(platform):
    tamper(platform, "UPDATE event SET subject = 'x' WHERE seq = (SELECT max(seq) FROM event)")
    assert seen(platform, "chain", whole=False)[0] == "mis"


def test_another_key_is_one_line_and_what_needs_no_database_goes_on(platform):
    stranger = replace(platform, db=Database(platform.db.path, "d1" * 32))
    lines = selfcheck.run(House(stranger, POST, "0.1.0"), whole=True)
    assert (lines[0].level, worst(lines), selfcheck.code(lines)) == ("mis", "mis", 2)
    assert "de sleutel past niet" in lines[0].said
    assert [one.name for one in lines] == ["database", "keys", "encryption", "seal", "office"]


def test_monitoring_reads_an_exit_code_and_no_names(before, tmp_path, clock):
    before.platform(tmp_path / "i").db.close()
    chosen = {"INSTANCE": str(tmp_path / "i"), "DATABASE_KEY": KEY, "SEAL": "off", "LOG_LEVEL": "ERROR"}
    app = create_app(chosen, clock)
    flask = app.test_cli_runner()
    done = flask.invoke(args=["selfcheck", "--quick", "--json"])
    told = json.loads(done.output)
    assert (done.exit_code, told["level"]) == (1, "let_op")
    assert {one["name"] for one in told["checks"]} == {one.name for one in selfcheck.CHECKS if one.quick}
    db = app.extensions["naadloos"].db
    with db.write():
        mails.post(db, kind="x", to_address="kobe@x.example", at="2026-09-14T06:00:00Z")
        jobs.ask(db, kind="keten", subject="keten", at="2026-09-14T06:00:00Z")
    done = flask.invoke(args=["selfcheck", "--quick"])
    assert (done.exit_code, "BROKEN  jobs " in done.output, "kobe" in done.output.lower()) == (2, True, False)
    db.close()
