"""What may not be in the file of a template beside its text: what runs, fetches, or cannot be sealed.

A document that shows another text tomorrow, or to somebody else, is worth nothing with a seal on it (services/seal.py).
What stands in the text itself is in `services.template_marks`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from services.checking import BadPackage, Relationship, content_types, relationships, tree
from services.template_fault import WHOLE, Fault, around
from services.template_text import CORE, W, Word

LARGEST = 4_000_000
"""Bytes of a template as it is packed; each document that is made with it is as large."""

DOCUMENT = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
PICTURES = ("png", "jpg", "jpeg", "gif")
OWN = "urn:naadloos:"
LINKS = ("http", "https", "mailto")
FALSE = ("0", "false", "off")

DANGERS = {
    "macro": (
        r"vbaproject|vbadata|macroenabled|customui|keymapcustomizations",
        "In dit bestand zit een macro. Bewaar het in Word als gewoon document (.docx).",
    ),
    "object": (
        r"activex|oleobject|/embeddings/|/package$",
        "In dit bestand zit een ander bestand of een besturingselement, zoals een werkblad. Plak het als afbeelding.",
    ),
    "altchunk": (
        r"afchunk|/subdocument$",
        "Dit document voegt bij het openen een ander bestand in. Zet de tekst daarvan zelf in het sjabloon.",
    ),
    "linked-template": (
        r"/attachedtemplate$",
        "Dit document hangt vast aan een Word-sjabloon. Maak het los: tabblad Ontwikkelaars, Documentsjabloon.",
    ),
    "signed": (
        r"digital-signature|/_xmlsignatures/",
        "Dit bestand is digitaal ondertekend. Verwijder die handtekening: Bestand, Info, Handtekeningen.",
    ),
    "comments": (
        r"/comments(\.xml|extended)?$",
        "In dit bestand staan opmerkingen. Verwijder ze in Word: ze zouden met elk document meegaan.",
    ),
}
"""Code -> what stands in the name, the content type or the relationship of such a part, and what to say of it."""

OWN_XML = "Dit is een document van Naadloos, met een dossier erin. Vertrek van het sjabloon zelf."

NOT_READ = {
    "too-large": "Dit bestand is te groot als het uitgepakt wordt.",
    "too-many-items": "Er zitten te veel onderdelen in dit bestand.",
    "encrypted": "Dit bestand heeft een wachtwoord. Bewaar het zonder wachtwoord.",
    "dtd": "In dit bestand zit een DTD, en dat hoort niet in een Word-bestand. Bewaar het opnieuw in Word.",
    "no-document": "Dit is geen Word-document. Bewaar het in Word als .docx en kies dat bestand.",
    "not-a-zip": "Dit is geen Word-document. Bewaar het in Word als .docx en kies dat bestand.",
}
REMADE = "Dit Word-bestand is beschadigd of vreemd gemaakt. Open het in Word, bewaar het opnieuw als .docx en kies dat."


def not_read(fault: BadPackage) -> Fault:
    """Why a file could not be opened."""
    code = str(fault).partition(" ")[0]
    return _whole(f"package-{code}", NOT_READ.get(code, REMADE))


def package_faults(content: bytes, parts: Mapping[str, bytes]) -> Iterator[Fault]:
    """Of the file as a package.

    :raises BadPackage: when a list of parts or relationships is not as it should be
    """
    if len(content) > LARGEST:
        yield _whole("too-large", f"Dit bestand is te groot: hoogstens {LARGEST // 1_000_000} MB. Verklein de beelden.")
    types = content_types(parts)
    lines = [one for name, data in parts.items() if name.endswith(".rels") for one in relationships(data)]
    told = [*parts, *types.values(), *(one.type for one in lines)]
    found = {code for code, (marks, _) in DANGERS.items() if any(re.search(marks, one.lower()) for one in told)}
    for code in DANGERS:
        if code in found:
            yield _whole(code, DANGERS[code][1])
    if DOCUMENT not in types.values() and "macro" not in found:
        yield _whole("no-docx", "Dit is geen gewoon Word-document. Bewaar het in Word als .docx.")
    for line in lines:
        yield from _relationship(line)
    yield from _parts(parts)


def _parts(parts: Mapping[str, bytes]) -> Iterator[Fault]:
    if any(OWN.encode() in data or OWN.encode("utf-16-le") in data for data in parts.values()):
        yield _whole("own-xml", OWN_XML)
    yield from _custom(parts)
    kinds = {name.rpartition(".")[2].lower() for name in parts if "/media/" in name}
    if other := kinds - set(PICTURES):
        message = (
            f"Hier zit een beeld in ({', '.join(sorted(other))}) dat niet overal hetzelfde is. Gebruik PNG of JPEG."
        )
        yield _whole("picture-kind", message)
    if any(name.endswith("/people.xml") for name in parts):
        yield _author()


def _custom(parts: Mapping[str, bytes]) -> Iterator[Fault]:
    """Data beside the text: a record there is ours alone, and what cannot be read keeps a copy from being checked."""
    for name in (one for one in parts if re.fullmatch(r"/customXml/item\d+\.xml", one)):
        try:
            if tree(parts[name]).tag.startswith(f"{{{OWN}"):
                yield _whole("own-xml", OWN_XML)
        except BadPackage:
            message = (
                "In dit bestand zitten gegevens van een ander programma, zoals SharePoint. Haal ze weg: Bestand, Info, "
                "Controleren op problemen, Document controleren, Aangepaste XML-gegevens."
            )
            yield _whole("custom-xml", message)


def _relationship(line: Relationship) -> Iterator[Fault]:
    def wrong(code: str, message: str) -> Fault:
        return Fault("fout", WHOLE, around(line.target), message, code)

    kind = line.type.rpartition("/")[2]
    if kind == "core-properties" and line.type != CORE:  # a second one would be added when it is filled
        yield wrong("libreoffice", "Dit bestand is in LibreOffice bewaard. Open het in Word, en bewaar het daar.")
    if set(line.target) & set('&<>"'):
        yield wrong("link-target", "Deze link kan niet verzegeld worden: er staat een & in. Kort hem in.")
    if not line.external or kind == "attachedTemplate":
        return
    if kind != "hyperlink":
        yield wrong("external", "Dit bestand haalt iets van buiten op, zoals een beeld. Voeg het in, koppel het niet.")
    elif not is_link(line.target):
        yield wrong("link-kind", "Een link mag enkel naar een website (https) of een mailadres gaan.")


def is_link(target: str) -> bool:
    """Whether an address leads to a site or to somebody's mail."""
    try:
        return urlsplit(target).scheme.lower() in LINKS
    except ValueError:
        return False


