"""Making the mails of a round at the moment they go: to whom still, with which words, and with a fresh link."""

from __future__ import annotations

from dataclasses import replace

from services import link_sending, mail_words, reading_language, round_news, rounds, seating
from services.letter import Letter
from services.mail_words_staff import foot
from services.platform import Platform, local
from services.post_offices import PostOffice, Refused
from services.translations import HOME, plain_day
from store import accounts, links, organisations, parties, versions
from store.links import Link
from store.mails import Mail

OTHER_ADDRESS = "het e-mailadres in het dossier is intussen veranderd."


def letter(platform: Platform, post_office: PostOffice, mail: Mail) -> Letter | None:
    """The words of a mail about a round; None when nobody needs it any more.

    :raises Refused: when the party has another address by now
    """
    _check_address(platform, mail)
    if mail.account_id and not _is_active(platform, mail.account_id):
        return None
    language = _language(platform, mail)
    link: Link | None = None
    address = _page_of(platform, post_office, mail)
    if mail.kind == round_news.INVITATION or _is_for_a_link(platform, mail):
        made = link_sending.fresh(platform, mail)
        if made is not None:
            link, address = made[1], f"{post_office.url}/t/{made[0]}{_in(language)}"
    if (link is None and mail.kind == round_news.INVITATION) or _is_too_late(platform, mail):
        return None
    until = plain_day(local(link.expires_at).date(), language or HOME) if link else ""
    words = mail_words.letter(
        mail.kind,
        sender=_organisation(platform, mail),
        link=address,
        until=until,
        context=mail.context,
        language=language,
    )
    return replace(words, made=link.token_hash if link else "", foot=foot(post_office) if mail.account_id else ())


def sent(platform: Platform, _: Mail, words: Letter) -> None:
    """The mail server took it: its link is in force, earlier ones end."""
    link = links.link(platform.db, words.made) if words.made else None
    if link:
        link_sending.arrived(platform, link)


def stranded(platform: Platform, _: Mail, words: Letter) -> None:
    """It did not leave: nobody has its link."""
    link = links.link(platform.db, words.made) if words.made else None
    if link:
        link_sending.stranded(platform, link)


def _check_address(platform: Platform, mail: Mail) -> None:
    party = parties.party(platform.db, mail.party_id) if mail.party_id else None
    version = versions.version(platform.db, mail.version_id) if mail.version_id else None
    file = seating.file_of(platform, version) if version else None
    if party and file and round_news.address_of(platform, file, party) != mail.to_address:
        raise Refused(OTHER_ADDRESS)


def _is_active(platform: Platform, account_id: str) -> bool:
    account = accounts.account(platform.db, account_id)
    return account is not None and account.active


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


def _language(platform: Platform, mail: Mail) -> str:
    """The language of who has no account, '' where it is not known; professionals work in Dutch."""
    party = parties.party(platform.db, mail.party_id) if mail.party_id else None
    return reading_language.language_of(party) if party and party.account_id is None else HOME


def _in(language: str) -> str:
    """What makes the page of a link open in the language of its mail: the page itself does not look in the dossier."""
    return f"?taal={language}" if language not in ("", HOME) else ""


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
