"""The link of a mail: made when the mail is about to go, and in force when the mail server took it."""

from __future__ import annotations

import secrets
from dataclasses import replace

from services import rounds, seating
from services.link_state import code_hash_of, is_locked
from services.links import a_link, asking
from services.platform import NotAllowed, NotFound, Platform
from store import links, versions
from store.links import Link
from store.mails import Mail


def fresh(platform: Platform, mail: Mail) -> tuple[str, Link] | None:
    """The link for a mail that is about to go, with its token; None when nothing waits for this party any more.

    Earlier ones go on until the mail server took it (`arrived`); when it did not, this one ends (`stranded`).
    """
    version = versions.version(platform.db, mail.version_id) if mail.version_id else None
    file = seating.file_of(platform, version) if version else None
    party = file.party(mail.party_id) if file and mail.party_id else None
    if version is None or file is None or party is None:
        return None
    with platform.db.write():
        kept = str(mail.context.get("code") or "") or code_hash_of(platform, version.id, party.id)
        if not kept or is_locked(platform, kept):
            return None
        try:
            with asking(platform, file, version.id, party.id) as (version, party):
                token, maker = secrets.token_urlsafe(32), mail.asked_by or version.frozen_by
                made = a_link(platform, file, version, party.id, token, "mail", kept, maker)
                return token, links.add(platform.db, replace(made, attempts=links.tried(platform.db, kept)))
        except (NotFound, NotAllowed, rounds.RoundClosed, rounds.AlreadyAnswered, rounds.NotYourTurn):
            return None


def arrived(platform: Platform, link: Link) -> None:
    """The mail server took the mail with this link: the party's earlier ones end."""
    version = versions.version(platform.db, link.version_id)
    file = seating.file_of(platform, version) if version else None
    if version is None or file is None:
        raise NotFound
    with platform.db.write():
        links.end(platform.db, link.version_id, link.party_id, but=link.token_hash, at=platform.at())
        rounds.note(platform, file, version, "link.sent", None, {"partij": link.party_id})


def stranded(platform: Platform, link: Link) -> None:
    """The mail with this link did not leave: nobody has it."""
    links.end_one(platform.db, link.token_hash, at=platform.at())
