"""Measures how much sooner a PDF is there when a LibreOffice was left open: what the bench calls pdf_warm_vs_cold."""

from __future__ import annotations

import statistics
import time

RUNS = 7


def bench_pdf() -> float:
    """Seconds of a conversion by a LibreOffice that has to start, over those by one that was left open.

    Medians of a few each.

    :raises OfficeMissing: where there is none
    """
    from services import kept_office, office
    from tests.sealing import sealed

    def took() -> float:
        start = time.perf_counter()
        office.to_pdf(sealed())
        return time.perf_counter() - start

    soon, kept_office.SOON = kept_office.SOON, 0
    office._kept.end()
    try:
        cold = [took() for _ in range(RUNS + 1)][1:]  # the first makes the profile
    finally:
        kept_office.SOON = soon
    took()  # this one leaves it open
    warm = [took() for _ in range(RUNS)]
    office._kept.end()
    return statistics.median(cold) / statistics.median(warm)
