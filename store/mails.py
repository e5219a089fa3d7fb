"""The outbox: a mail is a row, written with what causes it, and sent afterwards."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from store.database import Database
from store.rows import Json, as_json, as_row, columns, load, new_id

Status = Literal["wacht", "verstuurd", "mislukt", "vervallen"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """One mail to one address. Its words are made when it is sent, from ``kind`` and ``context``; no token is in it.

    ``verstuurd`` is only what the mail server took. ``next_at`` is when it is tried (again). ``error`` is why the last
    try failed, without anybody's address. ``asked_by`` is the account whose doing it is, ``account_id`` the account
    that gets it, None for who has none.

    One that is held back for somebody's daily mail is ``vervallen`` from the start, and never tried; ``sent_at`` is
    then when it was told of in that mail.
    """

    id: str
    kind: str
    to_address: str
    dossier_id: str | None = None
    version_id: str | None = None
    party_id: str | None = None
    asked_by: str | None = None
    context: Json = field(default_factory=dict)
    created_at: str
    status: Status = "wacht"
    attempts: int = 0
    next_at: str | None = None
    sent_at: str | None = None
    error: str = ""
    account_id: str | None = None


HELD = "voor_dagoverzicht"
_SELECT = f"SELECT {columns(Mail)} FROM mail"


def post(
    db: Database,
    *,
    kind: str,
    to_address: str,
    dossier_id: str | None = None,
    version_id: str | None = None,
    party_id: str | None = None,
    asked_by: str | None = None,
    account_id: str | None = None,
    context: Json | None = None,
    held: bool = False,
    at: str,
) -> Mail:
    """Put a mail in the outbox, in the write of what causes it; ``held``: only to be told of in the daily mail."""
    made = Mail(
        id=new_id(),
        kind=kind,
        to_address=to_address,
        dossier_id=dossier_id,
        version_id=version_id,
        party_id=party_id,
        asked_by=asked_by,
        account_id=account_id,
        context={**(context or {}), **({HELD: True} if held else {})},
        created_at=at,
        status="vervallen" if held else "wacht",
        next_at=None if held else at,
    )
    with db.write():
        db.insert("mail", as_row(made))
    return made


def due(db: Database, at: str, limit: int = 50) -> list[Mail]:
    """What waits to be sent at this time, the longest waiting first."""
    sql = f"{_SELECT} WHERE status = 'wacht' AND next_at <= ? ORDER BY next_at, rowid LIMIT ?"
    return [load(Mail, row) for row in db.rows(sql, (at, limit))]


def claim(db: Database, mail_id: str, *, at: str, until: str) -> Mail | None:
    """Take a due mail for one sender until a time, so that two senders never send it both; None when it is taken."""
    with db.write():
        taken = db.run(
            "UPDATE mail SET attempts = attempts + 1, next_at = :until, error = ''"
            " WHERE id = :id AND status = 'wacht' AND next_at <= :at",
            {"id": mail_id, "at": at, "until": until},
        )
        return load(Mail, db.rows(f"{_SELECT} WHERE id = ?", (mail_id,))[0]) if taken else None


def sent(db: Database, mail_id: str, *, at: str) -> None:
    """The mail server took it."""
    with db.write():
        db.run(
            "UPDATE mail SET status = 'verstuurd', sent_at = :at, next_at = NULL, error = '' WHERE id = :id",
            {"id": mail_id, "at": at},
        )


def failed(db: Database, mail_id: str, *, error: str, next_at: str | None) -> None:
    """It was not taken: tried again at ``next_at``, given up without it."""
    with db.write():
        db.run(
            "UPDATE mail SET status = :status, next_at = :next_at, error = :error WHERE id = :id",
            {"id": mail_id, "status": "wacht" if next_at else "mislukt", "next_at": next_at, "error": error},
        )


def lapse(db: Database, version_id: str, kind: str, party_id: str | None = None) -> int:
    """What waits of a kind under a version is not sent any more, to one party or to all; gives how many."""
    with db.write():
        return db.run(
            "UPDATE mail SET status = 'vervallen', next_at = NULL"
            " WHERE version_id = :version_id AND kind = :kind AND status = 'wacht'"
            " AND (:party_id IS NULL OR party_id = :party_id)",
            {"version_id": version_id, "kind": kind, "party_id": party_id},
        )


def drop(db: Database, mail_id: str) -> None:
    """A mail that nobody needs any more is not sent."""
    with db.write():
        db.run(
            "UPDATE mail SET status = 'vervallen', next_at = NULL WHERE id = :id AND status = 'wacht'", {"id": mail_id}
        )


def of_version(db: Database, version_id: str) -> list[Mail]:
    """Every mail about a version, the newest first."""
    found = db.rows(f"{_SELECT} WHERE version_id = ? ORDER BY created_at DESC, rowid DESC", (version_id,))
    return [load(Mail, row) for row in found]


def of_party(db: Database, version_id: str, party_id: str, kind: str) -> list[Mail]:
    """Every mail of a kind to one party about a version, the newest first."""
    sql = f"{_SELECT} WHERE version_id = ? AND party_id = ? AND kind = ? ORDER BY created_at DESC, rowid DESC"
    return [load(Mail, row) for row in db.rows(sql, (version_id, party_id, kind))]


def held_for(db: Database, account_id: str) -> list[Mail]:
    """What is held for the next daily mail of an account, the oldest first."""
    found = db.rows(
        f"{_SELECT} WHERE account_id = ? AND status = 'vervallen' AND sent_at IS NULL"
        f" AND json_extract(context, '$.{HELD}') ORDER BY created_at, rowid",
        (account_id,),
    )
    return [load(Mail, row) for row in found]


def told(db: Database, account_id: str, *, at: str) -> None:
    """What was held for an account stands in a mail now."""
    with db.write():
        db.run(
            "UPDATE mail SET sent_at = :at WHERE account_id = :id AND status = 'vervallen' AND sent_at IS NULL"
            f" AND json_extract(context, '$.{HELD}')",
            {"id": account_id, "at": at},
        )


def accounts_with_held(db: Database) -> list[str]:
    """The ids of the accounts for which something is held."""
    found = db.rows(
        "SELECT DISTINCT account_id FROM mail WHERE account_id IS NOT NULL AND status = 'vervallen'"
        f" AND sent_at IS NULL AND json_extract(context, '$.{HELD}') ORDER BY account_id"
    )
    return [row["account_id"] for row in found]


def last_of_kinds(db: Database, account_id: str, kinds: Sequence[str]) -> Mail | None:
    """The last mail of some kinds to an account; None when it never got one."""
    row = db.row(
        f"{_SELECT} WHERE account_id = :id AND kind IN (SELECT value FROM json_each(:kinds))"
        " ORDER BY created_at DESC, rowid DESC LIMIT 1",
        {"id": account_id, "kinds": as_json(list(kinds))},
    )
    return load(Mail, row) if row else None


def of_account(db: Database, account_id: str, limit: int) -> list[Mail]:
    """The last mails to an account, the newest first; without those that nobody needed any more."""
    wanted = f"(status <> 'vervallen' OR json_extract(context, '$.{HELD}'))"
    sql = f"{_SELECT} WHERE account_id = ? AND {wanted} ORDER BY created_at DESC, rowid DESC LIMIT ?"
    return [load(Mail, row) for row in db.rows(sql, (account_id, limit))]


def waiting(db: Database) -> int:
    """How many mails wait to be sent."""
    row = db.row("SELECT count(*) AS waiting FROM mail WHERE status = 'wacht'")
    return int(row["waiting"]) if row else 0
