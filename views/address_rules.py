"""The rules of the addresses, of which the part that builds an address is compiled when one is first built.

Werkzeug compiles that part, twice, for every rule that is added: of two hundred rules a quarter of what starting takes,
and most pages link to few of them (ADR 0055).
"""

from __future__ import annotations

import functools
from collections.abc import Callable

from werkzeug.routing import Rule

Build = Callable[..., tuple[str, str]]


class Address(Rule):
    """A rule that waits with compiling; what it matches and builds is as of any rule."""

    def _compile_builder(self, append_unknown: bool = True) -> Build:  # noqa: FBT001, FBT002  # as it is there
        compiled = functools.cache(functools.partial(super()._compile_builder, append_unknown))
        return lambda rule, /, **values: compiled()(rule, **values)
