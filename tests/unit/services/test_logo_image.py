"""A logo comes from anywhere: what is kept is a new picture on white, or nothing."""

from __future__ import annotations

import io

import pytest
from PIL import Image, ImageDraw
from PIL.PngImagePlugin import PngInfo

from services.logo_image import KEPT, LARGEST, PNG, BadLogo, clean


def drawn(size=(600, 200), mode="RGBA", box=(100, 60, 499, 139), ink="#0b5260") -> Image.Image:
    """A block of colour on nothing, or on white where there is no nothing."""
    picture = Image.new(mode, size, (0, 0, 0, 0) if mode == "RGBA" else "white")
    ImageDraw.Draw(picture).rectangle(box, fill=ink)
    return picture


def saved(picture: Image.Image, kind: str = "PNG", **more) -> bytes:
    """As a program writes it."""
    out = io.BytesIO()
    picture.save(out, kind, **more)
    return out.getvalue()


def turned() -> bytes:
    """A JPEG that says it lies on its side, with a place in its notes."""
    notes = Image.Exif()
    notes[0x0112], notes[0x010E] = 6, "Kobe, Vlasmarkt 12"
    return saved(drawn(mode="RGB"), "JPEG", exif=notes, quality=95)


def told() -> bytes:
    """A PNG with words beside the picture, and more behind its end."""
    words = PngInfo()
    words.add_text("Author", "An Peeters")
    return saved(drawn(), pnginfo=words) + b"<script>An Peeters</script>"


def moving() -> bytes:
    """A PNG of two frames."""
    return saved(drawn(), save_all=True, append_images=[drawn(ink="#9a5b00")])


@pytest.mark.parametrize(
    ("raw", "size"),
    [
        (saved(drawn()), (400, 80)),
        (told(), (400, 80)),
        (saved(drawn(mode="RGB").convert("P")), (400, 80)),
        (saved(drawn((3000, 3000), box=(0, 0, 2999, 2999))), (KEPT[1], KEPT[1])),
        (saved(drawn((3000, 300), "RGB", (0, 0, 2999, 299)).convert("CMYK"), "JPEG"), (1200, 120)),
    ],
    ids=["png", "words beside it", "palette", "large", "cmyk"],
)
def test_what_is_kept_is_the_ink_on_white_and_nothing_else(raw, size):
    content = clean(raw)
    assert content.startswith(PNG)
    assert not [word for word in (b"Peeters", b"script", b"tEXt", b"eXIf", b"iCCP") if word in content]
    with Image.open(io.BytesIO(content)) as kept:
        assert (kept.mode, kept.info) == ("RGB", {})
        assert kept.size == size
    assert clean(content) == content


def test_a_photo_stands_upright_and_forgets_where_it_was_taken():
    content = clean(turned())
    assert b"Vlasmarkt" not in content
    with Image.open(io.BytesIO(content)) as kept:
        assert kept.height > kept.width


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"", "Kies een PNG of een JPEG."),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>", "Kies een PNG of een JPEG."),
        (b"GIF89a", "Kies een PNG of een JPEG."),
        (saved(drawn())[:200], "beschadigd"),
        (saved(drawn()) + b"\0" * LARGEST, "te groot"),
        (saved(drawn((50, 50))), "te klein"),
        (saved(Image.new("1", (9000, 9000))), "te veel beeldpunten"),
        (moving(), "beweegt"),
        (saved(drawn(ink="white")), "niets te zien"),
    ],
    ids=["nothing", "svg", "gif", "cut off", "heavy", "small", "bomb", "moving", "white on nothing"],
)
def test_anything_else_is_refused_and_says_what_to_do(raw, said):
    with pytest.raises(BadLogo, match=said):
        clean(raw)
