"""Every name that a Word template may use: what it is, what it is called on the pages, and who may read it.

The names of a record type follow from its questions, those that come with every document from a sample of it.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import PurePath
from typing import Any, Literal

from forms import RECORD_TYPES
from forms.question import Question
from forms.record_type import RecordType
from forms.repeat import Repeat
from rules.readers import LETTERS, Audience
from services import sample_answers
from services.extra_documents import EXTRA
from services.paper_word import TEMPLATE as PAPER
from services.sample import ON_PAPER, sample
from services.template_catalogue import CATALOGUE, Made

Kind = Literal["tekst", "getal", "beeld", "lijst", "rijen", "groep"]
"""A text, a number, a picture; a list of texts, a list of items with names in them, one such item."""

PICTURES = {"beeld", "logo", "qr"}


@dataclass(frozen=True)
class Name:
    """A name: where it stands ('doelen/tekst'), its kind, label and readers as the definition says ('C N S*').

    No readers: whoever gets the document. `asked` tells whether it is an answer, `kept_back` that it is never printed;
    `step` is the page that asks it.
    """

    path: str
    kind: Kind
    label: str = ""
    readers: str = ""
    step: str = ""
    asked: bool = False
    kept_back: bool = False
    fields: Mapping[str, Name] = field(default_factory=dict)

    @property
    def always(self) -> frozenset[str]:
        """The letters that may always read it."""
        return Audience.parse(self.readers).always if self.readers else frozenset(LETTERS)

    @property
    def ever(self) -> frozenset[str]:
        """The letters that may read it, if need be with consent."""
        return (self.always | Audience.parse(self.readers).conditional) if self.readers else self.always


@dataclass(frozen=True)
class Use:
    """What a template is for: the documents made with it, the record type whose answers it gets, and all its names.

    `main`: it is the document of the record itself, which says all.
    """

    makes: tuple[Made, ...]
    record_type: RecordType | None
    names: Mapping[str, Name]
    main: bool = False

    @property
    def readers(self) -> str:
        """The letters of all for whom it is filled."""
        return "".join(dict.fromkeys(letter for one in self.makes for letter in one.readers))


@functools.cache
def use_of(template: str) -> Use | None:
    """What a template is for, by the name of its file: 'doelen.docx'; None for one that there is not."""
    if template == PAPER:
        makes: tuple[Made, ...] = (Made(ON_PAPER, "Papieren exemplaar", "CNSLO"),)
    else:
        makes = next((one.makes for one in CATALOGUE if one.name == template), ())
    if not makes:
        return None
    given = _given(makes[0].code, sample(makes[0].code, makes[0].readers[0])[0])
    for record_type in RECORD_TYPES.values():
        codes = [one.code for one in record_type.documents if one.template == template]
        if codes:
            main = record_type.documents[0].code in codes
            return Use(makes, record_type, {**given, **names_of(record_type)}, main)
    return Use(makes, None, given)


def template_named(filename: str) -> str:
    """The template that a file is, by how it is called: 'doelen-v3.docx' is 'doelen.docx'; '' when it is none."""
    stem = PurePath(filename).stem
    known = sorted((PurePath(one).stem for one in (PAPER, *(each.name for each in CATALOGUE))), key=len)
    found = [one for one in known if stem == one or stem.startswith((f"{one}-", f"{one}_", f"{one} ", f"{one}("))]
    return f"{found[-1]}.docx" if found else ""


def names_of(record_type: RecordType) -> dict[str, Name]:
    """The names of a record type's answers."""
    found: dict[str, Name] = {}
    for step, item in record_type.items():
        if isinstance(item, Repeat):
            inside = {q.name: _answer(q, f"{item.name}/{q.name}", record_type, step.short) for q in item.of}
            inside |= {
                "id": Name(f"{item.name}/id", "tekst", "het kenmerk, zoals D1"),
                "nr": Name(f"{item.name}/nr", "getal", "het volgnummer, zoals 1"),
            }
            found[item.name] = Name(item.name, "rijen", item.label, step=step.short, fields=inside)
        else:
            found[item.name] = _answer(item, item.name, record_type, step.short)
    return found


def _answer(question: Question, path: str, record_type: RecordType, step: str) -> Name:
    scope = sample_answers.scope_of(record_type.slug)
    value = question.word(sample_answers.example(question, scope), scope)
    back = not question.printed or bool(question.audience.owner)
    shaped = _labelled(_shaped(path, value), {f"{path}/{key}": label for key, label in WEEK.items()})
    return replace(shaped, label=question.label, readers=question.readers, step=step, asked=True, kept_back=back)


WEEK = {"dag": "de dag", "vm": "de plaats in de voormiddag", "nm": "de plaats in de namiddag"}
"""What is in a week plan (forms/amounts.py)."""


