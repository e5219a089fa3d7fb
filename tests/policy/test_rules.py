"""Every rule of the book is carried out, tested and listed."""

import pytest

from rules.rulebook import BUSINESS_RULES
from rules.source import RULES
from tests.policy import regels
from tests.policy.regels import named


def test_the_list_of_rules_is_fresh():
    document = regels.MADE.document.read_text("utf-8")
    assert regels.MADE.renewed(document) == document, f"docs/regels.md is behind: run {regels.MADE.command}"


def test_every_rule_has_a_theme_and_stands_in_the_list_once():
    listed = [line.split(" ", 2)[1] for line in regels.tables().splitlines() if line.startswith("| BR-")]
    assert listed == [rule_id for rule_id in RULES if rule_id.startswith("BR-")]


@pytest.mark.parametrize("rule_id", RULES)
def test_every_rule_is_named_by_a_test(rule_id):
    tests = regels.tested_in().get(rule_id, [])
    assert tests, (
        f"{rule_id} ({RULES[rule_id].text}): name it in the docstring of the test that holds the program to it, "
        "or write that test"
    )


@pytest.mark.parametrize("rule_id", [rule.id for rule in BUSINESS_RULES])
def test_every_rule_is_carried_out_somewhere(rule_id):
    places = [one.path for found in (regels.decided_in(), regels.applied_in()) for one in found.get(rule_id, [])]
    assert places, f"{rule_id} ({RULES[rule_id].text}): name it in the docstring of what carries it out, or write that"


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("Too late (BR-40).", {"BR-40"}),
        ("BR-20 to BR-22, and T9", {"BR-20", "BR-21", "BR-22", "T9"}),
        ("from BR-12\n    to BR-20", {"BR-12", "BR-13", "BR-20"}),
        ("BR-99, T21, T100, 2026-09-01T14:00 and XBR-01", set()),
    ],
)
def test_a_range_names_every_rule_in_it_and_a_time_names_none(text, rules):
    assert named(text) == rules


def test_who_calls_what_decides_applies_the_rule():
    """What the list is made with, tried on a rule: named in a private function, reached by way of a public one."""
    assert "_takes_part" in {one.name for one in regels.decided_in()["BR-24"]}
    assert "help_problems" in {one.name for one in regels.applied_in()["BR-24"]}


def test_who_finds_the_fact_of_a_guard_applies_its_rule():
    assert "_clb_worked_along" in {one.name for one in regels.applied_in()["BR-10"]}
