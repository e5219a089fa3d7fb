"""Work in the background: asked by a page, done by a worker of the server, one job at a time (ADR 0027).

A job is taken for `LEASE`: when its server dies meanwhile, somebody takes it again after that. What a kind of work does
stands in `services/job_kinds.py`; it may be done twice, so it has to bear that.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from services.platform import Platform, stamp
from store import job_products, jobs
from store.jobs import Job, Status

LEASE = timedelta(minutes=6)
"""More than a conversion takes at most: its turn, opening LibreOffice, and two tries (services/office.py)."""
PAUSES = (1, 5)
"""Minutes until the second try, and until the third; there is no fourth."""
ATTEMPTS = len(PAUSES) + 1
TELL_EVERY = 0.5
"""Seconds between two times that a job says how far it is: each is a write."""
UNFORESEEN = "Er liep iets mis aan onze kant."
DIED = "De server stopte er telkens bij."

Do = Callable[[Platform, Job], None]
"""What a kind of work does with one job."""


class Failed(Exception):
    """It cannot be done, and trying again changes nothing. The message is Dutch and says why."""


class TryLater(Exception):
    """It did not work this time. The message is Dutch and says why."""


@dataclass(frozen=True, slots=True)
class State:
    """How far a job is, for a page: `status` '' when none was ever asked, `ahead` how many come first.

    Of `steps`, `done` are done; 0 of 0 when it does not say. `job_id` is '' when none was ever asked.
    """

    status: Status | str
    ahead: int = 0
    error: str = ""
    attempts: int = 0
    done: int = 0
    steps: int = 0
    job_id: str = field(default="", compare=False)

    @property
    def is_open(self) -> bool:
        """Waits, or is under way."""
        return self.status in ("wacht", "bezig")


class Progress:
    """Says how far a job is, for the page that waits; and that its worker is alive, so that nobody else takes it.

    Called as often as one likes: it writes twice a second at most.
    """

    def __init__(self, platform: Platform, job: Job) -> None:
        self._platform, self._job, self._next = platform, job, 0.0

    def __call__(self, done: int, steps: int) -> None:
        """So many of so many steps are done."""
        now = time.monotonic()
        if now < self._next:
            return
        self._next = now + TELL_EVERY
        until = stamp(self._platform.now() + LEASE)
        jobs.progress(self._platform.db, self._job, steps_done=done, steps=steps, until=until)


def ask(
    platform: Platform,
    kind: str,
    subject: str,
    who_id: str = "",
    context: dict[str, Any] | None = None,
    mark: str = "",
) -> Job:
    """Ask for a kind of work on a subject; the open job for the same, where there is one.

    :param subject: an id: what it is about
    :param context: more that the work needs, never anything of a person
    :param mark: what tells it from others of that kind on that subject: a hash
    """
    told: dict[str, Any] = {"kind": kind, "subject": subject, "mark": mark, "context": context}
    return jobs.ask(platform.db, at=platform.at(), asked_by=who_id or None, **told)


def state(platform: Platform, kind: str, subject: str, mark: str = "") -> State:
    """How far the job is that was asked last."""
    return state_of(platform, jobs.last(platform.db, kind, subject, mark))


def state_of(platform: Platform, job: Job | None) -> State:
    """The same of a job that is at hand."""
    if job is None:
        return State("")
    ahead = jobs.ahead(platform.db, job.id) if job.status == "wacht" else 0
    return State(job.status, ahead, job.error, job.attempts, job.steps_done, job.steps, job.id)


def work_off(platform: Platform, kinds: Mapping[str, Do], stopped: Callable[[], bool] = lambda: False) -> int:
    """Do what is due, one job after the other, until nothing is or `stopped` says so; gives how many were done.

    What jobs made goes once it is expired.

    :raises Busy, Conflict: when the store does not take the outcome; the job is taken again after its lease
    """
    job_products.expire(platform.db, at=platform.at())
    count = 0
    while not stopped():
        taken = jobs.claim(platform.db, at=platform.at(), until=stamp(platform.now() + LEASE))
        if taken is None:
            break
        count += _do(platform, taken, kinds)
    return count


def _do(platform: Platform, job: Job, kinds: Mapping[str, Do]) -> int:
    """One job; 1 when it was done. What nobody foresaw is noted, and goes on up."""
    if job.attempts > ATTEMPTS:
        _give_up(platform, job, DIED)
        return 0
    try:
        kinds[job.kind](platform, job)
    except Failed as why:
        _give_up(platform, job, str(why))
        return 0
    except TryLater as why:
        _again(platform, job, str(why))
        return 0
    except BaseException:
        platform.db.release()
        _again(platform, job, UNFORESEEN)
        raise
    return int(jobs.done(platform.db, job, at=platform.at()))


def _again(platform: Platform, job: Job, why: str) -> None:
    if job.attempts >= ATTEMPTS:
        _give_up(platform, job, why)
        return
    later = stamp(platform.now() + timedelta(minutes=PAUSES[job.attempts - 1]))
    jobs.failed(platform.db, job, error=why, at=platform.at(), next_at=later)


def _give_up(platform: Platform, job: Job, why: str) -> None:
    jobs.failed(platform.db, job, error=why, at=platform.at(), next_at=None)
