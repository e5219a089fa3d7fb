"""Backups: made while people work, whole, without a key in them, put back, tried, and thrown away in time."""

from __future__ import annotations

import json
import re
import resource
import shutil
import stat
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from app import create_app
from services import backup, backup_files, checking, key_backup, ledger, restoring
from services.backup import CannotBackUp
from services.restoring import CannotRestore
from store import backups, copying, documents, events, jobs, migrations, seats, sessions
from store.database import Database
from tests import lived
from tests.lived import KEY, Lived, writing
from tests.world import Clock

OTHER = "d1" * 32
PERSONAL = (b"Kobe", b"kobe", b"De Sluis")


@pytest.fixture(scope="module")
def before(tmp_path_factory, migrated) -> Lived:
    """An instance in which something happened."""
    return lived.make(tmp_path_factory.mktemp("geleefd"), migrated)


@pytest.fixture(scope="module")
def kept(before, tmp_path_factory) -> Path:
    """A backup of it under a key."""
    folder = tmp_path_factory.mktemp("bewaard")
    return backup.make(before.platform(folder / "i", KEY), folder / "b", "0.1.0").found.folder


@pytest.fixture
def platform(before, tmp_path):
    """A copy of that instance, encrypted."""
    made = before.platform(tmp_path / "i", KEY)
    yield made
    made.db.close()


def test_what_was_kept_before_a_backup_is_in_it_while_others_write_on(platform, tmp_path):
    """BR: nothing that was acknowledged is lost (issue of trust); and who writes is not stopped by it."""
    told = tmp_path / "gezegd"
    said = lambda: [line.split() for line in told.read_text().split("\n")[:-1]]  # noqa: E731
    with writing(platform, KEY, told) as somebody:
        while len(said()) < 20:
            assert somebody.poll() is None
            time.sleep(0.01)
        acknowledged = said()
        made = backup.make(platform, tmp_path / "b", "0.1.0").found
        after = len(said())
        while len(said()) < after + 20:
            time.sleep(0.01)
        with pytest.raises(CannotRestore, match="in use"):
            restoring.restore(platform, made.folder, tmp_path / "i", over=True)
    done = restoring.restore(platform, made.folder, tmp_path / "i", over=True)
    assert done.differences == []
    chain = {row["seq"]: row["hash"] for row in platform.db.rows("SELECT seq, hash FROM event")}
    assert [one for one in acknowledged if chain.get(int(one[0])) != one[1]] == []
    found = events.audit(platform.db)
    assert (found.broken, ledger.compare(platform).differences) == ([], [])
    assert done.lost is not None
    assert done.lost["x"] >= 20
    assert done.aside is not None
    whole = events.audit(Database(done.aside / "naadloos.db", KEY))
    assert (whole.broken, whole.events) == ([], made.manifest.head["seq"] + sum(done.lost.values()))
    assert whole.events >= int(said()[-1][0])


def test_a_backup_is_for_this_user_alone_and_has_neither_key_nor_name_in_it(kept, before, tmp_path):
    every = [kept, *kept.rglob("*")]
    assert {stat.S_IMODE(path.stat().st_mode) for path in every if path.is_dir()} == {0o700}
    assert {stat.S_IMODE(path.stat().st_mode) for path in every if path.is_file()} == {0o600}
    content = b"".join(path.read_bytes() for path in every if path.is_file())
    secret = [b"PRIVATE", b"k" * 32, KEY.encode(), bytes.fromhex(KEY), *PERSONAL]
    assert [one for one in secret if one in content] == []
    copying.copy(before.platform(tmp_path / "i").db, tmp_path / "plain.db")
    assert all(one in (tmp_path / "plain.db").read_bytes() for one in PERSONAL)  # so it would have been seen
    manifest = json.loads((kept / "manifest.json").read_text())
    assert manifest["counts"]["signature"] == 4
    assert manifest["head"]["signature"]
    assert [one.name for one in kept.parent.iterdir()] == [kept.name]


