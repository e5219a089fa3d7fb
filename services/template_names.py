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
from services.template_labels import LABELS, OWN_LABELS, READERS, WEEK

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
