"""Reminding somebody who signs in an own account that a text waits; of a personal link services/links.py does it."""

from __future__ import annotations

from rules.access import Action
from services import access, round_news, rounds
from services.dossiers import File
from services.links import PAUSE, TooSoon
from services.platform import NotAllowed, NotFound, Platform, Who, stamp
from store import mails, signatures


def remind(platform: Platform, who: Who, file: File, version_id: str, party_id: str) -> None:
    """Mail once more that the text waits for this party.

    :raises NotFound: when this person does not host the round, or the party signs in no own account, or is this person
    :raises NotAllowed: to who is no longer asked, or has no address
    :raises TooSoon: when a mail went to it less than ten minutes ago
    :raises RoundClosed, AlreadyAnswered, NotYourTurn: as answering does
    """
    with rounds.open_round(platform, file, version_id) as version:
        place, party = rounds.place_of(platform, version_id, party_id)[1], file.party(party_id)
        if (
            party is None
            or not file.signs_in_account(party)
            or not (access.may(platform, who, file, Action.HOST_ROUND, version=version))
        ):
            raise NotFound
        if party.account_id == who.id:
            raise NotFound
        if place.signature is not None:
            raise rounds.AlreadyAnswered
        rounds.allow(version, place, signatures.signers_of(platform.db, version_id))
        told = mails.of_party(platform.db, version_id, party_id, round_news.TURN)
        if any(one.created_at > stamp(platform.now() - PAUSE) and one.status != "mislukt" for one in told):
            raise TooSoon
        if not round_news.remind(platform, file, version, party, who.id):
            raise NotAllowed("Van deze persoon is geen e-mailadres gekend.")
