"""Places in a round that stay empty: who could not be reached, parents of who is 18 by now, who left the dossier."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, time

from forms.amounts import long_date
from rules.capacity import parents_access_ends
from rules.signatures import niet_bereikt_problems
from rules.signers import Signer
from rules.source import problem
from rules.trajectory import Refused
from services.consents import GUARDIANS
from services.dossiers import File, read_file
from services.platform import BRUSSELS, Platform
from services.pupils import pupils
from services.surroundings import latest_answers, parents_read, sharing
from store import parties
from store.signatures import Place

GROWN_UP = "Niet meer gevraagd: de leerling is 18 en beslist alleen."


LEFT = "Niet meer gevraagd: neemt niet meer deel aan het dossier."
GONE = (GROWN_UP, LEFT)
"""Why somebody is no longer asked; such a place stays empty, whatever is tried."""


def why_not_today(platform: Platform, file: File, place: Place) -> str:
    """Why this party no longer signs, one of GONE; empty for who does.

    Parents of who is 18 do not, unless the pupil lets them read along; nor does who no longer takes part.
    """
    party = parties.party(platform.db, place.signer.party_id)
    if party is None or party.removed_at is not None:
        return LEFT
    if party.rol not in GUARDIANS or parents_read(platform, file, str(party.answers.get("van_leerling") or "")):
        return ""
    return GROWN_UP


def may_sign_today(platform: Platform, file: File, place: Place) -> bool:
    """Whether this party still signs."""
    return not why_not_today(platform, file, place)


def signs_until(platform: Platform, file: File, party_id: str) -> datetime | None:
    """From when on a parent is no longer asked: midnight of the pupil's 18th birthday (BR-22).

    None where no such moment comes: for others, without a birth date, and where the pupil lets the parents read along.
    """
    party = file.party(party_id)
    if party is None or party.rol not in GUARDIANS:
        return None
    file = read_file(platform, file.dossier) if file.until else file
    indication = latest_answers(platform, file, "indicatiestelling", drafts=True)
    child = str(party.answers.get("van_leerling") or "")
    found = [one for one in pupils(platform, file, indication) if child in ("", one.party)]
    shared = sharing(platform, file, indication)
    if len(found) != 1 or found[0].born is None or shared.each.get(child, shared.together).parents:
        return None
    return datetime.combine(parents_access_ends(found[0].born), time(), BRUSSELS)


def out_of_reach(signer: Signer, attempts: Collection[date], frozen: date, today: date) -> str:
    """What the document says of somebody who could not be reached (BR-35).

    :raises Refused: when there were not two attempts on different days since the text was frozen, or the akkoord is
        needed
    """
    found = niet_bereikt_problems(signer, attempts)
    if not found and any(not frozen <= day <= today for day in attempts):
        message = "Kijk de dagen na: een poging ligt tussen het vastleggen van de tekst en vandaag."
        found = [problem("BR-35", message, signer.party_id)]
    if found:
        raise Refused(found)
    days = " en ".join(long_date(day) for day in sorted(set(attempts)))
    return f"Niet bereikt, na pogingen op {days}."
