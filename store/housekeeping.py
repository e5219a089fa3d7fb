"""Rows that nobody needs after a while, each with its term and why; and leaving no trace of what was erased."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from store.database import Database

VACUUM_MOST = 1024**3  # bytes: making the file anew takes as much memory
"""Up to which size the file is made anew after erasing. Larger ones are not: what is erased is overwritten anyway
(secure_delete), and emptied out of the write-ahead log.
"""


@dataclass(frozen=True, slots=True)
class Tidy:
    """The rows of a table that go: ``days`` after what, as a condition on ``:before`` (UTC)."""

    days: int
    where: str
    why: str


_NO_OPEN_ROUND = (
    "NOT EXISTS (SELECT 1 FROM version v WHERE v.id = {}.version_id AND v.status = 'ter_ondertekening'"
    " AND v.closed_at IS NULL)"
)

TERMS: dict[str, Tidy] = {
    "presence": Tidy(1, "seen_at < :before", "who has a record open: of minutes"),
    "form_done": Tidy(7, "at < :before", "stops a button that is pressed twice; no page stays open for a week"),
    "record_save": Tidy(30, "at < :before", "merges what two people typed at once"),
    "session": Tidy(7, "expires_at < :before", "ended; a week in which its owner can still ask what it was"),
    "sign_in_attempt": Tidy(365, "at < :before", "throttling looks at a day; administrators see who came last"),
    "known_device": Tidy(365, "used_at < :before", "a device that nobody used for a year is a stranger again"),
    "address_change": Tidy(30, "expires_at < :before", "an address that was asked for and never confirmed"),
    "invitation": Tidy(365, "expires_at < :before", "used or over; a year in which the page still says so"),
    "seat": Tidy(30, "expires_at < :before", "half an hour at the table; what was signed there is a signature"),
    "link": Tidy(
        365,
        f"expires_at < :before AND {_NO_OPEN_ROUND.format('link')}"
        " AND NOT EXISTS (SELECT 1 FROM seat s WHERE s.link_hash = link.token_hash)",
        "over; a year in which its page still says what to do",
    ),
    "reminder": Tidy(730, "sent_on < date(:before)", "stops telling the same twice, of days that are long over"),
    "mail": Tidy(
        365,
        f"created_at < :before AND status <> 'wacht' AND {_NO_OPEN_ROUND.format('mail')}"
        " AND NOT EXISTS (SELECT 1 FROM reminder r WHERE r.mail_id = mail.id)",
        "went out, or never did; a year in which somebody may ask what was sent",
    ),
    "job_product": Tidy(0, "expires_at < :before", "what a job made for who asked; it is made again when asked"),
    "job": Tidy(90, "done_at < :before AND status IN ('klaar', 'mislukt')", "work that is done"),
    "page_picture": Tidy(7, "created_at < :before", "previews of templates; drawn anew when somebody looks"),
    "replica_check": Tidy(365, "at < :before", "how far behind the continuous copy was"),
    "wide_act": Tidy(1826, "at < :before", "who searched or made lists: five years in which that may be asked"),
}
"""Table -> what goes, in this order: nothing that is left refers to what went."""


def tidy(db: Database, *, now: datetime) -> dict[str, int]:
    """Delete what is over its term, each table in a write of its own; gives how many rows of each went.

    :param now: with a zone
    """
    gone = {}
    for table, one in TERMS.items():
        before = (now.astimezone(UTC) - timedelta(days=one.days)).strftime("%Y-%m-%dT%H:%M:%SZ")
        with db.write():
            gone[table] = db.run(f"DELETE FROM {table} WHERE {one.where}", {"before": before})
    return gone


def empty_log(db: Database) -> bool:
    """Write all of the write-ahead log to the file and cut it off; False when somebody was reading from it.

    Outside a write, after one that erased something: what was there before stands in the log until then.
    """
    with db.turn():
        [row] = db.rows("PRAGMA wal_checkpoint(TRUNCATE)")
    return not row["busy"]


def scrub(db: Database) -> bool:
    """Leave nothing of what was erased: put the index of words in order, make the file anew, empty the log.

    Takes seconds for a large file; meanwhile others read, and wait with writing. False when the log could not be
    emptied, because somebody was reading: then again.
    """
    with db.write():
        db.run("INSERT INTO dossier_search (dossier_search) VALUES ('optimize')", {})
    if db.path.stat().st_size <= VACUUM_MOST:
        with db.turn():
            db.connection.conn.execute("VACUUM").close()
    return empty_log(db)
