"""What stands in somebody's calendar, as iCalendar (RFC 5545): days without a name, a school or a reason.

A title is read over a shoulder and by colleagues, so it says no more than what kind of day it is. The number of the
dossier and a link to its page stand in the description. The same content gives the same bytes: every name and time in
it comes from the days and from the calendar itself, nothing from the moment at which it is read.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from rules.states import Event as Step
from services import permission
from services.platform import BRUSSELS, Platform, Who
from store import calendar_feeds, events
from store.calendar_feeds import CalendarDay, Feed

if TYPE_CHECKING:
    from icalendar import Event

TITLES = {
    "info": "antwoord ten laatste",
    "antwoord": "beslissing ten laatste",
    "wachtlijst": "plaats verwacht",
    "startrondetafel": "startrondetafel",
    "instemming": "overleg ten laatste",
    "evaluatie": "evaluatie ten laatste",
    "evaluatie_gepland": "evaluatie gepland",
    "hervatten": "hervatten verwacht",
    "wordt_12": "andere regels vanaf vandaag",
    "wordt_18": "andere regels vanaf vandaag",
    "opvolgen": "opvolging ten laatste",
    "afspraak_recht": "gesprek over een dossier ten laatste",
    "antwoord_recht": "antwoord op een vraag ten laatste",
}
"""Kind of day (rules/plan.py) -> what it is in a calendar, after 'Naadloos: '."""
LASTS = timedelta(hours=1)
"""How long a meeting takes of which nobody wrote down the end."""
REFRESH = timedelta(hours=6)


def calendar(platform: Platform, feed: Feed, who: Who, url: str) -> bytes:
    """The calendar as a file, empty for who sees no dossiers any more. `url` is this site, without a last slash."""
    from icalendar import Calendar

    made = Calendar()
    made.add("prodid", "-//Naadloos//Agenda//NL")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", "Naadloos")
    made.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    made.add("x-published-ttl", "PT6H")
    for day in calendar_feeds.days_of(platform.db, who.id, permission.listed_of(who), who.letter):
        made.add_component(_event(platform, feed, day, url))
    return bytes(made.to_ical())


def _event(platform: Platform, feed: Feed, day: CalendarDay, url: str) -> Event:
    from icalendar import Event, vUri

    made = Event()
    made.add("uid", f"{_uid(day)}@{urlsplit(url).hostname or 'naadloos'}")
    made.add("dtstamp", datetime.strptime(feed.created_at, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC))
    made.add("summary", f"Naadloos: {TITLES[day.kind]}")
    page = f"{url}/dossiers/{day.dossier_id}"
    made.add("description", f"Dossier {day.number}\n{page}")
    made.add("url", vUri(page))
    made.add("class", "PRIVATE")
    on = date.fromisoformat(day.day)
    starts = _starts(platform, day.dossier_id, on) if day.kind == "startrondetafel" else None
    if starts is not None:
        made.add("dtstart", starts.astimezone(UTC))
        made.add("dtend", (starts + LASTS).astimezone(UTC))
    else:
        made.add("dtstart", on)
        made.add("dtend", on + timedelta(days=1))
        made.add("transp", "TRANSPARENT")
    return made


def _uid(day: CalendarDay) -> str:
    """The same as long as it is the same thing, also when its day moves."""
    return hashlib.sha256(f"{day.dossier_id}/{day.kind}/{day.about}".encode()).hexdigest()[:32]


def _starts(platform: Platform, dossier_id: str, on: date) -> datetime | None:
    """The hour that was told of the first round table; None when it was told of another day."""
    accepted = f"trajectory.{Step.AANVAARDEN}"
    told = [one.data or {} for one in events.of_dossier(platform.db, dossier_id) if one.type == accepted]
    try:
        starts = datetime.fromisoformat(str(told[-1]["eerste_tafel_op"])).replace(tzinfo=BRUSSELS)
    except (IndexError, KeyError, ValueError):  # never said, or data that was erased
        return None
    return starts if starts.date() == on and starts.hour else None
