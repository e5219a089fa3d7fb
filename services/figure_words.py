"""Figures in words and numbers as people read them: the same on the page, in the files and in the yearly report.

Everything here is made of what may be shown (services/figures.py), so it cannot tell more.
"""

from __future__ import annotations

from forms.amounts import long_date
from rules.disclosure import FEWEST_HALVED, FEWEST_QUARTERED, LEAST, Hidden, Shown
from services.figures import Chapter, Line, Measure, Table, YearFigures

HIDING = {
    "Klein": f"Een getal van 1 tot {LEAST - 1} tonen we als “{Hidden.FEW}”. "
    "Zo zegt een cijfer niets over één leerling.",
    "Niet getoond": f"Staat er “{Hidden.KEPT}”, dan zou dat getal een klein getal ernaast verraden. "
    "Soms tonen we daarom een hele verdeling niet.",
    "Nul": "Een nul tonen we wel: ze gaat over niemand.",
    "Van weinig mensen": "Gaan vijf of meer evaluaties of trajecten over minder dan vijf dossiers, "
    "dan tonen we ook dat aantal niet.",
    "Het midden": f"Hoe lang iets duurt, tonen we vanaf {FEWEST_HALVED} trajecten: de helft is korter dan het midden, "
    f"de helft langer. Tussen welke getallen de middelste helft ligt, tonen we vanaf {FEWEST_QUARTERED}.",
    "Wat nu loopt": "Hoeveel trajecten op een bepaalde dag lopen, staat hier niet. Met wat startte en eindigde erbij "
    "zou dat een verborgen getal verraden. De lijst van uw dossiers toont het wel.",
    "Elk traject apart": "Een dossier kan meer dan één traject hebben, elk bij één aanbieder. Elk telt apart.",
    "Enkel wat vastligt": "Antwoorden tellen zoals ze in een vastgelegde tekst staan. Een ontwerp telt niet mee.",
}
"""How we count and what we leave out, beside what each chapter says of itself: a few words, and a sentence or two."""


def number(shown: Shown) -> str:
    """A number, or why it is not there."""
    return str(shown)


def share(table: Table, line: Line) -> int | None:
    """Percent of the whole, rounded; None where one of the two is not shown, or there is nothing."""
    if isinstance(table.whole, Hidden) or isinstance(line.shown, Hidden) or not table.whole:
        return None
    return round(100 * line.shown / table.whole)


def counted_until(found: YearFigures) -> str:
    """'Volledig: wat bekend was op woensdag 30 september 2026.'"""
    if found.until is None:
        return "Er is nog geen maand van dit schooljaar voorbij. De eerste tussenstand komt begin oktober."
    if found.final:
        return (
            f"Volledig schooljaar, met wat bekend was op {long_date(found.until)}. Deze cijfers veranderen niet meer."
        )
    return f"Tussenstand tot en met {long_date(found.until)}. Elke maand komt er een maand bij."


def sentence(table: Table) -> str:
    """What a table says first of all, in one or two sentences."""
    if table.whole == 0:
        return "Er waren er geen."
    if table.empty:
        return "De aantallen zijn te klein om te tonen."
    lines = [(one.shown, one.label) for one in table.lines if isinstance(one.shown, int) and one.shown and not one.sub]
    if not lines:
        return "Geen enkele keer."
    lines.sort(key=lambda one: -one[0])
    most = [f"{label}: {shown}{_of(table, shown)}" for shown, label in lines[:2]]
    hidden = any(isinstance(one.shown, Hidden) for one in table.lines)
    return f"{'. '.join(most)}.{' Kleine getallen zijn verborgen.' if hidden else ''}"


def nothing_of(chapter: Chapter) -> str:
    """Why a chapter has nothing to show beside its number, in one sentence; '' where it has."""
    if any(not table.empty and table.whole != 0 for table in chapter.tables):
        return ""
    if any(one.median is not None for one in chapter.measures) or not (chapter.tables or chapter.measures):
        return ""
    none = chapter.whole == 0 or (chapter.whole is None and all(one.whole == 0 for one in chapter.tables))
    return "Er waren er geen." if none else "De aantallen zijn te klein om er meer over te tonen."


def _of(table: Table, shown: int) -> str:
    if isinstance(table.whole, Hidden):
        return ""
    return f" van {table.whole} ({round(100 * shown / table.whole)} %)"


def span(measure: Measure) -> str:
    """'25 dagen, de middelste helft tussen 17 en 31 dagen'."""
    if measure.median is None:
        return "te weinig om te tonen"
    found = f"{measure.median} {measure.unit}"
    if measure.low is None or measure.high is None:
        return found
    return f"{found}, de middelste helft tussen {measure.low} en {measure.high} {measure.unit}"


def said_of(chapter: Chapter) -> str:
    """'132 aanmeldingen', '< 5 trajecten', or '' for a chapter that adds up to nothing."""
    if chapter.whole is None:
        return ""
    if chapter.whole == 0:
        return f"geen {chapter.unit}"
    if chapter.whole is Hidden.KEPT:
        return f"aantal {chapter.unit} niet getoond"
    return f"{chapter.whole} {chapter.unit}"
