"""Work in the background: taken once, given back by who died, tried three times, and never by two at a time."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from services import jobs, kept_office, office
from services.jobs import Failed, State, TryLater
from services.platform import Platform, stamp
from services.workman import Workman
from store import jobs as kept
from store.database import Database
from store.jobs import Job
from tests.world import Clock

SUBJECTS = ("a", "b", "c")


@pytest.fixture
def bare(migrated: Path, tmp_path: Path, clock: Clock) -> Iterator[Platform]:
    """The store alone, without the app."""
    path = tmp_path / "naadloos.db"
    path.write_bytes(migrated.read_bytes())
    database = Database(path)
    yield Platform(database, tmp_path, now=clock)
    database.close()


def test_a_job_is_held_longer_than_a_conversion_can_take():
    longest = office.WAIT + kept_office.STARTING + 2 * office.SECONDS
    assert jobs.LEASE.total_seconds() > longest, "another would do it too, and give it up as if the server had stopped"


class Work:
    """A kind of work that keeps what it did, and fails as it is told."""

    def __init__(self, *faults: BaseException) -> None:
        self.done: list[str] = []
        self.faults = list(faults)

    def __call__(self, _: Platform, job: Job) -> None:
        """Note it, and fail as told."""
        self.done.append(job.subject)
        if self.faults:
            raise self.faults.pop(0)


def test_an_open_job_is_given_back_and_a_closed_one_asked_anew(bare: Platform):
    first = jobs.ask(bare, "werk", "a", context={"deel": 1})
    assert jobs.ask(bare, "werk", "a") == first
    assert jobs.ask(bare, "ander", "a").id != first.id
    assert jobs.work_off(bare, {"werk": Work(), "ander": Work()}) == 2
    assert jobs.state(bare, "werk", "a") == State("klaar", attempts=1)
    assert jobs.ask(bare, "werk", "a").id != first.id
    assert jobs.state(bare, "werk", "a").status == "wacht"
    assert jobs.state(bare, "werk", "nooit") == State("")


def test_they_are_done_in_the_order_in_which_they_were_asked_and_know_how_many_come_first(bare: Platform):
    for one in SUBJECTS:
        jobs.ask(bare, "werk", one)
    assert [jobs.state(bare, "werk", one).ahead for one in SUBJECTS] == [0, 1, 2]
    taken = kept.claim(bare.db, at=bare.at(), until="2026-09-14T10:00:00Z")
    assert taken is not None
    assert (taken.subject, jobs.state(bare, "werk", "a").status) == ("a", "bezig")
    assert [jobs.state(bare, "werk", one).ahead for one in SUBJECTS] == [0, 1, 2]  # what is under way counts
    kept.done(bare.db, taken, at=bare.at())
    work = Work()
    assert jobs.work_off(bare, {"werk": work}) == 2
    assert work.done == ["b", "c"]
    assert kept.open_jobs(bare.db) == []


def test_what_fails_is_tried_again_after_growing_pauses_and_then_given_up(bare: Platform, clock: Clock):
    jobs.ask(bare, "werk", "a")
    work = Work(*(TryLater(f"Het ging niet, keer {nr}.") for nr in (1, 2, 3)))
    seen = []
    for _ in range(9):
        jobs.work_off(bare, {"werk": work})
        state = jobs.state(bare, "werk", "a")
        seen.append((len(work.done), state.status, state.error[-2:-1]))
        clock.wait(minutes=1)
    assert seen == [(1, "wacht", "1"), *[(2, "wacht", "2")] * 5, *[(3, "mislukt", "3")] * 3]


def test_what_cannot_be_done_is_not_tried_again(bare: Platform):
    jobs.ask(bare, "werk", "a")
    assert jobs.work_off(bare, {"werk": Work(Failed("Het document is er niet meer."))}) == 0
    assert jobs.state(bare, "werk", "a") == State("mislukt", error="Het document is er niet meer.", attempts=1)


def test_a_job_whose_server_died_is_taken_again_and_given_up_when_that_goes_on(bare: Platform, clock: Clock):
    jobs.ask(bare, "werk", "a")
    work = Work()
    for nr in range(jobs.ATTEMPTS):
        taken = kept.claim(bare.db, at=bare.at(), until=_after(clock))
        assert taken is not None
        assert taken.attempts == nr + 1
        assert jobs.work_off(bare, {"werk": work}) == 0, "its worker has its time"
        clock.wait(minutes=6)
    assert jobs.work_off(bare, {"werk": work}) == 0
    assert work.done == []
    assert jobs.state(bare, "werk", "a").error == jobs.DIED
    assert taken is not None
    assert not kept.done(bare.db, taken, at=bare.at()), "who comes back too late changes nothing"
    assert jobs.state(bare, "werk", "a").status == "mislukt"


def _after(clock: Clock) -> str:
    return stamp(clock() + jobs.LEASE)


def test_what_nobody_foresaw_is_said_without_its_words_and_goes_on_up(bare: Platform):
    jobs.ask(bare, "werk", "a")
    with pytest.raises(ZeroDivisionError):
        jobs.work_off(bare, {"werk": Work(ZeroDivisionError("Jana"))})
    state = jobs.state(bare, "werk", "a")
    assert (state.status, state.error) == ("wacht", jobs.UNFORESEEN)


def test_two_workmen_do_everything_and_nothing_twice(bare: Platform):
    names = [f"{nr}" for nr in range(24)]
    for one in names:
        jobs.ask(bare, "werk", one)
    work, both, ready = Work(), threading.Barrier(2, timeout=20), threading.Event()

    def together(_: Platform, job: Job) -> None:
        if job.subject in ("0", "1"):
            both.wait()  # neither goes on before the other has a job too
        work(bare, job)
        if len(work.done) == len(names):
            ready.set()

    men = [Workman(bare, {"werk": together}) for _ in range(2)]
    for man in men:
        man.ring()
    assert ready.wait(20)
    for man in men:
        man.stop()
    assert sorted(work.done, key=int) == names
    assert {jobs.state(bare, "werk", one).status for one in names} == {"klaar"}
