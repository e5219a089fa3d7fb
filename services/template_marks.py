"""What may not stand in the text of a template: hidden or tracked text, fields that change, marks nobody sees."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from services.template_fault import WHOLE, Fault, around
from services.template_safety import DANGERS, FALSE, is_link
from services.template_text import COMPATIBLE, NOTES, Story, W, Word, texts_of

if TYPE_CHECKING:
    from lxml.etree import _Element

LARGEST = 2_000_000
"""Bytes of a part with text, unpacked."""

FIELDS = {
    "PAGE", "NUMPAGES", "SECTION", "SECTIONPAGES", "PAGEREF", "REF", "NOTEREF", "STYLEREF", "SEQ", "TOC", "HYPERLINK",
}  # fmt: skip
"""Fields that say the same whoever opens the file, and when."""

REVISIONS = {"ins", "del", "moveFrom", "moveTo", "cellIns", "cellDel", "cellMerge"}
ENDNOTE = "In een eindnoot wordt niets ingevuld. Maak er een voetnoot van, of zet het in de tekst."
HIDDEN = "Hier staat verborgen tekst. Haal ze weg, of maak ze zichtbaar."
TWO_TEXTS = "Hier staat voor oude programma's een andere tekst. Maak dit tekstvak opnieuw."
MARKS = {
    "altChunk": ("altchunk", DANGERS["altchunk"][1]),
    "subDoc": ("altchunk", DANGERS["altchunk"][1]),
    "object": ("object", DANGERS["object"][1]),
    "control": ("object", DANGERS["object"][1]),
    "commentReference": ("comments", DANGERS["comments"][1]),
    "dataBinding": ("binding", "Dit veld haalt zijn tekst uit de eigenschappen van het bestand. Typ de tekst zelf."),
}


def text_faults(word: Word) -> Iterator[Fault]:
    """What is wrong, each with its place."""
    hidden = _hidden_styles(word)
    if "" in hidden:
        yield Fault("fout", WHOLE, "", HIDDEN, "hidden")
    for story in word.stories:
        places = _Places(story)
        for one in story.root.iter():
            told = _mark(one, hidden)
            if told:
                yield places.fault(one, *told)
        for one in story.root.iter(f"{W}p"):  # those for old programs too
            for code, message in _fields(one):
                yield places.fault(one, code, message)
        yield from _elsewhere(story, places)
        yield from _two_texts(story, places)


class _Places:
    """Where an element of a part stands, for who looks at it in Word."""

    def __init__(self, story: Story) -> None:
        self.story = story
        self.paragraphs = {one.element: one for one in story.paragraphs}

    def fault(self, one: _Element, code: str, message: str, said: str = "") -> Fault:
        """Something that stands in the way: in a paragraph, or else in the first one of what it is in."""
        up = one
        while up is not None:
            found = self.paragraphs.get(up) or next((self.paragraphs.get(each) for each in up.iter(f"{W}p")), None)
            if found:
                return Fault("fout", found.where, around(said or found.text), message, code)
            up = up.getparent()  # type: ignore[assignment]  # None at the top
        return Fault("fout", self.story.where or WHOLE, around(said), message, code)


def _mark(one: _Element, hidden: set[str]) -> tuple[str, str] | None:
    tag = str(one.tag).removeprefix(W)
    if tag in MARKS:
        return MARKS[tag]
    if tag in REVISIONS or (one.tag.startswith(W) and tag.endswith("Change")):
        return "tracked", "Hier staat een wijziging die bijgehouden wordt. Aanvaard of weiger ze in Word."
    value = one.get(f"{W}val")
    if (tag == "vanish" and value not in FALSE) or (tag in ("pStyle", "rStyle", "tblStyle") and value in hidden):
        return "hidden", HIDDEN
    return None


def _hidden_styles(word: Word) -> set[str]:
    """The styles that hide their text, or are based on one that does; '' for what has no style of its own."""
    styles = word.tree_of("styles.xml")
    found: set[str] = set()
    before = -1
    while styles is not None and len(found) > before:
        before = len(found)
        for one in styles.iter(f"{W}style"):
            based = one.find(f"{W}basedOn")
            hides = any(each.get(f"{W}val") not in FALSE for each in one.iter(f"{W}vanish"))
            if hides or (based is not None and based.get(f"{W}val") in found):
                found.add(str(one.get(f"{W}styleId")))
                found |= {""} if one.get(f"{W}default") in ("1", "true", "on") else set()
    standard = None if styles is None else styles.find(f"{W}docDefaults")
    hides = standard is not None and any(one.get(f"{W}val") not in FALSE for one in standard.iter(f"{W}vanish"))
    return found | ({""} if hides else set())


def _fields(paragraph: _Element) -> Iterator[tuple[str, str]]:
    for said in _instructions(paragraph):
        name = said.split()[0].upper()
        if name not in FIELDS:
            yield "field", f"Het veld {name[:30]} verandert vanzelf of haalt iets op. Typ de tekst zelf."
        elif name == "HYPERLINK":
            target = re.match(r'\s*HYPERLINK\s+"?([^"\s\\]+)', said, re.IGNORECASE)
            if target and not is_link(target[1]):
                yield "link-kind", "Een link mag enkel naar een website (https) of een mailadres gaan."


def _instructions(paragraph: _Element) -> Iterator[str]:
    """What the fields in a paragraph say. Word cuts that up too, and one field may stand in another."""
    said: list[str] = []
    for one in paragraph.iter(f"{W}fldSimple", f"{W}fldChar", f"{W}instrText"):
        if one.tag == f"{W}fldSimple":
            said.append(str(one.get(f"{W}instr", "")))
        elif one.tag == f"{W}instrText":
            said = said or [""]
            said[-1] += one.text or ""
            continue
        elif one.get(f"{W}fldCharType") == "begin":
            said.append("")
            continue
        if said and said[-1].strip():
            yield said[-1]
        said = said[:-1]
    yield from (one for one in said if one.strip())


def _elsewhere(story: Story, places: _Places) -> Iterator[Fault]:
    """What would be filled in though nobody sees it, and what would not."""
    from lxml import etree

    if len(etree.tostring(story.root)) > LARGEST:
        yield Fault("fout", story.where or WHOLE, "", "Dit deel van het document is te groot.", "too-large")
    read = {text for one in story.paragraphs for text in texts_of(one.element)}
    read |= {text for one in story.root.iter(f"{COMPATIBLE}Fallback") for text in one.iter(f"{W}t")}  # compared below
    for one in story.root.iter():
        values = [*map(str, one.attrib.values()), "" if one in read else one.text or "", one.tail or ""]
        found = [value for value in values if re.search(r"[{}]", value) and not _is_guid(value)]
        if found:
            yield places.fault(one, "tag-elsewhere", "Hier staan accolades buiten de tekst. Haal ze weg.", found[0])
    if story.where == NOTES["endnotes"]:
        for paragraph in story.paragraphs:
            if re.search(r"[{}]", paragraph.text):
                yield places.fault(paragraph.element, "tag-elsewhere", ENDNOTE)


def _two_texts(story: Story, places: _Places) -> Iterator[Fault]:
    """A text for old programs that is not the one of the others, which alone is looked at."""
    for one in story.root.iter(f"{COMPATIBLE}Fallback"):
        if next(one.iterancestors()).tag != f"{COMPATIBLE}AlternateContent":
            yield places.fault(one, "two-texts", TWO_TEXTS)
    for one in story.root.iter(f"{COMPATIBLE}AlternateContent"):
        shown = sorted({"".join(text.text or "" for text in each.iter(f"{W}t")) for each in one})
        for_all = one.find(f"{COMPATIBLE}Choice") is not None
        if len(shown) > 1 or not for_all:
            yield places.fault(one, "two-texts", TWO_TEXTS, " / ".join(shown))


def _is_guid(value: str) -> bool:
    return re.fullmatch(r"\{[0-9A-Fa-f-]{36}\}", value) is not None
