"""docs/asvs.md: every requirement of levels 1 and 2 of ASVS 5.0 once, and each line points at something that exists."""

import ast
import re
from collections import Counter
from functools import cache

from tests.policy.definitions import ROOT

DOCUMENT = ROOT / "docs" / "asvs.md"
LINE = re.compile(r"^\| (\d+\.\d+\.\d+) \| (.+?) \| (.+?) \| (.+?) \| (.*?) ?\|$", re.MULTILINE)
STATES = {"met", "n/a", "operator", "deviation"}
SECTIONS = """
1.1: 1 2
1.2: 1 2 3 4 5 6 7 8 9
1.3: 1 2 3 4 5 6 7 8 9 10 11
1.4: 1 2 3
1.5: 1 2
2.1: 1 2 3
2.2: 1 2 3
2.3: 1 2 3 4
2.4: 1
3.2: 1 2
3.3: 1 2 3 4
3.4: 1 2 3 4 5 6
3.5: 1 2 3 4 5
3.7: 1 2
4.1: 1 2 3
4.2: 1
4.3: 1 2
4.4: 1 2 3 4
5.1: 1
5.2: 1 2 3
5.3: 1 2
5.4: 1 2 3
6.1: 1 2 3
6.2: 1 2 3 4 5 6 7 8 9 10 11 12
6.3: 1 2 3 4
6.4: 1 2 3 4
6.5: 1 2 3 4 5
6.6: 1 2 3
6.8: 1 2 3 4
7.1: 1 2 3
7.2: 1 2 3 4
7.3: 1 2
7.4: 1 2 3 4 5
7.5: 1 2
7.6: 1 2
8.1: 1 2
8.2: 1 2 3
8.3: 1
8.4: 1
9.1: 1 2 3
9.2: 1 2 3 4
10.1: 1 2
10.2: 1 2
10.3: 1 2 3 4
10.4: 1 2 3 4 5 6 7 8 9 10 11
10.5: 1 2 3 4 5
10.6: 1 2
10.7: 1 2 3
11.1: 1 2
11.2: 1 2 3
11.3: 1 2 3
11.4: 1 2 3 4
11.5: 1
11.6: 1
12.1: 1 2 3
12.2: 1 2
12.3: 1 2 3 4
13.1: 1
13.2: 1 2 3 4 5
13.3: 1 2
13.4: 1 2 3 4 5
14.1: 1 2
14.2: 1 2 3 4
14.3: 1 2 3
15.1: 1 2 3
15.2: 1 2 3
15.3: 1 2 3 4 5 6 7
16.1: 1
16.2: 1 2 3 4 5
16.3: 1 2 3 4
16.4: 1 2 3
16.5: 1 2 3
17.1: 1
17.2: 1 2 3 4
17.3: 1 2
"""
"""Section -> the last part of each number. Source: OWASP/ASVS, folder 5.0/en, commit fe049861 (19 July 2026)."""


def wanted():
    """The numbers of the requirements."""
    for line in SECTIONS.strip().splitlines():
        section, _, numbers = line.partition(": ")
        yield from (f"{section}.{one}" for one in numbers.split())


def lines():
    """(number, what it asks, state, where or why, shown by) of each line."""
    return LINE.findall(DOCUMENT.read_text("utf-8"))


@cache
def names_of(path):
    """The names of the tests in a file."""
    tree = ast.parse((ROOT / path).read_text("utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def test_the_table_is_whole():
    found = [line[0] for line in lines()]
    assert found == list(wanted()), "docs/asvs.md: each requirement once, in its order"
    assert len(found) == 253
    text = DOCUMENT.read_text("utf-8")
    for title in ("Levels", "Keys", "Lines to others", "Files that come in", "Sessions", "Packages"):
        assert len(text.partition(f"### {title}\n")[2].partition("\n#")[0]) > 300, f"write down: {title}"
    states = Counter(line[2] for line in lines())
    assert states.keys() == STATES
    words = " ".join(text.partition("\n## ")[0].split())
    for state, said in (
        ("met", "are met"),
        ("n/a", "do not apply"),
        ("operator", "are for"),
        ("deviation", "are not met"),
    ):
        assert f"{states[state]} {said}" in words, f"count again: {states[state]} {said}"


def test_each_line_says_where_or_why():
    for number, asks, state, where, shown in lines():
        assert len(asks) < 120, f"{number}: a few words of our own"
        assert len(where) > 2, f"{number}: say where it is met, or why not"
        if state == "met":
            assert shown, f"{number}: name the test that shows it"
        if state == "deviation":
            assert len(where) > 120, f"{number}: say what is done instead, and what that risks"


def test_what_a_line_points_at_exists():
    for number, _, _, where, shown in lines():
        for path, name in re.findall(r"`([\w./-]+\.(?:py|txt|toml|md))(?:::(\w+))?`", f"{where} {shown}"):
            assert (ROOT / path).is_file(), f"{number}: there is no {path}"
            assert not name or name in names_of(path), f"{number}: {path} has no {name}"
        for nr in re.findall(r"ADR (\d{4})", where):
            assert list((ROOT / "docs" / "adr").glob(f"{nr}-*.md")), f"{number}: there is no ADR {nr}"
        loose = re.sub(r"`[\w./-]+::\w+`|`[\w./-]+\.\w+`|,", "", shown).strip()
        assert not loose, f"{number}: {loose} is no test and no file"
