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
        {**step, "ook": _other(step["title"], language), "rows": [_with(row, words) for row in step["rows"]]}
        for step in steps
    ]


def _with(row: dict[str, Any], words: Beside) -> dict[str, Any]:
    if row.get("items"):
        return {**row, "items": [_item(one, words) for one in row["items"]]}
    path = row.get("path", "")
    return {**row, "ook": (words.labels.get(path, ""), words.answers.get(path, ""))}


def _item(item: dict[str, Any], words: Beside) -> dict[str, Any]:
    first = item["rows"][0].get("path", "") if item["rows"] else ""
    title = words.titles.get(first.rpartition("/")[0], "")
    return {**item, "ook": title, "rows": [_with(row, words) for row in item["rows"]]}


def _other(text: str, language: str) -> str:
    """The translation, '' when there is none: Dutch is not said twice."""
    found = translated(text, language)
    return "" if found == text else found
