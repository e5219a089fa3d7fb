"""`python -m tests.load`, by way of `make load`: the load test, printed and kept in load.json.

SECONDS is how long all phases take together (60), USERS how many people there are (40), WORKERS how many processes the
server gets (what `serve` takes by itself), PACES at how many times the peak of all Flanders it is looked at (1,2,5).
`--write-docs` puts what load.json says into docs/belasting.md instead.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

from tests.load.figures import of_run, tables
from tests.load.mix import PEAK
from tests.load.run import Phase, free_of_others, run

RESULT, DOCS = Path("load.json"), Path("docs/belasting.md")
BEGIN, END = "<!-- figures: python -m tests.load --write-docs -->", "<!-- end of figures -->"
MOST_SECONDS, MOST_USERS, MOST_WORKERS = 600, 200, 16
FULL = "saturated"
CLASSES = 3
"""Texts that each person can bring to an end, with the files that come of it."""


def main() -> int:
    """Run it, or write the docs; gives 0 when there were no errors and nothing was lost."""
    if sys.argv[1:] == ["--write-docs"]:
        DOCS.write_text(with_figures(DOCS.read_text("utf-8"), json.loads(RESULT.read_text("utf-8"))), "utf-8")
        return 0
    seconds, people = number("SECONDS", 60, MOST_SECONDS), number("USERS", 40, MOST_USERS)
    paces = [float(one) for one in (os.environ.get("PACES") or "1,2,5").split(",")]
    idle = free_of_others()
    _say(f"{idle:.0%} of the processors is idle" + ("" if idle > 0.9 else ": TIMES WILL SAY LITTLE"))
    done = run(
        phases(seconds, paces), people=people, classes=CLASSES, workers=number("WORKERS", 0, MOST_WORKERS), tell=_say
    )
    told = of_run(done, idle)
    RESULT.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", "utf-8")
    _say("\n" + tables(told) + "\n")
    wrong = told["errors"] or told["lost"] or not told["whole"]
    _say("\n".join(told["what"]) if wrong else "No errors, nothing lost.")
    return 1 if wrong else 0


def phases(seconds: float, paces: list[float]) -> list[Phase]:
    """So many seconds dealt out: the first pace as long beside heavy work as without, the others and the end half."""
    one = seconds / (4 + len(paces))
    steady = [
        Phase(f"{times:g} x peak", 2 * one if not nr else one, PEAK * times, times=times)
        for nr, times in enumerate(paces)
    ]
    beside = Phase(f"{paces[0]:g} x peak, heavy work beside", 2 * one, PEAK * paces[0], heavy=True, times=paces[0])
    return [*steady, Phase(FULL, one), beside]  # last, as what was put aside goes on being made


def number(name: str, otherwise: int, most: int) -> int:
    """A whole number from the environment.

    :raises SystemExit: for anything else, and for more than this may ask of a machine
    """
    said = os.environ.get(name) or str(otherwise)
    if not (said.isdecimal() and int(said) <= most):
        raise SystemExit(f"{name}: give a whole number, at most {most}")
    return int(said)


def with_figures(text: str, told: dict[str, Any]) -> str:
    """The page with these figures in the place for them."""
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n\n{tables(told)}\n\n{END}{after}"


def _say(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main())
