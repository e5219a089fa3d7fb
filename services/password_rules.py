"""What a password has to be: long, and not what anybody would try first. No rule on which signs are in it.

Source: NIST SP 800-63B-4, 3.1.1.2, and OWASP ASVS 5.0, 6.2: length counts, a list of what is common is refused, every
sign may be used, and nothing is asked of capitals, digits or signs.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

SHORTEST, LONGEST = 12, 256
"""Characters."""
AT_LEAST_LEFT = 6
"""Characters that remain when what is guessed first is taken out."""

TOO_SHORT = f"Kies minstens {SHORTEST} tekens. Enkele gewone woorden na elkaar zijn goed."
TOO_LONG = f"Kies hoogstens {LONGEST} tekens."
TOO_EASY = (
    "Dit is makkelijk te raden. Laat namen en woorden zoals welkom of wachtwoord weg, of zet er enkele andere "
    "woorden bij."
)

_WORDS = (
    "naadloos wachtwoord password passwoord paswoord geheim welkom welcome hallo hello admin beheerder administrator "
    "gebruiker user login inloggen aanmelden account test demo school leerling leerlingen leerkracht directie klas "
    "begeleider begeleiding computer laptop internet vlaanderen belgie belgium brussel antwerpen gent brugge leuven "
    "mechelen aalst hasselt genk lente zomer herfst winter januari februari maart april juni juli augustus september "
    "oktober november december maandag dinsdag woensdag donderdag vrijdag zaterdag zondag vakantie voetbal anderlecht "
    "clubbrugge azerty qwerty qwertz azertyuiop qwertyuiop asdfgh asdf zxcvbn wxcvbn qsdfgh iloveyou ikhouvanjou "
    "liefde schatje mama papa letmein monkey dragon master shadow sunshine princess football baseball superman batman "
    "starwars pokemon chocolade appel banaan tijger leeuw vlinder bloem konijn hond kat clb naft"
)
COMMON = tuple(_WORDS.split())
"""Words with which passwords of people in Flanders begin; longest first when they are taken out."""

_LOOKS_LIKE = str.maketrans({"0": "o", "1": "i", "3": "e", "4": "a", "@": "a", "5": "s", "$": "s", "7": "t", "!": "i"})
_YEAR = re.compile(r"(19|20)\d\d")
_SAME = re.compile(r"(.)\1{2,}")


def problem(password: str, about: Iterable[str] = ()) -> str:
    """Why this cannot be a password, in Dutch; '' when it can.

    `about` are texts of the person that others know: address, name, organisation, municipality.
    """
    if len(password) < SHORTEST:
        return TOO_SHORT
    if len(password) > LONGEST:
        return TOO_LONG
    return "" if _left(password, about) >= AT_LEAST_LEFT else TOO_EASY


def _left(password: str, about: Iterable[str]) -> int:
    """How many different characters remain of what nobody tries first, read with and without look-alikes: the least."""
    plain = _bare(password)
    words = sorted({*COMMON, *(word for text in about for word in _words(text))}, key=len, reverse=True)
    return min(_rest(one, words) for one in (plain, plain.translate(_LOOKS_LIKE)))


def _rest(text: str, words: Iterable[str]) -> int:
    text = _YEAR.sub(" ", text)
    for word in words:
        text = text.replace(word, " ")
    return len(set(re.sub(r"[\W_]", "", _without_rows(_SAME.sub(r"\1", text)))))


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
    return [word for word in re.split(r"[\W_]+", _bare(text)) if len(word) >= 3]