def changed(name: str):
    """A file of the backup gets another byte in its middle."""

    def change(folder: Path) -> None:
        path = next(folder.glob(name))
        content = bytearray(path.read_bytes())
        content[len(content) // 2] ^= 1
        path.write_bytes(content)

    return change


def told_otherwise(**said: object):
    """The manifest says something else, and the SHA-256 of each file is right."""

    def change(folder: Path) -> None:
        path = folder / "manifest.json"
        path.write_text(json.dumps({**json.loads(path.read_text()), **said}))

    return change


SPOILED = {
    "a page of the copy": (changed("naadloos.db"), "is damaged: naadloos.db"),
    "a certificate": (changed("seal/old/*.pem"), "is damaged: seal/old/"),
    "no copy at all": (lambda folder: (folder / "naadloos.db").unlink(), "is damaged: naadloos.db"),
    "no manifest": (lambda folder: (folder / "manifest.json").unlink(), "no backup of Naadloos"),
    "a manifest of something else": (told_otherwise(parts={"../naadloos.db": [1, "x"]}), "no backup of Naadloos"),
    "a newer program": (told_otherwise(schema=99), "Update the program first"),
    "a newer form": (told_otherwise(format=2), "newer Naadloos"),
    "other rows": (told_otherwise(counts={"event": 1}), "other rows"),
    "another end of the chain": (told_otherwise(head={"seq": 3, "hash": "0" * 64}), "last event is another"),
    "a key that we do not have": (told_otherwise(key="f" * 16), "under another key"),
    "no key, it says": (told_otherwise(key=""), "its key does not open it"),
}


@pytest.mark.parametrize(("spoil", "said"), SPOILED.values(), ids=SPOILED)
def test_what_is_not_as_it_was_made_is_refused_before_anything_is_touched(kept, before, tmp_path, spoil, said):
    shutil.copytree(kept, tmp_path / kept.name)
    spoil(tmp_path / kept.name)
    there = before.platform(tmp_path / "i")
    was = {path: path.read_bytes() for path in (tmp_path / "i").rglob("*") if path.is_file()}
    with pytest.raises((CannotRestore, backup_files.NoBackup), match=re.escape(said)):
        restoring.restore(there, tmp_path / kept.name, tmp_path / "i", over=True)
    there.db.close()
    now = {path: path.read_bytes() for path in (tmp_path / "i").rglob("*") if path.is_file()}
    assert {path: now[path] for path in was if path.suffix != ".db"} == {
        path: was[path] for path in was if path.suffix != ".db"
    }
    assert not [path for path in tmp_path.glob("i/*") if "restore" in path.name]
    assert events.verify(there.db) == []


def test_what_holds_data_is_not_written_over_and_another_key_says_so(kept, before, tmp_path):
    there = before.platform(tmp_path / "i", OTHER)
    for over, said in ((False, "holds data"), (True, "under another key")):
        with pytest.raises(CannotRestore, match=said):
            restoring.restore(there, kept, tmp_path / "i", over=over)
    plain = replace(there, db=Database(tmp_path / "p.db"))
    with pytest.raises(CannotRestore, match="written in clear"):
        restoring.restore(plain, kept, tmp_path / "new", key=KEY)
    backup.make(there, tmp_path / "b", "0.1.0", key=KEY)  # a key of its own for the backups
    with pytest.raises(CannotRestore, match="under another key"):
        restoring.rehearse(there, tmp_path / "b")
    assert restoring.rehearse(there, tmp_path / "b", key=KEY).differences == []
    done = restoring.restore(there, kept, tmp_path / "i", key=KEY, over=True)  # from one key to the other
    assert (done.differences, there.db.rows("SELECT count(*) AS n FROM signature")) == ([], [{"n": 4}])


def test_a_log_that_a_killed_server_left_without_its_database_is_not_read_into_the_copy(kept, platform):
    events.append(platform.db, type="x", actor="", dossier=None, subject="platform", data={}, at=platform.at())
    log = platform.db.path.with_name("naadloos.db-wal")
    left = log.read_bytes()
    platform.db.close()
    platform.db.path.unlink()
    log.write_bytes(left)
    done = restoring.restore(platform, kept, log.parent)
    assert done.aside is not None
    assert (done.aside / log.name).read_bytes() == left
    assert events.audit(platform.db).events == backup_files.read(kept).manifest.head["seq"] + 1


def test_a_restored_instance_lets_nobody_in_and_sends_nothing_twice(platform, tmp_path):
    db, at, later = platform.db, "2026-09-14T08:00:00Z", "2026-09-14T18:00:00Z"
    an = db.rows("SELECT id FROM account LIMIT 1")[0]["id"]
    sessions.open_session(db, token_hash="a" * 64, account_id=an, at=at, expires_at=later)
    where = db.rows("SELECT version_id, party_id FROM signer LIMIT 1")[0]
    seats.open_seat(db, token_hash="b" * 64, **where, host_account_id=an, at=at, expires_at=later)
    jobs.ask(db, kind="keten", subject="keten", at=at)
    jobs.claim(db, at=at, until=later)
    assert db.rows("SELECT count(*) AS n FROM mail WHERE status = 'wacht'") == [{"n": 1}]
    backup.make(platform, tmp_path / "b", "0.1.0")
    done = restoring.restore(platform, tmp_path / "b", tmp_path / "nieuw")
    new = Database(tmp_path / "nieuw" / "naadloos.db", KEY)
    assert done.settled == {"sessions": 1, "ways": 1, "mails": 1, "jobs": 1}
    assert new.rows("SELECT * FROM session") == []
    assert new.rows("SELECT expires_at FROM seat WHERE used_at IS NULL") == [{"expires_at": at}]
    (mail,) = new.rows("SELECT status, error, next_at FROM mail")
    assert (mail["status"], mail["next_at"], "back-up" in mail["error"]) == ("mislukt", None, True)
    assert jobs.claim(new, at=at, until=later) is not None
    assert new.rows("SELECT type FROM event ORDER BY seq DESC LIMIT 1") == [{"type": "platform.restored"}]
    one = next(documents.register(new))
    content = documents.content(new, one.id) or b""  # its seal is checked against what came along
    pins = [path.read_bytes() for path in (tmp_path / "nieuw" / "seal" / "old").glob("*.pem")]
    assert checking.check(content, pins).seal == "valid"


def test_what_was_destroyed_since_is_destroyed_again_where_it_is_put_back(platform, tmp_path):
    """The list of what was destroyed goes along, and grows with what the instance destroyed since (BR-50)."""
    listed, db = tmp_path / "i" / "destroyed.jsonl", platform.db
    made = backup.make(platform, tmp_path / "b", "0.1.0").found
    (dossier,) = (row["id"] for row in db.rows("SELECT id FROM dossier"))
    told = {"dossier": dossier, "at": "2026-09-15T08:00:00Z", "whole": True}
    lines = [
        json.dumps({**told, "organisation": row["organisation_id"]}) + "\n"
        for row in db.rows("SELECT organisation_id FROM dossier_organisation WHERE role IN ('clb', 'naft')")
    ]
    elsewhere = restoring.restore(platform, made.folder, tmp_path / "elders")
    listed.write_text("".join(lines))
    moved = restoring.restore(platform, made.folder, tmp_path / "verhuisd")  # what this instance knows goes along
    here = restoring.restore(platform, made.folder, tmp_path / "i", over=True)
    assert (elsewhere.destroyed, moved.destroyed, here.destroyed, here.differences) == (0, len(lines), len(lines), [])
    assert (tmp_path / "verhuisd" / "destroyed.jsonl").read_text() == "".join(lines)
    assert db.rows("SELECT answers FROM party WHERE answers LIKE '%Kobe%'") == []
    assert events.verify(db) == []
    again = backup.make(replace(platform, now=Clock("2026-09-16")), tmp_path / "b", "0.1.0").found
    assert "destroyed.jsonl" in again.manifest.parts
    assert restoring.restore(platform, tmp_path / "b", tmp_path / "derde").destroyed == 0
    assert set((tmp_path / "derde" / "destroyed.jsonl").read_text().splitlines(keepends=True)) == set(lines)


def test_a_trial_leaves_nothing_and_is_noted(platform, tmp_path):
    backup.make(platform, tmp_path / "b", "0.1.0")
    was = sorted(path.name for path in (tmp_path / "i").iterdir())
    done = restoring.rehearse(platform, tmp_path / "b")
    assert (done.differences, done.found.manifest.counts["signature"]) == ([], 4)
    noted = backups.last(platform.db)
    assert noted is not None
    assert (noted.encrypted, noted.restored_at) == (True, platform.at())
    assert sorted(path.name for path in (tmp_path / "i").iterdir() if "-gate" not in path.name) == [
        name for name in was if "-gate" not in name
    ]


def test_a_full_disk_leaves_nothing_half(platform, tmp_path, monkeypatch):
    """What cannot be written says so, also before it begins; what was there is as it was."""
    with monkeypatch.context() as full:
        full.setattr(backup, "SPARE", 10**18)
        full.setattr(restoring, "SPARE", 10**18)
        with pytest.raises(CannotBackUp, match="are needed"):
            backup.make(platform, tmp_path / "b", "0.1.0")
        full.setattr(backup, "SPARE", 0)
        backup.make(platform, tmp_path / "tried", "0.1.0")
        with pytest.raises(CannotRestore, match="Make room first"):
            restoring.rehearse(platform, tmp_path / "tried")
    first = backup.make(platform, tmp_path / "b", "0.1.0").found
    platform.now.wait(minutes=1)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, hard))
    try:
        with pytest.raises(CannotBackUp, match="Nothing of it is left"):
            backup.make(platform, tmp_path / "b", "0.1.0")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert [path.name for path in (tmp_path / "b").iterdir()] == [first.name]
    assert backup_files.damaged(first) == []
    assert platform.db.rows("SELECT count(*) AS n FROM backup") == [{"n": 2}]


