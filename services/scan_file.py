"""What comes back from a scanner or a phone: only a JPEG, a PNG or a plain PDF, found out from the bytes alone.

The bytes are evidence, so a picture is never made anew. Only what the picture does not need is left out of the file:
where and with what it was taken, and whatever hangs behind its end.
"""

from __future__ import annotations

import hashlib
import io
import re
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from services import unreadable

LARGEST = 8_000_000  # bytes
MOST_PIXELS = 60_000_000
LEAST_SIDE = 400  # pixels: less cannot be read
MOST_PASSES = 64  # of a progressive JPEG
PNG = b"\x89PNG\r\n\x1a\n"
TOLD = "Kies een foto (JPEG of PNG) of een PDF."
BROKEN = "Dit bestand is beschadigd of onvolledig. Maak een nieuwe foto of scan."
HEIC = (
    "Dit is een foto in het formaat HEIC. Bewaar ze als JPEG en kies ze opnieuw. Op een iPhone: kies bij de "
    "instellingen van de camera voor ‘Meest compatibel’ en neem de foto opnieuw."
)

_HEIF = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif")
_PNG_KEPT = (b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"pHYs", b"sBIT", b"bKGD")
_LOCKED = re.compile(rb"/Encrypt(?![A-Za-z0-9])")
_ACTIVE = re.compile(rb"/(?:JavaScript|Launch|EmbeddedFiles?|RichMedia|SubmitForm|ImportData|Rendition)(?![A-Za-z0-9])")
_ACTIVE_SHORT = re.compile(rb"/(?:JS|XFA)(?![A-Za-z0-9])")  # short enough to stand in any packed picture by chance
_STREAM = re.compile(rb"stream\r?\n.*?endstream", re.DOTALL)
_PACKED = re.compile(rb"/ObjStm(?![A-Za-z0-9]).{0,400}?stream\r?\n", re.DOTALL)
_MOST_UNPACKED = 32_000_000  # bytes, packed and unpacked, of all the packed objects of one PDF together


class BadScan(ValueError):
    """Not a scan that can be kept; the message is Dutch and says what to do."""


@dataclass(frozen=True, slots=True)
class ScanFile:
    """A scan as it is kept: its type as the bytes tell it, the bytes, and their SHA-256."""

    media_type: str
    content: bytes
    sha256: str


def read(raw: bytes) -> ScanFile:
    """Look at an upload; what it is called and says of itself does not count.

    :raises BadScan: when it is empty, too large, damaged, too small to read, no JPEG, PNG or PDF, or a PDF that does
        or carries more than pages
    """
    if not raw:
        raise BadScan(TOLD)
    if len(raw) > LARGEST:
        raise BadScan(f"Dit bestand is te groot: hoogstens {LARGEST // 1_000_000} MB. Maak de foto of scan kleiner.")
    if raw.startswith(b"\xff\xd8\xff"):
        return _kept("image/jpeg", _picture(_plain_jpeg(raw), "JPEG"))
    if raw.startswith(PNG):
        return _kept("image/png", _picture(_plain_png(raw), "PNG"))
    if raw.startswith(b"%PDF-"):
        _check_pdf(raw)
        return _kept("application/pdf", raw)
    if raw[4:8] == b"ftyp" and raw[8:12] in _HEIF:
        raise BadScan(HEIC)
    raise BadScan(TOLD)


def _kept(media_type: str, content: bytes) -> ScanFile:
    return ScanFile(media_type, content, hashlib.sha256(content).hexdigest())


def _picture(content: bytes, kind: str) -> bytes:
    """Open it once to the end: what the browser of the second person shows must be whole."""
    from PIL import Image

    try:
        with Image.open(io.BytesIO(content), formats=[kind]) as picture:
            picture.draft("L", (1, 1))  # a JPEG is read whole, but at an eighth of its size
            picture.load()
    except unreadable.faults() as fault:
        raise BadScan(BROKEN) from fault
    return content


def _check_size(width: int, height: int) -> None:
    if width * height > MOST_PIXELS:
        raise BadScan(f"Deze foto heeft te veel beeldpunten: hoogstens {MOST_PIXELS // 1_000_000} miljoen.")
    if min(width, height) < LEAST_SIDE:
        raise BadScan("Deze foto is te klein om te lezen. Neem ze opnieuw, van de hele bladzijde.")


def _plain_jpeg(raw: bytes) -> bytes:
    """The same picture without what was noted beside it (ITU-T T.81, annex B).

    Of the notes of the camera only which way up it was held is kept, as a note of our own: without it a page lies on
    its side.
    """
    kept, turned, passes = [b"\xff\xd8"], 1, 0
    for code, body in _segments(raw):
        if code in range(0xC0, 0xD0) and code not in (0xC4, 0xC8, 0xCC):
            _check_size(*struct.unpack(">HH", body[3:7])[::-1])
        passes += code == 0xDA
        if code == 0xE1:
            turned = _turned(body) if turned == 1 else turned
        elif _needed(code, body):
            kept.append(bytes((0xFF, code)) + body)
    if passes == 0 or passes > MOST_PASSES:
        raise BadScan(BROKEN)
    if turned != 1:
        kept.insert(2 if kept[1][1] == 0xE0 else 1, _note(turned))
    return b"".join(kept)


