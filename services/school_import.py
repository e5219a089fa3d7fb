"""A list of schools from a page: kept apart, shown beside the register, and taken over once somebody says yes."""

from __future__ import annotations

import hashlib

from forms.question import clean_line
from services.administration import require_platform
from services.platform import NotFound, Platform, Who
from services.school_list import lines
from services.schools import BadFile, Comparison, Imported, compare, keep
from store import school_lists
from store.school_lists import SchoolList

LONGEST_FILENAME = 120


class NotAsShown(Exception):
    """The list, or what is in the register, is no longer what was shown: look again. Nothing was saved."""


def look(platform: Platform, who: Who, content: bytes, filename: str) -> str:
    """Check a list and keep it apart until somebody says yes; gives its id. A list that waited goes.

    :raises NotAllowed: for who is no administrator of the platform
    :raises BadFile: when it is not such a list
    """
    require_platform(who)
    if not content:
        raise BadFile("Kies eerst een bestand.")
    if not lines(content):
        raise BadFile("In dit bestand staat geen enkele school. Download de lijst opnieuw.")
    name = clean_line(filename)[-LONGEST_FILENAME:] or "scholen.csv"
    sha256 = hashlib.sha256(content).hexdigest()
    return school_lists.keep(platform.db, sha256=sha256, filename=name, content=content, by=who.id, at=platform.at())


def of_id(platform: Platform, who: Who, list_id: str) -> SchoolList:
    """A list that waits, or was taken over.

    :raises NotAllowed: for who is no administrator of the platform
    :raises NotFound: when there is none
    """
    require_platform(who)
    found = school_lists.school_list(platform.db, list_id)
    if found is None:
        raise NotFound
    return found


def preview(platform: Platform, who: Who, list_id: str) -> Comparison:
    """What the list would do now.

    :raises NotAllowed, NotFound: as `of_id`
    """
    of_id(platform, who, list_id)
    return compare(platform, lines(school_lists.content(platform.db, list_id)))


def take(platform: Platform, who: Who, list_id: str, *, seen: str, stop_missing: bool) -> Imported:
    """Do what was shown, once.

    :param seen: the digest of the comparison that was shown, behind the SHA-256 of the list: 'sha256.digest'
    :raises NotAllowed, NotFound: as `of_id`
    :raises NotAsShown: when it would do something else than what was shown, or was done before
    """
    told = lines(school_lists.content(platform.db, of_id(platform, who, list_id).id))
    with platform.db.write():
        found, one = compare(platform, told), of_id(platform, who, list_id)
        if seen != shown_as(one, found) or not school_lists.take(platform.db, list_id, at=platform.at()):
            raise NotAsShown
        return keep(platform, found, sha256=one.sha256, actor=who.id, stop_missing=stop_missing)


def shown_as(one: SchoolList, found: Comparison) -> str:
    """What a page gives back to say which preview was seen."""
    return f"{one.sha256}.{found.digest}"


def forget(platform: Platform, who: Who, list_id: str) -> None:
    """Let go of a list that waits.

    :raises NotAllowed, NotFound: as `of_id`
    """
    school_lists.forget(platform.db, of_id(platform, who, list_id).id)
