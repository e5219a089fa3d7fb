"""A drawn signature comes from anybody's browser: what is kept is a new picture of the ink, or nothing."""

from __future__ import annotations

import base64
import io
import struct
import zlib

import pytest
from PIL import Image, ImageDraw
from PIL.PngImagePlugin import PngInfo

from services.signature_image import DRAW, LARGEST, LONGEST, PNG, PREFIX, BadImage, redraw

POINTS = [(40, 150), (150, 40), (250, 160), (400, 50), (560, 120)]


def canvas(size=(600, 200), colour=(0, 0, 0, 0), mode="RGBA") -> Image.Image:
    """An empty sheet."""
    return Image.new(mode, size, colour)


def scribble(picture: Image.Image | None = None) -> Image.Image:
    """A signature."""
    picture = picture or canvas()
    ImageDraw.Draw(picture).line(POINTS, fill=(20, 20, 60, 255)[: len(picture.getbands())], width=6)
    return picture


def png(picture: Image.Image, **more) -> bytes:
    """As the browser encodes it."""
    out = io.BytesIO()
    picture.save(out, "PNG", **more)
    return out.getvalue()


def url(raw: bytes) -> str:
    """As the page posts it."""
    return PREFIX + base64.b64encode(raw).decode()


def chunk(kind: bytes, data: bytes) -> bytes:
    """A piece of a PNG."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


@pytest.mark.parametrize("mode", ["RGBA", "RGB"])
def test_a_signature_is_kept_as_a_small_grey_picture(mode):
    sheet = canvas(colour=(255, 255, 255, 255)[: len(mode)], mode=mode)
    kept = redraw(url(png(scribble(sheet))))
    with Image.open(io.BytesIO(kept)) as picture:
        assert picture.mode == "L"
        assert picture.width <= LARGEST[0]
        assert picture.height <= LARGEST[1]
        assert sum(picture.histogram()[:100]) > 150
        assert picture.getpixel((0, 0)) == 255


def test_the_same_drawing_gives_the_same_bytes():
    assert redraw(url(png(scribble()))) == redraw(url(png(scribble(), compress_level=1)))


def test_nothing_but_the_ink_comes_along():
    told = PngInfo()
    told.add_text("Comment", "GPS 50.93 4.04 geheim")
    told.add_itxt("XML:com.adobe.xmp", "<x>geheim</x>")
    raw = png(scribble(), pnginfo=told) + b"<script>geheim</script>"
    kept = redraw(url(raw))
    assert b"geheim" not in kept
    assert b"tEXt" not in kept
    assert b"iTXt" not in kept


def animated() -> bytes:
    """An APNG: two drawings in one file."""
    out = io.BytesIO()
    scribble().save(out, "PNG", save_all=True, append_images=[scribble(canvas(colour=(255, 255, 255, 255)))])
    return out.getvalue()


def jpeg() -> bytes:
    """A photograph."""
    out = io.BytesIO()
    scribble(canvas(colour=(255, 255, 255), mode="RGB")).save(out, "JPEG")
    return out.getvalue()


def dot() -> Image.Image:
    """A tap."""
    picture = canvas()
    ImageDraw.Draw(picture).ellipse((100, 100, 116, 116), fill=(0, 0, 0, 255))
    return picture


def huge_header() -> bytes:
    """A small file that says it is 100,000 pixels wide: opening it would fill the memory."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 100_000, 100_000, 8, 6, 0, 0, 0))
    return PNG + head + chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")


def bomb() -> bytes:
    """A header that is fine, and far more data behind it than fits."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 600, 200, 8, 6, 0, 0, 0))
    return PNG + head + chunk(b"IDAT", zlib.compress(b"\0" * 20_000_000)[:50]) + chunk(b"IEND", b"")


HOSTILE = {
    "blank": png(canvas()),
    "white": png(canvas(colour=(255, 255, 255, 255))),
    "dot": png(dot()),
    "filled": png(canvas(colour=(0, 0, 0, 255))),
    "animated": animated(),
    "jpeg": jpeg(),
    "svg": b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    "truncated": png(scribble())[:200],
    "half": png(scribble())[:-40],
    "no header": PNG + b"x" * 40,
    "huge header": huge_header(),
    "bomb": bomb(),
    "palette": png(scribble().convert("P")),
    "grey": png(scribble(canvas(colour=(255, 255, 255), mode="RGB")).convert("L")),
    "16 bits": png(Image.new("I;16", (600, 200))),
    "too small": png(scribble(canvas((30, 10)))),
    "too large": png(scribble(canvas((2500, 200)))),
    "empty": b"",
    "text": b"hallo",
}


@pytest.mark.parametrize("what", HOSTILE)
def test_what_is_no_drawing_is_refused(what):
    with pytest.raises(BadImage, match=DRAW):
        redraw(url(HOSTILE[what]))


@pytest.mark.parametrize(
    "posted",
    [
        "",
        "x",
        "data:image/png;base64,",
        "data:image/png;base64,@@@@",
        "data:image/svg+xml;base64,PHN2Zz4=",
        "data:image/png,abc",
        "https://kwaad.example/x.png",
        " " + PREFIX,
        PREFIX + "A" * LONGEST,
    ],
)
def test_what_is_no_data_url_of_a_png_is_refused(posted):
    with pytest.raises(BadImage, match=DRAW):
        redraw(posted)
