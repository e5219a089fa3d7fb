"""The bench measures what it says: every target has a figure, what is quoted exists, and all of it still runs."""

import gc
import re
from typing import Any

from tests.bench import docs, form, ground, mixed, pages, saving, signing_in, waiting
from tests.bench.subjects import SUBJECTS, bench_of, every_key
from tests.conftest import COMPILED

TEXT = docs.DOCUMENT.read_text("utf-8")
FILES = (".py", ".json", ".jsonl", ".md")


def test_every_target_of_the_document_is_that_of_a_bench_and_no_other_is():
    stated = dict(re.findall(r"^\| `(\w+)` \| ([≤≥] [\d.]+) \|$", TEXT, re.MULTILINE))
    asked = {name: key.target for name, key in every_key().items() if key.target}
    of_our_own = {"form_elements_differ"}
    assert stated == {name: one for name, one in asked.items() if name not in of_our_own}, (
        "docs/metingen.md, section Targets: a line for each Key with at_least or at_most, the same"
    )


def test_every_figure_that_the_document_quotes_exists():
    quoted = {one for one in re.findall(r"`([a-z0-9]+(?:_[a-z0-9]+)+)`", TEXT) if not one.endswith(FILES)}
    assert not quoted - set(every_key()), "docs/metingen.md: name a figure as it is called in bench.json"


def test_the_history_has_a_column_for_each_figure_that_it_keeps():
    head = next(line for line in TEXT.splitlines() if line.startswith("| day | commit |"))
    assert tuple(re.findall(r"`(\w+)`", head)) == docs.HISTORY


def test_a_run_that_is_put_in_the_document_stands_in_its_table_and_in_its_history_once():
    names = every_key()
    about = {"at": "2026-11-27T10:00:00+00:00", "commit": "abc1234", "machine": "2 x CPU", "load": 0.1}
    told: dict[str, Any] = {name: 2.0 for name in names if name != "pdf_warm_vs_cold"}
    told |= {"pdf_warm_vs_cold": None, "pdf_warm_vs_cold_why": "no LibreOffice"}
    told |= {"rounds": {"fill_vs_docxtpl": {"rounds": 11, "spread": [1.5, 2.5]}}, "run": about}
    made = docs.tables(told)
    assert "| 2.00 x | ≥ 40 | NO | 11: 1.50-2.50 |" in made
    assert "not measured: no LibreOffice" in made
    assert [f"### {one}" for one in SUBJECTS] == re.findall("^### .*", made, re.MULTILINE)
    twice = docs.with_history(docs.with_history(TEXT, told), told)
    assert twice.count("| 2026-11-27 | `abc1234` | 2 |") == 1


def test_every_bench_of_the_app_still_gives_each_figure_that_it_declares(monkeypatch, migrated):
    """Once, on one ground: how long it takes here tells nothing, that it runs does."""
    monkeypatch.setattr(gc, "collect", lambda: 0)
    for module in (mixed, pages):
        monkeypatch.setattr(module, "cost", lambda call, _=1: 1.0 if call() is None else 2.0)
    with ground.ground(migrated) as here:
        here.app.jinja_env.bytecode_cache = COMPILED
        found = {
            "login": signing_in.measured_in(here, 1),
            "form": form.measured_in(here, 1, 1),
            "pages": pages.measured_in(here, 1, 2),
        }
        with mixed.stock_parts(here) as working:
            found["mixed"] = mixed.measured_of(dict.fromkeys(("ours", "stock"), (mixed.ways(here), working)), 1)
    for subject, (figures, reasons) in found.items():
        assert set(figures) == {key.name for key in bench_of(subject).KEYS}
        assert all(value is not None and value >= 0 for value in figures.values())
        assert reasons == {}
    differ = found["form"][0]["form_elements_differ"]
    assert differ == 0, "both draw other elements: change tests/bench/stock.html with templates/veld.html"


def test_every_bench_of_the_store_still_gives_each_figure_that_it_declares():
    assert set(saving.measured(1, 1)[0]) == {key.name for key in bench_of("save").KEYS}
    assert set(waiting.measured(1, 0.05, 1)[0]) == {key.name for key in bench_of("wait").KEYS}
