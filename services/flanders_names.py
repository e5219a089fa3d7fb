"""Names for an invented Flanders: people, towns and streets (services/flanders_names.json). Nobody of them lives."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

_KEPT: dict[str, Any] = json.loads(Path(__file__).with_suffix(".json").read_text(encoding="utf-8"))

BOYS, GIRLS, GROWN_UPS = _KEPT["boys"], _KEPT["girls"], _KEPT["grown_ups"]
FAMILY_NAMES: list[str] = _KEPT["family_names"]
STREETS: list[str] = _KEPT["streets"]
PLACES = tuple((province, *town.split(" ", 1)) for province, towns in _KEPT["towns"].items() for town in towns)
"""(province, postcode, town) of every town."""

SCHOOLS: list[str] = _KEPT["schools"]
"""How schools are called: {town}, {river}, {saint} and {tree} are filled in."""

RIVERS, SAINTS, TREES = _KEPT["rivers"], _KEPT["saints"], _KEPT["trees"]
PROVIDERS: list[str] = _KEPT["providers"]
"""What providers are called behind 'vzw'."""
