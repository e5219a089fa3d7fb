"""Freezing: the answers on the path become a numbered version, each answer a salted leaf, one root over all.

Everybody signs the root; it is shown and printed. From one reader's leaves and the hashes of the others the same root
follows, so that a copy can prove it without showing what its reader may not read (RFC 8785, FIPS 180-4; ADR 0005).
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

import rfc8785

from forms import RECORD_TYPES
from forms.leaves import Leaf, Resolve, flatten, organisations_in, persons_in
from forms.record_type import RecordType, known_on_path, on_path
from forms.scope import Answers, Scope
from rules.readers import Audience
from rules.source import Problem
from services import trajectory
from services.dossiers import File, name_of, organisation_name, read_file, role_label
from services.objections import objections
from services.platform import NotAllowed, Platform, Who
from services.records import draft, why_not_editable
from services.signers import ask_signers
from services.surroundings import latest_answers, latest_version, resolver, sharing
from store import events, records, signatures, templates, versions
from store.records import Record
from store.versions import Version

SCHEMA = 1
SALT_BYTES = 16


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
        version = _keep(platform, who, file, record, seen.scope)
        trajectory.after_freeze(platform, who, file, record)
    return version


def _keep(platform: Platform, who: Who, file: File, record: Record, scope: Scope) -> Version:
    db, at = platform.db, platform.at()
    record_type = RECORD_TYPES[record.type]
    own = record.type == "indicatiestelling"
    indication = record.answers if own else latest_answers(platform, file, "indicatiestelling")
    shared = sharing(platform, file, indication)
    leaves = flatten(record_type, record.answers, scope, resolver(shared, indication))
    asked = ask_signers(platform, file, record_type, record.answers, indication)
    before = latest_version(platform, record)
    hashes = {one.code: _keep_template(platform, one.template) for one in record_type.documents}
    payload = {
        "schema": SCHEMA,
        "type": record_type.slug,
        "type_version": record_type.version,
        "version": len(versions.versions_of(db, record.id)) + 1,
        "frozen_at": at,
        "supersedes": before.root if before else "",
        "templates": hashes,
        "documents": _documents(platform, file, record_type, record.answers, scope, resolver(shared, indication)),
        "signers": [asdict(one) for one in asked],
        "leaves": [
            salted(leaf) for leaf in (*leaves, *_about(platform, file, record, leaves, [o.party_id for o in asked]))
        ],
    }
    version = versions.create(
        db,
        record_id=record.id,
        payload=payload,
        root=root_of(payload),
        template_hashes=hashes,
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
            for order, one in enumerate(asked, start=1)
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


def _about(platform: Platform, file: File, record: Record, leaves: list[Leaf], signers: list[str]) -> list[Leaf]:
    """The people and organisations that the answers name, each for who may read an answer that names it.

    Signers and the parties' own organisations are known to everybody round the table (not to the PBD).
    """
    everybody = "CLNOS"
    number = Leaf("dossier/nummer", file.dossier.number, "CLNOPS")
    found = [
        number,
        Leaf("dossier/soort", file.dossier.soort, everybody),
        Leaf("record/nummer", record.number, everybody),
    ]
    people = persons_in(RECORD_TYPES[record.type], leaves)
    for signer in signers:
        people.setdefault(signer, set()).update(everybody)
    for party_id, letters in people.items():
        party = file.party(party_id)
        if party is not None:
            organisation = file.organisation_of(party)
            shown = {
                "naam": name_of(party.answers),
                "rol": role_label(party.rol),
                "functie": party.answers.get("functie", ""),
                "organisatie": organisation_name(organisation) if organisation else "",
            }
            found.append(Leaf(f"persoon/{party_id}", shown, _letters(letters)))
    known = dict(file.organisations)
    for one, letters in organisations_in(RECORD_TYPES[record.type], leaves).items():
        if one not in known:
            organisation = trajectory.organisation(platform, one)
            if organisation is None:
                continue
            known[one] = organisation
        found.append(Leaf(f"organisatie/{one}", {"naam": organisation_name(known[one])}, _letters(letters)))
    children = [name_of(party.answers) for party in file.in_role("leerling")]
    if children and file.dossier.soort in ("leerling", "leerlingen"):  # of a class group no names (BR-36)
        found.append(Leaf("deelnemer/leerlingen", children, everybody))
    found += [
        Leaf(f"deelnemer/{role}", organisation_name(one), "CLNOPS" if role == "school" else everybody)
        for role, one in trajectory.taking_part(file).items()
    ]
    return found


def _documents(
    platform: Platform, file: File, record_type: RecordType, answers: Answers, scope: Scope, resolve: Resolve
) -> dict[str, str]:
    """Code -> letters of the readers for whom this version becomes a Word file, decided now and never again.

    Nothing is made for who is not there: no pupil in a dossier of a class or a school, no parents of who is 18.
    The CLB is always there (BR-12), a school that takes part too (BR-13).
    """
    known = known_on_path(on_path(record_type.steps, answers, scope.facts), answers, scope.facts)
    there = set("CNP") | resolve("", Audience.parse("O"))
    there |= set("L") if file.dossier.soort in ("leerling", "leerlingen") else set()
    there |= set("S") if "school" in trajectory.taking_part(file) or record_type.slug == "indicatiestelling" else set()
    return {
        one.code: "".join(letter for letter in one.readers if letter in there)
        for one in record_type.documents
        if one.when is None or one.when.holds(known)
    }


def _letters(letters: Iterable[str]) -> str:
    """An internal answer ('!') makes who it names internal too, unless another answer shows them to others."""
    found = set(letters)
    return "".join(sorted(found - {"!"} if found - {"!", "C", "N"} else found))


def _keep_template(platform: Platform, name: str) -> str:
    content = (platform.templates / name).read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    templates.keep(platform.db, sha256=digest, name=name, content=content)
    return digest


def salted(leaf: Leaf) -> dict[str, Any]:
    """A leaf as a payload holds it, with a salt of its own, so that a short answer cannot be guessed from its hash."""
    return {"name": leaf.name, "salt": secrets.token_hex(SALT_BYTES), "value": leaf.value, "readers": leaf.readers}


def leaf_hash(leaf: Mapping[str, Any]) -> str:
    """SHA-256 over the canonical JSON of [name, salt, value], 64 hexadecimal digits."""
    return hashlib.sha256(rfc8785.dumps([leaf["name"], leaf["salt"], leaf["value"]])).hexdigest()


def root_of(payload: Mapping[str, Any]) -> str:
    """SHA-256 over the canonical JSON of what everybody may know and the sorted hashes of all leaves."""
    head = {name: value for name, value in payload.items() if name != "leaves"}
    return root_from(head, (leaf_hash(leaf) for leaf in payload["leaves"]))


def root_from(head: Mapping[str, Any], hashes: Iterable[str]) -> str:
    """The same from the hashes alone: how a copy with withheld answers is checked."""
    return hashlib.sha256(rfc8785.dumps({"head": dict(head), "leaves": sorted(hashes)})).hexdigest()


def seen_by(payload: Mapping[str, Any], letter: str, *, printed: bool) -> dict[str, Any]:
    """Leaf name -> value, of what one reader may see; an internal note is never printed."""
    return {
        leaf["name"]: leaf["value"]
        for leaf in payload["leaves"]
        if letter in leaf["readers"] and not (printed and "!" in leaf["readers"])
    }


def scope_seen(seen: Answers, today: date, answers: Answers | None = None) -> Scope:
    """Names of the people and organisations that one reader's leaves tell, for showing that reader's answers."""
    from forms.scope import OrganisationRef, PersonRef

    people = tuple(
        PersonRef(name.removeprefix("persoon/"), value["naam"], value["rol"], value["organisatie"])
        for name, value in seen.items()
        if name.startswith("persoon/")
    )
    known = tuple(
        OrganisationRef(name.removeprefix("organisatie/"), value["naam"], "")
        for name, value in seen.items()
        if name.startswith("organisatie/")
    )
    return Scope(today=today, people=people, organisations=known, answers=answers or {})
