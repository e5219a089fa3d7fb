"""House rules of the program's own text: everything public says what it is, and what was released stays as it was."""

import ast
import hashlib
import re
from pathlib import Path

import pytest

from store import migrations, schema_1, schema_2, schema_3, schema_4, schema_5, schema_6, schema_7

ROOT = Path(__file__).parents[2]
PACKAGES = ("rules", "forms", "store", "services", "views")
MODULES = [path for package in PACKAGES for path in sorted((ROOT / package).glob("*.py"))]
LONGEST = 420
ALONE = {"checking.py": 820}  # is handed out as a program of one file: all it needs has to be in it
RELEASED = {
    "0001_first_schema": "0675b094c282d0a9d6ce461cc8238eb00da0b2d185f13c2c756a0fe5c7fa0b5e",
    "0003_every_way_to_sign": "fb19b93498627dab2cf5206eb37bb254c1483b674fd2d65e62f5663ada25a816",
    "0004_documents": "ae5f22e7206abea43006d52fac2fb26d2adf709731d1392c42e013cd6fb8a209",
    "0005_every_day": "39aecf596892d84653e3d97284100585119b884862823f21bcbe75b135ab442b",
    "0006_trust": "e1fb3f3bbce42ee4a9900dbb3a2be3f4c8a10cfc6f3b9afae40d9f114e8c7730",
    "0007_large": "6512dee29293a7c4bd26538115442247ac43f4cdcd6ab961eaa13b45f3481d62",
    "0002_way_of_a_dossier": "3daf5a94bb5d8959996dae38a9abf790c8c26f9eceb7fd12d77a1fa691c20636",
}
"""Migration -> SHA-256 of what it carries out. A line is only ever added here."""


@pytest.mark.parametrize("path", MODULES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_everything_public_says_what_it_is(path):
    tree = ast.parse(path.read_text("utf-8"))
    assert ast.get_docstring(tree), f"{path}: begin the module with one sentence on what is in it"
    silent = [
        node.name
        for holder in ast.walk(tree)
        if isinstance(holder, ast.Module | ast.ClassDef)
        for node in holder.body
        if isinstance(node, ast.ClassDef | ast.FunctionDef) and not node.name.startswith("_")
        if not ast.get_docstring(node)
    ]
    assert not silent, f"{path}: give these a docstring: {silent}"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_a_module_stays_short(path):
    lines = len(path.read_text("utf-8").splitlines())
    assert lines < ALONE.get(path.name, LONGEST), f"{path}: {lines} lines; split it by noun"


def test_a_released_migration_never_changes():
    carried_out = {"0001_first_schema": schema_1.SQL, "0002_way_of_a_dossier": schema_2.SQL}
    carried_out |= {"0003_every_way_to_sign": schema_3.SQL, "0004_documents": schema_4.SQL}
    carried_out |= {"0005_every_day": schema_5.SQL, "0006_trust": schema_6.SQL, "0007_large": schema_7.SQL}
    now = {name: hashlib.sha256(sql.encode()).hexdigest() for name, sql in carried_out.items()}
    changed = {name for name, known in RELEASED.items() if now[name] != known}
    assert not changed, f"{changed} is on people's machines already: write a new migration instead"
    assert set(migrations.NAMES) == set(RELEASED), "add the hash of the new migration to RELEASED"


def test_the_theme_speaks_of_nothing_that_no_page_has():
    theme = re.sub(r"/\*.*?\*/|\{[^{}]*\}", " ", (ROOT / "static" / "theme.css").read_text("utf-8"), flags=re.DOTALL)
    written = [*ROOT.glob("templates/*.html"), *ROOT.glob("static/*.js"), *ROOT.glob("[rsv]*/*.py")]
    words = {one for path in written for one in re.findall(r"(?<![.\w-])[\w-]+", path.read_text("utf-8"))}
    unknown = set(re.findall(r"\.([a-zA-Z][\w-]*)", theme)) - words
    assert not unknown, f"static/theme.css has rules for {sorted(unknown)}: nothing on a page is called so"
