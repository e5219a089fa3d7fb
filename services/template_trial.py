"""A template tried: filled for every reader with a sample, and once with nothing, and looked at what came out."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from typing import Any

from services import documents, opc
from services.checking import LARGEST_TREE, BadPackage, manifest_of
from services.sample import sample
from services.template_catalogue import Made
from services.template_fault import WHOLE, Fault, around
from services.template_names import Use
from services.template_text import W, read

KEPT = ("doc", "bewijs")
"""What is never empty."""


def faults(content: bytes, use: Use) -> Iterator[Fault]:
    """What goes wrong; the first of each kind. For templates in which nothing else is wrong: it is filled as it is."""
    known: set[str] = set()
    for made, reader, names, pictures in _samples(use):
        for one in _filled(content, made.called(reader), names, pictures):
            if one.code not in known:
                known.add(one.code)
                yield one


def _samples(use: Use) -> Iterator[tuple[Made, str, dict[str, Any], dict[str, bytes]]]:
    for made in use.makes:
        for reader in made.readers:
            names, pictures = sample(made.code, reader)
            yield made, reader, names, pictures
        yield made, made.readers[0], emptied(sample(made.code, made.readers[0])[0]), {}


def emptied(names: Mapping[str, Any]) -> dict[str, Any]:
    """The same names with nothing in them, but for what every document has."""
    return {name: one if name in KEPT else _nothing(one) for name, one in names.items()}


def _nothing(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _nothing(one) for name, one in value.items()}
    return type(value)()


def _filled(content: bytes, called: str, names: dict[str, Any], pictures: dict[str, bytes]) -> Iterator[Fault]:
    try:
        parts = opc.normalised(opc.read_package(documents.render(content, names, pictures)))
        manifest_of(parts)
    except BadPackage as fault:
        yield _whole("not-sealable", f"Een document met dit sjabloon kan niet verzegeld worden ({fault}).")
        return
    except Exception as fault:  # whatever docxtpl, Jinja or lxml make of it
        logging.getLogger("naadloos").exception("template")
        yield Fault("fout", WHOLE, _near(fault), f"Het exemplaar voor {called} kan niet ingevuld worden.", "fill")
        return
    if max(len(data) for name, data in parts.items() if name.endswith(".xml")) > LARGEST_TREE:
        yield _whole("too-large", "Ingevuld wordt dit document te groot. Herhaal minder tekst.")
        return
    yield from _corrupt(parts)


def _near(fault: Exception) -> str:
    """The text that docxtpl was at, where it tells."""
    lines = [" ".join(str(one).split()) for one in getattr(fault, "docx_context", ())]
    return around(" ".join(one for one in lines if one))


def _corrupt(parts: Mapping[str, bytes]) -> Iterator[Fault]:
    """What Word does not open: a cell without a paragraph at its end, a table without rows."""
    word = read(parts)
    for story in word.stories:
        for cell in story.root.iter(f"{W}tc"):
            if len(cell) == 0 or cell[-1].tag != f"{W}p":
                row = cell.getparent()
                said = "" if row is None else " ".join(one.text or "" for one in row.iter(f"{W}t"))
                message = "Een cel kan hier helemaal leeg worden. Zet er buiten de voorwaarde nog een lege alinea in."
                yield Fault("fout", story.where or "In een tabel", around(said), message, "cell-empty")
        for table in story.root.iter(f"{W}tbl"):
            if table.find(f"{W}tr") is None:
                message = "Een tabel kan hier zonder rijen blijven. Zet {%p if … %} en {%p endif %} rond de tabel."
                yield Fault("fout", story.where or "In een tabel", "", message, "table-empty")


def _whole(code: str, message: str) -> Fault:
    return Fault("fout", WHOLE, "", message, code)
