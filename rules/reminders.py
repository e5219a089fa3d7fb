"""Which reminder of a day is due today (BR-41): marks before it, and every working day after it.

Reminders go out on working days. A mark that falls on another day goes out on the working day before, so that nobody
hears on Monday of what was due on Sunday. Who was not reminded for a while hears the most urgent mark alone.
"""

from collections.abc import Collection
from datetime import date, timedelta

from rules.clock import REMINDERS, is_overdue, last_working_day

FURTHEST = timedelta(days=-min(REMINDERS))
"""How long before a day its first mark falls."""
LONGEST_FREE = timedelta(days=10)
"""More than any row of days on which nobody works, and so the most that a mark goes out earlier."""


def mark_due(
    due: date, today: date, free_days: Collection[date], *, known_from: date = date.min, overdue: bool = True
) -> int | None:
    """The most urgent mark that is reached: -14, -7 or 0 days, or the days that it is late; None for none (BR-41).

    Marks before `known_from` do not count: the day was not known yet, or not worth telling. Without `overdue` nobody
    is late for it. `free_days` are the public holidays of the ten days before each mark. Ask on working days alone.

    Source: our choice for the days before; draaiboek, deel 4 for the two months themselves.
    """
    if is_overdue(due, today):
        return (today - due).days if overdue else None
    days = {mark: due + timedelta(days=mark) for mark in REMINDERS}
    reached = [mark for mark, day in days.items() if day >= known_from and last_working_day(day, free_days) <= today]
    return max(reached, default=None)


def times_to_ask_again(working_days: int, every: int) -> int:
    """How often somebody is asked again by now who was asked so many working days ago, once in `every` of them."""
    return working_days // every
