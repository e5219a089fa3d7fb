"""The icons of Bootstrap Icons, drawn in the page itself: what a page needs of them, and no font of two thousand."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

_SYMBOL = re.compile(
    r'<symbol\b[^>]*?\bviewBox="(?P<box>[0-9 .]+)"[^>]*?\bid="(?P<name>[a-z0-9-]+)"[^>]*>(?P<in>.*?)</symbol>', re.S
)
"""One icon of the sprite that comes with the wheel."""


class NoSuchIcon(KeyError):
    """The sprite has no icon of this name."""


class Icons:
    """The icons of one sprite, read when the first one is asked for.

    :param sprite: an SVG file with one `<symbol>` an icon
    """

    def __init__(self, sprite: Path) -> None:
        self._sprite = sprite

    def svg(self, name: str, classes: str = "") -> str:
        """One icon as SVG markup, as high as the text around it and in its colour; hidden from screen readers.

        :raises NoSuchIcon: when the sprite has none of this name
        """
        try:
            box, inner = _read(self._sprite)[name]
        except KeyError:
            raise NoSuchIcon(name) from None
        known = f'class="{f"bi {classes}".strip()}" data-icoon="{name}" viewBox="{box}"'
        return f'<svg {known} aria-hidden="true" focusable="false">{inner}</svg>'


@cache
def _read(sprite: Path) -> Mapping[str, tuple[str, str]]:
    found = _SYMBOL.finditer(sprite.read_text("utf-8"))
    return {one["name"]: (one["box"], " ".join(one["in"].split())) for one in found}
