"""What a copy for who asks it by right is made of: the texts of that reader, looked at answer by answer for what is not
to go along, and what then is left (BR-51, BR-59).

What is withheld once is withheld wherever it stands: the same words in another version or record, and every Word file
with them, stay behind too. What is left of such a text is printed anew (services/copy_package.py).

Source: decreet rechtspositie minderjarige van 7 mei 2004, art. 22 (grounds, contextual data); AVG, art. 15, lid 4.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from forms import RECORD_TYPES
from forms.review import Group, ReviewedStep, Row
from rules.pupil_rights import EXCEPTIONS, Ground, withheld_problems
from rules.source import Problem
from services import handing_out, pupil_rights
from services.checking import BadPackage, BadRecord, read_items, read_record
from services.dossiers import File
from services.frozen_text import reviewed_for
from services.platform import Platform, Who
from services.titles import title_of
from store import documents, versions
from store import pupil_rights as kept
from store.documents import Document
from store.pupil_rights import RightRequest
from store.versions import Version

TELLING = 20
"""From so many characters on, words that are withheld are looked for inside other answers and in every file."""


@dataclass(frozen=True, slots=True)
class Text:
    """A version of which the reader has Word files, with its answers as that reader may read them."""

    version: Version
    title: str
    steps: Sequence[ReviewedStep]
    documents: Sequence[Document]

    def rows(self) -> Iterator[Row]:
        """Every answer in it."""
        for step in self.steps:
            for part in step.parts:
                yield from part.rows if isinstance(part, Group) else (part,)


@dataclass(frozen=True, slots=True)
class Review:
    """What was chosen: ground by (version id, path), '' for the whole text; and the motive by ground."""

    withheld: Mapping[tuple[str, str], str]
    motives: Mapping[str, str]

    def problems(self, *, about_oneself: bool) -> list[Problem]:
        """Why nothing may go out like this (BR-59)."""
        said = [one for one, why in self.motives.items() if why.strip()]
        return withheld_problems([*self.withheld.values()], said, about_oneself=about_oneself)


@dataclass(frozen=True, slots=True)
class Part:
    """What goes along of one text: its files as they were made, or else its answers but for some, and on which grounds.

    `but` are the paths of the answers that are left out.
    """

    text: Text
    files: Sequence[Document]
    but: frozenset[str]
    grounds: Sequence[Ground]
    whole: bool


def texts(platform: Platform, who: Who, file: File, request: RightRequest) -> list[Text]:
    """The texts of who asks, the newest first; none where nobody's copies are for that person."""
    reader = pupil_rights.reader_of(file, request)
    found: dict[str, list[Document]] = {}
    for one in handing_out.listed(platform, who, file) if reader else ():
        if one.reader == reader:
            found.setdefault(one.version_id, []).append(one)
    frozen = [version for one in found if (version := versions.version(platform.db, one))]
    return [
        Text(
            one,
            title_of_version(one),
            reviewed_for(one, reader, platform.today()),
            sorted(found[one.id], key=lambda document: document.filename),
        )
        for one in sorted(frozen, key=lambda version: version.frozen_at, reverse=True)
    ]


def title_of_version(version: Version) -> str:
    """'Doelstellingen en afspraken, versie 2'."""
    title = title_of(RECORD_TYPES[version.payload["type"]].documents[0], version)
    return f"{title}, versie {version.number}"


def to_look_at(found: Sequence[Text]) -> dict[tuple[str, str], Row]:
    """The answers to be looked at: of an earlier version what says something else than the one after it."""
    shown: dict[tuple[str, str], Row] = {}
    seen: set[tuple[str, str, str]] = set()
    for one in found:
        for row in one.rows():
            same = (one.version.record_id, row.path, row.value)
            if same not in seen:
                shown[one.version.id, row.path] = row
            seen.add(same)
    return shown


def looked_at(request: RightRequest, found: Sequence[Text]) -> list[Text]:
    """Those that stood there when somebody looked; what was made since goes along with nobody's yes."""
    return [one for one in found if one.version.id in request.review.get("teksten", ())]