DAYS = [datetime(2026, 9, 30, 3, tzinfo=UTC) - timedelta(days=back) for back in range(400)]


@pytest.mark.parametrize(
    ("terms", "many", "oldest"),
    [
        ("7d", 7, "2026-09-24"),
        ("7d,4w", 9, "2026-09-13"),  # the weeks of 30, 27, 20 and 13 September
        ("2d,3m", 4, "2026-07-31"),
        ("1y", 1, "2026-09-30"),
        ("24h", 24, "2026-09-07"),
    ],
)
def test_the_newest_of_each_period_is_kept(terms, many, oldest):
    found = backup.to_keep(DAYS, backup.read_terms(terms))
    assert (len(found), f"{min(found):%Y-%m-%d}", max(found)) == (many, oldest, DAYS[0])


@pytest.mark.parametrize("terms", ["7", "d", "0d", "7d;4w", "7d,", "1x", "-1d"])
def test_other_terms_are_refused_before_anything_is_made(platform, tmp_path, terms):
    with pytest.raises(backup.BadTerm):
        backup.make(platform, tmp_path / "b", "0.1.0", keep=terms)
    assert not (tmp_path / "b").exists()


def test_only_old_backups_of_this_instance_are_thrown_away(platform, before, kept, tmp_path):
    place = tmp_path / "b"
    other = before.platform(tmp_path / "ander", KEY)
    events.append(other.db, type="x", actor="", dossier=None, subject="s", data={}, at=other.at())
    shutil.copytree(kept, place / "naadloos-20250101T000000Z")  # made by somebody else, as far as its list says
    foreign = json.loads((place / "naadloos-20250101T000000Z" / "manifest.json").read_text())
    (place / "naadloos-20250101T000000Z" / "manifest.json").write_text(json.dumps({**foreign, "chain": "f" * 64}))
    (place / "naadloos-20240101T000000Z").mkdir()
    (place / "notities.txt").write_text("van mij")
    for day in ("2026-09-14", "2026-09-15", "2026-09-16"):
        platform.now.go(day)
        done = backup.make(platform, place, "0.1.0", keep="2d")
    assert done.pruned == ("naadloos-20260914T080000Z",)
    assert sorted(path.name for path in place.iterdir()) == [
        "naadloos-20240101T000000Z",
        "naadloos-20250101T000000Z",
        "naadloos-20260915T080000Z",
        "naadloos-20260916T080000Z",
        "notities.txt",
    ]
    backup.make(other, tmp_path / "b2", "0.1.0")
    shutil.copytree(next((tmp_path / "b2").iterdir()), place / "naadloos-20260917T080000Z")
    platform.now.go("2026-09-18")
    done = backup.make(platform, place, "0.1.0", keep="1d")
    assert (done.pruned, "has events that this one has not" in done.unpruned) == ((), True)


