"""A Word file that comes from another Naadloos, checked strictly: its seal, its record, and whether we know its kind.

Nothing of it is believed before the seal of somebody who is trusted holds for every part, and the root adds up. What
is inside stays somebody else's text all the same: it is only shown cleaned, and taken over as forms/elsewhere.py says.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from forms import RECORD_TYPES
from forms.partij import ROLE_LABELS
from forms.question import clean_line
from forms.record_type import RecordType
from services import checking, trusted
from services.checking import Checked, Record
from services.extra_documents import EXTRA
from services.platform import Platform, stamp
from services.rounds import DECISION_LABELS

LARGEST = 9_000_000
"""Bytes: what we make is far smaller."""
MOST_PEOPLE = 200
"""Whom a record names: a dossier of ours has some ten."""
NEWEST = 4
"""Schema of a payload (services/freezing.py)."""
WHY = {
    "no-file": "Kies het Word-bestand dat u kreeg.",
    "too-large": "Dit bestand is groter dan 9 MB. Onze documenten zijn kleiner: kies het Word-bestand zelf.",
    "other-file": "Dit is geen Word-bestand uit Naadloos. Kies het bestand zoals u het kreeg, niet opnieuw bewaard.",
    "no-seal": "Op dit bestand staat geen zegel. Vraag het bestand zoals het uit Naadloos komt, niet opnieuw bewaard.",
    "unknown-seal": "We kennen het zegel op dit bestand niet. Vraag wie uw Naadloos beheert om de afzender te "
    "vertrouwen, en laad het dan opnieuw op.",
    "altered": "Aan dit bestand is iets veranderd sinds het verzegeld werd. Vraag het opnieuw aan wie het u gaf.",
    "no-record": "In dit bestand zitten geen gegevens die we kunnen lezen. Vraag het bestand zoals het uit Naadloos "
    "komt.",
    "unknown-type": "Dit soort formulier kennen we hier niet. Vraag wie uw Naadloos beheert om het bij te werken.",
    "newer": "Dit document komt uit een nieuwere Naadloos. Vraag wie uw Naadloos beheert om het bij te werken.",
}
"""Code -> what a person reads at the field."""
_AT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


class NotTaken(ValueError):
    """A file from which nothing is taken over. `code` is one of WHY; the message is Dutch and says what to do."""

    def __init__(self, code: str) -> None:
        super().__init__(WHY[code])
        self.code = code


@dataclass(frozen=True, slots=True)
class Someone:
    """A person whom the record names, cleaned: `rol` is '' when the role is none of ours.

    `name` is '' when this copy tells the role alone.
    """

    id: str
    name: str
    rol: str
    functie: str
    organisation: str


@dataclass(frozen=True, slots=True)
class Answered:
    """Who answered what on the text, as the copy tells it; `at` is UTC, '' for not at all."""

    who: str
    answer: str
    at: str


@dataclass(frozen=True, slots=True)
class FromElsewhere:
    """A file whose seal holds and whose record adds up. `origin` is '' for our own seal."""

    record: Record
    record_type: RecordType
    sha256: str
    certificate: str
    origin: str
    sealed_at: str

    @property
    def code(self) -> str:
        """The code of the document, such as D1."""
        return clean_line(self.record.code)[:20] or "?"

    @property
    def reader(self) -> str:
        """Whose copy it is (rules/readers.py)."""
        return clean_line(self.record.reader)[:40] or "?"

    @property
    def version(self) -> int:
        """The number of the version."""
        return int(self.record.head["version"])

    @property
    def frozen_at(self) -> str:
        """When the text was frozen (UTC)."""
        return str(self.record.head["frozen_at"])

    @property
    def title(self) -> str:
        """The document as it is called here."""
        return titles(self.record_type).get(self.record.code, self.record_type.title)

    @property
    def soort(self) -> str:
        """What the other dossier was about: leerling, leerlingen, klasgroep or school; '' when it is not told."""
        return self._text("dossier/soort")

    @property
    def begins(self) -> str:
        """The kind of dossier that can begin with it: of the pupils whom this copy names; '' when it names none."""
        named = [one for one in self.people if one.rol == "leerling" and one.name]
        of_pupils = self.soort in ("leerling", "leerlingen") and named
        return ("leerling" if len(named) == 1 else "leerlingen") if of_pupils else ""

    @property
    def number(self) -> str:
        """The number of the dossier there."""
        return self._text("dossier/nummer")

    @property
    def pupils(self) -> list[str]:
        """The names of the pupils it is about."""
        told = self.record.answers.get("deelnemer/leerlingen")
        return [clean_line(one)[:200] for one in told if isinstance(one, str)] if isinstance(told, list) else []

    @property
    def taking_part(self) -> dict[str, str]:
        """Kind of organisation -> its name."""
        return {kind: name for kind in ("clb", "naft", "school") if (name := self._text(f"deelnemer/{kind}"))}

    @property
    def people(self) -> list[Someone]:
        """Everybody whom the record names."""
        found = []
        for name, value in self.record.answers.items():
            kind, _, who = name.partition("/")
            if kind in ("persoon", "rol") and who and isinstance(value, dict):
                found.append(_someone(kind, who, value))
        return found

    @property
    def places(self) -> dict[str, str]:
        """Id there -> name, of the organisations that answers name."""
        told = {name.partition("/")[2]: value for name, value in self.record.answers.items()
                if name.startswith("organisatie/") and isinstance(value, dict)}  # fmt: skip
        return {one: _line(value.get("naam")) for one, value in told.items()}

    @property
    def signed(self) -> list[Answered]:
        """The evidence in the file, in its order."""
        return [_answered(one) for one in self.record.evidence]

    def _text(self, name: str) -> str:
        return _line(self.record.answers.get(name))


def titles(record_type: RecordType) -> dict[str, str]:
    """Code -> title, of every document that a version of this type can become."""
    extra = {one.code: one.title for one in EXTRA}
    return extra | {one.code: one.title for one in record_type.documents}


def read(platform: Platform, content: bytes) -> FromElsewhere:
    """Check a file as strictly as can be.

    :raises NotTaken: when it is not, or no longer, something to take over
    """
    if not content:
        raise NotTaken("no-file")
    if len(content) > LARGEST:
        raise NotTaken("too-large")
    checked = checking.check(content, trusted.known(platform))
    record = _record(checked)
    record_type = _known_type(record.head)
    return FromElsewhere(
        record=record,
        record_type=record_type,
        sha256=hashlib.sha256(content).hexdigest(),
        certificate=checked.certificate,
        origin=trusted.name_of(platform, checked.certificate),
        sealed_at=stamp(checked.signed_at) if checked.signed_at else "",
    )


def _record(checked: Checked) -> Record:
    if checked.seal == "broken" or checked.record_state == "broken":
        raise NotTaken("altered")
    if checked.seal == "none":
        codes = {"unknown-certificate": "unknown-seal", "no-seal": "no-seal" if checked.record else "other-file"}
        raise NotTaken(codes.get(checked.reasons[0], "other-file"))
    if checked.record is None:
        raise NotTaken("no-record")
    if sum(name.startswith(("persoon/", "rol/")) for name in checked.record.answers) > MOST_PEOPLE:
        raise NotTaken("no-record")
    return checked.record


def _known_type(head: Mapping[str, Any]) -> RecordType:
    numbers = [head.get(name) for name in ("schema", "type_version", "version")]
    slug, at = head.get("type"), head.get("frozen_at")
    if not all(type(one) is int and 1 <= one < 10_000 for one in numbers):
        raise NotTaken("no-record")
    if not isinstance(at, str) or not _AT.fullmatch(at) or not isinstance(slug, str):
        raise NotTaken("no-record")
    if slug not in RECORD_TYPES:
        raise NotTaken("unknown-type")
    if head["schema"] > NEWEST or head["type_version"] > RECORD_TYPES[slug].version:
        raise NotTaken("newer")
    return RECORD_TYPES[slug]


def _someone(kind: str, who: str, told: Mapping[str, Any]) -> Someone:
    rols = {label: rol for rol, label in ROLE_LABELS.items()}
    label = _line(told.get("rol")) if kind == "persoon" else _line(told.get("naam"))
    return Someone(
        id=who,
        name=_line(told.get("naam")) if kind == "persoon" else "",
        rol=rols.get(label, ""),
        functie=_line(told.get("functie")),
        organisation=_line(told.get("organisatie")),
    )


def _answered(told: Mapping[str, Any]) -> Answered:
    name, role, at = _line(told.get("name")), _line(told.get("role")), _line(told.get("at"))
    answer = DECISION_LABELS.get(told.get("decision", ""), "Niet ondertekend") if _is_text(told, "decision") else ""
    who = f"{name}, {role.lower()}" if name and role else name or role
    return Answered(who, answer or "Niet ondertekend", at if _AT.fullmatch(at) else "")


def _is_text(told: Mapping[str, Any], name: str) -> bool:
    return isinstance(told.get(name), str)


def _line(value: Any) -> str:
    return clean_line(value)[:200] if isinstance(value, str) else ""
