"""What pupil and parents may ask by right about a dossier, who asks what, by when it is answered, and what is withheld.

Consent with the help is something else, and so is what the organisations of a dossier ask one another. The grounds on
which something is withheld are the three of the decree and no other; what does not concern who asks is no ground but
the limit of the right itself.

Source: decreet rechtspositie minderjarige van 7 mei 2004, art. 4 and 20 to 24; AVG, art. 12 and 15 to 22; BR-51, BR-57
to BR-59.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from rules import clock
from rules.capacity import Capacity, is_capable
from rules.source import Problem, problem

ANSWER_MONTHS = 1


class Right(StrEnum):
    """What is asked; the value is stored, the label is shown."""

    INZAGE = "inzage"
    AFSCHRIFT = "afschrift"
    VERBETERING = "verbetering"
    WISSING = "wissing"
    BEPERKING = "beperking"
    BEZWAAR = "bezwaar"
    LOGBOEK = "logboek"

    @property
    def label(self) -> str:
        """The same in plain Dutch."""
        return _LABELS[self]


_LABELS = {
    Right.INZAGE: "Het dossier inkijken",
    Right.AFSCHRIFT: "Een afschrift van het dossier",
    Right.VERBETERING: "Iets verbeteren of aanvullen",
    Right.WISSING: "Iets laten wissen",
    Right.BEPERKING: "Het gebruik van gegevens beperken",
    Right.BEZWAAR: "Bezwaar tegen het gebruik van gegevens",
    Right.LOGBOEK: "Weten wie in het dossier keek",
}

TO_READ = frozenset({Right.INZAGE, Right.AFSCHRIFT, Right.LOGBOEK})
"""What lets somebody read, and so needs a pupil who can judge the own interests (art. 4 and 22)."""


class Ground(StrEnum):
    """Why something is withheld; the value is stored, the label is shown to who gets the copy."""

    VERTROUWELIJK = "vertrouwelijkheid"
    AGOGISCH = "agogisch"
    GERECHTELIJK = "gerechtelijk"
    NIET_OVER_VRAGER = "niet_over_vrager"

    @property
    def label(self) -> str:
        """The ground in plain Dutch."""
        return _GROUNDS[self]


_GROUNDS = {
    Ground.VERTROUWELIJK: "Iemand anders vertelde of gaf dit in vertrouwen",
    Ground.AGOGISCH: "Dit nu lezen zou de leerling ernstig schaden",
    Ground.GERECHTELIJK: "Dit is bestemd voor een rechter of voor het parket",
    Ground.NIET_OVER_VRAGER: "Dit gaat niet over wie het vraagt",
}
EXCEPTIONS = (Ground.VERTROUWELIJK, Ground.AGOGISCH, Ground.GERECHTELIJK)
"""The three of the decree (art. 22)."""

PARENTS = frozenset({"ouder", "voogd", "opvoedingsverantwoordelijke"})
MAY_ASK = ("leerling", *sorted(PARENTS), "vertrouwenspersoon")
"""Roles in a dossier of who may ask something by right."""


@dataclass(frozen=True)
class Asker:
    """Who asks: the role in the dossier of who asks, or in whose place; and how the pupil stands on the day.

    `capacity` is that of the pupil it is about, None where there is none. `about_oneself`: only data about who asks.
    `with_pupil`: the pupil asks it too. `stranger`: somebody who is not in the dossier; `mandate`: with it in writing.
    """

    role: str
    capacity: Capacity | None
    about_oneself: bool = False
    with_pupil: bool = False
    stranger: bool = False
    mandate: bool = False


def asking_problems(right: Right, asker: Asker, about: str = "") -> list[Problem]:
    """Why this person cannot have this by right (BR-58): it is noted all the same, and refused with these words."""
    if asker.stranger and not asker.mandate:
        return [problem("BR-58", _MANDATE, about)]
    if asker.role not in MAY_ASK:
        return [problem("BR-58", _NOBODY, about)]
    if asker.about_oneself and asker.role in PARENTS:
        return []
    if asker.role in PARENTS:
        return _of_parents(asker, about)
    if asker.role == "vertrouwenspersoon" and not asker.with_pupil:
        return [problem("BR-58", _ALONE, about)]
    capable = asker.capacity is None or is_capable(asker.capacity)
    return [] if capable or right not in TO_READ else [problem("BR-58", _NOT_CAPABLE, about)]


def _of_parents(asker: Asker, about: str) -> list[Problem]:
    if asker.capacity is Capacity.NIET_BEKWAAM:
        return []
    adult = asker.capacity is Capacity.MEERDERJARIG
    return [problem("BR-58", _ADULT if adult else _CAPABLE, about)]


_MANDATE = (
    "Dit kan niet. Wie niet in het dossier staat, vraagt alleen iets met een geschreven volmacht van wie dat recht "
    "heeft. Vraag eerst die volmacht."
)
_NOBODY = "Dit kan niet. Alleen de leerling, zijn vertegenwoordigers en zijn vertrouwenspersoon hebben dit recht."
_ALONE = (
    "Dit kan niet. Een vertrouwenspersoon staat de leerling bij, en vraagt dit niet alleen. Vraag het samen met de "
    "leerling."
)
_NOT_CAPABLE = (
    "Dit kan niet. Deze leerling is niet bekwaam om dit alleen te vragen. Zijn vertegenwoordiger vraagt het in zijn "
    "plaats."
)
_CAPABLE = (
    "Dit kan niet. De leerling is bekwaam en vraagt dit zelf. Ouders vragen wel wat over henzelf gaat, of iets namens "
    "een kind dat niet bekwaam is."
)
_ADULT = (
    "Dit kan niet. De leerling is meerderjarig: alleen de leerling vraagt dit. Ouders vragen wel wat over henzelf gaat."
)


def appointment_by(asked_on: date, public_holidays: Collection[date]) -> date:
    """The last day for a talk after a request to a CLB (BR-51): ten working days, that of the request not counted."""
    return clock.working_days_after(asked_on, clock.ACCESS_WORKING_DAYS, public_holidays)


def answer_by(asked_on: date) -> date:
    """The last day for the answer, whoever was asked (BR-57): a calendar month later."""
    return clock.add_months(asked_on, ANSWER_MONTHS)


def withheld_problems(grounds: Collection[str], motives: Collection[str], *, about_oneself: bool) -> list[Problem]:
    """Why a copy cannot go out like this (BR-59): a ground that is none, or one without its motive.

    `motives` are the grounds for which there is one. What is not about who asks needs none, and is a limit only of who
    asks for the own data.
    """
    known = {*EXCEPTIONS, *([Ground.NIET_OVER_VRAGER] if about_oneself else [])}
    if set(grounds) - known:
        return [problem("BR-59", "Kies een van de gronden uit de lijst.")]
    silent = [one for one in EXCEPTIONS if one in grounds and one not in motives]
    return [problem("BR-59", f"Motiveer waarom u iets niet meegeeft: {one.label.lower()}.", one) for one in silent]
