"""Computing the chain of events again, in the background: with many events it takes longer than a page may."""

from __future__ import annotations

from services import jobs
from services.administration import require_platform
from services.jobs import Failed, State
from services.platform import Platform, Who
from store import events
from store import jobs as kept
from store.jobs import Job

KIND, SUBJECT = "keten", "keten"
BROKEN = "De keten van gebeurtenissen klopt niet meer vanaf nummer {}. Zoek uit wie de database kon openen."


def ask(platform: Platform, who: Who) -> None:
    """Have it checked; what was asked before and is not done yet counts.

    :raises NotAllowed: for who is no administrator of the platform
    """
    require_platform(who)
    jobs.ask(platform, KIND, SUBJECT, who.id)


def check(platform: Platform, job: Job) -> None:
    """The work of the job.

    :raises Failed: when the chain does not hold; the message says from where on
    """
    broken = events.verify(platform.db)
    if broken:
        raise Failed(BROKEN.format(min(one.seq for one in broken)))


def last(platform: Platform) -> tuple[State, str]:
    """How the last check went, and when it ended; '' when it did not, or there was none."""
    found = kept.last(platform.db, KIND, SUBJECT)
    return jobs.state_of(platform, found), (found.done_at or "") if found else ""
