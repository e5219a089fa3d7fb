"""Who else has a record open: by name, for those who may open it too.

A page says every half minute that it is open, and so does each save by itself. Who has not been heard of for a minute
and a half is gone.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta

from services.platform import Platform, Who, stamp
from services.said import listing
from store import accounts, presence
from store.database import ASIDE_MS, Unavailable

HERE = timedelta(seconds=90)
NOTED_EVERY = timedelta(seconds=45)
"""A sign of life within this time of the last is not written down: half of the writes, and nobody seems gone."""


def others(platform: Platform, who: Who, record_id: str) -> list[str]:
    """Note that this person has the record open now, and give the names of who else has, in order of name.

    Who calls this has checked that the person may open the record.
    """
    found = presence.present(platform.db, record_id, since=stamp(platform.now() - HERE))
    mine = next((one.seen_at for one in found if one.account_id == who.id), "")
    if mine <= stamp(platform.now() - NOTED_EVERY):
        before = stamp(platform.now() - 2 * HERE)
        with suppress(Unavailable), platform.db.patient(ASIDE_MS):  # a page to read does not wait for it
            presence.see(platform.db, record_id, who.id, at=platform.at(), forget_before=before)
    people = [accounts.account(platform.db, one.account_id) for one in found if one.account_id != who.id]
    return sorted(f"{one.voornaam} {one.familienaam}".strip() for one in people if one is not None)


def sentence(names: list[str]) -> str:
    """Those names in a sentence; empty for nobody."""
    if not names:
        return ""
    return f"{listing(names)} {'heeft' if len(names) == 1 else 'hebben'} dit formulier ook open."
