"""What a template does with names: which it looks at, which it prints, and what it does that cannot be.

Few things are allowed: names, items of lists, conditions, and the filters in FILTERS. That is what keeps a template
from asking for more time or memory than a document needs; the sandbox it is filled in keeps it from anything else.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from services import template_hints as hints
from services.template_names import Kind, Name
from services.template_tags import Tag

if TYPE_CHECKING:
    from jinja2 import nodes

    from services.template_fault import Fault

FILTERS: dict[str, tuple[tuple[Kind, ...], Kind | None]] = {
    "join": (("lijst",), "tekst"),
    "length": (("lijst", "rijen", "tekst"), "getal"),
    "count": (("lijst", "rijen", "tekst"), "getal"),
    "lower": (("tekst", "getal"), "tekst"),
    "upper": (("tekst", "getal"), "tekst"),
    "capitalize": (("tekst", "getal"), "tekst"),
    "trim": (("tekst", "getal"), "tekst"),
    "list": (("lijst", "rijen"), None),
    "unique": (("lijst",), None),
    "select": (("lijst",), None),
    "selectattr": (("rijen",), None),
    "rejectattr": (("rijen",), None),
    "map": (("rijen",), "lijst"),
}
"""Filter -> on what it works, and what it gives; None: the same."""

TESTS = ("eq", "ne", "equalto", "in")
ORDER = {"lt", "lteq", "gt", "gteq"}
LOOP = {name: Name(f"loop/{name}", "getal") for name in ("index", "index0", "first", "last", "length", "revindex")}
DEEPEST = 5
"""Loops in loops, each over what is in the one around it."""

WHOLE_LISTS = 2
"""Of those, loops over a whole list again: each multiplies what is printed."""

UNKNOWN = Name("", "tekst")
"""Stands for what could not be made out; whatever is done with it is no further fault."""

ANY = "*"
"""In a loop that could not be read, no name is unknown."""


@dataclass
class Used:
    """Names that a template looks at, and those among them that it prints, each with the tag of the first time."""

    seen: dict[str, Tag] = field(default_factory=dict)
    printed: dict[str, Tag] = field(default_factory=dict)


def used(tags: Iterable[Tag], known: Mapping[str, Name], faults: list[Fault]) -> Used:
    """Go through the tags of a part; what cannot be is added to `faults`."""
    reading = _Reading(known, faults)
    for tag in tags:
        reading.read(tag)
    return reading.used


@dataclass
class _Reading:
    known: Mapping[str, Name]
    faults: list[Fault]
    used: Used = field(default_factory=Used)
    scopes: list[dict[str, Name]] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    """Of each open `if`, outside in: the path of the name that it says is a text, or ''."""

    tag: Tag = field(init=False)

    def read(self, tag: Tag) -> None:
        """One tag, after those before it."""
        self.tag = tag
        if tag.word in ("elif", "else", "endif") and self.texts:
            self.texts.pop()
        if tag.word in ("if", "elif", "else"):
            self.texts.append(self._text_by(tag.node))
        if tag.word == "for":
            self._loop(tag.node) if tag.node else self.scopes.append({ANY: UNKNOWN})
        elif tag.word == "endfor" and self.scopes:
            self.scopes.pop()
        elif tag.node is not None:
            name = self._value(tag.node, printing=not tag.word)
            if not tag.word:
                self._print(name)

    def _print(self, name: Name) -> None:
        if name.kind in ("rijen", "groep"):
            inside = ", ".join(f"`{one}`" for one in list(name.fields)[:4])
            what = "een herhaling" if name.kind == "rijen" else "een groep"
            how = (
                f"Gebruik {{%p for … in {name.path} %}} en daarin een van: {inside}."
                if name.kind == "rijen"
                else (f"Kies wat u eruit wilt: {inside}.")
            )
            self._wrong("print-rows", f"`{name.path}` is {what}, en kan zo niet in de tekst staan. {how}")
        elif name.kind == "lijst" and name.path not in self.texts:
            self._wrong("print-list", f"Dit is een lijst. Schrijf {{{{ {name.path.rpartition('/')[2]}|join(', ') }}}}.")

    def _text_by(self, node: Any) -> str:
        """The path of a name of which a condition says `is string`."""
        if type(node).__name__ != "Test" or node.name != "string" or type(node.node).__name__ != "Name":
            return ""
        found = self.known.get(node.node.name)
        return found.path if found else ""

    def _loop(self, node: Any) -> None:
        source = self._value(node.iter, printing=False)
        if source is not UNKNOWN and source.kind not in ("rijen", "lijst"):
            self._wrong("not-a-list", f"`{source.path or 'dit'}` is geen lijst: hier valt niets te herhalen.")
            source = UNKNOWN
        target = getattr(node.target, "name", "")
        if not target or node.recursive:
            self._wrong("loop", "Schrijf een herhaling zo: {%p for d in doelen %}.")
        item = UNKNOWN
        if source is not UNKNOWN:
            item = replace(source, kind="groep" if source.kind == "rijen" else "tekst")
        self.scopes.append({target: item, "loop": Name("loop", "groep", fields=LOOP)})
        open_lists = [one.path for scope in self.scopes for name, one in scope.items() if name != "loop" and one.path]
        again = [one for at, one in enumerate(open_lists) if "/" not in one or one in open_lists[:at]]
        if len(self.scopes) > DEEPEST or len(again) > WHOLE_LISTS:
            self._wrong("loops-deep", "Te veel herhalingen in elkaar: het document wordt te groot. Zet ze na elkaar.")
        if node.test is not None:
            self._value(node.test, printing=False)

    def _value(self, node: nodes.Node, *, printing: bool) -> Name:
        """What an expression gives; the names in it are noted."""
        found = getattr(self, f"_{type(node).__name__.lower()}", None)
        if found is None:
            self._wrong("not-allowed", f"{hints.called(node)} kan in een sjabloon niet.")
            return UNKNOWN
        given: Name = found(node, printing)
        return given

    def _name(self, node: Any, printing: bool) -> Name:  # noqa: FBT001  # one of many with this shape
        for scope in reversed(self.scopes):
            if node.name in scope:
                return self._noted(scope[node.name], printing)
        if node.name in self.known:
            return self._noted(self.known[node.name], printing)
        if not any(ANY in scope for scope in self.scopes):
            self._wrong(
                "name-unknown", hints.nearest(node.name, self.known, (key for scope in self.scopes for key in scope))
            )
        return UNKNOWN

    def _getattr(self, node: Any, printing: bool) -> Name:  # noqa: FBT001
        return self._within(node.node, node.attr, printing)

    def _getitem(self, node: Any, printing: bool) -> Name:  # noqa: FBT001
        from jinja2 import nodes

        if isinstance(node.arg, nodes.Const) and isinstance(node.arg.value, str):
            return self._within(node.node, node.arg.value, printing)
        ends = (node.arg.start, node.arg.stop) if isinstance(node.arg, nodes.Slice) else (node,)
        if all(one is None or isinstance(one, nodes.Const) for one in ends):
            return self._value(node.node, printing=printing)
        self._value(node.node, printing=printing)
        self._wrong("not-allowed", "Eén plaats uit een lijst kiezen kan niet: ze kan leeg zijn. Gebruik een herhaling.")
        return UNKNOWN

    def _within(self, base_node: Any, attr: str, printing: bool) -> Name:  # noqa: FBT001
        base = self._value(base_node, printing=False)
        if attr.startswith("_"):
            self._wrong("underscore", f"`{attr}` begint met een laag streepje: dat kan niet.")
            return UNKNOWN
        if base is UNKNOWN:
            return UNKNOWN
        if base.kind == "rijen":
            self._wrong("outside-loop", hints.loop_needed(base, attr))
            return UNKNOWN
        if attr in base.fields:
            return self._noted(base.fields[attr], printing)
        self._wrong("name-unknown", hints.nearest_in(base, attr))
        return UNKNOWN

    def _filter(self, node: Any, printing: bool) -> Name:  # noqa: FBT001
        if node.name not in FILTERS or node.node is None:
            near = difflib.get_close_matches(node.name, FILTERS, 1)
            hint = f" Bedoelde u `{near[0]}`?" if near else ""
            self._wrong("filter", f"De filter `{node.name}` kan niet.{hint} Wat kan: {', '.join(FILTERS)}.")
            if node.node is not None:
                self._value(node.node, printing=printing)
            return UNKNOWN
        accepts, gives = FILTERS[node.name]
        count = node.name in ("length", "count")
        base = self._value(node.node, printing=printing and not count and node.name != "map")
        if base is UNKNOWN:
            return UNKNOWN
        if base.kind not in accepts:
            wanted = " of ".join(accepts)
            self._wrong("filter", f"`{node.name}` werkt hier niet: {hints.said(base)} is geen {wanted}.")
            return UNKNOWN
        if node.name in ("selectattr", "rejectattr"):
            return self._selected(node, base)
        if node.name == "map":
            return self._mapped(node, base, printing)
        if node.kwargs or len(node.args) > (node.name == "join") or not _constants(node.args):
            self._wrong("filter", f"Schrijf de filter `{node.name}` zoals in het standaardsjabloon.")
        return replace(base, kind=gives, fields={}) if gives else base

    def _selected(self, node: Any, base: Name) -> Name:
        words = [one.value for one in node.args[:2] if _constants([one])]
        good = len(words) == min(len(node.args), 2) and (words[1:] == [] or (len(node.args) == 3 and words[1] in TESTS))
        if not words or not good or node.kwargs or not isinstance(words[0], str):
            self._wrong("filter", f"Schrijf dit zo: |{node.name}('naam', 'eq', 'waarde').")
            return UNKNOWN
        for one in node.args[2:]:
            self._value(one, printing=False)
        if words[0] not in base.fields:
            self._wrong("name-unknown", hints.nearest_in(base, words[0]))
            return UNKNOWN
        self._noted(base.fields[words[0]], printing=False)
        return base

    def _mapped(self, node: Any, base: Name, printing: bool) -> Name:  # noqa: FBT001
        named = [one.value.value for one in node.kwargs if one.key == "attribute" and _constants([one.value])]
        if node.args or len(node.kwargs) != 1 or not named or not isinstance(named[0], str):
            self._wrong("filter", "Schrijf dit zo: |map(attribute='naam').")
            return UNKNOWN
        if named[0] not in base.fields:
            self._wrong("name-unknown", hints.nearest_in(base, named[0]))
            return UNKNOWN
        if base.fields[named[0]].kind not in ("tekst", "getal"):
            self._wrong("filter", f"`map` werkt enkel met tekst of een getal, en {named[0]} is dat niet.")
            return UNKNOWN
        return replace(self._noted(base.fields[named[0]], printing), kind="lijst", fields={})

    def _const(self, node: Any, printing: bool) -> Name:  # noqa: FBT001
        return Name("", "getal" if isinstance(node.value, int) and not isinstance(node.value, bool) else "tekst")

    def _list(self, node: Any, printing: bool) -> Name:  # noqa: FBT001
        if not _constants(node.items):
            self._wrong("not-allowed", "In een lijst die u zelf schrijft kunnen enkel woorden tussen '.")
        return Name("", "lijst")

    _tuple = _list

    def _compare(self, node: Any, printing: bool) -> Name:  # noqa: FBT001
        sides = [self._value(one, printing=False) for one in (node.expr, *(one.expr for one in node.ops))]
        if any(one.op in ORDER for one in node.ops) and any(one.kind != "getal" for one in sides if one is not UNKNOWN):
            self._wrong("not-allowed", "Groter of kleiner kan enkel met getallen, zoals met |length.")
        return Name("", "tekst")

    def _or(self, node: Any, printing: bool) -> Name:  # noqa: FBT001
        left = self._value(node.left, printing=printing)
        right = self._value(node.right, printing=printing)
        return left if left.kind not in ("tekst", "getal") else right

    _and = _or

    def _test(self, node: Any, printing: bool) -> Name:  # noqa: FBT001
        if node.name != "string" or node.args:
            self._wrong("not-allowed", f"De test `is {node.name}` kan in een sjabloon niet.")
        self._value(node.node, printing=False)
        return Name("", "tekst")

    def _not(self, node: Any, printing: bool) -> Name:  # noqa: FBT001
        self._value(node.node, printing=False)
        return Name("", "tekst")

    def _condexpr(self, node: Any, printing: bool) -> Name:  # noqa: FBT001
        self._value(node.test, printing=False)
        first = self._value(node.expr1, printing=printing)
        if node.expr2 is None:
            self._wrong("not-allowed", "Na `if` in een waarde hoort `else`. Schrijf liever {% if … %}.")
            return first
        other = self._value(node.expr2, printing=printing)
        return first if first.kind not in ("tekst", "getal") else other

    def _concat(self, node: Any, printing: bool) -> Name:  # noqa: FBT001
        for one in node.nodes:
            if self._value(one, printing=printing).kind in ("lijst", "rijen", "groep", "beeld"):
                self._wrong("not-allowed", "Aan elkaar zetten met ~ kan enkel met tekst.")
        return Name("", "tekst")

    def _noted(self, name: Name, printing: bool) -> Name:  # noqa: FBT001
        if name.path and not name.path.startswith("loop"):
            self.used.seen.setdefault(name.path, self.tag)
            if printing:
                self.used.printed.setdefault(name.path, self.tag)
        return name

    def _wrong(self, code: str, message: str) -> None:
        self.faults.append(self.tag.fault(code, message))


def _constants(found: Iterable[Any]) -> bool:
    from jinja2 import nodes

    return all(isinstance(one, nodes.Const) for one in found)
