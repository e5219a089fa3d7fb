"""Word files: made once of a closed version, for each reader from that reader's answers alone, then only handed out."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from forms import RECORD_TYPES
from forms.amounts import plain_date
from forms.leaves import unflatten
from forms.record_type import Document as Definition
from forms.word import context
from rules.readers import letter_of, pupil_of
from services import filling, opc, record_part
from services.dossiers import File
from services.evidence_page import Making, closing, evidence_of, row_of, tells_who_signed
from services.extra_documents import CLOSED, EXTRA, Extra, names_of, readers_of, stated_for
from services.frozen_template import template_of
from services.letterhead import letterhead
from services.payload import scope_seen, seen_by
from services.pictures import within
from services.platform import Platform, local
from services.record_part import Copy
from services.signature_lines import line_of, pictures_of
from services.titles import title_of
from store import documents, events, records, signatures, versions
from store.documents import Document
from store.signatures import Place
from store.versions import Version

READERS = {
    "C": "CLB",
    "N": "NAFT-aanbieder",
    "S": "school",
    "L": "leerling",
    "O": "ouders",
    "P": "pedagogische begeleidingsdienst",
}
"""Letter -> the reader as a document names it."""

SIGNATURE_MM = (50, 14)
"""The largest width and height of a drawn signature: its column in the templates, and a line of the table."""

LOGO = "logo"
"""The name of a logo: among what a template gets, a key of the pictures, '' for none."""

ALONE = {LOGO: ("Logo van {}", (40, 14)), "qr": ("QR-code om dit blad op te laden", (34, 34))}
"""Name of a picture that stands alone -> its alternative text, in which {} is the organisation, and its largest size.

Such a name is, as a `beeld` is, a key of the pictures; '' or not there for none.
"""


DRAWN_IN = ("handtekeningen", "verklaringen")
"""Names of lists whose lines may have a drawn signature: the signature table, and the statements of D5."""


def make_missing(platform: Platform, file: File) -> list[Document]:
    """Make every Word file that is to be there and is not. A second call makes nothing.

    Called after every answer, and again whenever somebody looks: had the server stopped right after the last
    signature, the files are made then, from what was frozen.

    Filling takes a while, so it happens outside the write; when two do it at once, the first one's files are kept.
    """
    made: list[Document] = []
    for trajectory in file.trajectories:
        for record in records.records_of(platform.db, trajectory.id):
            for version in versions.versions_of(platform.db, record.id):
                made += make(platform, file, version)
    return made


def make(platform: Platform, file: File, version: Version) -> list[Document]:
    """The files of one version that are not there yet, one a document and reader, kept with their SHA-256."""
    own = _keep(platform, file, version, list(_own(version)))
    return own + _keep(platform, file, version, list(_extra(platform, file, version)))  # D6 lists those before it


Wanted = tuple[Definition | Extra, str]


def _keep(platform: Platform, file: File, version: Version, wanted: list[Wanted]) -> list[Document]:
    there = {(one.code, one.reader) for one in documents.documents_of_version(platform.db, version.id)}
    if all((one.code, reader) in there for one, reader in wanted):
        return []
    head = events.head(platform.db)  # the round is over: its end is in it
    made = Making(signatures.signers_of(platform.db, version.id), head, platform.seal, platform.address)
    filled = [
        (one, reader, finished(platform, file, version, one, reader, template_of(platform, version, one), made))
        for one, reader in wanted
        if (one.code, reader) not in there
    ]
    with platform.db.write():
        now = versions.version(platform.db, version.id)
        if now is None or now.status != version.status:  # taken back or replaced meanwhile: what was filled is not so
            return []
        there = {(one.code, one.reader) for one in documents.documents_of_version(platform.db, version.id)}
        return [
            _create(platform, file, version, one, reader, content, made)
            for one, reader, content in filled
            if (one.code, reader) not in there
        ]


def _create(
    platform: Platform,
    file: File,
    version: Version,
    definition: Definition | Extra,
    reader: str,
    content: bytes,
    made: Making,
) -> Document:
    """Keep a file, with its SHA-256 in the chain of events too."""
    kept = documents.create(
        platform.db,
        dossier_id=file.dossier.id,
        version_id=version.id,
        code=definition.code,
        reader=reader,
        title=title_of(definition, version),
        filename=filename(file.dossier.number, definition.code, version, reader),
        sha256=hashlib.sha256(content).hexdigest(),
        content=content,
        at=platform.at(),
        sealed_by=made.seal.sha256 if made.seal else "",
    )
    told = {"bestand": kept.filename, "code": kept.code, "sha256": kept.sha256, "zegel": kept.sealed_by}
    events.append(
        platform.db,
        type="document.made",
        actor="",
        dossier=file.dossier.id,
        subject=kept.id,
        data={**told, "wortel": version.root},
        at=kept.created_at,
    )
    return kept


def _own(version: Version) -> Iterator[Wanted]:
    """The documents of a version's answers, each with its reader: once the round is over."""
    if version.status in CLOSED:
        for one in RECORD_TYPES[version.payload["type"]].documents:
            for reader in version.payload["documents"].get(one.code, ()):
                yield one, reader


