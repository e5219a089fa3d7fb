"""What may come in as a scan, found out from the bytes, and what is left out of it."""

from __future__ import annotations

import hashlib
import io
import random
import zlib

import pytest
from PIL import Image

from services import scan_file
from services.scan_file import BROKEN, HEIC, TOLD, BadScan
from tests import scans


def opened(content: bytes) -> Image.Image:
    """The picture, read to its end."""
    picture = Image.open(io.BytesIO(content))
    picture.load()
    return picture


@pytest.mark.parametrize(
    ("raw", "media_type"),
    [(scans.jpeg(), "image/jpeg"), (scans.png(), "image/png"), (scans.pdf(), "application/pdf")],
    ids=["jpeg", "png", "pdf"],
)
def test_the_type_is_what_the_bytes_say(raw, media_type):
    found = scan_file.read(raw)
    assert found.media_type == media_type
    assert found.content == raw
    assert found.sha256 == hashlib.sha256(raw).hexdigest()


@pytest.mark.parametrize("progressive", [False, True])
def test_a_photo_keeps_every_dot_and_loses_what_the_camera_noted(progressive):
    raw = scans.photo(progressive=progressive)
    assert scans.PLACE_TAKEN in raw
    found = scan_file.read(raw)
    for noted in (scans.PLACE_TAKEN, b"Telefoon van Ilse", b"notitie van de camera", b"filmpje"):
        assert noted not in found.content
    picture = opened(found.content)
    assert picture.tobytes() == opened(raw).tobytes()
    assert dict(picture.getexif()) == {0x0112: 6}


@pytest.mark.parametrize("turned", range(1, 9))
def test_a_photo_stays_the_right_way_up(turned):
    kept = opened(scan_file.read(scans.photo(turned)).content)
    assert kept.getexif().get(0x0112, 1) == turned


def test_a_second_look_at_what_was_kept_changes_nothing():
    kept = scan_file.read(scans.photo()).content
    assert scan_file.read(kept).content == kept


def test_a_profile_of_colours_stays_and_a_picture_in_the_picture_goes():
    from PIL import ImageCms

    out = io.BytesIO()
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    scans.page().save(out, "JPEG", icc_profile=profile)
    plain = out.getvalue()
    with_more = plain[:20] + b"\xff\xe0\x00\x13JFXX\0\x13miniatuur.." + plain[20:]
    kept = scan_file.read(with_more).content
    assert b"JFXX" not in kept
    assert opened(kept).info["icc_profile"] == profile


