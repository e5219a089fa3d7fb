"""Seam: what a template is filled with to look at it, until the sample data land."""

from __future__ import annotations

from typing import Any


def sample(code: str, reader: str) -> tuple[dict[str, Any], dict[str, bytes]]:
    """Names of a document for a reader, and the pictures in it."""
    from tests.sjablonen_hulp import SHARED, examples, freeze

    for example in examples():
        for one in example.record_type.documents:
            if one.code == code:
                frozen = freeze(example, SHARED["alles gedeeld"])
                return frozen.names(one, reader), frozen.pictures
    raise KeyError(code)
