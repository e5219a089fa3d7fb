"""The table of settings in docs/beheer.md, made from services/variables.py.

`python -m tests.policy.instellingen` says whether it is fresh, with `--write` it makes it so.
"""

import sys
from pathlib import Path

from services.variables import GROUPS, VARIABLES, Variable
from tests.policy.made import Made

HEADER = "| name | takes | default | does | danger |\n|---|---|---|---|---|\n"


def tables() -> str:
    """A table a group, in which each variable has a line."""
    by_group = ((group, [one for one in VARIABLES if one.group == group]) for group in GROUPS)
    parts = [f"### {group}\n\n{HEADER}{''.join(map(_line, found))}" for group, found in by_group if found]
    return "\n".join(parts)


def _line(one: Variable) -> str:
    default = one.default_in_words or _default(one.default)
    needs = f" (only with `{one.needs}`)" if one.needs else ""
    cells = (f"`{one.name}`", one.kind.takes, default, f"{one.meaning}{needs}", one.danger)
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |\n"


def _default(value: object) -> str:
    if isinstance(value, bool):
        return "`1`" if value else "`0`"
    return f"`{value}`" if value not in ("", None) else "none"


MADE = Made(Path(__file__).parents[2] / "docs" / "beheer.md", "tests.policy.instellingen", tables)

if __name__ == "__main__":
    sys.exit(MADE.main(sys.argv[1:]))
