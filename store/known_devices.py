"""Devices on which somebody signed in before, by the hash of what their cookie holds: no name, no address, no kind."""

from store.database import Database


def is_known(db: Database, token_hash: str, account_id: str, *, since: str) -> bool:
    """Whether this account signed in on this device since a time."""
    found = db.row(
        "SELECT 1 FROM known_device WHERE token_hash = ? AND account_id = ? AND used_at >= ?",
        (token_hash, account_id, since),
    )
    return found is not None


def remember(db: Database, token_hash: str, account_id: str, *, at: str) -> None:
    """This account signed in on this device."""
    with db.write():
        db.run(
            "INSERT INTO known_device (token_hash, account_id, created_at, used_at) VALUES (:hash, :id, :at, :at)"
            " ON CONFLICT (token_hash) DO UPDATE SET used_at = :at",
            {"hash": token_hash, "id": account_id, "at": at},
        )


def forget(db: Database, account_id: str, *, but: str = "") -> int:
    """Forget the devices of an account, but one if given; gives how many there were."""
    with db.write():
        return db.run(
            "DELETE FROM known_device WHERE account_id = :id AND token_hash <> :but", {"id": account_id, "but": but}
        )


def forget_old(db: Database, *, before: str) -> int:
    """Forget the devices that nobody used since a time; gives how many there were."""
    with db.write():
        return db.run("DELETE FROM known_device WHERE used_at < :before", {"before": before})
