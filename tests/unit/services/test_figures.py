"""The figures as a whole: an attacker with everything in hand, two years of it, and the rule; and who may know what."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from forms.trajecteinde import PERSPECTIEF_EINDE, REDEN_EINDE
from rules.disclosure import Hidden
from rules.figures import REACHED, Case, Held, Period, reason_group
from services import figure_files, figure_words, filling, opc, year_report
from services.figure_list import CHAPTERS, EINDE, SOORT, readers_of
from services.figures import Chapter, Line, YearFigures, published
from tests.counted import a_course
from tests.sjablonen_hulp import TEMPLATES, empty_headings, faults, inner_text, texts

YEAR = Period(date(2025, 9, 1), date(2026, 8, 31))
NEXT = Period(date(2026, 9, 1), date(2027, 8, 31))
KEYS = {"soort": list(SOORT), "how": list(EINDE), "reason": list(REDEN_EINDE), "perspective": list(PERSPECTIEF_EINDE)}
TABLES = {"geeindigd-soort": "soort", "einde": "how", "reden": "reason", "perspectief": "perspective"}

Columns = dict[str, list[str]]


def ended(columns: Columns, period: Period) -> list[Case]:
    """Trajectories that ended in a period, with these columns side by side; nothing else of them is in it."""
    rows = zip(*columns.values(), strict=True)
    return [
        Case(
            dossier=f"{period.first}{nr}",
            started=period.first - timedelta(days=100),
            ended=period.first + timedelta(days=nr % 300),
            **dict(zip(columns, row, strict=True)),
        )
        for nr, row in enumerate(rows)
    ]


@st.composite
def endings(draw: st.DrawFn) -> Columns:
    """A column for each table, of the same length: what falls under a few keys, often, and under others, seldom."""
    length = draw(st.sampled_from((3, 9, 14, 22, 40, 90)))
    random = Random(draw(st.integers(0, 10_000)))
    columns = {}
    for name, keys in KEYS.items():
        weights = [random.choice((0, 0, 1, 2, 8, 30)) for _ in keys]
        weights[random.randrange(len(keys))] += 10
        columns[name] = random.choices(keys, weights, k=length)
    return columns


def moved(column: list[str], key: str, other: str, wanted: int, fillers: list[str]) -> list[str] | None:
    """The column with so many under a key, what is left going to another; other small ones become one each."""
    counts = {one: column.count(one) for one in dict.fromkeys([*column, key, other])}
    for one in fillers:
        counts[one] = 1
    counts[key] = wanted
    counts[other] = len(column) - sum(count for one, count in counts.items() if one != other)
    return [one for one, count in counts.items() for _ in range(count)] if counts[other] >= 0 else None


@settings(max_examples=25)
@given(endings(), endings())
def test_with_everything_in_hand_each_hidden_number_can_still_be_any_of_four(this, following):
    """For each hidden number the world is made again with 1, 2, 3 and 4 there: all that is published stays the same.

    All of it: every table, percent and median of this year and of the next.
    """
    later = ended(following, NEXT)
    seen = [published([*ended(this, YEAR), *later], "C", period) for period in (YEAR, NEXT)]
    tables = {table.slug: table for chapter in seen[0] for table in chapter.tables}
    for slug, name in TABLES.items():
        lines = [one for one in tables[slug].lines if not one.sub]
        keys = KEYS[name] if slug != "reden" else sorted(REDEN_EINDE, key=_place)
        few = [key for key, line in zip(keys, lines, strict=True) if line.shown is Hidden.FEW]
        for key in few:
            beside = _beside(slug, key, keys, lines)
            fillers = [one for one in few if one != key and (slug != "reden" or reason_group(one) == reason_group(key))]
            for wanted in (1, 2, 3, 4):
                column = moved(this[name], key, beside, wanted, fillers)
                assert column is not None
                world = [*ended({**this, name: column}, YEAR), *later]
                assert [published(world, "C", period) for period in (YEAR, NEXT)] == seen, (slug, key, wanted)


def _place(reason: str) -> tuple[int, int]:
    """Reasons stand group by group, as in the table."""
    return ["geen", "uitval", "onbekend"].index(reason_group(reason)), list(REDEN_EINDE).index(reason)


def _beside(slug: str, key: str, keys: list[str], lines: list[Line]) -> str:
    """The part that was hidden beside a small one: of the same group, where there are groups."""
    kept = [one for one, line in zip(keys, lines, strict=True) if line.shown is Hidden.KEPT]
    return next(one for one in kept if slug != "reden" or reason_group(one) == reason_group(key))


def test_that_attack_would_find_a_number_that_can_be_computed():
    """The same on tables with only the small numbers left out: there it fails."""
    column = ["a"] * 12 + ["b"] * 3
    worlds = {tuple(column.count(one) if column.count(one) >= 5 else "?" for one in "ab")}
    other = moved(column, "b", "a", 2, [])
    assert other is not None
    assert tuple(other.count(one) if other.count(one) >= 5 else "?" for one in "ab") not in worlds


def many() -> list[Case]:
    """A year of a large organisation."""
    random = Random(3)
    found = []
    for nr in range(160):
        course = a_course(random, YEAR.first)
        start = course.referred + timedelta(days=20)
        end = start + timedelta(weeks=course.weeks or 12)
        found.append(
            Case(
                dossier=str(nr),
                soort=course.soort,
                referred=course.referred,
                decided=course.referred + timedelta(days=course.decided_after),
                decision="aanvaard",
                quick=course.decided_after < 5,
                started=start,
                ended=end,
                how="vroegtijdig" if course.reason == "leerling_stopt" else "afgerond",
                reason=course.reason,
                perspective=course.perspective,
                asked=frozenset(course.asked),
                goals=course.goals,
                evaluations=(Held(start + timedelta(days=61), start + timedelta(days=60 + course.late)),),
                partners=(("clb", "CLB"), ("naft", "=HYPERLINK(1)"), ("school", f"School {nr % 3}")),
            )
        )
    return found


def found_for(letter: str, cases: list[Case]) -> YearFigures:
    """A finished year."""
    return YearFigures(
        organisation="@SUM(A1)",
        year="2025-2026",
        until=date(2026, 9, 30),
        final=True,
        chapters=published(cases, letter, YEAR),
        years=("2025-2026",),
    )


def line(chapters: tuple[Chapter, ...], slug: str, label: str) -> object:
    """One number."""
    table = next(table for chapter in chapters for table in chapter.tables if table.slug == slug)
    return next(one.shown for one in table.lines if one.label == label)


def test_figures_add_up_where_nothing_is_hidden():
    cases = [replace(one, soort="leerling") for one in many()]
    chapters = {one.slug: one for one in published(cases, "C", YEAR)}
    assert chapters["aangemeld"].whole == len(cases)
    assert line(tuple(chapters.values()), "aangemeld-soort", "Eén leerling") == len(cases)
    assert line(tuple(chapters.values()), "aangemeld-school", "School 0") == 54
    started = [one for one in cases if YEAR.has(one.started)]
    assert chapters["gestart"].whole == len(started)
    measures = {one.slug: one for one in chapters["gestart"].measures}
    assert (measures["wachttijd-start"].median, measures["wachttijd-start"].low) == (20, 20)
    assert measures["wachtlijst"].median is None
    assert chapters["doelen"].whole is None


def test_who_may_know_what_follows_from_the_questions_and_the_steps():
    shown = {letter: published(many(), letter, YEAR) for letter in "CNS"}
    slugs = {letter: {table.slug for one in found for table in one.tables} for letter, found in shown.items()}
    assert slugs["C"] - slugs["S"] >= {"antwoordtermijn", "aangemeld-school"}
    assert slugs["C"] - slugs["N"] == {"aangemeld-naft"}
    assert slugs["N"] - slugs["C"] == {"aangemeld-clb"}
    assert "ingetrokken" not in {one.slug for one in shown["S"]}
    assert {"reden", "perspectief", "op-tijd"} <= slugs["S"]
    assert readers_of(("evaluatie", "reden_einde"), ("evaluatie", "uiterlijk_op")) == "CNS"
    for spec in CHAPTERS:
        assert set(spec.readers) & set("CNS"), spec.slug
        assert all(set(cut.readers) & set(spec.readers) for cut in spec.cuts), spec.slug


def test_many_evaluations_of_few_pupils_tell_nothing():
    cases = [
        Case(dossier="a", soort="leerling", evaluations=(Held(date(2026, 1, nr), date(2026, 1, nr)),))
        for nr in range(1, 9)
    ]
    chapter = next(one for one in published(cases, "N", YEAR) if one.slug == "evaluaties")
    assert chapter.whole is Hidden.KEPT
    assert chapter.tables[0].empty
    assert figure_words.said_of(chapter) == "aantal evaluaties niet getoond"
    assert figure_words.nothing_of(chapter) == "De aantallen zijn te klein om er meer over te tonen."
    assert figure_words.nothing_of(replace(chapter, whole=0)) == "Er waren er geen."


def numbers_of(found: YearFigures) -> set[str]:
    """Every count that may be shown."""
    return {str(one.shown) for chapter in found.chapters for table in chapter.tables for one in table.lines} | {
        str(table.whole) for chapter in found.chapters for table in chapter.tables
    }


def test_the_csv_is_what_excel_in_belgium_opens_and_carries_nothing_out():
    found = found_for("C", many())
    text = figure_files.csv_table(found).decode("utf-8")
    assert text.startswith("\ufeffhoofdstuk;figuur;onderdeel;waarde;eenheid\r\n")
    assert "Over;Organisatie;;'@SUM(A1);" in text
    assert ";'=HYPERLINK(1);" in text
    cells = [cell for row in text[1:].splitlines() for cell in row.split(";")]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t"))]
    assert {row.split(";")[3] for row in text.splitlines()[4:] if ";Totaal;" in row} <= numbers_of(found) | {
        str(one.whole) for one in found.chapters
    }


@pytest.mark.parametrize("text", ["=1+1", "+32", "-2", "@A1", "\tx", "\rx", "\nx"])
def test_no_text_begins_as_a_formula(text):
    assert figure_files.harmless(text) == f"'{text}"
    assert figure_files.harmless("De Sluis = school") == "De Sluis = school"


S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def test_the_workbook_has_a_sheet_for_each_table_and_numbers_that_are_numbers():
    found = found_for("C", many())
    content = figure_files.workbook(found)
    assert content == figure_files.workbook(found), "the same figures give the same file"
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    names = [str(one.get("name")) for one in etree.fromstring(parts["xl/workbook.xml"]).iter(f"{S}sheet")]
    assert len(names) == len(set(names)) == sum(len(one.tables) for one in found.chapters) + 3
    assert all(len(one) <= 31 for one in names)
    assert (names[0], names[-1]) == ("Overzicht", "Hoe we tellen")
    strings = [inner_text(one) for one in etree.fromstring(parts["xl/sharedStrings.xml"]).iter(f"{S}si")]
    assert Hidden.FEW.value in strings
    assert not [one for one in strings if one.startswith(("=", "+", "-", "@"))]
    sheets = [etree.fromstring(data) for name, data in parts.items() if name.startswith("xl/worksheets/sheet")]
    assert not [one for sheet in sheets for one in sheet.iter(f"{S}f", f"{S}hyperlink")]
    assert all(sheet.find(f".//{S}pane") is not None for sheet in sheets)
    first = etree.fromstring(parts["xl/worksheets/sheet1.xml"])
    counts = [one for one in first.iter(f"{S}c") if str(one.get("r")).startswith("B") and one.get("t") is None]
    assert [one.findtext(f"{S}v") for one in counts] == [
        str(one.whole) for one in found.chapters if isinstance(one.whole, int)
    ]
    assert b"1980-01-01T00:00:00Z" in parts["docProps/core.xml"]


def test_the_yearly_report_says_the_same_in_word(tmp_path):
    found = found_for("N", many())
    names = year_report.names_of(found) | {"gemaakt": "3 oktober 2026", "logo": ""}
    content = opc.write_package(filling.fill((TEMPLATES / year_report.TEMPLATE).read_bytes(), names))
    path = tmp_path / "jaarverslag.docx"
    path.write_bytes(content)
    assert faults(path) == []
    assert empty_headings(content) == []
    text = "\n".join(texts(content).values())
    for chapter in found.chapters:
        assert chapter.title in text
        assert chapter.meaning in text
        assert all(table.title in text for table in chapter.tables)
        assert all(figure_words.sentence(table) in text for table in chapter.tables)
    assert Hidden.FEW.value in text
    assert "Toelichting" in text
    assert "@SUM(A1)" in text


def test_the_template_of_the_report_looks_as_all_others_do():
    own = opc.read_package((TEMPLATES / year_report.TEMPLATE).read_bytes())
    other = opc.read_package((TEMPLATES / "doelen.docx").read_bytes())
    for part in ("/word/styles.xml", "/word/theme/theme1.xml", "/word/fontTable.xml"):
        assert own[part] == other[part], part


def test_the_results_of_goals_are_all_known():
    from forms.doelresultaten import DOELRESULTATEN

    results = next(one for one in DOELRESULTATEN.of if one.name == "resultaat")
    assert set(REACHED) == set(results.offered(None))  # type: ignore[arg-type]