@pytest.mark.parametrize("kind", [b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tIME", b"acTL"])
def test_a_png_loses_texts_and_frames(kind):
    found = scan_file.read(scans.png_with(kind, b"Comment\0\0" + b"geheim"))
    assert kind not in found.content
    assert found.content == scans.png()


def test_a_text_that_unpacks_to_a_hundred_megabytes_is_left_out_without_being_unpacked():
    found = scan_file.read(scans.png_with(b"zTXt", b"Comment\0\0" + zlib.compress(b"a" * 100_000_000)))
    assert found.content == scans.png()


HOSTILE = {
    "nothing": (b"", TOLD),
    "svg": (b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', TOLD),
    "html": (b"<!doctype html><script>alert(1)</script>", TOLD),
    "gif": (b"GIF89a" + b"\0" * 100, TOLD),
    "a word file": (b"PK\x03\x04" + b"\0" * 100, TOLD),
    "html before a pdf": (b"<script>alert(1)</script>" + scans.pdf(), TOLD),
    "heic": (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", HEIC),
    "half a jpeg": (scans.jpeg()[: len(scans.jpeg()) // 2], BROKEN),
    "the first bytes of a jpeg": (b"\xff\xd8\xff", BROKEN),
    "a jpeg of segments alone": (b"\xff\xd8" + b"\xff\xe0\x00\x02" * 500 + b"\xff\xd9", BROKEN),
    "a segment that is too long": (b"\xff\xd8\xff\xe1\xff\xff" + b"x" * 50, BROKEN),
    "half a png": (scans.png()[: len(scans.png()) // 2], BROKEN),
    "a png with a wrong sum": (scans.png()[:40] + b"\xff" + scans.png()[41:], BROKEN),
    "the first bytes of a png": (scans.PNG, BROKEN),
    "a png without a header": (scans.PNG + scans.chunk(b"IEND", b""), BROKEN),
    "a png with two headers": (scans.png_with(b"IHDR", b"\0\0\4\0\0\0\4\0\x08\2\0\0\0"), BROKEN),
    "a png without dots": (scans.png_of(900, 1200), BROKEN),
    "a png of 900 million dots": (scans.png_of(30_000, 30_000), "beeldpunten"),
    "a stamp": (scans.png((300, 1200)), "te klein"),
    "nine megabytes": (scans.jpeg() + b"\0" * 9_000_000, "te groot"),
    "half a pdf": (scans.pdf()[:-10], BROKEN),
    "a pdf with a script": (scans.pdf(b"<< /S /JavaScript /JS (app.alert(1)) >>"), "script"),
    "a script with its name written otherwise": (scans.pdf(b"<< /S /J#61va#53cript /J#53 (x) >>"), "script"),
    "a script alone": (scans.pdf(b"<< /S /Rendition2 /JS(x) >>"), "script"),
    "a pdf that starts a program": (scans.pdf(b"<< /S /Launch /F (cmd.exe) >>"), "script"),
    "a pdf with a file in it": (scans.pdf(b"<< /Type /EmbeddedFile >>"), "bijlage"),
    "a pdf with a list of files": (scans.pdf(catalog=b"/Names << /EmbeddedFiles 4 0 R >>"), "bijlage"),
    "a pdf with a form that sends": (scans.pdf(b"<< /S /SubmitForm /F (https://x.example) >>"), "script"),
    "a pdf with a form of its own": (scans.pdf(catalog=b"/AcroForm << /XFA 4 0 R >>"), "script"),
    "a packed script": (scans.pdf(scans.packed(b"<< /S /JavaScript /JS (x) >>")), "script"),
    "a packed bomb": (scans.pdf(scans.packed(b" " * 40_000_000)), BROKEN),
    "a pdf with a password": (scans.pdf(catalog=b"/Encrypt 4 0 R"), "wachtwoord"),
}


@pytest.mark.parametrize(("raw", "said"), HOSTILE.values(), ids=HOSTILE.keys())
def test_what_is_no_scan_is_refused_with_what_to_do(raw, said):
    with pytest.raises(BadScan, match=r".*") as refused:
        scan_file.read(raw)
    assert said in str(refused.value)


def test_a_file_that_is_two_things_is_kept_as_the_picture_alone():
    for picture, end in ((scans.jpeg(), b"\xff\xd9"), (scans.png(), b"\x82")):
        found = scan_file.read(picture + b"PK\x03\x04<script>alert(1)</script>" + scans.pdf())
        assert found.content == picture
        assert found.content.endswith(end)


def test_a_script_in_the_comment_of_a_picture_goes():
    plain = scans.jpeg()
    found = scan_file.read(plain[:2] + b"\xff\xfe\x00\x1b<script>alert(1)</script>" + plain[2:])
    assert found.content == plain


def test_a_packed_picture_in_a_pdf_may_look_like_the_name_of_a_script():
    inside = b"<< /Length 20 >>\nstream\nabc/JS (x)/XFA /defgh\nendstream"
    assert scan_file.read(scans.pdf(inside)).media_type == "application/pdf"


def test_broken_notes_of_a_camera_stop_nothing():
    plain = scans.jpeg()
    for notes in (b"Exif\0\0II*\0\xff\xff\xff\x7f", b"Exif\0\0MM\0*", b"Exif\0\0", b"http://ns.adobe.com/xap/1.0/\0x"):
        segment = b"\xff\xe1" + (len(notes) + 2).to_bytes(2, "big") + notes
        assert scan_file.read(plain[:20] + segment + plain[20:]).content == plain


def test_damage_is_refused_or_harmless_wherever_it_is():
    """A thousand damaged files: each is a BadScan or a picture that opens, and never another error."""
    chance = random.Random(18)
    for nr in range(1000):
        raw = bytearray((scans_small_jpeg, scans_small_png, scans_photo)[nr % 3])
        for _ in range(chance.randint(1, 4)):
            raw[chance.randrange(3, min(len(raw), 900))] = chance.randrange(256)
        try:
            kept = scan_file.read(bytes(raw))
        except BadScan:
            continue
        assert kept.media_type in ("image/jpeg", "image/png")
        assert scan_file.read(kept.content).content == kept.content


scans_small_jpeg, scans_small_png = scans.jpeg((400, 400)), scans.png((400, 400))
scans_photo = scans.photo(size=(400, 400))
