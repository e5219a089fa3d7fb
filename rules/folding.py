"""Text as it is looked for: capitals, accents, hyphens, apostrophes and spaces make no difference.

Pure: what is kept to be found by, and what somebody types to find it, go through the same functions.
"""

import unicodedata

_LETTERS = str.maketrans(
    {
        "ł": "l",
        "ø": "o",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "ħ": "h",
        "ŧ": "t",
        "\N{LATIN SMALL LETTER DOTLESS I}": "i",
        "ŋ": "n",
        "æ": "ae",
        "œ": "oe",
        "ə": "e",
    }
)
"""Letters that are no letter with an accent to Unicode, but are to who types."""


def fold(text: str) -> str:
    """'ozturk' of 'Öztürk', 'gross' of 'Groß', 'd hondt' of 'D’Hondt': letters and digits, one space between parts.

    Source: Unicode Standard Annex 15 (compatibility decomposition); the letters it leaves whole are our choice.
    """
    plain = unicodedata.normalize("NFKD", text.casefold()).translate(_LETTERS)
    plain = unicodedata.normalize("NFKD", plain.casefold())
    kept = "".join(char if char.isalnum() else " " for char in plain if not unicodedata.category(char).startswith("M"))
    return " ".join(kept.split())


def joined(text: str) -> str:
    """The same without spaces: 'bensaid' of 'Ben-Saïd' and of 'Ben Saïd'. Source: our choice."""
    return fold(text).replace(" ", "")


def findable(text: str, most: int = 6) -> list[str]:
    """What a name is found by, so that each part begins one, and is part of one with what follows: 'bensaid', 'said'.

    Of more than `most` parts the later ones stand alone. Source: our choice.
    """
    parts = fold(text).split()
    return list(dict.fromkeys(["".join(parts[at : at + most]) for at in range(len(parts))]))
