"""Names as people type them: without accents, capitals and signs, so that "ozturk" is Öztürk."""

import unicodedata
from functools import lru_cache

_OTHER = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "\u0131": "i", "æ": "ae", "œ": "oe", "ħ": "h", "ŋ": "n"}
)
"""Letters that Unicode does not take apart."""


@lru_cache(maxsize=16_384)
def folded(name: str) -> str:
    """Small letters and digits alone, without accents, one space between words."""
    plain = unicodedata.normalize("NFKD", name.casefold()).translate(_OTHER)
    kept = "".join(char if char.isalnum() else " " for char in plain if not unicodedata.combining(char))
    return " ".join(kept.split())
