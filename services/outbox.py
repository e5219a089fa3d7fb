"""Sending what waits in the outbox: one mail to one person, once, its words and link made at that very moment.

A mail is claimed before it is sent, so that several senders never send it both; it is 'verstuurd' only after the
server took it. When a sender dies in between, the mail goes again after `LEASE`: rather twice than not at all.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid, parseaddr

from services.letter import Letter
from services.mail_kinds import KINDS
from services.platform import Platform, stamp
from services.post_offices import PostOffice, Refused, ServerDown, TryLater
from store import mails
from store.mails import Mail

LEASE = timedelta(minutes=10)
BACK_OFF = (1, 5, 15, 60)
"""Minutes until the next try, after the first, the second, ... one."""
THEN = 240
ATTEMPTS = 22
"""Then it is given up: after about three days."""
GIVEN_UP = "de mail raakte drie dagen lang niet weg."
NO_ADDRESS = "dit is geen volledig e-mailadres. Kijk het na in het dossier."
_ADDRESS = re.compile(r'[^\s@<>()",;:\\]+@[^\s@<>()",;:\\]+')


@dataclass(frozen=True, slots=True)
class Delivered:
    """What one pass did: mails that the server took, that failed for good, and that wait, now or for another try."""

    sent: int
    failed: int
    waiting: int


def deliver(platform: Platform, post_office: PostOffice) -> Delivered:
    """Send what is due. One mail that is refused does not keep the next; a server that is down ends the pass."""
    sent = failed = 0
    up = True
    while up and (found := mails.due(platform.db, platform.at())):
        for one in found:
            mail = mails.claim(platform.db, one.id, at=platform.at(), until=stamp(platform.now() + LEASE))
            if mail is None:
                continue
            try:
                sent += _send(platform, post_office, mail)
            except Refused as why:
                failed += 1
                mails.failed(platform.db, mail.id, error=str(why), next_at=None)
            except TryLater as why:
                failed += _again(platform, mail, str(why))
                if isinstance(why, ServerDown):
                    up = False
                    break
    return Delivered(sent, failed, mails.waiting(platform.db))


def _again(platform: Platform, mail: Mail, why: str) -> int:
    """Put it back for later; 1 when it is given up."""
    if mail.attempts >= ATTEMPTS:
        mails.failed(platform.db, mail.id, error=GIVEN_UP, next_at=None)
        return 1
    minutes = BACK_OFF[mail.attempts - 1] if mail.attempts <= len(BACK_OFF) else THEN
    mails.failed(platform.db, mail.id, error=why, next_at=stamp(platform.now() + timedelta(minutes=minutes)))
    return 0


def _send(platform: Platform, post_office: PostOffice, mail: Mail) -> int:
    """Make the words and hand them over; 1 when it was sent, 0 when nobody needs it any more.

    :raises Refused, TryLater, ServerDown: when the server did not take it
    """
    if not _ADDRESS.fullmatch(mail.to_address):
        raise Refused(NO_ADDRESS)
    kind = KINDS[mail.kind]
    words = kind.letter(platform, post_office, mail)
    if words is None:
        mails.drop(platform.db, mail.id)
        return 0
    try:
        post_office.send(_message(platform, post_office, mail, words))
    except (Refused, TryLater):
        if kind.stranded:
            kind.stranded(platform, mail, words)
        raise
    with platform.db.write():
        mails.sent(platform.db, mail.id, at=platform.at())
        if kind.sent:
            kind.sent(platform, mail, words)
    return 1


def _message(platform: Platform, post_office: PostOffice, mail: Mail, words: Letter) -> EmailMessage:
    message = EmailMessage()
    message["Subject"] = " ".join(words.subject.split())  # a line break in a name would begin another header
    message["From"] = post_office.sender
    message["To"] = mail.to_address
    message["Date"] = format_datetime(platform.now())
    message["Message-ID"] = make_msgid(domain=parseaddr(post_office.sender)[1].rpartition("@")[2] or "localhost")
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(words.text)
    message.add_alternative(words.html, subtype="html")
    return message