def review_of(file: File, request: RightRequest, found: Sequence[Text]) -> Review:
    """What was chosen so far. Where a parent asks for own data alone, all is left out until somebody looked."""
    told, chosen = request.review, dict[tuple[str, str], str]()
    if pupil_rights.about_oneself(file, request):
        looked = looked_at(request, found)
        chosen = {(one.version.id, ""): Ground.NIET_OVER_VRAGER.value for one in found if one not in looked}
    chosen |= {(one["versie"], one["antwoord"]): one["grond"] for one in told.get("niet_mee", ())}
    return Review(chosen, dict(told.get("motivering", {})))


def keep_review(platform: Platform, request: RightRequest, found: Sequence[Text], review: Review) -> None:
    """Keep what was chosen, with its motives, and of which texts."""
    told = {
        "teksten": [one.version.id for one in found],
        "niet_mee": [
            {"versie": version, "antwoord": path, "grond": ground}
            for (version, path), ground in sorted(review.withheld.items())
        ],
        "motivering": {one: why for one, why in review.motives.items() if one in EXCEPTIONS and why.strip()},
        "nagekeken_op": platform.at(),
    }
    kept.review(platform.db, request.id, told)


def parts(platform: Platform, found: Sequence[Text], review: Review) -> list[Part]:
    """What goes along of each text."""
    whole = {version: Ground(ground) for (version, path), ground in review.withheld.items() if not path}
    chosen = _everywhere(found, review)
    hidden = [row.value for one in found for row in one.rows() if (one.version.id, row.path) in chosen]
    words = [_squeezed(value) for value in hidden if len(value) >= TELLING]
    made = []
    for one in found:
        version = one.version.id
        but = frozenset(path for of, path in chosen if of == version)
        grounds = [*([whole[version]] if version in whole else []), *(chosen[version, path] for path in but)]
        files = () if grounds else [each for each in one.documents if not _holds(platform, each, words)]
        made.append(Part(one, files, but, sorted(set(grounds), key=[*Ground].index), version in whole))
    return made


def _everywhere(found: Sequence[Text], review: Review) -> dict[tuple[str, str], Ground]:
    """The answers that are left out: those chosen, those that say the same, and those that hold their words."""
    rows = {(one.version.id, row.path): (one, row) for one in found for row in one.rows()}
    left_out = {key: Ground(ground) for key, ground in review.withheld.items() if key in rows}
    named = [(rows[key], ground) for key, ground in left_out.items()]
    for key, (text, row) in rows.items():
        for (other, withheld), ground in named:
            if key not in left_out and _says(text, row, other, withheld):
                left_out[key] = ground
    return left_out


def _says(text: Text, row: Row, other: Text, withheld: Row) -> bool:
    """Whether an answer says what is withheld at another: the same answer of the same record, or the same words."""
    same = text.version.record_id == other.version.record_id and row.path == withheld.path
    if same and row.value == withheld.value:
        return True
    return len(withheld.value) >= TELLING and _squeezed(withheld.value) in _squeezed(row.value)


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text).casefold()


def _holds(platform: Platform, document: Document, words: Sequence[str]) -> bool:
    """Whether a Word file has words that are withheld, printed or in its record."""
    if not words:
        return False
    content = documents.content(platform.db, document.id) or b""
    try:
        said = "".join(_printed(content)) + _squeezed(_values(read_record(content)))
    except (BadPackage, BadRecord):
        return True  # what cannot be read is not handed out beside something that is withheld
    return any(one in said for one in words)


def _printed(content: bytes) -> Iterator[str]:
    from html import unescape

    for name, part in read_items(content):
        if name.endswith(".xml"):
            yield _squeezed(unescape(re.sub(r"<[^>]*>", "", part.decode("utf-8", "replace"))))


def _values(record: object) -> str:
    """Every text among the answers of a record."""
    answers = getattr(record, "answers", {})
    return "\n".join(_texts(list(answers.values())))


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from _texts(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _texts(one)
