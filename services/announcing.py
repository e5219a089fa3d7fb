"""Announcing that terms end (BR-50): sixty days before, once, to the administrators of who keeps the dossiers."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from rules import retention
from services import administration, destroyed_list
from services.keeping_mail import NOTICE
from services.platform import Platform
from store import accounts, destructions, mails
from store.destructions import Destruction, Term
from store.rows import new_id


@dataclass(frozen=True, slots=True)
class Announced:
    """What one run did: terms that were announced, mails about them, and announcements that no longer hold.

    `unheard` are organisations without an administrator to tell.
    """

    terms: int = 0
    mails: int = 0
    taken_back: int = 0
    unheard: int = 0


def run(platform: Platform) -> Announced:
    """Announce what ends within the notice, each once; take back what does not, such as of a dossier that went on.

    A second run on a day does nothing. Each organisation is a write of its own.
    """
    destroyed_list.keep(platform)
    ends = defaultdict[str, list[Term]](list)
    for term in destructions.terms_that_end(platform.db, (platform.today() + retention.NOTICE).isoformat()):
        ends[term.organisation_id].append(term)
    taken_back = _take_back(platform, {(one.dossier_id, one.organisation_id) for some in ends.values() for one in some})
    terms = sent = unheard = 0
    for organisation_id, several in sorted(ends.items()):
        with platform.db.write():
            new = [one for one in several if _announce(platform, one)]
            told = _tell(platform, organisation_id, new) if new else 0
        terms, sent, unheard = terms + len(new), sent + told, unheard + (bool(new) and not told)
    return Announced(terms, sent, taken_back, unheard)


def _announce(platform: Platform, term: Term) -> bool:
    if destructions.open_one(platform.db, term.dossier_id, term.organisation_id) is not None:
        return False
    made = Destruction(
        id=new_id(),
        dossier_id=term.dossier_id,
        organisation_id=term.organisation_id,
        kept_until=term.day,
        status="aangekondigd",
        announced_at=platform.at(),
    )
    destructions.add(platform.db, made)
    return True


def _tell(platform: Platform, organisation_id: str, new: list[Term]) -> int:
    """A mail to each administrator; gives how many."""
    people = accounts.accounts_of(platform.db, organisation_id)
    told = [one for one in people if one.active and administration.ADMINISTRATOR in one.roles]
    for one in told:
        mails.post(
            platform.db,
            kind=NOTICE,
            to_address=one.email,
            account_id=one.id,
            context={"dossiers": len(new), "eerste": min(term.day for term in new)},
            at=platform.at(),
        )
    return len(told)


def _take_back(platform: Platform, ending: set[tuple[str, str]]) -> int:
    """What was announced, and of which the term ends later now, or the dossier is worked in again."""
    count = 0
    for one in destructions.everything_under_way(platform.db):
        if (one.dossier_id, one.organisation_id) not in ending:
            with platform.db.write():
                destructions.change(platform.db, one.id, {"status": "ingetrokken"})
            count += 1
    return count
