"""The copy that follows: looked at every day, by Litestream of a plain database and by backups of an encrypted one.

How another machine takes over with it stands in test_harness.py. That Litestream copies nothing of an encrypted
database is looked at too, so that docs/replicatie.md stays true.
"""

from __future__ import annotations

import json
import os
import shutil
import stat
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from services import backup, health_replica, litestream, replica, standby
from services.health import House
from services.instance_folder import WORK
from services.platform import Platform
from services.post_offices import FolderOffice
from store import copying, events, replica_checks
from store.database import Database
from tests.handed_out import tamper
from tests.harness.server import until
from tests.harness.standby import LITESTREAM, replicating
from tests.lived import KEY
from tests.sjablonen_hulp import TEMPLATES
from tests.world import Clock

CI = os.environ.get("CI") == "true"
pytestmark = pytest.mark.skipif(
    LITESTREAM is None and not CI, reason="NOT TESTED: litestream is not installed (requirements-dev.txt, Linux)"
)


NONE = "Die is er niet: wat sinds de laatste back-up gebeurde, gaat mee verloren met de schijf."
AFTER = "Wat erin stond klopte. Ze liep 120 seconden achter (3 gebeurtenissen)."
LOOKED = "Op {} uur werd ze op proef teruggehaald en vergeleken."


def happen(db: Database, *, at: str = "2026-09-14T08:00:00Z") -> None:
    """Something happens."""
    events.append(db, type="x", actor="", dossier=None, subject="s", data={"t": "x"}, at=at)


def told(platform: Platform, source: str = "") -> tuple[str, str]:
    """What the look at the whole says of it."""
    seen = health_replica.check(House(platform, FolderOffice(Path("x"), "n@x.example", "http://x"), "0.1.0", source))
    return seen.level, seen.said


@pytest.fixture
def seen_modes(monkeypatch) -> list[int]:
    """Who may look into the folder in which a copy comes back, each time that one does."""
    modes: list[int] = []
    restore: Callable[[str, Path], None] = litestream.restore

    def looked(source: str, target: Path) -> None:
        modes.append(stat.S_IMODE(target.parent.stat().st_mode) | stat.S_IMODE(target.parent.parent.stat().st_mode))
        restore(source, target)

    monkeypatch.setattr(litestream, "restore", looked)
    monkeypatch.setattr(replica, "WAIT", 0.1)
    return modes


def command(app: Flask, source: Path) -> tuple[int, dict[str, Any]]:
    """`replica check`: its exit code, and what it says as JSON."""
    done = app.test_cli_runner().invoke(args=["replica", "check", str(source), "--json"])
    assert done.stdout.startswith("{"), done.output
    return done.exit_code, json.loads(done.stdout)


def test_a_replica_is_brought_back_compared_and_taken_away(app, platform, clock, tmp_path, seen_modes):
    db, place = platform.db, tmp_path / "elders"
    happen(db)
    assert told(platform) == ("goed", NONE)
    with replicating(tmp_path, place) as line:
        assert line.has_begun()
        assert told(platform)[0] == told(platform, str(line.settings))[0] == "let_op", "it was never looked at"
        assert until(lambda: command(app, line.settings)[0] == 0)
        _, good = command(app, line.settings)
        assert (good["level"], good["whole"], good["behind"], good["wrong"]) == ("goed", True, 0, [])
        assert told(platform)[0] == "goed"
    for _ in range(3):
        happen(db)
    clock.wait(minutes=2)
    code, late = command(app, line.replica)  # by its folder this time; nobody copies any more
    assert (code, late["whole"], late["behind"], late["head_seq"]) == (1, True, 3, good["head_seq"])
    assert late["seconds_behind"] == 120
    assert told(platform) == (
        "let_op",
        f"{LOOKED.format('14/09/2026 om 10.02')} {AFTER}",
    )
    tamper(platform, "UPDATE event SET hash = substr(hash, 2) || substr(hash, 1, 1)")
    code, other = command(app, line.replica)
    assert (code, other["whole"], other["why"], told(platform)[0]) == (2, False, replica.OTHER, "mis")
    for one in line.replica.rglob("*.ltx"):
        one.write_bytes(one.read_bytes()[:-40])
    code, gone = command(app, line.replica)
    assert (code, gone["whole"], gone["why"]) == (2, False, replica.GONE)
    assert len(seen_modes) >= 4
    assert set(seen_modes) == {0o700}
    assert list(tmp_path.glob(f"{WORK}*")) == [], "it holds everything in clear"


def test_what_was_changed_behind_our_back_is_seen_in_the_replica_too(migrated, tmp_path, seen_modes):
    """Only who reads all of it sees that."""
    shutil.copy(migrated, tmp_path / "naadloos.db")
    platform = Platform(Database(tmp_path / "naadloos.db"), TEMPLATES, Clock())
    happen(platform.db)
    tamper(platform, "UPDATE event_data SET data = '{}'")
    with replicating(tmp_path, tmp_path / "elders") as line:
        assert line.has_begun()
        done = replica.check(platform, str(line.replica), "0.1.0")
    assert (done.level, done.row.why, done.wrong) == ("mis", replica.BROKEN, ["event 1: data"])
    assert list(tmp_path.glob(f"{WORK}*")) == []
    platform.db.close()


def test_of_an_encrypted_database_there_is_no_replica_and_backups_are_looked_at(migrated, tmp_path):
    """So nobody may count on Litestream: with a key there are backups, every minute if one likes."""
    copying.copy(Database(migrated), tmp_path / "naadloos.db", KEY)
    clock, place = Clock(), tmp_path / "elders"
    platform = Platform(Database(tmp_path / "naadloos.db", KEY), TEMPLATES, clock)
    with replicating(tmp_path, place) as line:
        assert until(lambda: b"file is not a database" in line.log.read_bytes())
    assert not list(line.replica.rglob("*.ltx"))
    assert replica.check(platform, str(line.replica), "0.1.0", wait=0).row.why == replica.GONE
    happen(platform.db)
    backup.make(platform, place / "b", "0.1.0")
    clock.wait(hours=3)
    assert replica.check(platform, str(place / "b"), "0.1.0").level == "goed", "nothing happened since"
    happen(platform.db)
    late = replica.check(platform, str(place / "b"), "0.1.0")
    assert (late.level, late.row.behind, late.row.seconds_behind) == ("let_op", 1, 3 * 3600)
    done = standby.take_over(platform, str(place / "b"), place / "tweede", "0.1.0")
    second = Database(place / "tweede" / "naadloos.db", KEY)
    (told_there,) = events.last_of_subject(second, "platform", "platform.taken_over", 1)
    assert (told_there.data, done.lost) == ({"gemaakt": "2026-09-14T08:00:00Z", "nummer": 1}, {})
    second.close()
    clock.wait(hours=50)
    assert told(platform)[0] == "let_op"
    last = replica_checks.last(platform.db)
    assert last == late.row
    backup.make(replace(platform, now=clock), place / "b", "0.1.0")
    assert replica.check(platform, str(place / "b"), "0.1.0").level == "goed"
    shutil.rmtree(place / "b")
    replica_checks.begin(platform.db, at=platform.at(), why=replica.UNDER_WAY)  # one that was killed
    assert told(platform) == ("mis", f"{LOOKED.format('16/09/2026 om 15.00')} Dat werd niet afgerond.")
    platform.db.close()
