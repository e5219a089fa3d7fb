"""What stands in the mails of a round, for pupils, parents and professionals alike; services/letter.py has the form.

Nothing of a pupil, a school or a problem is in it: a mail is read on a locked screen, by whoever holds the phone. Who
sends it is named, unless that is a school. Nobody is addressed as u or je: the same words go to both.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from services import round_news
from services.letter import GREETING, Letter
from services.translations import HOME, LANGUAGES, said, translated

ALSO = "De pagina is er ook in het Nederlands."
"""What a catalogue says here is of its own language: it goes to whom no language is known of."""


def letter(
    kind: str, *, sender: str, link: str, until: str = "", context: Mapping[str, Any], language: str = HOME
) -> Letter:
    """The words of a mail of a kind (services/round_news.py).

    `sender` is the organisation, empty where it is not named; `until` the last day of a personal link in words;
    `language` the one of who reads it, '' where that is not known: in Dutch then, and a personal link says of the
    other languages that they are there.

    :raises KeyError: for a kind that does not exist, or a language that is not offered
    """
    known = language or HOME
    subject, paragraphs = _words(kind, sender, until, context, known)
    return Letter(
        subject,
        paragraphs,
        link,
        said("Naadloos, namens %(wie)s", known, wie=sender) if sender else "Naadloos",
        greeting=translated(GREETING, known),
        language=known,
        also=tuple((one, translated(ALSO, one)) for one in LANGUAGES) if until and not language else (),
    )


def _words(
    kind: str, sender: str, until: str, context: Mapping[str, Any], language: str
) -> tuple[str, tuple[str, ...]]:
    if kind == round_news.INVITATION:
        return _invitation(sender, until, language, again=bool(context.get("herinnering")))
    if kind == round_news.COMPLETED:
        return _completed(language, context)
    subject, *paragraphs = (translated(one, language) for one in SHORT[kind])
    return subject, (*paragraphs, *([_about_code(sender, until, language)] if until else []))


def _invitation(sender: str, until: str, language: str, *, again: bool) -> tuple[str, tuple[str, ...]]:
    asks = (
        said(
            "%(wie)s vraagt om een document te lezen en te ondertekenen. Dat kan met deze persoonlijke link:",
            language,
            wie=sender,
        )
        if sender
        else translated(
            "Wie deze mail liet sturen, vraagt om een document te lezen en te ondertekenen. Dat kan met deze "
            "persoonlijke link:",
            language,
        )
    )
    earlier = translated("Een vroegere link werkt niet meer. De code blijft dezelfde.", language)
    subject = (
        translated("Herinnering: er staat een document klaar om te lezen", language)
        if again
        else translated("Er staat een document klaar om te lezen", language)
    )
    return subject, (
        asks,
        *([earlier] if again else []),
        _about_code(sender, until, language),
        translated("De link is persoonlijk: stuur deze mail niet door.", language),
        translated("Was deze mail niet verwacht? Dan hoeft er niets te gebeuren.", language),
    )


def _about_code(sender: str, until: str, language: str) -> str:
    if sender:
        return said(
            "De link werkt tot en met %(dag)s. Er hoort een code van zes cijfers bij. Die komt niet per mail, maar van "
            "%(wie)s zelf: aan de telefoon, op papier of in een gesprek.",
            language,
            dag=until,
            wie=sender,
        )
    return said(
        "De link werkt tot en met %(dag)s. Er hoort een code van zes cijfers bij. Die komt niet per mail, maar van wie "
        "de mail liet sturen: aan de telefoon, op papier of in een gesprek.",
        language,
        dag=until,
    )


def _completed(language: str, context: Mapping[str, Any]) -> tuple[str, tuple[str, ...]]:
    return translated("Een document is afgerond", language), (
        translated(
            "Iedereen van wie een antwoord gevraagd werd, heeft geantwoord, of de ronde is afgesloten.", language
        ),
        translated(
            "Bewaar deze mail. Met wat hieronder staat, kan later iedereen nagaan dat de tekst niet veranderde.",
            language,
        ),
        translated("Kenmerk van de tekst:", language) + f"\n{context['wortel']}",
        said("Plaats in het register: nummer %(nummer)s", language, nummer=context["nummer"]) + f"\n{context['hash']}",
    )


SHORT: dict[str, tuple[str, ...]] = {
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
