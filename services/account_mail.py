"""The mails about somebody's own account: a link to a new address, and news to an address that something changed."""

from __future__ import annotations

import secrets

from services.accounts import token_hash
from services.identities import LINKED
from services.invitations import CHANGED as PASSWORD
from services.letter import Letter
from services.own_address import ASKED, CHANGED, LASTS
from services.platform import Platform, local, stamp
from services.post_offices import PostOffice
from store import accounts, address_changes
from store.mails import Mail

PATH = "/e-mailadres/"

FORGOT = "/wachtwoord/vergeten"
NEWS = {
    PASSWORD: (
        "Uw wachtwoord is gewijzigd",
        "Het wachtwoord van uw account bij Naadloos is gewijzigd. Was u dat niet? Kies dan meteen een ander:",
        FORGOT,
        "Verwittig ook de beheerder van uw organisatie.",
    ),
    ASKED: (
        "Een ander e-mailadres voor uw account",
        "Iemand vroeg met uw account om het e-mailadres te veranderen. Was u dat niet? Kies dan een ander wachtwoord:",
        FORGOT,
        "Het adres verandert pas als iemand de link naar het nieuwe adres volgt. Stoppen kan, bij Mijn beveiliging.",
    ),
    LINKED: (
        "U kunt zich ook anders aanmelden",
        "Een account elders opent voortaan ook uw account bij Naadloos. Was u dat niet? Kies een ander wachtwoord:",
        FORGOT,
        "Ontkoppel het daarna, bij Mijn beveiliging, en verwittig de beheerder van uw organisatie.",
    ),
    CHANGED: (
        "Uw e-mailadres is gewijzigd",
        "Het e-mailadres van uw account bij Naadloos is gewijzigd. Dit is de laatste mail naar dit adres.",
        "",
        "Was u dat niet? Verwittig dan meteen de beheerder van uw organisatie.",
    ),
}
"""Kind of mail -> subject, what happened, where to go, and what else to do."""


def news(platform: Platform, post_office: PostOffice, mail: Mail) -> Letter | None:
    """Something changed in an account; None when the account is gone."""
    account = accounts.account(platform.db, mail.account_id or "")
    if account is None or not account.active:
        return None
    subject, happened, where, more = NEWS[mail.kind]
    return Letter(subject, (happened, more), f"{post_office.url}{where}" if where else "", "Naadloos")


def confirm(platform: Platform, post_office: PostOffice, mail: Mail) -> Letter | None:
    """A fresh link to make this the address of an account; None when nobody asks for it any more."""
    token = secrets.token_urlsafe(32)
    with platform.db.write():
        found = address_changes.change(platform.db, str(mail.context["wijziging"]))
        if found is None or found.ended_at:
            return None
        until = stamp(platform.now() + LASTS)
        address_changes.give_token(platform.db, found.id, token_hash(token), expires_at=until)
    return Letter(
        "Bevestig uw e-mailadres",
        (
            "Iemand vroeg dit adres te gebruiken voor een account bij Naadloos. Was u dat? Bevestig met deze link:",
            f"De link werkt één keer, tot {local(until):%d/%m/%Y} om {local(until):%H.%M} uur.",
            "Was u dat niet? Dan hoeft u niets te doen.",
        ),
        f"{post_office.url}{PATH}{token}",
        "Naadloos",
        made=token_hash(token),
    )


def stranded(platform: Platform, _: Mail, made: Letter) -> None:
    """It did not leave: nobody has the link."""
    address_changes.take_token(platform.db, made.made)
