"""Sending what waits in the outbox: one mail to one person, once, and a personal link made at that very moment.

A mail is claimed before it is sent, so that several senders never send it both; it is 'verstuurd' only after the
server took it. When a sender dies in between, the mail goes again after `LEASE`: rather twice than not at all.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid, parseaddr

from forms.amounts import plain_date
from services import link_sending, mail_words, round_news, rounds, seating
from services.platform import Platform, local, stamp
from services.post_offices import PostOffice, Refused, ServerDown, TryLater
from store import accounts, mails, organisations, parties, versions
from store.links import Link
from store.mails import Mail

LEASE = timedelta(minutes=10)
BACK_OFF = (1, 5, 15, 60)
"""Minutes until the next try, after the first, the second, ... one."""
THEN = 240
ATTEMPTS = 22
"""Then it is given up: after about three days."""
GIVEN_UP = "de mail raakte drie dagen lang niet weg."
OTHER_ADDRESS = "het e-mailadres in het dossier is intussen veranderd."
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
    _check_address(platform, mail)
    link: Link | None = None
    address = _page_of(platform, post_office, mail)
    if mail.kind == round_news.INVITATION or _is_for_a_link(platform, mail):
        made = link_sending.fresh(platform, mail)
        if made is not None:
            link, address = made[1], f"{post_office.url}/t/{made[0]}"
    if (link is None and mail.kind == round_news.INVITATION) or _is_too_late(platform, mail):
        mails.drop(platform.db, mail.id)
        return 0
    until = plain_date(local(link.expires_at).date()) if link else ""
    words = mail_words.letter(
        mail.kind, sender=_organisation(platform, mail), link=address, until=until, context=mail.context
    )
    try:
        post_office.send(_message(platform, post_office, mail, words))
    except (Refused, TryLater):
        if link:
            link_sending.stranded(platform, link)
        raise
    with platform.db.write():
        mails.sent(platform.db, mail.id, at=platform.at())
        if link:
            link_sending.arrived(platform, link)
    return 1


def _message(platform: Platform, post_office: PostOffice, mail: Mail, words: mail_words.Letter) -> EmailMessage:
    message = EmailMessage()
    message["Subject"] = words.subject
    message["From"] = post_office.sender
    message["To"] = mail.to_address
    message["Date"] = format_datetime(platform.now())
    message["Message-ID"] = make_msgid(domain=parseaddr(post_office.sender)[1].rpartition("@")[2] or "localhost")
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(words.text)
    message.add_alternative(words.html, subtype="html")
    return message


def _check_address(platform: Platform, mail: Mail) -> None:
    if not _ADDRESS.fullmatch(mail.to_address):
        raise Refused(NO_ADDRESS)
    party = parties.party(platform.db, mail.party_id) if mail.party_id else None
    version = versions.version(platform.db, mail.version_id) if mail.version_id else None
    file = seating.file_of(platform, version) if version else None
    if party and file and round_news.address_of(platform, file, party) != mail.to_address:
        raise Refused(OTHER_ADDRESS)


def _is_for_a_link(platform: Platform, mail: Mail) -> bool:
    """An answer to what somebody without an account sent back comes with a fresh link: the last one was used."""
    return mail.kind == round_news.REPLIED and not _has_account(platform, mail)


def _has_account(platform: Platform, mail: Mail) -> bool:
    party = parties.party(platform.db, mail.party_id) if mail.party_id else None
    return party is None or party.account_id is not None


def _is_too_late(platform: Platform, mail: Mail) -> bool:
    """Asked to sign, and it is over or done already."""
    if mail.kind not in round_news.ASKS or not mail.version_id or not mail.party_id:
        return False
    version, place = rounds.place_of(platform, mail.version_id, mail.party_id)
    return not rounds.is_open(version) or place.signature is not None


def _page_of(platform: Platform, post_office: PostOffice, mail: Mail) -> str:
    """The page behind the door to which a mail to a professional leads; empty for who has no account."""
    if not mail.version_id or not _has_account(platform, mail):
        return ""
    page = "tekenen" if mail.kind == round_news.TURN else "ronde"
    return f"{post_office.url}/versies/{mail.version_id}/{page}"


def _organisation(platform: Platform, mail: Mail) -> str:
    """Who lets it be sent, as it is named in the mail; not when that is a school: it would tell of which pupil."""
    version = versions.version(platform.db, mail.version_id) if mail.version_id else None
    account = accounts.account(platform.db, mail.asked_by or (version.frozen_by if version else ""))
    found = account.organisation_id if account else None
    organisation = organisations.organisation(platform.db, found) if found else None
    return organisation.naam if organisation and organisation.soort != "school" else ""