def _shaped(path: str, value: Any) -> Name:
    """A name by what a document gets under it."""
    if path.rpartition("/")[2] in PICTURES:
        return Name(path, "beeld")
    if isinstance(value, dict):
        return Name(path, "groep", fields=_fields(path, value))
    if isinstance(value, list):
        rows = bool(value) and isinstance(value[0], dict)
        return Name(path, "rijen" if rows else "lijst", fields=_fields(path, value[0]) if rows else {})
    return Name(path, "getal" if isinstance(value, int) and not isinstance(value, bool) else "tekst")


def _fields(path: str, value: Mapping[str, Any]) -> dict[str, Name]:
    return {name: _shaped(f"{path}/{name}", one) for name, one in value.items()}


PAPER_NAMES = ("papier", "qr")
COMES_ALONG = ("doc", "partijen", "handtekeningen", "bewijs", "bewijzen", "logo")
"""The names that every document gets beside its own."""


def _given(code: str, names: Mapping[str, Any]) -> dict[str, Name]:
    """The names that come with every document, and those that a document beside the answers has of its own."""
    full = sample("D2", "C")[0]
    own = () if _of_record(code) else PAPER_NAMES if code == ON_PAPER else tuple(names)
    mine = {name: names[name] for name in own} | {name: full[name] for name in COMES_ALONG}
    labels = _labels(code)
    return {name: _labelled(_shaped(name, value), labels) for name, value in mine.items()}


def _of_record(code: str) -> bool:
    return any(one.code == code for record_type in RECORD_TYPES.values() for one in record_type.documents)


def _labelled(name: Name, labels: Mapping[str, str]) -> Name:
    inside = {key: _labelled(one, labels) for key, one in name.fields.items()}
    return replace(name, label=labels.get(name.path, ""), readers=READERS.get(name.path, ""), fields=inside)


def _labels(code: str) -> dict[str, str]:
    """Path -> label; a name of an answer has the label of its question."""
    slugs = next((one.of for one in EXTRA if one.code == code), ())
    asked = {item.name: item.label for slug in slugs for _, item in RECORD_TYPES[slug].items()}
    return {**asked, **LABELS, **OWN_LABELS.get(code, {})}


READERS = {
    "partijen/clb": "CNSLO",
    "partijen/naft": "CNSLO",
    "partijen/leerlingen": "CNSLO",
    "handtekeningen": "CNSLO",
    "bewijzen": "CNSLO",
}
"""What comes along and is not for everybody: a notice to the PBD is about the school alone."""

LABELS = {
    "doc": "over dit document",
    "doc/code": "de code van het document, zoals D2",
    "doc/titel": "de titel",
    "doc/versie": "het nummer van de versie",
    "doc/lezer": "voor wie dit exemplaar is, in een woord",
    "doc/lezer_letter": "voor wie dit exemplaar is: C, N, S, L, O of P",
    "doc/organisatie": "de organisatie die het document maakt",
    "doc/dossiernummer": "het nummer van het dossier",
    "doc/soort_dossier": "leerling, leerlingen, klasgroep of school",
    "doc/vastgelegd": "de dag waarop de tekst vastgelegd werd",
    "doc/wortel": "het kenmerk van de tekst, 64 tekens",
    "doc/wortel_kort": "de eerste zestien tekens daarvan",
    "doc/vervangt": "het nummer van de versie die dit vervangt, of 0",
    "partijen": "wie deelneemt",
    "partijen/clb": "het CLB",
    "partijen/naft": "de NAFT-aanbieder",
    "partijen/school": "de school",
    "partijen/leerlingen": "de namen van de leerlingen",
    "handtekeningen": "een rij per ondertekenaar",
    "handtekeningen/naam": "naam",
    "handtekeningen/rol": "rol",
    "handtekeningen/functie": "functie",
    "handtekeningen/organisatie": "organisatie",
    "handtekeningen/besluit": "het antwoord: akkoord, niet akkoord, voor kennisname, tekent niet",
    "handtekeningen/op": "dag en uur",
    "handtekeningen/wijze": "hoe: in de eigen account, aan tafel, op papier",
    "handtekeningen/geldt": "waarom een handtekening onder een vorige versie blijft gelden",
    "handtekeningen/getypt": "de getypte naam",
    "handtekeningen/opmerking": "de opmerking, als deze lezer ze mag lezen",
    "handtekeningen/reden_niet": "waarom er geen handtekening is",
    "handtekeningen/beeld": "de getekende handtekening",
    "bewijs": "hoe men dit document controleert",
    "bewijs/verklaring": "wat wie tekent verklaart",
    "bewijs/kenmerk": "het kenmerk van de tekst, in groepen van vier",
    "bewijs/vervangt": "welke versie dit vervangt",
    "bewijs/vervangt_kenmerk": "het kenmerk daarvan",
    "bewijs/keten": "na welke gebeurtenis het gemaakt is",
    "bewijs/keten_kenmerk": "het controlegetal daarvan",
    "bewijs/zegel": "waarmee het verzegeld is",
    "bewijs/controle": "waar men het controleert",
    "bewijzen": "een rij per handtekening, met het bewijs",
    "bewijzen/naam": "naam",
    "bewijzen/rol": "rol",
    "bewijzen/besluit": "het antwoord",
    "bewijzen/op": "dag en uur",
    "bewijzen/wijze": "hoe",
    "bewijzen/getuige": "wie erbij was",
    "bewijzen/papier": "over het papieren exemplaar",
    "bewijzen/geldt": "waarom een handtekening onder een vorige versie blijft gelden",
    "bewijzen/reden_niet": "waarom er geen handtekening is",
    "bewijzen/kenmerk": "het kenmerk van het bewijs",
    "logo": "het logo van de organisatie die het document maakt",
}
"""What the names are that come with every document."""

