"""Files that nobody should be able to bring in, or that are not what they are called. Each made once."""

from __future__ import annotations

import functools
import io
import struct
import zipfile
import zlib
from pathlib import Path

from tests import scans

TEMPLATES = Path(__file__).parents[2] / "doc_templates"
CONTENT_TYPES = (
    b'<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    b'<Default Extension="xml" ContentType="application/xml"/></Types>'
)
ENTITIES = (
    b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bbbbbbbbbb"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">'
    b'<!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;"><!ENTITY x SYSTEM "file:///etc/passwd">]><a>&d;&x;</a>'
)


def packed(parts: dict[str, bytes]) -> bytes:
    """A zip with these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return out.getvalue()


def png(
    width: int, height: int, rows: int, more: tuple[bytes, bytes] = (b"tEXt", b"a\0b"), behind: bool = False
) -> bytes:
    """A PNG that says it is so large, with so many rows of nothing in it, and one more chunk before or behind those."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    data = zlib.compress(b"\0" * min(rows * (3 * width + 1), 3_000_000), 9)
    pieces = [chunk(b"IDAT", data), chunk(*more)]
    middle = b"".join(pieces if behind else reversed(pieces))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + middle + chunk(b"IEND", b"")


NO_PROFILE = png(600, 200, 200, (b"iCCP", b""), behind=True)
"""With a colour profile of nothing."""
GROWS = png(600, 200, 200, (b"IHDR", struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)))
"""Says how large it is twice, and becomes a bomb the second time."""
BOMB = png(60_000, 60_000, 1)


