"""A picture for a Word file: a PNG, how large it is shown, and what is said instead to who cannot see it."""

from __future__ import annotations

import struct
from dataclasses import dataclass

EMU = 36_000  # English metric units in a mm (ECMA-376 part 1, 20.1.10.16)


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG of so many mm wide and high; `description` is its alternative text (WCAG 1.1.1)."""

    png: bytes
    wide: float
    high: float
    description: str

    @property
    def extent(self) -> tuple[int, int]:
        """Width and height as Word counts them, in EMU."""
        return int(self.wide * EMU), int(self.high * EMU)


def within(png: bytes, largest: tuple[int, int], description: str) -> Picture:
    """A picture in its own proportions, as large as its place takes, in mm: a long flat one keeps within the margin."""
    wide, high = struct.unpack(">II", png[16:24])  # the first chunk of a PNG
    scale = min(largest[0] / wide, largest[1] / high)
    return Picture(png, wide * scale, high * scale, description)
