"""The figures of an organisation in a school year, as they may be shown: counted, then hidden where that is needed.

What leaves here has passed `rules/disclosure.py`: page, charts, CSV, XLSX and Word file say the same, and none of them
knows more. What is counted, and in which words, is in `services/figure_list.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from rules import disclosure, figures
from rules.access import Action
from rules.disclosure import Hidden, Shown, Tally
from rules.figures import Case, Period
from services import permission
from services.dossiers import school_year
from services.figure_facts import cases_of
from services.figure_list import CHAPTERS, ChapterSpec, Cut, Measured
from services.platform import NotFound, Platform, Who

LETTERS = "CNS"
"""Readers whose organisations have figures: a CLB, a NAFT provider, a school."""
FIRST_YEAR = 2019
"""Before this school year there was no NAFT."""


@dataclass(frozen=True, slots=True)
class Line:
    """A part: what it is called and how many there are. `sub` heads a group of parts."""

    label: str
    shown: Shown
    sub: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A whole in parts. `drawn` is how a chart shows it: staven, stapel or maanden; '' for several answers at once.

    With `several` a trajectory may be in more than one line.
    """

    slug: str
    title: str
    drawn: str
    whole: Shown
    lines: tuple[Line, ...]
    note: str = ""
    several: bool = False

    @property
    def empty(self) -> bool:
        """Whether nothing of it can be shown: too few, or too easily computed."""
        return all(isinstance(one.shown, Hidden) for one in self.lines)


@dataclass(frozen=True, slots=True)
class Measure:
    """How long something takes: the one in the middle, and between which half of them lie; None where too few."""

    slug: str
    title: str
    unit: str
    median: int | None
    low: int | None
    high: int | None
    note: str


@dataclass(frozen=True, slots=True)
class Chapter:
    """What happened in a year of one kind: how often, and in which parts. `meaning` says what counts, and when."""

    slug: str
    title: str
    unit: str
    meaning: str
    whole: Shown | None
    tables: tuple[Table, ...]
    measures: tuple[Measure, ...]


@dataclass(frozen=True, slots=True)
class YearFigures:
    """All of it. `until` is the day up to which is counted what was known; None while nothing can be told.

    `final`: nothing is added any more. `years` are the school years that can be asked for, the latest one first.
    """

    organisation: str
    year: str
    until: date | None
    final: bool
    chapters: tuple[Chapter, ...]
    years: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """Which figures are meant: of a school year, up to a day; None while nothing can be told. `years` as above."""

    year: str
    period: Period
    until: date | None
    years: tuple[str, ...]


def asked(platform: Platform, who: Who, year: str = "") -> Asked:
    """Which figures this person means; without a year those of the latest of which there are any.

    :raises NotAllowed: for an organisation that takes part in no trajectory
    :raises NotFound: for what is no school year, or one that has yet to come
    """
    permission.allow(who, Action.COUNT)
    year = year or _latest(platform.today())
    period = figures.year_of(year)
    years = tuple(_years(school_year(platform.today())))
    if period is None or year not in years:
        raise NotFound
    return Asked(year, period, figures.seen_until(period, platform.today()), years)


def year_figures(platform: Platform, who: Who, year: str = "") -> YearFigures:
    """The figures of one's own organisation; without a year the latest of which there are any.

    Everybody who works there may see them: they tell nothing about one person.

    :raises NotAllowed, NotFound: as `asked` does
    """
    meant = asked(platform, who, year)
    period, until = meant.period, meant.until
    chapters: tuple[Chapter, ...] = ()
    if until is not None:
        counted = Period(period.first, min(period.last, until))
        chapters = published(cases_of(platform, who, period, until), who.letter, counted)
    return YearFigures(
        organisation=who.organisation.naam,
        year=meant.year,
        until=until,
        final=until is not None and figures.is_final(period, until),
        chapters=chapters,
        years=meant.years,
    )


def _latest(today: date) -> str:
    """The school year of the last month that is over."""
    first = today.replace(day=1)
    return school_year(date.fromordinal(first.toordinal() - 1))


def _years(latest: str) -> list[str]:
    first = int(latest[:4])
    return [f"{one}-{one + 1}" for one in range(first, max(FIRST_YEAR, first - 5) - 1, -1)]


def may_see(who: Who) -> bool:
    """Whether somebody's organisation has figures."""
    return permission.may(who, Action.COUNT)


def published(cases: Sequence[Case], letter: str, period: Period) -> tuple[Chapter, ...]:
    """All that an organisation, by its letter among the readers, may know of these trajectories in a period."""
    return tuple(_chapter(spec, letter, cases, period) for spec in CHAPTERS if letter in spec.readers)


def _chapter(spec: ChapterSpec, letter: str, cases: Sequence[Case], period: Period) -> Chapter:
    mine = figures.happened(cases, spec.day, period) if spec.day else list(cases)
    cuts = [cut for cut in spec.cuts if letter in cut.readers]
    tables = [table for cut in cuts for table in _CUTS[cut.kind](cut, mine, period)]
    size = _size(spec, mine, period)
    return Chapter(
        slug=spec.slug,
        title=spec.title,
        unit=spec.unit,
        meaning=spec.meaning,
        whole=size,
        tables=tuple(tables),
        measures=tuple(_measure(one, mine, size) for one in spec.measures if letter in one.readers),
    )


def _size(spec: ChapterSpec, mine: Sequence[Case], period: Period) -> Shown | None:
    """None where there is nothing that all of it adds up to."""
    if spec.adds_up == "evaluaties":
        return disclosure.whole(_tally(case for _, case in figures.evaluations(mine, period)))
    return disclosure.whole(_tally(mine)) if spec.adds_up else None


