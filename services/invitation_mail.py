"""The mails with which somebody chooses a password: the token is made when one goes, and only its hash is kept."""

from __future__ import annotations

import secrets

from forms.amounts import plain_date
from services.accounts import token_hash
from services.invitations import LASTS
from services.letter import Letter
from services.platform import Platform, local, stamp
from services.post_offices import PostOffice
from store import accounts, invitations, organisations
from store.accounts import Account
from store.mails import Mail

PATH = "/uitnodiging/"


def letter(platform: Platform, post_office: PostOffice, mail: Mail) -> Letter | None:
    """The words with a fresh link; None when nobody needs it any more."""
    token = secrets.token_urlsafe(32)
    with platform.db.write():
        found = invitations.invitation(platform.db, str(mail.context["uitnodiging"]))
        account = accounts.account(platform.db, found.account_id) if found else None
        if found is None or found.used_at or found.ended_at or account is None or not account.active:
            return None
        until = stamp(platform.now() + LASTS[found.purpose])
        invitations.give_token(platform.db, found.id, token_hash(token), expires_at=until)
    words = _invitation if found.purpose == "uitnodiging" else _forgotten
    return words(platform, account, f"{post_office.url}{PATH}{token}", until, token_hash(token))


def sent(platform: Platform, mail: Mail, _: Letter) -> None:
    """The mail server took it: links of before end."""
    found = invitations.invitation(platform.db, str(mail.context["uitnodiging"]))
    if found is not None:
        invitations.end(platform.db, found.account_id, but=found.id, at=platform.at())


def stranded(platform: Platform, _: Mail, made: Letter) -> None:
    """It did not leave: nobody has the link."""
    invitations.take_token(platform.db, made.made)


def _invitation(platform: Platform, account: Account, link: str, until: str, made: str) -> Letter:
    place = organisations.organisation(platform.db, account.organisation_id or "")
    name = place.naam if place else "Uw organisatie"
    chosen = place is None or place.passwords
    what = "Kies met deze link uw wachtwoord" if chosen else "Meld u met deze link de eerste keer aan"
    return Letter(
        "Uw account bij Naadloos",
        (
            f"{name} maakte voor u een account bij Naadloos. {what}:",
            f"De link werkt één keer, tot en met {plain_date(local(until).date())}. Later vraagt u er zelf een nieuwe.",
            "De link is persoonlijk: stuur deze mail niet door.",
            f"Verwachtte u dit niet? Vraag het na bij {name}, en gebruik de link niet.",
        ),
        link,
        f"Naadloos, namens {name}",
        made=made,
    )


def _forgotten(_: Platform, _account: Account, link: str, until: str, made: str) -> Letter:
    return Letter(
        "Een nieuw wachtwoord voor Naadloos",
        (
            "Iemand vroeg een nieuw wachtwoord voor dit e-mailadres. Was u dat? Kies het met deze link:",
            f"De link werkt één keer, tot {plain_date(local(until).date())} om {local(until):%H.%M} uur.",
            "Kiest u een nieuw wachtwoord, dan wordt wie met uw account aangemeld is, afgemeld.",
            "Was u dat niet? Dan hoeft u niets te doen: uw wachtwoord blijft wat het is.",
        ),
        link,
        "Naadloos",
        made=made,
    )