def _needed(code: int, body: bytes) -> bool:
    """Whether a picture needs a segment: no comment (0xFE), and of the notes (0xE0 to 0xEF) those on its colours."""
    if code not in range(0xE0, 0xF0):
        return code != 0xFE
    mine = {0xE0: b"JFIF\0", 0xE2: b"ICC_PROFILE\0", 0xEE: b"Adobe"}.get(code)
    return mine is not None and body[2:].startswith(mine)


def _segments(raw: bytes) -> Iterator[tuple[int, bytes]]:
    """(marker, the rest) of each segment up to the end of the picture; what comes behind that is no part of it.

    The rest of a scan (0xDA) goes on up to the next marker.
    """
    at = 2
    while True:
        if raw[at : at + 1] != b"\xff":
            raise BadScan(BROKEN)
        while raw[at + 1 : at + 2] == b"\xff":  # a marker may be filled up
            at += 1
        code = raw[at + 1] if at + 1 < len(raw) else 0
        if code == 0xD9:
            yield code, b""
            return
        long = int.from_bytes(raw[at + 2 : at + 4], "big")
        end = at + 2 + long
        least = 9 if 0xC0 <= code < 0xD0 and code not in (0xC4, 0xC8, 0xCC) else 2
        if code < 0xC0 or 0xD0 <= code <= 0xD8 or long < least or end > len(raw):
            raise BadScan(BROKEN)
        if code == 0xDA:
            end = _end_of_data(raw, end)
        yield code, raw[at + 2 : end]
        at = end


_MARKER = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")


def _end_of_data(raw: bytes, begin: int) -> int:
    found = _MARKER.search(raw, begin)
    if found is None:
        raise BadScan(BROKEN)
    return found.start()


def _turned(body: bytes) -> int:
    """Which way up the camera was held: 1 to 8 (CIPA DC-008, tag 0x0112); 1 when it does not say."""
    tiff = body[8:]
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(tiff[:4])
    if body[2:8] != b"Exif\0\0" or order is None:
        return 1
    try:
        (first,) = struct.unpack_from(f"{order}I", tiff, 4)
        (count,) = struct.unpack_from(f"{order}H", tiff, first)
        for nr in range(min(count, 200)):
            tag, kind, _, value = struct.unpack_from(f"{order}HHIH", tiff, first + 2 + 12 * nr)
            if (tag, kind) == (0x0112, 3):
                return int(value) if value in range(1, 9) else 1
    except struct.error:
        return 1
    return 1


def _note(turned: int) -> bytes:
    """A segment that says which way up, and nothing else."""
    tiff = b"MM\0*" + struct.pack(">IHHHIHHI", 8, 1, 0x0112, 3, 1, turned, 0, 0)
    return b"\xff\xe1" + struct.pack(">H", 2 + 6 + len(tiff)) + b"Exif\0\0" + tiff


def _plain_png(raw: bytes) -> bytes:
    """The same picture without texts, dates and further frames (PNG, W3C, 5.6 and 11.3)."""
    kept, at = [PNG], len(PNG)
    while at < len(raw):
        long, kind = struct.unpack_from(">I4s", raw, at) if at + 12 <= len(raw) else (0, b"")
        end = at + 12 + long
        if not kind or end > len(raw) or (at == len(PNG)) != (kind == b"IHDR"):
            raise BadScan(BROKEN)
        if zlib.crc32(raw[at + 4 : end - 4]).to_bytes(4, "big") != raw[end - 4 : end]:
            raise BadScan(BROKEN)
        if kind == b"IHDR":
            _check_size(*struct.unpack_from(">II", raw.ljust(at + 16), at + 8))
        if kind in _PNG_KEPT:
            kept.append(raw[at:end])
        if kind == b"IEND":
            return b"".join(kept)
        at = end
    raise BadScan(BROKEN)


def _check_pdf(raw: bytes) -> None:
    """No script, program or file in it, and no lock on it: as far as its names tell, also in packed objects."""
    if b"%%EOF" not in raw[-2048:]:
        raise BadScan(BROKEN)
    unpacked = b"\n".join(_objects(raw))
    if _LOCKED.search(_spelled(raw)):
        raise BadScan("Deze PDF is met een wachtwoord beveiligd. Bewaar ze zonder wachtwoord, of maak een foto.")
    named = _ACTIVE.search(_spelled(raw)) or _ACTIVE.search(_spelled(unpacked))
    if named or _ACTIVE_SHORT.search(_spelled(_STREAM.sub(b" ", raw) + b"\n" + unpacked)):
        message = "In deze PDF zit meer dan bladzijden: een script of een bijlage. Scan het papier, of maak een foto."
        raise BadScan(message)


def _spelled(text: bytes) -> bytes:
    """With each character of a name as itself: '/J#61vaScript' is '/JavaScript' (ISO 32000-1, 7.3.5)."""
    return re.sub(rb"#([0-9A-Fa-f]{2})", lambda found: bytes((int(found[1], 16),)), text)


def _objects(raw: bytes) -> Iterator[bytes]:
    """What stands in packed objects (ISO 32000-1, 7.5.7), as far as they are packed in the usual way."""
    left = _MOST_UNPACKED
    for found in _PACKED.finditer(raw):
        packed = raw[found.end() : raw.find(b"endstream", found.end())]
        try:
            unpacked = zlib.decompressobj().decompress(packed, left)
        except zlib.error:
            continue
        finally:
            left -= len(packed)
        left -= len(unpacked)
        if left <= 0:
            raise BadScan(BROKEN)
        yield unpacked
