"""Freezing: the answers on the path become a numbered version, each answer a salted leaf, one root over all.

Everybody signs the root; it is shown and printed. From one reader's leaves and the hashes of the others the same root
follows, so that a copy can prove it without showing what its reader may not read (RFC 8785, FIPS 180-4; ADR 0005).
"""

from __future__ import annotations

import hashlib
from dataclasses import asdict
from typing import Any

from forms import RECORD_TYPES
from forms.leaves import flatten
from forms.record_type import RecordType
from forms.scope import Scope
from rules.source import Problem
from services import frozen_names, plan, rounds, standing, trajectory
from services.dossiers import File, read_file
from services.extra_documents import EXTRA
from services.objections import objections
from services.payload import root_of, salted
from services.platform import NotAllowed, Platform, Who
from services.records import draft, why_not_editable
from services.signers import ask_signers
from services.surroundings import latest_answers, latest_version, resolver, sharing
from store import events, records, signatures, templates, versions
from store.records import Record
from store.versions import Version

SCHEMA = 3
"""2: readers are a list, and name the pupil where there are several. 3: `before`, the root of the version before."""


class NotComplete(Exception):
    """The record cannot be frozen yet; `faults` says how many answers stand in the way."""

    def __init__(self, faults: int) -> None:
        super().__init__(f"{faults} antwoorden ontbreken of kloppen niet.")
        self.faults = faults


class RulesSay(Exception):
    """A rule of the playbook stands in the way; `problems` names each, with its source."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(" ".join(one.message for one in problems))
        self.problems = problems


def freeze(platform: Platform, who: Who, file: File, record: Record) -> Version:
    """Freeze the draft as it was read, ask its signers, and move the trajectory where the table says so.

    One transaction: a version, its round, the events and the new state are there together, or none of them.

    :raises Stale: when somebody saved the record since it was read
    :raises NotAllowed: when this person may not, or the state does not allow it
    :raises NotComplete: when an answer is missing or wrong
    :raises RulesSay: when a rule refuses what was answered
    :raises Refused: when the transition table refuses
    """
    with platform.db.write():
        file = read_file(platform, file.dossier)
        now = records.record(platform.db, record.id)
        if now is None or now.revision != record.revision:
            raise records.Stale(now or record)
        why = why_not_editable(platform, who, file, record)
        if why:
            raise NotAllowed(why)
        seen = draft(platform, who, file, record)
        faults = seen.faults()
        if faults:
            raise NotComplete(len(faults))
        problems = objections(platform, file, record)
        if problems:
            raise RulesSay(problems)
        earlier = standing.before(platform, record)
        version = _keep(platform, who, file, record, seen.scope, earlier)
        trajectory.after_freeze(platform, who, file, record)
        standing.carry(platform, file, earlier, version)
        rounds.settle(platform, file, version)
        plan.keep(platform, file.dossier)
    return version


def payload_of(platform: Platform, file: File, record: Record, scope: Scope, earlier: Version | None) -> dict[str, Any]:
    """What freezing the draft now makes of it. Writes nothing; salts are new each time but for what did not change."""
    record_type = RECORD_TYPES[record.type]
    own = record.type == "indicatiestelling"
    indication = record.answers if own else latest_answers(platform, file, "indicatiestelling")
    shared = sharing(platform, file, indication)
    readers = resolver(shared, indication)
    leaves = frozen_names.of_a_class(file, record_type, flatten(record_type, record.answers, scope, readers))
    asked = ask_signers(platform, file, record_type, record.answers, indication)
    before, known = latest_version(platform, record), standing.leaves_of(earlier)
    return {
        "schema": SCHEMA,
        "type": record_type.slug,
        "type_version": record_type.version,
        "version": len(versions.versions_of(platform.db, record.id)) + 1,
        "frozen_at": platform.at(),
        "supersedes": before.root if before else "",
        "before": earlier.root if earlier else "",
        "templates": {code: _digest(platform, name) for code, name in _templates(record_type)},
        "documents": frozen_names.documents(file, record, scope, readers, shared),
        "signers": [asdict(one) for one in asked],
        "leaves": [
            salted(leaf, known.get(leaf.name))
            for leaf in (
                *leaves,
                *frozen_names.people(file, record, leaves, asked, shared),
                *frozen_names.places(platform, file, record, leaves, shared),
            )
        ],
    }


def forecast(platform: Platform, file: File, record: Record, scope: Scope) -> list[standing.Outcome]:
    """What freezing this complete draft now means for the signatures under the version before; none for a first one."""
    earlier = standing.before(platform, record)
    if earlier is None:
        return []
    whole = read_file(platform, file.dossier)
    return standing.outcomes(platform, earlier, payload_of(platform, whole, record, scope, earlier))


def _templates(record_type: RecordType) -> list[tuple[str, str]]:
    """Code and file name of every Word template that this version pins."""
    extra = [(one.code, one.template) for one in EXTRA if record_type.slug in one.of]
    return [*((one.code, one.template) for one in record_type.documents), *extra]


def _digest(platform: Platform, name: str) -> str:
    return hashlib.sha256((platform.templates / name).read_bytes()).hexdigest()


def _keep(platform: Platform, who: Who, file: File, record: Record, scope: Scope, earlier: Version | None) -> Version:
    db, at = platform.db, platform.at()
    for _, name in _templates(RECORD_TYPES[record.type]):
        templates.keep(db, sha256=_digest(platform, name), name=name, content=(platform.templates / name).read_bytes())
    payload = payload_of(platform, file, record, scope, earlier)
    before = latest_version(platform, record)
    version = versions.create(
        db,
        record_id=record.id,
        payload=payload,
        root=root_of(payload),
        template_hashes=payload["templates"],
        supersedes=before.id if before else None,
        frozen_by=who.id,
        at=at,
    )
    signatures.ask(
        db,
        [
            signatures.Signer(
                version_id=version.id,
                party_id=one.party_id,
                ord=order,
                blocking=one.blocking,
                capacity_choices=one.choices,  # type: ignore[arg-type]  # the rules' words are the store's
            )
            for order, one in enumerate(rounds.signers_in(payload), start=1)
        ],
    )
    events.append(
        db,
        type="version.frozen",
        actor=who.id,
        dossier=file.dossier.id,
        subject=version.id,
        data={
            "soort": record.type,
            "nummer": record.number,
            "versie": version.number,
            "wortel": version.root,
            "door": who.name,
        },
        at=at,
    )
    return version
