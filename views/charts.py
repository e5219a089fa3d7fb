"""From a table of figures to the lengths of its drawing, for the macros of templates/grafiek.html."""

from __future__ import annotations

from typing import Any

from rules.disclosure import Hidden
from services import figure_words
from services.figures import Table

SEGMENTS = 4
"""How many looks there are for the segments of a stacked bar; what comes after has the last one."""
NARROWEST = 7.0
"""Percent: a segment that is smaller has its number in the table alone."""


def chart(table: Table) -> dict[str, Any]:
    """What the macros draw of a table: its rows, and segments that fill 100 percent where it is stacked."""
    shown = [one.shown for one in table.lines if isinstance(one.shown, int) and not one.sub]
    whole = table.whole if isinstance(table.whole, int) else max(shown, default=0)
    longest = (whole if table.drawn == "stapel" else max(shown, default=0)) or 1
    rows = []
    look = 0
    for line in table.lines:
        hidden = isinstance(line.shown, Hidden)
        look += not line.sub
        percent = figure_words.share(table, line)
        rows.append(
            {
                "label": line.label,
                "kort": "mrt" if line.label == "Maart" else line.label[:3].lower(),
                "getal": figure_words.number(line.shown),
                "aandeel": "" if percent is None else f"{percent} %",
                "lengte": 0.0 if isinstance(line.shown, Hidden) else round(100 * line.shown / longest, 2),
                "weg": hidden,
                "kop": line.sub,
                "uiterlijk": min(look, SEGMENTS),
            }
        )
    return {
        "id": table.slug,
        "titel": table.title,
        "uitleg": figure_words.sentence(table),
        "soort": table.drawn,
        "leeg": table.empty or table.whole == 0,
        "rijen": rows,
        "delen": _segments(rows),
        "noot": table.note,
        "meer": table.several,
        "totaal": figure_words.number(table.whole),
    }


def _segments(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Where each part begins, in percent; what is hidden is what is left over, together."""
    found, at = [], 0.0
    for row in rows:
        if row["lengte"]:
            found.append({**row, "van": round(at, 2), "past": row["lengte"] >= NARROWEST})
            at += row["lengte"]
    if at < 99.9 and any(row["weg"] for row in rows):
        rest = {"label": "Niet getoond", "getal": "", "lengte": round(100 - at, 2), "weg": True, "uiterlijk": 0}
        found.append({**rest, "van": round(at, 2), "past": False})
    return found
