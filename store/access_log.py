"""Who looked at what in a dossier: one line a request, only ever added (BR-52)."""

from dataclasses import dataclass

from store.database import Database
from store.rows import columns, load


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One request about a dossier. ``account_id`` is None for somebody at the table; ``status`` is that of HTTP.

    ``what`` is the name of the page or the act ("dossier.page"), ``subject`` the id it was about, '' for the dossier.
    """

    id: int
    at: str
    account_id: str | None
    organisation_id: str | None
    dossier_id: str
    what: str
    subject: str
    status: int


def add(
    db: Database,
    *,
    at: str,
    account_id: str | None,
    organisation_id: str | None,
    dossier_id: str,
    what: str,
    subject: str,
    status: int,
) -> None:
    """Add a line.

    :raises Conflict: when the dossier or the account does not exist
    """
    with db.write():
        db.insert(
            "access_log",
            {
                "at": at,
                "account_id": account_id,
                "organisation_id": organisation_id,
                "dossier_id": dossier_id,
                "what": what,
                "subject": subject,
                "status": status,
            },
        )


def of_dossier(
    db: Database, dossier_id: str, *, organisation_id: str = "", before: int = 0, limit: int = 200
) -> list[Visit]:
    """The visits of a dossier, the newest first: of one organisation's people alone, and before a line, when given."""
    sql = (
        f"SELECT {columns(Visit)} FROM access_log WHERE dossier_id = :dossier_id"
        " AND (:organisation_id = '' OR organisation_id = :organisation_id) AND (:before = 0 OR id < :before)"
        " ORDER BY id DESC LIMIT :limit"
    )
    values = {"dossier_id": dossier_id, "organisation_id": organisation_id, "before": before, "limit": limit}
    return [load(Visit, row) for row in db.rows(sql, values)]


def lately(db: Database, dossier_id: str, *, account_id: str, what: str, subject: str, since: str) -> list[int]:
    """The statuses of one kind of visit of an account since a time."""
    rows = db.rows(
        "SELECT status FROM access_log WHERE dossier_id = :dossier_id AND account_id = :account_id AND what = :what"
        " AND subject = :subject AND at > :since AND id > coalesce("
        "(SELECT max(id) FROM access_log WHERE dossier_id = :dossier_id), 0) - :back",
        {
            "dossier_id": dossier_id,
            "account_id": account_id,
            "what": what,
            "subject": subject,
            "since": since,
            "back": LOOKED_BACK,
        },
    )
    return [int(row["status"]) for row in rows]


LOOKED_BACK = 100_000
"""Lines of the whole log that `lately` goes back at most: a bound on its time, not a promise."""
