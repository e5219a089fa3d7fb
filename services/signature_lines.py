"""The lines under a version: who answered what, as one reader may read it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from forms.amounts import long_date
from rules.readers import letter_of
from services.consents import GUARDIANS
from services.platform import Platform, local
from services.rounds import DECISION_LABELS, REFUSED, rule_signers
from services.signing import METHODS
from store import signatures
from store.signatures import Place
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


def line_of(version: Version, place: Place, seen: Mapping[str, Any], reader: str) -> dict[str, Any]:
    """One line of the signature table; `beeld` is the id of a drawn signature, '' without one.

    `seen` are the leaves of this reader. Why somebody refused is not for everybody: see `may_state`. Of whom the reader
    knows the role alone, neither is a remark, and the signature, which is a name too, is for nobody but home (BR-36).
    """
    nobody = {"naam": "", "rol": "", "functie": "", "organisatie": ""}
    who = place.signer.party_id
    known = f"persoon/{who}" in seen
    person = seen.get(f"persoon/{who}") or seen.get(f"rol/{who}") or nobody
    signed = place.signature if place.signature is not None and place.signature.voided_at is None else None
    evidence = signed.evidence if signed else {}
    at = local(signed.signed_at) if signed else None
    refused = signed is not None and signed.decision == REFUSED
    told = (known and not refused) or may_state(version, seen, who, reader)
    return {
        **person,
        "besluit": DECISION_LABELS[signed.decision] if signed else "Niet ondertekend",
        "op": f"{long_date(at.date())}, {at:%H.%M} uur" if at else "",
        "wijze": METHODS.get(evidence.get("method", ""), ""),
        "getypt": evidence.get("typed", "") if known else "",
        "opmerking": evidence.get("remark", "") if told else "",
        "reden_niet": (place.signer.missing_reason or "") if known or letter_of(reader) not in "LO" else "",
        "beeld": signed.id if signed and signed.has_image and known else "",
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
