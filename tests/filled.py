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

from services import filling, opc
from services.documents import with_pictures
from services.extra_documents import EXTRA
from services.paper_word import TEMPLATE, extended
from services.sample_names import sample_names
from tests.sjablonen_hulp import SHARED, TEMPLATES, examples, freeze, scribble
from tests.unit.services.test_more_templates import FILLED

PAPER = {
    "code": "K7M2-9QXD-4E", "naam": "Noor & Voorbeeld", "rol": "Leerling", "organisatie": "", "jij": True,
    "verklaring": "Ik heb dit gelezen.", "besluiten": ["Akkoord", "Niet akkoord"], "gastheer": "An Voorbeeld",
    "gastplaats": "CLB Voorbeeld",
}  # fmt: skip


@dataclass(frozen=True)
class Filled:
    """A template, and names for it."""

    about: str
    content: bytes
    names: dict[str, Any]


def every(*shared: str) -> Iterator[Filled]:
    """Each example for each of its readers, when this is shared; what belongs to no record type; a copy on paper."""
    for example in examples():
        for one in shared:
            version = freeze(example, SHARED[one])
            for document, reader in version.made():
                names = version.names(document, reader) | {"logo": "logo" if reader == "C" else ""}
                about = f"{document.template}, {example}, {one}: {document.code} {reader}"
                yield _filled(about, document.template, names, version.pictures)
    drawn = {"h1": scribble(1), "h2": scribble(2)}
    for about, (template, names) in FILLED.items():
        yield _filled(f"{template}.docx, {about}", f"{template}.docx", names | {"logo": "logo"}, drawn)
    for extra in EXTRA:
        names = sample_names(extra.code, extra.title, "L", "leerling")
        yield _filled(f"{extra.template}, {extra.code}", extra.template, names, {})
    paper = {**goals(2).names, "papier": PAPER, "qr": "qr"}
    behind = extended(goals(2).content, (TEMPLATES / TEMPLATE).read_bytes())
    yield Filled(f"{TEMPLATE}, behind the goals", behind, with_pictures(_undrawn(paper), {"qr": scribble(3)}))


def _filled(about: str, template: str, names: dict[str, Any], pictures: dict[str, bytes]) -> Filled:
    content = (TEMPLATES / template).read_bytes()
    return Filled(about, content, with_pictures(names, {**pictures, "logo": scribble(7)}))


def _undrawn(names: dict[str, Any]) -> dict[str, Any]:
    """Names without pictures."""
    return names | {"logo": "", "handtekeningen": [line | {"beeld": ""} for line in names["handtekeningen"]]}


@functools.cache
def goals(number: int, *, drawn: bool = True) -> Filled:
    """The goals as NAFT reads them, so many of them, with five signatures: the form allows eight goals."""
    version = freeze(next(one for one in examples() if one.record_type.slug == "doelen"), SHARED["alles gedeeld"])
    document, reader = next(version.made())
    names = version.names(document, reader)
    known, line = names["doelen"], names["handtekeningen"][0]
    names["doelen"] = [known[nth % len(known)] | {"id": f"D{nth}", "nr": nth} for nth in range(1, number + 1)]
    names["handtekeningen"] = [line | {"beeld": f"h{nth}" if drawn else ""} for nth in range(5)]
    return _filled(f"{number} doelen", document.template, names, {f"h{nth}": scribble(nth) for nth in range(5)})


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
