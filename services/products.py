"""What work in the background made for somebody: kept for a day, for who asked for it alone (ADR 0051).

Whether that person still may have it is asked again by who hands it out, each time: what is here is no more than bytes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from services import jobs
from services.jobs import State
from services.platform import Platform, Who, stamp
from store import accounts, job_products, organisations
from store import jobs as kept
from store.job_products import Product
from store.jobs import Job

KEPT = timedelta(days=1)
NOBODY = "Wie dit vroeg, werkt hier niet meer."


@dataclass(frozen=True, slots=True)
class Making:
    """How it is with something that is made in the background: what came of it, or how far it is.

    Both are empty when nobody asked, or when it is over.
    """

    state: State
    product: Product | None = None


def making(platform: Platform, who: Who, kind: str, subject: str, mark: str) -> Making:
    """How it is with what this person asked last. `mark` has the person in it (`mark_of`)."""
    job = kept.last(platform.db, kind, subject, mark)
    if job is None or job.status != "klaar":
        return Making(jobs.state_of(platform, job))
    found = job_products.product(platform.db, job.id, who.id, at=platform.at())
    return Making(jobs.state_of(platform, job) if found else State(""), found)


def ask(platform: Platform, who: Who, kind: str, subject: str, mark: str, context: dict[str, str]) -> None:
    """Have it made, for this person; not again while it is there."""
    if making(platform, who, kind, subject, mark).product is None:
        jobs.ask(platform, kind, subject, who.id, context, mark)


def keep(platform: Platform, job: Job, filename: str, mime: str, content: bytes) -> None:
    """Keep what a job made, for who asked for it. For the end of what a kind of work does."""
    job_products.put(
        platform.db,
        job_id=job.id,
        account_id=job.asked_by or "",
        filename=filename,
        mime=mime,
        content=content,
        at=platform.at(),
        expires_at=stamp(platform.now() + KEPT),
    )


def content(platform: Platform, found: Making) -> bytes | None:
    """The bytes; None when there are none (any more)."""
    return job_products.content(platform.db, found.product) if found.product else None


def who_asked(platform: Platform, job: Job) -> Who:
    """Who asked for a job, to ask again what that person may see.

    :raises Failed: when account or organisation is no longer in use
    """
    account = accounts.account(platform.db, job.asked_by or "")
    place = organisations.organisation(platform.db, account.organisation_id or "") if account else None
    if account is None or place is None or not (account.active and place.active):
        raise jobs.Failed(NOBODY)
    return Who(account, place)


def mark_of(who: Who, *parts: str) -> str:
    """What tells the work of this person on exactly this from all other."""
    import hashlib

    return hashlib.sha256("\0".join((who.id, *parts)).encode()).hexdigest()
