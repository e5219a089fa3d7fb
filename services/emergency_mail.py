"""The mail that somebody opened a dossier in an emergency: it names nobody, and leads to the work list."""

from __future__ import annotations

from services.letter import Letter
from services.mail_reader import reader
from services.platform import Platform
from services.post_offices import PostOffice
from store.mails import Mail


def letter(platform: Platform, post_office: PostOffice, mail: Mail) -> Letter | None:
    """Its words; None for who left.

    :raises Refused: when the account has another address by now
    """
    if reader(platform, mail) is None:
        return None
    return Letter(
        "Noodtoegang tot een dossier van uw CLB",
        (
            "Iemand van een andere organisatie opende in nood een dossier van uw CLB. Wie, leest u op uw werklijst:",
            "Kijk na of het nodig was, en noteer wat u vond. Was het niet nodig, dan stopt u de toegang daar.",
            "De toegang stopt in elk geval na 24 uur.",
            "Deze mail gaat naar wie van uw CLB in het dossier staat, en naar uw beheerders.",
        ),
        f"{post_office.url}/werklijst",
        "Naadloos",
    )
