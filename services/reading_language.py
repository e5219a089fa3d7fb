"""In which language somebody without an account gets pages and mails.

What one chose oneself on a page goes before; else what CLB or NAFT noted that is spoken at home. That last is not for
everybody in the dossier to know: it decides the language of who it is about, and is told to nobody. See ADR 0036.
"""

from __future__ import annotations

from services.home_languages import NEEDS_NONE
from services.platform import Platform
from services.translations import HOME, offered
from store import parties
from store.parties import Party


def language_of(party: Party) -> str:
    """A language of `translations.offered`; '' where nothing is known, or a language that is not offered."""
    return party.language if party.language in offered() else _at_home(party)


def _at_home(party: Party) -> str:
    noted = str(party.answers.get("taal") or "")
    if noted in NEEDS_NONE:
        return HOME
    return noted if noted in offered() else ""


def keep(platform: Platform, party_id: str, chosen: str) -> None:
    """Remember what somebody chose on a page; belongs in the write of the answer that was given there.

    Nothing for '' or what is not offered. A choice for what the dossier says already is not kept: when that is put
    right later, it counts.
    """
    party = parties.party(platform.db, party_id)
    if party is None or chosen not in offered():
        return
    own = "" if chosen == _at_home(party) else chosen
    if own != party.language:
        parties.set_language(platform.db, party_id, own)
