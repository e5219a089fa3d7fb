"""Word files: made once of a closed version, for each reader from that reader's answers alone, then only handed out."""

from __future__ import annotations

import hashlib
import io
import re
import struct
import unicodedata
import zipfile
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from forms import RECORD_TYPES
from forms.amounts import long_date, plain_date
from forms.leaves import unflatten
from forms.record_type import Document as Definition
from forms.word import context
from rules.readers import letter_of, pupil_of
from services.dossiers import File
from services.payload import scope_seen, seen_by
from services.platform import NotFound, Platform, Who, local
from services.rounds import DECISION_LABELS
from store import documents, events, records, signatures, templates, versions
from store.documents import Document
from store.signatures import Place
from store.versions import Version

if TYPE_CHECKING:
    from docxtpl import DocxTemplate

READERS = {
    "C": "CLB",
    "N": "NAFT-aanbieder",
    "S": "school",
    "L": "leerling",
    "O": "ouders",
    "P": "pedagogische begeleidingsdienst",
}
"""Letter -> the reader as a document names it."""

MAY_FETCH = {"C": "CSLOP", "N": "NLO", "S": "SP", "P": "P"}
"""Letter of who is signed in -> the copies that person may fetch. CLB and NAFT hand pupil and parents theirs: each
answer those may read, CLB and NAFT may read too. The CLB sees what the school was told (draaiboek, deel 4)."""

SIGNATURE_MM = (50, 14)
"""The largest width and height of a drawn signature: its column in the templates, and a line of the table."""

CLOSED = ("getekend", "deels_getekend", "vervangen")


def make_missing(platform: Platform, file: File) -> list[Document]:
    """Make the Word files of every closed version that has none yet. A second call makes nothing.

    Called after every answer, and again whenever somebody looks: had the server stopped right after the last
    signature, the files are made then, from what was frozen.

    Filling takes a while, so it happens outside the write; when two do it at once, the first one's files are kept.
    """
    made: list[Document] = []
    for trajectory in file.trajectories:
        for record in records.records_of(platform.db, trajectory.id):
            for version in versions.versions_of(platform.db, record.id):
                if version.status in CLOSED and not documents.documents_of_version(platform.db, version.id):
                    made += make(platform, file, version)
    return made


def make(platform: Platform, file: File, version: Version) -> list[Document]:
    """The files of one closed version, one a document and reader, kept with their SHA-256."""
    record_type = RECORD_TYPES[version.payload["type"]]
    filled = [
        (one, reader, fill(platform, version, one, reader))
        for one in record_type.documents
        for reader in version.payload["documents"].get(one.code, ())
    ]
    with platform.db.write():
        already = documents.documents_of_version(platform.db, version.id)
        if already:
            return already
        return [
            documents.create(
                platform.db,
                dossier_id=file.dossier.id,
                version_id=version.id,
                code=one.code,
                reader=reader,
                title=title_of(one, version),
                filename=filename(file.dossier.number, one.code, version, reader),
                sha256=hashlib.sha256(content).hexdigest(),
                content=content,
                at=platform.at(),
            )
            for one, reader, content in filled
        ]


def title_of(definition: Definition, version: Version) -> str:
    """The document's title, numbered where a trajectory has several: 'Evaluatieverslag 2'."""
    leaves = {leaf["name"]: leaf["value"] for leaf in version.payload["leaves"]}
    if version.payload["type"] != "evaluatie":
        return definition.title
    if leaves.get("soort") in ("eind", "vroegtijdig"):
        return "Eindverslag"
    return f"{definition.title} {leaves.get('record/nummer', 1)}"


def filename(number: str, code: str, version: Version, reader: str) -> str:
    """'NAFT-2026-00012_D2_v1_leerling.docx': ASCII, without a name, different for each record of a trajectory.

    Where several pupils get one, each has a number: 'leerling-2'.
    """
    leaves = {leaf["name"]: leaf["value"] for leaf in version.payload["leaves"]}
    nth = leaves.get("record/nummer", 1)
    which = f"{code}-{nth}" if version.payload["type"] == "evaluatie" else code
    whom = ascii_only(READERS[letter_of(reader)].split()[0])
    same = [one for one in version.payload["documents"].get(code, ()) if letter_of(one) == letter_of(reader)]
    nth_one = f"-{same.index(reader) + 1}" if pupil_of(reader) else ""
    return f"{ascii_only(number)}_{which}_v{version.number}_{whom}{nth_one}.docx"


