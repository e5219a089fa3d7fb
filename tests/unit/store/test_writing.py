"""One way to write: all of it or nothing, one after the other, in threads and processes, and what is refused."""

import multiprocessing
import os
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest

from store import organisations, settings, trajectories
from store.database import Busy, Conflict
from tests.unit.store.story import AT

fork = multiprocessing.get_context("fork")
THREADS, TIMES, PROCESSES = 8, 200, 4


def names(db) -> list[str]:
    return [one.naam for one in organisations.organisations(db, "clb")]


def add(db, naam: str) -> None:
    organisations.create(db, soort="clb", naam=naam)


def count_on(db) -> None:
    """Read, then write what was read plus one: loses updates unless the turn to write comes first."""
    with db.write():
        settings.put(db, "count", str(counted(db) + 1), by=None, at=AT)


def counted(db) -> int:
    return int(settings.values(db).get("count", "0"))


def test_an_exception_undoes_the_whole_write(db):
    with pytest.raises(ZeroDivisionError), db.write():
        add(db, "A")
        _ = 1 / 0
    assert names(db) == []
    add(db, "B")
    assert names(db) == ["B"]


def test_a_write_within_a_write_is_part_of_it(db):
    with pytest.raises(ZeroDivisionError), db.write():
        with db.write():
            add(db, "A")
        _ = 1 / 0
    assert names(db) == []


def test_of_a_write_within_a_write_only_its_own_part_is_undone(db):
    with db.write():
        add(db, "A")
        with pytest.raises(ZeroDivisionError), db.write():
            add(db, "B")
            _ = 1 / 0
    assert names(db) == ["A"]


def test_release_rolls_back_what_was_left_open_and_lets_others_write(db):
    left_open = db.write()
    left_open.__enter__()
    add(db, "A")
    db.release()
    db.release()
    assert names(db) == []
    with ThreadPoolExecutor(1) as other:
        other.submit(add, db, "B").result(timeout=5)
    assert names(db) == ["B"]
    with pytest.raises(Conflict, match="ended from inside"):
        left_open.__exit__(None, None, None)


def test_release_after_a_finished_write_changes_nothing(db):
    add(db, "A")
    db.release()
    assert names(db) == ["A"]


def test_a_missing_reference_is_a_conflict(db):
    with pytest.raises(Conflict):
        trajectories.create(db, dossier_id="none", state="x", at=AT)


@pytest.mark.parametrize(
    "wrong",
    [
        {"active": "ja"},
        {"erkend": 2},
        {"soort": "bakker"},
        {"schoolsoorten": {"geen": "lijst"}},
        {"naam": None},
        {"naam": b"bytes"},
    ],
)
def test_a_value_of_the_wrong_sort_is_a_conflict(db, wrong: dict[str, Any]):
    made = organisations.create(db, soort="clb", naam="A")
    with pytest.raises(Conflict):
        organisations.save(db, replace(made, **wrong))
    with pytest.raises(Conflict):
        organisations.save_all(db, [replace(made, **wrong)], [])
    assert organisations.organisations(db, "clb") == [made]


def test_eight_threads_that_read_then_write_lose_nothing(db):
    with ThreadPoolExecutor(THREADS) as threads:
        for done in [threads.submit(count_on, db) for _ in range(TIMES)]:
            done.result()
    assert counted(db) == TIMES


def test_processes_forked_from_one_that_has_it_open_lose_nothing(db):
    count_on(db)
    workers = [fork.Process(target=_count_on_inherited, args=(db, 25)) for _ in range(PROCESSES)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(30)
    assert [worker.exitcode for worker in workers] == [0] * PROCESSES
    count_on(db)
    assert counted(db) == 2 + 25 * PROCESSES


def _count_on_inherited(db, times: int) -> None:
    for _ in range(times):
        count_on(db)
    os._exit(0)


def test_what_hangs_while_it_writes_keeps_nobody_waiting_for_ever(db):
    go, inside = threading.Event(), threading.Event()

    def hang() -> None:
        with db.write():
            inside.set()
            go.wait(5)

    hanging = threading.Thread(target=hang)
    hanging.start()
    inside.wait(5)
    with pytest.raises(Busy), db.patient(20), db.write():
        pass
    assert names(db) == [], "reading goes on"
    go.set()
    hanging.join()
    add(db, "A")
    assert names(db) == ["A"]
