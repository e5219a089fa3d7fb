"""Whether a template can be read by everybody: headings, header rows, language, and words for pictures (WCAG 2.2).

Nothing here stands in the way of using a template; whoever edits it is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from services.template_fault import WHOLE, Fault, around
from services.template_tags import TAG
from services.template_text import Paragraph, W, Word, style_of

if TYPE_CHECKING:
    from lxml.etree import _Element

LANGUAGE = "nl-BE"
LANGUAGE_SET = "De taal staat niet op Nederlands (België). Kies die bij Controleren, Taal."
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"


def faults(word: Word) -> list[Fault]:
    """What keeps somebody from reading it, each an `opgelet` with its place."""
    return [*_headings(word), *_tables(word), *_language(word), *_pictures(word)]


def _headings(word: Word) -> Iterator[Fault]:
    levels = _levels(word)
    found = [(levels[style_of(one.element)], one) for one in word.body.paragraphs if levels.get(style_of(one.element))]
    if not found:
        yield _opgelet("headings", WHOLE, "", "Er zijn geen koppen. Geef titels een stijl Kop 1, Kop 2 of Kop 3.")
    before = 0
    for level, one in found:
        if not one.text.strip():
            yield _at(one, "heading-empty", "Deze kop is leeg. Haal hem weg, of geef hem een gewone stijl.")
        if level > before + 1:
            said = f"Na Kop {before} komt Kop {level}" if before else f"De eerste kop is Kop {level}"
            yield _at(one, "heading-order", f"{said}. Gebruik Kop {before + 1}.")
        before = level


def _levels(word: Word) -> dict[str, int]:
    """Style -> the level of a heading in it, from 1, its own or of what it is based on; 0 for none."""
    styles = word.tree_of("styles.xml")
    found = {} if styles is None else {str(one.get(f"{W}styleId")): one for one in styles.iter(f"{W}style")}

    def level(name: str, seen: tuple[str, ...] = ()) -> int:
        style = found.get(name)
        if style is None or name in seen:
            return 0
        own, based = style.find(f"{W}pPr/{W}outlineLvl"), style.find(f"{W}basedOn")
        if own is not None:
            value = str(own.get(f"{W}val"))
            return int(value) + 1 if value in "012345678" and value else 0
        return 0 if based is None else level(str(based.get(f"{W}val")), (*seen, name))

    return {name: level(name) for name in found}


def _tables(word: Word) -> Iterator[Fault]:
    """A table of more columns than one says what its columns or its rows are about."""
    for one in _first_of_each_table(word):
        table = one.boxes[-3]
        look, first = table.find(f"{W}tblPr/{W}tblLook"), table.find(f"{W}tr")
        by_row = first is not None and first.find(f"{W}trPr/{W}tblHeader") is not None
        by_column = look is not None and (look.get(f"{W}firstColumn") == "1" or _bit(look, 0x80))
        if len(table.findall(f"{W}tblGrid/{W}gridCol")) > 1 and not by_row and not by_column:
            message = "Deze tabel heeft geen koprij. Kies bij Tabelindeling: Kopteksten herhalen, of bij de stijl: "
            yield _at(one, "table-header", f"{message}Eerste kolom.")


def _bit(look: _Element, bit: int) -> bool:
    """Older files tell the same in one number."""
    try:
        return bool(int(str(look.get(f"{W}val", "0")), 16) & bit) and look.get(f"{W}firstColumn") is None
    except ValueError:
        return False


def _first_of_each_table(word: Word) -> Iterator[Paragraph]:
    known: set[_Element] = set()
    for one in word.body.paragraphs:
        if len(one.boxes) > 2 and one.boxes[-3] not in known and one.boxes[-3].tag == f"{W}tbl":
            known.add(one.boxes[-3])
            yield one


def _language(word: Word) -> Iterator[Fault]:
    styles = word.tree_of("styles.xml")
    standard = None if styles is None else styles.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}lang")
    if standard is None or standard.get(f"{W}val") != LANGUAGE:
        yield _opgelet("language", WHOLE, "", LANGUAGE_SET)
    for story in word.stories:
        for one in story.paragraphs:
            other = {str(each.get(f"{W}val")) for each in one.element.iter(f"{W}lang")} - {LANGUAGE, "None"}
            if other and re.search(r"\w", TAG.sub("", one.text)):
                message = f"Deze tekst staat in een andere taal ({', '.join(sorted(other))}). Kies Nederlands (België)."
                yield _at(one, "language", message)


def _pictures(word: Word) -> Iterator[Fault]:
    for one in word.paragraphs:
        for drawing in one.element.iter(DRAWING):
            if not str(drawing.get("descr") or "").strip():
                message = "Dit beeld heeft geen alternatieve tekst. Klik er rechts op: Alternatieve tekst weergeven."
                yield _at(one, "picture-words", message)


def _at(one: Paragraph, code: str, message: str) -> Fault:
    return _opgelet(code, one.where, one.text, message)


def _opgelet(code: str, where: str, text: str, message: str) -> Fault:
    return Fault("opgelet", where, around(text), message, code)
