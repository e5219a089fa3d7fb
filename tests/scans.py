"""Pictures and PDFs as scanners and phones make them, and some that nobody should be able to bring in."""

from __future__ import annotations

import io
import struct
import zlib

from PIL import Image, ImageDraw

PNG = b"\x89PNG\r\n\x1a\n"
PLACE_TAKEN = b"51 deg 0 min"


def page(size: tuple[int, int] = (900, 1200), words: str = "getekend") -> Image.Image:
    """A white page with something on it."""
    picture = Image.new("RGB", size, "white")
    pen = ImageDraw.Draw(picture)
    pen.rectangle((40, 40, size[0] - 40, size[1] - 40), outline="black", width=4)
    pen.line([(100, 700), (250, 560), (380, 720), (560, 540)], fill=(20, 30, 90), width=8)
    pen.text((100, 100), words, fill="black")
    return picture


def photo(turned: int = 6, size: tuple[int, int] = (1200, 900), *, progressive: bool = False) -> bytes:
    """A JPEG of a phone: held upright, with the place and the phone noted in it, and more behind the picture."""
    notes = Image.Exif()
    notes[0x010F] = "Telefoon van Ilse"
    notes[0x0112] = turned
    notes.get_ifd(0x8825)[1] = "N"
    notes.get_ifd(0x8825)[29] = PLACE_TAKEN.decode()
    out = io.BytesIO()
    page(size).save(out, "JPEG", exif=notes, comment=b"notitie van de camera", progressive=progressive, quality=80)
    return out.getvalue() + b"\0\0\0\x18ftypmp42 een filmpje achter de foto"


def jpeg(size: tuple[int, int] = (900, 1200)) -> bytes:
    """A JPEG of a scanner."""
    out = io.BytesIO()
    page(size).save(out, "JPEG", quality=80)
    return out.getvalue()


def png(size: tuple[int, int] = (900, 1200)) -> bytes:
    """A PNG of a scanner."""
    out = io.BytesIO()
    page(size).save(out, "PNG")
    return out.getvalue()


def chunk(kind: bytes, body: bytes) -> bytes:
    """A chunk of a PNG."""
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png_with(kind: bytes, body: bytes) -> bytes:
    """A PNG with one more chunk behind its header."""
    whole = png()
    behind = len(PNG) + 25
    return whole[:behind] + chunk(kind, body) + whole[behind:]


def png_of(width: int, height: int) -> bytes:
    """A PNG that says it is so large, with next to nothing in it."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    return PNG + head + chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")


def pdf(extra: bytes = b"", catalog: bytes = b"") -> bytes:
    """A PDF of one page, with one object more, and more in its catalog."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R " + catalog + b" >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>",
        *([extra] if extra else []),
    ]
    body, places = b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n", []
    for nr, one in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (nr, one)
    table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    table += b"".join(b"%010d 00000 n \n" % one for one in places)
    end = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(body))
    return body + table + end


def packed(objects: bytes) -> bytes:
    """An object of a PDF in which others are packed."""
    content = zlib.compress(objects)
    head = b"<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length %d >>" % len(content)
    return head + b"\nstream\n" + content + b"\nendstream"
