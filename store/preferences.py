"""What somebody with an account wants to hear by mail, and how often."""

from dataclasses import dataclass
from typing import Literal

from store.database import Database
from store.rows import as_row, columns, load_or_none

How = Literal["meteen", "dagelijks", "geen"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Preference:
    """The choices of one account. ``changed_at`` is empty for who never chose, and hears all at once."""

    account_id: str
    reminders: How = "meteen"
    news: How = "meteen"
    changed_at: str = ""


def of_account(db: Database, account_id: str) -> Preference:
    """What an account chose, or what counts for who chose nothing."""
    row = db.row(f"SELECT {columns(Preference)} FROM preference WHERE account_id = ?", (account_id,))
    return load_or_none(Preference, row) or Preference(account_id=account_id)


def save(db: Database, chosen: Preference) -> None:
    """Replace the choices of an account.

    :raises Conflict: when the account does not exist, or for a word that is none of the three
    """
    with db.write():
        db.run(
            "INSERT INTO preference (account_id, reminders, news, changed_at)"
            " VALUES (:account_id, :reminders, :news, :changed_at) ON CONFLICT (account_id) DO UPDATE SET"
            " reminders = excluded.reminders, news = excluded.news, changed_at = excluded.changed_at",
            as_row(chosen),
        )
