"""Attempts at getting in, counted by what was tried and by where from: for every process, over every restart."""

from store.database import Database
from store.rows import new_id


def record(db: Database, *, account_key: str, at: str, ok: bool, source_key: str = "") -> str:
    """Note an attempt; gives its id. The keys are hashes; that of the account may be of an address without one."""
    made = new_id()
    with db.write():
        row = {"id": made, "account_key": account_key, "at": at, "ok": ok, "source_key": source_key}
        db.insert("sign_in_attempt", row)
    return made


def succeeded(db: Database, attempt_id: str) -> None:
    """It was right: failures before it count no more."""
    with db.write():
        db.run("UPDATE sign_in_attempt SET ok = 1 WHERE id = :id", {"id": attempt_id})


def withdraw(db: Database, attempt_id: str) -> None:
    """It counts neither way."""
    with db.write():
        db.run("DELETE FROM sign_in_attempt WHERE id = :id", {"id": attempt_id})


def failures(db: Database, account_key: str, *, since: str, until: str) -> int:
    """How many attempts between two times failed, not counting those before the last that succeeded.

    What lies after ``until`` was noted by a clock that went wrong, and would else count until that time comes.
    """
    row = db.row(
        "SELECT count(*) AS failures FROM sign_in_attempt"
        " WHERE account_key = :key AND at BETWEEN :since AND :until AND ok = 0 AND rowid > coalesce("
        "(SELECT max(rowid) FROM sign_in_attempt WHERE account_key = :key AND at >= :since AND ok = 1), 0)",
        {"key": account_key, "since": since, "until": until},
    )
    return int(row["failures"]) if row else 0


def failures_from(db: Database, source_key: str, *, since: str, until: str) -> int:
    """How many attempts from one place failed between two times, whatever succeeded there; 0 for a place unknown."""
    row = db.row(
        "SELECT count(*) AS failures FROM sign_in_attempt"
        " WHERE source_key = :key AND source_key <> '' AND at BETWEEN :since AND :until AND ok = 0",
        {"key": source_key, "since": since, "until": until},
    )
    return int(row["failures"]) if row else 0


def forget(db: Database, *, before: str) -> int:
    """Delete the attempts of before a time; gives how many there were.

    The last right one at the door stays, for each address: the others have a key with a colon (services/tries.py).
    """
    with db.write():
        return db.run(
            "DELETE FROM sign_in_attempt WHERE at < :before AND (ok = 0 OR instr(account_key, ':') OR rowid <> ("
            "SELECT max(other.rowid) FROM sign_in_attempt other"
            " WHERE other.account_key = sign_in_attempt.account_key AND other.ok = 1))",
            {"before": before},
        )
