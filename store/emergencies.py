"""Emergency access: who opened a dossier of others, why, until when, and what its CLB found of it."""

from dataclasses import dataclass

from store.database import Database
from store.rows import as_row, columns, load, load_or_none, new_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Emergency:
    """One time that somebody of an organisation opened a dossier in an emergency, from ``opened_at`` to ``ends_at``.

    ``seen_by`` is who of the CLB of the dossier looked at it, None as long as nobody did; ``finding`` what was found.
    """

    id: str
    dossier_id: str
    account_id: str
    organisation_id: str
    reason: str
    opened_at: str
    ends_at: str
    seen_by: str | None = None
    seen_at: str | None = None
    finding: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unseen:
    """One at which nobody looked yet, for the work list of the CLB of the dossier."""

    id: str
    dossier_id: str
    number: str
    label: str
    opened_at: str
    organisation: str


_SELECT = f"SELECT {columns(Emergency)} FROM emergency"


def open_one(
    db: Database, *, dossier_id: str, account_id: str, organisation_id: str, reason: str, at: str, until: str
) -> Emergency:
    """Open a dossier for this account until then.

    :raises Conflict: when the dossier, the account or the organisation does not exist
    """
    made = Emergency(
        id=new_id(),
        dossier_id=dossier_id,
        account_id=account_id,
        organisation_id=organisation_id,
        reason=reason,
        opened_at=at,
        ends_at=until,
    )
    with db.write():
        db.insert("emergency", as_row(made))
    return made


def open_now(db: Database, dossier_id: str, account_id: str, organisation_id: str, *, at: str) -> Emergency | None:
    """What this account of this organisation has open of a dossier now; None when nothing is."""
    values = {"dossier_id": dossier_id, "account_id": account_id, "organisation_id": organisation_id, "at": at}
    row = db.row(
        f"{_SELECT} WHERE account_id = :account_id AND dossier_id = :dossier_id AND ends_at > :at"
        " AND organisation_id = :organisation_id ORDER BY ends_at DESC LIMIT 1",
        values,
    )
    return load_or_none(Emergency, row)


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """One that somebody has open, for the way back to it."""

    dossier_id: str
    number: str
    ends_at: str


def running(db: Database, account_id: str, organisation_id: str, *, at: str) -> list[Running]:
    """What this account of this organisation has open now, the one that ends first on top."""
    found = db.rows(
        "SELECT e.dossier_id, d.number, max(e.ends_at) AS ends_at FROM emergency e"
        " JOIN dossier d ON d.id = e.dossier_id"
        " WHERE e.account_id = ? AND e.organisation_id = ? AND e.ends_at > ?"
        " GROUP BY e.dossier_id, d.number ORDER BY ends_at, e.dossier_id",
        (account_id, organisation_id, at),
    )
    return [load(Running, row) for row in found]


def one(db: Database, emergency_id: str) -> Emergency | None:
    """One; None when there is none."""
    return load_or_none(Emergency, db.row(f"{_SELECT} WHERE id = ?", (emergency_id,)))


def of_dossier(db: Database, dossier_id: str) -> list[Emergency]:
    """All of a dossier, the newest first."""
    found = db.rows(f"{_SELECT} WHERE dossier_id = ? ORDER BY opened_at DESC, id", (dossier_id,))
    return [load(Emergency, row) for row in found]


def unseen(db: Database, clb_id: str) -> list[Unseen]:
    """Those in the dossiers of a CLB at which nobody looked yet, the oldest first."""
    found = db.rows(
        "SELECT e.id, e.dossier_id, d.number, d.label, e.opened_at, o.naam AS organisation FROM emergency e"
        " JOIN dossier d ON d.id = e.dossier_id JOIN organisation o ON o.id = e.organisation_id"
        " WHERE e.seen_at IS NULL AND d.clb_id = ? ORDER BY e.opened_at, e.id",
        (clb_id,),
    )
    return [load(Unseen, row) for row in found]


def judge(db: Database, emergency_id: str, *, by: str, finding: str, at: str, ends: bool) -> bool:
    """Write down what was found, and with ``ends`` close it now; False when somebody did already."""
    values = {"id": emergency_id, "by": by, "finding": finding, "at": at, "ends": int(ends)}
    with db.write():
        done = db.run(
            "UPDATE emergency SET seen_by = :by, seen_at = :at, finding = :finding,"
            " ends_at = CASE WHEN :ends AND ends_at > :at THEN :at ELSE ends_at END"
            " WHERE id = :id AND seen_at IS NULL",
            values,
        )
    return done > 0
