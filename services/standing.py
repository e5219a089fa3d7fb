"""Which signatures under an earlier version still stand under the next one, and what is kept to show why.

What differs between two versions follows from their leaves alone; who must sign again is a matrix in rules/resign.py
(BR-33). An unchanged answer keeps its salt, so its hash is the same in both: whoever has both copies can count, without
reading what is withheld, how many answers changed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rules.resign import signs_again, stand_anyway
from rules.signers import Signer
from services import rounds
from services.dossiers import File
from services.platform import Platform
from services.signing import digest_of, keep_evidence
from store import signatures, versions
from store.records import Record
from store.versions import Version

SAME_HEAD = ("type", "type_version", "templates", "documents")
"""What must be the same beside the answers: the questions, the fixed text, and who gets a copy."""

STANDS = ("akkoord", "kennisname")
"""Answers that can stand; who said no is asked again."""

Leaves = Mapping[str, Mapping[str, Any]]


def before(platform: Platform, record: Record) -> Version | None:
    """The version before, of whatever status: the one that the next version names by its root."""
    found = versions.versions_of(platform.db, record.id)
    return found[-1] if found else None


def leaves_of(version: Version | None) -> Leaves:
    """Leaf name -> leaf of a payload; empty without a version."""
    return {leaf["name"]: leaf for leaf in version.payload["leaves"]} if version else {}


def changed_names(earlier: Leaves, later: Leaves) -> list[str]:
    """The names of answers that differ, came or went, in order."""
    missing = object()
    return sorted(
        name
        for name in {*earlier, *later}
        if earlier.get(name, {}).get("value", missing) != later.get(name, {}).get("value", missing)
    )


def carry(platform: Platform, file: File, earlier: Version | None, version: Version) -> None:
    """Let every signature stand that may, inside the write that freezes `version`; the round may be over by it."""
    if earlier is None or any(earlier.payload[name] != version.payload[name] for name in SAME_HEAD):
        return
    changed = changed_names(leaves_of(earlier), leaves_of(version))
    known = {one.party_id: one for one in rounds.rule_signers(earlier)}
    asked = {one.party_id: one for one in rounds.rule_signers(version)}
    for place in signatures.signers_of(platform.db, earlier.id):
        given, signer = place.signature, asked.get(place.signer.party_id)
        if given is None or signer is None or given.decision not in STANDS:
            continue
        if _may_stand(signer, known[signer.party_id], given.decision, changed):
            _keep(platform, file, earlier, version, signer, given, changed)


def _may_stand(signer: Signer, before: Signer, decision: str, changed: list[str]) -> bool:
    same = (signer.rol, signer.choices, signer.blocking) == (before.rol, before.choices, before.blocking)
    return same and decision in signer.choices and not signs_again(signer.party_id, signer.rol, changed)


def _keep(
    platform: Platform,
    file: File,
    earlier: Version,
    version: Version,
    signer: Signer,
    given: signatures.Signature,
    changed: list[str],
) -> None:
    """The evidence of before, unchanged but for what it says of the new version.

    `root` stays the root that was signed; one that stood before keeps naming the version it was given under.
    """
    first = given.evidence.get("stands", {})
    rows = stand_anyway(signer.party_id, signer.rol, changed)
    stands = {
        "under_root": version.root,
        "under_version": version.number,
        "signed_version": first.get("signed_version", earlier.number),
        "changed": sorted({*first.get("changed", []), *changed}),
        "because": sorted({*first.get("because", []), *(row.label for row in rows)}),
        "evidence_sha256": first.get("evidence_sha256", given.evidence_sha256),
    }
    evidence = {**given.evidence, "stands": stands}
    image = signatures.image(platform.db, given.id)
    keep_evidence(platform, version, evidence, image, given.signed_at)
    told = {"naam": evidence["name"], "wortel": evidence["root"], "bewijs": digest_of(evidence)}
    rounds.note(platform, file, version, "signature.stands", None, told)