def ascii_only(text: str) -> str:
    """Letters, digits and hyphens of ASCII; the rest is dropped or becomes a hyphen."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^A-Za-z0-9-]+", "-", plain).strip("-")


def fill(platform: Platform, version: Version, definition: Definition, reader: str) -> bytes:
    """One Word file: the template as it was at freezing, with one reader's answers and the signature table.

    :raises NotFound: when the template was never kept
    """
    template = templates.content(platform.db, version.template_hashes[definition.code])
    if template is None:
        raise NotFound
    return render(template, names_for(platform, version, definition, reader), pictures_of(platform, version))


def names_for(platform: Platform, version: Version, definition: Definition, reader: str) -> dict[str, Any]:
    """Every name a template may use: the record's own (forms/word.py), `doc`, `partijen` and `handtekeningen`."""
    seen = seen_by(version.payload, reader, printed=True)
    record_type = RECORD_TYPES[version.payload["type"]]
    answers = unflatten(record_type, seen.items())
    names = context(record_type, answers, scope_seen(seen, platform.today(), answers))
    frozen = local(version.frozen_at)
    names["doc"] = {
        "code": definition.code,
        "titel": title_of(definition, version),
        "versie": version.number,
        "lezer": READERS[letter_of(reader)],
        "lezer_letter": letter_of(reader),
        "dossiernummer": seen.get("dossier/nummer", ""),
        "soort_dossier": seen.get("dossier/soort", ""),
        "vastgelegd": plain_date(frozen.date()),
        "wortel": version.root,
        "wortel_kort": " ".join(version.root[at : at + 4] for at in range(0, 16, 4)),
        "vervangt": version.number - 1 if version.supersedes else 0,
    }
    part = ("clb", "naft", "school")
    names["partijen"] = {one: seen.get(f"deelnemer/{one}", "") for one in part} | {
        "leerlingen": seen.get("deelnemer/leerlingen") or _own_name(seen, reader)
    }
    names["handtekeningen"] = [
        _line(place, seen) for place in signatures.signers_of(platform.db, version.id) if reader != "P"
    ]
    return names


def _own_name(seen: dict[str, Any], reader: str) -> list[str]:
    """Of several pupils each reads the own name on top, and so do the parents; of a class group there is none."""
    own = seen.get(f"persoon/{pupil_of(reader)}")
    return [own["naam"]] if own else []


