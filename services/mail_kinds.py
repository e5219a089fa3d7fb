"""Every kind of mail there is, and who makes its words when it goes: the outbox asks here and knows no kind itself.

A new kind is one line in `KINDS`, with up to three functions of the module whose mail it is:

- `letter(platform, post_office, mail)` makes the words, and with them whatever secret has to stand in the mail: None
  when nobody needs the mail any more, which drops it. It may raise `services.post_offices.Refused` with a Dutch
  sentence that names nobody, such as when the address has changed since.
- `sent(platform, mail, letter)` is called in the write that marks the mail as sent: the secret is in force.
- `stranded(platform, mail, letter)` is called when the server did not take it: the secret is in nobody's hands. The
  mail may be tried again, with a letter made anew.

A letter carries the hash of its secret from the one to the other in `Letter.made`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from services import (
    account_mail,
    clb_handover,
    emergency,
    emergency_mail,
    handover_mail,
    identities,
    invitation_mail,
    invitations,
    keeping_mail,
    mail_words_staff,
    own_address,
    round_mail,
    round_news,
)
from services.letter import Letter
from services.platform import Platform
from services.post_offices import PostOffice
from store.mails import Mail

Outcome = Callable[[Platform, Mail, Letter], None]


@dataclass(frozen=True, slots=True)
class Kind:
    """How a kind of mail is made, and what happens after. `title` is what it is, for lists of mails, in Dutch."""

    title: str
    letter: Callable[[Platform, PostOffice, Mail], Letter | None]
    sent: Outcome | None = None
    stranded: Outcome | None = None


def _of_a_round(title: str) -> Kind:
    return Kind(title, round_mail.letter, round_mail.sent, round_mail.stranded)


KINDS: dict[str, Kind] = {
    round_news.INVITATION: _of_a_round("Vraag om te tekenen met een persoonlijke link"),
    round_news.TURN: _of_a_round("Vraag om te tekenen in de eigen account"),
    round_news.COMPLETED: _of_a_round("Bericht dat een document is afgerond"),
    round_news.REFUSED: _of_a_round("Bericht dat een ronde is gestopt"),
    round_news.SENT_BACK: _of_a_round("Bericht dat iemand een wijziging vraagt"),
    round_news.REPLIED: _of_a_round("Antwoord op een gevraagde wijziging"),
    "uitnodiging_account": Kind(
        "Uitnodiging voor een account", invitation_mail.letter, invitation_mail.sent, invitation_mail.stranded
    ),
    "wachtwoord": Kind("Nieuw wachtwoord", invitation_mail.letter, invitation_mail.sent, invitation_mail.stranded),
    invitations.CHANGED: Kind("Bericht dat uw wachtwoord gewijzigd is", account_mail.news),
    own_address.CONFIRM: Kind(
        "Link om een e-mailadres te bevestigen", account_mail.confirm, None, account_mail.stranded
    ),
    own_address.ASKED: Kind("Bericht dat een ander e-mailadres gevraagd is", account_mail.news),
    identities.LINKED: Kind("Bericht dat uw account gekoppeld is", account_mail.news),
    own_address.CHANGED: Kind("Bericht dat uw e-mailadres gewijzigd is", account_mail.news),
    mail_words_staff.REMINDER: Kind("Herinnering", mail_words_staff.letter),
    clb_handover.MAIL: Kind("Bericht van een dossier van een ander CLB", handover_mail.letter),
    emergency.MAIL: Kind("Bericht van noodtoegang", emergency_mail.letter),
    mail_words_staff.DIGEST: Kind("Dagoverzicht", mail_words_staff.letter),
    keeping_mail.NOTICE: Kind("Bericht over bewaartermijnen", keeping_mail.letter),
}
"""Kind of mail -> how it is made."""
