"""A logo that somebody brings in: a picture from elsewhere, of which a new one is made and nothing else is kept."""

from __future__ import annotations

import io
import warnings
from typing import TYPE_CHECKING

from services import unreadable

if TYPE_CHECKING:
    from PIL import Image

LARGEST = 2_000_000
"""Bytes of the file."""
MOST_PIXELS = 16_000_000
LEAST = (60, 20)
"""The least width and height, in pixels: less is a smudge on paper."""
KEPT = (1200, 480)
"""The most that is kept, in pixels: as sharp as a printer shows of it in a header."""
PALE = 245
"""Grey value from which ink cannot be seen on white paper."""

PNG, JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
CHOOSE = "Kies een PNG of een JPEG."
BROKEN = "Dit bestand is beschadigd of onvolledig. Bewaar het logo opnieuw als PNG en kies het dan nog eens."


class BadLogo(ValueError):
    """Not a picture that can be a logo; the message is Dutch and says what to do."""


def clean(raw: bytes) -> bytes:
    """A PNG or JPEG, by its bytes -> a PNG on white, without its empty margins and without any metadata.

    :raises BadLogo: when it is no such picture, is too large or too small, moves, or shows nothing on white paper
    """
    if not raw.startswith((PNG, JPEG)):
        raise BadLogo(CHOOSE)
    if len(raw) > LARGEST:
        raise BadLogo(f"Dit bestand is te groot: hoogstens {LARGEST // 1_000_000} MB. Bewaar het logo kleiner.")
    from PIL import Image, ImageOps

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            with Image.open(io.BytesIO(raw), formats=["PNG", "JPEG"]) as picture:
                _check(picture)
                drawn = ImageOps.exif_transpose(picture).convert("RGBA")
        except BadLogo:
            raise
        except unreadable.faults() as fault:
            raise BadLogo(BROKEN) from fault
    return _fresh(Image.alpha_composite(Image.new("RGBA", drawn.size, "white"), drawn).convert("RGB"))


def _check(picture: Image.Image) -> None:
    """Before it is unpacked."""
    width, height = picture.size
    if width * height > MOST_PIXELS:
        raise BadLogo(f"Dit logo heeft te veel beeldpunten: hoogstens {MOST_PIXELS // 1_000_000} miljoen.")
    if width < LEAST[0] or height < LEAST[1]:
        raise BadLogo(f"Dit logo is te klein: minstens {LEAST[0]} beeldpunten breed en {LEAST[1]} hoog.")
    if getattr(picture, "n_frames", 1) != 1:
        raise BadLogo("Dit beeld beweegt. Kies een logo dat stilstaat.")


def _fresh(shown: Image.Image) -> bytes:
    """What can be seen of it on white, in a new picture: no chunk of the old one comes along."""
    from PIL import Image

    ink = shown.convert("L").point([255 if value < PALE else 0 for value in range(256)])
    box = ink.getbbox()
    if box is None:
        raise BadLogo("Op wit papier is van dit logo niets te zien. Kies een versie met donkere of gekleurde letters.")
    kept = shown.crop(box)
    kept.thumbnail(KEPT)
    fresh = Image.new("RGB", kept.size, "white")
    fresh.paste(kept)
    out = io.BytesIO()
    fresh.save(out, format="PNG", optimize=True)
    return out.getvalue()