def _tally(cases: Iterable[Case]) -> Tally:
    return Tally.of(one.dossier for one in cases)


def _table(cut: Cut, labels: Iterable[str], parts: Sequence[Sequence[Case]]) -> Table:
    whole = _tally(one for part in parts for one in part)
    lines = _lines(labels, disclosure.split(whole, [_tally(one) for one in parts]))
    return Table(cut.slug, cut.title, cut.drawn, disclosure.whole(whole), lines, cut.note)


def _lines(labels: Iterable[str], shown: Sequence[Shown]) -> tuple[Line, ...]:
    return tuple(Line(label, one) for label, one in zip(labels, shown, strict=True))


def _parts(cut: Cut, mine: Sequence[Case], _: Period) -> list[Table]:
    return [_table(cut, cut.labels.values(), figures.sorted_by(cut.key, mine, list(cut.labels)))]


def _several(cut: Cut, mine: Sequence[Case], _: Period) -> list[Table]:
    shown = [_part(mine, lambda case, key=key: key in cut.keys(case)) for key in cut.labels]  # type: ignore[misc]  # key
    lines = _lines(cut.labels.values(), shown)
    return [Table(cut.slug, cut.title, cut.drawn, disclosure.whole(_tally(mine)), lines, cut.note, several=True)]


def _part(mine: Sequence[Case], has: Callable[[Case], bool]) -> Shown:
    having = [one for one in mine if has(one)]
    return disclosure.part(_tally(mine), _tally(having), _tally(one for one in mine if not has(one)))


def _partners(cut: Cut, mine: Sequence[Case], _: Period) -> list[Table]:
    """Organisations with enough of them by name, and all others together."""
    names = [cut.key(one) for one in mine]
    large = sorted(one for one in set(names) - {""} if names.count(one) >= disclosure.LEAST)
    known = [*large, "Alle andere samen"]
    return [_table(cut, known, figures.sorted_by(cut.key, mine, known))] if large else []


def _months(cut: Cut, mine: Sequence[Case], period: Period) -> list[Table]:
    """A month that has yet to come is not there."""
    number = (period.last.year - period.first.year) * 12 + period.last.month - period.first.month + 1
    over = [str(one) for one in figures.MONTHS[:number]]
    return [_table(cut, [cut.labels[one] for one in over], figures.sorted_by(cut.key, mine, over))]


def _held(cut: Cut, mine: Sequence[Case], period: Period) -> list[Table]:
    sorted_ = figures.sorted_by(lambda one: one[0].stand, figures.evaluations(mine, period), list(cut.labels))
    return [_table(cut, cut.labels.values(), [[case for _, case in one] for one in sorted_])]


def _reasons(cut: Cut, mine: Sequence[Case], _: Period) -> list[Table]:
    """First whether it is uitval, and of each group the reasons."""
    known = [*(one for one in cut.labels if one != "andere"), "andere"]
    sorted_ = dict(zip(known, figures.sorted_by(cut.key, mine, known), strict=True))
    groups = {key: [one for one in known if figures.reason_group(one) == key] for key in cut.groups}
    tallies = [
        (_tally(case for one in group for case in sorted_[one]), [_tally(sorted_[one]) for one in group])
        for group in groups.values()
    ]
    whole, parts = disclosure.nested(_tally(mine), tallies)
    size = disclosure.whole(_tally(mine))
    lines: list[Line] = []
    for (key, group), shown, own in zip(groups.items(), whole, parts, strict=True):
        if len(group) > 1:
            lines.append(Line(cut.groups[key], shown, sub=True))
        lines += _lines([cut.labels[one] for one in group], own)
    top = Table("uitval", "Uitval of geen uitval", "stapel", size, _lines(cut.groups.values(), whole), cut.note)
    return [top, Table(cut.slug, cut.title, cut.drawn, size, tuple(lines))]


def _goals(cut: Cut, mine: Sequence[Case], _: Period) -> list[Table]:
    """Each domain is a whole of its own; over all of them together nothing is told."""
    found = []
    for domain, title in cut.groups.items():
        results = [(figures.result_in(domain, one.goals), one) for one in mine]
        about = [one for one in results if one[0]]
        size = _part(mine, lambda case, domain=domain: bool(figures.result_in(domain, case.goals)))  # type: ignore[misc]
        parts = [[case for _, case in one] for one in figures.sorted_by(lambda one: one[0], about, list(cut.labels))]
        table = _table(cut, cut.labels.values(), parts)
        if isinstance(size, Hidden):
            table = replace(table, lines=tuple(replace(one, shown=Hidden.KEPT) for one in table.lines))
        found.append(replace(table, slug=f"{cut.slug}-{domain}", title=title, whole=size))
    return found


_CUTS: dict[str, Callable[[Cut, Sequence[Case], Period], list[Table]]] = {
    "parts": _parts,
    "several": _several,
    "partners": _partners,
    "months": _months,
    "held": _held,
    "reasons": _reasons,
    "goals": _goals,
}


def _measure(spec: Measured, mine: Sequence[Case], size: Shown | None) -> Measure:
    days = figures.days(spec.first, spec.last, mine)
    of = _part(mine, spec.among) if spec.among is not None else size
    found = disclosure.middle([round(one / spec.days) for one in days], Hidden.KEPT if of is None else of)
    low, median, high = found if found and len(found) > 1 else (None, found[0] if found else None, None)
    return Measure(spec.slug, spec.title, spec.unit, median, low, high, spec.note)
