"""The mail that terms of dossiers end: to administrators of who keeps them, a count and no names. In Dutch alone."""

from __future__ import annotations

from datetime import date

from forms.amounts import plain_date
from services.letter import Letter
from services.mail_reader import reader
from services.platform import Platform
from services.post_offices import PostOffice
from store.mails import Mail

NOTICE = "bewaartermijn"
DESTROYS_NOTHING = (
    "Naadloos vernietigt niets uit zichzelf. Een beheerder stelt het voor en een tweede bevestigt. Moet een dossier "
    "langer bewaard blijven, leg dat dan nu vast. Vraagt de leerling een kopie, geef die eerst."
)


def letter(platform: Platform, post_office: PostOffice, mail: Mail) -> Letter | None:
    """The words. None for who left.

    :raises Refused: when the account has another address by now
    """
    if reader(platform, mail) is None:
        return None
    several, first = int(mail.context["dossiers"]), date.fromisoformat(mail.context["eerste"])
    over = first < platform.today()
    if several == 1:
        ends = "is voorbij" if over else f"eindigt op {plain_date(first)}"
        what = f"De bewaartermijn van 1 dossier {ends}."
    else:
        ends = "de eerste is voorbij" if over else f"de eerste op {plain_date(first)}"
        what = f"De bewaartermijn van {several} dossiers eindigt: {ends}."
    return Letter(
        "Bewaartermijn van dossiers in Naadloos",
        (f"{what} Welke dat zijn, leest u onder Beheer, Bewaren:", DESTROYS_NOTHING),
        f"{post_office.url}/beheer/bewaren",
        "Naadloos",
    )
