"""The pieces that Word cut the text of a paragraph in, and what each stands in: docxtpl cuts through edges."""

from __future__ import annotations

import bisect
import itertools
import re

from services.template_fault import Fault, around
from services.template_text import Paragraph, W, texts_of

Edges = tuple[int, tuple[str, ...]]
"""What a piece of text is in, from the inside to its paragraph, after how many pieces of boxes that hang on that."""


class Pieces:
    """The pieces of text of a paragraph: where each ends, and what it is in."""

    def __init__(self, paragraph: Paragraph) -> None:
        self.ends: list[int] = []
        self.edges: list[Edges] = []
        mine, at, others = set(texts_of(paragraph.element)), 0, 0
        for one in paragraph.element.iter(f"{W}t"):
            if one not in mine:
                others += 1
            elif one.text:
                at += len(one.text)
                up = itertools.takewhile(lambda each: each is not paragraph.element, one.iterancestors())
                self.ends.append(at)
                self.edges.append((others, tuple(str(each.tag) for each in up)))

    def of(self, start: int, end: int) -> set[Edges]:
        """What the characters from `start` to `end` are in."""
        return set(self.edges[bisect.bisect_right(self.ends, start) : bisect.bisect_left(self.ends, end) + 1])


def broken_off(paragraph: Paragraph, found: re.Match[str], edges: set[Edges]) -> Fault | None:
    """An instruction over the edge of something: docxtpl takes away what is between its pieces, edges and all."""
    if len(edges) == 1:
        return None
    message = "Deze instructie loopt over de rand van een tekstvak, een link of een veld. Typ ze opnieuw, in één keer."
    return Fault("fout", paragraph.where, around(paragraph.text, found.start()), message, "tag-pieces")
