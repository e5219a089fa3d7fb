"""The log of what is done over many dossiers at once, and of what is refused beside any (BR-52).

Never what was searched for: the words somebody types about a pupil are no part of who looked.
"""

from __future__ import annotations

from datetime import timedelta

from services.platform import Platform, Who, stamp
from store import wide_acts


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
