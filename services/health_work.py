"""Looks at the work that goes on behind the pages: mail, jobs, reminders."""

from __future__ import annotations

from datetime import date, timedelta

from services.health import House, Seen, many, when
from services.platform import stamp
from services.post_offices import missing
from store import counts

FAILURES = timedelta(days=7)
"""For how long a mail or a job that failed is told."""
STUCK = timedelta(hours=1)
"""How long after its moment a mail that waits has not been taken by anybody, when nobody does."""
STUCK_JOB = timedelta(minutes=15)
"""The same of a job: somebody waits for it, and one whose worker died is taken again after six minutes."""


def mail(house: House) -> Seen:
    """Where mail goes, what waits and what failed."""
    work, post = _work(house), house.post
    where = "Mails gaan naar een mailserver." if post.real else missing(post)
    wait = many(work.mails_waiting, "mail wacht", "mails wachten")
    told = f"{wait}, {many(work.mails_failed, 'mail mislukte', 'mails mislukten').lower()} de voorbije week."
    last = f" De laatste vertrok op {when(work.last_sent)}." if work.last_sent else " Er vertrok nog nooit een mail."
    said = f"{where} {told}{last}"
    if work.mails_stuck and post.real:
        return Seen("mis", f"{said} De oudste wacht al meer dan een uur.", "Kijk na of de server of send-mail loopt.")
    if not post.real:
        return Seen("let_op", said, "Stel bij de installatie een mailserver in.")
    help_ = "Op de pagina van een ronde staat waarom een mail niet aankwam." if work.mails_failed else ""
    return Seen("let_op" if work.mails_failed else "goed", said, help_)


def jobs(house: House) -> Seen:
    """What waits to be done in the background, and what failed."""
    work = _work(house)
    wait = many(work.jobs_waiting, "taak wacht", "taken wachten")
    said = f"{wait}, {many(work.jobs_failed, 'taak mislukte', 'taken mislukten').lower()} de voorbije week."
    if work.jobs_stuck:
        late = f"{said} De oudste wacht al meer dan een kwartier."
        return Seen("mis", late, "Kijk na of de server of jobs work loopt.")
    help_ = "Het bevel jobs list zegt op de server waarom." if work.jobs_failed else ""
    return Seen("let_op" if work.jobs_failed else "goed", said, help_)


def reminders(house: House) -> Seen:
    """When reminders last went."""
    last = _work(house).last_reminder
    if not last:
        return Seen("goed", "Er werd nog nooit een herinnering verstuurd.")
    return Seen("goed", f"De laatste herinneringen vertrokken op {date.fromisoformat(last):%d/%m/%Y}.")


def _work(house: House) -> counts.Work:
    now = house.platform.now()
    stuck, stuck_job = stamp(now - STUCK), stamp(now - STUCK_JOB)
    return counts.work(house.platform.db, since=stamp(now - FAILURES), stuck=stuck, stuck_job=stuck_job)
