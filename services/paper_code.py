"""The code on a printed copy: short, without letters that look like digits, with a character that finds slips.

Ten characters out of 31. Since 31 is prime, the weighted sum at the end finds every wrong character and every two that
changed places. It says which copy a paper is, and is no key: who may open it is asked apart.
"""

from __future__ import annotations

import re
import secrets

ALPHABET = "123456789ABCDEFGHJKMNPQRSTVWXYZ"  # no 0, I, L, O, U: taken for another, or making words
LENGTH = 10
_GROUPS = (4, 8)
_READ_AS = str.maketrans("IL", "11")


def new_code() -> str:
    """A code that was never given, but for one chance in 26 million million."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH - 1))
    return body + _check(body)


def understood(typed: str) -> str:
    """The code that somebody typed, with small letters, spaces or hyphens; '' when it cannot be one."""
    code = re.sub(r"[\s.‐‑–-]+", "", typed).upper().translate(_READ_AS)
    fine = len(code) == LENGTH and all(one in ALPHABET for one in code)
    return code if fine and _check(code[:-1]) == code[-1] else ""


def grouped(code: str) -> str:
    """'K7M2 9QXD 4E', as it is printed."""
    return " ".join(code[begin:end] for begin, end in zip((0, *_GROUPS), (*_GROUPS, LENGTH), strict=True))


def _check(body: str) -> str:
    total = sum(place * ALPHABET.index(one) for place, one in enumerate(body, 2))
    return ALPHABET[-total % len(ALPHABET)]
