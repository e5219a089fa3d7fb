"""The list of schools beside the register: what it adds and changes, which schools it no longer has, and doing that."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from services.platform import Platform
from services.school_list import BadFile, Refused, Told, lines, school_of
from store import events, organisation_pages, organisations
from store.organisations import Organisation

__all__ = ["BadFile", "Comparison", "Imported", "compare", "import_schools", "keep"]

IMPORTED = "schools.imported"


@dataclass
class Imported:
    """What an import did. `refused` holds (number of the line, why, in Dutch); all other lines were saved."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    stopped: int = 0
    refused: list[tuple[int, str]] = field(default_factory=list)


@dataclass
class Comparison:
    """What a list would do. `changed` are (as it is, as it becomes); `missing` are in use here and not in the list."""

    added: list[Organisation] = field(default_factory=list)
    changed: list[tuple[Organisation, Organisation]] = field(default_factory=list)
    unchanged: int = 0
    missing: list[Organisation] = field(default_factory=list)
    refused: list[tuple[int, str]] = field(default_factory=list)

    @property
    def digest(self) -> str:
        """SHA-256 of all of it: the same as long as it would do the same."""
        told = [[asdict(one) for one in self.added], [[asdict(one) for one in pair] for pair in self.changed]]
        whole = [*told, [one.id for one in self.missing], self.unchanged, self.refused]
        return hashlib.sha256(json.dumps(whole, sort_keys=True).encode()).hexdigest()

    @property
    def does_nothing(self) -> bool:
        """Neither adds nor changes anything."""
        return not self.added and not self.changed


def compare(platform: Platform, told: Sequence[tuple[int, Told]], kind: str = "") -> Comparison:
    """Put the lines of a list (services/school_list.lines) beside the schools that are here, read once.

    `kind` is the kind of school for a list that does not tell: the export of one kind, such as 'so_voltijds'.
    """
    known = {(one.instellingsnummer, one.vestiging): one for one in organisation_pages.every_school(platform.db)}
    found, seen = Comparison(), dict[tuple[str, str], int]()
    named = set[str]()  # numbers on lines that cannot be used: what such a line says is not known, but not that it left
    for number, line in told:
        try:
            school = school_of(line, seen, known, kind)
        except Refused as why:
            found.refused.append((number, str(why)))
            named.add(line["nummer"].zfill(6))
            continue
        key = (school.instellingsnummer, school.vestiging)
        seen[key] = number
        if key not in known:
            found.added.append(school)
        elif school == known[key]:
            found.unchanged += 1
        else:
            found.changed.append((known[key], school))
    found.missing = [
        one
        for key, one in known.items()
        if one.active and one.instellingsnummer and key not in seen and one.instellingsnummer not in named
    ]
    return found


def keep(
    platform: Platform, found: Comparison, *, sha256: str, actor: str = "", stop_missing: bool = False
) -> Imported:
    """Do what a comparison says, inside the write in which it was made; one event tells how many.

    Of a new school a second step is demanded, until its administrator decides otherwise.

    :param sha256: of the list
    :param stop_missing: put the schools out of use that the list no longer has
    """
    gone = found.missing if stop_missing else []
    changed = [*(after for _, after in found.changed), *(replace(one, active=False) for one in gone)]
    added = [replace(one, second_factor=True) for one in found.added]
    organisations.save_all(platform.db, added, changed)
    done = Imported(len(found.added), len(found.changed), found.unchanged, len(gone), found.refused)
    if done.added or done.changed or done.stopped:
        events.append(
            platform.db,
            type=IMPORTED,
            actor=actor,
            dossier=None,
            subject=sha256[:20],
            data={"sha256": sha256, "nieuw": done.added, "gewijzigd": done.changed, "gestopt": done.stopped},
            at=platform.at(),
        )
    return done


def import_schools(platform: Platform, path: Path, *, kind: str = "") -> Imported:
    """Add the schools of a list, and bring known ones up to date; all in one write. For a terminal.

    A school that is not in the list is left as it was.

    :raises BadFile: when it is not such a list
    """
    content = path.read_bytes()
    told = lines(content)
    with platform.db.write():
        found = compare(platform, told, kind)
        return keep(platform, found, sha256=hashlib.sha256(content).hexdigest())
