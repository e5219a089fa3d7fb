"""Trajectories: each the course of a dossier with one NAFT provider."""

from dataclasses import dataclass

from store.database import Database
from store.rows import as_row, columns, load, load_or_none, new_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Trajectory:
    """One trajectory, numbered from 1 in its dossier. Dates are "2026-11-23"; None when not (yet) set.

    ``state`` is the fold of the events, kept here for lists; ``due_date`` is that of the next evaluation.
    """

    id: str
    dossier_id: str
    number: int
    naft_id: str | None
    state: str
    start_date: str | None
    due_date: str | None
    ended_on: str | None
    created_at: str


_SELECT = f"SELECT {columns(Trajectory)} FROM trajectory"


def create(db: Database, *, dossier_id: str, state: str, at: str, naft_id: str | None = None) -> Trajectory:
    """Begin the next trajectory of a dossier.

    :raises Conflict: when the dossier or the NAFT provider does not exist
    """
    with db.write():
        sql = "SELECT coalesce(max(number), 0) + 1 AS next FROM trajectory WHERE dossier_id = ?"
        made = Trajectory(
            id=new_id(),
            dossier_id=dossier_id,
            number=db.rows(sql, (dossier_id,))[0]["next"],
            naft_id=naft_id,
            state=state,
            start_date=None,
            due_date=None,
            ended_on=None,
            created_at=at,
        )
        db.insert("trajectory", as_row(made))
    return made


def trajectory(db: Database, trajectory_id: str) -> Trajectory | None:
    """One trajectory; None when there is none."""
    return load_or_none(Trajectory, db.row(f"{_SELECT} WHERE id = ?", (trajectory_id,)))


def trajectories_of(db: Database, dossier_id: str) -> list[Trajectory]:
    """The trajectories of a dossier, the first one first."""
    found = db.rows(f"{_SELECT} WHERE dossier_id = ? ORDER BY number", (dossier_id,))
    return [load(Trajectory, row) for row in found]


def due_until(db: Database, last_date: str) -> list[Trajectory]:
    """Trajectories that have not ended and whose next evaluation is due on ``last_date`` or before, soonest first."""
    found = db.rows(f"{_SELECT} WHERE due_date <= ? AND ended_on IS NULL ORDER BY due_date, id", (last_date,))
    return [load(Trajectory, row) for row in found]


def save(db: Database, trajectory: Trajectory) -> None:
    """Replace the provider, state and dates of a trajectory, found by its id. Read it inside the same ``db.write()``.

    :raises Conflict: when the NAFT provider does not exist or a date is no date
    """
    with db.write():
        db.run(
            "UPDATE trajectory SET naft_id = :naft_id, state = :state, start_date = :start_date,"
            " due_date = :due_date, ended_on = :ended_on WHERE id = :id",
            as_row(trajectory),
        )
