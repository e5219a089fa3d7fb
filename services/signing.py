"""The answer of one party in a round: what is posted, what is checked, and the evidence that is kept of it."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from forms import RECORD_TYPES
from forms.question import clean
from rules.national_number import WARNING, has_national_number
from rules.signatures import after_refusal, signature_date_problems
from rules.trajectory import Refused
from services import rounds
from services.dossiers import File, name_of, role_label
from services.platform import NotAllowed, NotFound, Platform, Who
from services.rounds import REFUSED, at_place, choices_for, frozen_day, place_of, rule_signers
from services.signature_image import BadImage, redraw
from store import links, papers, send_backs, signatures, versions
from store.canonical import canonical
from store.signatures import Place
from store.versions import Version

REMARK_MAX = 1000
NAME_MAX = 160
CHOOSE = "Kies een van de antwoorden."
SHORTER = f"Maak de opmerking korter: hoogstens {REMARK_MAX} tekens."
TYPE_OR_DRAW = f"Typ een naam van hoogstens {NAME_MAX} tekens, of teken de handtekening."

METHODS = {
    "account": "in de eigen account",
    "tablet": "aan tafel op één toestel",
    "qr": "aan tafel op het eigen toestel",
    "link": "met een persoonlijke link en een code",
    "papier": "op papier",
}
"""Way of signing -> how it is named, on pages and documents. All count the same (BR-34)."""


class IncompleteAnswer(Exception):
    """The answer misses something; `errors` is a list of (field, Dutch message)."""

    def __init__(self, errors: list[tuple[str, str]]) -> None:
        super().__init__(" ".join(message for _, message in errors))
        self.errors = errors


@dataclass(frozen=True, slots=True)
class Answer:
    """What somebody answers at a place: the decision, the root that was shown, a drawing or a typed name, a remark.

    `method` is a key of METHODS, `witness` the name of who was there or confirmed it. `proof` is what else shows that
    it was this party, by method: of paper its code, the SHA-256 of the scan and the day on it.
    """

    decision: str
    shown_root: str
    typed: str = ""
    drawn: str = ""
    way: str = "typen"
    remark: str = ""
    method: str = "account"
    witness: str = ""
    proof: Mapping[str, str] = field(default_factory=dict)


def sign(platform: Platform, file: File, version_id: str, party_id: str, answer: Answer, who: Who | None) -> Version:
    """Keep the answer of one party: agree, disagree, have seen, or refuse. One way in for every method.

    `who` is the account that signs for itself; None where the party has none: then `answer` tells how it was done.

    :raises RoundClosed: when the round is over
    :raises AlreadyAnswered: when this party has answered
    :raises NotYourTurn: when others come first
    :raises OtherText: when the root that was shown is not this version's
    :raises IncompleteAnswer: when the decision is none of the party's, or a name or drawing is missing
    """
    place = place_of(platform, version_id, party_id)[1]
    image = _drawing(answer, place)
    if who is not None:
        answer = _in_account(who, answer)
    with at_place(platform, file, version_id, party_id, answer.shown_root) as (version, place):
        found = signature_date_problems(frozen_day(version), platform.today(), platform.today())
        if found:
            raise Refused(found)
        _keep(platform, file, version, place, answer, image, who)
        rounds.ask_no_more(platform, version, party_id)
        links.end(platform.db, version.id, party_id, at=platform.at())
        if place.signer.missing_reason:
            signatures.set_missing(platform.db, version.id, party_id, None)
        papers.lapse(platform.db, version.id, at=platform.at(), party_id=party_id)
        for one in send_backs.of_version(platform.db, version.id):
            if one.party_id == party_id:
                send_backs.reply(platform.db, one.id, "vervallen", by=None, at=platform.at())
        signer = next(one for one in rule_signers(version) if one.party_id == party_id)
        says_no = answer.decision in (REFUSED, "niet_akkoord")
        if says_no and after_refusal(version.payload["type"], signer).closes_round:
            rounds.refuse(platform, file, version)
        else:
            rounds.settle(platform, file, version)
    made = versions.version(platform.db, version_id)
    if made is None:
        raise NotFound
    return made


def _in_account(who: Who, answer: Answer) -> Answer:
    """What shows that it was this account: the second factor, where there was one.

    :raises NotAllowed: when the organisation demands one and the session has none
    """
    if who.second_factor:
        return replace(answer, proof={**answer.proof, "tweede_stap": "ja"})
    if who.organisation.second_factor:
        raise NotAllowed("Uw organisatie vraagt een tweede stap bij het aanmelden. Meld u opnieuw aan.")
    return answer


def _drawing(answer: Answer, place: Place) -> bytes | None:
    """Check what was posted; gives the redrawn image, None for a typed name, paper or a refusal."""
    errors: list[tuple[str, str]] = []
    image = None
    by_hand = answer.decision != REFUSED and answer.method != "papier"
    if answer.decision not in dict(choices_for(place)):
        errors.append(("besluit", CHOOSE))
    if len(answer.remark) > REMARK_MAX:
        errors.append(("opmerking", SHORTER))
    if has_national_number(answer.remark):
        errors.append(("opmerking", WARNING))
    if by_hand and answer.way == "tekenen":
        try:
            image = redraw(answer.drawn)
        except BadImage as fault:
            errors.append(("tekening", str(fault)))
    elif by_hand and not 0 < len(clean(answer.typed)) <= NAME_MAX:
        errors.append(("getypt", TYPE_OR_DRAW))
    if errors:
        raise IncompleteAnswer(errors)
    return image


def _keep(
    platform: Platform, file: File, version: Version, place: Place, answer: Answer, image: bytes | None, who: Who | None
) -> None:
    party = file.party(place.signer.party_id)
    if party is None:
        raise NotFound
    typed = image is None and answer.decision != REFUSED and answer.method != "papier"
    evidence: dict[str, Any] = {
        "salt": secrets.token_hex(16),  # copies give the digest to who may not know all of it
        "root": version.root,
        "shown_root": answer.shown_root,
        "party": party.id,
        "name": name_of(party.answers),
        "role": role_label(party.rol),
        "decision": answer.decision,
        "declaration": RECORD_TYPES[version.payload["type"]].declaration,
        "method": answer.method,
        "account": who.id if who else "",
        "witness": answer.witness,
        "typed": clean(answer.typed) if typed else "",
        "image_sha256": hashlib.sha256(image).hexdigest() if image else "",
        "remark": clean(answer.remark),
        "proof": dict(answer.proof),
        "at": platform.at(),
    }
    keep_evidence(platform, version, evidence, image, platform.at())
    refused = answer.decision == REFUSED
    what = "signature.refused" if refused else "signature.given"
    told = {"naam": evidence["name"], "besluit": answer.decision, "wijze": answer.method}
    rounds.note(platform, file, version, what, who, {**told, "bewijs": digest_of(evidence)})


def digest_of(evidence: Mapping[str, Any]) -> str:
    """SHA-256 over the canonical JSON of an evidence, 64 hexadecimal digits."""
    return hashlib.sha256(canonical(dict(evidence))).hexdigest()


def keep_evidence(platform: Platform, version: Version, evidence: dict[str, Any], image: bytes | None, at: str) -> None:
    """A line of the table gets its answer."""
    signatures.sign(
        platform.db,
        version_id=version.id,
        party_id=evidence["party"],
        decision=evidence["decision"],
        evidence=evidence,
        evidence_sha256=digest_of(evidence),
        image=image,
        at=at,
    )