def settings_faults(word: Word) -> Iterator[Fault]:
    """Of the settings and the properties. Names in the properties are written over, but not those of the company."""
    settings = word.tree_of("settings.xml")
    for one in [] if settings is None else settings:
        name = str(one.tag).rpartition("}")[2]
        on = one.get(f"{W}val") not in FALSE
        if name in SETTINGS and on:
            yield _whole(*SETTINGS[name])
    for part in ("core.xml", "app.xml", "custom.xml"):
        about = word.tree_of(part)
        if about is None:
            continue
        texts = {str(one.tag).rpartition("}")[2]: (one.text or "").strip() for one in about.iter()}
        if any(re.search(r"\{[{%#]", one) for one in texts.values()):
            yield _whole("tag-elsewhere", "In de eigenschappen van het bestand staan accolades. Haal ze weg.")
        if {texts.get(one, "") for one in ("creator", "lastModifiedBy", "Manager", "Company")} - {"", "Naadloos"}:
            yield _author()
        if part == "custom.xml":
            message = "Dit bestand heeft eigen eigenschappen. Ze gaan met elk document mee."
            yield Fault("opgelet", WHOLE, "", message, "properties")


SETTINGS = {
    "trackRevisions": ("tracked", "Wijzigingen bijhouden staat aan. Zet het uit in Word."),
    "mailMerge": ("external", "Dit document hangt vast aan een lijst om samen te voegen. Maak het los in Word."),
    "documentProtection": ("protected", "Dit document is beveiligd tegen bewerken. Haal de beveiliging weg in Word."),
}


def _author() -> Fault:
    message = (
        "In de eigenschappen van het bestand staat een naam. Haal die weg: Bestand, Info, Controleren op problemen, "
        "Document controleren."
    )
    return Fault("opgelet", WHOLE, "", message, "author")


def _whole(code: str, message: str) -> Fault:
    return Fault("fout", WHOLE, "", message, code)
