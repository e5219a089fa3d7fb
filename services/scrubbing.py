"""Leaving nothing in the file of what was erased: in the background, as it takes seconds (store/housekeeping.py)."""

from __future__ import annotations

from services import destroyed_list, jobs
from services.jobs import TryLater
from services.platform import Platform
from store import housekeeping
from store.jobs import Job

KIND, SUBJECT = "opruimen", "opruimen"
READ = "Iemand las net mee: het logboek van de database is nog niet leeg."


def ask(platform: Platform, who_id: str) -> None:
    """Have it done; what was asked before and is not done yet counts."""
    jobs.ask(platform, KIND, SUBJECT, who_id)


def scrub(platform: Platform, job: Job) -> None:
    """The work of the job.

    :raises TryLater: when somebody was reading for so long that the log could not be emptied
    """
    destroyed_list.keep(platform)
    if not housekeeping.scrub(platform.db):
        raise TryLater(READ)
