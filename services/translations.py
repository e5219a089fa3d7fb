"""Fixed Dutch texts in French and English, from the catalogues `translations/*.po` (the format of GNU gettext).

The key is the Dutch text itself, on a page, in a mail and in a document alike. What has no translation stays Dutch: a
half-translated line is better than none. The catalogues are kept complete by `tests/policy/vertalingen.py`. A further
language is a line in `LANGUAGES` and one in `OWN_NAMES`, and its catalogue (docs/beheer.md).
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path

from forms.amounts import long_date, plain_date

CATALOGUES = Path(__file__).parents[1] / "translations"

HOME = "nl"
"""The language of the texts themselves: it needs no catalogue."""

LANGUAGES: dict[str, str] = {"fr": "fr-BE", "en": "en-GB"}
"""Language with a catalogue -> its tag in a document, so that a screen reader speaks it (BCP 47)."""

OWN_NAMES: dict[str, str] = {HOME: "Nederlands", "fr": "Français", "en": "English"}
"""Language -> what it calls itself."""


def offered() -> list[str]:
    """The languages in which one can read what is for everybody: Dutch, and those with a catalogue."""
    return [HOME, *LANGUAGES]


def tag_of(language: str) -> str:
    """'nl-BE', 'fr-BE': the tag of a language of `offered` (BCP 47).

    :raises KeyError: for a language that is not offered
    """
    return "nl-BE" if language == HOME else LANGUAGES[language]


def translated(text: str, language: str) -> str:
    """A fixed text in another language of `offered`; the Dutch text itself where there is no translation.

    :raises KeyError: for a language that has no catalogue
    """
    return text if language == HOME else _catalogue(language, LANGUAGES[language]).get(text, text)


def said(text: str, language: str, **values: object) -> str:
    """The same of a text with `%(name)s` in it, filled in after it is translated."""
    return translated(text, language) % values


def plain_day(day: date, language: str) -> str:
    """'23 november 2026', '23 novembre 2026', '23 November 2026'; in French the first of a month is 1er."""
    return plain_date(day) if language == HOME else _day(day, language, "d MMMM y")


def long_day(day: date, language: str) -> str:
    """The same with the day of the week before it: 'maandag 23 november 2026', 'lundi 23 novembre 2026'."""
    return long_date(day) if language == HOME else _day(day, language, "EEEE d MMMM y")


def hour(at: datetime, language: str) -> str:
    """A time of the day: '14.02 uur', '14 h 02', '14:02'."""
    if language == HOME:
        return f"{at:%H.%M} uur"
    return f"{at:%H} h {at:%M}" if language == "fr" else f"{at:%H:%M}"


def _day(day: date, language: str, form: str) -> str:
    from babel.dates import format_date

    told = format_date(day, form, locale=LANGUAGES[language].replace("-", "_"))
    return told.replace("1 ", "1er ", 1) if language == "fr" and day.day == 1 else told


@functools.cache
def _catalogue(language: str, tag: str) -> Mapping[str, str]:
    """Dutch text -> its translation, read once in each process; what still has to be looked at does not count."""
    from babel.messages.pofile import read_po

    with (CATALOGUES / f"{language}.po").open("rb") as file:
        catalogue = read_po(file, locale=tag.replace("-", "_"))
    return {
        one.id: one.string
        for one in catalogue
        if isinstance(one.id, str) and isinstance(one.string, str) and one.id and one.string and not one.fuzzy
    }
