"""The yearly report of an organisation as a Word file: its figures, with room for its own words.

It is no document of a dossier: nobody signs it, it has no reader but who made it, and it is meant to be written in. So
it is not sealed and not kept. What is in it can be had again: the figures of a year that is over do not change.
"""

from __future__ import annotations

from typing import Any

from forms.amounts import plain_date
from services import figure_words, filling, opc
from services.documents import ALONE, LOGO
from services.figures import Chapter, Table, YearFigures
from services.pictures import within
from services.platform import NotFound, Platform, Who
from store import logos

TEMPLATE = "verslagen/jaarverslag.docx"
"""In the folder of templates, but apart: it is not one of those of a dossier, and no organisation has its own."""
TITLE = "Jaarverslag NAFT-trajecten"


def report(platform: Platform, who: Who, found: YearFigures) -> bytes:
    """The file.

    :raises NotFound: for a year of which there is nothing to tell yet
    """
    if found.until is None:
        raise NotFound
    logo = logos.content(platform.db, who.organisation.id)
    text, largest = ALONE[LOGO]
    names = names_of(found) | {
        "gemaakt": plain_date(platform.today()),
        LOGO: within(logo, largest, text.format(found.organisation)) if logo else "",
    }
    return opc.write_package(filling.fill((platform.templates / TEMPLATE).read_bytes(), names))


def names_of(found: YearFigures) -> dict[str, Any]:
    """What the template is filled with, but for the day and the logo."""
    return {
        "doc": {"titel": TITLE, "dossiernummer": found.year},
        "organisatie": found.organisation,
        "schooljaar": found.year,
        "tot": figure_words.counted_until(found),
        "kern": [
            {"titel": one.title, "gezegd": figure_words.said_of(one)} for one in found.chapters if one.whole is not None
        ],
        "hoofdstukken": [_chapter(one) for one in found.chapters],
        "regels": [{"kop": kop, "tekst": text} for kop, text in figure_words.HIDING.items()],
    }


def _chapter(one: Chapter) -> dict[str, Any]:
    said, nothing = figure_words.said_of(one), figure_words.nothing_of(one)
    return {
        "titel": one.title,
        "gezegd": f"{said[0].upper()}{said[1:]}." if said else "",
        "uitleg": one.meaning,
        "niets": nothing,
        "tabellen": [] if nothing else [_table(one, table) for table in one.tables],
        "duren": []
        if nothing
        else [{"titel": m.title, "noot": m.note, "gezegd": figure_words.span(m)} for m in one.measures],
    }


def _table(chapter: Chapter, table: Table) -> dict[str, Any]:
    rows = [(one, figure_words.share(table, one)) for one in table.lines]
    return {
        "titel": table.title,
        "zin": figure_words.sentence(table),
        "toon": not table.empty and table.whole != 0,
        "rijen": [
            {
                "label": one.label,
                "getal": figure_words.number(one.shown),
                "aandeel": "" if percent is None else f"{percent} %",
                "kop": one.sub,
            }
            for one, percent in rows
        ],
        "totaal": figure_words.number(table.whole),
        "eenheid": chapter.unit,
        "noot": table.note,
    }
