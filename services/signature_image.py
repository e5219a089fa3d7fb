"""A drawn signature: what the browser sends is untrusted, so a new picture is made of it and the old one dropped."""

from __future__ import annotations

import base64
import binascii
import io
import struct
import warnings

from services import unreadable

PREFIX = "data:image/png;base64,"
LONGEST = 400_000  # characters of the data URL
PNG = b"\x89PNG\r\n\x1a\n"
WIDTHS, HEIGHTS = range(50, 2401), range(20, 1201)  # pixels
LARGEST = (900, 300)
LEAST_INK = 150  # dark pixels
LEAST_BOX = (40, 4)
MOST_FILLED = 0.5
DARK = 160  # grey value below which a pixel is ink
DRAW = "Teken uw handtekening in het vak, of typ uw naam."


class BadImage(ValueError):
    """Not a drawn signature; the message is Dutch and says what to do."""


def redraw(data_url: str) -> bytes:
    """A data URL of a PNG -> a small greyscale PNG of the ink alone, without any metadata.

    :raises BadImage: when it is no such picture, is blank or a dot, or is mostly black
    """
    raw = _decoded(data_url)
    _check_header(raw)
    from PIL import Image, ImageOps

    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            with Image.open(io.BytesIO(raw), formats=["PNG"]) as picture:
                if getattr(picture, "n_frames", 1) != 1:
                    raise BadImage(DRAW)
                drawn = picture.convert("RGBA")
        except unreadable.faults() as fault:
            raise BadImage(DRAW) from fault
    white = Image.new("RGBA", drawn.size, "white")
    grey = Image.alpha_composite(white, drawn).convert("L")
    ink = grey.point([255 if value < DARK else 0 for value in range(256)])
    box = ink.getbbox()
    if box is None or ink.histogram()[255] < LEAST_INK:
        raise BadImage(DRAW)
    wide, high = box[2] - box[0], box[3] - box[1]
    if wide < LEAST_BOX[0] or high < LEAST_BOX[1] or ink.histogram()[255] > MOST_FILLED * wide * high:
        raise BadImage(DRAW)
    kept = ImageOps.expand(grey.crop(box), border=8, fill=255)
    kept.thumbnail(LARGEST)
    fresh = Image.new("L", kept.size, 255)  # a new picture: no chunk of the old one comes along
    fresh.paste(kept)
    out = io.BytesIO()
    fresh.save(out, format="PNG", optimize=True)
    return out.getvalue()


def _decoded(data_url: str) -> bytes:
    if not data_url.startswith(PREFIX) or len(data_url) > LONGEST:
        raise BadImage(DRAW)
    try:
        return base64.b64decode(data_url[len(PREFIX) :], validate=True)
    except binascii.Error as fault:
        raise BadImage(DRAW) from fault


def _check_header(raw: bytes) -> None:
    """Read the header by hand, before any library opens the file: size, 8 bits, RGB or RGBA, not interlaced."""
    if len(raw) < 33 or not raw.startswith(PNG) or raw[12:16] != b"IHDR":
        raise BadImage(DRAW)
    width, height, bits, colour, _, _, interlace = struct.unpack(">IIBBBBB", raw[16:29])
    if width not in WIDTHS or height not in HEIGHTS or bits != 8 or colour not in (2, 6) or interlace:
        raise BadImage(DRAW)
