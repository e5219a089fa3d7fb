"""What an answer under a record does."""

from datetime import date

import pytest

from rules.capacity import Capacity
from rules.signatures import (
    after_refusal,
    may_start,
    niet_bereikt_allowed,
    niet_bereikt_problems,
    signature_date_ok,
    signature_date_problems,
    signature_methods,
)
from rules.signers import PartyFacts, Round, Signer, signers
from rules.states import Event

PARTIES = [
    PartyFacts("naft", "naft_begeleider", is_lead=True),
    PartyFacts("clb", "clb", is_lead=True),
    PartyFacts("kind", "leerling"),
    PartyFacts("ma", "ouder", gezag="ja_samen"),
    PartyFacts("pa", "ouder", gezag="ja_samen"),
]
TEAM = {"naft": "akkoord", "clb": "akkoord"}
NEEDED = Signer("kind", "leerling", True, ("akkoord", "niet_akkoord"), 2, "BR-30")
OTHER = Signer("lkr", "leerkracht", False, ("akkoord", "niet_akkoord", "kennisname"), 1, "BR-30")
FROZEN, TODAY = date(2026, 9, 17), date(2026, 9, 21)


def round_for(capacity, **more):
    return signers(Round("doelen", "leerling", Capacity(capacity), **more), PARTIES)


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        (TEAM | {"kind": "akkoord"}, []),
        (TEAM | {"kind": "akkoord", "ma": "geweigerd", "pa": "niet_akkoord"}, []),
        (TEAM, [("BR-30", "kind")]),
        (TEAM | {"kind": "kennisname"}, [("BR-30", "kind")]),
        (TEAM | {"kind": "niet_bereikt"}, [("BR-30", "kind")]),
        (TEAM | {"kind": "niet_akkoord"}, [("BR-31", "kind")]),
        (TEAM | {"kind": "geweigerd"}, [("BR-31", "kind")]),
        ({"kind": "akkoord"}, [("BR-30", "naft"), ("BR-30", "clb")]),
    ],
)
def test_the_start_waits_for_every_akkoord_that_is_needed(answers, expected):
    found = may_start(round_for("vermoed_bekwaam"), answers)
    assert [(problem.rule_id, problem.about) for problem in found] == expected


@pytest.mark.parametrize(
    ("answers", "conflict", "expected"),
    [
        ({"ma": "akkoord"}, False, []),
        ({"pa": "akkoord"}, False, []),
        ({"ma": "akkoord", "pa": "niet_bereikt"}, False, []),
        ({"ma": "akkoord", "pa": "akkoord"}, True, []),
        ({"ma": "akkoord"}, True, [("BR-30", "pa")]),
        ({"ma": "akkoord", "pa": "niet_akkoord"}, False, [("BR-31", "pa")]),
        ({"ma": "akkoord", "pa": "geweigerd"}, False, [("BR-31", "pa")]),
        ({"ma": "kennisname"}, False, [("BR-30", "ma"), ("BR-30", "pa")]),
        ({}, False, [("BR-30", "ma"), ("BR-30", "pa")]),
    ],
)
def test_one_parent_speaks_for_both_until_somebody_says_no(answers, conflict, expected):
    found = may_start(round_for("niet_bekwaam", conflict_known=conflict), TEAM | answers)
    assert [(problem.rule_id, problem.about) for problem in found] == expected


def test_a_refusal_that_blocks_leads_back_to_the_table_or_to_withdrawing():
    after = after_refusal("doelen", NEEDED)
    assert after.closes_round
    assert after.events == (Event.TERUG_NAAR_BEWERKEN, Event.INTREKKEN)
    assert after.source


def test_a_refusal_under_the_indicatiestelling_leads_to_a_new_version():
    after = after_refusal("indicatiestelling", NEEDED)
    assert after.closes_round
    assert after.events == ()


@pytest.mark.parametrize(
    ("record", "signer"), [("doelen", OTHER), ("evaluatie", NEEDED), ("engagementen", NEEDED), ("evaluatie", OTHER)]
)
def test_every_other_refusal_is_printed_and_stops_nothing(record, signer):
    after = after_refusal(record, signer)
    assert not after.closes_round
    assert "document" in after.message


@pytest.mark.parametrize("record", ["indicatiestelling", "doelen", "evaluatie", "engagementen"])
def test_nobody_must_say_why_they_refuse(record):
    """BR-32."""
    assert not after_refusal(record, NEEDED).reason_required


@pytest.mark.parametrize(
    ("signer", "attempts", "allowed"),
    [
        (OTHER, [date(2026, 9, 17), date(2026, 9, 18)], True),
        (OTHER, [date(2026, 9, 17), date(2026, 9, 17)], False),
        (OTHER, [date(2026, 9, 17)], False),
        (OTHER, [], False),
        (NEEDED, [date(2026, 9, 17), date(2026, 9, 18)], False),
    ],
)
def test_out_of_reach_takes_two_days_and_never_replaces_a_needed_akkoord(signer, attempts, allowed):
    assert niet_bereikt_allowed(signer, attempts) is allowed
    assert [found.rule_id for found in niet_bereikt_problems(signer, attempts)] == ([] if allowed else ["BR-35"])


@pytest.mark.parametrize(
    ("signed", "good"),
    [(date(2026, 9, 16), False), (FROZEN, True), (TODAY, True), (date(2026, 9, 22), False)],
)
def test_a_signature_is_not_older_than_its_text_nor_in_the_future(signed, good):
    assert signature_date_ok(FROZEN, signed, TODAY) is good
    assert [found.rule_id for found in signature_date_problems(FROZEN, signed, TODAY)] == ([] if good else ["BR-33"])


@pytest.mark.parametrize(
    ("birth", "offered"),
    [(None, True), (date(2010, 9, 21), True), (date(2010, 9, 22), False), (date(2008, 2, 3), True)],
)
def test_a_qualified_signature_is_offered_from_sixteen_next_to_the_others(birth, offered):
    """BR-34."""
    methods = signature_methods(birth, TODAY)
    assert methods[:2] == ("papier", "eenvoudig")
    assert ("gekwalificeerd" in methods) is offered
