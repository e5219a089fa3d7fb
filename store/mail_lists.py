"""The mails of one organisation, for who keeps an eye on them: to its people, or because its people asked."""

from collections.abc import Collection
from dataclasses import dataclass

from store.database import Database
from store.rows import as_json, columns, load

_OF = (
    "SELECT coalesce(m.asked_by, m.account_id, v.frozen_by) AS by_account, m.*, d.number AS dossier_number,"
    " coalesce(a.voornaam || ' ' || a.familienaam, '') AS account_name"
    " FROM mail m LEFT JOIN version v ON v.id = m.version_id LEFT JOIN dossier d ON d.id = m.dossier_id"
    " LEFT JOIN account a ON a.id = m.account_id"
)
_MINE = (
    f"WITH found AS ({_OF} WHERE m.status IN (SELECT value FROM json_each(:statuses)))"
    " SELECT found.* FROM found WHERE EXISTS (SELECT 1 FROM account one WHERE one.organisation_id = :organisation_id"
    " AND one.id IN (found.account_id, found.by_account))"
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


def of_organisation(db: Database, organisation_id: str, statuses: Collection[str], limit: int = 200) -> list[MailLine]:
    """Its mails with one of these statuses, the newest first."""
    values = {"organisation_id": organisation_id, "statuses": as_json(sorted(statuses)), "limit": limit}
    found = db.rows(f"SELECT {columns(MailLine)} FROM ({_MINE}) ORDER BY created_at DESC, id LIMIT :limit", values)
    return [load(MailLine, row) for row in found]


def last_sent(db: Database, organisation_id: str) -> list[tuple[str, str, int]]:
    """Kind of mail, when the last one of it left (UTC) and how many did; the kinds that its people get or cause."""
    found = db.rows(
        "SELECT m.kind, max(m.sent_at) AS last, count(*) AS several FROM mail m"
        " LEFT JOIN version v ON v.id = m.version_id"
        " WHERE m.status = 'verstuurd' AND EXISTS (SELECT 1 FROM account one"
        "  WHERE one.organisation_id = :organisation_id"
        "  AND one.id IN (m.account_id, coalesce(m.asked_by, m.account_id, v.frozen_by)))"
        " GROUP BY m.kind ORDER BY max(m.sent_at) DESC",
        {"organisation_id": organisation_id},
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
