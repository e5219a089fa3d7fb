"""Measures what matters to who waits, prints it and keeps it in bench.json. ``make bench``."""

import json
from collections.abc import Callable
from pathlib import Path

RESULT = Path("bench.json")

Bench = Callable[[], float]
BENCHES: dict[str, Bench] = {}
"""What is measured: a name that ends in its unit, as "save_draft_ms", to the function that measures it."""


def main() -> None:
    """Run every bench in turn. Its name, with the unit, and the number found are a line each."""
    print(f"{'measured':<40} {'value':>12}")
    measured: dict[str, float] = {}
    for name, bench in BENCHES.items():
        measured[name] = bench()
        print(f"{name:<40} {measured[name]:>12.2f}")
    if not measured:
        print("no benches yet")
    RESULT.write_text(json.dumps(measured, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
