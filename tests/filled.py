"""Every Word template with every example of what is filled in, and many files made of one template at once."""

from __future__ import annotations

import functools
import hashlib
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from services import filling, opc, paper_word
from services.documents import with_pictures
from services.sample_names import sample_names
from tests.sjablonen_hulp import ON_PAPER, SHARED, TEMPLATES, examples, freeze, scribble
from tests.unit.services.test_more_templates import FILLED


@dataclass(frozen=True)
class Filled:
    """A template, and names for it."""

    template: str
    about: str
    names: dict[str, Any]

    @property
    def content(self) -> bytes:
        """The template's bytes."""
        return (TEMPLATES / self.template).read_bytes()


def every(*shared: str) -> Iterator[Filled]:
    """Each example for each of its readers, when this is shared; and what belongs to no record type."""
    for example in examples():
        for one in shared:
            version = freeze(example, SHARED[one])
            for document, reader in version.made():
                with_logo = version.names(document, reader) | {"logo": "logo"}
                names = with_pictures(with_logo, {**version.pictures, "logo": scribble(7)})
                yield Filled(document.template, f"{example}, {one}: {document.code} {reader}", names)
    drawn = {"h1": scribble(1), "h2": scribble(2), "logo": scribble(7)}
    for about, (template, names) in FILLED.items():
        yield Filled(f"{template}.docx", about, with_pictures(names, drawn))
    names = sample_names("D5", "Doelstellingen en afspraken", "L", "leerling") | {"papier": ON_PAPER, "qr": "qr"}
    yield Filled(paper_word.TEMPLATE, "papieren exemplaar", with_pictures(names, {"qr": scribble(3)}))


@functools.cache
def goals(number: int, *, drawn: bool = True) -> Filled:
    """The goals as NAFT reads them, so many of them, with five signatures: the form allows eight goals."""
    version = freeze(next(one for one in examples() if one.record_type.slug == "doelen"), SHARED["alles gedeeld"])
    document, reader = next(version.made())
    names = version.names(document, reader)
    known, line = names["doelen"], names["handtekeningen"][0]
    names["doelen"] = [known[nth % len(known)] | {"id": f"D{nth}", "nr": nth} for nth in range(1, number + 1)]
    names["handtekeningen"] = [line | {"beeld": f"h{nth}" if drawn else ""} for nth in range(5)]
    drawings = {f"h{nth}": scribble(nth) for nth in range(5)} | {"logo": scribble(7)}
    return Filled(document.template, f"{number} doelen", with_pictures(names, drawings))


def strangers(threads: int, fills: int) -> list[str]:
    """What goes wrong when so many threads each fill one template so many times, each time with names of its own.

    A file made among others has to be the one that was made alone.
    """
    template = goals(1).content
    alone = {at: _made(template, *at) for at in ((one, turn) for one in range(threads) for turn in range(fills))}
    begin = threading.Barrier(threads)

    def work(thread: int) -> list[str]:
        begin.wait()
        return [f"{thread} {turn}" for turn in range(fills) if _made(template, thread, turn) != alone[(thread, turn)]]

    same = len(alone) - len(set(alone.values()))
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)  # seconds: they take turns in the middle of everything
    try:
        with ThreadPoolExecutor(threads) as pool:
            found = [one for faults in pool.map(work, range(threads)) for one in faults]
    finally:
        sys.setswitchinterval(before)
    return ["two files are the same"] * same + found


def _made(template: bytes, thread: int, turn: int) -> str:
    """The SHA-256 of a file with this thread and turn in every name, and pictures of this thread."""
    names = goals(1 + thread).names
    who = f"van {thread}, de {turn}e keer"
    drawn = with_pictures(
        {
            **names,
            "doc": names["doc"] | {"titel": who},
            "doelen": [goal | {"tekst": f"{who}\n{goal['tekst']}"} for goal in names["doelen"]],
            "handtekeningen": [line | {"naam": who, "beeld": "h"} for line in names["handtekeningen"]],
            "logo": "",
        },
        {"h": _drawing(thread)},
    )
    return hashlib.sha256(opc.write_package(filling.fill(template, drawn))).hexdigest()


_drawing = functools.cache(scribble)
