"""The mails of one organisation, for who keeps an eye on them: to its people, or because its people asked."""

from dataclasses import dataclass
from typing import Literal

from store.database import Database
from store.rows import load

Status = Literal["wacht", "mislukt"]

_BY = "coalesce(m.asked_by, m.account_id, v.frozen_by)"
_MINE = (
    "EXISTS (SELECT 1 FROM account one WHERE one.organisation_id = :organisation_id"
    f" AND one.id IN (m.account_id, {_BY}))"
)
"""A mail is of the organisation of who gets it, and of who asked for it or froze the text that it is about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MailLine:
    """One mail, without its address and its content. ``account_name`` is who gets it, '' for who has no account."""

    id: str
    kind: str
    dossier_id: str | None
    dossier_number: str | None
    version_id: str | None
    account_name: str
    created_at: str
    status: str
    attempts: int
    next_at: str | None
    error: str


def of_organisation(db: Database, organisation_id: str, status: Status, limit: int = 200) -> list[MailLine]:
    """Its mails with this status, the newest first."""
    found = db.rows(
        "SELECT m.id, m.kind, m.dossier_id, d.number AS dossier_number, m.version_id,"
        " coalesce(a.voornaam || ' ' || a.familienaam, '') AS account_name,"
        " m.created_at, m.status, m.attempts, m.next_at, m.error"
        " FROM mail m LEFT JOIN version v ON v.id = m.version_id LEFT JOIN dossier d ON d.id = m.dossier_id"
        " LEFT JOIN account a ON a.id = m.account_id"
        f" WHERE m.status = '{status}' AND {_MINE} ORDER BY m.created_at DESC, m.rowid DESC LIMIT :limit",
        {"organisation_id": organisation_id, "limit": limit},
    )
    return [load(MailLine, row) for row in found]


def is_of(db: Database, organisation_id: str, mail_id: str) -> bool:
    """Whether this mail is one of the organisation's."""
    values = {"organisation_id": organisation_id, "id": mail_id}
    sql = f"SELECT 1 FROM mail m LEFT JOIN version v ON v.id = m.version_id WHERE m.id = :id AND {_MINE}"
    return db.row(sql, values) is not None


def sent_since(db: Database, organisation_id: str, since: str) -> list[tuple[str, str, int]]:
    """Kind of mail, when the last one of it left (UTC) and how many did since a time; the latest kind first."""
    found = db.rows(
        "SELECT m.kind, max(m.sent_at) AS last, count(*) AS several FROM mail m"
        " LEFT JOIN version v ON v.id = m.version_id"
        f" WHERE m.status = 'verstuurd' AND m.sent_at >= :since AND {_MINE}"
        " GROUP BY m.kind ORDER BY max(m.sent_at) DESC, m.kind",
        {"organisation_id": organisation_id, "since": since},
    )
    return [(row["kind"], row["last"], row["several"]) for row in found]


def again(db: Database, mail_id: str, *, at: str) -> bool:
    """Try a mail that failed, or that waits for its next try, from now on; False when it is neither."""
    with db.write():
        return bool(
            db.run(
                "UPDATE mail SET status = 'wacht', attempts = 0, next_at = :at, error = ''"
                " WHERE id = :id AND (status = 'mislukt' OR (status = 'wacht' AND attempts > 0 AND error <> ''))",
                {"id": mail_id, "at": at},
            )
        )
