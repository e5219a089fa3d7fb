"""The instructions in a template, `{{ name }}` and `{%p for d in doelen %}`, each with its place, and how they nest.

What docxtpl does with them decides what is good: `{%p` takes the paragraph away that it stands in, `{%tr` the row, so
each has to stand there alone; any other has to be closed in its own paragraph.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from services.template_fault import Fault, around
from services.template_pieces import Pieces, broken_off
from services.template_text import Paragraph, Story, W, text_of

if TYPE_CHECKING:
    from jinja2 import nodes

TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
BOX = re.compile(r"(p|tr|tc|r) ")
WORDS = ("if", "elif", "else", "endif", "for", "endfor")
ENDS = {"endif": "if", "endfor": "for"}
STRAIGHT = str.maketrans("“”‘’", "\"\"''")
"""What docxtpl puts right by itself; other quotes it leaves."""

OTHER_QUOTES = "„\u201a«»"
BRACES = {
    "brace": "Gebruik accolades enkel rond een instructie.",
    "tag-open": "Hier begint een instructie die niet afgesloten wordt. Sluit ze af in dezelfde alinea.",
    "tag-close": "Hier eindigt een instructie die nergens begint. Haal dit weg, of zet er het begin bij.",
}
LONGEST = 1000
"""Characters of an instruction."""


@dataclass(frozen=True)
class Tag:
    """One instruction: its word ('' for a value), what it takes away ('', 'p' or 'tr'), and what it says.

    `node` is a value, a condition or a whole loop; None where there is nothing to say, or it was `wrong`: then it is
    passed on for what it opens or closes. `within` is what it stands in, from the inside to its paragraph.
    """

    word: str
    box: str
    node: nodes.Node | None
    text: str
    at: int
    paragraph: Paragraph
    within: tuple[str, ...] = ()
    wrong: bool = False

    def fault(self, code: str, message: str) -> Fault:
        """Something that stands in the way, here."""
        return Fault("fout", self.paragraph.where, around(self.paragraph.text, self.at), message, code)


def tags_of(story: Story, faults: list[Fault]) -> Iterator[Tag]:
    """The instructions of a part that can be read, in order; what is wrong with the others is added to `faults`."""
    for paragraph in story.paragraphs:
        if re.search("[{}]", paragraph.text):
            _look_between(paragraph, faults)
            pieces = Pieces(paragraph)
            for found in TAG.finditer(paragraph.text):
                edges = pieces.of(found.start(), found.end())
                wrong = broken_off(paragraph, found, edges) or _remark(paragraph, found)
                if wrong is not None:
                    faults.append(wrong)
                elif not found[0].startswith("{#"):
                    yield from _tag(paragraph, found, edges.pop()[1], faults)


def _remark(paragraph: Paragraph, found: re.Match[str]) -> Fault | None:
    """A remark that docxtpl would run, or that takes its paragraph or row away."""
    if not found[0].startswith("{#"):
        return None
    if not re.search("[{}%]", found[0][2:-2]) and not BOX.match(found[0][2:]):
        return None
    message = "Schrijf een opmerking als {# tekst #}: met een spatie, en zonder accolades of procentteken erin."
    return Fault("fout", paragraph.where, around(paragraph.text, found.start()), message, "remark")


def _look_between(paragraph: Paragraph, faults: list[Fault]) -> None:
    """No brace but those of instructions: docxtpl would put two of them together over the end of a paragraph."""
    blank = TAG.sub(lambda found: " " * len(found[0]), paragraph.text)
    for found in re.finditer(r"\{[{%#]|[}%#]\}|[{}]", blank):
        begins = found[0].startswith("{") and len(found[0]) == 2
        said = {
            True: ("tag-open", "Hier begint een instructie die niet afgesloten wordt. Sluit ze in dezelfde alinea."),
            False: (
                "tag-close",
                "Hier eindigt een instructie die nergens begint. Haal dit weg, of zet er het begin bij.",
            ),
        }
        code, message = (
            said[begins] if len(found[0]) == 2 else ("brace", "Gebruik accolades enkel rond een instructie.")
        )
        faults.append(Fault("fout", paragraph.where, around(paragraph.text, found.start()), message, code))


def _tag(paragraph: Paragraph, found: re.Match[str], within: tuple[str, ...], faults: list[Fault]) -> Iterator[Tag]:
    text, body = found[0], found[0][2:-2]
    box = BOX.match(body)
    said = body[box.end() :] if box else body
    tag = Tag(_word(text, said), box[1] if box else "", None, text, found.start(), paragraph, within)
    if tag.word:
        said = said.strip().removeprefix(tag.word)
    wrong = _shape(tag, body) or _kind(tag, said)
    if wrong is None:
        try:
            tag = replace(tag, node=_parsed(tag.word, said.translate(STRAIGHT)))
        except SyntaxError as fault:
            wrong = tag.fault("tag-syntax", str(fault))
    if wrong is not None:
        faults.append(wrong)
        yield from [replace(tag, wrong=True)] if tag.word in WORDS else []
        return
    if said != said.translate(STRAIGHT):
        faults.append(_quotes(tag))
    yield tag


def _word(text: str, said: str) -> str:
    """The word of an instruction, '' of a value."""
    found = re.match(r"[-+\s]*(\S*)", said)
    return found[1] if found and text.startswith("{%") else ""


def _shape(tag: Tag, body: str) -> Fault | None:
    if len(body) > LONGEST:
        return tag.fault("tag-long", f"Deze instructie is te lang: hoogstens {LONGEST} tekens.")
    if re.search("[{}]", body):
        return tag.fault("tag-open", "Deze instructie wordt niet afgesloten voor de volgende begint.")
    if "%" in body:
        return tag.fault("tag-syntax", "Gebruik in een instructie geen procentteken.")
    if "&" in body:
        return tag.fault("tag-syntax", "Gebruik in een instructie geen &: het wordt niet gelezen zoals het er staat.")
    if not body.isprintable() and re.search(r"[\x00-\x1f]", body):
        return tag.fault("tag-syntax", "Zet deze instructie op één regel, zonder tabs.")
    if body[:1] in "-+" or body[-1:] in "-+":
        return tag.fault("tag-trim", "Laat de - of + aan de rand van deze instructie weg.")
    if set(body) & set(OTHER_QUOTES):
        return tag.fault("quotes", "Gebruik in een instructie rechte aanhalingstekens: '.")
    return None


def _quotes(tag: Tag) -> Fault:
    message = "Hier staan gekrulde aanhalingstekens in een instructie. Het werkt, maar rechte (') zijn zekerder."
    return Fault("opgelet", tag.paragraph.where, around(tag.paragraph.text, tag.at), message, "quotes")


def _kind(tag: Tag, said: str) -> Fault | None:
    if tag.text.startswith("{{"):
        if tag.box:
            return tag.fault("tag-kind", f"Schrijf {{{{ en geen {{{{{tag.box} rond een naam.")
        return None
    if tag.box in ("tc", "r"):
        return tag.fault("tag-kind", f"{{%{tag.box} kan hier niet: gebruik {{%p of {{%tr.")
    if tag.word in ("p", "tr"):
        return tag.fault("tag-kind", f"Schrijf {{%{tag.word} aan elkaar, en daarna één gewone spatie.")
    if tag.word not in WORDS:
        return tag.fault("tag-unknown", _not_a_word(tag.word))
    if tag.word in ("else", *ENDS) and said.strip():
        return tag.fault("tag-syntax", f"Na `{tag.word}` komt niets meer.")
    return _alone(tag)


def _not_a_word(word: str) -> str:
    near = difflib.get_close_matches(word, WORDS, 1)
    hint = f" Bedoelde u `{near[0]}`?" if near else ""
    return f"`{word}` kan in een sjabloon niet.{hint} Wat kan: {', '.join(WORDS)}."


def _alone(tag: Tag) -> Fault | None:
    """What takes its paragraph or row away has to stand there alone."""
    boxed = next(tag.paragraph.element.iterdescendants(f"{W}p"), None) is not None
    if tag.box == "p" and (tag.paragraph.text.strip() != tag.text or boxed):
        return tag.fault("tag-alone", "{%p neemt de hele alinea weg. Zet deze instructie alleen in een alinea.")
    if tag.box == "tr":
        row = _row(tag)
        if row is None:
            return tag.fault("tag-kind", "{%tr kan enkel in een tabel. Gebruik hier {%p.")
        if "".join(text_of(one) for one in row.iter(f"{W}p")).strip() != tag.text:
            return tag.fault("tag-alone", "{%tr neemt de hele rij weg. Zet deze instructie alleen in een rij.")
    return None


def _row(tag: Tag) -> Any:
    return next(tag.paragraph.element.iterancestors(f"{W}tr"), None)


def _parsed(word: str, said: str) -> nodes.Node | None:
    """:raises SyntaxError: when it cannot be read; in Dutch"""
    from jinja2 import Environment, TemplateError

    if word in ("else", *ENDS):
        return None
    source = {"": f"{{{{{said}}}}}", "for": f"{{% for {said} %}}{{% endfor %}}"}.get(
        word, f"{{% if {said} %}}{{% endif %}}"
    )
    try:
        (found,) = Environment(autoescape=True).parse(source).body
    except (TemplateError, RecursionError, ValueError) as fault:
        raise SyntaxError(_unread(said)) from fault
    read: Any = found
    node: nodes.Node = read if word == "for" else read.test if word else read.nodes[0]
    return node


def _unread(said: str) -> str:
    if said.count("'") % 2 or said.count('"') % 2:
        return "In deze instructie ontbreekt een aanhalingsteken."
    if said.count("(") != said.count(")"):
        return "In deze instructie ontbreekt een haakje."
    if re.search(r"(?<![=!<>])=(?!=)", said):
        return "Schrijf == om te vergelijken."
    if not said.strip():
        return "In deze instructie staat niets."
    return "Deze instructie kan niet gelezen worden. Vergelijk ze met die in het standaardsjabloon."


def nested(tags: Iterator[Tag], faults: list[Fault]) -> Iterator[Tag]:
    """The same tags; what does not open and close as it should is added to `faults`, and left out."""
    open_tags: list[Tag] = []
    for tag in tags:
        if tag.word in ("if", "for"):
            open_tags.append(tag)
        elif tag.word:
            wrong = _closing(tag, open_tags)
            if wrong is not None:
                faults.append(wrong)
                if wrong.code == "block-end":
                    continue
            if tag.word in ENDS and open_tags:
                open_tags.pop()
        yield tag
    faults += [
        one.fault("block-open", f"Deze `{one.word}` wordt niet afgesloten. Zet {_written(one)} waar dit deel eindigt.")
        for one in open_tags
        if not one.wrong
    ]


def _closing(tag: Tag, open_tags: list[Tag]) -> Fault | None:
    last = open_tags[-1] if open_tags else None
    wanted = ENDS.get(tag.word, "if")
    if tag.wrong or (last is not None and last.wrong and last.word == wanted):
        return None
    if last is None or last.word != wanted:
        other = f" Sluit eerst de `{last.word}` af van: {around(last.paragraph.where)}." if last else ""
        return tag.fault("block-end", f"`{tag.word}` zonder `{wanted}`.{other}")
    begun = f"`{last.word}` ({last.paragraph.where.lower()})"
    if tag.box != last.box:
        return tag.fault("block-kind", f"Schrijf dit op dezelfde manier als {begun}: met {{%{last.box}.")
    if _around(tag) != _around(last):
        return tag.fault("block-place", f"Zet dit in dezelfde {PLACE[tag.box]} als {begun}.")
    return None


PLACE = {"": "alinea", "p": "cel, kop- of voettekst", "tr": "tabel"}


def _around(tag: Tag) -> Any:
    """What the beginning and the end of a block must have in common."""
    if tag.box == "tr":
        return _row(tag).getparent()
    if tag.box:
        return tag.paragraph.element.getparent()
    return tag.paragraph.element, tag.within


def _written(tag: Tag) -> str:
    return f"{{%{tag.box} end{tag.word} %}}"
