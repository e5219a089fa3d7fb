"""What stands in a mail: plain text and the same as HTML, for pupils, parents and professionals alike.

Nothing of a pupil, a school or a problem is in it: a mail is read on a locked screen, by whoever holds the phone. Who
sends it is named, unless that is a school. Nobody is addressed as u or je: the same words go to both.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

from services import round_news

GREETING = "Dag,"
NOT_EXPECTED = "Was deze mail niet verwacht? Dan hoeft er niets te gebeuren."


@dataclass(frozen=True, slots=True)
class Letter:
    """The words of one mail: the subject, paragraphs, a link between the first and the others, and who sends it."""

    subject: str
    paragraphs: tuple[str, ...]
    link: str
    sender: str

    @property
    def text(self) -> str:
        """As plain text."""
        first, *others = self.paragraphs
        parts = [GREETING, first, *([self.link] if self.link else []), *others, self.sender]
        return "\n\n".join(parts) + "\n"

    @property
    def html(self) -> str:
        """As a page without pictures, styles or scripts, and nothing of anybody else."""
        first, *others = (f"<p>{escape(one).replace(chr(10), '<br>')}</p>" for one in self.paragraphs)
        link = f'<p><a href="{escape(self.link)}">{escape(self.link)}</a></p>' if self.link else ""
        body = "\n".join([f"<p>{GREETING}</p>", first, *([link] if link else []), *others])
        head = f'<meta charset="utf-8"><title>{escape(self.subject)}</title>'
        signed = f"<p>{escape(self.sender)}</p>"
        return f'<!doctype html>\n<html lang="nl"><head>{head}</head>\n<body>\n{body}\n{signed}\n</body></html>\n'


def letter(kind: str, *, sender: str, link: str, until: str = "", context: Mapping[str, Any]) -> Letter:
    """The words of a mail of a kind (services/round_news.py).

    `sender` is the organisation, empty where it is not named; `until` the last day of a personal link in words.

    :raises KeyError: for a kind that does not exist
    """
    signed = f"Naadloos, namens {sender}" if sender else "Naadloos"
    if kind == round_news.INVITATION:
        return _invitation(sender, signed, link, until, again=bool(context.get("herinnering")))
    if kind == round_news.COMPLETED:
        return _completed(signed, link, context)
    subject, first, *others = _SHORT[kind]
    if until:
        others = [*others, _about_code(sender, until)]
    return Letter(subject, (first, *others), link, signed)


def _invitation(sender: str, signed: str, link: str, until: str, *, again: bool) -> Letter:
    who = sender or "Wie deze mail liet sturen,"
    subject = "Er staat een document klaar om te lezen"
    first = f"{who} vraagt om een document te lezen en te ondertekenen. Dat kan met deze persoonlijke link:"
    earlier = ("Een vroegere link werkt niet meer. De code blijft dezelfde.",) if again else ()
    rest = (*earlier, _about_code(sender, until), "De link is persoonlijk: stuur deze mail niet door.", NOT_EXPECTED)
    return Letter(f"Herinnering: {subject[0].lower()}{subject[1:]}" if again else subject, (first, *rest), link, signed)


def _about_code(sender: str, until: str) -> str:
    return (
        f"De link werkt tot en met {until}. Er hoort een code van zes cijfers bij. Die komt niet per mail, maar van "
        f"{sender or 'wie de mail liet sturen'} zelf: aan de telefoon, op papier of in een gesprek."
    )


def _completed(signed: str, link: str, context: Mapping[str, Any]) -> Letter:
    return Letter(
        "Een document is afgerond",
        (
            "Iedereen van wie een antwoord gevraagd werd, heeft geantwoord, of de ronde is afgesloten.",
            "Bewaar deze mail. Met wat hieronder staat, kan later iedereen nagaan dat de tekst niet veranderde.",
            f"Kenmerk van de tekst:\n{context['wortel']}",
            f"Plaats in het register: nummer {context['nummer']}\n{context['hash']}",
        ),
        link,
        signed,
    )


_SHORT: dict[str, tuple[str, ...]] = {
    round_news.TURN: (
        "Een document wacht op een handtekening",
        "In Naadloos wacht een document om te lezen en te ondertekenen. Aanmelden en lezen kan hier:",
    ),
    round_news.REFUSED: (
        "Een ronde is gestopt",
        "Iemand van wie het akkoord nodig is, gaat niet akkoord. De ronde is daarmee gestopt. Hoe het nu staat:",
    ),
    round_news.SENT_BACK: (
        "Iemand vraagt een wijziging",
        "Iemand stuurde een deel van de tekst terug, met een reden erbij. Antwoorden of aanpassen kan hier:",
    ),
    round_news.REPLIED: (
        "Er is een antwoord op de gevraagde wijziging",
        "De tekst blijft zoals hij is. Waarom, en hoe het verder kan, staat hier:",
    ),
}
"""Kind -> subject, and the paragraphs."""
