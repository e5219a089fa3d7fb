"""Templates of an organisation: brought in, looked at, put in use, and back to the standard ones (ADR 0029).

A version of a record keeps the template it was frozen with; what is put in use counts for what is frozen from then on.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import PurePath

from services import administration, template_check
from services.platform import NotFound, Platform, Who
from services.template_catalogue import Template, made_by
from services.template_check import Fault
from store import events, house_templates, templates
from store.database import Database
from store.house_templates import HouseTemplate

LARGEST = 4_000_000
"""Bytes of a template: a post as a whole is not larger either (app.py)."""
WORD = b"PK\x03\x04"
LONGEST_NAME = 120
_MOST_KNOWN = 256
_known: dict[tuple[str, str], tuple[Fault, ...]] = {}
"""What was found in a template, by its name and SHA-256: it follows from those and the program alone."""


class BadUpload(ValueError):
    """What came in is not looked at any further; the message is Dutch and says what to do."""


@dataclass(frozen=True, slots=True)
class Stand:
    """How it is with a template: with what documents are made now, and what has to be known about that.

    `faults` are of the version in use, under the program of today; none of a standard template. `outdated`: the
    standard template was another one when that version came in.
    """

    template: Template
    in_use: HouseTemplate | None
    faults: tuple[Fault, ...] = ()
    outdated: bool = False


def current(platform: Platform, organisation_id: str, name: str) -> tuple[str, bytes]:
    """SHA-256 and bytes of the template with which an organisation makes its documents now.

    :raises OSError: when it has none of its own and the standard one is not there
    """
    own = house_templates.in_use(platform.db, organisation_id, name)
    return (own.sha256, _bytes(platform.db, own.sha256)) if own else standard(platform, name)


def standard(platform: Platform, name: str) -> tuple[str, bytes]:
    """SHA-256 and bytes of the template that comes with the program.

    :raises OSError: when it is not there
    """
    content = (platform.templates / name).read_bytes()
    return hashlib.sha256(content).hexdigest(), content


def catalogue(who: Who) -> list[Template]:
    """The templates of what this organisation makes, for its administrator.

    :raises NotAllowed: for anybody else
    """
    administration.require(who)
    return made_by(who.organisation.soort)


def template_of(who: Who, slug: str) -> Template:
    """One of those, by its place in an address.

    :raises NotAllowed: for who is no administrator
    :raises NotFound: when there is none, or this organisation makes nothing with it
    """
    found = next((one for one in catalogue(who) if one.slug == slug), None)
    if found is None:
        raise NotFound
    return found


def stand(platform: Platform, who: Who, template: Template) -> Stand:
    """How it is with a template now. What is in use is checked again: the program may ask more than it did."""
    own = house_templates.in_use(platform.db, who.organisation.id, template.name)
    if own is None:
        return Stand(template, None)
    return Stand(
        template,
        own,
        tuple(faults_of(platform, own)),
        outdated=_made_beside(platform, own) not in ("", standard(platform, template.name)[0]),
    )


def versions(platform: Platform, who: Who, template: Template) -> list[HouseTemplate]:
    """The organisation's own versions, the newest first."""
    administration.require(who)
    return house_templates.versions_of(platform.db, who.organisation.id, template.name)


def version(platform: Platform, who: Who, template: Template, number: int) -> HouseTemplate:
    """One of them.

    :raises NotAllowed: for who is no administrator
    :raises NotFound: when this organisation has none of that number
    """
    administration.require(who)
    found = house_templates.numbered(platform.db, who.organisation.id, template.name, number)
    if found is None:
        raise NotFound
    return found


def content_of(platform: Platform, template: Template, own: HouseTemplate | None) -> bytes:
    """The bytes of a version, or of the standard template."""
    return _bytes(platform.db, own.sha256) if own else standard(platform, template.name)[1]


def faults_of(platform: Platform, own: HouseTemplate) -> list[Fault]:
    """What the program of today says of a version that is kept."""
    return _faults(own.name, own.sha256, _bytes(platform.db, own.sha256))


