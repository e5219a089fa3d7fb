"""The Dutch text that is signed, with our own words in the language of the page beside it (ADR 0036)."""

from __future__ import annotations

from typing import Any

from services.translation_annex import Beside, beside
from services.translations import HOME, translated
from store.versions import Version
from views import languages


def with_translation(steps: list[dict[str, Any]], version: Version, reader: str) -> list[dict[str, Any]]:
    """The steps as `views.record.summary` gives them, with `ook` at our own words; unchanged on a Dutch page."""
    language = languages.current()
    if language == HOME:
        return steps
    words = beside(version, reader, language)
    return [
        {
            **step,
            "ook": _new(translated(step["title"], language), step["title"]),
            "rows": [_with(row, words) for row in step["rows"]],
        }
        for step in steps
    ]


def _with(row: dict[str, Any], words: Beside) -> dict[str, Any]:
    if row.get("items"):
        return {**row, "items": [_item(one, words) for one in row["items"]]}
    path = row.get("path", "")
    label, answer = words.labels.get(path, ""), words.answers.get(path, "")
    return {**row, "ook": (_new(label, row["label"]), _new(answer, row["value"]))}


def _item(item: dict[str, Any], words: Beside) -> dict[str, Any]:
    first = item["rows"][0].get("path", "") if item["rows"] else ""
    title = words.titles.get(first.rpartition("/")[0], "")
    return {**item, "ook": _new(title, item["title"]), "rows": [_with(row, words) for row in item["rows"]]}


def _new(words: str, dutch: str) -> str:
    """'' for what is the same in both languages: it is not said twice."""
    return "" if words == dutch else words
