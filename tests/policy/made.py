"""A part of a document that a program makes: it stands between two markers, and the rest is written by hand."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

END = "<!-- end of what is made -->"


class NoMarkers(Exception):
    """The document has lost the markers between which the tables stand."""


@dataclass(frozen=True)
class Made:
    """What is made for one document, and by which module of tests/policy."""

    document: Path
    module: str
    tables: Callable[[], str]

    @property
    def begin(self) -> str:
        """The line under which nothing is written by hand."""
        return f"<!-- made by {self.module.replace('.', '/')}.py: do not edit below -->"

    @property
    def command(self) -> str:
        """What to run when the document is behind."""
        return f".venv/bin/python -m {self.module} --write"

    def renewed(self, text: str) -> str:
        """The text of the document with its tables as they are now.

        :raises NoMarkers: when one of the two markers is not there
        """
        before, begin, rest = text.partition(self.begin)
        _, end, after = rest.partition(END)
        if not begin or not end:
            raise NoMarkers(f"Put back into {self.document.name}, each on a line of its own: {self.begin} and {END}")
        return f"{before}{self.begin}\n\n{self.tables()}\n{END}{after}"

    def main(self, arguments: list[str]) -> int:
        """0 when the document is fresh, or is now, with `--write`."""
        now = self.document.read_text("utf-8")
        wanted = self.renewed(now)
        if "--write" in arguments and wanted != now:
            self.document.write_text(wanted, "utf-8")
            now = wanted
        sys.stdout.write("fresh\n" if now == wanted else f"stale: run {self.command}\n")
        return 0 if now == wanted else 1


def cell(text: str) -> str:
    """Text as it stands in a table of Markdown."""
    return text.replace("|", "\\|").replace("*", "\\*")
