"""What the package of one reader tells in JSON: the evidence of each copy, and a summary of all of them (ADR 0026).

Answers, people and signatures are taken from the record inside each Word file, and so are what that reader may read
and nothing else (BR-54); beside them stands what became of each text. The form of the summary is published in
`docs/pakket.schema.json`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from forms import RECORD_TYPES
from forms.leaves import unflatten
from forms.question import Question
from forms.record_type import RecordType
from forms.repeat import Repeat
from forms.review import Group, review
from rules.readers import letter_of
from services.checking import Record
from services.documents import READERS
from services.dossiers import File
from services.evidence_page import tells_who_signed
from services.extra_documents import STANDS
from services.payload import scope_seen
from services.platform import local
from store.documents import Document
from store.versions import Version

SCHEMA = "urn:naadloos:pakket:1"
EVIDENCE_SCHEMA = "urn:naadloos:bewijs:1"
STATE_IS_FOR = "CNS"
"""The readers who may know where the trajectory stands."""
APART = ("persoon", "rol", "organisatie", "deelnemer", "dossier", "record", "head")
"""First part of the names of leaves that are no answer: what a version tells of people, organisations and itself."""


@dataclass(frozen=True, slots=True)
class Copy:
    """A Word file that goes into a package: what is known of it, its bytes, its version, and the record in it.

    `beside` are files that go with it under other names, as (file name, bytes): its PDF. `record` is None in a file of
    before there were records inside.
    """

    document: Document
    version: Version
    content: bytes
    record: Record | None
    beside: tuple[tuple[str, bytes], ...] = ()


@dataclass(frozen=True, slots=True)
class Listed:
    """A file of a package as the summary lists it: its name in the zip, SHA-256 and size in bytes; of which copy.

    `evidence` is the name of its evidence in the zip, '' where there is none.
    """

    name: str
    sha256: str
    size: int
    copy: Copy
    evidence: str = ""


def evidence(name: str, sha256: str, record: Record) -> dict[str, Any]:
    """What the machine-readable part of a Word file says beside the answers. `name` is that of the file in the zip."""
    return {
        "schema": EVIDENCE_SCHEMA,
        "file": name,
        "sha256": sha256,
        "reader": record.reader,
        "code": record.code,
        "root": record.root,
        "head": record.head,
        "withheld": record.withheld,
        "evidence": list(record.evidence),
        "anchor": {"seq": record.anchor.seq, "hash": record.anchor.hash} if record.anchor else None,
    }


def summary(file: File, reader: str, copies: Sequence[Copy], listed: Iterable[Listed], address: str) -> dict[str, Any]:
    """The summary of one reader's package; `address` is where the platform is found, '' for nowhere."""
    versions = {one.version.id: one.version for one in copies}
    whole = {one: [copy for copy in copies if copy.version.id == one] for one in versions}
    order = list(RECORD_TYPES)
    in_order = sorted(
        versions.values(), key=lambda one: (one.frozen_at, order.index(one.payload["type"]), one.number, one.root)
    )
    told = [_told(one, reader, [copy.record for copy in whole[one.id] if copy.record]) for one in in_order]
    state = file.state.value if letter_of(reader) in STATE_IS_FOR else None
    where = f"{address.rstrip('/')}/controle/pakket.schema.json" if address else "pakket.schema.json"
    return {
        "schema": {"naam": SCHEMA, "url": where},
        "dossier": {"nummer": file.dossier.number, "soort": _kind(copies), "toestand": state},
        "lezer": {"letter": letter_of(reader), "sleutel": reader, "naam": READERS[letter_of(reader)]},
        "bijgewerkt": max(one.document.created_at for one in copies),
        "organisaties": _once(one for each in told for one in each.pop("organisaties")),
        "leerlingen": _once(one for each in told for one in each.pop("leerlingen")),
        "verslagen": told,
        "bestanden": [_listed(one) for one in listed],
    }


def _told(version: Version, reader: str, records: Sequence[Record]) -> dict[str, Any]:
    """One version: what the Word files tell of it, and what became of it.

    Whether everybody signed is not for whom the Word files do not tell who did.
    """
    head, told = version.payload, _of_record(fullest(records))
    known = {
        "soort": head["type"],
        "titel": RECORD_TYPES[head["type"]].title,
        "nummer": told.pop("nummer"),
        "versie": version.number,
        "kenmerk": version.root,
        "kenmerk_van_vorige": head.get("before") or None,
        "status": None if version.status in STANDS and not tells_who_signed(version, reader) else version.status,
        "vastgelegd_op": version.frozen_at,
        "afgesloten_op": version.closed_at,
    }
    return known | told


