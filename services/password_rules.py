"""What a password has to be: long, and not what anybody would try first. No rule on which signs are in it.

Source: NIST SP 800-63B-4, 3.1.1.2, and OWASP ASVS 5.0, 6.2: length counts, a list of what is common is refused, every
sign may be used, and nothing is asked of capitals, digits or signs. Two lists: our own words (services/deny_words.py),
and the passwords that leaked most often (the lists of zxcvbn). What a password means is looked at without capitals,
accents, look-alikes such as 0 for o, years, rows and what was put around it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache

from services.accounts import LONGEST_PASSWORD
from services.deny_words import WORDS

SHORTEST, LONGEST = 12, LONGEST_PASSWORD
"""Characters."""
AT_LEAST_LEFT = 6
"""Different characters that remain when what is guessed first is taken out."""
A_WORD = 3
"""Letters of the shortest word that is taken out."""

TOO_SHORT = f"Kies minstens {SHORTEST} tekens. Enkele gewone woorden na elkaar zijn goed."
TOO_LONG = f"Kies hoogstens {LONGEST} tekens."
TOO_EASY = (
    "Dit is makkelijk te raden: het is vooral een woord dat velen kiezen, zoals welkom, een maand of een gemeente. "
    "Zet er enkele andere woorden bij."
)
LEAKED = "Dit wachtwoord staat op de lijsten die inbrekers proberen. Kies iets anders, zoals vier woorden na elkaar."
OWN = (
    "Dit is te raden door wie u kent: het is vooral uw naam, uw adres of de naam van uw organisatie. Zet er enkele "
    "andere woorden bij."
)
A_ROW = "Dit is een rij of een herhaling, zoals 123456 of aaaaaa. Kies liever enkele woorden na elkaar."

_LOOKS_LIKE = str.maketrans({"0": "o", "1": "i", "3": "e", "4": "a", "@": "a", "5": "s", "$": "s", "7": "t", "!": "i"})
_YEAR = re.compile(r"(19|20)\d\d")
_SAME = re.compile(r"(.)\1{2,}")
_TWICE = re.compile(r"(.{3,}?)\1+")
_AROUND = re.compile(r"^[\W\d_]+|[\W\d_]+$")
_SIGNS = re.compile(r"[\W_]")


def problem(password: str, about: Iterable[str] = ()) -> str:
    """Why this cannot be a password, in Dutch; '' when it can.

    `about` are texts of the person that others know: address, name, organisation, municipality.
    """
    if len(password) < SHORTEST:
        return TOO_SHORT
    if len(password) > LONGEST:
        return TOO_LONG
    own = {word for text in about for word in _words(text)}
    readings = set(_readings(password))
    if any(core in leaked() for one in readings for core in _cores(one)):
        return LEAKED
    if _left(readings, WORDS) < AT_LEAST_LEFT:
        return TOO_EASY if any(word in one for one in readings for word in WORDS) else A_ROW
    return OWN if _left(readings, WORDS | own) < AT_LEAST_LEFT else ""


@cache
def leaked() -> frozenset[str]:
    """The passwords that leaked most often, folded; read once, when somebody first chooses a password (40 ms)."""
    from zxcvbn.frequency_lists import FREQUENCY_LISTS

    return frozenset(_bare(one) for one in FREQUENCY_LISTS["passwords"] if len(one) >= A_WORD)


def _readings(password: str) -> Iterator[str]:
    """In small letters without accents, as it is and with every look-alike as its letter."""
    plain = _bare(password)
    yield plain
    yield plain.translate(_LOOKS_LIKE)


def _cores(text: str) -> Iterator[str]:
    """What is left of a reading without what people put around a word: signs, digits, a year, the same once more."""
    for whole in (text, _SIGNS.sub("", text)):
        twice = _TWICE.fullmatch(whole)
        for one in (whole, twice[1] if twice else whole):
            bare = _AROUND.sub("", one)
            yield from (one, bare, _SIGNS.sub("", _YEAR.sub("", bare)))


def _left(readings: Iterable[str], words: frozenset[str]) -> int:
    """How many different characters remain of what nobody tries first: the least of the readings."""
    longest_first = sorted(words, key=len, reverse=True)
    return min(_rest(one, longest_first) for one in readings)


def _rest(text: str, words: Iterable[str]) -> int:
    text = _YEAR.sub(" ", text)
    for word in words:
        text = text.replace(word, " ")
    return len(set(_SIGNS.sub("", _without_rows(_SAME.sub(r"\1", text)))))


def _without_rows(text: str) -> str:
    """Without '1234' and 'fedc': three or more that follow each other are worth one."""
    kept: list[str] = []
    step = run = 0
    for before, one in zip(" " + text, text, strict=False):
        now = ord(one) - ord(before)
        run = run + 1 if now in (1, -1) and now == step else int(now in (1, -1))
        step = now
        if run < 2:
            kept.append(one)
    return "".join(kept)


def _bare(text: str) -> str:
    """Small letters without accents."""
    return "".join(one for one in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(one))


def _words(text: str) -> list[str]:
    """The words of a name or address that are long enough to be known by."""
    return [word for word in re.split(r"[\W_]+", _bare(text)) if len(word) >= A_WORD]
