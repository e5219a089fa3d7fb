"""What to tell somebody whose way through another platform came to nothing: what is the case, and what to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Said:
    """A title, sentences, the status of the page, and whether trying again, or as somebody else, may help."""

    title: str
    sentences: tuple[str, ...]
    status: int = 403
    again: bool = True
    other: bool = False


_SAID: dict[str, Said] = {
    "verlopen": Said(
        "Begin opnieuw met aanmelden",
        ("Het aanmelden via {naam} duurde te lang, of deze pagina is al eens gebruikt.",),
        400,
    ),
    "niet_afgewerkt": Said("U bent niet aangemeld", ("Het aanmelden bij {naam} is gestopt voor het klaar was.",)),
    "onbereikbaar": Said(
        "{naam} antwoordt nu niet",
        (
            "Dat ligt niet aan u. Probeer het over enkele minuten opnieuw.",
            "Hebt u een wachtwoord bij Naadloos? Daarmee kunt u zich gewoon aanmelden.",
        ),
        503,
    ),
    "ongeldig": Said(
        "Aanmelden met {naam} lukte niet",
        (
            "Het antwoord van {naam} kon niet nagekeken worden, en daarom bent u niet aangemeld.",
            "Gebeurt dit opnieuw? Verwittig dan wie Naadloos bij u beheert.",
        ),
    ),
    "te_vaak": Said("Even geduld", ("Vanaf deze plek is net heel vaak aangemeld. Probeer het straks opnieuw.",), 429),
    "burger": Said(
        "U meldt zich aan als burger",
        (
            "Aanmelden is hier enkel voor wie bij een CLB, een school of een NAFT-aanbieder werkt.",
            "Doet u dat? Kies dan bij {naam} de hoedanigheid van uw organisatie.",
            "Bent u leerling of ouder? U hebt geen account nodig: u leest en tekent met uw link, of samen aan tafel.",
        ),
        other=True,
    ),
    "zonder_organisatie": Said(
        "We weten niet voor welke organisatie u werkt",
        ("{naam} gaf geen organisatie door die we kennen. Kies daar de hoedanigheid van uw organisatie.",),
        other=True,
    ),
    "onbekend": Said(
        "U hebt hier nog geen toegang",
        (
            "U bent bij {naam} aangemeld, maar daar is bij Naadloos geen account aan gekoppeld{bij}.",
            "Vraag {wie} om u uit te nodigen. In de mail die u dan krijgt, kiest u “Aanmelden met {naam}”.",
            "Hebt u al een account met een wachtwoord? Meld u daarmee aan en koppel het onder “Mijn beveiliging”.",
        ),
        other=True,
    ),
    "elders": Said(
        "U meldt zich aan voor een andere organisatie",
        ("Dit account hoort bij een andere organisatie dan die waarvoor u zich bij {naam} aanmeldde.",),
        other=True,
    ),
    "bezet": Said(
        "Deze aanmelding hoort al bij een ander account",
        (
            "Wie u bij {naam} bent, is al gekoppeld aan een ander account van Naadloos.",
            "Meld u met {naam} aan om daarin te werken.",
        ),
        again=False,
    ),
    "gestopt": Said(
        "Dit account is gestopt",
        ("Vraag de beheerder van uw organisatie of dat klopt.",),
        again=False,
    ),
    "ander": Said(
        "Dit is iemand anders",
        ("U bevestigde bij {naam} als iemand anders, of voor een andere organisatie, dan wie hier aan het werk is.",),
        again=False,
    ),
    "uitnodiging_voorbij": Said(
        "Deze link werkt niet meer",
        ("Misschien is hij al gebruikt, verlopen of vervangen door een nieuwe. Vraag uw beheerder om een nieuwe.",),
        410,
    ),
    "enige_weg": Said(
        "Dit is uw enige manier om u aan te melden",
        (
            "Zonder deze koppeling komt u niet meer binnen.",
            "Kies eerst een wachtwoord, als uw organisatie dat toelaat, of vraag uw beheerder om u los te koppelen.",
        ),
        409,
        again=False,
    ),
}


def said(why: str, name: str, places: Sequence[str]) -> Said:
    """What to say of a reason (services/identities.py, services/openid.py), with the names of organisations in it.

    :param name: that of the provider
    """
    found = _SAID.get(why, _SAID["ongeldig"])
    where = f", ook niet bij {places[0]}" if len(places) == 1 else ""
    whom = f"de beheerder van {' of '.join(places)}" if places else "de beheerder van uw organisatie"
    filled = {"naam": name, "bij": where, "wie": whom}
    return Said(
        found.title.format(**filled),
        tuple(one.format(**filled) for one in found.sentences),
        found.status,
        found.again,
        found.other,
    )
