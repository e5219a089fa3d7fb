"""Whose copy of a text somebody reads: at the table, behind a link, on paper."""

from __future__ import annotations

from rules.readers import key
from services.dossiers import File
from services.platform import LETTERS
from store.parties import Party

READER = {"leerling": "L", "ouder": "O", "voogd": "O", "opvoedingsverantwoordelijke": "O", "pbd": "P"}
"""Role -> letter of the copy. Somebody in another role reads what the own organisation may."""


def letter_for(rol: str, kind: str) -> str:
    """The letter of the copy for somebody in a role, of a kind of organisation; '' for who reads nothing."""
    return READER.get(rol) or LETTERS.get(kind, "")


def reader_for(file: File, party: Party) -> str:
    """The reader (rules/readers.py) whose copy a party reads: where there are several pupils, the own one's.

    Empty for who reads nothing.
    """
    organisation = file.organisation_of(party)
    letter = letter_for(party.rol, organisation.soort if organisation else "")
    at_home = letter in ("L", "O") and file.dossier.soort in ("leerlingen", "klasgroep")
    own = party.id if party.rol == "leerling" else str(party.answers.get("van_leerling") or "")
    return key(letter, own if at_home else "")
