"""What every module of rules promises: sources, docstrings, and nothing but the standard library."""

import ast
import re
import sys
from pathlib import Path

import pytest

import rules
from rules.rulebook import BUSINESS_RULES
from rules.rulebook_trajectory import TRAJECTORY_RULES
from rules.source import RULES, problem
from tests.policy.regels import named

FOLDER = Path(rules.__file__).parent
MODULES = sorted(FOLDER.glob("*.py"))
DECIDING = [path for path in MODULES if path.stem not in ("source", "states") and not path.stem.startswith("rulebook")]
"""Not the rule book itself, nor what a problem and a state are."""
EXPECTED = (
    *range(1, 14),
    *range(20, 28),
    *range(30, 38),
    *range(40, 47),
    *range(50, 60),
)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_everything_public_says_what_it_is(path):
    tree = ast.parse(path.read_text())
    silent = [
        node.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ClassDef | ast.FunctionDef) and not node.name.startswith("_")
        if not ast.get_docstring(node)
    ]
    assert ast.get_docstring(tree), f"{path.name}: begin the module with one sentence on what is in it"
    assert not silent, f"{path.name}: give these a docstring: {silent}"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_every_rule_that_is_named_is_in_the_book(path):
    named = set(re.findall(r'"(BR-\d\d|T\d{1,2})"', path.read_text()))
    assert named <= RULES.keys(), f"{path.name}: add these to the rule book: {named - RULES.keys()}"


@pytest.mark.parametrize("path", DECIDING, ids=lambda path: path.stem)
def test_what_decides_names_its_rule_or_its_source(path):
    """In its own docstring, or in that of its module for all that stands there."""
    tree = ast.parse(path.read_text())
    public = [node for node in tree.body if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")]
    silent = [node.name for node in public if not _has_source(tree) and not _has_source(node)]
    assert not silent, f"{path.name}: name the rule (BR-08, T12) or give the source ('Source: ...') of {silent}"


def _has_source(node):
    text = ast.get_docstring(node) or ""
    return bool(named(text)) or "Source: " in text


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_a_rule_needs_nothing_but_the_standard_library(path):
    nodes = list(ast.walk(ast.parse(path.read_text())))
    roots = {alias.name.split(".")[0] for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    roots |= {str(node.module).split(".")[0] for node in nodes if isinstance(node, ast.ImportFrom)}
    assert roots <= sys.stdlib_module_names | {"rules"}, f"{path.name}: take facts as arguments instead"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_no_rule_looks_at_the_clock(path):
    called = {node.attr for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Attribute)}
    assert called.isdisjoint({"today", "now", "utcnow"}), f"{path.name}: take the day as an argument instead"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_a_module_stays_short(path):
    assert len(path.read_text().splitlines()) < 250, f"{path.name}: split it by noun"


def test_the_book_has_every_rule_once():
    assert [rule.id for rule in BUSINESS_RULES] == [f"BR-{number:02}" for number in EXPECTED]
    assert [rule.id for rule in TRAJECTORY_RULES] == [f"T{number}" for number in range(1, 21)]


@pytest.mark.parametrize("rule", RULES.values(), ids=lambda rule: rule.id)
def test_a_rule_names_its_source_in_words(rule):
    assert rule.text.endswith(".")
    assert rule.source
    assert not re.search(r"\bS\d+|\bPB\b|§|\[", rule.source)


def test_a_problem_carries_the_source_of_its_rule():
    assert problem("BR-02", "Wacht.").source == "draaiboek, deel 3 en 4"


def test_a_problem_of_an_unknown_rule_is_a_mistake_of_the_programmer():
    with pytest.raises(KeyError):
        problem("BR-99", "Wacht.")
