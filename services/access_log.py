"""Who looked at a dossier, and what the school was told and when: kept with each request, shown to the CLB.

Source: decreet rechtspositie minderjarige van 7 mei 2004, art. 20 (a file kept with care); BR-52, BR-53.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from rules.access import Action, Tie
from services import access
from services.dossiers import File, organisation_name
from services.platform import Platform, Who, stamp
from store import access_log, accounts, documents, events, organisations
from store.events import Event

REFUSED = 400
"""From this status of HTTP on the request was refused."""
PAGE = 200
"""Lines of a page of the log."""


@dataclass(frozen=True, slots=True)
class Visit:
    """One line: when (UTC), who, of which organisation, what (the name of the page), and whether it was refused."""

    number: int
    at: str
    who: str
    organisation: str
    what: str
    refused: bool


@dataclass(frozen=True, slots=True)
class Told:
    """What the school got to read: a document, since when, and who of the school fetched it when ('' for nobody)."""

    title: str
    version_id: str
    since: str
    fetched_at: str
    fetched_by: str


def keep(
    platform: Platform,
    who: Who | None,
    dossier_id: str,
    *,
    what: str,
    subject: str,
    status: int,
    again: bool = False,
) -> None:
    """Add a line for one request; `who` is None for somebody at the table.

    With `again` it is one of many of the same kind: an hour has one line of it for each person, subject and answer
    (let in, or refused).
    """
    if again and who is not None:
        since = stamp(platform.now() - timedelta(hours=1))
        refused = status >= REFUSED
        found = access_log.lately(platform.db, dossier_id, account_id=who.id, what=what, subject=subject, since=since)
        if any((one >= REFUSED) == refused for one in found):
            return
    access_log.add(
        platform.db,
        at=platform.at(),
        account_id=who.id if who else None,
        organisation_id=who.organisation.id if who else None,
        dossier_id=dossier_id,
        what=what,
        subject=subject,
        status=status,
    )


def visits(platform: Platform, who: Who, file: File, *, before: int = 0) -> list[Visit]:
    """Who looked, the newest first, a page of them: all for the CLB of the dossier, its own people's for a provider.

    `before` is the number of the last line of the page before, 0 for the first page.

    :raises NotAllowed: for everybody else
    """
    access.allow(platform, who, file, Action.READ_LOG)
    whose = "" if file.tie(who.organisation) is Tie.OWNER else who.organisation.id
    lines = access_log.of_dossier(platform.db, file.dossier.id, organisation_id=whose, before=before, limit=PAGE)
    people = {one: accounts.account(platform.db, one) for one in {line.account_id or "" for line in lines}}
    places = {
        one: organisations.organisation(platform.db, one) for one in {line.organisation_id or "" for line in lines}
    }
    found = []
    for one in lines:
        account, place = people[one.account_id or ""], places[one.organisation_id or ""]
        found.append(
            Visit(
                number=one.id,
                at=one.at,
                who=f"{account.voornaam} {account.familienaam}" if account else "Iemand aan tafel",
                organisation=organisation_name(place) if place else "",
                what=one.what,
                refused=one.status >= REFUSED,
            )
        )
    return found


def every_visit(platform: Platform, who: Who, file: File) -> Iterator[Visit]:
    """All of them, the newest first, for an overview that somebody asked for.

    :raises NotAllowed: for who is not of the CLB of the dossier
    """
    access.allow(platform, who, file, Action.LOG_FOR_PUPIL)
    before = 0
    while lines := visits(platform, who, file, before=before):
        yield from lines
        before = lines[-1].number


def told_to_school(platform: Platform, who: Who, file: File) -> list[Told]:
    """What the school got to read and when, the newest first: what a CLB has to be able to show (BR-53)."""
    if file.tie(who.organisation) is not Tie.OWNER:
        return []
    fetched: dict[str, Event] = {}
    for event in events.of_dossier(platform.db, file.dossier.id):
        if event.type == "document.fetched" and _of_school(platform, event.actor):
            fetched.setdefault(event.subject, event)
    mine = [one for one in documents.documents_of(platform.db, file.dossier.id) if one.reader == "S"]
    return [
        Told(
            title=one.title,
            version_id=one.version_id,
            since=one.created_at,
            fetched_at=fetched[one.id].at if one.id in fetched else "",
            fetched_by=str((fetched[one.id].data or {}).get("door", "")) if one.id in fetched else "",
        )
        for one in mine
    ]


def _of_school(platform: Platform, account_id: str) -> bool:
    account = accounts.account(platform.db, account_id) if account_id else None
    place = organisations.organisation(platform.db, account.organisation_id or "") if account else None
    return place is not None and place.soort == "school"