def _extra(platform: Platform, file: File, version: Version) -> Iterator[Wanted]:
    """What came of it: a refusal, a transfer, a letter."""
    for extra in EXTRA:
        for reader in readers_of(platform, file, version, extra):
            yield extra, reader


def filename(number: str, code: str, version: Version, reader: str) -> str:
    """'NAFT-2026-00012_D2_v1_leerling.docx': ASCII, without a name, different for each record of a trajectory.

    One that is made of several types says of which: 'D5-D3-1'. Where several pupils get one, each has a number:
    'leerling-2'.
    """
    leaves = {leaf["name"]: leaf["value"] for leaf in version.payload["leaves"]}
    nth = leaves.get("record/nummer", 1)
    which = f"{code}-{nth}" if version.payload["type"] == "evaluatie" else code
    if any(one.code == code and len(one.of) > 1 for one in EXTRA):
        which = f"{code}-{RECORD_TYPES[version.payload['type']].documents[0].code}" + which.removeprefix(code)
    whom = ascii_only(READERS[letter_of(reader)].split()[0])
    everybody = dict.fromkeys(one for readers in version.payload["documents"].values() for one in readers)
    same = [one for one in everybody if letter_of(one) == letter_of(reader)]
    nth_one = f"-{same.index(reader) + 1}" if pupil_of(reader) else ""
    return f"{ascii_only(number)}_{which}_v{version.number}_{whom}{nth_one}.docx"


def ascii_only(text: str) -> str:
    """Letters, digits and hyphens of ASCII; the rest is dropped or becomes a hyphen."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9-]+", "-", plain).strip("-")


def finished(
    platform: Platform,
    file: File,
    version: Version,
    definition: Definition | Extra,
    reader: str,
    template: bytes,
    made: Making,
) -> bytes:
    """One Word file as it is kept: filled, with the record inside, and sealed where there is a key.

    :raises BadPackage: when the template has what a seal cannot hold
    """
    evidence = evidence_in(version, definition, reader, made.places)
    anchor = (made.anchor.seq, made.anchor.hash)
    copy = Copy(reader, definition.code, not isinstance(definition, Extra), evidence, anchor)
    parts = fill(platform, file, version, definition, reader, template, made)
    parts = record_part.added(parts, record_part.record_xml(version.payload, version.root, copy))
    if made.seal is None:
        return opc.write_package(parts)
    from services.seal import sealed

    told = f"document {version.root}; audit {anchor[0]}:{anchor[1]}"
    return opc.write_package(sealed(parts, made.seal, platform.now(), told))


def evidence_in(
    version: Version, definition: Definition | Extra, reader: str, places: Sequence[Place]
) -> list[dict[str, Any]]:
    """The evidence that goes into a copy: of every line that its evidence page has."""
    seen = seen_by(version.payload, reader, printed=True)
    return [evidence_of(version, one, seen, reader) for one in _told(version, definition, reader, places)]


def _told(version: Version, definition: Definition | Extra, reader: str, places: Sequence[Place]) -> list[Place]:
    """The lines of which a copy tells: of D5 those in which this reader may read what was stated."""
    if isinstance(definition, Extra):
        return stated_for(version, places, reader) if definition.code == "D5" else []
    return list(places) if tells_who_signed(version, reader) else []


def fill(
    platform: Platform,
    file: File,
    version: Version,
    definition: Definition | Extra,
    reader: str,
    template: bytes,
    made: Making,
) -> dict[str, bytes]:
    """The parts of a template with one reader's answers, the signature table and the evidence page."""
    # the class as a whole is no reader of the version: what is on top of its letter, the school reads too
    on_top = "S" if isinstance(definition, Extra) and definition.lezer else reader
    names = names_for(platform, version, definition, on_top, made)
    if isinstance(definition, Extra):
        names = {one: names[one] for one in ("doc", "partijen", "bewijs")} | {"handtekeningen": []}
        names["doc"] |= {"lezer": definition.lezer, "lezer_letter": reader} if definition.lezer else {}
        names["bewijzen"] = _rows(version, definition, reader, made.places)
        names |= names_of(platform, file, version, definition, reader)
    return filled(platform, version, on_top, template, names, pictures_of(platform, version))


