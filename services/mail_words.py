"""What stands in the mails of a round, for pupils, parents and professionals alike; services/letter.py has the form.

Nothing of a pupil, a school or a problem is in it: a mail is read on a locked screen, by whoever holds the phone. Who
sends it is named, unless that is a school. Nobody is addressed as u or je: the same words go to both.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from services import round_news
from services.letter import Letter

NOT_EXPECTED = "Was deze mail niet verwacht? Dan hoeft er niets te gebeuren."


def letter(
    kind: str, *, sender: str, link: str, until: str = "", context: Mapping[str, Any], language: str = "nl"
) -> Letter:
    """The words of a mail of a kind (services/round_news.py).

    `sender` is the organisation, empty where it is not named; `until` the last day of a personal link in words;
    `language` the code of the language of who reads it.

    :raises KeyError: for a kind that does not exist
    """
    return replace(_letter(kind, sender, link, until, context), language=language)


def _letter(kind: str, sender: str, link: str, until: str, context: Mapping[str, Any]) -> Letter:
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
