"""The tables of docs/regels.md: every rule with its source and the places in the program that name it.

`python -m tests.policy.regels` says whether they are fresh, with `--write` it makes them so.

A definition of rules/ decides a rule when it names its number. One of forms/, services/, store/ or views/
applies a rule when it names the number, when it calls a function of rules/ that decides it (itself, or by
way of other functions of rules/), or when it finds the fact that a guard of that rule asks for.
"""

import ast
import re
import sys
from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from rules.rulebook import BUSINESS_RULES, Rule
from rules.source import RULES
from rules.transitions import TRANSITIONS, Actor, Transition
from tests.policy.definitions import ROOT, Definition, Name, definitions, module
from tests.policy.made import Made, cell

APPLYING = ("forms", "services", "store", "views")
BOOKS = ("rules.rulebook", "rules.rulebook_trajectory")
THEMES = {
    "BR-0": "Referral",
    "BR-1": "Goals, and who receives what",
    "BR-2": "Consent",
    "BR-3": "Signing",
    "BR-4": "The clock",
    "BR-5": "Keeping, and telling",
}
"""How a number begins -> what such rules are about."""
NOWHERE = "–"
BR_HEADER = "| rule | what must hold | source | decided in | applied in | tests |\n|---|---|---|---|---|---|\n"
T_HEADER = "| step | from | event | to | by | asks for | then | source |\n|---|---|---|---|---|---|---|---|\n"
_NUMBER = r"(?<![\w}-])(BR-\d\d|T[1-9]\d?)(?!\w|:\d)"
_NAMED = re.compile(rf"{_NUMBER}(?:\s+to\s+{_NUMBER})?")


def named(text: str) -> frozenset[str]:
    """The rules of the book that a text names: "BR-08", "T12", and "BR-20 to BR-24" for all five."""
    order = list(RULES)
    found = set[str]()
    for first, last in _NAMED.findall(text):
        if {first, last or first} <= RULES.keys():
            found.update(order[order.index(first) : order.index(last or first) + 1])
    return frozenset(found)


@cache
def decided_in() -> dict[str, list[Definition]]:
    """Rule -> the definitions of rules/ that name it, outside of the rule book."""
    found = defaultdict(list)
    for one in definitions("rules"):
        for rule_id in named(one.text) if one.module not in BOOKS else ():
            found[rule_id].append(one)
    return dict(found)


@cache
def applied_in() -> dict[str, list[Definition]]:
    """Rule -> the definitions outside of rules/ that name it, call what decides it, or find a fact for it."""
    found = defaultdict(list)
    finders = _finders()
    for package in APPLYING:
        for one in definitions(package):
            called = (_decides(use) for use in one.uses if use in _rules())
            for rule_id in named(one.text).union(finders[one.key], *called):
                found[rule_id].append(one)
    return dict(found)


@cache
def tested_in() -> dict[str, list[str]]:
    """Rule -> the test files that name it. House rules test the book itself, no rule in it."""
    found = defaultdict(list)
    for path in sorted((ROOT / "tests").rglob("test_*.py")):
        if path.parent.name != "policy" and not path.stem.startswith("test_house_rules"):
            for rule_id in named(path.read_text("utf-8")):
                found[rule_id].append(str(path.relative_to(ROOT)))
    return dict(found)


@cache
def _rules() -> dict[Name, Definition]:
    """The functions of rules/ by name."""
    return {one.key: one for one in definitions("rules") if one.kind == "function"}


@cache
def _decides(start: Name) -> frozenset[str]:
    """The rules that a function of rules/ names, itself or in what it calls.

    Functions are followed into other modules, constants within their own: who looks something up in the
    table of transitions does not decide all that stands in the table.
    """
    every = {one.key: one for one in definitions("rules")}
    todo, seen = [start], set[Name]()
    while todo:
        key = todo.pop()
        seen.add(key)
        near = {use for use in every[key].uses if use in every and every[use].kind != "class"}
        todo += [use for use in near - seen if use in _rules() or use[0] == key[0]]
    return frozenset().union(*(named(every[key].text) for key in seen))


def _finders() -> dict[Name, set[str]]:
    """Who finds the fact of a guard -> the rules of that guard, read from FINDERS in services/guard_facts.py."""
    asked: dict[str, set[str]] = defaultdict(set)
    for guard in (guard for row in TRANSITIONS for guard in row.guards):
        asked[guard.name].add(guard.rule_id)
    found: dict[Name, set[str]] = defaultdict(set)
    one = module("services.guard_facts")
    for node in (inner for inner in ast.walk(one.tree) if isinstance(inner, ast.Dict)):
        for key, value in zip(node.keys, node.values, strict=True):
            if isinstance(key, ast.Constant) and str(key.value) in asked:
                finder = value.id if isinstance(value, ast.Name) else "FINDERS"
                found[one.name, finder] |= asked[str(key.value)]
    return found


def tables() -> str:
    """The business rules by theme, then the steps of a trajectory."""
    parts = []
    for begin, theme in THEMES.items():
        lines = "".join(_rule_line(rule) for rule in BUSINESS_RULES if rule.id.startswith(begin))
        parts.append(f"### {theme}\n\n{BR_HEADER}{lines}")
    parts.append(f"## The steps of a trajectory, T1 to T20\n\n{T_HEADER}{''.join(map(_step_line, TRANSITIONS))}")
    return "\n".join(parts)


def _rule_line(rule: Rule) -> str:
    decided, applied = decided_in().get(rule.id, []), applied_in().get(rule.id, [])
    tests = "<br>".join(f"`{name}`" for name in tested_in().get(rule.id, [])) or NOWHERE
    return _line([rule.id, rule.text, rule.source, _places(decided), _places(applied), tests])


def _places(found: Iterable[Definition]) -> str:
    by_file = defaultdict(list)
    for one in found:
        by_file[one.path].append(f"`{one.name}`")
    return "<br>".join(f"`{path}`: {', '.join(names)}" for path, names in by_file.items()) or NOWHERE


def _step_line(row: Transition) -> str:
    """`None` among the states is a trajectory that does not exist yet."""
    states = sorted(row.from_states, key=lambda state: list(type(row.to_state)).index(state) if state else -1)
    return _line(
        [
            row.id,
            ", ".join(f"`{state}`" if state else "nothing" for state in states),
            f"`{row.event}`: {row.label}",
            f"`{row.to_state}`",
            ", ".join(f"`{actor}`" for actor in Actor if actor in row.who),
            "<br>".join(f"`{guard.name}` ({guard.rule_id})" for guard in row.guards) or NOWHERE,
            row.effect,
            row.source,
        ]
    )


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(map(cell, cells))} |\n"


MADE = Made(Path(__file__).parents[2] / "docs" / "regels.md", "tests.policy.regels", tables)

if __name__ == "__main__":
    sys.exit(MADE.main(sys.argv[1:]))
