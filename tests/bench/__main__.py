"""Measures what matters to who waits, prints it and keeps it in bench.json. ``make bench``."""

import functools
import json
import statistics
import time
from collections.abc import Callable
from pathlib import Path

RUNS = 30
RESULT = Path("bench.json")

Bench = Callable[[], float]


def median_ms(measured: Callable[[], object], runs: int = RUNS) -> float:
    """How long a call takes as a rule, in milliseconds, but for the first, which also loads what it needs."""
    measured()
    took = []
    for _ in range(runs):
        start = time.perf_counter()
        measured()
        took.append(time.perf_counter() - start)
    return statistics.median(took) * 1000


@functools.cache
def render_ms() -> float:
    """Filling a real template for one reader."""
    from tests.sealing import CODE, READER, version

    document = next(one for one, letter in version().made() if (one.code, letter) == (CODE, READER))
    return median_ms(lambda: version().render(document, READER))


@functools.cache
def seal_ms() -> float:
    """Sealing what came of that, with the record inside."""
    from services.seal import seal
    from tests.sealing import AT, inside, own_key, plain, record_xml, with_record

    content = with_record(plain(), record_xml(inside()))
    return median_ms(lambda: seal(content, own_key(), AT))


def verify_ms() -> float:
    """Checking it strictly."""
    from services.checking import check
    from tests.sealing import own_key, sealed

    return median_ms(lambda: check(sealed(), [own_key().certificate_pem]))


BENCHES: dict[str, Bench] = {
    "render_ms": render_ms,
    "seal_ms": seal_ms,
    "verify_ms": verify_ms,
    "seal_vs_render": lambda: seal_ms() / render_ms(),
}
"""What is measured: a name that ends in its unit, as "save_draft_ms", to the function that measures it.

One of the form "seal_vs_render" is a ratio.
"""


def main() -> None:
    """Run every bench in turn. Its name, with the unit, and the number found are a line each; None has its reason."""
    from services import office
    from tests.bench import filling, following, pdf

    print(filling.table(), end="\n\n")
    found, reasons = filling.measured()
    found |= {name: bench() for name, bench in BENCHES.items()}
    found |= following.measured()
    found["pdf_warm_vs_cold"] = pdf.bench_pdf() if office.available() else None
    reasons |= {} if office.available() else {"pdf_warm_vs_cold": "there is no LibreOffice"}
    print(f"{'measured':<40} {'value':>12}")
    for name, value in found.items():
        print(f"{name:<40} {reasons[name] if value is None else format(value, '12.2f')}")
    kept = {**found, **{f"{name}_why": reason for name, reason in reasons.items()}}
    RESULT.write_text(json.dumps(kept, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
