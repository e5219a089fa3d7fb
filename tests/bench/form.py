"""Drawing the questions of a step of the indicatiestelling: our macros, against the stock widgets of WTForms.

Both draw one filled-in form, inside a request to the same app: the questions with their labels, hints, counters and
help. On the stock side every label, field and option is drawn by WTForms (stock.html); what stands around is drawn by
the macros of our page on both sides. `form_fields_vs_stock` is the same with those macros empty on both. It is checked
that both give the same elements. Forms are bound before.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from jinja2 import ChoiceLoader, DictLoader
from lxml.html import fragment_fromstring

from forms import RECORD_TYPES
from forms.page import StepForm
from services import records
from store.records import Record
from tests.bench.ground import Ground, ground
from tests.bench.measuring import Key, Measured, costs
from tests.bench.stock_fields import Stock, stock
from tests.world import Case, indication

ROUNDS, BATCH = 11, 10
STEPS = ("aanmelder", "school", "hulpvraag", "verwachting")
"""Those that have no repeat: WTForms has nothing that draws one with buttons to add and remove."""

KEYS = (
    Key("form_render_vs_stock", "stock widgets of WTForms against our macros, the questions of four steps", at_least=5),
    Key("form_render_ms", "processor time of drawing the questions of four steps"),
    Key("form_fields_vs_stock", "the same without hints, counters and help: labels, fields and options"),
    Key("form_elements", "elements that both draw"),
    Key("form_elements_differ", "elements that only one of the two draws", at_most=0),
)

OURS = '{% from "veld.html" import deel with context %}'
STOCK = '{% from "stock.html" import deel with context %}'
DRAWN = "{% for form in forms %}{% for part in form.parts %}{{ deel(part) }}{% endfor %}{% endfor %}"


def measured(rounds: int = ROUNDS, batch: int = BATCH) -> Measured:
    """In turn, some drawings at a time; first all of a step, then only its fields."""
    with ground() as here:
        return measured_in(here, rounds, batch)


def measured_in(here: Ground, rounds: int, batch: int) -> Measured:
    """The same on a ground that is there."""
    case = here.world.kobe()
    record = case.write("an", "indicatiestelling", indication(case))
    with here.app.test_request_context("/"):
        forms = bound(case, record)
        with stock_templates(here):
            ways = _ways(here, forms)
            same, other = differing(ways["ours"](), ways["stock"]())
            whole = costs(ways, batch, rounds)
        with stock_templates(here, **{"veld.html": _bare(here)}):
            ways = _ways(here, forms)
            other += differing(ways["ours"](), ways["stock"]())[1]
            alone = costs(ways, batch, rounds)
    return {
        "form_render_vs_stock": whole.ratio("stock", "ours"),
        "form_render_ms": whole["ours"],
        "form_fields_vs_stock": alone.ratio("stock", "ours"),
        "form_elements": same,
        "form_elements_differ": other,
    }, {}


def _ways(here: Ground, forms: list[StepForm]) -> dict[str, Callable[[], str]]:
    return {name: _drawing(here, source + DRAWN, forms) for name, source in (("ours", OURS), ("stock", STOCK))}


def _bare(here: Ground) -> str:
    """Our macros, of which those that draw what stands around a field draw nothing."""
    loader = here.app.jinja_env.loader
    assert loader is not None
    text = loader.get_source(here.app.jinja_env, "veld.html")[0]
    bare, found = re.subn(r"({% macro (bij|hulp|teller)\(.*?%}).*?({%-? endmacro %})", r"\1\3", text, flags=re.DOTALL)
    assert found == 3, "veld.html has other macros: name here those around a field"
    return bare


def bound(case: Case, record: Record) -> list[StepForm]:
    """The steps as forms, with what was answered."""
    seen = records.draft(case.platform, case.world.who("an"), case.file, record)
    steps = {step.slug: step for step in RECORD_TYPES["indicatiestelling"].steps}
    return [seen.form(steps[slug]) for slug in STEPS]


@contextmanager
def stock_templates(here: Ground, **sources: str) -> Iterator[None]:
    """The templates of the app with stock.html among them, and others instead of its own.

    A question with the same answer is bound once: in a stock app that would come instead of our own binding.
    """
    kept: dict[tuple[object, ...], Stock] = {}

    def once(part: Any) -> Stock:
        key = part.name, *part.values, *part.errors, part.prefilled, part.condition is None
        if key not in kept:
            kept[key] = stock(part)
        return kept[key]

    own, text = here.app.jinja_env.loader, Path(__file__).with_name("stock.html").read_text("utf-8")
    assert own is not None
    here.app.jinja_env.loader = ChoiceLoader([DictLoader({"stock.html": text, **sources}), own])
    here.app.jinja_env.globals["stock"] = once
    try:
        yield  # the loader is part of what Jinja knows a compiled template by
    finally:
        here.app.jinja_env.loader = own


def _drawing(here: Ground, source: str, forms: list[StepForm]) -> Callable[[], str]:
    from flask import g

    template = here.app.jinja_env.from_string(source)
    names: dict[str, Any] = {"forms": forms, "g": g}
    here.app.update_template_context(names)
    return lambda: template.render(names)


def differing(one: str, other: str) -> tuple[int, int]:
    """How many elements two pages have in common, and how many only one of them has."""
    ours, theirs = _elements(one), _elements(other)
    return (ours & theirs).total(), ((ours - theirs) + (theirs - ours)).total()


def _elements(html: str) -> Counter[tuple[str, ...]]:
    """Each element by its tag, what counts of its attributes, and its own words. Options have other ids."""
    told = ("name", "type", "value", "checked", "selected", "rows", "role", "aria-describedby", "inputmode")
    tree = fragment_fromstring(html, create_parent="div")
    given = {"input": {"type": "text"}}
    return Counter(
        (
            str(one.tag),
            *(str(one.get(name, given.get(str(one.tag), {}).get(name))) for name in told),
            " ".join((one.text or "").split()),
        )
        for one in tree.iter()
        if isinstance(one.tag, str)
    )


if __name__ == "__main__":
    from tests.bench.report import alone

    alone("form")
