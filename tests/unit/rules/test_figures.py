"""What counts in which year, and as what."""

from __future__ import annotations

from datetime import date

import pytest

from rules import figures
from rules.figures import Case, Held, Period

YEAR = Period(date(2025, 9, 1), date(2026, 8, 31))


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("2025-2026", YEAR),
        ("2025-2027", None),
        ("2025", None),
        ("25-26", None),
        ("", None),
        ("-", None),
        ("\uff12\uff10\uff12\uff15-2026", None),  # digits, but not ours
        ("0000-0001", None),
    ],
)
def test_a_school_year_is_from_september_to_august(name, found):
    assert figures.year_of(name) == found


@pytest.mark.parametrize(
    ("today", "until"),
    [
        (date(2025, 9, 1), None),
        (date(2025, 9, 30), None),
        (date(2025, 10, 1), date(2025, 9, 30)),
        (date(2026, 3, 15), date(2026, 2, 28)),
        (date(2026, 9, 15), date(2026, 8, 31)),
        (date(2026, 10, 1), date(2026, 9, 30)),
        (date(2031, 5, 5), date(2026, 9, 30)),
    ],
)
def test_a_year_is_told_month_by_month_and_not_at_all_after_september(today, until):
    assert figures.seen_until(YEAR, today) == until
    assert until is None or figures.is_final(YEAR, until) == (until == date(2026, 9, 30))


def test_each_thing_counts_in_the_year_of_its_own_day():
    case = Case(dossier="a", soort="leerling", referred=date(2025, 6, 20), started=date(2025, 9, 1))
    assert figures.happened([case], lambda one: one.referred, YEAR) == []
    assert figures.happened([case], lambda one: one.started, YEAR) == [case]
    assert figures.happened([case], lambda one: one.ended, YEAR) == []


def test_evaluations_that_were_held_and_the_one_that_was_not():
    """BR-40: the base is the start, then each evaluation; BR-44: nothing is due after the end."""
    start, told = date(2025, 10, 31), [(date(2025, 12, 31), date(2025, 12, 30))]
    assert figures.held_by(None, None, [], date(2026, 5, 1)) == ()
    assert figures.held_by(start, None, [], date(2025, 12, 30)) == ()
    assert figures.held_by(start, None, [], date(2025, 12, 31)) == (Held(date(2025, 12, 31)),)
    on_time, missed = figures.held_by(start, None, told, date(2026, 5, 1))
    assert (on_time.stand, missed) == ("op_tijd", Held(date(2026, 2, 28)))
    assert missed.stand == "niet"
    assert figures.held_by(start, date(2026, 2, 20), told, date(2026, 5, 1)) == (on_time,)
    assert Held(date(2026, 1, 1), date(2026, 1, 2)).stand == "te_laat"
    cases = [Case(dossier="a", soort="leerling", evaluations=(on_time, Held(date(2026, 9, 1))))]
    assert figures.evaluations(cases, YEAR) == [(on_time, cases[0])]


@pytest.mark.parametrize(
    ("results", "found"),
    [
        (["bereikt"], "bereikt"),
        (["bereikt", "niet_van_toepassing"], "bereikt"),
        (["bereikt", "in_uitvoering"], "deels"),
        (["deels_bereikt"], "deels"),
        (["niet_gestart", "in_uitvoering"], "niet"),
        (["niet_van_toepassing"], "nvt"),
        ([], ""),
    ],
)
def test_the_goals_in_a_domain_have_one_result(results, found):
    goals = [("klasklimaat", "bereikt"), *(("vertrouwen_school", one) for one in results)]
    assert figures.result_in("vertrouwen_school", goals) == found


def test_uitval_is_when_somebody_stops():
    groups = {one: figures.reason_group(one) for one in ("leerling_stopt", "uit_onderwijs", "verhuis", "andere", "")}
    assert list(groups.values()) == ["uitval", "uitval", "geen", "onbekend", "onbekend"]


def test_days_are_counted_of_who_has_both():
    cases = [
        Case(dossier="a", soort="leerling", referred=date(2026, 1, 1), started=date(2026, 1, 15)),
        Case(dossier="b", soort="leerling", referred=date(2026, 1, 1)),
        Case(dossier="c", soort="leerling", referred=date(2026, 1, 5), started=date(2026, 1, 1)),
    ]
    assert figures.days(lambda one: one.referred, lambda one: one.started, cases) == [14, 0]
    assert figures.sorted_by(lambda one: one.dossier, cases, ["a", "z"]) == [[cases[0]], [cases[1], cases[2]]]
