"""What is due in a dossier, day by day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.plan import ENDED, Facts, Review, plan
from rules.source import RULES
from rules.states import State

DAY = date(2026, 11, 23)


def kinds(**facts):
    """Kind -> (day, shown from, whose turn)."""
    return {due.kind: (due.day, due.shown_from, due.acts) for due in plan(Facts(**({"day": DAY} | facts)))}


def test_the_provider_answers_by_a_day_and_not_while_the_clb_owes_it_an_answer():
    """BR-45"""
    due = date(2026, 11, 30)
    assert kinds(state=State.AANGEMELD, answer_due=due)["antwoord"][0] == due
    asked = kinds(state=State.AANGEMELD, answer_due=due, question_since=DAY)
    assert set(asked) == {"info"}
    assert asked["info"][2] == "C"
    assert kinds(state=State.AANVAARD, answer_due=due) == {}


def test_the_evaluation_is_announced_fourteen_days_ahead_also_during_a_pause():
    """BR-40, BR-41 and BR-43."""
    due = date(2027, 1, 18)
    for state in (State.LOPEND, State.OPGESCHORT):
        assert kinds(state=state, evaluation_due=due)["evaluatie"] == (due, date(2027, 1, 4), "N")
    assert kinds(state=State.AFGEROND, evaluation_due=due) == {}


def test_a_planned_evaluation_stands_beside_the_last_day_until_it_has_passed():
    due = date(2027, 1, 18)
    planned = kinds(state=State.LOPEND, evaluation_due=due, evaluation_planned=date(2027, 1, 11))
    assert planned["evaluatie_gepland"][0] == date(2027, 1, 11)
    assert "evaluatie_gepland" not in kinds(
        state=State.LOPEND, evaluation_due=due, evaluation_planned=date(2026, 11, 1)
    )
    assert "evaluatie_gepland" not in kinds(state=State.LOPEND, evaluation_due=due, evaluation_planned=due)


@pytest.mark.parametrize(("birth", "kind"), [(date(2008, 12, 1), "wordt_18"), (date(2014, 12, 1), "wordt_12")])
def test_a_coming_birthday_is_a_task_from_fourteen_days_before(birth, kind):
    """BR-27"""
    found = kinds(state=State.LOPEND, births=[("kind", birth)])
    assert found[kind] == (date(2026, 12, 1), date(2026, 11, 17), "CN")


def test_a_birthday_that_has_come_is_no_task_any_more():
    assert kinds(state=State.LOPEND, births=[("kind", date(2008, 11, 23))]) == {}


@pytest.mark.parametrize("state", [state for state in State if state not in ENDED])
def test_a_consent_that_is_gone_is_known_within_a_day_in_every_state(state):
    """BR-25"""
    assert kinds(state=state, consent_gone_on=DAY)["instemming"] == (DAY + timedelta(days=1), DAY, "CN")


def test_an_engagement_is_followed_up_by_whom_it_names():
    """BR-46"""
    reviews = [Review("E1", DAY, "school"), Review("E2", DAY, "clb")]
    found = [(due.about, due.acts) for due in plan(Facts(State.NAZORG, DAY, reviews=reviews))]
    assert found == [("E1", "S"), ("E2", "C")]
    assert plan(Facts(State.AFGEROND, DAY, reviews=reviews)) == []


def test_each_keeper_reads_its_own_last_day_of_keeping():
    """BR-50"""
    found = plan(Facts(State.AFGESLOTEN, DAY, retain_clb=date(2036, 11, 23), retain_naft=date(2046, 5, 3)))
    assert [(due.kind, due.readers, due.day.year) for due in found] == [
        ("bewaren_clb", "C", 2036),
        ("bewaren_naft", "N", 2046),
    ]


@given(
    state=st.sampled_from(State),
    days=st.lists(st.dates(date(2020, 1, 1), date(2040, 12, 31)), min_size=8, max_size=8),
    birth=st.dates(date(1998, 1, 1), date(2018, 12, 31)),
)
def test_every_day_follows_from_a_rule_and_is_shown_no_later_than_it_comes(state, days, birth):
    answer, asked, table, waits, due, planned, gone, paused = days
    facts = Facts(
        state=state,
        day=DAY,
        answer_due=answer,
        question_since=asked,
        first_table_on=table,
        waits_until=waits,
        evaluation_due=due,
        evaluation_planned=planned,
        births=[("kind", birth)],
        consent_gone_on=gone,
        paused_until=paused,
        reviews=[Review("E1", answer, "clb")],
        retain_clb=answer,
        retain_naft=due,
    )
    found = plan(facts)
    assert found == sorted(found, key=lambda one: one.day)
    for one in found:
        assert one.rule_id in RULES
        assert set(one.acts) <= set(one.readers)
        assert one.shown_from <= one.day or one.kind.startswith("bewaren")
