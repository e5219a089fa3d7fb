"""Personal links: by mail or as a QR code, for one party under one version, opened with a code that goes another way.

Of a token only the hash is kept. That of a mail is made when the mail is sent (services/outbox.py), never before, so
that it is nowhere but in the mail. Looking at a link changes nothing: mail scanners do that too. Why so: docs/adr/0017.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from services import round_news, rounds, seating
from services.accounts import fits, password_hash, token_hash
from services.dossiers import File
from services.link_state import TRIES, code_hash_of, is_locked
from services.platform import NotAllowed, NotFound, Platform, Who, stamp
from services.unsigned import GROWN_UP, may_sign_today, signs_until
from store import accounts, links, mails, organisations, seats, signatures, versions
from store.links import Channel, Link
from store.parties import Party
from store.versions import Version

MAIL_LASTS = timedelta(days=7)
QR_LASTS = timedelta(minutes=30)
PAUSE = timedelta(minutes=10)
"""Between two mails with a link to the same party."""
UNASKED_A_DAY = 3
"""How many new links somebody can ask for oneself in a day."""
NO_ADDRESS = "Er staat geen e-mailadres van deze persoon in het dossier. Vul het daar eerst in."


class LinkGone(Exception):
    """No such link, or not any more: used, replaced, expired or locked. The same for all, so that nobody can tell."""


class WrongCode(Exception):
    """The code is not the one of the link; `left` is how many may still be tried."""

    def __init__(self, left: int) -> None:
        super().__init__(f"{left} left")
        self.left = left


class TooSoon(Exception):
    """A mail with a link went to this party less than ten minutes ago."""


def invite(platform: Platform, who: Who, file: File, version_id: str, party_id: str) -> str:
    """Mail a link to a party without an account; gives the code, to be shown once and told by another channel.

    What was given before, link or open place, ends at once: it belongs to an earlier code.

    :raises NotFound: when the party signs in an own account, or was not asked
    :raises NotAllowed: without an address
    :raises TooSoon: when a mail went to it less than ten minutes ago, unless that failed or its link is locked
    :raises RoundClosed, AlreadyAnswered, NotYourTurn: as answering does
    """
    code = _new_code()
    kept = password_hash(code)
    with asking(platform, file, version_id, party_id) as (version, party):
        _with_pause(platform, version, party)
        links.end(platform.db, version_id, party_id, at=platform.at())
        seats.end_seats(platform.db, version_id, party_id)
        _ask(platform, file, version, party, kept, who)
    return code


def remind(platform: Platform, who: Who, file: File, version_id: str, party_id: str) -> str:
    """Mail a fresh link; gives a new code when the earlier one was locked or there was none, else '': it still holds.

    :raises NotFound, NotAllowed, TooSoon, RoundClosed, AlreadyAnswered, NotYourTurn: as `invite` does
    """
    kept = code_hash_of(platform, version_id, party_id)
    if not kept or is_locked(platform, kept):
        return invite(platform, who, file, version_id, party_id)
    with asking(platform, file, version_id, party_id) as (version, party):
        _with_pause(platform, version, party)
        _ask(platform, file, version, party, kept, who, again=True)
    return ""


def make_qr(platform: Platform, who: Who, file: File, version_id: str, party_id: str) -> tuple[str, str]:
    """A link for half an hour, to scan with one's own phone; gives token and code. `who` is there, and is the witness.

    :raises NotFound: when the party signs in an own account, or was not asked
    :raises RoundClosed, AlreadyAnswered, NotYourTurn: as answering does
    """
    token, code = secrets.token_urlsafe(32), _new_code()
    kept = password_hash(code)
    with asking(platform, file, version_id, party_id) as (version, party):
        made = a_link(platform, file, version, party.id, token, "qr", kept, who.id)
        links.make(platform.db, made)
        seats.end_seats(platform.db, version_id, party_id)
        rounds.note(platform, file, version, "link.shown", who, {"partij": party_id})
    return token, code


def require_live(platform: Platform, token: str) -> None:
    """Look whether a link still opens something. Changes nothing, and says nothing of whose it is.

    :raises LinkGone: when it does not
    """
    _live(platform, token)


def open_with_code(platform: Platform, token: str, code: str) -> str:
    """Open the place behind a link with its code; gives the token of that place. The link stays until it is used.

    A try counts before it is compared, in the same transaction, so that many at once count as many.

    :raises WrongCode: when it is another code
    :raises LinkGone: when there is no such link, or not any more; also for the last wrong code
    :raises NotYourTurn: when others come first
    """
    left = 0
    with platform.db.write():
        link, file, version = _live(platform, token)
        count = links.count_attempt(platform.db, link.token_hash)
        if fits(link.code_hash, _digits(code)):
            return _open(platform, link, file, version)
        left = TRIES - count
        what = "link.wrong" if left > 0 else "link.locked"
        rounds.note(platform, file, version, what, None, {"partij": link.party_id})
    if left > 0:
        raise WrongCode(left)
    raise LinkGone


def _open(platform: Platform, link: Link, file: File, version: Version) -> str:
    links.opened(platform.db, link.token_hash, at=platform.at())
    at_the_table = link.channel == "qr"
    try:
        token = seating.open_seat(
            platform,
            file,
            version.id,
            link.party_id,
            host=_maker(platform, link) if at_the_table else None,
            method="qr" if at_the_table else "link",
            link_hash=link.token_hash,
        )
    except (rounds.RoundClosed, rounds.AlreadyAnswered) as gone:
        raise LinkGone from gone
    rounds.note(platform, file, version, "link.opened", None, {"partij": link.party_id})
    return token


def renew(platform: Platform, token: str) -> None:
    """A new link by mail for whoever has an old one, with the same code. Says nothing of whether that was done.

    Only to the address in the dossier, while the round waits for this party, and not when the code was locked.
    """
    link = links.link(platform.db, token_hash(token))
    if link is None or link.channel != "mail":
        return
    with platform.db.write():
        if code_hash_of(platform, link.version_id, link.party_id) == link.code_hash and not _too_many(platform, link):
            remind_unasked(platform, link.version_id, link.party_id)


def remind_unasked(platform: Platform, version_id: str, party_id: str) -> bool:
    """Mail a fresh link without anybody of the round asking, with the code that this party has.

    False when that cannot be: no code that still opens something, no address, not its turn, or mailed just now.
    """
    version = versions.version(platform.db, version_id)
    file = seating.file_of(platform, version) if version else None
    if file is None:
        return False
    with platform.db.write():
        kept = code_hash_of(platform, version_id, party_id)
        if not kept or is_locked(platform, kept):
            return False
        try:
            with asking(platform, file, version_id, party_id) as (version, party):
                _with_pause(platform, version, party)
                _ask(platform, file, version, party, kept, None, again=True)
        except (NotFound, NotAllowed, TooSoon, rounds.RoundClosed, rounds.AlreadyAnswered, rounds.NotYourTurn):
            return False
    return True


def _live(platform: Platform, token: str) -> tuple[Link, File, Version]:
    link = links.link(platform.db, token_hash(token))
    if link is None or link.ended_at or link.expires_at <= platform.at() or link.attempts >= TRIES:
        raise LinkGone
    version, place = rounds.place_of(platform, link.version_id, link.party_id)
    file = seating.file_of(platform, version)
    party = file.party(link.party_id) if file else None
    if file is None or party is None or party.removed_at:
        raise LinkGone
    if not rounds.is_open(version) or place.signature is not None or not may_sign_today(platform, file, place):
        raise LinkGone
    return link, file, version


@contextmanager
def asking(platform: Platform, file: File, version_id: str, party_id: str) -> Iterator[tuple[Version, Party]]:
    """In the write of what asks a party without an account to sign now.

    :raises NotFound: when it signs in an own account, left, or was not asked
    :raises NotAllowed: to parents of who is 18 by now
    :raises RoundClosed, AlreadyAnswered, NotYourTurn: as answering does
    """
    with rounds.open_round(platform, file, version_id) as version:
        place = rounds.place_of(platform, version_id, party_id)[1]
        party = file.party(party_id)
        if party is None or party.removed_at or file.signs_in_account(party):
            raise NotFound
        if place.signature is not None:
            raise rounds.AlreadyAnswered
        if not may_sign_today(platform, file, place):
            raise NotAllowed(GROWN_UP)
        if party_id not in rounds.whose_turn(version, signatures.signers_of(platform.db, version_id)):
            raise rounds.NotYourTurn
        yield version, party


def _with_pause(platform: Platform, version: Version, party: Party) -> None:
    asked = mails.of_party(platform.db, version.id, party.id, round_news.INVITATION)
    last = next((one for one in asked if one.status in ("wacht", "verstuurd")), None)
    if last is None or last.created_at <= stamp(platform.now() - PAUSE):
        return
    if not is_locked(platform, str(last.context["code"])):
        raise TooSoon


def _too_many(platform: Platform, link: Link) -> bool:
    asked = mails.of_party(platform.db, link.version_id, link.party_id, round_news.INVITATION)
    day = stamp(platform.now() - timedelta(days=1))
    return len([one for one in asked if one.asked_by is None and one.created_at > day]) >= UNASKED_A_DAY


def _ask(
    platform: Platform,
    file: File,
    version: Version,
    party: Party,
    code_hash: str,
    who: Who | None,
    *,
    again: bool = False,
) -> None:
    """Put the mail in the outbox, instead of one that still waits."""
    mails.lapse(platform.db, version.id, round_news.INVITATION, party.id)
    context: dict[str, str | int] = {"code": code_hash, "herinnering": int(again)}
    if not round_news.invited(platform, file, version, party, context, who.id if who else None):
        raise NotAllowed(NO_ADDRESS)
    what = "link.asked" if who else "link.renewed"
    rounds.note(platform, file, version, what, who, {"partij": party.id, "opnieuw": "ja" if again else "nee"})


def a_link(
    platform: Platform,
    file: File,
    version: Version,
    party_id: str,
    token: str,
    channel: Channel,
    code_hash: str,
    maker: str,
) -> Link:
    """A link from now on, as long as its channel allows; not kept yet. `maker` is an account.

    That of a parent ends at the latest when the pupil turns 18 (BR-22).
    """
    ends = platform.now() + (QR_LASTS if channel == "qr" else MAIL_LASTS)
    until = signs_until(platform, file, party_id)
    return Link(
        token_hash=token_hash(token),
        version_id=version.id,
        party_id=party_id,
        channel=channel,
        code_hash=code_hash,
        made_by=maker,
        created_at=platform.at(),
        expires_at=stamp(min(ends, until) if until else ends),
    )


def _maker(platform: Platform, link: Link) -> Who:
    """Who made the QR code and sits there."""
    account = accounts.account(platform.db, link.made_by)
    place = account.organisation_id if account else None
    organisation = organisations.organisation(platform.db, place) if place else None
    if account is None or organisation is None:
        raise LinkGone
    return Who(account, organisation)


def _new_code() -> str:
    return f"{secrets.randbelow(10**6):06}"


def _digits(code: str) -> str:
    """A code as it was typed, without the space that people put in it."""
    return re.sub(r"[\s.-]", "", code)
