"""What people of an invented Flanders write: short Dutch sentences that a seeded generator puts together.

They stand in services/flanders_words.json. In a sentence {n} is the pupil's first name or the class, {hij} and {zijn}
fit it, {vak} is a subject, {dag} a day.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Bank = list[str]
"""Ways to say the same."""

_KEPT: dict[str, Any] = json.loads(Path(__file__).with_suffix(".json").read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True)
class Theme:
    """Why somebody comes to NAFT, and what is said and agreed about it."""

    redenen: Bank
    signalen: Bank
    school: Bank
    leerling: Bank
    ouders: Bank
    noden: Bank
    factoren: Bank
    domein: str
    doel: Bank
    woorden: Bank
    merkbaar: Bank


THEMES = [Theme(**one) for one in _KEPT["themes"]]
CLASS = Theme(**_KEPT["klas"])
"""The same for a class."""

SUBJECTS: Bank = _KEPT["subjects"]
DAYS: Bank = _KEPT["days"]
VIEWS: dict[str, Bank] = _KEPT["views"]
"""Who looks at a goal -> what is said of it."""

PROMISES: dict[str, Bank] = _KEPT["promises"]
"""Who promises something after NAFT -> what."""


def bank(name: str) -> Bank:
    """A bank of sentences: 'strengths', 'methods', 'judgements', ..."""
    found: Bank = _KEPT[name]
    return found
