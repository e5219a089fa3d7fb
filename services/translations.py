"""Fixed Dutch texts in French and English, from the catalogues `translations/*.po` (the format of GNU gettext).

The key is the Dutch text itself. What has no translation stays Dutch: a half-translated line is better than none. The
catalogues are kept complete by `tests/policy/vertalingen.py`.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from pathlib import Path

CATALOGUES = Path(__file__).parents[1] / "translations"

LANGUAGES: Mapping[str, str] = {"fr": "fr-BE", "en": "en-GB"}
"""Language -> its tag in a document, so that a screen reader speaks it (BCP 47)."""

OWN_NAMES: Mapping[str, str] = {"fr": "Français", "en": "English"}
"""Language -> what it calls itself."""


def translated(text: str, language: str) -> str:
    """A fixed text in another language of LANGUAGES; the Dutch text itself where there is no translation.

    :raises KeyError: for a language that has no catalogue
    """
    return _catalogue(language, LANGUAGES[language]).get(text, text)


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
