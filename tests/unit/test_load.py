"""What the load test counts: how long people waited, also those who could not even ask."""

from __future__ import annotations

import math
import threading
import time

import pytest

from tests.load.__main__ import BEGIN, END, number, phases, with_figures
from tests.load.figures import of_phase, of_run, percentile
from tests.load.mix import ACTS, PEAK, kind_of
from tests.load.run import Met, Run
from tests.load.turns import Over, Turns


def test_who_could_not_ask_while_the_server_hung_waited_too():
    """One person, fifty requests a second, and a server that hangs once: those that were due then all count."""
    turns, answered = Turns(people=1, seed=1), 0

    def somebody() -> None:
        nonlocal answered
        try:
            while True:
                due = turns.take()
                time.sleep(0.3 if answered == 3 else 0)
                turns.done("page", due)
                answered += 1
        except Over:
            return

    person = threading.Thread(target=somebody)
    person.start()
    seen = turns.paced(50, 0.6)
    turns.stop()
    person.join()
    late = [one for one in seen.took["page"] if one > 30]
    assert len(seen.took["page"]) + len(seen.unanswered) == pytest.approx(30, abs=15)
    assert len(late) > 5, "a closed loop would have seen a single slow answer"
    assert max(seen.took["page"]) >= 300


def test_what_was_never_answered_counts_as_long_as_it_waited():
    turns = Turns(people=1, seed=1)
    seen = turns.paced(100, 0.2)  # nobody is there
    told = of_phase(Met(phases(7, [1.0])[0], seen.took, seen.errors, seen.unanswered, seen.seconds, 0, 0))
    assert told["unanswered"] == len(seen.unanswered) > 5
    assert told["rps"] == 0
    assert 0 < told["p50_ms"] < told["p99_ms"] <= 250


@pytest.mark.parametrize(("of_hundred", "value"), [(50, 5), (95, 10), (99, 10), (10, 1), (100, 10)])
def test_a_percentile_is_a_value_that_was_measured(of_hundred, value):
    assert percentile([10, *range(1, 10)], of_hundred) == value
    assert math.isnan(percentile([], of_hundred))


def test_seconds_are_dealt_out_and_the_first_pace_is_seen_beside_heavy_work():
    made = phases(70, [1, 2, 5])
    assert sum(one.seconds for one in made) == pytest.approx(70)
    assert [one.rate for one in made] == [PEAK, 2 * PEAK, 5 * PEAK, 0, PEAK]
    calm, beside = made[0], next(one for one in made if one.heavy)
    assert (calm.rate, calm.seconds) == (beside.rate, beside.seconds)


def test_every_number_stands_in_the_page():
    met = [
        Met(one, {"dossier": [10.0 * (nr + 1)] * 4}, {}, [], 1.0, 0.4, 0.1, heavy={"PDF": [5.0]} if one.heavy else {})
        for nr, one in enumerate(phases(7, [1, 2]))
    ]
    met[1].errors["dossier: 500"] = 2
    told = of_run(Run(people=3, workers=2, met=met, warm_errors={"search: 500": 1}), idle=0.5)
    assert (told["mixed_rps"], told["peak_times_over"]) == (4.0, round(4 / PEAK, 2))
    assert (told["p50_ms"], told["with_heavy"]["p50_ms"]) == (10.0, 40.0)
    assert (told["errors"], told["lost"], told["whole"], told["generator_share"]) == (3, 0, True, 0.2)
    page = with_figures(f"# Load\n\n{BEGIN}\nold\n{END}\n\nAfter.\n", told)
    assert "old" not in page
    assert page.startswith("# Load\n\n")
    assert page.endswith(f"{END}\n\nAfter.\n")
    assert "| 1 x peak | 46 | 4.0 | 10.0 | 10.0 | 10.0 | 0 | 0 |" in page
    assert with_figures(page, told) == page


@pytest.mark.parametrize("said", ["-1", "1e3", "601", "veel"])
def test_what_asks_too_much_of_a_machine_is_refused(monkeypatch, said):
    monkeypatch.setenv("SECONDS", said)
    with pytest.raises(SystemExit, match="SECONDS"):
        number("SECONDS", 60, 600)


def test_a_request_is_called_by_what_it_is_for():
    assert kind_of("POST", "/formulieren/ab12/stap/hulpvraag/bewaar") == "autosave"
    assert kind_of("GET", "/dossiers/ab12") == "dossier"
    assert kind_of("GET", "/dossiers?zoek=1") == "search"
    assert kind_of("POST", "/tafel/0123456789abcdef0123") == "signature"
    assert kind_of("GET", "/iets/anders") == "other"
    assert sum(ACTS.values()) == 100
