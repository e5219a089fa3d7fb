"""Whether a package for a pupil file is as it was handed out: a verdict on each file, and one on the whole (ADR 0026).

The signed list of checksums says which bytes belong. Where no key that we know signed it, what is told twice is
compared: evidence and summary must say what the records inside the Word files say, and are at best not contradicted.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal, get_args

from services import checking, trusted, verifying
from services.checking import BadPackage, BadRecord, Record
from services.package import evidence_name
from services.package_readme import (
    CERTIFICATES,
    DOCUMENTS,
    EVIDENCE,
    LIST,
    README,
    SCHEMA_FILE,
    SIGNATURE,
    SUMMARY,
)
from services.package_summary import EVIDENCE_SCHEMA, SCHEMA, answers_in, evidence, fullest, signed
from services.platform import Platform
from services.seal_keys import KeyUnusable
from services.verifying import Verdict, Word

LARGEST = 200 * 1024 * 1024
"""Bytes of a package, packed, and unpacked all together; and of all that is in its Word files, unpacked."""
MOST_FILES = 1000
LARGEST_TEXT = 4 * 1024 * 1024
"""Bytes of a summary or evidence that is read."""
LARGEST_LIST = MOST_FILES * 300
"""Bytes of a list that is read: a line has at most 267."""
MOST_CERTIFICATES = 100_000
"""Bytes of `zegel.pem` that is read."""

Kind = Literal["word", "pdf", "evidence", "summary", "readme", "schema", "certificates", "list", "signature", "other"]
_KINDS: dict[str, Kind] = {
    SUMMARY: "summary",
    README: "readme",
    SCHEMA_FILE: "schema",
    CERTIFICATES: "certificates",
    LIST: "list",
    SIGNATURE: "signature",
}

_ABOUT = re.compile(r"_([A-Z][A-Z0-9-]{1,11})_v(\d{1,3})_", re.ASCII)
_LINE = re.compile(r"([0-9a-f]{64})  ([\w./-]{1,200})", re.ASCII)
_WORST: tuple[Word, ...] = ("NOT_AUTHENTIC", "UNKNOWN", "CONTENT_AUTHENTIC_FILE_REPACKED", "AUTHENTIC")


@dataclass(frozen=True, slots=True)
class Item:
    """What was found out about one file of a package; `reasons` are codes. `document` is the verdict on a Word file."""

    name: str
    kind: Kind
    word: Word
    reasons: tuple[str, ...] = ()
    document: Verdict | None = None

    @property
    def about(self) -> tuple[str, str] | None:
        """Code and version of the document, as far as the name of the file has them: ('D2', '1')."""
        found = _ABOUT.search(self.name)
        return (found[1], found[2]) if found else None


@dataclass(frozen=True, slots=True)
class Checked:
    """The verdict on a package: that on the worst file in it.

    `certificate` is the SHA-256 of what signed the list of checksums, '' where no known one did; `origin` the name of
    the other installation whose that is, '' for our own.
    """

    word: Word
    items: tuple[Item, ...] = ()
    reasons: tuple[str, ...] = ()
    certificate: str = ""
    origin: str = ""


def is_package(content: bytes) -> bool:
    """Whether this is to be judged as a package, and not as a Word file or something else."""
    try:
        names = checking.item_sizes(content, LARGEST)
    except BadPackage:
        return False
    return checking.TYPES[1:] not in names and (LIST in names or SUMMARY in names)


def verify(platform: Platform, content: bytes, more: Iterable[bytes] = (), largest: int = LARGEST) -> Checked:
    """Judge a package. Nothing in it makes it fail, and nothing of it is kept.

    :param more: certificates (PEM) to believe beside our own
    :param largest: bytes of which it may be, and of what is in its Word files, unpacked
    :raises KeyUnusable: when one of `more` is no certificate
    """
    more = list(more)
    try:
        files = _files(content, largest)
    except BadPackage as fault:
        found = verifying.verify(platform, content, more)  # says whether a seal of ours was in it
        word: Word = "NOT_AUTHENTIC" if found.word == "NOT_AUTHENTIC" else "UNKNOWN"
        return Checked(word, reasons=(str(fault),))
    return _Check(platform, files, more, largest).judged()


def _files(content: bytes, largest: int) -> dict[str, bytes]:
    if len(checking.item_sizes(content, largest)) > MOST_FILES:
        raise BadPackage("too-many-items")
    return dict(checking.read_items(content, largest))


def _parsed(content: bytes) -> dict[str, str] | None:
    """Name -> SHA-256 of a list as sha256sum reads it; None when it is no such list, or names a file twice."""
    if len(content) > LARGEST_LIST:
        return None
    try:
        lines = content.decode("ascii").split("\n")
    except UnicodeDecodeError:
        return None
    found = [_LINE.fullmatch(line) for line in lines[:-1]]
    if lines[-1] or not all(found):
        return None
    listed = {one[2]: one[1] for one in found if one}
    own = {LIST, SIGNATURE} & set(listed)
    return listed if len(listed) == len(found) and not own else None


class _Check:
    """One package while it is looked at."""

    def __init__(self, platform: Platform, files: Mapping[str, bytes], more: list[bytes], largest: int) -> None:
        self.platform, self.files, self.more, self.left = platform, files, more, largest
        self.listed = _parsed(files[LIST]) if LIST in files else None
        self.certificate, self.of_list = self._list()
        self.origin = trusted.name_of(platform, self.certificate)
        self.records: dict[str, Record] = {}

    @property
    def vouched(self) -> bool:
        """Whether a key that we know says that these are the files."""
        return self.of_list.word == "AUTHENTIC"

    def judged(self) -> Checked:
        """All files, the documents first: the others are held against those."""
        names = sorted({*self.files, *(self.listed or ())} - {LIST, SIGNATURE}, key=lambda one: (_order(one), one))
        items = [self._item(name) for name in names]
        items.append(self.of_list)
        if SIGNATURE in self.files:
            items.append(replace(self.of_list, name=SIGNATURE, kind="signature"))
        word = min((one.word for one in items), key=_WORST.index)
        return Checked(word, tuple(items), certificate=self.certificate, origin=self.origin)

    def _list(self) -> tuple[str, Item]:
        """Who signed the list, and the verdict on it."""

        def said(word: Word, *reasons: str) -> Item:
            return Item(LIST, "list", word, reasons)

        if LIST not in self.files:
            return "", said("NOT_AUTHENTIC" if SIGNATURE in self.files else "UNKNOWN", "no-list")
        if self.listed is None:
            return "", said("NOT_AUTHENTIC", "bad-list")
        if SIGNATURE not in self.files:
            return "", said("UNKNOWN", "no-signature")
        by = self._signed_by(verifying.known(self.platform, self.more))
        if by:
            return by, said("AUTHENTIC")
        own = self.files.get(CERTIFICATES, b"")[:MOST_CERTIFICATES]
        try:
            # by a key that we do not know, or by none at all: then somebody changed the list
            stranger = bool(self._signed_by([own]))
        except (KeyUnusable, ValueError):  # none in it, or one with a key that is none
            stranger = False
        return "", said("UNKNOWN", "unknown-certificate") if stranger else said("NOT_AUTHENTIC", "changed-list")

    def _signed_by(self, certificates: Iterable[bytes]) -> str:
        from services.seal import list_signed_by

        return list_signed_by(self.files[LIST], self.files[SIGNATURE], certificates)

    def _item(self, name: str) -> Item:
        kind = _kind(name)
        why = self._out_of_place(name)
        if why:
            return Item(name, kind, "NOT_AUTHENTIC", (why,))
        if kind in ("word", "pdf"):
            return self._document(name, kind)
        if self.vouched:
            return Item(name, kind, "AUTHENTIC")
        fault = {"evidence": self._evidence, "summary": self._summary}.get(kind, lambda _: "")(name)
        return Item(name, kind, "NOT_AUTHENTIC" if fault else "UNKNOWN", (fault or "list-not-proven",))

    def _out_of_place(self, name: str) -> str:
        """Why the list says that this file does not belong; '' when it does, or there is no list to say so."""
        if name not in self.files:
            return "removed"
        if self.listed is None:
            return ""
        if name not in self.listed:
            return "added"
        return "" if hashlib.sha256(self.files[name]).hexdigest() == self.listed[name] else "changed"

    def _document(self, name: str, kind: Kind) -> Item:
        content = self.files[name]
        if not self._affordable(content):
            return Item(name, kind, "UNKNOWN", ("too-large",))
        found = verifying.verify(self.platform, content, self.more)
        # these very bytes: the list says so; but of a text of ours no other installation says how it left
        told = ("UNKNOWN",) if self.origin else ("UNKNOWN", "CONTENT_AUTHENTIC_FILE_REPACKED")
        if self.vouched and found.word in told:
            found = replace(found, word="AUTHENTIC", reasons=())
        if not self.vouched and found.word in ("AUTHENTIC", "CONTENT_AUTHENTIC_FILE_REPACKED"):
            self._read(name, content)  # else nothing has to be held against it
        return Item(name, kind, found.word, found.reasons, found)

    def _affordable(self, content: bytes) -> bool:
        """Whether looking into it stays within what the whole package may take: a small file may unpack large."""
        try:
            self.left -= sum(checking.item_sizes(content).values())
        except BadPackage:
            return True  # will not be unpacked
        return self.left >= 0

    def _read(self, name: str, content: bytes) -> None:
        try:
            record = checking.read_record(content)
        except (BadPackage, BadRecord):
            return
        if record is not None:
            self.records[name] = record

    def _evidence(self, name: str) -> str:
        """Whether evidence says what the record in its document says."""
        found = next((one for one in self.records if evidence_name(one) == name), None)
        told = _read_json(self.files[name])
        if told is None:
            return "not-json"
        if found is None or told.get("schema") != EVIDENCE_SCHEMA:
            return ""
        expected = evidence(found, hashlib.sha256(self.files[found]).hexdigest(), self.records[found])
        return "" if told == expected else "not-as-in-the-document"

    def _summary(self, name: str) -> str:
        """Whether the summary says what the records in the documents say."""
        told = _read_json(self.files[name])
        if told is None:
            return "not-json"
        if _at(told, "schema", "naam") != SCHEMA:
            return ""
        files = {one: hashlib.sha256(self.files[one]).hexdigest() for one in self.files if one.startswith(DOCUMENTS)}
        named = _objects(told.get("bestanden"))
        if len(named) != len(files) or {str(one.get("bestand")): one.get("sha256") for one in named} != files:
            return "other-files"
        if any(one.reader != _at(told, "lezer", "sleutel") for one in self.records.values()):
            return "other-reader"
        versions = _objects(told.get("verslagen"))
        roots = {str(one.get("kenmerk")) for one in versions}
        if len(roots) != len(versions) or len(versions) > len(files):  # one is told once, and has a document
            return "not-as-in-the-documents"
        agrees = all(self._agrees(one, told) for one in versions)
        complete = all(one.root in roots for one in self.records.values())
        return "" if agrees and complete else "not-as-in-the-documents"

    def _agrees(self, stated: Mapping[str, Any], told: Mapping[str, Any]) -> bool:
        """Whether what the summary says of a version is what its documents say; how a question reads may differ.

        Of a version of which a document could not be believed nothing is known: that document's verdict says so.
        """
        root = stated.get("kenmerk")
        own = [str(one.get("bestand")) for one in _objects(told.get("bestanden")) if one.get("kenmerk") == root]
        words = [one for one in own if _kind(one) == "word"]
        full = fullest(self.records[one] for one in words if one in self.records)
        if full is None or any(one not in self.records for one in words):
            return True
        about = (full.root, full.head.get("type"), full.head.get("version"), full.head.get("frozen_at"))
        answers = _objects(stated.get("antwoorden"))
        return (
            about == (root, stated.get("soort"), stated.get("versie"), stated.get("vastgelegd_op"))
            and [(one.get("naam"), one.get("waarde")) for one in answers] == list(answers_in(full).items())
            and stated.get("handtekeningen") == [signed(one) for one in full.evidence]
        )


def _objects(told: Any) -> list[dict[str, Any]]:
    return [one for one in told if isinstance(one, dict)] if isinstance(told, list) else []


def _at(told: Mapping[str, Any], *path: str) -> Any:
    found: Any = told
    for name in path:
        found = found.get(name) if isinstance(found, dict) else None
    return found


def _read_json(content: bytes) -> dict[str, Any] | None:
    if len(content) > LARGEST_TEXT:
        return None
    try:
        found = json.loads(content.decode())
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _kind(name: str) -> Kind:
    if name.startswith(DOCUMENTS):
        return "pdf" if name.endswith(".pdf") else "word"
    if name.startswith(EVIDENCE):
        return "evidence"
    return _KINDS.get(name, "other")


def _order(name: str) -> int:
    """Documents before what is held against them."""
    return get_args(Kind).index(_kind(name))
