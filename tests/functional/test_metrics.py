"""The figures for Prometheus: behind a token, of all processes together, and about nobody."""

import os
import subprocess
import sys
from math import inf
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from app import create_app
from services import metrics
from services.measures import measures
from services.platform import Platform
from store import backups, gauges, jobs, mails
from store.database import Database
from tests.conftest import serving
from tests.pages import Person
from tests.world import World

ROOT = Path(__file__).parents[2]
TOKEN = "aangereikt-en-nergens-anders-gebruikt"
ASKED = {"Authorization": f"Bearer {TOKEN}"}
LABELS = {"version", "state", "endpoint", "method", "status", "le"}
COUNTS = """
import sys
from services import metrics
made = metrics.Meter(list)
for _ in range(int(sys.argv[1])):
    made.count("GET", "door.sign_in", 200, 0.02)
sys.stdout.write(made.text().decode() if len(sys.argv) > 2 else "")
"""
FILLS = """
import sys
from pathlib import Path
from services import metrics
folder = Path(sys.argv[1])
metrics.begin(folder)
made = metrics.Meter(list)
before = {path: path.stat() for path in folder.iterdir()}
for page in range(int(sys.argv[2])):
    for method in (*metrics.METHODS, "FOO"):
        for status in (200, 300, 400, 500):
            made.count(method, f"page_of_some_length.{page}", status, 0.02)
holes = [path.name for path, was in before.items() if was.st_blocks * 512 < was.st_size]
grown = [path.name for path, was in before.items() if path.stat().st_size != was.st_size]
print(len(before), holes, grown)
"""
"""What every page would count; whether a disk that gets full meanwhile would be felt."""


def read(text):
    """(name, labels) -> value."""
    found = {}
    for family in text_string_to_metric_families(text):
        for sample in family.samples:
            found[sample.name, tuple(sorted(sample.labels.items()))] = sample.value
    return found


def test_without_a_token_there_is_no_such_page(app, world):
    assert Person(app).raw("/metrics", "GET", headers=ASKED).status_code == 404


def test_before_anybody_has_an_account_it_answers_who_has_the_token(tmp_path, migrated, clock):
    with serving(tmp_path, migrated, clock, METRICS_TOKEN=TOKEN) as made, made.test_client() as client:
        assert client.get("/metrics").status_code == 401
        for wrong in (TOKEN, f"Basic {TOKEN}", f"Bearer {TOKEN}x", "Bearer ", f"Bearer {TOKEN[:-1]}é"):
            answer = client.get("/metrics", headers={"Authorization": wrong})
            assert (answer.status_code, answer.data) == (401, b"")
        client.get("/bestaat-niet")
        answer = client.get("/metrics", headers=ASKED)
        assert answer.status_code == 200
        assert "Set-Cookie" not in answer.headers
        told = read(answer.text)
        assert told["naadloos_requests_total", (("endpoint", "none"), ("method", "GET"), ("status", "4xx"))] == 1


def test_what_is_told_is_counted_and_is_about_nobody(tmp_path, migrated, clock):
    with serving(tmp_path, migrated, clock, METRICS_TOKEN=TOKEN) as made:
        platform = made.extensions["naadloos"]
        world = World(platform, clock).fill()
        kobe = world.kobe()
        an = Person(made, world.who("an").account.email)
        an.sign_in()
        an.get(f"/dossiers/{kobe.id}")
        Person(made, "wie.dan.ook@elders.example").sign_in("verkeerd-wachtwoord-2026", 422)
        plant(platform)
        clock.wait(minutes=10)
        text = made.test_client().get("/metrics", headers=ASKED).text
        told = read(text)

    def value(name, **labels):
        return told[f"naadloos_{name}", tuple(sorted(labels.items()))]

    assert value("requests_total", endpoint="dossier.page", method="GET", status="2xx") == 1
    assert value("request_seconds_count", endpoint="dossier.page") == 1
    assert value("schema") == 7
    assert (value("mails", state="waiting"), value("mails", state="failed")) == (2, 1)
    assert (value("mail_oldest_seconds"), value("mail_overdue_seconds")) == (3 * 3600 + 600, 3600 + 600)
    assert (value("jobs", state="waiting"), value("jobs", state="failed"), value("job_oldest_seconds")) == (1, 0, 600)
    assert (value("evaluations_due"), value("evaluations_overdue")) == (1, 1)
    assert value("refused_attempts") == 1
    assert (value("backup_age_seconds"), value("backup_trial_age_seconds")) == (600, inf)
    assert (value("replica_check_age_seconds"), value("replica_behind_events")) == (600, 3)
    assert value("database_bytes") > 100_000
    assert value("disk_free_bytes") > 0
    nobody(told, made, platform, kobe)


