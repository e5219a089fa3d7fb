"""Who has a record open on a screen, and when that was last heard of."""

from dataclasses import dataclass

from store.database import Database
from store.rows import load


@dataclass(frozen=True, slots=True, kw_only=True)
class Present:
    """Somebody with a record open: the account, and the moment (UTC) of the last sign of life."""

    account_id: str
    seen_at: str


def see(db: Database, record_id: str, account_id: str, *, at: str, forget_before: str) -> None:
    """Note that somebody has a record open now, and forget who was last seen before a time, in any record.

    :raises Conflict: when the record or the account does not exist
    """
    with db.write():
        db.run(
            "INSERT INTO presence (record_id, account_id, seen_at) VALUES (:record_id, :account_id, :at)"
            " ON CONFLICT (record_id, account_id) DO UPDATE SET seen_at = excluded.seen_at",
            {"record_id": record_id, "account_id": account_id, "at": at},
        )
        db.run("DELETE FROM presence WHERE seen_at < :before", {"before": forget_before})


def present(db: Database, record_id: str, *, since: str) -> list[Present]:
    """Who was seen at or after a time, the first in the record first."""
    sql = "SELECT account_id, seen_at FROM presence WHERE record_id = ? AND seen_at >= ? ORDER BY account_id"
    return [load(Present, row) for row in db.rows(sql, (record_id, since))]
