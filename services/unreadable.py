"""What Pillow raises for bytes that are no sound picture: more than it says, and found by sending it such bytes."""

from __future__ import annotations

import struct


def faults() -> tuple[type[Exception], ...]:
    """Every kind of it. A ``Warning`` too, for who makes errors of them."""
    from PIL import Image, UnidentifiedImageError

    broken = (OSError, SyntaxError, ValueError, IndexError, KeyError, TypeError, EOFError, struct.error, Warning)
    return (UnidentifiedImageError, Image.DecompressionBombError, *broken)
