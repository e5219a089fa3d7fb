"""The days that count, as people find them: in the work list, in the plan of a dossier, in red when they are past."""

from __future__ import annotations

import pytest

from tests.way import Way
from tests.world import evaluation

GROUPS = ("jou", "week", "laat", "anderen")


@pytest.fixture
def way(kobe, signed_in):
    """Kobe's dossier, just opened."""
    return Way(kobe, signed_in)


@pytest.fixture
def running(way, clock):
    """Kobe runs since Tuesday 22 September 2026: two months later is a Sunday."""
    way.case.refer()
    way.case.accept()
    clock.go("2026-09-22")
    way.case.start()
    return way


def test_an_answer_is_due_five_working_days_after_a_friday_before_the_holidays(way, clock):
    """BR-45: Christmas is no working day, the days between are; the day itself does not count."""
    clock.go("2026-12-18")
    way.case.refer()
    (line,) = [line for group in GROUPS for line in way.tasks("younes", group)]
    assert "Beslis over de aanmelding" in line
    assert "28 december" in line
    assert any("28 december 2026" in line for line in way.plan("younes"))
    assert not any("28 december" in line for line in way.plan("saskia"))
    clock.go("2026-12-28")
    assert way.tasks("younes", "week")
    assert not way.tasks("younes", "laat")
    clock.go("2026-12-29")
    for key in ("younes", "an"):
        assert any("eslis" in line and "over de aanmelding" in line for line in way.tasks(key, "laat"))
    assert way.in_red("younes")
    way.case.accept()
    assert not way.tasks("younes", "laat")


def test_a_public_holiday_in_the_week_moves_the_answer(way, clock):
    """BR-45: 11 November is none of the five."""
    clock.go("2026-11-06")
    way.case.refer()
    assert any("16 november 2026" in line for line in way.plan("an"))


def test_an_evaluation_that_is_due_on_a_sunday_stays_with_the_advice_to_plan_earlier(running):
    """BR-40, BR-42: the last school day before is named, the date itself does not move."""
    for key in ("younes", "an", "saskia"):
        (line,) = [line for line in running.plan(key) if "22 november 2026" in line]
        assert "De laatste dag is een zondag: plan vroeger, ten laatste" in line, line
    assert running.case.file.trajectory.due_date == "2026-11-22"


def test_reminders_come_two_weeks_and_one_week_before(running, clock):
    """BR-41: NAFT has it in its list from the 14th day before, and under this week in the last seven."""
    clock.go("2026-11-07")
    assert not any(running.tasks("younes", group) for group in ("jou", "week", "laat"))
    clock.go("2026-11-08")
    assert any("Bereid de evaluatie voor" in line for line in running.tasks("younes", "jou"))
    clock.go("2026-11-15")
    assert any("22 november" in line for line in running.tasks("younes", "week"))
    assert any("22 november" in line for line in running.tasks("an", "week"))
    assert not running.tasks("saskia", "week")


def test_an_overdue_evaluation_is_red_for_naft_and_clb(running, clock):
    """BR-41: from the day after on, every day, until it was held; the school waits for others."""
    clock.go("2026-11-22")
    assert not running.tasks("younes", "laat")
    for day in ("2026-11-23", "2026-12-01"):
        clock.go(day)
        for key in ("younes", "an"):
            (line,) = running.tasks(key, "laat")
            assert "bereid" in line.lower()
            assert "evaluatie" in line
            page = running.at(key).get("/werklijst")
            assert page.all("//section[@id='laat']//li[@class='taak']")
            assert running.in_red(key)
        assert not running.tasks("saskia", "laat")
        assert running.tasks("saskia", "anderen")
    running.case.sign(
        running.case.freeze("younes", running.case.write("younes", "evaluatie", evaluation(running.case)))
    )
    for key in ("younes", "an"):
        assert not running.tasks(key, "laat")
        assert not running.in_red(key)


def test_an_evaluation_is_possible_and_due_while_it_stands_still(running, clock):
    """BR-43, T11, T13: a pause does not stop the two months; the evaluation moves the day and not the state."""
    clock.go("2026-10-05")
    until = "2026-11-30"
    running.step("younes", "Opschorten", "opschorten", reden="ziekte_of_opname", vermoedelijk_tot=until)
    assert running.state() == "opgeschort"
    assert any("22 november 2026" in line for line in running.plan("younes"))
    assert any("30 november 2026" in line for line in running.plan("younes"))
    assert "Ziekte of opname" not in running.dossier("saskia").text

    clock.go("2026-11-16")
    answers = running.looked_back(evaluation(running.case, volgende_evaluatie="2027-01-11"))
    running.freeze("younes", "evaluatie", answers)
    running.case.sign(running.case.version("evaluatie"))
    assert running.state() == "opgeschort"
    assert running.case.file.trajectory.due_date == "2027-01-16"
    assert running.word("an", "D3-1_v1_school.docx")

    clock.go("2026-12-02")
    assert any("Hervat het traject" in line for group in GROUPS for line in running.tasks("younes", group))
    running.step("younes", "Hervatten", "hervatten")
    assert running.state() == "lopend"
    assert running.case.file.trajectory.due_date == "2027-01-16"


def test_an_overdue_evaluation_is_red_while_it_stands_still(running, clock):
    """BR-41, BR-43: late is late."""
    clock.go("2026-10-05")
    running.step("younes", "Opschorten", "opschorten", reden="leerling_onbereikbaar")
    clock.go("2026-11-23")
    for key in ("younes", "an"):
        assert running.tasks(key, "laat")
        assert running.in_red(key)