_LINE = {key.partition("/")[2]: label for key, label in LABELS.items() if key.startswith("handtekeningen/")}
OWN_LABELS: dict[str, dict[str, str]] = {
    "D5": {
        "stuk": "over welk document het gaat",
        "verklaringen": "een rij per persoon die weigerde of iets opmerkte",
        "gevolg": "wat dat betekent voor het traject",
        **{f"verklaringen/{key}": label for key, label in _LINE.items()},
    },
    "D6": {
        "overdracht": "over de overdracht",
        "overdracht/van": "de vorige aanbieder",
        "overdracht/naar": "de nieuwe aanbieder",
        "overdracht/reden": "waarom",
        "overdracht/op": "de dag",
        "overdracht/bevestigd_door_clb": "wie dat namens het CLB bevestigde, en wanneer",
        "overdracht/bevestigd_door_naft": "wie dat namens de aanbieder bevestigde, en wanneer",
        "overdracht/toestemming": "wie ermee instemde, en wanneer",
        "stukken": "een rij per document dat meegaat",
        "stukken/code": "code",
        "stukken/titel": "titel",
        "stukken/bestand": "naam van het bestand",
        "stukken/vastgelegd": "dag waarop het gemaakt is",
        "stukken/controlegetal": "SHA-256 van het bestand",
    },
    "D2B": {
        "groepsdoelen": "een rij per doel van de groep",
        "groepsdoelen/nr": "het volgnummer",
        "groepsdoelen/tekst": "het doel",
        "groepsdoelen/merkbaar_aan": "waaraan men merkt dat het lukt",
        "contact": "een rij per persoon bij wie men terechtkan",
        "contact/naam": "naam",
        "contact/functie": "functie",
        "contact/organisatie": "organisatie",
    },
    "V": {
        "talen": "een rij per taal",
        "talen/code": "de taal, in twee of drie letters",
        "talen/naam": "de taal, voluit",
        "talen/merk": "dat dit een vertaling is, enkel ter informatie",
        "talen/vrij": "dat vrije tekst niet vertaald is",
        "talen/bron": "van welk document dit een vertaling is",
        "talen/stappen": "een rij per deel van het document",
        "talen/stappen/titel": "de titel van het deel",
        "talen/stappen/blokken": "een rij per groep antwoorden",
        "talen/stappen/blokken/titel": "de titel van de groep",
        "talen/stappen/blokken/rijen": "een rij per antwoord",
        "talen/stappen/blokken/rijen/label": "de vraag",
        "talen/stappen/blokken/rijen/waarde": "het antwoord",
        "talen/stappen/blokken/rijen/vrij": "of het vrije tekst is",
        "talen/verklaring_kop": "de kop boven de verklaring",
        "talen/verklaring": "wat wie tekent verklaart",
        "talen/rechten_kop": "de kop boven de rechten",
        "talen/rechten": "een rij per recht",
        "talen/rechten/kop": "het recht, in een paar woorden",
        "talen/rechten/tekst": "het recht",
    },
    ON_PAPER: {
        "qr": "de QR-code naar de pagina om het blad op te laden",
        "papier": "over het papieren exemplaar",
        "papier/code": "de code",
        "papier/naam": "wie tekent",
        "papier/rol": "rol",
        "papier/organisatie": "organisatie",
        "papier/jij": "of wie tekent een leerling is",
        "papier/verklaring": "wat wie tekent verklaart",
        "papier/besluiten": "de antwoorden waaruit men kiest",
        "papier/gastheer": "wie het afdrukte",
        "papier/gastplaats": "de organisatie daarvan",
    },
}
"""Code of a document beside the answers -> what the names are that it has of its own."""
