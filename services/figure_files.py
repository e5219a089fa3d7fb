"""Figures as files: a workbook with a sheet for each table, and one long table as CSV.

Both are made of what may be shown. Text that a spreadsheet could take for a formula is made harmless in both: names of
organisations are what people typed.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

from rules.disclosure import Hidden, Shown
from services import figure_words
from services.figures import Chapter, Line, Measure, Table, YearFigures

if TYPE_CHECKING:
    from xlsxwriter import Workbook

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
"""What a text may not begin with. Source: OWASP, CSV injection."""
LONGEST_SHEET, LONGEST_TITLE = 31, 28
BOM = "\ufeff"
"""Without it Excel takes the file for Windows-1252."""
FIXED = datetime(1980, 1, 1)  # noqa: DTZ001  # xlsxwriter wants it without a zone; the same figures give the same file
HEADINGS = ("Hoofdstuk", "Figuur", "Onderdeel", "Waarde", "Eenheid")

Row = tuple[str, str, str, Shown | str, str]


def harmless(text: str) -> str:
    """A text that no spreadsheet carries out: one that looks like a formula gets an apostrophe in front."""
    return f"'{text}" if text.startswith(FORMULA) else text


def csv_table(found: YearFigures) -> bytes:
    """All figures as one long table, UTF-8 with semicolons, as Excel in Belgium opens it."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow([one.lower() for one in HEADINGS])
    for row in _rows(found):
        writer.writerow([harmless(one) if isinstance(one, str) else one for one in row])
    return (BOM + out.getvalue()).encode()


def _rows(found: YearFigures) -> Iterator[Row]:
    yield "Over", "Organisatie", "", found.organisation, ""
    yield "Over", "Schooljaar", "", found.year, ""
    yield "Over", "Geteld", "", figure_words.counted_until(found), ""
    for chapter in found.chapters:
        if chapter.whole is not None:
            yield chapter.title, "Totaal", "", _value(chapter.whole), chapter.unit
        for table in chapter.tables:
            yield chapter.title, table.title, "Totaal", _value(table.whole), chapter.unit
            for line in table.lines:
                yield chapter.title, table.title, line.label, _value(line.shown), chapter.unit
        for measure in chapter.measures:
            for label, value in _of_measure(measure):
                yield chapter.title, measure.title, label, value, measure.unit


def _of_measure(measure: Measure) -> list[tuple[str, Shown | str]]:
    values = {"Midden": measure.median, "Een kwart is hoogstens": measure.low, "Een kwart is minstens": measure.high}
    return [(label, Hidden.KEPT.value if value is None else value) for label, value in values.items()]


def _value(shown: Shown) -> int | str:
    return shown.value if isinstance(shown, Hidden) else shown


def workbook(found: YearFigures) -> bytes:
    """The same as a workbook: what it is about, a sheet for each table, and how we count. Numbers are numbers."""
    import xlsxwriter

    out = io.BytesIO()
    choices = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(out, choices)
    title = f"Cijfers {found.year}"
    book.set_properties({"title": title, "author": "Naadloos", "created": FIXED})
    sheets = _Sheets(book)
    sheets.add(
        "Overzicht",
        (f"{title}, {found.organisation}", figure_words.counted_until(found)),
        ("Wat", "Aantal", "Eenheid"),
        [(one.title, _value(one.whole), one.unit) for one in found.chapters if one.whole is not None],
    )
    for chapter in found.chapters:
        for table in chapter.tables:
            sheets.add(table.title, (f"{chapter.title}: {table.title}", table.note), *_table(chapter, table))
    durations = [
        (one.title, *(value for _, value in _of_measure(one)), one.unit)
        for chapter in found.chapters
        for one in chapter.measures
    ]
    heads = ("Wat", "Midden", "Een kwart is hoogstens", "Een kwart is minstens", "Eenheid")
    sheets.add("Hoe lang het duurt", ("Hoe lang het duurt", ""), heads, durations)
    sheets.add("Hoe we tellen", ("Hoe we tellen", ""), ("Waarover", "Hoe"), _how(found))
    book.close()
    return out.getvalue()


def _table(chapter: Chapter, table: Table) -> tuple[tuple[str, ...], list[tuple[Any, ...]]]:
    heads = ("Onderdeel", f"Aantal {chapter.unit}", "Aandeel")
    rows = [(one.label, _value(one.shown), _percent(table, one)) for one in table.lines]
    return heads, [*rows, ("Totaal", _value(table.whole), "")]


def _percent(table: Table, line: Line) -> str:
    found = figure_words.share(table, line)
    return "" if found is None else f"{found} %"


def _how(found: YearFigures) -> list[tuple[str, str]]:
    return [*((one.title, one.meaning) for one in found.chapters), *figure_words.HIDING.items()]


class _Sheets:
    """Sheets with one look: a title, a frozen header, columns as wide as what is in them."""

    widest = 60

    def __init__(self, book: Workbook) -> None:
        self.book = book
        self.names: set[str] = set()
        self.title = book.add_format({"bold": True, "font_size": 14})
        self.quiet = book.add_format({"font_color": "#3C4B52"})
        self.head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        self.text = book.add_format({"text_wrap": True, "valign": "top"})
        self.number = book.add_format({"valign": "top", "align": "right", "num_format": "0"})

    def add(self, name: str, said: tuple[str, str], heads: Iterable[str], rows: Iterable[tuple[Any, ...]]) -> None:
        """A sheet with what it is, what there is to say about it, and a table under it."""
        sheet = self.book.add_worksheet(self._name(name))
        sheet.write_string(0, 0, harmless(said[0]), self.title)
        sheet.write_string(1, 0, harmless(said[1]), self.quiet)
        columns = list(heads)
        widths = [len(one) for one in columns]
        for at, one in enumerate(columns):
            sheet.write_string(2, at, harmless(one), self.head)
        for down, row in enumerate(rows, start=3):
            for at, value in enumerate(row):
                widths[at] = max(widths[at], len(str(value)))
                if isinstance(value, int):
                    sheet.write_number(down, at, value, self.number)
                else:
                    sheet.write_string(down, at, harmless(str(value)), self.text if at == 0 else self.number)
        for at, width in enumerate(widths):
            sheet.set_column(at, at, min(self.widest, max(10, width + 2)))
        sheet.freeze_panes(3, 0)
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)

    def _name(self, name: str) -> str:
        """A name that a sheet may have, and no other has: at most 31 characters, without the marks of a reference."""
        plain = re.sub(r"[\[\]:*?/\\']", " ", name).strip()
        found, nr = plain[:LONGEST_SHEET].rstrip(), 1
        while found.lower() in self.names:
            nr += 1
            found = f"{plain[:LONGEST_TITLE].rstrip()} {nr}"
        self.names.add(found.lower())
        return found
