"""Freezing: the answers on the path become a numbered version, each answer a salted leaf, one root over all.

Everybody signs the root; it is shown and printed. From one reader's leaves and the hashes of the others the same root
follows, so that a copy can prove it without showing what its reader may not read (RFC 8785, FIPS 180-4; ADR 0005).
"""

from __future__ import annotations

from dataclasses import asdict

from forms import RECORD_TYPES
from forms.leaves import flatten
from forms.scope import Scope
from rules.source import Problem
from services import frozen_names, plan, readiness, rounds, standing, trajectory
from services.dossiers import File, read_file
from services.extra_documents import EXTRA
from services.objections import objections
from services.payload import root_of, salted, salts_of
from services.platform import NotAllowed, Platform, Who
from services.records import draft, why_not_editable
from services.signers import ask_signers
from services.surroundings import latest_answers, latest_version, resolver, sharing
from store import events, records, signatures, templates, versions
from store.records import Record
from store.versions import Version

SCHEMA = 4
"""2: readers are a list, and name the pupil where there are several. 3: `before`, the root of the version before.
4: signers and documents are apart from the head (services/payload.py)."""


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

    That its Word files can be made is tried first. Then one transaction: a version, its round, the events and the new
    state are there together, or none of them.

    :raises Stale: when somebody saved the record since it was read
    :raises NotAllowed: when this person may not, or the state does not allow it
    :raises NotComplete: when an answer is missing or wrong
    :raises RulesSay: when a rule refuses what was answered
    :raises NotReady: when a Word file could not be made at the end
    :raises Refused: when the transition table refuses
    """
    if platform.building is None:
        file, scope, earlier = _checked(platform, who, file, record)
        unsigned = _unsigned(platform, who, file, record, scope, earlier)
        readiness.check(platform, who.organisation.id, file, unsigned)  # outside the write
    with platform.db.write():
        file, scope, earlier = _checked(platform, who, file, record)
        unsigned = _unsigned(platform, who, file, record, scope, earlier)
        if platform.building is not None:  # all of it is one long write
            readiness.check(platform, who.organisation.id, file, unsigned)
        version = _keep(platform, who, file, record, unsigned)
        trajectory.after_freeze(platform, who, file, record)
        standing.carry(platform, file, earlier, version)
        rounds.settle(platform, file, version)
        plan.keep(platform, file.dossier)
    return version


def _checked(platform: Platform, who: Who, file: File, record: Record) -> tuple[File, Scope, Version | None]:
    """That nothing stands in the way now: the dossier as it is, what its answers are read with, the version before."""
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
    return file, seen.scope, standing.before(platform, record)


def forecast(platform: Platform, who: Who, file: File, record: Record, scope: Scope) -> list[standing.Outcome]:
    """What freezing this complete draft now means for the signatures under the version before; none for a first one.

    :raises NotReady: when a template is missing
    """
    earlier = standing.before(platform, record)
    if earlier is None:
        return []
    whole = read_file(platform, file.dossier)
    return standing.outcomes(platform, earlier, _unsigned(platform, who, whole, record, scope, earlier).payload)


def _unsigned(
    platform: Platform, who: Who, file: File, record: Record, scope: Scope, earlier: Version | None
) -> Version:
    """The version as it would be frozen now, kept nowhere yet."""
    at = platform.at()
    record_type = RECORD_TYPES[record.type]
    own = record.type == "indicatiestelling"
    indication = record.answers if own else latest_answers(platform, file, "indicatiestelling")
    shared = sharing(platform, file, indication)
    readers = resolver(shared, indication)
    leaves = frozen_names.of_a_class(file, record_type, flatten(record_type, record.answers, scope, readers))
    asked = ask_signers(platform, file, record_type, record.answers, indication)
    before, known = latest_version(platform, record), standing.leaves_of(earlier)
    house = who.organisation.id
    hashes = {code: readiness.template(platform, house, name)[0] for code, name in _templates(record.type).items()}
    number = earlier.number + 1 if earlier else 1
    payload = {
        "schema": SCHEMA,
        "type": record_type.slug,
        "type_version": record_type.version,
        "version": number,
        "frozen_at": at,
        "supersedes": before.root if before else "",
        "before": earlier.root if earlier else "",
        "templates": hashes,
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
    payload["salts"] = salts_of(payload, earlier.payload if earlier else None)
    return Version(
        id="",
        record_id=record.id,
        number=number,
        payload=payload,
        root=root_of(payload),
        template_hashes=hashes,
        status="ter_ondertekening",
        supersedes=before.id if before else None,
        frozen_by=who.id,
        frozen_at=at,
    )


def _templates(slug: str) -> dict[str, str]:
    """Code of a document -> its template, of all that can be made of a version of this type."""
    own = {one.code: one.template for one in RECORD_TYPES[slug].documents}
    return own | {one.code: one.template for one in EXTRA if slug in one.of}


def _keep(platform: Platform, who: Who, file: File, record: Record, unsigned: Version) -> Version:
    """Keep a version with its templates, those of the organisation that freezes it, and ask its signers."""
    db, at = platform.db, unsigned.frozen_at
    for name in _templates(record.type).values():
        digest, content = readiness.template(platform, who.organisation.id, name)
        templates.keep(db, sha256=digest, name=name, content=content)
    version = versions.create(
        db,
        record_id=record.id,
        payload=unsigned.payload,
        root=unsigned.root,
        template_hashes=unsigned.template_hashes,
        supersedes=unsigned.supersedes,
        frozen_by=who.id,
        at=at,
    )
    signatures.ask(db, readiness.asked(version))
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
