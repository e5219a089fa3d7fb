"""Word files beside those of a record's own answers: D5 who refused or remarked, D6 a transfer, D2B a class's letter,
V an annex in another language.

They belong to a version too, but what they tell comes after freezing: signatures, the next provider. What is asked for
a reader is decided when it is there; each is made once and kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from forms import RECORD_TYPES
from forms.amounts import long_date, plain_date
from forms.question import Question
from forms.scope import Scope, items_of
from rules.readers import letter_of
from rules.signatures import after_refusal
from services import annex_texts, translation_annex
from services.consents import consents
from services.dossiers import File, name_of
from services.home_languages import languages_at_home
from services.payload import seen_by
from services.platform import Platform, local
from services.rounds import REFUSED, rule_signers
from services.signature_lines import line_of, may_state
from services.surroundings import frozen_answers, latest_answers
from services.trajectory import organisation
from store import documents, events, records, signatures, trajectories, versions
from store.documents import Document
from store.signatures import Place
from store.trajectories import Trajectory
from store.versions import Version

STANDS = ("getekend", "deels_getekend")
CLOSED = (*STANDS, "vervangen")
"""Statuses in which the round of a version is over and it counts; in STANDS no other took its place."""


@dataclass(frozen=True, slots=True)
class Extra:
    """A document beside the answers: code, title, template, and the record types of whose versions it can be made.

    `readers` are the letters of all for whom it can be made; for whom it is now, `readers_of` says. Its template gets
    none of the answers but what `names_of` gives. `lezer` is how it names its reader, where that is not one of the
    letters.
    """

    code: str
    title: str
    template: str
    of: tuple[str, ...]
    readers: str
    lezer: str = ""


EXTRA = (
    Extra("D5", "Verklaring van weigering of opmerking", "weigering.docx", tuple(RECORD_TYPES), "CNLO"),
    Extra("D6", "Overdrachtsbundel", "overdracht.docx", ("evaluatie",), "N"),
    Extra(
        "D2B",
        "Informatiebrief voor leerlingen en ouders",
        "informatiebrief.docx",
        ("doelen",),
        "L",
        "leerlingen en ouders",
    ),
    Extra(annex_texts.CODE, annex_texts.TITLE, "vertaling.docx", tuple(RECORD_TYPES), "LO"),
)


TOLD_TO_A_CLASS = ("startdatum", "vermoedelijk_einde", "hoe_evalueren", "geplande_evaluatie")
"""The answers about the course that every pupil of a class and every parent may read."""
DISAGREES = (REFUSED, "niet_akkoord")


def readers_of(platform: Platform, file: File, version: Version, extra: Extra) -> list[str]:
    """The readers for whom this document is to be there now; empty while it is not."""
    if version.payload["type"] not in extra.of:
        return []
    return _READERS[extra.code](platform, file, version)


def names_of(platform: Platform, file: File, version: Version, extra: Extra, reader: str) -> dict[str, Any]:
    """The names that its template has beside `doc`, `partijen` and those of the record type."""
    return _NAMES[extra.code](platform, file, version, reader)


def stated_for(version: Version, places: Iterable[Place], reader: str) -> list[Place]:
    """The lines in which somebody refused, disagreed or remarked something, as far as this reader may read why."""
    return [one for one in _statements(places) if _reads(version, one, reader)]


def _statements(places: Iterable[Place]) -> list[Place]:
    return [
        one
        for one in places
        if one.signature is not None
        and one.signature.voided_at is None
        and (one.signature.decision in DISAGREES or one.signature.evidence.get("remark"))
    ]


def _of_refusal(platform: Platform, file: File, version: Version) -> list[str]:
    if version.status not in (*CLOSED, "geweigerd"):
        return []
    stated = _statements(signatures.signers_of(platform.db, version.id))
    home = [reader for code in version.payload["documents"].values() for reader in code if letter_of(reader) in "LO"]
    readers = ["C", "N"] if file.trajectory.naft_id else ["C"]
    own = [one for one in dict.fromkeys(home) if any(_reads(version, place, one) for place in stated)]
    return [*readers, *own] if stated else []


def _reads(version: Version, place: Place, reader: str) -> bool:
    return may_state(version, seen_by(version.payload, reader, printed=True), place.signer.party_id, reader)


def _refusal(platform: Platform, file: File, version: Version, reader: str) -> dict[str, Any]:
    seen = seen_by(version.payload, reader, printed=True)
    mine = stated_for(version, signatures.signers_of(platform.db, version.id), reader)
    signers = {one.party_id: one for one in rule_signers(version)}
    refused = [
        one.signer.party_id for one in mine if one.signature and one.signature.decision in (REFUSED, "niet_akkoord")
    ]
    meaning = [after_refusal(version.payload["type"], signers[one]) for one in refused]
    strongest = next((one for one in meaning if one.closes_round), meaning[0] if meaning else None)
    nothing = "De opmerking hoort voortaan bij dit stuk. Aan het traject verandert ze niets."
    return {
        "stuk": f"{RECORD_TYPES[version.payload['type']].title}, versie {version.number}",
        "verklaringen": [line_of(version, one, seen, reader) for one in mine],
        "gevolg": strongest.message if strongest else nothing,
    }


def _next_of(platform: Platform, version: Version) -> tuple[Trajectory, Trajectory] | None:
    """The trajectory of a version that was handed over, and the one after it; None for any other."""
    record = records.record(platform.db, version.record_id)
    own = trajectories.trajectory(platform.db, record.trajectory_id) if record else None
    if own is None or own.state != "overgedragen":
        return None
    after = [one for one in trajectories.trajectories_of(platform.db, own.dossier_id) if one.number == own.number + 1]
    return (own, after[0]) if after else None


def _of_transfer(platform: Platform, file: File, version: Version) -> list[str]:
    ended = frozen_answers(version).get("besluit_traject") == "overdragen"
    return ["N"] if ended and version.status in CLOSED and _next_of(platform, version) else []


def _transfer(platform: Platform, file: File, version: Version, reader: str) -> dict[str, Any]:
    moved = _next_of(platform, version)
    assert moved is not None  # noqa: S101  # it has readers
    old, new = moved
    told = [one for one in events.of_dossier(platform.db, file.dossier.id) if one.subject == old.id]
    confirmed = next(one for one in reversed(told) if one.type == "trajectory.overdragen")
    proposed = next(one for one in reversed(told) if one.type == "request.asked" and one.seq < confirmed.seq)
    by = {"clb": proposed, "naft": confirmed} if _is_clb(platform, file, proposed.actor) else None
    by = by or {"clb": confirmed, "naft": proposed}
    said = {kind: f"{(one.data or {}).get('door', '')}, {long_date(local(one.at).date())}" for kind, one in by.items()}
    data = confirmed.data or {}
    return {
        "overdracht": {
            "van": _named(platform, old.naft_id),
            "naar": _named(platform, new.naft_id),
            "reden": str(data.get("reden") or (proposed.data or {}).get("reden", "")),
            "op": long_date(local(confirmed.at).date()),
            "bevestigd_door_clb": said["clb"],
            "bevestigd_door_naft": said["naft"],
            "toestemming": _agreed_to_share(platform, file, new.naft_id or ""),
        },
        "stukken": [_listed(one) for one in _handed_over(platform, file, version.id)],
    }


def handed_over(platform: Platform, file: File, version_id: str) -> list[str]:
    """The ids of the Word files that go along with a transfer: the indicatiestelling, the last goals and evaluation.

    `version_id` is that of the evaluation that decided so. They are the provider's copies, as they were stored.
    """
    return [one.id for one in _handed_over(platform, file, version_id)]


def _handed_over(platform: Platform, file: File, version_id: str) -> list[Document]:
    wanted = ("D1", "D2", "D3")
    version = versions.version(platform.db, version_id)
    moved = _next_of(platform, version) if version else None
    until = moved[1].created_at if moved else ""
    last: dict[str, Document] = {}
    for one in sorted(documents.documents_of(platform.db, file.dossier.id), key=lambda document: document.created_at):
        in_time = one.version_id == version_id if one.code == "D3" else one.created_at <= until
        if one.code in wanted and one.reader == "N" and in_time:
            last[one.code] = one
    return [last[code] for code in wanted if code in last]


def _listed(one: Document) -> dict[str, str]:
    return {
        "code": one.code,
        "titel": one.title,
        "bestand": one.filename,
        "vastgelegd": plain_date(local(one.created_at).date()),
        "controlegetal": one.sha256,
    }


def _is_clb(platform: Platform, file: File, account_id: str) -> bool:
    party = next((one for one in file.all_parties if one.account_id == account_id), None)
    found = file.organisation_of(party) if party else None
    return found is not None and found.soort == "clb"


def _named(platform: Platform, organisation_id: str | None) -> str:
    found = organisation(platform, organisation_id or "")
    return found.naam if found else ""


def _agreed_to_share(platform: Platform, file: File, provider: str) -> str:
    indication = latest_answers(platform, file, "indicatiestelling")
    given = [one for one in consents(platform, file, indication) if one.item == "delen_naft" and one.third == provider]
    parties = [(file.party(one.by_party), one.date) for one in given if one.stands]
    return "; ".join(f"{name_of(party.answers)}, {long_date(day)}" for party, day in parties if party)


def _of_class(platform: Platform, file: File, version: Version) -> list[str]:
    return ["L"] if file.dossier.soort == "klasgroep" and version.status in CLOSED else []


def _letter_to_class(platform: Platform, file: File, version: Version, reader: str) -> dict[str, Any]:
    """What the whole class may know: the goals of the group, and nothing about one pupil (BR-36)."""
    answers = frozen_answers(version)
    group = [one for one in items_of(answers.get("doelen")) if one.get("gericht_op") == "groep"]
    table = seen_by(version.payload, "S", printed=True)
    contact = [
        one
        for one in file.in_role("clb", "naft_begeleider", "directie", "klastitularis")
        if f"persoon/{one.id}" in table
    ]
    doelen, scope = RECORD_TYPES["doelen"], Scope(today=platform.today())

    def said(name: str) -> Any:
        item = doelen.find(name)
        return item.word(answers.get(name), scope) if isinstance(item, Question) else ""

    return {name: said(name) for name in TOLD_TO_A_CLASS} | {
        "plaats": [*said("plaats"), *filter(None, [said("plaats_andere")])],
        "groepsdoelen": [
            {"nr": nr, "tekst": one.get("tekst", ""), "merkbaar_aan": one.get("merkbaar_aan", "")}
            for nr, one in enumerate(group, start=1)
        ],
        "contact": [
            {
                "naam": name_of(one.answers),
                "functie": one.answers.get("functie", ""),
                "organisatie": getattr(file.organisation_of(one), "naam", ""),
            }
            for one in contact
        ],
    }


def _of_annex(platform: Platform, file: File, version: Version) -> list[str]:
    return list(languages_at_home(platform, file, version)) if version.status in STANDS else []


def _annex(platform: Platform, file: File, version: Version, reader: str) -> dict[str, Any]:
    languages = languages_at_home(platform, file, version)[reader]
    return translation_annex.names_of(version, reader, languages, platform.today())


_READERS: Mapping[str, Callable[[Platform, File, Version], list[str]]] = {
    "D5": _of_refusal,
    "D6": _of_transfer,
    "D2B": _of_class,
    annex_texts.CODE: _of_annex,
}
_NAMES: Mapping[str, Callable[[Platform, File, Version, str], dict[str, Any]]] = {
    "D5": _refusal,
    "D6": _transfer,
    "D2B": _letter_to_class,
    annex_texts.CODE: _annex,
}
