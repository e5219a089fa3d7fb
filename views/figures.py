"""The figures of an organisation in a school year: a page, a workbook, a CSV, and the yearly report."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from services import counting, figure_files, figure_words, figures, year_report
from services.figures import Chapter, YearFigures
from views import desk, work
from views.charts import chart
from views.document import DOCX

bp = Blueprint("figures", __name__)

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"


@bp.get("/cijfers")
def page() -> ResponseReturnValue:
    """The figures of one school year, `?jaar=2025-2026`; of the latest without one. Opening it has many counted."""
    platform, who, year = desk.platform(), desk.who(), request.args.get("jaar", "")
    found = counting.figures_of(platform, who, year)
    if found is None:
        return _counted_first(year)
    return render_template(
        "cijfers.html",
        organisatie=found.organisation,
        jaar=found.year,
        tot=figure_words.counted_until(found),
        jaren=_years(found.years),
        hoofdstukken=[_chapter(one) for one in found.chapters],
        regels=list(figure_words.HIDING.items()),
        bestanden=_files(found) if found.chapters else [],
        werk=None,
    )


@bp.post("/cijfers")
def ask() -> ResponseReturnValue:
    """Have them counted once more, after that failed."""
    year = request.form.get("jaar", "")
    counting.ask(desk.platform(), desk.who(), year)
    return redirect(url_for("figures.page", jaar=year or None))


@bp.get("/cijfers/naadloos-cijfers-<string:year>.xlsx")
def workbook(year: str) -> ResponseReturnValue:
    """The same as a workbook."""
    return _file(year, f"naadloos-cijfers-{year}.xlsx", XLSX, figure_files.workbook)


@bp.get("/cijfers/naadloos-cijfers-<string:year>.csv")
def csv(year: str) -> ResponseReturnValue:
    """The same as one long table."""
    return _file(year, f"naadloos-cijfers-{year}.csv", CSV, figure_files.csv_table)


@bp.get("/cijfers/jaarverslag-<string:year>.docx")
def report(year: str) -> ResponseReturnValue:
    """The yearly report as a Word file."""
    platform, who = desk.platform(), desk.who()
    return _file(
        year, f"naadloos-jaarverslag-{year}.docx", DOCX, lambda found: year_report.report(platform, who, found)
    )


def _file(year: str, name: str, mime: str, made: Callable[[YearFigures], bytes]) -> ResponseReturnValue:
    """A file made of the figures; to their page when they are still to be counted."""
    found = counting.figures_of(desk.platform(), desk.who(), year)
    return desk.file_answer(made(found), name, mime) if found else redirect(url_for("figures.page", jaar=year))


def _counted_first(year: str) -> str:
    """The page while they are counted, or when that failed."""
    platform, who = desk.platform(), desk.who()
    asked = figures.asked(platform, who, year)
    making = counting.making(platform, who, year)
    if not making.state.status:
        counting.ask(platform, who, year)
        work.ring()
        making = counting.making(platform, who, year)
    return render_template(
        "cijfers.html",
        organisatie=who.organisation.naam,
        jaar=asked.year,
        jaren=_years(asked.years),
        hoofdstukken=[],
        bestanden=[],
        werk=work.shown(
            making,
            work.FIGURES,
            id="cijfers",
            url_hier=url_for("figures.page", jaar=asked.year),
            url_vraag=url_for("figures.ask"),
            velden={"jaar": asked.year},
        ),
    )


def _years(years: Sequence[str]) -> list[dict[str, str]]:
    return [{"naam": one, "url": url_for("figures.page", jaar=one)} for one in years]


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