def _line(place: Place, seen: dict[str, Any]) -> dict[str, Any]:
    """One line of the signature table; `beeld` is the id of a drawn signature, '' without one."""
    nobody = {"naam": "", "rol": "", "functie": "", "organisatie": ""}
    who = place.signer.party_id
    person = seen.get(f"persoon/{who}") or seen.get(f"rol/{who}") or nobody
    signed = place.signature if place.signature is not None and place.signature.voided_at is None else None
    evidence = signed.evidence if signed else {}
    at = local(signed.signed_at) if signed else None
    methods = {"account": "in de eigen account", "tablet": "aan tafel op één toestel"}
    return {
        **person,
        "besluit": DECISION_LABELS[signed.decision] if signed else "Niet ondertekend",
        "op": f"{long_date(at.date())}, {at:%H.%M} uur" if at else "",
        "wijze": methods.get(evidence.get("method", ""), ""),
        "getypt": evidence.get("typed", ""),
        "opmerking": evidence.get("remark", ""),
        "reden_niet": place.signer.missing_reason or "",
        "beeld": signed.id if signed and signed.has_image else "",
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


def render(template: bytes, names: dict[str, Any], pictures: dict[str, bytes]) -> bytes:
    """Fill a Word template. Text is only ever text: escaped, in a sandbox, and an unknown name is an error."""
    from docxtpl import DocxTemplate
    from jinja2 import StrictUndefined
    from jinja2.sandbox import SandboxedEnvironment

    word = DocxTemplate(io.BytesIO(template))
    lines = [
        {**line, "beeld": _picture(word, pictures[line["beeld"]], line["naam"])} if line["beeld"] else line
        for line in names["handtekeningen"]
    ]
    environment = SandboxedEnvironment(autoescape=True, undefined=StrictUndefined, finalize=_literal)
    word.render({**names, "handtekeningen": lines}, environment, autoescape=True)
    _describe(word, names["doc"])
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


def _literal(value: Any) -> Any:
    """Text in which docxtpl finds none of its own marks: it would turn a `{_{` that somebody typed into `{{`."""
    from markupsafe import Markup, escape

    if isinstance(value, str):
        return Markup(re.sub(r"(?<=[{}%])_|_(?=[{}%])", "&#95;", escape(value)))  # noqa: S704  # escaped here
    return value


def _picture(word: DocxTemplate, png: bytes, name: str) -> Any:
    """A drawn signature, as large as its cell takes: a long flat one is not let out over the margin."""
    from docx.shared import Mm
    from docxtpl import InlineImage
    from markupsafe import Markup, escape

    class Described(InlineImage):  # type: ignore[misc]  # docxtpl has no types
        """A picture with an alternative text (WCAG 1.1.1)."""

        def __html__(self) -> str:
            text = escape(f"Handtekening van {name}")
            drawing = str(self._insert_image()).replace("<wp:docPr ", f'<wp:docPr descr="{text}" ', 1)
            return Markup(drawing)  # noqa: S704  # made by python-docx, but for the escaped name

    wide, high = struct.unpack(">II", png[16:24])  # the first chunk of a PNG
    scale = min(SIGNATURE_MM[0] / wide, SIGNATURE_MM[1] / high)
    return Described(word, io.BytesIO(png), width=Mm(wide * scale), height=Mm(high * scale))


def _describe(word: DocxTemplate, doc: dict[str, Any]) -> None:
    """Properties without anybody's name: a file travels further than its folder."""
    about = word.docx.core_properties
    about.title = f"{doc['titel']} {doc['dossiernummer']}".strip()
    about.author = about.last_modified_by = "Naadloos"
    about.language = "nl-BE"
    about.comments = about.keywords = about.subject = about.category = ""


def listed(platform: Platform, who: Who, file: File) -> list[Document]:
    """The files of the dossier that this person may fetch, the newest first."""
    make_missing(platform, file)
    may = MAY_FETCH.get(who.letter, "")
    return [one for one in documents.documents_of(platform.db, file.dossier.id) if letter_of(one.reader) in may]


def fetch(platform: Platform, who: Who, file: File, document_id: str) -> tuple[Document, bytes]:
    """One file, its stored bytes unchanged; that it was fetched is recorded.

    :raises NotFound: when it is not in this dossier or not for this reader
    """
    document = documents.document(platform.db, document_id)
    content = documents.content(platform.db, document_id)
    if (
        document is None
        or content is None
        or document.dossier_id != file.dossier.id
        or letter_of(document.reader) not in MAY_FETCH.get(who.letter, "")
    ):
        raise NotFound
    _fetched(platform, who, file, [document])
    return document, content


def bundle(platform: Platform, who: Who, file: File, reader: str) -> bytes:
    """A zip of all files of one reader, for that reader's own pupil file.

    :raises NotFound: when this person may not fetch that reader's copies
    """
    chosen = [one for one in listed(platform, who, file) if one.reader == reader]
    if not chosen:
        raise NotFound
    _fetched(platform, who, file, chosen)
    return zipped(platform, chosen)


def zipped(platform: Platform, chosen: Iterable[Document]) -> bytes:
    """These files in one zip, under their own names."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for one in chosen:
            archive.writestr(one.filename, documents.content(platform.db, one.id) or b"")
    return out.getvalue()


def _fetched(platform: Platform, who: Who, file: File, chosen: list[Document]) -> None:
    """Who fetched what, and for whom (decreet rechtspositie minderjarige, art. 20)."""
    with platform.db.write():
        for one in chosen:
            events.append(
                platform.db,
                type="document.fetched",
                actor=who.id,
                dossier=file.dossier.id,
                subject=one.id,
                data={"bestand": one.filename, "door": who.name},
                at=platform.at(),
            )
