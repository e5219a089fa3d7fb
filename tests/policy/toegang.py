"""The tables of docs/toegang.md: who may do what, and which pages that are.

`python -m tests.policy.toegang` says whether they are fresh, with `--write` it makes them so.
"""

import sys
from pathlib import Path

from forms.partij import ROLE_LABELS
from rules.access import MATRIX, Right, rights_to
from rules.actions import Action, Need, Tie
from rules.rights import AT_WORK, COPIES, COPIES_BESIDES
from rules.source import RULES
from tests.policy.made import Made, cell
from views import rights

NOT = "–"
HOUSE = "| action | organisation | role | asked anew | why | source | pages |\n|---|---|---|---|---|---|---|\n"
TIES = [one for one in Tie if one is not Tie.NONE]
DOSSIER = (
    f"| action | {' | '.join(TIES)} | role | and only if | asked anew | without it | why | source | pages |\n"
    f"|---|{'---|' * len(TIES)}---|---|---|---|---|---|---|\n"
)


def tables() -> str:
    """Rights without a dossier, rights in one, what the words mean, and whose copies go to whom."""
    house = [one for one in MATRIX if not one.ties]
    dossier = [one for one in MATRIX if one.ties]
    parts = [
        f"## Without a dossier\n\n{HOUSE}{''.join(map(_house_line, house))}",
        f"## In a dossier\n\n{DOSSIER}{''.join(map(_dossier_line, dossier))}",
        "## The ties\n\n" + "".join(f"- `{one}`: {one.meaning}\n" for one in Tie),
        "## Only if\n\n" + "".join(f"- `{one}`: {one.meaning}\n" for one in Need),
        f"## Roles that open dossiers\n\n{''.join(_roles_line(*one) for one in AT_WORK.items())}",
        f"## Whose copies somebody fetches\n\n{''.join(_copies())}",
    ]
    return "\n".join(parts)


def _house_line(one: Right) -> str:
    who = "everybody, signed in or not" if one.everybody else ", ".join(sorted(one.kinds)) or "every one"
    return _line([f"`{one.action}`", who, _roles(one), _fresh(one), one.why, _source(one), _pages(one)])


def _dossier_line(one: Right) -> str:
    needs = [f"`{need}`" for need in Need if need in one.needs] + [f"a copy: {one.copies}"] * bool(one.copies)
    if one.never_in:
        needs.append(f"not {', '.join(sorted(one.never_in))}")
    ties = ["yes" if tie in one.ties else NOT for tie in TIES]
    hides = "not there" if one.hidden else one.refusal
    said = [", ".join(needs) or NOT, _fresh(one), hides or NOT, one.why, _source(one), _pages(one)]
    return _line([f"`{one.action}`", *ties, _roles(one), *said])


def _roles(one: Right) -> str:
    return ", ".join(sorted(one.roles)) or ("at work" if one.ties else NOT)


def _fresh(one: Right) -> str:
    return "yes" if one.fresh else NOT


def _source(one: Right) -> str:
    return f"{one.rule}: {RULES[one.rule].source}" if one.rule else one.source


def _pages(one: Right) -> str:
    first = rights_to(one.action)[0] is one
    found = [endpoint for endpoint, action in rights.ACTIONS.items() if action is one.action]
    return ", ".join(f"`{endpoint}`" for endpoint in found) if first and found else NOT


def _roles_line(kind: str, roles: tuple[str, ...]) -> str:
    return f"- `{kind}`: {', '.join(f'{one} ({ROLE_LABELS.get(one, one)})' for one in roles)}\n"


def _copies() -> list[str]:
    found = [f"- `{kind}`: {', '.join(letters)}\n" for kind, letters in COPIES.items()]
    for code, more in COPIES_BESIDES.items():
        found += [f"- `{kind}` of {code} besides: {', '.join(letters)}\n" for kind, letters in more.items()]
    return found


def _line(cells: list[str]) -> str:
    return f"| {' | '.join(map(cell, cells))} |\n"


MADE = Made(Path(__file__).parents[2] / "docs" / "toegang.md", "tests.policy.toegang", tables)
assert set(rights.ACTIONS.values()) <= set(Action)

if __name__ == "__main__":
    sys.exit(MADE.main(sys.argv[1:]))
