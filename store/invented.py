"""An invented past: of what was made in one dossier, what would be gone by now goes, and its mails were sent long ago.

For a large demo alone (services/flanders.py). Found by the dossier, as the tables grow while it is made.
"""

from datetime import UTC, datetime, timedelta

from store.database import Database
from store.housekeeping import TERMS

_RECORDS = "SELECT id FROM record WHERE dossier_id = :dossier"
_VERSIONS = f"SELECT v.id FROM version v WHERE v.record_id IN ({_RECORDS})"
_OF_DOSSIER = {
    "record_save": f"record_id IN ({_RECORDS})",
    "seat": f"version_id IN ({_VERSIONS})",
    "mail": f"version_id IN ({_VERSIONS})",
}

NOTE = "vlaanderen"
"""The setting in which it stands what was asked, and how much of it is there."""


def is_there(db: Database) -> bool:
    """Whether this instance has such a past. Of most of its dossiers no Word file was made: it comes when one asks."""
    return db.row("SELECT 1 FROM setting WHERE name = ?", (NOTE,)) is not None


def settle(db: Database, dossier_id: str, *, now: datetime) -> None:
    """Take every mail of a dossier as sent when it was made, and delete what `housekeeping` would have deleted.

    Inside the write that made the dossier.
    """
    db.run(
        "UPDATE mail SET status = 'verstuurd', attempts = 1, sent_at = created_at, next_at = NULL"
        f" WHERE status = 'wacht' AND {_OF_DOSSIER['mail']}",
        {"dossier": dossier_id},
    )
    for table, mine in _OF_DOSSIER.items():
        before = (now.astimezone(UTC) - timedelta(days=TERMS[table].days)).strftime("%Y-%m-%dT%H:%M:%SZ")
        db.run(f"DELETE FROM {table} WHERE {mine} AND {TERMS[table].where}", {"dossier": dossier_id, "before": before})


def quickly(db: Database, *, on: bool) -> None:
    """Do not wait for the disk while it is made, and keep more of the file in memory; then as everywhere again.

    When the power fails meanwhile the file may be torn: it is invented, and made anew.
    """
    for pragma in ("synchronous=OFF", "cache_size=-262144") if on else ("synchronous=FULL", "cache_size=-2000"):
        db.connection.conn.execute(f"PRAGMA {pragma}").close()
