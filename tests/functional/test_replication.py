"""The second copy by Litestream: killed in the middle of writing, restored, and a whole piece of the same chain.

It copies plain databases alone (docs/replicatie.md); that too is looked at here, so that the guide stays true.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from services.platform import Platform
from store import backups, copying, events
from store.database import Database
from tests.lived import KEY, writing
from tests.sjablonen_hulp import TEMPLATES

BESIDE = str(Path(sys.executable).parent)
LITESTREAM = shutil.which("litestream", path=os.pathsep.join((BESIDE, os.environ.get("PATH", ""))))
CI = os.environ.get("CI") == "true"

pytestmark = pytest.mark.skipif(
    LITESTREAM is None and not CI, reason="NOT TESTED: litestream is not installed (requirements-dev.txt, Linux)"
)


@contextmanager
def replicating(folder: Path) -> Iterator[Path]:
    """Litestream on the instance in a folder; gives its log. It is killed at the end."""
    settings = folder / "litestream.yml"
    settings.write_text(
        f"dbs:\n  - path: {folder}/naadloos.db\n    replica:\n      type: file\n      path: {folder}/replica\n"
        "      sync-interval: 100ms\n"
    )
    log = folder / "log"
    with log.open("wb") as out:
        process = subprocess.Popen([str(LITESTREAM), "replicate", "-config", str(settings)], stdout=out, stderr=out)
        try:
            yield log
        finally:
            process.kill()
            process.wait()


def until(true, seconds: float = 60) -> None:
    """Wait for it; a test that waits in vain fails."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end
        time.sleep(0.02)


def test_a_replica_of_a_plain_database_is_a_whole_piece_of_its_chain(migrated, tmp_path):
    assert LITESTREAM, "install requirements-dev.txt"
    shutil.copy(migrated, tmp_path / "naadloos.db")
    platform = Platform(Database(tmp_path / "naadloos.db"), TEMPLATES)
    told = tmp_path / "gezegd"
    with replicating(tmp_path), writing(platform, "", told):
        until(lambda: list((tmp_path / "replica").rglob("*.ltx")) and told.read_bytes().count(b"\n") > 200)
        early = told.read_bytes().count(b"\n")
        time.sleep(0.5)  # some syncs later what was there is in it
    restored = Database(tmp_path / "terug.db")
    done = subprocess.run(
        [LITESTREAM, "restore", "-o", str(restored.path), "-config", f"{tmp_path}/litestream.yml", platform.db.path],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found, whole = events.audit(restored), events.audit(platform.db)
    assert (backups.faults(restored), found.broken, whole.broken) == ([], [], [])
    assert backups.since(platform.db, found.head) is not None  # the same chain, cut off somewhere
    assert early - 200 <= found.events <= whole.events, f"{whole.events - found.events} behind"
    restored.close()
    platform.db.close()


def test_of_an_encrypted_database_there_is_no_replica_and_its_log_says_so(migrated, tmp_path):
    """So nobody may count on one: with a key there are backups, each hour if one likes."""
    assert LITESTREAM, "install requirements-dev.txt"
    copying.copy(Database(migrated), tmp_path / "naadloos.db", KEY)
    with replicating(tmp_path) as log:
        until(lambda: b"file is not a database" in log.read_bytes())
    assert not list((tmp_path / "replica").rglob("*.ltx"))
