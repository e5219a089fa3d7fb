"""A part of a template that can be filled as text, without a tree: what that takes, and how it is done.

docxtpl renders a part, reads what came out as XML, mends tables, numbers the pictures, and writes it again. Where each
place for a value is the text of a run, and no row or cell comes or goes that a table would be mended for, what it
writes follows from the template alone, but for the values: it is written once, when the template is prepared.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from jinja2 import Template, nodes

from services.sandbox import EMPTY, Placing, Unfit, direct

if TYPE_CHECKING:
    from lxml.etree import _Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
NUMBER = "\1"
"""In the XML of a part: where the number of a picture comes."""

FIRST_NUMBER = 1001
MARK = "naadloos"
NO_ROWS = b"</w:tblGrid></w:tbl>"
"""A table of which no row came: docxtpl takes away its columns too."""

TABLE = {f"{W}{tag}" for tag in ("tblPr", "tblGrid", "tr")}
BLOCKS = {"if": "endif", "for": "endfor"}
BETWEEN = ("elif", "else")
NODES = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.If, nodes.For, nodes.Assign, nodes.Name, nodes.Const,
    nodes.List, nodes.Tuple, nodes.Dict, nodes.Pair, nodes.Keyword, nodes.Getattr, nodes.Getitem, nodes.Slice,
    nodes.Filter, nodes.Test, nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not, nodes.CondExpr,
    nodes.Concat, nodes.Add, nodes.Sub, nodes.Mul, nodes.Div, nodes.FloorDiv, nodes.Mod, nodes.Neg, nodes.Pos,
)  # fmt: skip
"""What a template may do here: nothing that could print marks as marks, or come from somewhere else."""

FILTERS = {
    "abs", "batch", "capitalize", "count", "d", "default", "first", "float", "int", "join", "last", "length", "list",
    "lower", "map", "max", "min", "reject", "rejectattr", "reverse", "round", "select", "selectattr", "slice", "sort",
    "sum", "title", "trim", "truncate", "unique", "upper", "wordcount",
}  # fmt: skip


def marked(source: str) -> tuple[str, list[str]]:
    """A part with an instruction of XML (`<?naadloos 0?>`) for each tag of Jinja, and those tags.

    :raises jinja2.TemplateSyntaxError: when it is no template
    """
    text: list[str] = []
    tags: list[str] = []
    tag = ""
    for _, kind, value in direct().lex(source):
        if kind == "data":
            text.append(value)
            continue
        tag += value
        if kind.endswith("_end"):
            text.append(f"<?{MARK} {len(tags)}?>")
            tags.append(tag)
            tag = ""
    return "".join(text), tags


def check(root: _Element, tags: Sequence[str]) -> None:
    """Whether a part, as `marked` gives it, can be filled as text.

    :raises Unfit: when it cannot
    """
    from lxml import etree

    places = [one for one in root.iter(etree.ProcessingInstruction) if str(one).startswith(f"<?{MARK} ")]
    if [one.text for one in places] != [str(nr) for nr in range(len(tags))]:
        raise Unfit("a tag in a tag")
    if any(_paragraph(one) is not None for one in root.iter(f"{W}p")):
        raise Unfit("a paragraph in a paragraph")
    open_blocks: list[tuple[str, _Element]] = []
    for place, tag in zip(places, tags, strict=True):
        if tag.startswith("{{"):
            _check_value(place)
        elif tag.startswith("{%"):
            _check_block(place, _word_of(tag), open_blocks)
    for table in root.iter(f"{W}tbl"):
        _check_table(table)


def _word_of(tag: str) -> str:
    found = re.match(r"{%[-+]?\s*(\w+)", tag)
    return found[1] if found else ""


def _path(place: _Element) -> list[str]:
    return [str(one.tag) for one in place.iterancestors()]


def _check_value(place: _Element) -> None:
    if _path(place)[:2] != [f"{W}t", f"{W}r"] or f"{W}p" not in _path(place):
        raise Unfit("a value that is not the text of a run")


def _check_block(place: _Element, word: str, blocks: list[tuple[str, _Element]]) -> None:
    """What is in a block comes or goes as a whole: from where it begins to where it ends as much closes as opens."""
    if word in BLOCKS:
        blocks.append((BLOCKS[word], place))
        return
    if word == "set":
        return
    if not blocks or word not in (*BETWEEN, blocks[-1][0]):
        raise Unfit(f"a block {word}")
    end, before = blocks.pop()
    together = place.getparent() is before.getparent() or (
        _paragraph(place) is not None and _paragraph(place) is _paragraph(before) and _path(place) == _path(before)
    )
    if not together:
        raise Unfit("a block that ends elsewhere")
    if word != end:
        blocks.append((end, place))


def _paragraph(place: _Element) -> _Element | None:
    return next(place.iterancestors(f"{W}p"), None)


def _check_table(table: _Element) -> None:
    """Docxtpl mends the columns of a table by its rows: here every row has them all. See NO_ROWS too."""
    grid = table.find(f"{W}tblGrid")
    if grid is None or next(table.iterancestors(f"{W}tbl"), None) is not None:
        raise Unfit("a table in a table, or without columns")
    if any(isinstance(one.tag, str) and one.tag not in TABLE for one in table):
        raise Unfit("a table with something between its rows")
    columns = len(grid.findall(f"{W}gridCol"))
    if any(_columns(row) != columns for row in table.iter(f"{W}tr")):
        raise Unfit("a table whose columns are mended")


def _columns(row: _Element) -> int:
    """How many columns a row fills, -1 when its cells can come and go."""
    if any(not isinstance(one.tag, str) for one in row):
        return -1
    spans = [cell.find(f"{W}tcPr/{W}gridSpan") for cell in row.findall(f"{W}tc")]
    told = ["1" if span is None else str(span.get(f"{W}val")) for span in spans]
    return sum(int(one) for one in told) if all(one.isdecimal() and int(one) for one in told) else -1


@dataclass(frozen=True)
class Straight:
    """A part that is filled as text: `head` is what comes before all of it, `empties` what is written shorter.

    `right_to_left`: whether the template itself has such text.
    """

    head: bytes
    template: Template
    empties: Sequence[tuple[bytes, bytes]]
    right_to_left: bool

    def fill(self, names: dict[str, Any], placing: Placing) -> bytes:
        """The part, filled.

        :raises Unfit: when docxtpl would mend what came out
        """
        xml = b"".join(self.template.root_render_func(self.template.new_context(names, shared=True)))  # type: ignore[arg-type]  # bytes
        if NO_ROWS in xml:
            raise Unfit("a table without a row")
        if placing.listing:
            from services.word_template import listing

            xml = listing(xml.decode()).encode()
        if NUMBER.encode() in xml:
            first, *others = xml.split(NUMBER.encode())
            xml = first + b"".join(b"%d%b" % one for one in enumerate(others, FIRST_NUMBER))
        if self.right_to_left or placing.right_to_left:
            xml = directed(xml.decode()).encode()
        for empty, short in self.empties:
            xml = short.join(xml.split(empty))  # in half the time that `replace` takes
        return self.head + xml


def directed(xml: str) -> str:
    """The last step of every part that has text from right to left, on either road: what Word has to know of it."""
    from services.direction import marked as right_to_left

    return right_to_left(xml)


def straight(written: str, tags: Sequence[str], *, right_to_left: bool) -> Straight:
    """A part as lxml wrote it, with its instructions, compiled.

    :raises Unfit: when a tag does what is not done here
    """
    head, _, text = written.partition("?>\n")
    static = re.sub(rf"<\?{MARK} \d+\?>", "", text)
    if re.search(r"[\t\n\a\f{}]", static):
        raise Unfit("ends of lines or braces in the template itself")
    source = re.sub(rf"<\?{MARK} (\d+)\?>", lambda found: tags[int(found[1])], text)
    _check_nodes(direct().parse(source))
    opened = re.findall(rf"(<([\w:.-]+)(?: [^<>]*)?(?<!/)>)(?=<\?{MARK} )", text)
    pairs = {(f"{tag}</{name}>", f"{tag[:-1]}/>") for tag, name in [*opened, (EMPTY, "w:t")]}
    empties = [(empty.encode(), short.encode()) for empty, short in sorted(pairs)]
    return Straight(f"{head}?>\n".encode(), direct().from_string(source), empties, right_to_left)


def _check_nodes(root: nodes.Node) -> None:
    for one in _all(root):
        if not isinstance(one, NODES):
            raise Unfit(f"a tag with {type(one).__name__}")
        by_name = isinstance(one, nodes.Filter) and one.name == "map" and one.args
        if isinstance(one, nodes.Filter) and (one.name not in FILTERS or by_name):
            raise Unfit(f"a filter {one.name}")


def _all(root: nodes.Node) -> Iterable[nodes.Node]:
    yield root
    for one in root.iter_child_nodes():
        yield from _all(one)
