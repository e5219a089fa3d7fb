"""When somebody was last reminded of a day of a dossier, in words for its page.

Of the own organisation people are named, of another the organisation is.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from forms.amounts import plain_date
from services.dossiers import File, organisation_name
from services.platform import Platform, Who
from services.said import listing
from store import reminders
from store.reminders import Told

Key = tuple[str, str, str]
"""Kind of day, what it is about, and the day ('2026-11-21')."""
LOST = ("mislukt",)


def told(platform: Platform, who: Who, file: File) -> Mapping[Key, str]:
    """Day -> 'Herinnerd op 12 november 2026: An Peeters en vzw Kantelpunt.'; days of which nobody was are not in it."""
    found: dict[Key, list[Told]] = {}
    for one in reminders.told_in(platform.db, file.dossier.id):
        found.setdefault((one.kind, one.about, one.day), []).append(one)
    return {key: _sentence(who, file, several) for key, several in found.items()}


def _sentence(who: Who, file: File, several: list[Told]) -> str:
    """Of the last day on which somebody was, the own people first; the store gives the latest first."""
    last = [one for one in several if one.sent_on == several[0].sent_on]
    last.sort(key=lambda one: one.organisation_id != who.organisation.id)
    names = dict.fromkeys(_name(who, file, one) for one in last)
    on = plain_date(date.fromisoformat(last[0].sent_on))
    lost = " De mail kwam niet aan." if all(one.status in LOST for one in last) else ""
    return f"Herinnerd op {on}: {listing(list(names))}.{lost}"


def _name(who: Who, file: File, one: Told) -> str:
    if one.organisation_id == who.organisation.id:
        return f"{one.voornaam} {one.familienaam}".strip()
    organisation = file.organisations.get(one.organisation_id)
    return organisation_name(organisation) if organisation else "iemand van vroeger"
