"""Work that waits to be done outside a request: a job is a row, taken by one worker for a time and no longer."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from store.database import Database
from store.rows import Json, as_json, as_row, columns, load, load_or_none, new_id

Status = Literal["wacht", "bezig", "klaar", "mislukt"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One thing to do: a ``kind`` of work on a ``subject``, an id. No personal data in it.

    ``next_at`` is when it may be taken (again): of a job that waits the moment of its next try, of one under way the
    end of the time that its worker has. ``error`` is why the last try failed, in Dutch, for people to read. ``mark``
    tells it from others of the same kind and subject: '' for what is the same for everybody. ``steps`` of the work are
    ``steps_done``; 0 of 0 when it does not say.
    """

    id: str
    kind: str
    subject: str
    context: Json = field(default_factory=dict)
    asked_by: str | None = None
    asked_at: str
    status: Status = "wacht"
    attempts: int = 0
    next_at: str | None = None
    started_at: str | None = None
    done_at: str | None = None
    error: str = ""
    mark: str = ""
    steps: int = 0
    steps_done: int = 0


_SELECT = f"SELECT {columns(Job)} FROM job"
_OPEN = "status IN ('wacht', 'bezig')"


def ask(
    db: Database,
    *,
    kind: str,
    subject: str,
    at: str,
    asked_by: str | None = None,
    context: Json | None = None,
    mark: str = "",
) -> Job:
    """Put a job in the queue; the one that is open for the same kind, subject and mark, where there is one."""
    told = {"kind": kind, "subject": subject, "mark": mark}
    made = Job(
        id=new_id(),
        kind=kind,
        subject=subject,
        mark=mark,
        context=context or {},
        asked_by=asked_by,
        asked_at=at,
        next_at=at,
    )
    with db.write():
        there = db.row(f"{_SELECT} WHERE kind = :kind AND subject = :subject AND mark = :mark AND {_OPEN}", told)
        if there:
            return load(Job, there)
        db.insert("job", as_row(made))
    return made


def job(db: Database, job_id: str) -> Job | None:
    """One job; None when there is none."""
    return load_or_none(Job, db.row(f"{_SELECT} WHERE id = ?", (job_id,)))


def last(db: Database, kind: str, subject: str, mark: str = "") -> Job | None:
    """The job that was asked last for a kind, subject and mark; None when none ever was."""
    sql = f"{_SELECT} WHERE kind = ? AND subject = ? AND mark = ? ORDER BY asked_at DESC, rowid DESC LIMIT 1"
    return load_or_none(Job, db.row(sql, (kind, subject, mark)))


def last_of(db: Database, kind: str, subjects: Iterable[str]) -> dict[str, Job]:
    """The same for several subjects; those for which none ever was asked are left out."""
    sql = f"{_SELECT} WHERE kind = ? AND subject IN (SELECT value FROM json_each(?)) ORDER BY asked_at, rowid"
    return {row["subject"]: load(Job, row) for row in db.rows(sql, (kind, as_json(list(subjects))))}


def open_jobs(db: Database) -> list[Job]:
    """What waits or is under way, in the order in which it is taken."""
    found = db.rows(f"{_SELECT} WHERE {_OPEN} ORDER BY asked_at, rowid")
    return [load(Job, row) for row in found]


def not_done(db: Database, limit: int = 200) -> list[Job]:
    """What waits, is under way or failed, the newest first."""
    found = db.rows(f"{_SELECT} WHERE status <> 'klaar' ORDER BY asked_at DESC, rowid DESC LIMIT ?", (limit,))
    return [load(Job, row) for row in found]


def ahead(db: Database, job_id: str) -> int:
    """How many jobs of all kinds are taken before this one, with what is under way."""
    row = db.row(
        f"SELECT count(*) AS ahead FROM job other JOIN job mine ON mine.id = ? WHERE other.{_OPEN}"
        " AND other.id <> mine.id AND (other.asked_at, other.rowid) < (mine.asked_at, mine.rowid)",
        (job_id,),
    )
    return int(row["ahead"]) if row else 0


def claim(db: Database, *, at: str, until: str) -> Job | None:
    """Take the job that waits longest, for one worker until a time; None when nothing is due.

    A job whose worker did not come back in time is taken again, by whoever asks first.
    """
    due = f"SELECT id FROM job WHERE {_OPEN} AND next_at <= ? ORDER BY asked_at, rowid LIMIT 1"
    if db.row(due, (at,)) is None:  # most often: no turn at writing is needed to see that
        return None
    with db.write():
        found = db.row(due, (at,))
        if found is None:
            return None
        db.run(
            "UPDATE job SET status = 'bezig', attempts = attempts + 1, started_at = :at, next_at = :until, steps = 0,"
            " steps_done = 0 WHERE id = :id",
            {"id": found["id"], "at": at, "until": until},
        )
        return job(db, found["id"])


def progress(db: Database, taken: Job, *, steps_done: int, steps: int, until: str) -> bool:
    """It goes on, and its worker has until another time; False when it was taken from this worker meanwhile."""
    with db.write():
        changed = db.run(
            "UPDATE job SET steps = :steps, steps_done = :steps_done, next_at = :until"
            " WHERE id = :id AND status = 'bezig' AND attempts = :attempts",
            {"id": taken.id, "attempts": taken.attempts, "steps": steps, "steps_done": steps_done, "until": until},
        )
        return changed > 0


def done(db: Database, taken: Job, *, at: str) -> bool:
    """It is done; False when it was taken from this worker meanwhile."""
    return _settle(db, taken, "klaar", at=at)


def failed(db: Database, taken: Job, *, error: str, at: str, next_at: str | None) -> bool:
    """It was not done: tried again at ``next_at``, given up without it; False as with ``done``."""
    return _settle(db, taken, "wacht" if next_at else "mislukt", at=at, error=error, next_at=next_at)


def _settle(db: Database, taken: Job, status: Status, *, at: str, error: str = "", next_at: str | None = None) -> bool:
    with db.write():
        changed = db.run(
            "UPDATE job SET status = :status, next_at = :next_at, done_at = :done_at, error = :error"
            " WHERE id = :id AND status = 'bezig' AND attempts = :attempts",
            {
                "id": taken.id,
                "attempts": taken.attempts,
                "status": status,
                "next_at": next_at,
                "done_at": None if next_at else at,
                "error": error,
            },
        )
        return changed > 0
