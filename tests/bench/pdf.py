"""How much sooner a PDF is there when a LibreOffice was left open. On the wall: it is another program that works."""

from __future__ import annotations

from tests.bench.measuring import Key, Measured, Rounds, waited

RUNS = 7

KEYS = (
    Key("pdf_warm_vs_cold", "a LibreOffice that has to start against one that was left open", at_least=4),
    Key("pdf_warm_ms", "a PDF of a sealed file, by a LibreOffice that was left open"),
)


def measured(runs: int = RUNS) -> Measured:
    """All of the one, then all of the other: to take turns, the kept one would have to be ended each time."""
    from services import kept_office, office
    from tests.sealing import sealed

    if not office.available():
        return {key.name: None for key in KEYS}, {key.name: "there is no LibreOffice" for key in KEYS}

    def took() -> float:
        return waited(lambda: office.to_pdf(sealed()))

    soon, kept_office.SOON = kept_office.SOON, 0
    office._kept.end()
    try:
        cold = [took() for _ in range(runs + 1)][1:]  # the first makes the profile
    finally:
        kept_office.SOON = soon
    took()  # this one leaves it open
    warm = [took() for _ in range(runs)]
    office._kept.end()
    found = Rounds({"cold": cold, "warm": warm})
    return {"pdf_warm_vs_cold": found.ratio("cold", "warm"), "pdf_warm_ms": found["warm"]}, {}


if __name__ == "__main__":
    from tests.bench.report import alone

    alone("pdf")
