"""Taking a document of another Naadloos in: checked, and kept apart until somebody says into which dossier (ADR 0028).

The bytes wait with the organisation that got them. What would be done: services/received_preview.py; doing it:
services/taking_over.py.
"""

from __future__ import annotations

from datetime import timedelta
from pathlib import PurePath

from rules.access import Action
from rules.folding import fold
from services import matching, permission, received_file
from services.dossiers import File, file_of, short_name
from services.platform import NotFound, Platform, Who, stamp
from services.received_file import FromElsewhere
from store import dossiers
from store import received as kept
from store.database import Conflict
from store.dossiers import DossierLine
from store.received import Received

MAY = ("clb", "naft")
"""Kinds of organisation that take a document in."""
WAITS = timedelta(days=7)
"""How long an unconfirmed file is kept."""


def may_receive(who: Who) -> None:
    """Pass for a CLB or a NAFT provider.

    :raises NotAllowed: for everybody else
    """
    permission.allow(who, Action.TAKE_IN)


def look(platform: Platform, who: Who, content: bytes, filename: str) -> Received:
    """Check a file, and keep it apart until somebody confirms; the same bytes a second time are the same file.

    :raises NotAllowed: for who is no CLB and no NAFT provider
    :raises NotTaken: when the file is not one to take over
    """
    may_receive(who)
    purge(platform)
    document = received_file.read(platform, content)
    known = kept.of_sha256(platform.db, who.organisation.id, document.sha256)
    if known is not None:
        return known
    try:
        return kept.keep(
            platform.db,
            organisation_id=who.organisation.id,
            type=document.record_type.slug,
            code=document.code,
            reader=document.reader,
            version=document.version,
            root=document.record.root,
            certificate=document.certificate,
            origin=document.origin,
            filename=plain_name(filename),
            sha256=document.sha256,
            content=content,
            by=who.id,
            at=platform.at(),
        )
    except Conflict:  # somebody of the same organisation was first
        found = kept.of_sha256(platform.db, who.organisation.id, document.sha256)
        if found is None:
            raise
        return found


def plain_name(filename: str) -> str:
    """The name of a file as a download may have it: ASCII, without folders."""
    name = PurePath(filename.replace("\\", "/")).name.encode("ascii", "ignore").decode()
    kept_chars = "".join(char if char.isalnum() or char in "._-" else "-" for char in name).lstrip(".")
    return kept_chars[-100:] if kept_chars.lower().endswith(".docx") else "ontvangen.docx"


def purge(platform: Platform) -> int:
    """Let go of what nobody confirmed for a week; gives how many."""
    return kept.purge(platform.db, before=stamp(platform.now() - WAITS))


def forget(platform: Platform, who: Who, received_id: str) -> None:
    """Remove a file that waits.

    :raises NotFound: when it does not wait for this organisation
    """
    found = of_own(platform, who, received_id)
    if not kept.remove(platform.db, found.id):
        raise NotFound


def waiting(platform: Platform, who: Who) -> list[Received]:
    """What this organisation has not put into a dossier yet."""
    may_receive(who)
    purge(platform)
    return kept.waiting_for(platform.db, who.organisation.id)


def of_own(platform: Platform, who: Who, received_id: str) -> Received:
    """A file that this person may see: its own organisation's, and what stands in a dossier of its CLB too.

    :raises NotFound: when it is not there, or not for this person
    """
    found = kept.received(platform.db, received_id)
    if found is None or not permission.may(who, Action.READ_RECEIVED):
        raise NotFound
    if found.dossier_id is None:
        if found.organisation_id != who.organisation.id:
            raise NotFound
        return found
    file = file_of(platform, who, found.dossier_id)
    if not _reads(who, file, found):
        raise NotFound
    return found


def of_dossier(platform: Platform, who: Who, file: File) -> list[Received]:
    """What came into a dossier from elsewhere, as far as it is for this person: the newest last."""
    if not permission.may(who, Action.READ_RECEIVED):
        return []
    return [one for one in kept.of_dossier(platform.db, file.dossier.id) if _reads(who, file, one)]


def _reads(who: Who, file: File, one: Received) -> bool:
    return who.organisation.id in (one.organisation_id, file.dossier.clb_id)


def document_of(platform: Platform, one: Received) -> FromElsewhere:
    """What is in a kept file, checked anew.

    :raises NotTaken: when its seal is no longer trusted
    """
    return received_file.read(platform, kept.content(platform.db, one.id) or b"")


def targets(platform: Platform, who: Who, document: FromElsewhere) -> list[tuple[DossierLine, bool]]:
    """The own dossiers, those with a pupil who goes by that name first and marked."""
    names = {fold(_short(name)) for name in document.pupils}
    mine = [one for one in dossiers.dossiers_of(platform.db, permission.listed_of(who)) if one.role in MAY]
    lines = [(one, any(name in fold(one.label) for name in names)) for one in mine]
    return sorted(lines, key=lambda line: not line[1])


def _short(name: str) -> str:
    return short_name(matching.as_party(received_file.Someone("", name, "leerling", "", "")))
