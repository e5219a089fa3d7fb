"""Puts the last whole run in docs/metingen.md: its table between two markers, and a line in the history.

What stands outside those is written by hand, the targets too: a test compares those with the KEYS of the benches.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from tests.bench.measuring import Key, Value
from tests.bench.report import RESULT, met, number, spread
from tests.bench.subjects import SUBJECTS, bench_of, every_key
from tests.policy.made import Made, cell

DOCUMENT = Path(__file__).parents[2] / "docs" / "metingen.md"
HEAD = ("| key | what | value | target | met | rounds |", "|---|---|---|---|---|---|")
HISTORY_END = "<!-- the next run stands above -->"
HISTORY = (
    "fill_vs_docxtpl",
    "save_vs_sqlite3",
    "write_wait_worst_ms",
    "worklist_p95_1e5_vs_1e3",
    "form_render_vs_stock",
    "mixed_vs_stock",
    "peak_times_over",
    "start_vs_flask",
)
"""What the history keeps of each run, in the order of its columns."""


def write() -> int:
    """Renew the document from bench.json; 1 where no whole run was made."""
    if not RESULT.exists():
        print(f"There is no {RESULT}: run make bench first, all of it.", file=sys.stderr)
        return 1
    told = json.loads(RESULT.read_text("utf-8"))
    text = Made(DOCUMENT, "tests.bench.docs", lambda: tables(told)).renewed(DOCUMENT.read_text("utf-8"))
    DOCUMENT.write_text(with_history(text, told), "utf-8")
    return 0


def tables(told: dict[str, Any]) -> str:
    """A run: where and of what, and a table for each subject."""
    about, known = told["run"], every_key()
    lines = [
        f"{about['at'][:10]}, commit `{about['commit']}`, {about['machine']}, load {about['load']} before it began."
    ]
    named = {subject: [one.name for one in getattr(bench_of(subject), "KEYS", ())] for subject in SUBJECTS}
    beside = {*known, "rounds", "run", *(f"{name}_why" for name in told)}
    named["other"] = [name for name in told if name not in beside]
    for subject, names in named.items():
        rows = [_row(known.get(name) or Key(name, ""), told) for name in names if name in told]
        lines += ["", f"### {subject}", "", *HEAD, *rows] if rows else []
    return "\n".join(lines) + "\n"


def _row(key: Key, told: dict[str, Any]) -> str:
    value = told[key.name]
    if value is None:
        why = cell(told.get(f"{key.name}_why", ""))
        return f"| `{key.name}` | {cell(key.about)} | not measured: {why} | {key.target} | | |"
    found = _value(key.name, told)
    return (
        f"| `{key.name}` | {cell(key.about)} | {number(found)} {key.unit} | {key.target} | {met(key, found)}"
        f" | {spread(found)} |"
    )


def _value(name: str, told: dict[str, Any]) -> float:
    value, rounds = told[name], told["rounds"].get(name)
    return Value(value, rounds["rounds"], *rounds["spread"]) if rounds else float(value)


def with_history(text: str, told: dict[str, Any]) -> str:
    """The document with a line more in its history; one of the same commit on the same day is replaced."""
    about = told["run"]
    begin = f"| {about['at'][:10]} | `{about['commit']}` |"
    figures = " | ".join(number(told.get(name)) for name in HISTORY)
    before, _, after = text.partition(HISTORY_END)
    kept = "".join(line for line in before.splitlines(keepends=True) if not line.startswith(begin))
    return f"{kept}{begin} {figures} |\n{HISTORY_END}{after}"
