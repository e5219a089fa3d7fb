"""Reading a QR code, so that a test follows the link that a camera would find. ISO/IEC 18004, without repairing errors.

Only what our links need: versions 2 to 6, level M, bytes.
"""

from __future__ import annotations

import io
import itertools
import re
from collections.abc import Callable, Iterator

from PIL import Image

BLOCKS = {2: (1, 28), 3: (1, 44), 4: (2, 32), 5: (2, 43), 6: (4, 27)}
"""Version -> how many blocks of data of level M, and the bytes in each."""
BYTES = 0b0100
BORDER = 4
MASKS: tuple[Callable[[int, int], bool], ...] = (
    lambda row, column: (row + column) % 2 == 0,
    lambda row, column: row % 2 == 0,
    lambda row, column: column % 3 == 0,
    lambda row, column: (row + column) % 3 == 0,
    lambda row, column: (row // 2 + column // 3) % 2 == 0,
    lambda row, column: row * column % 2 + row * column % 3 == 0,
    lambda row, column: (row * column % 2 + row * column % 3) % 2 == 0,
    lambda row, column: ((row + column) % 2 + row * column % 3) % 2 == 0,
)

Dark = set[tuple[int, int]]


def read_svg(page: str) -> str:
    """The text in the one QR code that is drawn on a page."""
    pictures = re.findall(r'<svg [^>]*viewBox="0 0 (\d+) \1"[^>]*>((?:(?!</svg>).)*)</svg>', page, re.DOTALL)
    ((size, inside),) = [one for one in pictures if "qrline" in one[1]]
    (path,) = re.findall(r'<path class="qrline"[^>]* d="([^"]+)"', inside)
    return read(set(_drawn(path)), int(size) - 2 * BORDER)


def read_png(content: bytes, scale: int = 10) -> str:
    """The text in a picture of a code, of which each module is so many pixels wide."""
    picture = Image.open(io.BytesIO(content)).convert("L")
    size = picture.width // scale - 2 * BORDER
    middle = [(BORDER + at) * scale + scale // 2 for at in range(size)]
    every = itertools.product(range(size), repeat=2)
    dark = {(row, column) for row, column in every if not picture.getpixel((middle[column], middle[row]))}
    return read(dark, size)


def read(dark: Dark, size: int) -> str:
    """The text in a square of so many modules, of which some are dark: (row, column), from 0."""
    version = (size - 17) // 4
    unmasked = MASKS[_mask(dark)]
    bits = [((row, column) in dark) != unmasked(row, column) for row, column in _way(size)]
    blocks, length = BLOCKS[version]
    mixed = [int("".join(str(int(one)) for one in bits[at : at + 8]), 2) for at in range(0, 8 * blocks * length, 8)]
    data = [mixed[nr * blocks + block] for block in range(blocks) for nr in range(length)]
    stream = "".join(f"{one:08b}" for one in data)
    assert int(stream[:4], 2) == BYTES, "no bytes in this code"
    count = int(stream[4:12], 2)
    return bytes(int(stream[at : at + 8], 2) for at in range(12, 12 + 8 * count, 8)).decode()


def _drawn(path: str) -> Iterator[tuple[int, int]]:
    """The dark modules of a path of moves and horizontal lines."""
    row = column = 0.0
    for step, first, second in re.findall(r"([Mmh])(-?[\d.]+)(?: (-?[\d.]+))?", path):
        if step == "h":
            for one in range(int(column), int(column) + int(first)):
                yield int(row) - BORDER, one - BORDER
            column += float(first)
        elif step == "M":
            column, row = float(first), float(second)
        else:
            column, row = column + float(first), row + float(second)


def _mask(dark: Dark) -> int:
    """Which mask lies over the data: three bits beside the top left finder, themselves masked with 101."""
    return sum(((8, column) in dark) << (4 - column) for column in (2, 3, 4)) ^ 0b101


def _way(size: int) -> Iterator[tuple[int, int]]:
    """The modules with data, in the order in which they are written: up and down in columns of two, from the right."""
    up = True
    for right in (*range(size - 1, 6, -2), 5, 3, 1):
        for row in reversed(range(size)) if up else range(size):
            for column in (right, right - 1):
                if not _is_pattern(row, column, size):
                    yield row, column
        up = not up


def _is_pattern(row: int, column: int, size: int) -> bool:
    """Finders with what is around them, timing, alignment."""
    corner = (row < 9 and column < 9) or (row < 9 and column >= size - 8) or (row >= size - 8 and column < 9)
    alignment = abs(row - (size - 7)) <= 2 and abs(column - (size - 7)) <= 2
    return corner or alignment or 6 in (row, column)
