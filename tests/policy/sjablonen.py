"""The tables of names in docs/sjablonen.md, made from the definitions and from what documents really get.

`python -m tests.policy.sjablonen` says whether they are fresh, with `--write` it makes them so.
"""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from forms import RECORD_TYPES
from services.extra_documents import EXTRA
from services.sample import ON_PAPER
from services.template_names import COMES_ALONG, Name, names_of, use_of
from tests.policy.made import Made, cell

HEADER = "| name | is | what | readers |\n|---|---|---|---|\n"
KINDS = {
    "tekst": "text", "getal": "number", "beeld": "picture", "lijst": "list", "rijen": "items", "groep": "group",
}  # fmt: skip


def tables() -> str:
    """What comes with every document, then the answers of each record type, then the documents beside those."""
    use = use_of(RECORD_TYPES["doelen"].documents[0].template)
    assert use is not None
    sections = [("In every document", "", [use.names[name] for name in COMES_ALONG])]
    for slug, record_type in RECORD_TYPES.items():
        made = ", ".join(f"`{one.template}` ({one.code}, for {_letters(one.readers)})" for one in record_type.documents)
        sections.append((f"`{slug}`: {record_type.title}", f"In {made}.", list(names_of(record_type).values())))
    for extra in [*((one.template, one.code, one.title) for one in EXTRA), ("papier.docx", ON_PAPER, "On paper")]:
        template, code, title = extra
        beside = use_of(template)
        assert beside is not None
        own = [one for name, one in beside.names.items() if name not in COMES_ALONG]
        sections.append((f"{title}", f"In `{template}` ({code}) alone.", own))
    return "\n".join(_section(*one) for one in sections)


def _section(title: str, about: str, names: Iterable[Name]) -> str:
    rows = "".join(
        f"| `{name.path.replace('/', '.')}` | {KINDS[name.kind]} | {cell(name.label)} | {_readers(name)} |\n"
        for name in _whole(names)
    )
    intro = f"{about}\n\n" if about else ""
    return f"### {title}\n\n{intro}{HEADER}{rows}"


def _whole(names: Iterable[Name]) -> Iterator[Name]:
    for name in names:
        if not name.kept_back:
            yield name
            yield from _whole(name.fields.values())


def _readers(name: Name) -> str:
    return f"`{name.readers.replace(' ', '')}`" if name.readers else ""


def _letters(readers: str) -> str:
    return ", ".join(readers)


MADE = Made(Path(__file__).parents[2] / "docs" / "sjablonen.md", "tests.policy.sjablonen", tables)

if __name__ == "__main__":
    sys.exit(MADE.main(sys.argv[1:]))
