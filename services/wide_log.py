"""The log of what is done over many dossiers at once, and of what is refused beside any (BR-52).

Never what was searched for: the words somebody types about a pupil are no part of who looked.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from services import administration
from services.access_log import REFUSED
from services.platform import Platform, Who, stamp
from store import accounts, wide_acts

PAGE = 200
"""Lines at once."""


@dataclass(frozen=True, slots=True)
class Line:
    """One act as a page shows it: when (UTC), who, the name of the page, how many it gave, whether it was refused."""

    number: int
    at: str
    who: str
    what: str
    found: int
    refused: bool


def keep(platform: Platform, who: Who, *, what: str, found: int, status: int, again: bool = False) -> None:
    """Add a line for one request; with `again` an hour has one line of it for each person and answer.

    :raises Busy: when it cannot be written now
    """
    if again:
        since = stamp(platform.now() - timedelta(hours=1))
        if status in wide_acts.lately(platform.db, who.id, what, since=since):
            return
    wide_acts.add(
        platform.db,
        at=platform.at(),
        account_id=who.id,
        organisation_id=who.organisation.id,
        what=what,
        found=found,
        status=status,
    )


def lines(platform: Platform, who: Who, *, before: int = 0) -> list[Line]:
    """What the people of the own organisation did, the newest first, `PAGE` at most; before a line, when given.

    :raises NotAllowed: for who is no administrator
    """
    administration.require(who)
    found = wide_acts.of_organisation(platform.db, who.organisation.id, before=before, limit=PAGE)
    people = {one: accounts.account(platform.db, one) for one in {line.account_id for line in found} if one}
    names = {one: f"{account.voornaam} {account.familienaam}" for one, account in people.items() if account}
    return [
        Line(
            number=one.id,
            at=one.at,
            who=names.get(one.account_id or "", ""),
            what=one.what,
            found=one.found,
            refused=one.status >= REFUSED,
        )
        for one in found
    ]
