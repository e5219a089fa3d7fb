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

DOCUMENT = Path(__file__).parents[2] / "docs" / "begrippen.md"
BEGIN = "<!-- made by tests/policy/begrippen.py: do not edit below -->"
END = "<!-- end of what is made -->"
COMMAND = ".venv/bin/python -m tests.policy.begrippen --write"
HEADER = "| name | label | readers | source |\n|---|---|---|---|\n"

Row = tuple[str, str, str, str]


class NoMarkers(Exception):
    """The document has lost the markers between which the tables stand."""


def tables() -> str:
    """A table a record type, then one for what is asked outside of records."""
    sections = [(f"`{slug}`: {one.title}", one.steps) for slug, one in RECORD_TYPES.items()]
    sections += [
        ("Somebody in a dossier (`forms/partij.py`)", (PARTIJ,)),
        ("A new dossier (`forms/nieuw_dossier.py`)", (NIEUW_DOSSIER,)),
    ]
    sections += [(f"The step `{event}` (`forms/handelingen.py`)", (step,)) for event, step in HANDELINGEN.items()]
    return "\n".join(f"### {title}\n\n{HEADER}{_lines(_rows(steps))}" for title, steps in sections)


def with_tables(document: str) -> str:
    """The document with its tables as the definitions are now.

    :raises NoMarkers: when one of the two markers is not there
    """
    before, begin, rest = document.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise NoMarkers(f"Put back into {DOCUMENT.name}, each on a line of its own: {BEGIN} and {END}")
    return f"{before}{BEGIN}\n\n{tables()}\n{END}{after}"


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
        f"| `{name}` | {_cell(label)} | {_letters(readers)} | {_cell(source)} |\n"
        for name, label, readers, source in rows
    )


def _letters(readers: str) -> str:
    return f"`{readers.replace(' ', '')}`" if readers else ""


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("*", "\\*")


def main(arguments: list[str]) -> int:
    """0 when the tables are fresh, or are now."""
    now = DOCUMENT.read_text("utf-8")
    wanted = with_tables(now)
    if "--write" in arguments and wanted != now:
        DOCUMENT.write_text(wanted, "utf-8")
        now = wanted
    sys.stdout.write("fresh\n" if now == wanted else f"stale: run {COMMAND}\n")
    return 0 if now == wanted else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
