"""The round of signatures under one version: who is asked, who answers, when it closes.

Signing, refusing and closing are the same kind of call: lock, look again, check state, place and shown root, write the
answer with its evidence and the event, commit. What a signature here is in law, and is not: docs/adr/0008.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import rfc8785

from forms import RECORD_TYPES
from forms.question import clean
from rules.signatures import after_refusal, may_start, signature_date_problems
from rules.signers import Signer
from rules.trajectory import Refused
from services.accounts import token_hash
from services.dossiers import File, name_of, role_label
from services.platform import NotAllowed, NotFound, Platform, Who, local, stamp
from services.signature_image import BadImage, redraw
from services.unsigned import GROWN_UP, may_sign_today
from store import events, seats, signatures, versions
from store.signatures import Place
from store.versions import Version

SEAT_LASTS = timedelta(minutes=30)
REMARK_MAX = 1000
NAME_MAX = 160
REFUSED = "geweigerd"
DECISION_LABELS = {
    "akkoord": "Akkoord",
    "niet_akkoord": "Niet akkoord",
    "kennisname": "Voor kennisname",
    REFUSED: "Tekent niet",
}


class RoundClosed(Exception):
    """The round under this version is over: signed by all, refused, withdrawn or replaced."""


class OtherText(Exception):
    """What was shown is not what is being signed: the text changed in between."""


class AlreadyAnswered(Exception):
    """This party has answered already; a double click does no harm."""


class IncompleteAnswer(Exception):
    """The answer misses something; `errors` is a list of (field, Dutch message)."""

    def __init__(self, errors: list[tuple[str, str]]) -> None:
        super().__init__(" ".join(message for _, message in errors))
        self.errors = errors


@dataclass(frozen=True, slots=True)
class Answer:
    """What somebody posts at a place: the decision, the root that was shown, a drawing or a typed name, a remark.

    `method` is 'account' (own account) or 'tablet' (the device at the table, with the host as witness).
    """

    decision: str
    shown_root: str
    typed: str = ""
    drawn: str = ""
    way: str = "typen"
    remark: str = ""
    method: str = "account"
    witness: str = ""


def rule_signers(version: Version) -> list[Signer]:
    """The signers as the rules made them at freezing."""
    return [Signer(**{**one, "choices": tuple(one["choices"])}) for one in version.payload["signers"]]


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


def sign(platform: Platform, file: File, version_id: str, party_id: str, answer: Answer, who: Who | None) -> Version:
    """Keep the answer of one party: agree, disagree, have seen, or refuse.

    Under a seat at the table `who` is None: the party itself holds the device, and `answer.witness` names the host.

    :raises RoundClosed: when the round is over
    :raises AlreadyAnswered: when this party has answered
    :raises OtherText: when the root that was shown is not this version's
    :raises IncompleteAnswer: when the decision is none of the party's, or a name or drawing is missing
    """
    version, place = place_of(platform, version_id, party_id)
    image = _drawing(answer, place)
    with platform.db.write():
        let_go(platform, file, versions.version(platform.db, version_id) or version)
        version, place = place_of(platform, version_id, party_id)
        if place.signature is not None:
            raise AlreadyAnswered
        if place.signer.missing_reason == GROWN_UP:
            raise NotAllowed(GROWN_UP)
        if version.status != "ter_ondertekening" or version.closed_at is not None:
            raise RoundClosed
        if answer.shown_root != version.root:
            raise OtherText
        found = signature_date_problems(frozen_day(version), platform.today(), platform.today())
        if found:
            raise Refused(found)
        _keep(platform, file, version, place, answer, image, who)
        _after(platform, file, version, place, answer)
    return _made(platform, version_id)


def sign_at_seat(platform: Platform, file: File, token: str, answer: Answer) -> Version:
    """The same at a one-time place: using the place up and signing happen together, or neither does.

    :raises SeatTaken: when the place was used, taken away or has expired
    """
    seat = seats.seat(platform.db, token_hash(token))
    if seat is None:
        raise seats.SeatTaken
    with platform.db.write():
        seats.use_seat(platform.db, seat.token_hash, at=platform.at())
        return sign(platform, file, seat.version_id, seat.party_id, answer, None)


def open_seat(platform: Platform, who: Who, version_id: str, party_id: str) -> str:
    """A one-time place at the table for one party; gives the token for its URL.

    A professional signs in an own account; a seat is for who has none here.

    :raises RoundClosed: when the round is over
    :raises AlreadyAnswered: when the party has answered
    """
    version, place = place_of(platform, version_id, party_id)
    if version.status != "ter_ondertekening" or version.closed_at is not None:
        raise RoundClosed
    if place.signature is not None:
        raise AlreadyAnswered
    token = secrets.token_urlsafe(32)
    seats.open_seat(
        platform.db,
        token_hash=token_hash(token),
        version_id=version_id,
        party_id=party_id,
        host_account_id=who.id,
        at=platform.at(),
        expires_at=stamp(platform.now() + SEAT_LASTS),
    )
    return token


def _drawing(answer: Answer, place: Place) -> bytes | None:
    """Check what was posted; gives the redrawn image, None for a typed name or a refusal."""
    errors: list[tuple[str, str]] = []
    image = None
    if answer.decision not in dict(choices_for(place)):
        errors.append(("besluit", "Kies een van de antwoorden."))
    if len(answer.remark) > REMARK_MAX:
        errors.append(("opmerking", f"Maak de opmerking korter: hoogstens {REMARK_MAX} tekens."))
    if answer.decision != REFUSED and answer.way == "tekenen":
        try:
            image = redraw(answer.drawn)
        except BadImage as fault:
            errors.append(("tekening", str(fault)))
    elif answer.decision != REFUSED and not 0 < len(clean(answer.typed)) <= NAME_MAX:
        errors.append(("getypt", f"Typ een naam van hoogstens {NAME_MAX} tekens, of teken de handtekening."))
    if errors:
        raise IncompleteAnswer(errors)
    return image


def _keep(
    platform: Platform, file: File, version: Version, place: Place, answer: Answer, image: bytes | None, who: Who | None
) -> None:
    party = file.party(place.signer.party_id)
    if party is None:
        raise NotFound
    declaration = RECORD_TYPES[version.payload["type"]].declaration
    evidence: dict[str, Any] = {
        "root": version.root,
        "shown_root": answer.shown_root,
        "party": party.id,
        "name": name_of(party.answers),
        "role": role_label(party.rol),
        "decision": answer.decision,
        "declaration": declaration,
        "method": answer.method,
        "account": who.id if who else "",
        "witness": answer.witness,
        "typed": clean(answer.typed) if image is None and answer.decision != REFUSED else "",
        "image_sha256": hashlib.sha256(image).hexdigest() if image else "",
        "remark": clean(answer.remark),
        "at": platform.at(),
    }
    digest = hashlib.sha256(rfc8785.dumps(evidence)).hexdigest()
    signatures.sign(
        platform.db,
        version_id=version.id,
        party_id=party.id,
        decision=answer.decision,  # type: ignore[arg-type]  # checked by _drawing against the party's own choices
        evidence=evidence,
        evidence_sha256=digest,
        image=image,
        at=platform.at(),
    )
    refused = answer.decision == REFUSED
    events.append(
        platform.db,
        type="signature.refused" if refused else "signature.given",
        actor=who.id if who else "",
        dossier=file.dossier.id,
        subject=version.id,
        data={
            "naam": evidence["name"],
            "besluit": answer.decision,
            "wijze": answer.method,
            "soort": version.payload["type"],
            "bewijs": digest,
        },
        at=platform.at(),
    )


def _after(platform: Platform, file: File, version: Version, place: Place, answer: Answer) -> None:
    """A refusal of somebody whose akkoord is needed ends the round; the last answer completes it."""
    signer = next(one for one in rule_signers(version) if one.party_id == place.signer.party_id)
    says_no = answer.decision in (REFUSED, "niet_akkoord")
    if says_no and after_refusal(version.payload["type"], signer).closes_round:
        _end(platform, file, version, "geweigerd", "round.refused")
        return
    places = signatures.signers_of(platform.db, version.id)
    if all(one.signature is not None or one.signer.missing_reason for one in places):
        _complete(platform, file, version, places)


def let_go(platform: Platform, file: File, version: Version) -> None:
    """Parents of who turned 18 while a round is open are no longer asked, and read nothing any more (BR-22, BR-27).

    The round is over when they were the last. Inside the write of what looks at it.
    """
    if version.status != "ter_ondertekening" or version.closed_at is not None:
        return
    waiting = [one for one in signatures.signers_of(platform.db, version.id) if one.signature is None]
    gone = [one for one in waiting if not one.signer.missing_reason and not may_sign_today(platform, file, one)]
    for place in gone:
        signatures.set_missing(platform.db, version.id, place.signer.party_id, GROWN_UP)
    placed = signatures.signers_of(platform.db, version.id)
    if gone and all(one.signature is not None or one.signer.missing_reason for one in placed):
        _complete(platform, file, version, placed)


def close(platform: Platform, who: Who, file: File, version: Version, reasons: dict[str, str]) -> Version:
    """Close the round although not everybody answered; `reasons`: party id -> why not, printed on the document.

    :raises NotAllowed: while an akkoord that is needed is not there
    :raises RoundClosed: when it is closed already
    """
    with platform.db.write():
        version = versions.version(platform.db, version.id) or version
        if version.status != "ter_ondertekening" or version.closed_at is not None:
            raise RoundClosed
        needed = still_needed(platform, version)
        if needed:
            raise NotAllowed(" ".join(needed))
        for place in signatures.signers_of(platform.db, version.id):
            if place.signature is None:
                reason = clean(reasons.get(place.signer.party_id, ""))[:300] or "Heeft niet ondertekend."
                signatures.set_missing(platform.db, version.id, place.signer.party_id, reason)
        _complete(platform, file, version, signatures.signers_of(platform.db, version.id), who)
    return _made(platform, version.id)


def withdraw(platform: Platform, who: Who, file: File, version: Version, reason: str = "") -> None:
    """Take the version back for editing: its signatures are void and stay readable as history."""
    with platform.db.write():
        signatures.void_all(platform.db, version.id, at=platform.at())
        _end(platform, file, version, "ingetrokken", "version.withdrawn", who, reason)


def _complete(platform: Platform, file: File, version: Version, places: list[Place], who: Who | None = None) -> None:
    signed = all(one.signature is not None and one.signature.decision in ("akkoord", "kennisname") for one in places)
    _end(platform, file, version, "getekend" if signed else "deels_getekend", "round.completed", who)
    if version.supersedes:
        versions.set_status(platform.db, version.supersedes, "vervangen", closed_at=platform.at())


def _end(
    platform: Platform, file: File, version: Version, status: Any, what: str, who: Who | None = None, reason: str = ""
) -> None:
    versions.set_status(platform.db, version.id, status, closed_at=platform.at())
    seats.end_seats(platform.db, version.id)
    events.append(
        platform.db,
        type=what,
        actor=who.id if who else "",
        dossier=file.dossier.id,
        subject=version.id,
        data={"soort": version.payload["type"], "stand": status, "reden": reason, "door": who.name if who else ""},
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


def my_place(platform: Platform, who: Who, file: File, version: Version) -> Place | None:
    """The line in the table that this person may sign in the own account; None when there is none."""
    mine = {party.id for party in file.parties if party.account_id == who.id}
    placed = signatures.signers_of(platform.db, version.id)
    return next((one for one in placed if one.signer.party_id in mine), None)
