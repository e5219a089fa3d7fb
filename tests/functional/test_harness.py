"""A short fire of the crash harness: the server is really killed, and nothing that it acknowledged is gone.

`make harness` does the same a thousand times and breaks more. Before the fire the load test (`make load`) runs on the
same ground for a moment. That what looks afterwards can find something is tested too: a save, a mail and an event that
are taken away are missed.
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from importlib.util import find_spec

import pytest

from app import create_app
from store.database import Database
from tests.harness.acts import Worker
from tests.harness.checker import Checked
from tests.harness.fault import Fault, Rig
from tests.harness.faults_around import jumps
from tests.harness.faults_disk import injected, waits
from tests.harness.ground import Ground, platform_of
from tests.harness.kills import Fire, People, copied, look, under_fire
from tests.harness.ledger import Ledger
from tests.harness.server import Server, serving
from tests.harness.standby import LITESTREAM, Taken, compare, moved, replicating
from tests.harness.steps import cannot_trace
from tests.harness.visitor import Answer, Visitor, fields_of
from tests.load.ground import lay
from tests.load.run import Phase, Run, asked
from tests.world import PASSWORD

KILLS = 12
BUSY = [Phase("paced", 0.7, rate=20), Phase("saturated", 0.5)]


@dataclass(frozen=True)
class Burnt:
    """The ground after the fire, what came of that, and a server that was started on it again.

    `busy` is what the load test gave before the fire; None without locust.
    """

    ground: Ground
    fire: Fire
    server: Server
    busy: Run | None

    def rig(self) -> Rig:
        """Somebody at work there."""
        me = Visitor(self.server.port)
        me.sign_in(self.ground.desks[0].email, PASSWORD)
        return Rig(self.ground, self.server, me)


@pytest.fixture(scope="module")
def burnt(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Burnt]:
    """Twelve kills of a server at which two people work."""
    monday = lay(tmp_path_factory.mktemp("harnas"), people=2, classes=1)
    ground = monday.ground
    with serving(ground) as server:
        busy = asked(monday, server, BUSY, warming=1) if find_spec("locust") else None
        if busy:
            busy.found = look(ground, busy.acts)
        fire = under_fire(ground, server, KILLS, every=100, seed=7)
        server.start()
        me, chief = Visitor(server.port), Visitor(server.port)
        me.sign_in(ground.desks[0].email, PASSWORD)
        chief.sign_in(ground.administrator, PASSWORD)
        Worker(ground.desks[0], me, chief, fire.ledger).invite()  # there may have been no time for one before
        yield Burnt(ground, fire, server, busy)


def test_what_was_acknowledged_is_there_and_nothing_is_half(burnt):
    assert burnt.fire.found == Checked(later=burnt.fire.found.later)
    assert sum(burnt.fire.kills.values()) == KILLS
    assert burnt.fire.stuck == 0, "a worker that is killed is replaced by itself"


def test_the_fire_was_one(burnt):
    assert burnt.fire.ledger.counted().get("save", 0) > 2
    assert len(burnt.fire.ledger.counted()) > 2, "people did more than typing"
    assert burnt.fire.ledger.broken_off > 2, "the server was killed while it answered"


def test_what_many_ask_at_once_is_kept_and_answered(burnt):
    if burnt.busy is None:
        missing = "there is no locust: pip install -r requirements-dev.txt"
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(missing)
    paced, full = burnt.busy.met
    assert burnt.busy.errors == {}
    assert burnt.busy.found == Checked(later=burnt.busy.found.later)
    ways = {one.told["method"] for one in burnt.busy.acts if one.kind == "sign"}
    assert ways == {"account", "tablet", "link"}
    assert {"save", "freeze", "take back"} <= {one.kind for one in burnt.busy.acts}
    for met in (paced, full):
        assert sum(map(len, met.took.values())) > 5
        assert met.server_cpu > 0
        assert met.people_cpu > 0
    assert "other" not in {*paced.took, *full.took}, "every request has a name in tests/load/mix.py"


PLANTED = (
    ("DELETE FROM record_save WHERE record_id = :record AND page = :page AND turn = :turn", "lost", "save {"),
    ("UPDATE record SET answers = json_set(answers, '$.noden', 'Oud.') WHERE id = :record", "lost", "older than save"),
    ("UPDATE record SET revision = revision + 1 WHERE id = :record", "half", "a revision that no save made"),
    ("UPDATE trajectory SET state = 'lopend' WHERE rowid = 1", "half", "its lines are not what it says"),
    ("UPDATE version SET closed_at = '2026-01-01T00:00:00Z' WHERE rowid = 1", "half", "state and end do not agree"),
    ("UPDATE version SET payload = json_set(payload, '$.version', 9) WHERE rowid = 1", "half", "does not follow from"),
    ("DELETE FROM mail WHERE context LIKE '%uitnodiging%'", "half", "without its mail"),
    ("DELETE FROM event_data WHERE seq = 3", "half", "nothing is told"),
    ("UPDATE event_data SET data = json_set(data, '$.x', 1) WHERE seq = 4", "chain", "event 4: data"),
    ("DELETE FROM event WHERE seq = (SELECT max(seq) FROM event)", "chain", "orphan"),
    ("DELETE FROM organisation WHERE naam = 'vzw Kantelpunt'", "integrity", "foreign_key_check"),
)
"""What is done behind the back of the program, and what has to be found then."""


def test_what_is_missing_is_missed(burnt):
    save = next(one for one in burnt.fire.ledger.acts if one.kind == "save")
    with copied(burnt.ground) as ground:
        _plant(ground, dict(save.told))
        found = look(ground, burnt.fire.ledger.acts)
    for sql, where, words in PLANTED:
        assert any(words in line for line in getattr(found, where)), f"nobody missed anything after: {sql}"


def _plant(ground: Ground, told: dict[str, str]) -> None:
    """Do what the schema forbids."""
    connection = Database(ground.folder / "naadloos.db").connect(foreign_keys=False)
    for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        connection.execute(f"DROP TRIGGER {name}")
    for sql, *_ in PLANTED:
        values = {name: value for name, value in told.items() if f":{name}" in sql}
        assert connection.execute(sql, values).rowcount > 0, sql
    connection.close()


@pytest.mark.parametrize(("call", "error", "status"), [("pwrite64", "ENOSPC", 507), ("fsync,fdatasync", "EIO", 503)])
def test_what_the_disk_refuses_stays_on_the_page(burnt, call, error, status):
    if why := cannot_trace():
        missing = os.environ.get("CI") == "true" and shutil.which("strace") is None
        (pytest.fail if missing else pytest.skip)(why)  # where the system lets nobody trace, there is nothing to mend
    fault = Fault(error)
    injected(fault, burnt.rig(), f"inject={call}:error={error}", status)
    assert not fault.wrong


def test_whoever_has_the_database_for_a_moment_is_waited_for(burnt):
    fault = Fault("held")
    waits(fault, burnt.rig(), 0.3)
    assert not fault.wrong


def test_what_is_typed_goes_through_the_door_when_the_clock_jumps(burnt):
    fault = Fault("clock")
    jumps(fault, burnt.rig(), timedelta(days=15))
    assert not fault.wrong


@pytest.mark.skipif(LITESTREAM is None and os.environ.get("CI") != "true", reason="NOT TESTED: no litestream here")
def test_another_machine_takes_over_with_all_but_the_last_moment(burnt, tmp_path):
    """Server and Litestream die at once under load; what the second has is held against what people were told."""
    ground, server, ledger, taken = burnt.ground, burnt.server, Ledger(), Taken("killed")
    with replicating(ground.folder, tmp_path / "elders") as line:
        assert line.has_begun()
        people = People(ground, ledger, server.port)
        people.begin()
        people.send(24)
        address, second = f"http://127.0.0.1:{server.port}", moved(ground, tmp_path / "tweede")
        app = create_app(second.settings)
        refused = app.test_cli_runner().invoke(args=["takeover", str(line.settings), "--primary", address])
        line.end()
        server.kill()
    ended = time.monotonic()
    people.stop()
    assert (refused.exit_code, "a Naadloos answers there" in refused.output) == (1, True)
    assert not (second.folder / "naadloos.db").exists()
    done = app.test_cli_runner().invoke(args=["takeover", str(line.settings), "--primary", address])
    assert done.exit_code == 0, done.output
    acknowledged = len(ledger.acts)
    client = app.test_client()
    page = Answer("/inloggen", 200, "", client.get("/inloggen").data, 0)
    form = fields_of(page, "/inloggen") | {"email": ground.desks[0].email, "wachtwoord": PASSWORD}
    assert client.post("/inloggen", data=form).status_code == 302
    assert client.get(f"/formulieren/{ground.desks[0].draft}/stap/hulpvraag").status_code == 200
    compare(taken, ground.open(), platform_of(app), ledger, ended)
    assert taken.wrong == []
    assert acknowledged - taken.lost > 5, "it came along with what was done before"
    assert taken.seconds < 5, f"{taken.lost} of {acknowledged} lost over {taken.seconds} s"
    again = app.test_cli_runner().invoke(args=["takeover", str(line.settings), "--anyway"])
    assert (again.exit_code, "holds data" in again.output) == (1, True)
