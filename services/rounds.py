"""The round of signatures under one version: who is asked, whose turn it is, when it closes.

Signing, refusing, sending back and closing are the same kind of call: lock, look again, check state, place, turn and
the root that was shown, write the answer with its evidence and the event, put the mail in the outbox, commit. What a
signature here is in law, and is not: docs/adr/0008.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any

from forms.question import clean
from rules.signatures import may_start, turn
from rules.signers import Signer
from services import plan, round_news
from services.dossiers import File
from services.platform import NotAllowed, NotFound, Platform, Who, local
from services.unsigned import GONE, why_not_today
from store import (
    events,
    links,
    mails,
    papers,
    seats,
    send_backs,
    signatures,
    versions,
)
from store.signatures import Place
from store.versions import Version

REFUSED = "geweigerd"
DECISION_LABELS = {
    "akkoord": "Akkoord",
    "niet_akkoord": "Niet akkoord",
    "kennisname": "Voor kennisname",
    REFUSED: "Tekent niet",
}
NO_ANSWER = "Heeft niet ondertekend."


class RoundClosed(Exception):
    """The round under this version is over: signed by all, refused, withdrawn or replaced."""


class OtherText(Exception):
    """What was shown is not what is being signed: the text changed in between."""


class AlreadyAnswered(Exception):
    """This party has answered already; a double click does no harm."""


class NotYourTurn(Exception):
    """The round has an order, and others come first."""


def rule_signers(version: Version) -> list[Signer]:
    """The signers as the rules made them at freezing."""
    return signers_in(version.payload)


def signers_in(payload: Mapping[str, Any]) -> list[Signer]:
    """The same of a payload."""
    return [Signer(**{**one, "choices": tuple(one["choices"])}) for one in payload["signers"]]


def answers_of(platform: Platform, version: Version) -> dict[str, str]:
    """Party id -> decision, for who has answered."""
    return {
        one.signer.party_id: one.signature.decision
        for one in signatures.signers_of(platform.db, version.id)
        if one.signature is not None and one.signature.voided_at is None
    }


def still_needed(platform: Platform, version: Version) -> list[str]:
    """Whose akkoord is needed and not there yet, each as a Dutch sentence; empty when what follows may follow."""
    return [one.message for one in may_start(rule_signers(version), answers_of(platform, version))]


def choices_for(place: Place) -> list[tuple[str, str]]:
    """What this party can answer, value and label; refusing is always one of them."""
    return [(value, DECISION_LABELS[value]) for value in (*place.signer.capacity_choices, REFUSED)]


def awaited(places: Sequence[Place]) -> list[Place]:
    """Whose answer is still waited for."""
    return [one for one in places if one.signature is None and not one.signer.missing_reason]


def whose_turn(version: Version, places: Sequence[Place]) -> set[str]:
    """The parties who may answer now: all that did not, or in an ordered round the first group of them.

    Of whom it was noted that no signature will come, one may still come; not of who is no longer asked.
    """
    open_ones = {
        one.signer.party_id for one in places if one.signature is None and one.signer.missing_reason not in GONE
    }
    late = open_ones - {one.signer.party_id for one in awaited(places)}
    if not version.ordered:
        return open_ones
    return set(turn(rule_signers(version), open_ones - late)) | late


def is_turn_of(platform: Platform, version: Version, place: Place) -> bool:
    """Whether this party may answer now."""
    return place.signer.party_id in whose_turn(version, signatures.signers_of(platform.db, version.id))


def place_of(platform: Platform, version_id: str, party_id: str) -> tuple[Version, Place]:
    """The version and the line of one party in its table.

    :raises NotFound: when that party was not asked
    """
    version = versions.version(platform.db, version_id)
    place = next(
        (one for one in signatures.signers_of(platform.db, version_id) if one.signer.party_id == party_id), None
    )
    if version is None or place is None:
        raise NotFound
    return version, place


def my_place(platform: Platform, who: Who, file: File, version: Version) -> Place | None:
    """The line in the table that this person may sign in the own account, for the organisation it stands for."""
    here = (who.id, who.organisation.id)
    mine = {party.id for party in file.parties if (party.account_id, party.organisation_id) == here}
    placed = signatures.signers_of(platform.db, version.id)
    return next((one for one in placed if one.signer.party_id in mine), None)


def is_open(version: Version) -> bool:
    """Whether answers can still come."""
    return version.status == "ter_ondertekening" and version.closed_at is None


@contextmanager
def open_round(platform: Platform, file: File, version_id: str, shown_root: str | None = None) -> Iterator[Version]:
    """One act in a round: the lock, and the version as it is under it. What is raised inside undoes the act whole.

    `shown_root` is the root on the page from which somebody acts; None where no page was shown. Who is no longer asked
    is let go first, and stays so when the act is refused: else a round that ends by it would never be over.

    :raises NotFound: when there is no such version
    :raises RoundClosed: when the round is over
    :raises OtherText: when another root was shown
    """
    with platform.db.write():
        let_go(platform, file, _made(platform, version_id))
    with platform.db.write():
        version = _made(platform, version_id)
        if not is_open(version):
            raise RoundClosed
        if shown_root is not None and shown_root != version.root:
            raise OtherText
        yield version


@contextmanager
def at_place(
    platform: Platform, file: File, version_id: str, party_id: str, shown_root: str
) -> Iterator[tuple[Version, Place]]:
    """One act of one party at its place in the round.

    :raises AlreadyAnswered: when this party has answered, also when that closed the round
    :raises RoundClosed: when the round is over
    :raises OtherText: when another root was shown
    :raises NotAllowed: to who is no longer asked: parents of who is 18 by now, who left the dossier
    :raises NotYourTurn: when others come first
    """
    with platform.db.write():
        let_go(platform, file, _made(platform, version_id))
    with platform.db.write():
        if place_of(platform, version_id, party_id)[1].signature is not None:
            raise AlreadyAnswered
        with open_round(platform, file, version_id, shown_root) as version:
            place = place_of(platform, version_id, party_id)[1]
            allow(version, place, signatures.signers_of(platform.db, version_id))
            yield version, place


def allow(version: Version, place: Place, places: Sequence[Place]) -> None:
    """Under the lock, in an open round: may this party answer now?

    :raises NotAllowed: to who is no longer asked
    :raises NotYourTurn: when others come first
    """
    if place.signer.missing_reason in GONE:
        raise NotAllowed(place.signer.missing_reason or "")
    if place.signer.party_id not in whose_turn(version, places):
        raise NotYourTurn


def set_order(platform: Platform, who: Who, file: File, version_id: str, shown_root: str, *, ordered: bool) -> None:
    """Let the groups answer one after the other (professionals, pupil, parents and others), or all at once.

    :raises RoundClosed: when the round is over
    """
    with open_round(platform, file, version_id, shown_root) as version:
        if version.ordered != ordered:
            versions.set_ordered(platform.db, version.id, ordered=ordered)
            note(platform, file, version, "round.ordered", who, {"volgorde": "in groepen" if ordered else "vrij"})
        _call(platform, file, _made(platform, version_id))


def note_missing(
    platform: Platform, who: Who, file: File, version_id: str, party_id: str, shown_root: str, reason: str
) -> None:
    """Note that no signature of this party will come, so that who comes after it can answer (BR-35).

    It may still sign as long as the round is open. The round is over when nobody else is waited for.

    :raises NotAllowed: when its akkoord is needed, or it is no longer asked
    """
    with open_round(platform, file, version_id, shown_root) as version:
        place = place_of(platform, version_id, party_id)[1]
        if place.signature is not None:
            raise AlreadyAnswered
        if place.signer.missing_reason in GONE:
            raise NotAllowed(place.signer.missing_reason or "")
        if place.signer.blocking:
            raise NotAllowed("Van deze partij is het akkoord nodig. Zoek een andere manier om haar te bereiken.")
        signatures.set_missing(platform.db, version_id, party_id, clean(reason)[:300] or NO_ANSWER)
        ask_no_more(platform, version, party_id)
        note(platform, file, version, "signature.missing", who, {"partij": party_id, "reden": clean(reason)[:300]})
        settle(platform, file, version)


def settle(platform: Platform, file: File, version: Version) -> None:
    """After an answer: the round is over when nobody is waited for, else the next group has its turn.

    It is not over while an akkoord is needed of who is no longer asked: then the text is taken back and frozen anew,
    with the signers of today, and a text that was completed could not be.
    """
    places = signatures.signers_of(platform.db, version.id)
    needed = {one.about for one in may_start(rule_signers(version), answers_of(platform, version))}
    if awaited(places):
        _call(platform, file, version)
    elif not any(one.signer.missing_reason and one.signer.party_id in needed for one in places):
        _complete(platform, file, version, places)


def _call(platform: Platform, file: File, version: Version) -> None:
    """Tell whose turn it is."""
    places = signatures.signers_of(platform.db, version.id)
    now = whose_turn(version, places) & {one.signer.party_id for one in awaited(places)}
    round_news.turn(platform, file, version, now)


def ask_no_more(platform: Platform, version: Version, party_id: str) -> None:
    """A mail to this party that asks for a signature and was not sent yet, is not sent any more."""
    for kind in round_news.ASKS:
        mails.lapse(platform.db, version.id, kind, party_id)


def refuse(platform: Platform, file: File, version: Version) -> None:
    """A no of somebody whose akkoord is needed ends the round at once (BR-31)."""
    _end(platform, file, version, "geweigerd", "round.refused")
    round_news.refused(platform, file, version)


def let_go(platform: Platform, file: File, version: Version) -> bool:
    """Who is no longer asked is not waited for: parents of who turned 18 (BR-22, BR-27), who left the dossier.

    The round is over when they were the last. Inside the write of what looks at it. Gives whether it ended by this.
    """
    if not is_open(version):
        return False
    gone = False
    for place in signatures.signers_of(platform.db, version.id):
        why = "" if place.signature or place.signer.missing_reason in GONE else why_not_today(platform, file, place)
        if why:
            signatures.set_missing(platform.db, version.id, place.signer.party_id, why)
            ask_no_more(platform, version, place.signer.party_id)
            links.end(platform.db, version.id, place.signer.party_id, at=platform.at())
            gone = True
    if gone:
        settle(platform, file, version)
    return gone and not is_open(_made(platform, version.id))


def close(
    platform: Platform,
    who: Who,
    file: File,
    version: Version,
    reasons: dict[str, str],
    shown_root: str | None = None,
) -> Version:
    """Close the round although not everybody answered; `reasons`: party id -> why not, printed on the document.

    Where only people were waited for who are no longer asked, it is over by that.

    :raises NotAllowed: while an akkoord that is needed is not there
    :raises RoundClosed: when it is closed already
    """
    with platform.db.write():
        if let_go(platform, file, _made(platform, version.id)):
            return _made(platform, version.id)
    with open_round(platform, file, version.id, shown_root) as version:
        needed = still_needed(platform, version)
        if needed:
            raise NotAllowed(" ".join(needed))
        for place in awaited(signatures.signers_of(platform.db, version.id)):
            reason = clean(reasons.get(place.signer.party_id, ""))[:300] or NO_ANSWER
            signatures.set_missing(platform.db, version.id, place.signer.party_id, reason)
        _complete(platform, file, version, signatures.signers_of(platform.db, version.id), who)
    return _made(platform, version.id)


def withdraw(platform: Platform, who: Who, file: File, version: Version, reason: str = "") -> None:
    """Take the version back for editing: its signatures are void and stay readable as history.

    Inside the write of what takes it back. Which of them stand under the next version: services/standing.py.
    """
    with platform.db.write():
        signatures.void_all(platform.db, version.id, at=platform.at())
        send_backs.close_all(platform.db, version.id, "aangepast", by=who.id, at=platform.at())
        _end(platform, file, version, "ingetrokken", "version.withdrawn", who, reason)


def _complete(platform: Platform, file: File, version: Version, places: list[Place], who: Who | None = None) -> None:
    signed = all(one.signature is not None and one.signature.decision in ("akkoord", "kennisname") for one in places)
    _end(platform, file, version, "getekend" if signed else "deels_getekend", "round.completed", who)
    if version.supersedes:
        before = _made(platform, version.supersedes)  # its round was over before: that day stays
        versions.set_status(platform.db, before.id, "vervangen", closed_at=before.closed_at or platform.at())
    round_news.completed(platform, file, version)


def _end(
    platform: Platform, file: File, version: Version, status: Any, what: str, who: Who | None = None, reason: str = ""
) -> None:
    """The version gets its status, and every way to answer under it ends."""
    db, at = platform.db, platform.at()
    versions.set_status(db, version.id, status, closed_at=at)
    seats.end_seats(db, version.id)
    links.end(db, version.id, at=at)
    papers.lapse(db, version.id, at=at)
    send_backs.close_all(db, version.id, "vervallen", by=None, at=at)
    for kind in round_news.ASKS:
        mails.lapse(db, version.id, kind)
    note(platform, file, version, what, who, {"stand": status, "reden": reason})
    plan.keep(platform, file.dossier)  # adjusted goals count from here on (T12)


def note(
    platform: Platform, file: File, version: Version, what: str, who: Who | None, data: dict[str, Any]
) -> events.Event:
    """An event about a version."""
    return events.append(
        platform.db,
        type=what,
        actor=who.id if who else "",
        dossier=file.dossier.id,
        subject=version.id,
        data={"soort": version.payload["type"], "door": who.name if who else "", **data},
        at=platform.at(),
    )


def _made(platform: Platform, version_id: str) -> Version:
    """The version as it is now."""
    version = versions.version(platform.db, version_id)
    if version is None:
        raise NotFound
    return version


def frozen_day(version: Version) -> date:
    """The Belgian day on which a version was frozen."""
    return local(version.frozen_at).date()
