"""Figures of an organisation with many trajectories: counted in the background, kept a day for who asked (ADR 0051).

Few are counted while the page waits. Page, workbook, CSV and yearly report are made of the same count.
"""

from __future__ import annotations

from rules.access import Action
from services import counted_figures, figure_facts, figures, permission, products
from services.figures import YearFigures
from services.jobs import Failed
from services.platform import NotAllowed, NotFound, Platform, Who
from services.products import Making
from store.jobs import Job

KIND = "cijfers"
"""Of its jobs; their subject is the id of the organisation."""
LIGHT = 250
"""Trajectories that are counted while a page waits: some sixty milliseconds, reckoned from 0.25 ms each."""
NO_LONGER = "Deze cijfers zijn er voor u niet meer."
JSON = "application/json"


def figures_of(platform: Platform, who: Who, year: str = "") -> YearFigures | None:
    """The figures of one's own organisation in a school year; None when they are still to be counted.

    :raises NotAllowed, NotFound: as `services.figures.year_figures` does
    """
    asked = figures.asked(platform, who, year)
    if not _is_heavy(platform, who, asked):
        return figures.year_figures(platform, who, year)
    content = products.content(platform, _making(platform, who, asked))
    return counted_figures.from_bytes(content) if content else None


def making(platform: Platform, who: Who, year: str = "") -> Making:
    """How it is with counting what `figures_of` did not have."""
    return _making(platform, who, figures.asked(platform, who, year))


def ask(platform: Platform, who: Who, year: str = "") -> None:
    """Have it counted, for this person; not again while the count is there.

    :raises NotAllowed, NotFound: as `services.figures.year_figures` does
    """
    asked = figures.asked(platform, who, year)
    if _is_heavy(platform, who, asked):
        products.ask(platform, who, KIND, who.organisation.id, _mark(who, asked), {"jaar": asked.year})


def count(platform: Platform, job: Job) -> None:
    """The work of the job.

    :raises Failed: when who asked may no longer see them
    """
    who = products.who_asked(platform, job)
    try:
        permission.allow(who, Action.COUNT)
        found = figures.year_figures(platform, who, job.context["jaar"])
    except (NotAllowed, NotFound) as fault:
        raise Failed(NO_LONGER) from fault
    products.keep(platform, job, f"cijfers-{found.year}.json", JSON, counted_figures.as_bytes(found))


def _is_heavy(platform: Platform, who: Who, asked: figures.Asked) -> bool:
    if asked.until is None:
        return False
    return figure_facts.many(platform, who, asked.period, asked.until, more_than=LIGHT)


def _making(platform: Platform, who: Who, asked: figures.Asked) -> Making:
    return products.making(platform, who, KIND, who.organisation.id, _mark(who, asked))


def _mark(who: Who, asked: figures.Asked) -> str:
    """Of this year, up to this day, for this person where it works now; as this version of the program keeps it."""
    return products.mark_of(who, who.organisation.id, asked.year, str(asked.until), counted_figures.SHAPE)
