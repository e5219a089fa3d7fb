"""The number of the national register (rijksregisternummer): how it is recognised in a text, so that nobody notes it.

Source: wet van 8 augustus 1983 tot regeling van een Rijksregister, art. 8 (it may only be used with leave for it);
koninklijk besluit van 3 april 1984 (how it is made up: day of birth, order, check of 97).
"""

import re

PATTERN = (
    r"(?:^|[^0-9])"
    r"([0-9]{2}[ \u00a0.\-–/]{0,3}(?:[024][0-9]|[135][0-2])[ \u00a0.\-–/]{0,3}(?:[0-2][0-9]|3[01])"
    r"[ \u00a0.\-–/]{0,3}[0-9]{3}[ \u00a0.\-–/]{0,3}[0-9]{2})(?![0-9])"
)
"""Eleven digits in any usual notation: year, month, day, order, check. A newcomer has 20 or 40 more as month.

Python and the browser read it alike: this is the one place where it is written down (static/hulp.js gets it).
"""

WARNING = (
    "Dit lijkt een rijksregisternummer. Schrijf het hier niet: iedereen die dit leest, zou het zien. "
    "De naam en de geboortedatum volstaan."
)
"""What somebody who types one reads, while typing and when saving."""

_FOUND = re.compile(PATTERN)


def has_national_number(text: str) -> bool:
    """Does the text hold eleven digits that pass the check: 97 less what is left of the first nine divided by 97?

    Who is born from 2000 on has a 2 before the nine.
    """
    for found in _FOUND.finditer(text):
        digits = re.sub(r"[^0-9]", "", found[1])
        body, check = digits[:9], int(digits[9:])
        if check in (97 - int(body) % 97, 97 - int("2" + body) % 97):
            return True
    return False