def test_before_a_schema_changes_there_is_a_copy_of_it(before, tmp_path, migrated):
    """Of a database that waits for a migration; the last two are kept, and without room nothing is migrated."""
    folder, clock = tmp_path / "i", Clock()
    folder.mkdir(mode=0o700)
    old = Database(folder / "naadloos.db")
    connection = old.connect(foreign_keys=False)
    migrations.migrations.apply(connection, stop_before=migrations.NAMES[-1])
    connection.close()
    app = create_app({"INSTANCE": str(folder), "SEAL": "off", "LOG_LEVEL": "ERROR"}, clock)
    flask = app.test_cli_runner()
    (folder / "before-migration").write_text("no folder")
    refused = flask.invoke(args=["migrate"])
    assert (refused.exit_code, "Not migrated" in refused.output) == (1, True)
    assert migrations.schema_number(old) == len(migrations.NAMES) - 1
    (folder / "before-migration").unlink()
    made = []
    for minute in (1, 2, 3):
        clock.wait(minutes=minute)
        found = backup.before_migrating(app.extensions["naadloos"], "0.1.0")
        assert found is not None
        made.append(found.name)
    clock.wait(minutes=1)
    done = flask.invoke(args=["migrate"])
    assert re.fullmatch(rf"Copy of before: .*before-migration/\S+\nSchema {len(migrations.NAMES)}\.\n", done.output)
    there = sorted(path.name for path in (folder / "before-migration").iterdir())
    assert (len(there), there[0]) == (2, made[-1])
    assert backup_files.read(folder / "before-migration" / there[1]).manifest.schema == len(migrations.NAMES) - 1
    assert backup.before_migrating(app.extensions["naadloos"], "0.1.0") is None
    restoring.restore(app.extensions["naadloos"], folder / "before-migration", tmp_path / "elders")
    migrations.require_current(Database(tmp_path / "elders" / "naadloos.db"))  # an older one is brought up to date
    old.close()
    app.extensions["naadloos"].db.close()


