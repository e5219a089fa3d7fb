"""What a password must be: long, and nothing that others know of whose it is."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

SHORTEST, LONGEST = 12, 200
"""Characters. Longer takes longer to hash, and nobody types that."""

TOO_SHORT = f"Kies een wachtwoord van minstens {SHORTEST} tekens. Een zinnetje van vier woorden is lang en makkelijk."
TOO_LONG = f"Kies een wachtwoord van hoogstens {LONGEST} tekens."
TOO_PLAIN = "Kies een wachtwoord met meer verschillende tekens."
KNOWN = "Kies een wachtwoord waarin uw naam, e-mailadres of organisatie niet staat."


def faults(password: str, about: Iterable[str]) -> str:
    """What is wrong with a password, in Dutch; '' when it is fine.

    :param about: what others know of whose it is: names, address, organisation
    """
    if len(password) < SHORTEST:
        return TOO_SHORT
    if len(password) > LONGEST:
        return TOO_LONG
    plain = _plain(password)
    if len(set(plain)) < 5:
        return TOO_PLAIN
    known = {part for text in about for part in _parts(text)}
    left = plain
    for part in sorted(known, key=len, reverse=True):
        left = left.replace(part, "")
    return KNOWN if len(left) < SHORTEST / 2 else ""


def _parts(text: str) -> list[str]:
    """The words of a text of four letters and more, and all of it."""
    plain = _plain(text.partition("@")[0])
    return [one for one in (*"".join(c if c.isalnum() else " " for c in plain).split(), plain) if len(one) > 3]


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKD", text.casefold())
    return "".join(one for one in folded if not unicodedata.combining(one))
