"""The course of a dossier as a picture: what was, where we are, and what is still to come, in a few plain words.

For the table, not for the file: pupil and parents look along. It tells no more than the dossier's own page does to who
opens it, and for a family only steps that pupil and parents were part of or were told.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from rules.states import Event as Step
from rules.states import State
from services import plan
from services.dossiers import File
from services.plan import Line
from services.platform import Platform, Who, local
from services.timeline import Moment, timeline
from services.waiting import ENDS

MOST = 11
"""Stops that fit in the picture; of a longer course those in the middle are left out of it, not of the table."""


@dataclass(frozen=True, slots=True)
class Word:
    """How a step or a day is drawn: one short word, the sentence, the same to a family, and an icon."""

    short: str
    text: str
    at_home: str
    icon: str


STEPS: dict[str, Word] = {
    Step.AANMELDEN: Word("Aangemeld", "Aangemeld bij NAFT", "Het CLB vroeg hulp aan NAFT", "envelope"),
    Step.OPNIEUW_AANMELDEN: Word(
        "Aangemeld", "Aangemeld bij een andere aanbieder", "Het CLB vroeg hulp aan een andere NAFT", "envelope"
    ),
    Step.OP_WACHTLIJST: Word("Wachten", "Op de wachtlijst gezet", "NAFT heeft nog geen plaats", "hourglass"),
    Step.WEIGEREN: Word("Geen plaats", "Geweigerd door NAFT", "Deze NAFT kan niet helpen", "x-lg"),
    Step.AANVAARDEN: Word("Aanvaard", "Aanvaard door NAFT", "NAFT zei ja", "check-lg"),
    Step.STARTEN: Word("Start", "Traject gestart", "Het traject begon", "flag"),
    Step.EVALUATIE_VASTLEGGEN: Word("Evaluatie", "Evaluatie vastgelegd", "We keken samen hoe het gaat", "chat-dots"),
    Step.BIJSTUREN: Word("Nieuwe doelen", "Doelen bijgestuurd", "We pasten de doelen aan", "arrow-repeat"),
    Step.OPSCHORTEN: Word("Pauze", "Tijdelijk onderbroken", "Even pauze", "pause"),
    Step.HERVATTEN: Word("Verder", "Hervat", "We gingen weer verder", "play"),
    Step.EINDEVALUATIE: Word("Einde", "Afgerond met een eindevaluatie", "Het traject is klaar", "flag-fill"),
    Step.VROEGTIJDIG_STOPPEN: Word("Gestopt", "Vroegtijdig gestopt", "Het traject stopte vroeger", "stop"),
    Step.OVERDRAGEN: Word("Andere NAFT", "Overgedragen", "Een andere NAFT gaat verder", "arrow-left-right"),
    Step.ENGAGEMENTEN_VASTLEGGEN: Word("Nazorg", "Nazorg begonnen", "School en CLB volgen het op", "hand-thumbs-up"),
    Step.AFSLUITEN: Word("Afgesloten", "Dossier afgesloten", "Alles is afgesloten", "check-all"),
    Step.ZONDER_NAZORG_AFSLUITEN: Word("Afgesloten", "Zonder nazorg afgesloten", "Alles is afgesloten", "check-all"),
    Step.HEROPENEN: Word("Nieuwe vraag", "Heropend met een nieuwe vraag", "Er is een nieuwe vraag", "arrow-clockwise"),
}  # fmt: skip
"""Step -> how it is drawn. A step that is not here is in the timeline alone."""

DAYS: dict[str, Word] = {
    "antwoord": Word("Antwoord", "NAFT beslist over de aanmelding", "", "question-lg"),
    "wachtlijst": Word("Plaats", "Vermoedelijk einde van de wachttijd", "Misschien is er dan plaats", "hourglass"),
    "startrondetafel": Word("Ronde tafel", "Startrondetafel", "We zitten samen en spreken doelen af", "people"),
    "evaluatie_gepland": Word("Evaluatie", "Geplande evaluatie", "We kijken samen hoe het gaat", "chat-dots"),
    "evaluatie": Word("Ten laatste", "Laatste dag voor de evaluatie", "Dan kijken we ten laatste", "calendar-check"),
    "hervatten": Word("Verder", "Vermoedelijk einde van de onderbreking", "Dan gaan we wellicht verder", "play"),
    "opvolgen": Word("Opvolging", "Opvolging van een engagement", "We kijken of de afspraak lukt", "hand-thumbs-up"),
}  # fmt: skip
"""Kind of day of the plan (rules/plan.py) -> how it is drawn; without words for a family it is not for them."""

AT_HOME = frozenset(STEPS) - {Step.WEIGEREN}
"""Steps that a family sees: not that a provider said no, which the CLB tells them itself."""

When = Literal["voorbij", "vandaag", "komt"]


@dataclass(frozen=True, slots=True)
class Stop:
    """One stop: its day, whether that is over, how it is drawn, and who sets it or whose turn it is ('' for nobody)."""

    day: date
    when: When
    short: str
    text: str
    icon: str
    who: str = ""
    late: bool = False


@dataclass(frozen=True, slots=True)
class Course:
    """The stops in order, and what follows after the last one, in a sentence ('' when the course is over)."""

    stops: tuple[Stop, ...]
    today: date
    after: str

    @property
    def drawn(self) -> tuple[Stop, ...]:
        """Those in the picture: all, or the first two and the last ones."""
        return self.stops if len(self.stops) <= MOST else (*self.stops[:2], *self.stops[2 - MOST :])

    @property
    def over(self) -> int:
        """How many of `drawn` are over."""
        return sum(one.when == "voorbij" for one in self.drawn)


def course(platform: Platform, who: Who, file: File, *, at_home: bool) -> Course:
    """The course as this person may see it; `at_home` in words and steps for pupil and parents."""
    today = platform.today()
    past = [one for moment in reversed(timeline(platform, who, file)) if (one := _was(moment, at_home=at_home))]
    coming = [one for line in plan.shown(platform, who, file) if (one := _comes(line, today, at_home=at_home))]
    return Course((*past, *sorted(coming, key=lambda one: one.day)), today, _after(file, at_home=at_home))


def _was(moment: Moment, *, at_home: bool) -> Stop | None:
    step = moment.kind.removeprefix("trajectory.")
    word = STEPS.get(step)
    if word is None or (at_home and step not in AT_HOME):
        return None
    text = word.at_home if at_home else word.text
    return Stop(local(moment.at).date(), "voorbij", word.short, text, word.icon, "" if at_home else moment.who)


def _comes(line: Line, today: date, *, at_home: bool) -> Stop | None:
    word = DAYS.get(line.kind)
    if word is None or (at_home and not word.at_home) or (line.estimate and line.day < today):
        return None
    text = word.at_home if at_home else line.title
    when: When = "vandaag" if line.day == today else "komt"
    return Stop(line.day, when, word.short, text, word.icon, "" if at_home else line.who, line.late)


def _after(file: File, *, at_home: bool) -> str:
    if file.state in ENDS:
        return ""
    if file.state in (State.LOPEND, State.OPGESCHORT):
        again = "Daarna evalueren we opnieuw, minstens om de twee maanden, tot de doelen bereikt zijn."
        return (
            again if not at_home else "Daarna kijken we opnieuw, minstens om de twee maanden, tot het doel bereikt is."
        )
    return {
        State.AFGEROND: "Daarna spreken school en CLB af wie wat blijft opvolgen.",
        State.NAZORG: "Daarna kan het dossier dicht.",
    }.get(file.state, "Daarna begint het traject, en evalueren we minstens om de twee maanden.")


def spread(days: list[date], length: float, gap: float) -> list[float]:
    """Where days stand on a line of this length: in proportion to time, and never closer than `gap` to the one before.

    >>> spread([date(2026, 1, 1), date(2026, 1, 2), date(2026, 1, 11)], 100, 20)
    [0.0, 20.0, 100.0]
    """
    if len(days) < 2:
        return [length / 2 for _ in days]
    gap = min(gap, length / (len(days) - 1))
    whole = (days[-1] - days[0]) / timedelta(days=1) or 1.0
    found: list[float] = []
    for nr, day in enumerate(days):
        wanted = length * ((day - days[0]) / timedelta(days=1)) / whole
        lowest = found[-1] + gap if found else 0.0
        highest = length - gap * (len(days) - 1 - nr)
        found.append(round(min(max(wanted, lowest), highest), 1))
    return found
