"""What was done over many dossiers at once, or refused outside of any: one line each, only ever added (BR-52)."""

from dataclasses import dataclass

from store.database import Database
from store.rows import columns, load


@dataclass(frozen=True, slots=True, kw_only=True)
class WideAct:
    """One request. ``what`` is the name of the page, ``found`` how many it gave, ``status`` that of HTTP.

    Never what was searched for. ``account_id`` is None for who was not signed in.
    """

    id: int
    at: str
    account_id: str | None
    organisation_id: str | None
    what: str
    found: int
    status: int


def add(
    db: Database, *, at: str, account_id: str | None, organisation_id: str | None, what: str, found: int, status: int
) -> None:
    """Add a line."""
    with db.write():
        db.insert(
            "wide_act",
            {
                "at": at,
                "account_id": account_id,
                "organisation_id": organisation_id,
                "what": what,
                "found": found,
                "status": status,
            },
        )


def of_organisation(db: Database, organisation_id: str, *, before: int = 0, limit: int = 200) -> list[WideAct]:
    """What the people of an organisation did, the newest first; before a line, when given."""
    found = db.rows(
        f"SELECT {columns(WideAct)} FROM wide_act WHERE organisation_id = :organisation_id"
        " AND (:before = 0 OR id < :before) ORDER BY id DESC LIMIT :limit",
        {"organisation_id": organisation_id, "before": before, "limit": limit},
    )
    return [load(WideAct, row) for row in found]


def lately(db: Database, account_id: str, what: str, *, since: str) -> list[int]:
    """The statuses of one kind of act of an account since a time, the newest first."""
    found = db.rows(
        "SELECT status FROM wide_act WHERE account_id = :account_id AND what = :what AND at > :since ORDER BY id DESC",
        {"account_id": account_id, "what": what, "since": since},
    )
    return [int(row["status"]) for row in found]
