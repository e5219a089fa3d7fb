"""What stands on top of a document: the organisation that leads the record, and its logo, as far as a reader knows it.

That is the organisation of who froze the text. A reader who may not read in the version that it takes part sees none.
"""

from __future__ import annotations

from dataclasses import dataclass

from services.dossiers import organisation_name
from services.payload import seen_by
from services.platform import Platform
from services.trajectory import organisation
from store import accounts, logos
from store.versions import Version

ROLES = ("clb", "naft", "school")
"""The kinds of organisation that take part: a leaf `deelnemer/...` names each."""


@dataclass(frozen=True, slots=True)
class Letterhead:
    """The name of an organisation, '' for none, and its logo, a PNG."""

    name: str = ""
    logo: bytes | None = None


def letterhead(platform: Platform, version: Version, reader: str) -> Letterhead:
    """The letterhead of a version's documents for one reader (rules/readers.py).

    Empty when that reader's leaves do not name the organisation, and when it is called otherwise by now: the text keeps
    the name that it was signed with.
    """
    account = accounts.account(platform.db, version.frozen_by)
    own = organisation(platform, account.organisation_id or "") if account else None
    if own is None or own.soort not in ROLES:
        return Letterhead()
    name = organisation_name(own)
    if seen_by(version.payload, reader, printed=True).get(f"deelnemer/{own.soort}") != name:
        return Letterhead()
    return Letterhead(name, logos.content(platform.db, own.id))
