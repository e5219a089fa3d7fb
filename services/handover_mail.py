"""The mail that another CLB handed a dossier over: it names nobody, and leads to the work list."""

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
        "Een dossier van een ander CLB",
        (
            "Een ander CLB droeg een dossier aan uw CLB over. U vindt het bij de dossiers die nog van niemand zijn:",
            "Spreek af wie het opvolgt. Die zet zich in het dossier met de knop om iemand toe te voegen.",
            "Deze mail gaat naar wie uw CLB beheert.",
        ),
        f"{post_office.url}/werklijst",
        "Naadloos",
    )