def filled(
    platform: Platform,
    version: Version,
    on_top: str,
    template: bytes,
    names: dict[str, Any],
    pictures: Mapping[str, bytes],
) -> dict[str, bytes]:
    """The parts of a template, filled, with the logo that the reader `on_top` may see (services/letterhead.py)."""
    logo = letterhead(platform, version, on_top).logo
    shown = {**pictures, **({LOGO: logo} if logo else {})}
    return filling.fill(template, with_pictures(names | {LOGO: LOGO if logo else ""}, shown))


def _rows(
    version: Version, definition: Definition | Extra, reader: str, places: Sequence[Place]
) -> list[dict[str, str]]:
    seen = seen_by(version.payload, reader, printed=True)
    return [row_of(version, one, seen, reader) for one in _told(version, definition, reader, places)]


def names_for(
    platform: Platform,
    version: Version,
    definition: Definition | Extra,
    reader: str,
    made: Making,
) -> dict[str, Any]:
    """Every name a template may use: the record's own (forms/word.py), and those that come with every document.

    `doc`, `partijen`, the signature table `handtekeningen`; `bewijs` and its rows `bewijzen` (services/evidence_page);
    `logo`, empty until the file is filled.
    """
    before = versions.version(platform.db, version.supersedes) if version.supersedes else None
    own = letterhead(platform, version, reader).name
    return names_in(version, definition, reader, made, today=platform.today(), before=before, organisation=own)


def names_in(
    version: Version,
    definition: Definition | Extra,
    reader: str,
    made: Making,
    *,
    today: date,
    before: Version | None = None,
    organisation: str = "",
) -> dict[str, Any]:
    """The same of a version that need not be kept anywhere: `before` it replaces, `organisation` stands on top."""
    seen = seen_by(version.payload, reader, printed=True)
    record_type = RECORD_TYPES[version.payload["type"]]
    answers = unflatten(record_type, seen.items())
    names = context(record_type, answers, scope_seen(seen, today, answers))
    frozen = local(version.frozen_at)
    names[LOGO] = ""
    names["doc"] = {
        "code": definition.code,
        "titel": title_of(definition, version),
        "versie": version.number,
        "lezer": READERS[letter_of(reader)],
        "lezer_letter": letter_of(reader),
        "organisatie": organisation,
        "dossiernummer": seen.get("dossier/nummer", ""),
        "soort_dossier": seen.get("dossier/soort", ""),
        "vastgelegd": plain_date(frozen.date()),
        "wortel": version.root,
        "wortel_kort": " ".join(version.root[at : at + 4] for at in range(0, 16, 4)),
        "vervangt": before.number if before else 0,
    }
    part = ("clb", "naft", "school")
    names["partijen"] = {one: seen.get(f"deelnemer/{one}", "") for one in part} | {
        "leerlingen": seen.get("deelnemer/leerlingen") or _own_name(seen, reader)
    }
    names["handtekeningen"] = [line_of(version, place, seen, reader) for place in made.places if reader != "P"]
    names["bewijs"] = closing(version, before, made)
    names["bewijzen"] = _rows(version, definition, reader, made.places)
    return names


def _own_name(seen: dict[str, Any], reader: str) -> list[str]:
    """Of several pupils each reads the own name on top, and so do the parents; of a class group there is none."""
    own = seen.get(f"persoon/{pupil_of(reader)}")
    return [own["naam"]] if own else []


def render(template: bytes, names: Mapping[str, Any], pictures: Mapping[str, bytes]) -> bytes:
    """Fill a Word template. Text is only ever text: escaped, in a sandbox, and an unknown name is an error.

    `pictures` are PNGs by the id that a line of `handtekeningen` or `verklaringen` has as its `beeld`, and by what a
    name of ALONE is.
    """
    return opc.write_package(filling.fill(template, with_pictures(names, pictures)))


def with_pictures(names: Mapping[str, Any], pictures: Mapping[str, bytes]) -> dict[str, Any]:
    """The names, with a picture wherever they have the id of one."""
    drawn: dict[str, Any] = {
        name: [
            {**line, "beeld": within(pictures[line["beeld"]], SIGNATURE_MM, f"Handtekening van {line['naam']}")}
            if line["beeld"]
            else line
            for line in names[name]
        ]
        for name in DRAWN_IN
        if name in names
    }
    alone = {
        name: within(pictures[names[name]], largest, text.format(names["doc"]["organisatie"]))
        for name, (text, largest) in ALONE.items()
        if names.get(name)
    }
    return {LOGO: "", **names, **drawn, **alone}
