"""The figures of an organisation in a school year: a page, a workbook, a CSV, and the yearly report."""

from __future__ import annotations

from flask import Blueprint, Response, render_template, request, url_for
from flask.typing import ResponseReturnValue

from services import figure_files, figure_words, year_report
from services.figures import Chapter, YearFigures, year_figures
from views import desk
from views.charts import chart
from views.document import DOCX

bp = Blueprint("figures", __name__)

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"


@bp.get("/cijfers")
def page() -> ResponseReturnValue:
    """The figures of one school year, `?jaar=2025-2026`; of the latest without one."""
    found = year_figures(desk.platform(), desk.who(), request.args.get("jaar", ""))
    return render_template(
        "cijfers.html",
        organisatie=found.organisation,
        jaar=found.year,
        tot=figure_words.counted_until(found),
        jaren=[{"naam": one, "url": url_for("figures.page", jaar=one)} for one in found.years],
        hoofdstukken=[_chapter(one) for one in found.chapters],
        regels=list(figure_words.HIDING.items()),
        bestanden=_files(found) if found.chapters else [],
    )


@bp.get("/cijfers/naadloos-cijfers-<string:year>.xlsx")
def workbook(year: str) -> Response:
    """The same as a workbook."""
    found = _asked(year)
    return desk.file_answer(figure_files.workbook(found), f"naadloos-cijfers-{found.year}.xlsx", XLSX)


@bp.get("/cijfers/naadloos-cijfers-<string:year>.csv")
def csv(year: str) -> Response:
    """The same as one long table."""
    found = _asked(year)
    return desk.file_answer(figure_files.csv_table(found), f"naadloos-cijfers-{found.year}.csv", CSV)


@bp.get("/cijfers/jaarverslag-<string:year>.docx")
def report(year: str) -> Response:
    """The yearly report as a Word file."""
    platform, who = desk.platform(), desk.who()
    return desk.file_answer(year_report.report(platform, who, _asked(year)), f"naadloos-jaarverslag-{year}.docx", DOCX)


def _asked(year: str) -> YearFigures:
    return year_figures(desk.platform(), desk.who(), year)


def _files(found: YearFigures) -> list[dict[str, str]]:
    offered = (
        ("Haal op voor Excel", "figures.workbook", "file-earmark-spreadsheet"),
        ("Haal op als CSV", "figures.csv", "filetype-csv"),
        ("Maak het jaarverslag in Word", "figures.report", "file-earmark-word"),
    )
    return [{"label": label, "url": url_for(page, year=found.year), "icoon": icon} for label, page, icon in offered]


def _chapter(one: Chapter) -> dict[str, object]:
    return {
        "slug": one.slug,
        "titel": one.title,
        "eenheid": one.unit,
        "uitleg": one.meaning,
        "getal": None if one.whole is None else figure_words.number(one.whole),
        "gezegd": figure_words.said_of(one),
        "niets": figure_words.nothing_of(one),
        "tabellen": [chart(table) for table in one.tables],
        "duren": [{"titel": m.title, "noot": m.note, "gezegd": figure_words.span(m)} for m in one.measures],
    }
