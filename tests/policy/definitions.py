"""What the modules of the program define, with the text of each definition and what it calls by name.

Read from the files with `ast`: nothing is imported or run.
"""

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

ROOT = Path(__file__).parents[2]

Name = tuple[str, str]
"""("rules.consent", "help_consent"); the second part is empty for a module itself."""
Kind = Literal["function", "class", "constant"]


@dataclass(frozen=True)
class Definition:
    """A function, class, method or constant at the top of a module.

    `text` is its source with docstring and comments, without the methods of a class, which are definitions
    themselves. `uses` are the names in it that a module of the program defines.
    """

    module: str
    name: str
    kind: Kind
    text: str
    uses: frozenset[Name]

    @property
    def key(self) -> Name:
        """What another definition uses it by."""
        return self.module, self.name

    @property
    def path(self) -> str:
        """The file it stands in, from the root of the project."""
        return f"{self.module.replace('.', '/')}.py"


@dataclass(frozen=True)
class Module:
    """One file, parsed. `imported` maps a name in it to where it comes from."""

    name: str
    tree: ast.Module
    lines: list[str]
    imported: dict[str, Name]


@cache
def module(name: str) -> Module:
    """A module of the program, such as "rules.consent"."""
    text = (ROOT / f"{name.replace('.', '/')}.py").read_text("utf-8")
    tree = ast.parse(text)
    return Module(name, tree, text.splitlines(), dict(_imports(tree)))


@cache
def definitions(package: str) -> tuple[Definition, ...]:
    """Every definition of a package, in the order of files and lines."""
    names = (f"{package}.{path.stem}" for path in sorted((ROOT / package).glob("*.py")) if path.stem != "__init__")
    return tuple(found for name in names for found in _of_module(module(name)))


def _imports(tree: ast.Module) -> Iterator[tuple[str, Name]]:
    for node in tree.body:
        if isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                is_module = (ROOT / node.module.replace(".", "/") / f"{alias.name}.py").exists()
                origin = (f"{node.module}.{alias.name}", "") if is_module else (node.module, alias.name)
                yield alias.asname or alias.name, origin


def _of_module(one: Module) -> Iterator[Definition]:
    for nr, node in enumerate(one.tree.body):
        following = one.tree.body[nr + 1] if nr + 1 < len(one.tree.body) else None
        if isinstance(node, ast.FunctionDef):
            yield _definition(one, node.name, "function", [node])
        elif isinstance(node, ast.ClassDef):
            methods = [part for part in node.body if isinstance(part, ast.FunctionDef)]
            yield _definition(one, node.name, "class", [node], without=methods)
            for part in methods:
                yield _definition(one, f"{node.name}.{part.name}", "function", [part])
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            target = node.targets[0] if isinstance(node, ast.Assign) else node.target
            described = [following] if following is not None and _is_text(following) else []
            yield _definition(one, ast.unparse(target), "constant", [node, *described])


def _is_text(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


def _definition(
    one: Module, name: str, kind: Kind, nodes: list[ast.stmt], without: Iterable[ast.FunctionDef] = ()
) -> Definition:
    left_out = {line for part in without for line in _line_numbers(part)}
    kept = [line for node in nodes for line in _line_numbers(node) if line not in left_out]
    text = "\n".join(one.lines[line - 1] for line in kept)
    skipped = {inner for part in without for inner in ast.walk(part)}
    used = {_used(one, inner) for node in nodes for inner in ast.walk(node) if inner not in skipped}
    return Definition(one.name, name, kind, text, frozenset(found for found in used if found))


def _line_numbers(node: ast.stmt) -> range:
    decorated = [line.lineno for line in getattr(node, "decorator_list", [])]
    return range(min([node.lineno, *decorated]), (node.end_lineno or node.lineno) + 1)


def _used(one: Module, node: ast.AST) -> Name | None:
    """Where a name, or a name of an imported module, is defined; None for what is no name."""
    if isinstance(node, ast.Name):
        return _origin(one, node.id)
    if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        holder, nothing = one.imported.get(node.value.id, ("", "no module"))
        return None if nothing else _origin(module(holder), node.attr)
    return None


def _origin(one: Module, name: str) -> Name | None:
    """Follows a name that a module only passes on, up to the module that defines it."""
    if name not in one.imported:
        return one.name, name
    holder, there = one.imported[name]
    inside = (ROOT / f"{holder.replace('.', '/')}.py").exists()
    return _origin(module(holder), there) if inside and there else None