def _of_record(full: Record | None) -> dict[str, Any]:
    """What the record inside a Word file tells, in the words of the summary."""
    if full is None:
        empty = ("organisaties", "leerlingen", "personen", "antwoorden", "handtekeningen")
        return {"nummer": None} | {one: [] for one in empty}
    seen = full.answers
    return {
        "nummer": seen.get("record/nummer"),
        "organisaties": [
            {"rol": name.partition("/")[2], "naam": value}
            for name, value in seen.items()
            if name.startswith("deelnemer/") and isinstance(value, str)
        ],
        "leerlingen": list(seen.get("deelnemer/leerlingen", [])),
        "personen": [
            {"id": name.partition("/")[2], **_person(name, value)}
            for name, value in seen.items()
            if name.startswith(("persoon/", "rol/"))
        ],
        "antwoorden": _answers(full),
        "handtekeningen": [signed(one) for one in full.evidence],
    }


def fullest(records: Iterable[Record]) -> Record | None:
    """The record that tells most: one of a version may withhold the answers, as that of a refusal does."""
    return max(records, key=lambda one: (len(one.answers), len(one.evidence), one.code), default=None)


def _person(name: str, value: Mapping[str, Any]) -> dict[str, Any]:
    """Somebody as this reader knows them; of whom the role alone is known, the leaf has it in the place of the name."""
    if name.startswith("rol/"):
        return {"naam": None, "rol": value["naam"], "functie": None, "organisatie": None}
    return {one: value.get(one) or None for one in ("naam", "rol", "functie", "organisatie")}


def answers_in(record: Record) -> dict[str, Any]:
    """Name -> value of each answer in a record, in the order asked; the list of a repeat's items is one too."""
    return {name: value for name, value in record.answers.items() if name.partition("/")[0] not in APART}


def _answers(record: Record) -> list[dict[str, Any]]:
    """Each answer: its name, the question, the value as it is under the root, and as people read it."""
    record_type = RECORD_TYPES[record.head["type"]]
    rows = _rows(record_type, record)
    found = []
    for name, value in answers_in(record).items():
        # without a row it was asked by an earlier program
        label, text = rows.get(name) or _of_items(record_type.find(name), value) or (name, _plain(value))
        found.append({"naam": name, "vraag": label, "waarde": value, "tekst": text})
    return found


def _rows(record_type: RecordType, record: Record) -> dict[str, tuple[str, str]]:
    """Name -> question and answer as people read them, as they were on the day of freezing."""
    answers = unflatten(record_type, record.answers.items())
    scope = scope_seen(record.answers, local(record.head["frozen_at"]).date(), answers)
    every = {f"{repeat.name}/{one.name}" if repeat else one.name for _, repeat, one in record_type.questions()}
    parts = [part for step in review(record_type, answers, scope, every, frozen=True) for part in step.parts]
    rows = [row for part in parts for row in (part.rows if isinstance(part, Group) else (part,))]
    return {one.path: (one.label, one.value) for one in rows}


def _of_items(item: Question | Repeat | None, value: Any) -> tuple[str, str] | None:
    """The items of a repeat: 'Doel 1, Doel 2'."""
    if not isinstance(item, Repeat):
        return None
    return item.label, ", ".join(f"{item.item} {item.number(one)}" for one in value)


def _plain(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def signed(told: Mapping[str, Any]) -> dict[str, Any]:
    """One line of evidence, in the words of the summary."""
    names = {"persoon": "party", "rol": "role", "naam": "name", "antwoord": "decision", "op": "at", "wijze": "method"}
    return {ours: told.get(theirs) for ours, theirs in (names | {"niet_getekend": "missing"}).items()}


def _kind(copies: Iterable[Copy]) -> str | None:
    """The kind of dossier, where a copy tells it."""
    found = [one.record.answers.get("dossier/soort") for one in copies if one.record]
    return next((one for one in found if isinstance(one, str)), None)


def _once(several: Iterable[Any]) -> list[Any]:
    found: list[Any] = []
    for one in several:
        if one not in found:
            found.append(one)
    return found


def _listed(one: Listed) -> dict[str, Any]:
    document = one.copy.document
    return {
        "bestand": one.name,
        "code": document.code,
        "titel": document.title,
        "versie": one.copy.version.number,
        "kenmerk": one.copy.version.root,
        "gemaakt_op": document.created_at,
        "sha256": one.sha256,
        "bytes": one.size,
        "bewijs": one.evidence or None,
    }
