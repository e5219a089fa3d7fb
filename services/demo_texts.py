"""The texts of the demo (services/demo_*.json), with people and days in the place of their short names."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from forms.scope import Json
from rules.clock import add_months

FRIDAY = 4
_TOKEN = re.compile(r"(dag|maand) (-?\d+)(T\d\d:\d\d)?")
_BIRTH = re.compile(r"wordt (\d+) over (\d+)")


def texts(name: str) -> dict[str, Any]:
    """What somebody of the demo wrote: 'kobe'."""
    found: dict[str, Any] = json.loads(Path(__file__).with_name(f"demo_{name}.json").read_text(encoding="utf-8"))
    return found


def school_day(day: date) -> date:
    """That day, or the Friday before a weekend."""
    return day - timedelta(days=max(0, day.weekday() - FRIDAY))


@dataclass(frozen=True, slots=True)
class Words:
    """What stands in the place of the short names.

    In the texts '@kobe' is somebody in the dossier, '#sluis' an organisation, 'dag -13' a day counted from day 0 (never
    in a weekend), 'maand 2' the same day two months later, 'wordt 16 over 160' who has a birthday 160 days from today.
    """

    party: Callable[[str], str]
    organisation: Callable[[str], str]
    today: date
    day_0: date

    def day(self, count: int) -> date:
        """A school day, counted from day 0."""
        return school_day(self.day_0 + timedelta(days=count))

    def resolved(self, value: Json) -> Any:
        """The texts with ids and days in the place of '@kobe' and 'dag 0'."""
        if isinstance(value, dict):
            return {name: self.resolved(one) for name, one in value.items()}
        if isinstance(value, list):
            return [self.resolved(one) for one in value]
        return self._word(value) if isinstance(value, str) else value

    def _word(self, text: str) -> str:
        if text.startswith("@"):
            return self.party(text[1:])
        if text.startswith("#"):
            return self.organisation(text[1:])
        if found := _BIRTH.fullmatch(text):
            return add_months(self.today + timedelta(days=int(found[2])), -12 * int(found[1])).isoformat()
        if found := _TOKEN.fullmatch(text):
            day = add_months(self.day_0, int(found[2])) if found[1] == "maand" else self.day(int(found[2]))
            return day.isoformat() + (found[3] or "")
        return text
