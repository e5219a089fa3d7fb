"""Figures as they were counted, kept as JSON for a day: what may be shown, and no more than that."""

from __future__ import annotations

import json
from dataclasses import asdict, fields
from datetime import date
from typing import Any, cast

from rules.disclosure import Hidden, Shown
from services.figures import Chapter, Line, Measure, Table, YearFigures

SHAPE = " ".join(one.name for kind in (YearFigures, Chapter, Table, Line, Measure) for one in fields(kind))
"""What is kept of each: another version of the program may keep something else, and cannot read this."""


def as_bytes(found: YearFigures) -> bytes:
    """The figures as JSON; a hidden one as the word for it."""
    return json.dumps(asdict(found), ensure_ascii=False, default=date.isoformat).encode()


def from_bytes(content: bytes) -> YearFigures:
    """The same figures again."""
    told = json.loads(content)
    chapters = tuple(_chapter(one) for one in told["chapters"])
    until = date.fromisoformat(told["until"]) if told["until"] else None
    return YearFigures(**told | {"until": until, "chapters": chapters, "years": tuple(told["years"])})


def _chapter(told: dict[str, Any]) -> Chapter:
    tables = tuple(_table(one) for one in told["tables"])
    measures = tuple(Measure(**one) for one in told["measures"])
    return Chapter(**told | {"whole": _shown(told["whole"]), "tables": tables, "measures": measures})


def _table(told: dict[str, Any]) -> Table:
    lines = tuple(Line(**one | {"shown": _shown(one["shown"])}) for one in told["lines"])
    return Table(**told | {"whole": _shown(told["whole"]), "lines": lines})


def _shown(value: Any) -> Shown:
    return Hidden(value) if isinstance(value, str) else cast(Shown, value)