def _mutilated() -> list[tuple[str, bytes]]:
    """A template of the house, whole, and with one thing wrong each: what a reader has to find out by reading."""
    whole = next(path for path in sorted(TEMPLATES.glob("doelen*.docx"))).read_bytes()
    with zipfile.ZipFile(io.BytesIO(whole)) as read:
        parts = {name: read.read(name) for name in read.namelist()}
    text, rels = parts["word/document.xml"], parts["word/_rels/document.xml.rels"]
    outside = b'<Relationship Id="rIdX" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/%s" '
    outside += b'Target="%s" TargetMode="External"/></Relationships>'
    middle = len(whole) // 2
    bent = bytearray(whole)
    bent[30:34] = b"\xff\xff\xff\xff"
    secret = bytearray(whole)
    secret[6] |= 1
    changed = {
        "torn text": {"word/document.xml": text[: len(text) // 2]},
        "no text": {"word/document.xml": b""},
        "latin text": {"word/document.xml": text.replace(b"UTF-8", b"ISO-8859-1").replace(b"utf-8", b"x")},
        "NUL in the text": {"word/document.xml": text.replace(b"<w:t", b"\x00<w:t", 1)},
        "signs that XML has not": {"word/document.xml": text.replace(b"</w:body>", b"<w:p>&#1;&#xFFFE;</w:p></w:body>")},
        "deep": {"word/document.xml": text.replace(b"</w:body>", b"<w:p>" * 5000 + b"</w:p>" * 5000 + b"</w:body>")},
        "a program in the text": {"word/document.xml": text.replace(b"{{", b"{{ ''.__class__.__mro__[1].__subclasses__() }}{{", 1)},
        "a loop without an end": {"word/document.xml": text.replace(b"{{", b"{% for x in range(10**9) %}{% endfor %}{{", 1)},
        "a text without measure": {"word/document.xml": text.replace(b"{{", b"{{ 'A' * 300000000 }}{{", 1)},
        "an open loop": {"word/document.xml": text.replace(b"{{", b"{% for x in y %}{{", 1)},
        "a name that is not there": {"word/document.xml": text.replace(b"{{", b"{{ kwaad.kwaad }}{{", 1)},
        "text of elsewhere": {"word/_rels/document.xml.rels": rels.replace(b"</Relationships>", outside % (b"attachedTemplate", b"http://127.0.0.1:9/x.dotm"))},
        "picture of elsewhere": {"word/_rels/document.xml.rels": rels.replace(b"</Relationships>", outside % (b"image", b"file:///etc/passwd"))},
        "no types": {"[Content_Types].xml": b"<Types/>"},
        "entities": {"word/document.xml": ENTITIES + text},
    }  # fmt: skip
    made = [("whole", whole), ("torn", whole[:middle]), ("bent", bytes(bent)), ("encrypted", bytes(secret))]
    made += [("with more behind it", whole + b"x" * 1000), ("with more before it", b"MZ" + whole)]
    made += [(name, packed(parts | part)) for name, part in changed.items()]
    return made


@functools.cache
def nasty_files() -> tuple[tuple[str, bytes, str], ...]:
    """Name, content and the type that is said of it."""
    word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    head = {"[Content_Types].xml": CONTENT_TYPES}
    good = packed({**head, "word/document.xml": b"<a/>"})
    return (
        *((f"{name}.docx", content, word) for name, content in _mutilated()),
        ("scan.jpg", scans.jpeg(), "image/jpeg"),
        ("scan.jpg", scans.jpeg()[:-900], "image/jpeg"),
        ("foto.jpg", scans.photo(), "image/jpeg"),
        ("", b"", ""),
        ("leeg.docx", b"", word),
        ("leeg.png", b"", "image/png"),
        ("x.docx", b"MZ\x90\x00" + b"\0" * 400, word),
        (
            "x.pdf",
            b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 1 0 R>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF",
            "application/pdf",
        ),
        ("x.pdf", b"%PDF-1.7\nxref\n0 99999999\nstartxref\n-1\n%%EOF", "application/pdf"),
        ("x.pdf", b"%PDF-" + b"[" * 50_000, "application/pdf"),
        ("bom.png", png(60_000, 60_000, 1), "image/png"),
        ("bom.png", png(8_000, 8_000, 100), "image/png"),
        ("profiel.png", NO_PROFILE, "image/png"),
        ("groeit.png", GROWS, "image/png"),
        ("kapot.png", png(10, 10, 10)[:-20], "image/png"),
        ("x.png", b"\x89PNG\r\n\x1a\n", "image/png"),
        ("x.jpg", b"\xff\xd8\xff\xe0" + b"\0" * 100, "image/jpeg"),
        ("x.jpg", png(2, 2, 2), "image/jpeg"),
        ("x.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='kwaad191()'/>", "image/svg+xml"),
        ("x.png", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "image/png"),
        ("slip.docx", packed({**head, "../../../tmp/kwaad": b"x", "/etc/kwaad": b"x"}), word),
        ("bom.docx", packed({**head, "word/document.xml": b"\0" * 30_000_000}), word),
        ("veel.docx", packed({**head} | {f"word/{nr}.xml": b"" for nr in range(3_000)}), word),
        ("dtd.docx", packed({**head, "word/document.xml": ENTITIES}), word),
        ("leeg-van-delen.docx", packed(head), word),
        ("zonder-types.docx", packed({"word/document.xml": b"<a/>"}), word),
        ("kapot.docx", good[: len(good) // 2], word),
        ("kapot.docx", good[:-6] + b"\xff" * 6, word),
        ("krul.docx", packed({**head, "word/document.xml": b"<a>{{ x.__class__ }}</a>"}), word),
        ("geen.docx", b"PK\x03\x04" + b"\xff" * 200, word),
        ("macro.docm", packed({**head, "word/vbaProject.bin": b"x"}), word),
        ("naam\u202egpj.docx", good, word),
        ("../../x.docx", good, "text/html"),
        ('a"b\r\nX: y.docx', good, word),
        ("x" * 2000 + ".docx", good, word),
        ("scholen.csv", b"a;b\r\n" * 3_000, "text/csv"),
        ("scholen.csv", "schoolnummer;naam\r\n1;\u202eé\r\n'; DROP TABLE x;\r\n".encode(), "text/csv"),
        ("scholen.csv", b"\xff\xfe\x00a;\x00b", "text/csv"),
        ("scholen.csv", b'"' * 20_000, "text/csv"),
        ("scholen.csv", b";" * 200_000, "text/csv"),
        ("x.zip", b"PK\x05\x06" + b"\0" * 18, "application/zip"),
        ("x.html", b"<script>kwaad191()</script>", "text/html"),
        ("x.xml", ENTITIES, "text/xml"),
    )
