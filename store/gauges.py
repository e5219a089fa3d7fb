"""What goes on at this moment, for a program that watches: counts and moments alone, of nobody.

Each question is answered from an index that holds only what is open, so that it stays quick in a large instance.
"""

from dataclasses import dataclass

from store.database import Database
from store.rows import Row


@dataclass(frozen=True, slots=True, kw_only=True)
class Gauges:
    """Moments are '' when there is none: when the oldest that waits was asked for, when the first is due, the last
    backup, its trial, the last look at a replica.

    ``rounds_long`` are open for longer than was asked. ``replica_behind`` is in events, ``replica_seconds`` for how
    long; ``replica_whole`` is 0 when the last look found that the replica could not be used.
    """

    mails_waiting: int
    mail_oldest: str
    mail_due: str
    mails_failed: int
    jobs_waiting: int
    job_oldest: str
    job_due: str
    jobs_failed: int
    rounds_open: int
    rounds_long: int
    evaluations_due: int
    evaluations_late: int
    refused: int
    backup_at: str
    tried_at: str
    replica_at: str
    replica_whole: int
    replica_behind: int
    replica_seconds: float


SQL = {
    "mail": "SELECT count(*) AS mails_waiting, coalesce(min(created_at), '') AS mail_oldest,"
    " coalesce(min(next_at), '') AS mail_due FROM mail WHERE status = 'wacht'",
    "mail failed": "SELECT count(*) AS mails_failed FROM mail WHERE status = 'mislukt' AND created_at >= :since",
    "job": "SELECT count(*) AS jobs_waiting, coalesce(min(asked_at), '') AS job_oldest,"
    " coalesce(min(next_at), '') AS job_due FROM job WHERE status IN ('wacht', 'bezig')",
    "job failed": "SELECT count(*) AS jobs_failed FROM job WHERE status = 'mislukt' AND asked_at >= :since",
    "round": "SELECT count(*) AS rounds_open, coalesce(sum(frozen_at < :long), 0) AS rounds_long"
    " FROM version INDEXED BY version_waiting WHERE status = 'ter_ondertekening' AND closed_at IS NULL",
    "evaluation": "SELECT count(*) AS evaluations_due, coalesce(sum(due_date < :today), 0) AS evaluations_late"
    " FROM trajectory WHERE due_date <= :soon AND ended_on IS NULL",
    "refused": "SELECT count(*) AS refused FROM sign_in_attempt WHERE at >= :recent AND ok = 0",
    "backup": "SELECT coalesce(max(at), '') AS backup_at, coalesce(max(restored_at), '') AS tried_at FROM backup",
    "replica": "SELECT at AS replica_at, whole AS replica_whole, behind AS replica_behind,"
    " seconds_behind AS replica_seconds FROM replica_check ORDER BY at DESC, rowid DESC LIMIT 1",
}
"""Subject -> its question."""
_NO_REPLICA: Row = {"replica_at": "", "replica_whole": 0, "replica_behind": 0, "replica_seconds": 0.0}


def read(db: Database, *, since: str, long: str, recent: str, today: str, soon: str) -> Gauges:
    """Ask everything.

    :param since: failures count from this moment on
    :param long: a round that was frozen before this moment waits for long
    :param recent: refusals count from this moment on
    :param today: an evaluation that was due before this day is late
    :param soon: an evaluation counts as due up to and with this day
    """
    asked = {"since": since, "long": long, "recent": recent, "today": today, "soon": soon}
    found = dict(_NO_REPLICA)
    for sql in SQL.values():
        found |= db.row(sql, asked) or {}
    return Gauges(**found)
