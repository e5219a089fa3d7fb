"""The two months, and the other days that count.

Every month here is a calendar month and every day a calendar day, unless a name says working days.
School holidays and a pause do not stop the two months. `free_days` are the days that do not count besides the
weekends: days without school for a hint, public holidays for working days.
"""

from calendar import monthrange
from collections.abc import Collection
from datetime import date, timedelta

EVALUATION_MONTHS = 2
FOLLOW_UP_MONTHS = 3
ANSWER_WORKING_DAYS = 5
ACCESS_WORKING_DAYS = 10
REMINDERS = (-14, -7, 0)
_SATURDAY = 5
_MONTHS_IN_YEAR = 12


def add_months(day: date, n: int) -> date:
    """The same day number `n` calendar months later, or the last day of that month if it is shorter.

    Source: draaiboek, deel 4 (every two months); the count of the days is our choice.
    """
    months = day.year * _MONTHS_IN_YEAR + day.month - 1 + n
    year, month = divmod(months, _MONTHS_IN_YEAR)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def evaluation_due(base: date) -> date:
    """The last day on which the next evaluation is in time; `base` is the start or the last evaluation (BR-40).

    School holidays and a pause do not stop the two months (BR-43).
    """
    return add_months(base, EVALUATION_MONTHS)


def days_late(due: date, held: date) -> int:
    """Days after the due date; 0 when held on that day or before (BR-40)."""
    return max(0, (held - due).days)


def is_overdue(due: date, today: date) -> bool:
    """Whether an evaluation that was not held yet belongs on the list of late ones (BR-41)."""
    return today > due


def reminder_days(due: date) -> tuple[date, ...]:
    """The days on which a reminder goes out: 14 and 7 days before, and the day itself (BR-41)."""
    return tuple(due + timedelta(days=offset) for offset in REMINDERS)


def early_hint(due: date, free_days: Collection[date]) -> date | None:
    """The last school day before a due date without school; None when the due date is a school day (BR-42).

    The due date itself never moves. `free_days` are the public and the school holidays before it.
    """
    if not _is_free(due, free_days):
        return None
    day = due - timedelta(days=1)
    while _is_free(day, free_days):
        day -= timedelta(days=1)
    return day


def ends_before_first_evaluation(start: date, end: date) -> bool:
    """Whether the trajectory was so short that its end evaluation is the only one needed (BR-44)."""
    return end < evaluation_due(start)


def working_days_after(day: date, n: int, free_days: Collection[date]) -> date:
    """The `n`th working day after `day`, which itself does not count (BR-45, BR-51).

    A working day is Monday to Friday and no public holiday; `free_days` are the public holidays after `day`.
    """
    for _ in range(n):
        day += timedelta(days=1)
        while _is_free(day, free_days):
            day += timedelta(days=1)
    return day


def is_working_day(day: date, free_days: Collection[date]) -> bool:
    """Whether it is Monday to Friday and no public holiday, one of `free_days` (BR-41, BR-45)."""
    return not _is_free(day, free_days)


def last_working_day(day: date, free_days: Collection[date]) -> date:
    """The day itself, or the working day before it when it is none (BR-41); `free_days` are public holidays."""
    while _is_free(day, free_days):
        day -= timedelta(days=1)
    return day


def working_days_between(first: date, last: date, free_days: Collection[date]) -> int:
    """How many working days come after `first`, up to and with `last` (as in BR-45); 0 when `last` is not later."""
    days = (first + timedelta(days=nr) for nr in range(1, (last - first).days + 1))
    return sum(not _is_free(day, free_days) for day in days)


def first_follow_up_latest(start: date) -> date:
    """The last day for the first follow-up of an engagement that starts on `start` (BR-46)."""
    return add_months(start, FOLLOW_UP_MONTHS)


def _is_free(day: date, free_days: Collection[date]) -> bool:
    return day.weekday() >= _SATURDAY or day in free_days
