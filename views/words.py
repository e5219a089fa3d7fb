"""Dates, times and hashes as pages say them (filters of the templates)."""

from __future__ import annotations

from datetime import date

from forms.amounts import MONTHS, long_date
from services.platform import local


def datum(at: str) -> str:
    """'maandag 23 november 2026', of a day or of a moment in Belgium."""
    return long_date(_day(at))


def kort(at: str) -> str:
    """'23/11/2026'."""
    return f"{_day(at):%d/%m/%Y}"


def uur(at: str) -> str:
    """'14.02 uur'; empty for a day without a time."""
    return f"{local(at):%H.%M} uur" if len(at) > 10 else ""


def hash4(digest: str) -> str:
    """The first sixteen digits of a hash, in groups of four: enough to compare by eye."""
    return " ".join(digest[at : at + 4] for at in range(0, 16, 4))


def until(due: date, today: date) -> str:
    """'nog 6 dagen', 'vandaag', '3 dagen te laat'."""
    days = (due - today).days
    if days < 0:
        return f"{-days} {'dag' if days == -1 else 'dagen'} te laat"
    return {0: "vandaag", 1: "morgen"}.get(days, f"nog {days} dagen")


def plain(day: date) -> str:
    """'21 november'."""
    return f"{day.day} {MONTHS[day.month - 1]}"


def size(count: int) -> str:
    """'34 kB'."""
    return f"{max(1, round(count / 1000))} kB"


def _day(at: str) -> date:
    return local(at).date() if len(at) > 10 else date.fromisoformat(at)


FILTERS = {"datum": datum, "kort": kort, "uur": uur, "hash4": hash4}
