"""The lines under a version: who answered what, as one reader may read it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from forms.amounts import long_date
from rules.readers import letter_of
from services.consents import GUARDIANS
from services.platform import Platform, local
from services.rounds import DECISION_LABELS, REFUSED, rule_signers
from services.said import listing
from services.signing import METHODS
from store import signatures
from store.signatures import Place, Signature
from store.versions import Version


def may_state(version: Version, seen: Mapping[str, Any], party_id: str, reader: str) -> bool:
    """Whether this reader may read why a party refused: the CLB, NAFT, and who refused (BR-32).

    Two parents share one copy: there the reason of one is not for the other.
    """
    if reader in ("C", "N"):
        return True
    near = [one for one in rule_signers(version) if f"persoon/{one.party_id}" in seen]
    roles = {"L": ("leerling",), "O": GUARDIANS}.get(letter_of(reader), ())
    return [one.party_id for one in near if one.rol in roles] == [party_id]


@dataclass(frozen=True, slots=True)
class Line:
    """One line under a version as one reader may read it; texts are Dutch, '' for what is not there or not for them.

    Why somebody refused is not for everybody: see `may_state`. Of whom the reader knows the role alone (not `known`),
    neither is a remark, and the signature, which is a name too, is for nobody but home (BR-36). `picture` is the id of
    a drawn signature.
    """

    person: Mapping[str, str]
    known: bool
    signed: Signature | None
    answer: str
    at: str
    way: str
    stands: str
    typed: str
    remark: str
    missing: str
    picture: str

    @property
    def name(self) -> str:
        """Empty when this reader knows the role alone."""
        return self.person["naam"] if self.known else ""

    @property
    def role(self) -> str:
        """The role, in a word."""
        return self.person["rol"] if self.known else self.person["naam"]


NOBODY = {"naam": "", "rol": "", "functie": "", "organisatie": ""}


def line(version: Version, place: Place, seen: Mapping[str, Any], reader: str) -> Line:
    """One line; `seen` are the leaves of this reader."""
    who = place.signer.party_id
    known = f"persoon/{who}" in seen
    signed = place.signature if place.signature is not None and place.signature.voided_at is None else None
    evidence = signed.evidence if signed else {}
    at = local(signed.signed_at) if signed else None
    refused = signed is not None and signed.decision == REFUSED
    told = (known and not refused) or may_state(version, seen, who, reader)
    return Line(
        person=seen.get(f"persoon/{who}") or seen.get(f"rol/{who}") or NOBODY,
        known=known,
        signed=signed,
        answer=DECISION_LABELS[signed.decision] if signed else "Niet ondertekend",
        at=f"{long_date(at.date())}, {at:%H.%M} uur" if at else "",
        way=METHODS.get(evidence.get("method", ""), ""),
        stands=why_it_stands(evidence),
        typed=evidence.get("typed", "") if known else "",
        remark=evidence.get("remark", "") if told else "",
        missing=(place.signer.missing_reason or "") if known or letter_of(reader) not in "LO" else "",
        picture=signed.id if signed and signed.has_image and known else "",
    )


def why_it_stands(evidence: Mapping[str, Any]) -> str:
    """'Gegeven onder versie 1; blijft gelden: sindsdien veranderden enkel contactgegevens'; '' for one of its own."""
    stands = evidence.get("stands")
    if not stands:
        return ""
    numbering = "nummer en reden van de versie"  # those of a new version are always new
    changed = [one for one in stands["because"] if one != numbering] or stands["because"]
    why = f"sindsdien veranderden enkel {listing(changed)}" if changed else "de tekst bleef dezelfde"
    return f"Gegeven onder versie {stands['signed_version']}; blijft gelden: {why}"


def line_of(version: Version, place: Place, seen: Mapping[str, Any], reader: str) -> dict[str, Any]:
    """A line as a template prints it; `beeld` is the id of a drawn signature, '' without one."""
    one = line(version, place, seen, reader)
    return {
        **one.person,
        "besluit": one.answer,
        "op": one.at,
        "wijze": one.way,
        "geldt": one.stands,
        "getypt": one.typed,
        "opmerking": one.remark,
        "reden_niet": one.missing,
        "beeld": one.picture,
    }


def pictures_of(platform: Platform, version: Version) -> dict[str, bytes]:
    """Signature id -> PNG, of the drawn signatures."""
    found: dict[str, bytes] = {}
    for place in signatures.signers_of(platform.db, version.id):
        if place.signature is not None and place.signature.has_image:
            image = signatures.image(platform.db, place.signature.id)
            if image is not None:
                found[place.signature.id] = image
    return found
