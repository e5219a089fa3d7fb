"""Measures everything side by side in one run, prints it and keeps it. ``make bench``.

`--only fill,save` runs some subjects: that is printed and added to bench.jsonl, and bench.json stays that of the last
whole run. `--large` looks at a million dossiers too. `--write-docs` measures nothing, and puts the last whole run in
docs/metingen.md.
"""

import argparse
import os
import sys

from tests.bench import docs, following, report
from tests.bench.subjects import SUBJECTS


def main(arguments: list[str]) -> int:
    """Run what is asked; 0, also when a target is not met: the table says that."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench")
    parser.add_argument("--only", help=f"some of {', '.join(SUBJECTS)}; with a comma between", default="")
    parser.add_argument("--large", action="store_true", help="a million dossiers too")
    parser.add_argument("--write-docs", action="store_true", help="put the last whole run in docs/metingen.md")
    asked = parser.parse_args(arguments)
    chosen = [one.strip() for one in asked.only.split(",") if one.strip()] or list(SUBJECTS)
    if unknown := set(chosen) - set(SUBJECTS):
        parser.error(f"no subject is called {', '.join(sorted(unknown))}")
    if asked.write_docs:
        return docs.write()
    if asked.large:
        os.environ[following.LARGE] = "1"
    run = report.begun(chosen)
    for subject in chosen:
        run.measure(subject)
    print(run.table())
    run.add_lines()
    if not asked.only:
        run.keep()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
