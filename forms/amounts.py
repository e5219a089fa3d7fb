"""Kinds of question answered with a number, a day, a moment or a week plan."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from forms.question import Question, clean_line
from forms.scope import Json, Scope, answered, as_typed, typed

MONTHS = (
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
)
"""Ours, because the C locale of a server speaks no Dutch."""
DAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
EARLIEST = date(1990, 1, 1)


def long_date(day: date) -> str:
    """'maandag 23 november 2026'."""
    return f"{DAYS[day.weekday()]} {plain_date(day)}"


def plain_date(day: date) -> str:
    """'23 november 2026'."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


@dataclass(frozen=True, slots=True)
class Number(Question):
    """A whole number between two bounds; `unit` is printed after it ('halve dagen'), `one` after 1 ('halve dag')."""

    at_least: int = 0
    at_most: int = 9999
    unit: str = ""
    one: str = ""

    shape: ClassVar[str] = "number"

    def parse(self, posted: list[str], scope: Scope) -> Json:
        """ASCII digits alone: int() would also take '1_000' and other scripts' digits."""
        line = clean_line(posted[0]) if posted else ""
        return (int(line) if re.fullmatch(r"-?[0-9]{1,9}", line) else as_typed([line])) if line else None

    def text(self, stored: Json, scope: Scope) -> str:
        """With the unit."""
        if not isinstance(stored, int):
            return Question.text(self, stored, scope)
        return f"{stored} {self.one if stored == 1 and self.one else self.unit}".strip()

    def faults(self, stored: Json, scope: Scope) -> list[str]:
        """No number, or outside the bounds."""
        if not answered(stored) or (isinstance(stored, int) and self.at_least <= stored <= self.at_most):
            return []
        return [f"Vul een geheel getal in van {self.at_least} tot {self.at_most}."]


@dataclass(frozen=True, slots=True)
class Date(Question):
    """A day, typed as three numbers, stored ISO. `past=True`: not after today. Never before 1990 (G2)."""

    past: bool = False

    shape: ClassVar[str] = "date"

    def parse(self, posted: list[str], scope: Scope) -> Json:
        """['27', '3', '2012'] -> '2012-03-27'."""
        parts = [clean_line(part) for part in posted[:3]]
        if not any(parts):
            return None
        day = _day(parts)
        return day.isoformat() if day else as_typed(parts)

    def posted(self, stored: Json) -> list[str]:
        """Day, month, year."""
        raw, day = typed(stored), self.value(stored)
        return raw or ([str(day.day), str(day.month), str(day.year)] if day else [])

    def value(self, stored: Json) -> date | None:
        """A date, or None."""
        return date.fromisoformat(stored) if isinstance(stored, str) and stored else None

    def text(self, stored: Json, scope: Scope) -> str:
        """'27 maart 2012'."""
        day = self.value(stored)
        return plain_date(day) if day else Question.text(self, stored, scope)

    def faults(self, stored: Json, scope: Scope) -> list[str]:
        """No such day, too long ago, or too far ahead."""
        day = self.value(stored)
        if day is None:
            return [] if stored is None else [f"Vul een datum in die bestaat: {self.ask}, bijvoorbeeld 27 3 2012."]
        if day < EARLIEST:
            return ["Vul een datum in vanaf 1 januari 1990."]
        if self.past and day > scope.today:
            return ["Vul een datum in die niet in de toekomst ligt."]
        if day > two_years_after(scope.today):
            return ["Vul een datum in binnen de twee jaar."]
        return []


def two_years_after(day: date) -> date:
    """The same day two years on; 29 February becomes the 28th."""
    try:
        return day.replace(year=day.year + 2)
    except ValueError:
        return day.replace(year=day.year + 2, day=28)


def _day(parts: list[str]) -> date | None:
    if len(parts) == 3 and all(re.fullmatch(r"[0-9]{1,4}", part) for part in parts) and len(parts[2]) == 4:
        try:
            return date(int(parts[2]), int(parts[1]), int(parts[0]))
        except ValueError:
            return None
    return None


@dataclass(frozen=True, slots=True)
class Moment(Date):
    """A day and an hour in Belgian time, stored as '2026-09-21T14:00'."""

    shape: ClassVar[str] = "moment"

    def parse(self, posted: list[str], scope: Scope) -> Json:
        """['21', '9', '2026', '14.00'] -> '2026-09-21T14:00'."""
        parts = [clean_line(part) for part in posted[:4]]
        if not any(parts):
            return None
        day = _day(parts[:3])
        hour = re.fullmatch(r"([01]?[0-9]|2[0-3])[.:uh]([0-5][0-9])", parts[3]) if len(parts) == 4 else None
        if day and hour:
            return f"{day.isoformat()}T{int(hour[1]):02}:{hour[2]}"
        return as_typed(parts)

    def posted(self, stored: Json) -> list[str]:
        """Day, month, year, hour."""
        raw, day = typed(stored), self.value(stored)
        return raw or ([str(day.day), str(day.month), str(day.year), stored[11:].replace(":", ".")] if day else [])

    def value(self, stored: Json) -> date | None:
        """The day."""
        return date.fromisoformat(stored[:10]) if isinstance(stored, str) and stored else None

    def text(self, stored: Json, scope: Scope) -> str:
        """'maandag 21 september 2026 om 14.00 uur'."""
        day = self.value(stored)
        if day is None:
            return Question.text(self, stored, scope)
        return f"{long_date(day)} om {stored[11:].replace(':', '.')} uur"

    def faults(self, stored: Json, scope: Scope) -> list[str]:
        """No such day or hour."""
        if typed(stored) is not None:
            return ["Vul een dag en een uur in, bijvoorbeeld 21 9 2026 en 14.00."]
        return Date.faults(self, stored, scope)


@dataclass(frozen=True, slots=True)
class Schedule(Question):
    """A school week: five days, morning and afternoon, one of `places` each; stored as ten values, '' = nothing.

    Posted in the order maandag voormiddag, maandag namiddag, dinsdag voormiddag, ...
    """

    places: tuple[tuple[str, str], ...] = (
        ("naft", "NAFT"),
        ("school", "School"),
        ("leerplek", "Leerplek"),
        ("thuis", "Thuis"),
    )

    shape: ClassVar[str] = "schedule"

    def parse(self, posted: list[str], scope: Scope) -> Json:
        """Ten values; None when all are empty."""
        known = dict(self.places)
        week = [value if value in known else "" for value in (*posted, *[""] * 10)][:10]
        return week if any(week) else None

    def posted(self, stored: Json) -> list[str]:
        """Ten values."""
        return list(stored) if isinstance(stored, list) else []

    def text(self, stored: Json, scope: Scope) -> str:
        """'maandag voormiddag NAFT, ...'; half days without a place are left out."""
        return ", ".join(
            f"{row['dag']} {part} {row[key]}"
            for row in self.word(stored, scope)
            for part, key in (("voormiddag", "vm"), ("namiddag", "nm"))
            if row[key]
        )

    def word(self, stored: Json, scope: Scope) -> list[dict[str, str]]:
        """Five rows {dag, vm, nm}; an empty list when unanswered."""
        if not isinstance(stored, list):
            return []
        known = {"": "", **dict(self.places)}
        return [
            {"dag": DAYS[day], "vm": known.get(stored[2 * day], ""), "nm": known.get(stored[2 * day + 1], "")}
            for day in range(5)
        ]

    def offered(self, scope: Scope) -> dict[str, str]:
        """The places."""
        return dict(self.places)

    def missing(self) -> str:
        """Say which."""
        return f"Vul het weekschema in: {self.ask}."
