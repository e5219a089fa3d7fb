"""Colours: how well one reads on another, the nearest darker one that reads well, and what follows from an accent.

Source of the contrast: WCAG 2.2, "relative luminance" and "contrast ratio"; 7:1 is its success criterion 1.4.6.
A colour is text: '#0b5260'.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

WHITE, SURFACE = "#ffffff", "#f5f7f6"
"""The two backgrounds of a page, as in static/theme.css."""
FOCUS_LIGHT, FOCUS_DARK = "#ffc83d", "#10242a"
"""The two rings of the focus, as in static/theme.css."""
TEXT, RING = 7.0, 3.0
"""The least contrast of text, and of a ring around what has the focus."""
_COLOUR = re.compile(r"#?([0-9a-f]{6}|[0-9a-f]{3})")


@dataclass(frozen=True, slots=True)
class Palette:
    """An accent and what follows from it: darker for what one points at, soft behind text, a line around it."""

    accent: str
    dark: str
    soft: str
    line: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """How an accent reads: the least contrast of its text on the backgrounds it comes on, and whether it will do.

    `better` is the nearest darker colour that does, the colour itself when it does.
    """

    contrast: float
    good: bool
    better: str


def parse(text: str) -> str | None:
    """A colour as people type it, '0B5260' or '#abc', as it is kept; None when it is none."""
    found = _COLOUR.fullmatch(text.strip().lower())
    if not found:
        return None
    digits = found[1]
    return "#" + ("".join(one * 2 for one in digits) if len(digits) == 3 else digits)


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, from 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def palette(accent: str) -> Palette:
    """What follows from an accent."""
    return Palette(
        accent=accent, dark=mix(accent, "#000000", 0.3), soft=mix(accent, WHITE, 0.9), line=mix(accent, WHITE, 0.65)
    )


def verdict(accent: str) -> Verdict:
    """Whether this can be the accent of pages: it is text on white, on the page and on its own soft shade, and lies
    under white text on buttons.
    """
    least = _least(accent)
    return Verdict(least, least >= TEXT, accent if least >= TEXT else _darker(accent))


def mix(one: str, other: str, part: float) -> str:
    """The first colour with a part of the other, from 0 to 1."""
    return "#" + "".join(
        f"{round(a + (b - a) * part):02x}" for a, b in zip(channels(one), channels(other), strict=True)
    )


def channels(colour: str) -> tuple[int, int, int]:
    """Red, green and blue, each from 0 to 255."""
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return red, green, blue


def _least(accent: str) -> float:
    return min(contrast(accent, under) for under in (WHITE, SURFACE, palette(accent).soft))


def _darker(accent: str) -> str:
    """With as little black as will do, in hundredths; black itself always does."""
    return next(made for part in range(1, 101) if _least(made := mix(accent, "#000000", part / 100)) >= TEXT)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(one / 255) for one in channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)
