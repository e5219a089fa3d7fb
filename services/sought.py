"""What somebody looks for among dossiers, often a name, stays on the server: an address holds its number (ADR 0042)."""

from __future__ import annotations

from services.accounts import LONGEST, token_hash
from services.platform import Platform, stamp
from store import sought

MOST = 40
"""How many things one session looks for that can be gone back to."""


def keep(platform: Platform, token: str, text: str) -> str:
    """The number of a text in the session of this token; '' for an empty text."""
    if not text:
        return ""
    before = stamp(platform.now() - LONGEST)
    return sought.keep(platform.db, token_hash(token), text, at=platform.at(), most=MOST, before=before)


def text(platform: Platform, token: str, number: str) -> str:
    """The text of a number; '' for one that is gone, or of another session."""
    return sought.text(platform.db, token_hash(token), number) if number else ""
