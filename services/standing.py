"""Which signatures under an earlier version still stand under the next one, and what is kept to show why.

What differs between two versions follows from their leaves alone; who must sign again is a matrix in rules/resign.py
(BR-33). An unchanged answer keeps its salt, so its hash is the same in both: whoever has both copies can count, without
reading what is withheld, how many answers changed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from forms import RECORD_TYPES
from rules.resign import Again, row_of, rows_for, stand_anyway, why_again
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


def compared_with(platform: Platform, version: Version, party_id: str) -> Version | None:
    """The earlier version with which this party compares: the last that it answered, else the one that this replaces.

    Where there is neither, the last one that it was asked to sign, also when that was taken back; else None.
    """
    earlier = [one for one in versions.versions_of(platform.db, version.record_id) if one.number < version.number]
    mine = [(one, signatures.signature(platform.db, one.id, party_id)) for one in reversed(earlier)]
    answered = next((one for one, given in mine if given is not None and given.decision in STANDS), None)
    replaced = next((one for one in earlier if one.id == version.supersedes), None)
    asked = (one for one in reversed(earlier) if any(party_id == each.party_id for each in rounds.rule_signers(one)))
    return answered or replaced or next(asked, None)


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


def read_by_others(earlier: Leaves, later: Leaves) -> bool:
    """Whether an answer that matters to anybody is for other readers than it was: they agreed to that as well."""
    both = ((name, earlier[name], later[name]) for name in {*earlier} & {*later})
    return any(
        sorted(old["readers"]) != sorted(new["readers"]) and row_of(name).again is not Again.NOBODY
        for name, old, new in both
    )


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a next version means for one who is asked to sign it.

    `stands`: the signature under the version before does. `signed` is the number of the version that was signed, 0 for
    who did not answer it or said no. `because` are Dutch labels of what changed: why it stands all the same, or why
    this party signs again; empty when nothing changed.
    """

    party_id: str
    stands: bool
    signed: int = 0
    because: tuple[str, ...] = ()


OTHER_DOCUMENT = "de vragen, de vaste tekst of wie een exemplaar krijgt"
OTHER_READERS = "wie de tekst leest"
OTHER_PLACE = "de manier waarop deze partij tekent"


def outcomes(platform: Platform, earlier: Version | None, payload: Mapping[str, Any]) -> list[Outcome]:
    """What a version with this payload means for each of its signers, in their order. Writes nothing."""
    asked = rounds.signers_in(payload)
    if earlier is None:
        return [Outcome(one.party_id, stands=False) for one in asked]
    leaves = {leaf["name"]: leaf for leaf in payload["leaves"]}
    changed = changed_names(leaves_of(earlier), leaves)
    others = [OTHER_DOCUMENT] if any(earlier.payload[name] != payload[name] for name in SAME_HEAD) else []
    others += [OTHER_READERS] if read_by_others(leaves_of(earlier), leaves) else []
    known = {one.party_id: one for one in rounds.rule_signers(earlier)}
    given = {one.signer.party_id: one.signature for one in signatures.signers_of(platform.db, earlier.id)}
    found = []
    for signer in asked:
        signature = given.get(signer.party_id)
        if signature is None or signature.decision not in STANDS:
            found.append(Outcome(signer.party_id, stands=False))
            continue
        number = signature.evidence.get("stands", {}).get("signed_version", earlier.number)
        why_not = _why_not(signer, known[signer.party_id], signature.decision, changed, others)
        rows = stand_anyway(signer.party_id, signer.rol, changed)
        because = why_not or tuple(row.label for row in rows)
        found.append(Outcome(signer.party_id, not why_not, number, because))
    return found


def _why_not(signer: Signer, before: Signer, decision: str, changed: list[str], others: list[str]) -> tuple[str, ...]:
    """Why the signature does not stand, as labels; empty when it does."""
    same = (signer.rol, signer.choices, signer.blocking) == (before.rol, before.choices, before.blocking)
    rows = [row.label for row in why_again(signer.party_id, signer.rol, changed)]
    if not same or decision not in signer.choices:
        rows.append(OTHER_PLACE)
    return (*rows, *others)


def carry(platform: Platform, file: File, earlier: Version | None, version: Version) -> None:
    """Let every signature stand that may, inside the write that freezes `version`; the round may be over by it."""
    if earlier is None:
        return
    standing = {one.party_id for one in outcomes(platform, earlier, version.payload) if one.stands}
    changed = changed_names(leaves_of(earlier), leaves_of(version))
    asked = {one.party_id: one for one in rounds.rule_signers(version)}
    for place in signatures.signers_of(platform.db, earlier.id):
        if place.signer.party_id in standing and place.signature is not None:
            _keep(platform, file, earlier, version, asked[place.signer.party_id], place.signature, changed)


def in_words(slug: str) -> list[str]:
    """What changing a record of this type does to signatures: Dutch sentences, for each row that it can touch."""
    asked = [f"{repeat.name}/x/{one.name}" if repeat else one.name for _, repeat, one in RECORD_TYPES[slug].questions()]
    said = []
    nobody = [row.label for row in rows_for(asked) if row.again is Again.NOBODY]
    if nobody:
        said.append(f"Verandert u enkel {' of '.join(nobody)}, dan blijft elke handtekening gelden.")
    for row in rows_for([*asked, "persoon/x"]):
        if row.again is Again.PARTY:
            said.append(f"Verandert u {row.label}, dan tekent enkel {row.whom} opnieuw.")
        elif row.again is Again.EVERYBODY:
            said.append(f"Verandert u {row.label}, dan tekent {row.whom} opnieuw.")
    return said


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
