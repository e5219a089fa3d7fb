"""A signature drawn with a pen, as the canvas of the signing page sends it: a PNG in a data URL."""

from __future__ import annotations

import base64
import functools
import hashlib
import io
import math

from services.signature_image import PREFIX

WIDTH, HEIGHT = 480, 160
STEPS = 240


@functools.lru_cache(maxsize=256)
def signature_of(name: str) -> str:
    """A scribble that is always the same for the same name."""
    from PIL import Image, ImageDraw

    hand = hashlib.sha256(name.encode()).digest()
    picture = Image.new("RGBA", (WIDTH, HEIGHT), (255, 255, 255, 0))
    pen = ImageDraw.Draw(picture)
    pen.line([_at(hand, step) for step in range(STEPS)], fill=(20, 30, 60, 255), width=3, joint="curve")
    pen.line([(60, 128), (250 + hand[0] % 150, 120 + hand[1] % 16)], fill=(20, 30, 60, 255), width=2)
    out = io.BytesIO()
    picture.save(out, format="PNG", compress_level=1)  # it is drawn anew where it is kept
    return PREFIX + base64.b64encode(out.getvalue()).decode()


def _at(hand: bytes, step: int) -> tuple[float, float]:
    """Where the pen is: loops that run to the right and grow smaller, each hand with its own rhythm."""
    part = step / STEPS
    loops = 5 + hand[2] % 5
    high = (46 - 26 * part) * (0.7 + 0.3 * math.sin(hand[3] + 7 * part))
    turn = 2 * math.pi * loops * part
    slant = 10 + hand[4] % 14
    return 50 + 370 * part + slant * math.cos(turn), 78 + high * math.sin(turn) + 8 * math.sin(hand[5] + 4 * part)
