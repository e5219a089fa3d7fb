"""House rules of what the environment may say: one module reads it, one table tells of all of it."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from services.environment import OURS
from services.secret_kinds import InFile, SecretFile
from services.variables import BY_NAME, GROUPS, VARIABLES
from tests.policy.test_docs import PROGRAM

ROOT = Path(__file__).parents[2]
READER = ROOT / "services" / "environment.py"
NAMED = re.compile(r"\b(?:NAADLOOS_[A-Z_]*[A-Z]|DATABASE_KEY(?:_[A-Z_]*[A-Z])?)\b(?![{.])")
ASKS = {"environ", "environb", "getenv", "getenvb"}
TOLD = (
    *sorted((ROOT / "docs").glob("*.md")),
    *(path for path in sorted((ROOT / "deploy").rglob("*")) if path.is_file() and path.suffix != ".pyc"),
    *(ROOT / name for name in ("README.md", "Makefile", ".ci/run")),
)

OF_OTHERS = ("CREDENTIALS_DIRECTORY", "PROMETHEUS_MULTIPROC_DIR")
"""Named by systemd and by a library."""


def test_one_module_reads_the_environment():
    guilty = {path.name for path in PROGRAM if path != READER for _ in _reading(path)}
    assert not guilty, f"{guilty}: declare it in services/variables.py and take it from app.config, or environment.said"


def test_every_name_that_is_named_is_declared():
    """In the program, its units and its documents: a slip there would lead somebody to set what nobody reads."""
    found = {name for path in (*PROGRAM, *TOLD) for name in NAMED.findall(path.read_text("utf-8"))}
    assert len(found) > 20
    assert not found - set(BY_NAME), "services/variables.py: declare it, or mend the name"


def test_what_is_declared_is_whole():
    assert len(BY_NAME) == len(VARIABLES)
    assert {one.group for one in VARIABLES} <= set(GROUPS)
    assert [one.group for one in VARIABLES] == sorted((one.group for one in VARIABLES), key=GROUPS.index)
    for one in VARIABLES:
        assert one.meaning, one.name
        assert not one.needs or one.needs in BY_NAME, one.name
        assert (one.key != "") or one.name in (*OF_OTHERS, "NAADLOOS_SOFFICE"), f"{one.name} fills nothing"
        assert one.secret == bool(re.search(r"PASSWORD$|SECRET$|TOKEN$|(DATABASE|BACKUP)_KEY$", one.name)), one.name
        if one.secret:
            assert isinstance(BY_NAME[f"{one.name}_FILE"].kind, SecretFile)
    shared = {key for key, times in Counter(one.key for one in VARIABLES if one.key).items() if times > 1}
    assert shared == {one.key for one in VARIABLES if isinstance(one.kind, InFile)}
    assert all(one.name.startswith(OURS) or one.name in ("PORT", *OF_OTHERS) for one in VARIABLES)


def _reading(path: Path) -> Iterator[ast.AST]:
    """Where a module asks the environment, in whatever way; that of a request is something else."""
    text = path.read_text("utf-8").replace("request.environ)", "request)")
    for node in ast.walk(ast.parse(text)) if any(one in text for one in ASKS) else ():
        named = node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""
        taken = [one.name for one in node.names] if isinstance(node, ast.ImportFrom) and node.module == "os" else []
        if {named, *taken} & ASKS:
            yield node
