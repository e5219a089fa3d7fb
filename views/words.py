"""Dates, times and hashes as pages say them (filters of the templates)."""

from __future__ import annotations

from datetime import date

from forms.amounts import MONTHS
from forms.scope import Scope
from forms.texts import Phone
from rules.national_number import PATTERN, WARNING
from services.platform import local
from services.translations import hour, long_day
from views import addresses, drawn, languages

DAYS_COUNT, MONTHS_COUNT = 92, 24
"""From how many days on one counts in months, and from how many months on in years."""


def datum(at: str) -> str:
    """'maandag 23 november 2026', of a day or of a moment in Belgium, in the language of the page."""
    return long_day(_day(at), languages.current())


def kort(at: str) -> str:
    """'23/11/2026'."""
    return f"{_day(at):%d/%m/%Y}"


def uur(at: str) -> str:
    """'14.02 uur', in the language of the page; empty for a day without a time."""
    return hour(local(at), languages.current()) if len(at) > 10 else ""


def hash4(digest: str) -> str:
    """The first sixteen digits of a hash, in groups of four: enough to compare by eye."""
    return " ".join(digest[at : at + 4] for at in range(0, 16, 4))


def until(due: date, today: date, passed: str = "te laat") -> str:
    """'nog 6 dagen', 'vandaag', 'nog 4 maanden', '3 dagen te laat'; what just passes is over 'geleden'."""
    days = (due - today).days
    if days < 0:
        return f"{_span(due, today)} {passed}"
    return {0: "vandaag", 1: "morgen"}.get(days, f"nog {_span(today, due)}")


def waits(since: str, today: date) -> str:
    """'sinds vandaag', 'sinds gisteren', 'al 9 dagen': how long something waits, by calendar days in Belgium."""
    first = _day(since)
    days = (today - first).days
    return {0: "sinds vandaag", 1: "sinds gisteren"}.get(days, f"al {_span(first, today)}")


def _span(first: date, last: date) -> str:
    """'6 dagen', and over longer times whole months and years: nobody counts 899 days."""
    days = (last - first).days
    if days < DAYS_COUNT:
        return "1 dag" if days == 1 else f"{days} dagen"
    months = (last.year - first.year) * 12 + last.month - first.month - (last.day < first.day)
    return f"{months} maanden" if months < MONTHS_COUNT else f"{months // 12} jaar"


def plain(day: date) -> str:
    """'21 november'."""
    return f"{day.day} {MONTHS[day.month - 1]}"


def telefoon(number: str) -> str:
    """'0471 23 45 67', of a number as it is kept."""
    return Phone("", "").text(number, Scope(today=date.min))


def size(count: int) -> str:
    """'34 kB'."""
    return f"{max(1, round(count / 1000))} kB"


def _day(at: str) -> date:
    return local(at).date() if len(at) > 10 else date.fromisoformat(at)


FILTERS = {"datum": datum, "kort": kort, "uur": uur, "hash4": hash4, "telefoon": telefoon}

GLOBALS = {
    "rijksregisternummer": {"patroon": PATTERN, "melding": WARNING},
    "getekend": drawn.once,
    "url_for": addresses.url_for,
}
"""What every page template has at hand."""
