"""A mix of a busy day through the whole app, against the same app with stock parts; and what that is of Flanders' peak.

Stock is this app with three parts taken out: fields drawn by WTForms (stock.html, on the one step of the mix), files
by docxtpl alone, which opens its template each time, and passwords hashed as Werkzeug does it by itself (scrypt). All
else, its store, sessions, rights and pages, is ours on both sides, so this is less than a whole stock app would differ.
In processor time of a request in this process; without the server and the network.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any
from unittest.mock import patch

from argon2.exceptions import VerifyMismatchError

from services import accounts, filling, opc
from tests.bench.filling import docxtpl
from tests.bench.form import stock_templates
from tests.bench.ground import Ground, ground
from tests.bench.measuring import Found, Key, Measured, Value, cost, in_turn
from tests.bench.pages import Form, case_with_goals
from tests.bench.signing_in import sign_in
from tests.pages import Person
from tests.world import PASSWORD, indication

ROUNDS = 11
MIX = {"step": 40, "save": 40, "worklist": 11, "document": 7, "sign_in": 2}
"""Of a hundred requests: a step opened, a step saved, a work list, a Word file filled, somebody who signs in."""
PEAK = 46
"""Requests a second of the busiest minute of all Flanders, as we assume: 11.6 million a year, twenty times the mean."""
PROCESSORS = 2
LOAD = Path("load.json")
"""What the load test wrote (`make load`), with `mixed_rps`: requests a second over HTTP, all kinds together."""
FRESH = 24 * 3600
"""How old that may be, in seconds, to count."""

Inside = Callable[[], Any]
"""Makes a context."""

Requests = dict[str, Callable[[], None]]
"""Kind of request, as in MIX -> what sends one."""

KEYS = (
    Key("mixed_vs_stock", "the mix through the app with stock parts, against ours", at_least=3),
    Key("peak_times_over", "what two processors carry, against the assumed peak of all Flanders", at_least=10),
    Key("peak_measured_over_http", "1: that comes from the load test; 0: from the processor time of the mix"),
    Key("mixed_ms", "processor time of a request of the mix"),
    Key("mixed_stock_ms", "the same with stock parts"),
    *(Key(f"mixed_{name}_ms", f"of it: {name.replace('_', ' ')}") for name in MIX),
    *(Key(f"mixed_{name}_stock_ms", f"the same with stock parts: {name.replace('_', ' ')}") for name in MIX),
)


def measured(rounds: int = ROUNDS) -> Measured:
    """Each kind of request in turn, by ours and by stock."""
    with ground() as one, ground() as other, stock_parts(other) as working:
        return measured_of({"ours": (ways(one), nullcontext), "stock": (ways(other), working)}, rounds)


def measured_of(sides: Mapping[str, tuple[Requests, Inside]], rounds: int, times: int = 2) -> Measured:
    """The same of requests that are ready, with what is to be entered while they are sent."""
    every = {
        f"{name} {side}": _with(inside, requests[name], times)
        for name in MIX
        for side, (requests, inside) in sides.items()
    }
    took = in_turn(every, rounds)
    mixed = {side: [_of_hundred(took.found, side, nr) for nr in range(rounds)] for side in sides}
    whole = {side: sum(share * took[f"{name} {side}"] for name, share in MIX.items()) / 100 for side in sides}
    each = [above / below for above, below in zip(mixed["stock"], mixed["ours"], strict=True)]
    found: Found = {
        "mixed_vs_stock": Value(whole["stock"] / whole["ours"], rounds, min(each), max(each)),
        "mixed_ms": Value(whole["ours"], rounds, min(mixed["ours"]), max(mixed["ours"])),
        "mixed_stock_ms": Value(whole["stock"], rounds, min(mixed["stock"]), max(mixed["stock"])),
    }
    found |= {f"mixed_{name}_ms": took[f"{name} ours"] for name in MIX}
    found |= {f"mixed_{name}_stock_ms": took[f"{name} stock"] for name in MIX}
    over_http = loaded()
    carried = over_http if over_http is not None else PROCESSORS * 1000 / whole["ours"]
    found |= {"peak_times_over": carried / PEAK, "peak_measured_over_http": int(over_http is not None)}
    return found, {}


def ways(here: Ground) -> Requests:
    """One request of each kind; what it needs is made ready, and only it is timed by who calls it."""
    an = here.at("an")
    case = here.world.kobe()
    form = Form(here, case.write("an", "indicatiestelling", indication(case)))
    running = case_with_goals(here)
    version, party = running.agree(), running.ids["an"]
    printed = an.raw(f"/versies/{version.id}/papier/{party}", "POST", data={"csrf_token": an.token, "als": "word"})
    copy = str(printed.headers["Location"])
    stranger = Person(here.app, an.email)

    def save() -> None:
        answer = an.raw(form.url, "POST", data=form.fields())
        assert answer.status_code == 302, answer.status_code

    return {
        "step": lambda: _read(here, an, form.url),
        "save": save,
        "worklist": lambda: _read(here, an, "/werklijst"),
        "document": lambda: _read(here, an, copy),
        "sign_in": lambda: sign_in(here, stranger),
    }


def _read(here: Ground, person: Person, url: str) -> None:
    here.unhurried()
    here.read(person, url)


def _with(inside: Inside, way: Callable[[], None], times: int) -> Callable[[], float]:
    def timed() -> float:
        with inside():
            return cost(way, times)

    return timed


def _of_hundred(found: Mapping[str, Any], side: str, nr: int) -> float:
    return float(sum(share * found[f"{name} {side}"][nr] for name, share in MIX.items()) / 100)


class Scrypt:
    """Passwords as Werkzeug hashes them when nothing is said, in the place of our hasher."""

    def hash(self, password: str) -> str:
        """What is kept of a password."""
        from werkzeug.security import generate_password_hash

        return generate_password_hash(password)

    def verify(self, hashed: str, password: str) -> bool:
        """Whether it is the password.

        :raises VerifyMismatchError: when it is not
        """
        from werkzeug.security import check_password_hash

        if check_password_hash(hashed, password):
            return True
        raise VerifyMismatchError


@contextmanager
def stock_parts(here: Ground) -> Iterator[Inside]:
    """An app with stock parts. What it gives is to be entered while it is asked something, as parts are of a process.

    Its people have a password that was hashed by stock before.
    """
    here.at("an")
    hasher = Scrypt()
    with here.platform.db.write():
        here.platform.db.run("UPDATE account SET password_hash = :hash", {"hash": hasher.hash(PASSWORD)})
    own = here.app.jinja_env.loader
    assert own is not None
    step = own.get_source(here.app.jinja_env, "stap.html")[0]
    begin = "{% block title %}"
    assert "deel(part)" in step, "stap.html draws its questions in another way"
    assert begin in step
    step = step.replace(begin, '{% from "stock.html" import deel with context %}' + begin, 1)

    @contextmanager
    def working() -> Iterator[None]:
        with patch.object(filling, "fill", _plain), patch.object(accounts, "_hasher", lambda: hasher):
            yield

    with stock_templates(here, **{"stap.html": step}):
        yield working


def _plain(template: bytes, names: Mapping[str, Any]) -> dict[str, bytes]:
    """A file by docxtpl alone, as parts: reading it again is part of how it would have to be used here."""
    return opc.read_package(docxtpl(template, names))


def loaded() -> float | None:
    """Requests a second of the load test; None when it did not run within a day, or something went wrong in it."""
    if not LOAD.exists() or time.time() - LOAD.stat().st_mtime > FRESH:
        return None
    told = json.loads(LOAD.read_text("utf-8"))
    return float(told["mixed_rps"]) if told.get("mixed_rps") and not (told.get("errors") or told.get("lost")) else None


if __name__ == "__main__":
    from tests.bench.report import alone

    alone("mixed")
