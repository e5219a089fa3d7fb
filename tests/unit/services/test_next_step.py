"""The next step of a trajectory that runs: what it says of the last day for an evaluation."""

import pytest

from services.next_step import next_step
from services.steps import NextStep
from tests.world import Case, World

WHY = "Minstens om de twee maanden kijkt iedereen samen hoe het gaat (draaiboek, deel 4)."
ARMISTICE = "is een dag zonder school (Wapenstilstand)"


@pytest.mark.parametrize(
    ("start", "more"),
    [
        ("2026-09-21", " De laatste dag is een zaterdag: plan vroeger, ten laatste vrijdag 20 november 2026."),
        ("2026-10-26", " De laatste dag valt in de kerstvakantie: plan vroeger, ten laatste vrijdag 18 december 2026."),
        ("2026-09-11", f" De laatste dag {ARMISTICE}: plan vroeger, ten laatste dinsdag 10 november 2026."),
        ("2026-09-18", ""),
    ],
)
def test_a_last_day_without_school_says_why_and_which_day_is_better(world, clock, start, more):
    clock.go(start)
    step = _step(_running(world))
    assert step.title == "Begin de evaluatie"
    assert step.why == WHY + more


def test_a_better_day_that_is_past_is_not_given(world, clock):
    clock.go("2026-10-26")
    case = _running(world)
    clock.go("2026-12-18")
    assert "ten laatste vrijdag 18 december" in _step(case).why
    clock.go("2026-12-19")
    assert _step(case).why == WHY


def _running(world: World) -> Case:
    case = world.kobe()
    case.refer()
    case.accept()
    case.start()
    return case


def _step(case: Case) -> NextStep:
    return next_step(case.platform, case.world.who(case.naft), case.file)