@pytest.fixture
def flask(before, tmp_path):
    """`flask --app app ...` on a copy of that instance."""
    before.platform(tmp_path / "i", KEY).db.close()
    chosen = {"INSTANCE": str(tmp_path / "i"), "DATABASE_KEY": KEY, "SEAL": "off", "LOG_LEVEL": "ERROR"}
    app = create_app(chosen, Clock())
    yield app.test_cli_runner()
    app.extensions["naadloos"].db.close()


def test_in_a_terminal_numbers_and_no_names(flask, tmp_path):
    place = str(tmp_path / "b")
    done = [flask.invoke(args=["backup", place, "--keep", "7d"])]
    done.append(flask.invoke(args=["restore", place, "--try"]))
    done.append(flask.invoke(args=["restore", place]))
    done.append(flask.invoke(args=["restore", place, "--replace"]))
    assert [one.exit_code for one in done] == [0, 0, 1, 0], [one.output for one in done]
    assert "Only tried: nothing was put back." in done[1].output
    assert "1 mails waited" in done[3].output
    assert "1 dossier," in done[3].output
    assert [one for one in PERSONAL if one in "".join(one.output for one in done).encode()] == []


def test_keys_go_their_own_way_under_a_passphrase(flask, tmp_path, monkeypatch):
    assert key_backup.COST["n"] * key_backup.COST["r"] * 128 >= 2**27  # bytes that each guess costs
    monkeypatch.setattr(key_backup, "COST", {"n": 2**10, "r": 8, "p": 1})
    secret, place = tmp_path / "zin", tmp_path / "kluis"
    secret.write_text("een lange zin met woorden\n")
    flask.invoke(args=["backup", str(tmp_path / "b")])
    beside = flask.invoke(args=["backup-keys", str(tmp_path / "b"), "--passphrase-file", str(secret)])
    assert "Keep the keys elsewhere" in beside.output
    short = flask.invoke(args=["backup-keys", str(place)], input="kort\nkort\n")
    assert "fewer than 12" in short.output
    assert (beside.exit_code, short.exit_code, place.exists()) == (1, 1, False)
    assert flask.invoke(args=["backup-keys", str(place), "--passphrase-file", str(secret)]).exit_code == 0
    (file,) = place.iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [one for one in (KEY.encode(), b"a2tra2tr") if one in file.read_bytes()] == []
    args = ["restore-keys", str(file), "--to", str(tmp_path / "nieuw")]
    assert "passphrase is another" in flask.invoke(args=args, input="iets heel anders\n").output
    assert not (tmp_path / "nieuw").exists()
    done = flask.invoke(args=[*args, "--passphrase-file", str(secret)])
    assert done.exit_code == 0, done.output
    assert (tmp_path / "nieuw" / "cookie.key").read_bytes() == b"k" * 32
    assert (tmp_path / "nieuw" / "keys.env").read_text() == f"DATABASE_KEY={KEY}\n"
    assert {stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "nieuw").iterdir()} == {0o600}
    args[-1] = str(tmp_path / "machine")  # a new machine: starting the command made keys that nothing needs
    fresh = create_app({"INSTANCE": args[-1], "LOG_LEVEL": "ERROR", "SEAL": "off"}).test_cli_runner()
    done = fresh.invoke(args=[*args[:2], "--passphrase-file", str(secret)])
    assert done.exit_code == 0, done.output
    assert (tmp_path / "machine" / "cookie.key").read_bytes() == b"k" * 32
    assert len((tmp_path / "machine" / "before-restore-keys" / "cookie.key").read_bytes()) == 32
    args[-1] = str(tmp_path / "nieuw")
    (tmp_path / "nieuw" / "naadloos.db").touch()
    (tmp_path / "nieuw" / "cookie.key").write_bytes(b"een andere")
    assert "another cookie.key" in flask.invoke(args=[*args, "--passphrase-file", str(secret)]).output
