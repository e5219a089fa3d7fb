"""Dossiers, their numbers, the organisations that may see them, and the work list of an organisation."""

from dataclasses import dataclass
from typing import Literal

from store.database import Database
from store.rows import as_row, columns, load, load_or_none, new_id

Soort = Literal["leerling", "leerlingen", "klasgroep", "school"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """One pupil, group, class or school with its CLB. ``number`` as in "NAFT-2026-00042"; lists show ``label``."""

    id: str
    number: str
    soort: Soort
    schooljaar: str
    clb_id: str
    label: str
    created_by: str
    created_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """An organisation that may see a dossier, from ``since`` to ``until``; None while it lasts."""

    dossier_id: str
    organisation_id: str
    role: str
    since: str
    until: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierLine:
    """A dossier in a list, with its latest trajectory, for a provider its own latest. All None when there is none."""

    id: str
    number: str
    soort: Soort
    schooljaar: str
    label: str
    created_at: str
    role: str
    clb_id: str
    clb_naam: str
    trajectory_id: str | None
    trajectory_number: int | None
    state: str | None
    start_date: str | None
    due_date: str | None
    ended_on: str | None
    naft_id: str | None
    naft_naam: str | None


_LINES = (
    "SELECT d.id, d.number, d.soort, d.schooljaar, d.label, d.created_at, a.role, d.clb_id, clb.naam AS clb_naam,"
    " t.id AS trajectory_id, t.number AS trajectory_number, t.state, t.start_date, t.due_date, t.ended_on,"
    " t.naft_id, naft.naam AS naft_naam"
    " FROM dossier_organisation a"
    " JOIN dossier d ON d.id = a.dossier_id"
    " JOIN organisation clb ON clb.id = d.clb_id"
    " LEFT JOIN trajectory t ON t.dossier_id = d.id"
    "  AND t.number = (SELECT max(number) FROM trajectory WHERE dossier_id = d.id"
    "   AND (a.role <> 'naft' OR naft_id = a.organisation_id))"
    " LEFT JOIN organisation naft ON naft.id = t.naft_id"
)


def create(
    db: Database, *, soort: Soort, schooljaar: str, clb_id: str, label: str, created_by: str, at: str
) -> Dossier:
    """Open a dossier with the next number of its year (in UTC), and let its CLB see it.

    The number is taken in the same transaction: none is given twice, and none is skipped when something fails.

    :raises Conflict: when the CLB or the account does not exist
    """
    with db.write():
        made = Dossier(
            id=new_id(),
            number=_next_number(db, year=int(at[:4])),
            soort=soort,
            schooljaar=schooljaar,
            clb_id=clb_id,
            label=label,
            created_by=created_by,
            created_at=at,
        )
        db.insert("dossier", as_row(made))
        give_access(db, made.id, clb_id, role="clb", at=at)
    return made


def _next_number(db: Database, *, year: int) -> str:
    values = {"year": year}
    db.run(
        "INSERT INTO dossier_counter (year, last) VALUES (:year, 1) ON CONFLICT (year) DO UPDATE SET last = last + 1",
        values,
    )
    last = db.rows("SELECT last FROM dossier_counter WHERE year = :year", values)[0]["last"]
    return f"NAFT-{year:04}-{last:05}"


def dossier(db: Database, dossier_id: str) -> Dossier | None:
    """One dossier; None when there is none."""
    return load_or_none(Dossier, db.row(f"SELECT {columns(Dossier)} FROM dossier WHERE id = ?", (dossier_id,)))


def rename(db: Database, dossier_id: str, label: str) -> None:
    """Replace the name that lists show."""
    with db.write():
        db.run("UPDATE dossier SET label = :label WHERE id = :id", {"id": dossier_id, "label": label})


def hand_over(db: Database, dossier_id: str, clb_id: str) -> None:
    """Another CLB is the one of the dossier from now on.

    :raises Conflict: when the CLB does not exist
    """
    with db.write():
        db.run("UPDATE dossier SET clb_id = :clb_id WHERE id = :id", {"id": dossier_id, "clb_id": clb_id})


def give_access(db: Database, dossier_id: str, organisation_id: str, *, role: str, at: str) -> None:
    """Let an organisation see a dossier. One that already does keeps its date; one that did begins anew.

    :raises Conflict: when the dossier or the organisation does not exist
    """
    access = Access(dossier_id=dossier_id, organisation_id=organisation_id, role=role, since=at)
    with db.write():
        db.run(
            "INSERT INTO dossier_organisation (dossier_id, organisation_id, role, since, until)"
            " VALUES (:dossier_id, :organisation_id, :role, :since, :until)"
            " ON CONFLICT (dossier_id, organisation_id) DO UPDATE SET role = excluded.role, until = NULL,"
            " since = CASE WHEN until IS NULL THEN since ELSE excluded.since END",
            as_row(access),
        )


def end_access(db: Database, dossier_id: str, organisation_id: str, *, at: str) -> None:
    """From now on the organisation no longer sees the dossier. Does nothing when it did not."""
    with db.write():
        db.run(
            "UPDATE dossier_organisation SET until = :at"
            " WHERE dossier_id = :dossier_id AND organisation_id = :organisation_id AND until IS NULL",
            {"dossier_id": dossier_id, "organisation_id": organisation_id, "at": at},
        )


def access_to(db: Database, dossier_id: str) -> list[Access]:
    """Every organisation that sees or saw the dossier, in order of time."""
    found = db.rows(
        f"SELECT {columns(Access)} FROM dossier_organisation WHERE dossier_id = ? ORDER BY since, organisation_id",
        (dossier_id,),
    )
    return [load(Access, row) for row in found]


def may_see(db: Database, dossier_id: str, organisation_id: str) -> bool:
    """Whether the organisation sees the dossier today."""
    values = (dossier_id, organisation_id)
    sql = "SELECT 1 FROM dossier_organisation WHERE dossier_id = ? AND organisation_id = ? AND until IS NULL"
    return db.row(sql, values) is not None


def of_number(db: Database, number: str) -> Dossier | None:
    """The dossier with this number; None when there is none."""
    return load_or_none(Dossier, db.row(f"SELECT {columns(Dossier)} FROM dossier WHERE number = ?", (number,)))


def every(db: Database) -> list[DossierLine]:
    """Every dossier there is, by number, as its CLB sees it. For commands in a terminal, not for a page."""
    found = db.rows(f"{_LINES} WHERE a.organisation_id = d.clb_id ORDER BY d.number")
    return [load(DossierLine, row) for row in found]


def dossiers_of(db: Database, organisation_id: str) -> list[DossierLine]:
    """What an organisation sees today: first what is due soonest, then what has no due date, the newest first."""
    found = db.rows(
        f"{_LINES} WHERE a.organisation_id = ? AND a.until IS NULL"
        " ORDER BY t.due_date IS NULL, t.due_date, d.created_at DESC, d.number DESC",
        (organisation_id,),
    )
    return [load(DossierLine, row) for row in found]
