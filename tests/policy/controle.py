"""The program to check files with, printed in docs/controle.md as it is handed out.

`python -m tests.policy.controle` says whether it is fresh, with `--write` it makes it so.
"""

import sys
from pathlib import Path

from tests.policy.made import Made

ROOT = Path(__file__).parents[2]


def tables() -> str:
    """The whole program, in a block of code."""
    return f"```python\n{(ROOT / 'services' / 'checking.py').read_text('utf-8')}```\n"


MADE = Made(ROOT / "docs" / "controle.md", "tests.policy.controle", tables)

if __name__ == "__main__":
    sys.exit(MADE.main(sys.argv[1:]))
