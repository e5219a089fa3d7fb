"""How much there is of everything, for who looks after the platform: numbers alone, of nobody."""

from dataclasses import dataclass

from store.database import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """Kinds of organisation -> how many are active; accounts, dossiers; without and with an administrator."""

    organisations: dict[str, int]
    without_administrator: int
    not_recognised: int
    accounts: int
    dossiers: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What goes on in the background: how many mails and jobs wait and failed, and wait long after they were due;
    ``last_sent`` and ``last_reminder`` are '' when nothing ever was.
    """

    mails_waiting: int
    mails_failed: int
    mails_stuck: int
    last_sent: str
    jobs_waiting: int
    jobs_failed: int
    jobs_stuck: int
    last_reminder: str


def counts(db: Database, administrator: str) -> Counts:
    """Count; ``administrator`` is the role of who administers an organisation.

    Schools come from a list and most take no part: without an administrator counts only what takes part by itself.
    """
    per_kind = db.rows(
        "SELECT soort, count(*) AS many FROM organisation WHERE active = 1 GROUP BY soort ORDER BY soort"
    )
    return Counts(
        organisations={row["soort"]: int(row["many"]) for row in per_kind},
        without_administrator=_one(
            db,
            "SELECT count(*) AS many FROM organisation o WHERE active = 1 AND soort IN ('clb', 'naft') AND NOT EXISTS"
            " (SELECT 1 FROM account a, json_each(a.roles) r WHERE a.organisation_id = o.id AND a.active = 1"
            " AND r.value = :role)",
            {"role": administrator},
        ),
        not_recognised=_one(
            db, "SELECT count(*) AS many FROM organisation WHERE active = 1 AND soort = 'naft' AND erkend = 0"
        ),
        accounts=_one(db, "SELECT count(*) AS many FROM account WHERE active = 1"),
        dossiers=_one(db, "SELECT count(*) AS many FROM dossier"),
    )


def without_second_factor(db: Database) -> int:
    """How many organisations in use, with an account in use, do not demand a second step of everybody."""
    return _one(
        db,
        "SELECT count(*) AS many FROM organisation o WHERE active = 1 AND second_factor = 0 AND EXISTS"
        " (SELECT 1 FROM account WHERE organisation_id = o.id AND active = 1)",
    )


def open_dossiers_of(db: Database, organisation_id: str) -> int:
    """How many dossiers an organisation sees today."""
    return _one(
        db,
        "SELECT count(*) AS many FROM dossier_organisation WHERE organisation_id = :id AND until IS NULL",
        {"id": organisation_id},
    )


def work(db: Database, *, since: str, stuck: str, stuck_job: str) -> Work:
    """What waits and failed; failures count from a time on, and a mail or job due before those times nobody takes."""
    row = db.row(
        "SELECT (SELECT count(*) FROM mail WHERE status = 'wacht') AS mails_waiting,"
        " (SELECT count(*) FROM mail WHERE status = 'mislukt' AND created_at >= :since) AS mails_failed,"
        " (SELECT count(*) FROM mail WHERE status = 'wacht' AND next_at <= :stuck) AS mails_stuck,"
        " (SELECT coalesce(max(sent_at), '') FROM mail WHERE status = 'verstuurd') AS last_sent,"
        " (SELECT count(*) FROM job WHERE status IN ('wacht', 'bezig')) AS jobs_waiting,"
        " (SELECT count(*) FROM job WHERE status = 'mislukt' AND asked_at >= :since) AS jobs_failed,"
        " (SELECT count(*) FROM job WHERE status IN ('wacht', 'bezig') AND next_at <= :stuck_job) AS jobs_stuck,"
        " (SELECT coalesce(max(sent_on), '') FROM reminder) AS last_reminder",
        {"since": since, "stuck": stuck, "stuck_job": stuck_job},
    )
    return Work(**(row or {}))


def size(db: Database) -> int:
    """Bytes of the database, without what waits in its log."""
    row = db.row("SELECT page_count * page_size AS many FROM pragma_page_count(), pragma_page_size()")
    return int(row["many"]) if row else 0


def _one(db: Database, sql: str, values: dict[str, str] | None = None) -> int:
    row = db.row(sql, values or {})
    return int(row["many"]) if row else 0