def plant(platform):
    """Two mails that wait and one that failed, a job, an evaluation that is late, a backup, and a look at a replica."""
    at = platform.at()
    for nr in range(3):
        moment = f"2026-09-14T0{5 + nr}:00:00Z"
        mails.post(platform.db, kind="test", to_address="griet.daems@thuis.example", at=moment)
    with platform.db.write():
        platform.db.run("UPDATE mail SET status = 'mislukt' WHERE created_at = '2026-09-14T07:00:00Z'", {})
        platform.db.run("UPDATE mail SET next_at = '2026-09-14T07:00:00Z' WHERE status = 'wacht'", {})
        platform.db.run("UPDATE trajectory SET due_date = '2026-09-13'", {})
        look = {"id": "een", "at": at, "whole": True, "head_seq": 9, "behind": 3, "seconds_behind": 1.5}
        platform.db.insert("replica_check", look)
    jobs.ask(platform.db, kind="pdf", subject="een", at=at)
    backups.note(platform.db, at=at, name="een", size=1, encrypted=False, head_seq=9)


def nobody(told, made, platform, kobe):
    """Labels are words of the program: a page, a method, a digit of a status; no name, id or address is in them."""
    labels = {label for _, labels in told for label in labels}
    assert {name for name, _ in labels} <= LABELS
    pages = {value for name, value in labels if name == "endpoint"}
    assert "dossier.page" in pages
    assert pages <= {*made.view_functions, "none"}
    assert {value for name, value in labels if name == "method"} <= {"GET", "POST", "HEAD", "OPTIONS", "other"}
    text = repr(told).lower()
    people = [row["familienaam"] for row in platform.db.rows("SELECT familienaam FROM account")]
    houses = [row["naam"] for row in platform.db.rows("SELECT naam FROM organisation")]
    for secret in (*people, *houses, kobe.id, "daems", "example", "kobe", TOKEN):
        assert secret.lower() not in text


def test_a_token_comes_from_a_file_too_and_a_short_one_stops_the_start(tmp_path, monkeypatch):
    path = tmp_path / "token"
    path.write_text(f"{TOKEN}\n")
    path.chmod(0o640)
    monkeypatch.setenv("NAADLOOS_METRICS_TOKEN_FILE", str(path))
    made = create_app({"INSTANCE": str(tmp_path), "SEAL": "off"})
    assert made.config["METRICS_TOKEN"] == TOKEN
    with pytest.raises(SystemExit, match="METRICS_TOKEN"):
        create_app({"INSTANCE": str(tmp_path), "SEAL": "off", "METRICS_TOKEN": "kort"})


def test_all_processes_count_together_and_those_that_ended_are_not_alive(tmp_path, monkeypatch):
    monkeypatch.setenv("PROMETHEUS_MULTIPROC_DIR", "")
    folder = tmp_path / "metrics"
    folder.mkdir()
    (folder / "counter_1.db").write_bytes(b"of a server before")
    metrics.begin(folder)
    assert list(folder.iterdir()) == []
    for words in (("7",), ("5", "tell")):
        done = subprocess.run([sys.executable, "-c", COUNTS, *words], capture_output=True, text=True, cwd=ROOT)
        assert done.returncode == 0, done.stderr
    told = read(done.stdout)
    assert told["naadloos_requests_total", (("endpoint", "door.sign_in"), ("method", "GET"), ("status", "2xx"))] == 12
    assert told["naadloos_request_seconds_count", (("endpoint", "door.sign_in"),)] == 12
    assert told["naadloos_processes", ()] == 1


def test_a_disk_that_gets_full_ends_no_process_and_counting_where_there_is_no_room_is_by_itself(tmp_path, app):
    """A process that writes in a hole of a file on a full disk is killed."""
    words = (FILLS, str(tmp_path / "metrics"), str(len(app.view_functions)))
    done = subprocess.run([sys.executable, "-c", *words], capture_output=True, text=True, cwd=ROOT)
    assert (done.stdout.strip(), done.stderr) == ("3 [] []", "")
    nowhere = {**os.environ, "PROMETHEUS_MULTIPROC_DIR": str(tmp_path / "niet-daar")}
    words = (COUNTS, "3", "tell")
    done = subprocess.run([sys.executable, "-c", *words], capture_output=True, text=True, cwd=ROOT, env=nowhere)
    assert "naadloos_request_seconds_count" in done.stdout, done.stderr
    assert read(done.stdout)["naadloos_request_seconds_count", (("endpoint", "door.sign_in"),)] == 3


def test_a_database_that_cannot_be_read_is_told(tmp_path):
    (tmp_path / "naadloos.db").mkdir()
    found = {one.name: one.value for one in measures(Platform(Database(tmp_path / "naadloos.db"), tmp_path), "1")}
    assert found["database_readable"] == 0
    assert found["disk_free_bytes"] > 0
    assert "mails" not in found


def test_no_figure_reads_a_table_that_grows(platform):
    asked = dict.fromkeys(("since", "long", "recent", "today", "soon"), "2026-09-14T08:00:00Z")
    small = ("backup", "job")
    for subject, sql in gauges.SQL.items():
        for row in platform.db.rows(f"EXPLAIN QUERY PLAN {sql}", asked):
            plan = row["detail"]
            fine = "INDEX" in plan or any(plan == f"SCAN {one}" for one in small)
            assert fine, f"{subject}: {plan}"
