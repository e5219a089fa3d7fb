"""A version that is kept nowhere, made of answers as freezing makes one, with a signature table that has been answered.

Documents are made of it by the same road as of a real one, without a database.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from forms.leaves import Leaf, flatten, organisations_in, persons_in
from forms.partij import ROLE_LABELS
from forms.record_type import Document, RecordType
from forms.scope import Answers, Scope
from rules.readers import Sharing
from rules.signers import Signer as Asked
from services import documents
from services.evidence_page import Making
from services.extra_documents import Extra
from services.payload import root_of, salted
from services.surroundings import Shared, resolver
from store.events import Head
from store.signatures import Decision, Place, Signature, Signer
from store.versions import Version

NUMBER = "NAFT-2026-00012"
ROOTS = "1a2b" * 16, "c3d4" * 16
"""What stands for the root of the version before, and for the hash of the last event."""

EVERYBODY = "CLNOS"


@dataclass(frozen=True, slots=True)
class Answer:
    """What one signer answers: a decision, with what evidence, drawn or not; or `missing`, why no answer comes."""

    decision: Decision = "akkoord"
    evidence: Mapping[str, Any] = field(default_factory=dict)
    drawn: bool = False
    missing: str = ""


@dataclass(frozen=True, slots=True)
class SampleVersion:
    """A version, who signed it, the version before it, and whose letterhead its documents have."""

    version: Version
    places: tuple[Place, ...]
    before: Version | None
    scope: Scope
    organisation: str

    def names(self, definition: Document | Extra, reader: str) -> dict[str, Any]:
        """What the template of a document gets for a reader."""
        made = Making(self.places, Head(1204, ROOTS[1]), None, "https://naadloos.example")
        return documents.names_in(
            self.version,
            definition,
            reader,
            made,
            today=self.scope.today,
            before=self.before,
            organisation=self.organisation,
        )

    @property
    def drawn(self) -> list[str]:
        """The ids of the drawn signatures."""
        return [one.signature.id for one in self.places if one.signature and one.signature.has_image]


def frozen(
    record_type: RecordType,
    answers: Answers,
    scope: Scope,
    sharing: Sharing,
    given: Sequence[Answer],
    organisation: str,
) -> SampleVersion:
    """A version of these answers. Who is asked to sign gives the answers of `given` in turn."""
    leaves = flatten(record_type, answers, scope, resolver(Shared(sharing, {}), answers))
    asked = [str(one) for one in answers.get("ondertekenaars") or [one.id for one in scope.people][:5]]
    day = scope.today
    at = datetime(day.year, day.month, day.day, 13, 2, tzinfo=UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    number = int(scope.facts.get("versie", 1))
    signers = [
        asdict(Asked(one.id, one.rol, blocking=False, choices=("akkoord",), group=1, rule_id="BR-30"))
        for one in scope.people
        if one.id in asked
    ]
    payload = {
        "type": record_type.slug,
        "version": number,
        "documents": {},
        "signers": signers,
        "leaves": [salted(leaf) for leaf in leaves] + _about(record_type, scope, leaves, asked),
    }
    version = Version(
        id="v1",
        record_id="r1",
        number=number,
        payload=payload,
        root=root_of(payload),
        template_hashes={},
        status="getekend",
        supersedes="v0" if number > 1 else None,
        frozen_by="",
        frozen_at=at,
    )
    before = replace(version, id="v0", number=number - 1, root=ROOTS[0], supersedes=None) if number > 1 else None
    places = tuple(_place(order, party, given[order % len(given)], at) for order, party in enumerate(asked))
    return SampleVersion(version, places, before, scope, organisation)


def _about(record_type: RecordType, scope: Scope, leaves: list[Leaf], asked: list[str]) -> list[dict[str, Any]]:
    """What a version tells beside its answers; see services/frozen_names.py."""
    people = persons_in(record_type, leaves)
    for signer in asked:
        people.setdefault(signer, set()).update(EVERYBODY)
    known = {one.id: one for one in scope.people}
    found = [
        _leaf("dossier/nummer", NUMBER, "CLNOPS"),
        _leaf("dossier/soort", scope.facts["soort_dossier"], EVERYBODY),
        _leaf("record/nummer", scope.facts.get("volgnummer", 1), EVERYBODY),
    ]
    for party, may in people.items():
        one = known[party]
        shown = {"naam": one.name, "rol": ROLE_LABELS[one.rol], "functie": "", "organisatie": ""}
        found.append(_leaf(f"persoon/{party}", shown, _letters(may)))
    names = {one.id: one.name for one in scope.organisations}
    for organisation, may in organisations_in(record_type, leaves).items():
        found.append(_leaf(f"organisatie/{organisation}", {"naam": names[organisation]}, _letters(may)))
    pupils = [one.name for one in scope.people if one.rol == "leerling"]
    if pupils:
        found.append(_leaf("deelnemer/leerlingen", pupils, EVERYBODY))
    for kind, letters in (("clb", EVERYBODY), ("naft", EVERYBODY), ("school", "CLNOPS")):
        first = next((one.name for one in scope.organisations if one.soort == kind), "")
        found.append(_leaf(f"deelnemer/{kind}", first, letters))
    return found


def _leaf(name: str, value: Any, readers: Iterable[str]) -> dict[str, Any]:
    return {"name": name, "salt": "", "value": value, "readers": list(readers)}


def _letters(letters: Iterable[str]) -> list[str]:
    """Who an internal answer names is internal too, unless another answer shows them to others."""
    found = set(letters)
    return sorted(found - {"!"} if found - {"!", "C", "N"} else found)


def _place(order: int, party: str, answer: Answer, at: str) -> Place:
    signature = None if answer.missing else Signature(
        id=f"h{order}", version_id="v1", party_id=party, decision=answer.decision, evidence=dict(answer.evidence),
        evidence_sha256="0" * 64, has_image=answer.drawn, signed_at=at, voided_at=None,
    )  # fmt: skip
    signer = Signer(
        version_id="v1",
        party_id=party,
        ord=order,
        blocking=False,
        capacity_choices=("akkoord",),
        missing_reason=answer.missing or None,
    )
    return Place(signer, signature)