def upload(
    platform: Platform, who: Who, template: Template, filename: str, content: bytes
) -> tuple[HouseTemplate | None, list[Fault]]:
    """Check a template and keep it as the next version, not in use yet; what is in the way is in the list.

    With one `fout` nothing is kept and there is no version.

    :raises NotAllowed: for who is no administrator
    :raises BadUpload: when it is empty, too large, no Word file, or one that is there already
    """
    administration.require(who)
    digest = _looked_at(platform, who, template, content)
    faults = _faults(template.name, digest, content)
    if any(one.severity == "fout" for one in faults):
        return None, faults
    with platform.db.write():
        made = house_templates.add(
            platform.db,
            organisation_id=who.organisation.id,
            name=template.name,
            sha256=digest,
            content=content,
            filename=_plain(filename),
            by=who.id,
            at=platform.at(),
        )
        _tell(platform, who, "template.kept", made, standaard=standard(platform, template.name)[0])
    return made, faults


def use(platform: Platform, who: Who, template: Template, number: int) -> HouseTemplate:
    """Make documents with a version from now on. A second time changes nothing.

    :raises NotAllowed: for who is no administrator
    :raises NotFound: when this organisation has none of that number
    :raises BadUpload: when the program of today finds a `fout` in it
    """
    own = version(platform, who, template, number)
    if any(one.severity == "fout" for one in faults_of(platform, own)):
        raise BadUpload("In deze versie staan fouten. Verbeter ze in Word, en laad het sjabloon opnieuw op.")
    with platform.db.write():
        if house_templates.use(platform.db, own, at=platform.at()):
            _tell(platform, who, "template.used", own)
    return own


def back_to_standard(platform: Platform, who: Who, template: Template) -> None:
    """Make documents with the standard template again. The versions stay. A second time changes nothing.

    :raises NotAllowed: for who is no administrator
    """
    administration.require(who)
    with platform.db.write():
        left = house_templates.set_aside(platform.db, who.organisation.id, template.name, at=platform.at())
        if left is not None:
            _tell(platform, who, "template.set_aside", left)


def _looked_at(platform: Platform, who: Who, template: Template, content: bytes) -> str:
    """The SHA-256 of what may be a new version."""
    if not content:
        raise BadUpload("Kies het sjabloon dat u in Word aanpaste.")
    if len(content) > LARGEST:
        raise BadUpload(f"Dit bestand is te groot: hoogstens {LARGEST // 1_000_000} MB. Maak de beelden erin kleiner.")
    if not content.startswith(WORD):
        raise BadUpload("Dit is geen Word-bestand. Bewaar het sjabloon in Word als .docx en kies dat bestand.")
    digest = hashlib.sha256(content).hexdigest()
    if digest == standard(platform, template.name)[0]:
        raise BadUpload("Dit is het standaardsjabloon, zonder wijziging. Pas het eerst aan in Word.")
    same = [one for one in versions(platform, who, template) if one.sha256 == digest]
    if same:
        raise BadUpload(f"Dit bestand hebt u al: het is hetzelfde als uw versie {same[0].number}.")
    return digest


def _faults(name: str, digest: str, content: bytes) -> list[Fault]:
    """Checking takes a while, so each process does it once."""
    found = _known.get((name, digest))
    if found is None:
        found = tuple(template_check.check(name, content))
        if len(_known) >= _MOST_KNOWN:
            _known.clear()
        _known[name, digest] = found
    return list(found)


def _bytes(db: Database, sha256: str) -> bytes:
    found = templates.content(db, sha256)
    assert found is not None  # noqa: S101  # a version refers to it
    return found


def _made_beside(platform: Platform, own: HouseTemplate) -> str:
    """SHA-256 of the standard template of when a version came in, as the chain of events has it; '' when not."""
    told = events.of_subject(platform.db, own.id)
    return next((str((one.data or {}).get("standaard", "")) for one in told if one.type == "template.kept"), "")


def _tell(platform: Platform, who: Who, what: str, own: HouseTemplate, **more: str) -> None:
    """In the chain, of no dossier."""
    data = {"organisatie": own.organisation_id, "sjabloon": own.name, "nummer": own.number, "sha256": own.sha256}
    events.append(
        platform.db, type=what, actor=who.id, dossier=None, subject=own.id, data=data | more, at=platform.at()
    )


def _plain(filename: str) -> str:
    """What the file was called, without its folders and without anything that is no letter, digit or . _ - ( )."""
    name = re.sub(r"[^\w .()-]+", "_", PurePath(filename.replace("\\", "/")).name).strip()
    return name[-LONGEST_NAME:] or "sjabloon.docx"
