"""The mail of an organisation, for its administrators: what waits, what failed and why, and when mail last left.

Never what is in a mail, and nobody's address.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from services import administration
from services.mail_kinds import KINDS
from services.platform import NotFound, Platform, Who, stamp
from store import mail_lists
from store.mail_lists import MailLine

LATELY = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Post:
    """The mails that wait and that failed, the newest first; (kind in words, last sent, how many) of what left lately.

    Lately is the last thirty days.
    """

    waiting: list[MailLine]
    failed: list[MailLine]
    sent: list[tuple[str, str, int]]


def of_organisation(platform: Platform, who: Who) -> Post:
    """The mails to and of the own people.

    :raises NotAllowed: for who is no administrator
    """
    administration.require(who)
    place, since = who.organisation.id, stamp(platform.now() - LATELY)
    return Post(
        mail_lists.of_organisation(platform.db, place, "wacht"),
        mail_lists.of_organisation(platform.db, place, "mislukt"),
        [(title_of(kind), at, several) for kind, at, several in mail_lists.sent_since(platform.db, place, since)],
    )


def try_again(platform: Platform, who: Who, mail_id: str) -> bool:
    """Try a mail from now on; False when it neither failed nor waits for another try.

    :raises NotAllowed: for who is no administrator
    :raises NotFound: for a mail of another organisation
    """
    administration.require(who)
    with platform.db.write():
        if not mail_lists.is_of(platform.db, who.organisation.id, mail_id):
            raise NotFound
        return mail_lists.again(platform.db, mail_id, at=platform.at())


def title_of(kind: str) -> str:
    """What a kind of mail is, in Dutch."""
    return KINDS[kind].title if kind in KINDS else "Mail"
