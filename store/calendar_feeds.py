"""The secret address of somebody's calendar, by its hash; and the days that stand in it."""

from dataclasses import dataclass

from store.database import Database
from store.rows import as_row, columns, load, load_or_none


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """The calendar of one account, by the SHA-256 of the secret in its address. ``read_at`` is kept once a day."""

    account_id: str
    token_hash: str
    created_at: str
    read_at: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarDay:
    """A day of a dossier in which the owner takes part."""

    dossier_id: str
    number: str
    kind: str
    about: str
    day: str


_SELECT = f"SELECT {columns(Feed)} FROM calendar_feed"


def make(db: Database, feed: Feed) -> None:
    """Give an account an address, in place of the one it had.

    :raises Conflict: when the account does not exist
    """
    with db.write():
        end(db, feed.account_id)
        db.insert("calendar_feed", as_row(feed))


def end(db: Database, account_id: str) -> bool:
    """The address opens nothing any more; False when there was none."""
    with db.write():
        return bool(db.run("DELETE FROM calendar_feed WHERE account_id = :id", {"id": account_id}))


def of_account(db: Database, account_id: str) -> Feed | None:
    """The calendar of an account; None when it has none."""
    return load_or_none(Feed, db.row(f"{_SELECT} WHERE account_id = ?", (account_id,)))


def of_token(db: Database, token_hash: str) -> Feed | None:
    """The calendar behind an address; None when there is none."""
    return load_or_none(Feed, db.row(f"{_SELECT} WHERE token_hash = ?", (token_hash,)))


def was_read(db: Database, account_id: str, *, at: str) -> None:
    """Note that a calendar program came by."""
    with db.write():
        db.run("UPDATE calendar_feed SET read_at = :at WHERE account_id = :id", {"id": account_id, "at": at})


def days_of(db: Database, account_id: str, organisation_id: str, letter: str) -> list[CalendarDay]:
    """The days of the dossiers in which an account takes part and that its organisation sees, as far as it may know.

    Without the last days of keeping. ``letter`` is its reader.
    """
    found = db.rows(
        "SELECT d.id AS dossier_id, d.number, w.kind, w.about, w.day"
        " FROM (SELECT DISTINCT dossier_id FROM party WHERE account_id = :account AND removed_at IS NULL) p"
        " JOIN dossier_organisation a ON a.dossier_id = p.dossier_id AND a.organisation_id = :organisation"
        "  AND a.until IS NULL AND (a.role <> 'naft' OR ("
        "   SELECT naft_id FROM trajectory WHERE dossier_id = a.dossier_id ORDER BY number DESC LIMIT 1"
        "  ) = a.organisation_id)"
        " JOIN dossier d ON d.id = p.dossier_id JOIN deadline w ON w.dossier_id = p.dossier_id"
        " WHERE instr(w.readers, :letter) > 0 AND w.kind NOT LIKE 'bewaren%' ORDER BY w.day, d.number, w.ord",
        {"account": account_id, "organisation": organisation_id, "letter": letter},
    )
    return [load(CalendarDay, row) for row in found]
