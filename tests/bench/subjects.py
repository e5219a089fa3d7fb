"""The subjects of `make bench`. A new one is a module here, with its KEYS and `measured()`, and one line below."""

from __future__ import annotations

import importlib
from collections.abc import Iterable
from typing import Protocol, cast

from tests.bench.measuring import Key, Measured

SUBJECTS = {
    "start": "starting",
    "fill": "filling",
    "seal": "sealing",
    "pdf": "pdf",
    "save": "saving",
    "wait": "waiting",
    "login": "signing_in",
    "pages": "pages",
    "form": "form",
    "mixed": "mixed",
    "follow": "following",
    "roads": "roads",
    "scale": "scale",
}
"""Name, as `--only` takes it -> its module in this package, in the order in which they run."""


class Bench(Protocol):
    """What such a module has."""

    KEYS: tuple[Key, ...]

    def measured(self) -> Measured:
        """Every figure of KEYS by its name, and of those that are None why."""


def bench_of(subject: str) -> Bench:
    """The module of a subject."""
    return cast(Bench, importlib.import_module(f"tests.bench.{SUBJECTS[subject]}"))


def every_key(subjects: Iterable[str] = SUBJECTS) -> dict[str, Key]:
    """Every figure by its name, in the order of the table.

    :raises ValueError: for a name that two have
    """
    keys = [key for subject in subjects for key in getattr(bench_of(subject), "KEYS", ())]
    found = {key.name: key for key in keys}
    if len(found) != len(keys):
        raise ValueError("two figures have one name")
    return found
