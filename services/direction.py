"""Text from right to left in a Word part: what Word must be told, because it does not work it out by itself.

Unicode gives every character a direction, and the order of a line follows from that (UAX #9). Word follows it only
inside a run that says which way it runs (`w:rtl`), and sets a line from the right only in a paragraph that says so
(`w:bidi`; ISO/IEC 29500-1, 17.3.1.6 and 17.3.2.30). So runs are cut where the direction changes. The text stays as it
is, character for character.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from copy import deepcopy
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
MAY_HAVE = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]|&#")
"""The blocks that Unicode keeps for scripts from right to left, and references, which hide what they stand for."""

HEBREW = re.compile("[\u0590-\u05ff\ufb1d-\ufb4f]")
AFTER_RTL = ("cs", "em", "lang", "eastAsianLayout", "specVanish", "oMath", "rPrChange")
AFTER_LANG = AFTER_RTL[3:]
AFTER_BIDI = (
    "adjustRightInd", "snapToGrid", "spacing", "ind", "contextualSpacing", "mirrorIndents", "suppressOverlap", "jc",
    "textDirection", "textAlignment", "textboxTightWrap", "outlineLvl", "divId", "cnfStyle", "rPr", "sectPr",
    "pPrChange",
)  # fmt: skip
"""What the schema puts after an element of run or paragraph properties, in its order."""

BRACES = {"{": "&#123;", "}": "&#125;"}
"""docxtpl fills some parts twice: braces that somebody typed are written as references, and stay so."""

BOTH = {"b": "bCs", "i": "iCs", "sz": "szCs"}
"""Formatting of a run -> the same for scripts from right to left, which Word looks at there instead."""


def marked(xml: str) -> str:
    """A part with its text from right to left marked; the same part when it has none.

    Runs are cut where the direction changes, and marked with `w:rtl` and their language. A paragraph of which the first
    letter runs from right to left is one from right to left. Spaces, digits and signs go with what is on both sides of
    them, and else with the paragraph.
    """
    if not MAY_HAVE.search(xml):
        return xml
    from lxml import etree

    head = re.match(r"\s*(?:<\?xml[^>]*\?>\s*)?", xml)
    start = head.end() if head else 0
    root = etree.fromstring(xml[start:].encode(), etree.XMLParser(resolve_entities=False, huge_tree=True))
    changed = [_paragraph(one) for one in list(root.iter(f"{W}p"))]
    if not any(changed):
        return xml
    written = etree.tostring(root, encoding="unicode")
    for brace, reference in BRACES.items():
        written = written.replace(brace, reference) if reference in xml else written
    return xml[:start] + written


def _paragraph(paragraph: _Element) -> bool:
    """Mark one paragraph; whether there was anything to mark."""
    from lxml import etree

    runs = [one for one in paragraph.iter(f"{W}r") if next(one.iterancestors(f"{W}p")) is paragraph]
    text = "".join(_characters(runs))
    if not any(map(_right, text)):
        return False
    base, right = _sides(text)
    if base:
        properties = paragraph.find(f"{W}pPr")
        if properties is None:
            properties = etree.Element(f"{W}pPr")
            paragraph.insert(0, properties)
        _put(properties, "bidi", AFTER_BIDI)
    at = 0
    for run in runs:
        length = len("".join(_characters([run])))
        _cut(run, right[at : at + length])
        at += length
    return True


def _characters(runs: Iterable[_Element]) -> Iterator[str]:
    """The text of runs; a line end or a tab is one character."""
    for run in runs:
        for one in run:
            if one.tag == f"{W}t":
                yield one.text or ""
            elif one.tag in (f"{W}br", f"{W}tab"):
                yield "\n"


def _sides(text: str) -> tuple[bool, list[bool]]:
    """Whether a paragraph runs from right to left, and whether each of its characters does."""
    strong = list(map(_strong, text))
    base = next((one for one in strong if one is not None), False)
    right: list[bool] = []
    before, waiting = base, 0
    for char, side in zip(text, strong, strict=True):
        if char == "\n":
            side = base  # the next line begins anew
            right += [base] * waiting
        elif side is None and unicodedata.bidirectional(char) == "NSM" and not waiting:
            side = before  # a mark on the letter before it
        elif side is None:
            waiting += 1
            continue
        else:
            right += [side if side == before else base] * waiting
        right.append(side)
        before, waiting = side, 0
    return base, right + [base] * waiting


def _strong(char: str) -> bool | None:
    """True for a letter from right to left, False for one from left to right, None for what goes along with others."""
    return True if _right(char) else False if unicodedata.bidirectional(char) == "L" else None


def _right(char: str) -> bool:
    """Hebrew is R, Arabic AL."""
    return unicodedata.bidirectional(char) in ("R", "AL")


def _cut(run: _Element, right: list[bool]) -> None:
    """Mark a run, in as many runs as its text changes direction."""
    if not any(right):
        return
    pieces = list(_pieces(run, right))
    for side, parts in pieces:
        new = _like(run)
        new.extend(parts)
        if side:
            _mark(new)
        run.addprevious(new)
    parent = run.getparent()
    assert parent is not None  # noqa: S101  # it is in a paragraph
    parent.remove(run)


def _pieces(run: _Element, right: list[bool]) -> Iterator[tuple[bool, list[_Element]]]:
    """What is in a run, by direction: texts cut, what is no text with what comes before it."""
    found: list[tuple[bool, _Element]] = []
    at = 0
    for one in run:
        if one.tag == f"{W}rPr":
            continue
        if one.tag == f"{W}t":
            text = one.text or ""
            for side, several in groupby(range(len(text)), key=lambda nr: right[at + nr]):
                found.append((side, _text("".join(text[nr] for nr in several))))
            at += len(text)
        else:
            is_character = one.tag in (f"{W}br", f"{W}tab")
            side = right[at] if is_character else found[-1][0] if found else right[0]
            found.append((side, one))
            at += is_character
    for side, group in groupby(found, key=lambda pair: pair[0]):
        yield side, [one for _, one in group]


def _text(text: str) -> _Element:
    from lxml import etree

    made = etree.Element(f"{W}t")
    made.text = text
    made.set(XML_SPACE, "preserve")
    return made


def _like(run: _Element) -> _Element:
    """An empty run with the same properties; not a copy without its text, which may be long."""
    from lxml import etree

    made = etree.Element(run.tag, {str(name): str(value) for name, value in run.attrib.items()})
    properties = run.find(f"{W}rPr")
    if properties is not None:
        made.append(deepcopy(properties))
    return made


def _mark(run: _Element) -> None:
    """From right to left, in its language, as bold and as large as it would be the other way."""
    from lxml import etree

    properties = run.find(f"{W}rPr")
    if properties is None:
        properties = etree.Element(f"{W}rPr")
        run.insert(0, properties)
    for name, other in BOTH.items():
        one = properties.find(f"{W}{name}")
        if one is not None and properties.find(f"{W}{other}") is None:
            same = deepcopy(one)
            same.tag = f"{W}{other}"
            one.addnext(same)
    _put(properties, "rtl", AFTER_RTL)
    text = "".join(_characters([run]))
    _put(properties, "lang", AFTER_LANG).set(f"{W}bidi", "he-IL" if HEBREW.search(text) else "ar-SA")


def _put(properties: _Element, name: str, later: tuple[str, ...]) -> _Element:
    """A property in its place in the order of the schema; the one that is there already."""
    from lxml import etree

    there = properties.find(f"{W}{name}")
    if there is not None:
        return there
    made = etree.Element(f"{W}{name}")
    after = next((one for one in properties if etree.QName(one).localname in later), None)
    if after is None:
        properties.append(made)
    else:
        after.addprevious(made)
    return made
