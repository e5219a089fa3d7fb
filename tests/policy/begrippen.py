"""The tables of question names in docs/begrippen.md, made from the definitions.

`python -m tests.policy.begrippen` says whether they are fresh, with `--write` it makes them so.
"""

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from forms import RECORD_TYPES
from forms.handelingen import HANDELINGEN
from forms.nieuw_dossier import NIEUW_DOSSIER
from forms.partij import PARTIJ
from forms.record_type import Step
from forms.repeat import Repeat
from tests.policy.made import Made, cell

HEADER = "| name | label | readers | source |\n|---|---|---|---|\n"

Row = tuple[str, str, str, str]


def tables() -> str:
    """A table a record type, then one for what is asked outside of records."""
    sections = [(f"`{slug}`: {one.title}", one.steps) for slug, one in RECORD_TYPES.items()]
    sections += [
        ("Somebody in a dossier (`forms/partij.py`)", (PARTIJ,)),
        ("A new dossier (`forms/nieuw_dossier.py`)", (NIEUW_DOSSIER,)),
    ]
    sections += [(f"The step `{event}` (`forms/handelingen.py`)", (step,)) for event, step in HANDELINGEN.items()]
    return "\n".join(f"### {title}\n\n{HEADER}{_lines(_rows(steps))}" for title, steps in sections)


def _rows(steps: Iterable[Step]) -> Iterator[Row]:
    for step in steps:
        for item in step.items:
            if isinstance(item, Repeat):
                yield item.name, f"{item.label} (a list)", "", ""
                for question in item.of:
                    yield f"{item.name}/{question.name}", question.label, question.readers, question.source
            else:
                yield item.name, item.label, item.readers, item.source


def _lines(rows: Iterable[Row]) -> str:
    return "".join(
        f"| `{name}` | {cell(label)} | {_letters(readers)} | {cell(source)} |\n"
        for name, label, readers, source in rows
    )


def _letters(readers: str) -> str:
    return f"`{readers.replace(' ', '')}`" if readers else ""


MADE = Made(Path(__file__).parents[2] / "docs" / "begrippen.md", "tests.policy.begrippen", tables)

if __name__ == "__main__":
    sys.exit(MADE.main(sys.argv[1:]))
