"""A PDF for the archive: what it says of itself, and whether it is the tagged PDF/A-2b that it says it is (ADR 0027).

Sources: ISO 19005-2:2011 (PDF/A-2), the clause beside each check; ISO 32000-1:2008 14.8 for the tags. No validator is
packaged that would run here, so what can be asked of a file of LibreOffice without drawing it is asked here.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from xml.sax.saxutils import escape, unescape

LANGUAGE, AUTHOR, PRODUCER = "nl-BE", "Naadloos", "LibreOffice, Naadloos"
_MARKS = re.compile(
    rb"<dc:identifier>document ([0-9a-f]{64})</dc:identifier>\n<dc:source>docx ([0-9a-f]{64})</dc:source>"
)
_TITLE = re.compile(r"<dc:title>.*?<rdf:li[^>]*>(.*?)</rdf:li>", re.S)
_CLAIM = re.compile(r"<pdfaid:part>2</pdfaid:part>\s*<pdfaid:conformance>B</pdfaid:conformance>")

FORBIDDEN_ACTIONS = {
    *("/Launch", "/Sound", "/Movie", "/ResetForm", "/ImportData", "/Hide", "/SetOCGState", "/Rendition", "/Trans"),
    *("/GoTo3DView", "/JavaScript", "/SubmitForm"),
}
"""6.5.1, and what leads out of the file beside a plain link."""
SHOWN, NOT_SHOWN = 4, 1 | 2 | 32  # bits of the flags of an annotation: Print; Invisible, Hidden, NoView


class NotForTheArchive(Exception):
    """A PDF that does not say or hold what it has to."""


@dataclass(frozen=True, slots=True)
class Marks:
    """What ties a PDF to its Word file: the root of the version, and the SHA-256 of the file."""

    root: str
    docx: str

    @property
    def text(self) -> str:
        """As the signature says it."""
        return f"document {self.root}; docx {self.docx}"


def prepared(pdf: bytes, marks: Marks, at: datetime) -> bytes:
    """The PDF of LibreOffice written anew, with the marks in its metadata.

    What it says of itself stands twice, as older programs want it, and is the same in both.

    :raises NotForTheArchive: when it is no PDF/A-2b with a title
    """
    from pyhanko.pdf_utils import generic, misc
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.pdf_utils.writer import copy_into_new_writer

    try:
        reader = PdfFileReader(io.BytesIO(pdf))
        said = reader.root["/Metadata"].data.decode()
    except (misc.PdfReadError, KeyError, UnicodeDecodeError) as fault:
        raise NotForTheArchive("no metadata") from fault
    found = _TITLE.search(said)
    title = unescape(found[1]).strip() if found else ""
    if not _CLAIM.search(said) or not title:
        raise NotForTheArchive("no PDF/A-2b with a title")
    del reader.root["/Metadata"]
    writer = copy_into_new_writer(reader, {"info": None})
    told: Any = generic.DictionaryObject  # pyHanko has half of its types
    own = {generic.pdf_name(name): generic.pdf_string(text) for name, text in _info(title, at).items()}
    writer.set_info(told(own))
    about = generic.StreamObject(stream_data=_xmp(title, marks, at))
    about |= {generic.pdf_name("/Type"): generic.pdf_name("/Metadata")}
    about |= {generic.pdf_name("/Subtype"): generic.pdf_name("/XML")}
    writer.root["/Metadata"] = writer.add_object(about)
    return as_it_is(writer)


def as_it_is(writer: Any) -> bytes:
    """What a writer of pyHanko makes, without the word on itself that it puts in the metadata."""
    writer._update_meta = lambda: None
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def marks_of(pdf: bytes) -> Marks | None:
    """What a PDF of ours says it belongs to; None when it says nothing. Anybody can write that in a file."""
    found = _MARKS.search(pdf)
    return Marks(found[1].decode(), found[2].decode()) if found else None


def _info(title: str, at: datetime) -> dict[str, str]:
    when = at.astimezone(UTC).strftime("D:%Y%m%d%H%M%SZ")
    told = {"/Title": title, "/Author": AUTHOR, "/Creator": AUTHOR, "/Producer": PRODUCER}
    return {**told, "/CreationDate": when, "/ModDate": when}


def _xmp(title: str, marks: Marks, at: datetime) -> bytes:
    """Only properties that PDF/A knows by itself (6.6.2.3)."""
    when = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return f"""<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<pdfaid:part>2</pdfaid:part>
<pdfaid:conformance>B</pdfaid:conformance>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{escape(title)}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{AUTHOR}</rdf:li></rdf:Seq></dc:creator>
<dc:language><rdf:Bag><rdf:li>{LANGUAGE}</rdf:li></rdf:Bag></dc:language>
<dc:identifier>document {escape(marks.root)}</dc:identifier>
<dc:source>docx {escape(marks.docx)}</dc:source>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/">
<xmp:CreatorTool>{AUTHOR}</xmp:CreatorTool>
<xmp:CreateDate>{when}</xmp:CreateDate>
<xmp:ModifyDate>{when}</xmp:ModifyDate>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdf="http://ns.adobe.com/pdf/1.3/">
<pdf:Producer>{PRODUCER}</pdf:Producer>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>""".encode()


def faults(pdf: bytes) -> list[str]:
    """Why a PDF of ours is not a tagged PDF/A-2b with a title and a language, each in a few English words; else empty.

    For a file that was made here: what a stranger sends is not read with this.

    :raises NotForTheArchive: when it cannot be read as a PDF at all
    """
    from pyhanko.pdf_utils import misc
    from pyhanko.pdf_utils.reader import PdfFileReader

    try:
        reader = PdfFileReader(io.BytesIO(pdf))
        root, trailer = reader.root, reader.trailer_view
        found = [*_of_file(pdf, trailer), *_of_root(root), *_of_metadata(root, trailer)]
        for one in _every(root):
            found += _of_object(one)
    except misc.PdfReadError as fault:
        raise NotForTheArchive("not a PDF") from fault
    return list(dict.fromkeys(found))


def _of_file(pdf: bytes, trailer: Any) -> Iterator[str]:
    if not re.match(rb"%PDF-1\.[0-7]\r?\n%[\x80-\xff]{4}", pdf):
        yield "header"  # 6.1.2
    if not pdf.rstrip(b"\r\n").endswith(b"%%EOF"):
        yield "something after the end"  # 6.1.3
    if "/ID" not in trailer:
        yield "no identifier"
    if "/Encrypt" in trailer:
        yield "encrypted"


def _at(one: Any, *names: str) -> Any:
    """What stands under a name, and under a name in that; None when it does not."""
    for name in names:
        if one is None or name not in one:
            return None
        one = one[name]
    return one


def _of_root(root: Any) -> Iterator[str]:
    intents = [one.get_object() for one in _at(root, "/OutputIntents") or ()]
    if [one["/S"] for one in intents] != ["/GTS_PDFA1"] or not _at(intents[0], "/DestOutputProfile", "/N"):
        yield "no output intent"  # 6.2.3
    if not _at(root, "/MarkInfo", "/Marked") or not _at(root, "/StructTreeRoot", "/K"):
        yield "not tagged"
    if _at(root, "/Lang") != LANGUAGE:
        yield "no language"
    if not _at(root, "/ViewerPreferences", "/DisplayDocTitle"):
        yield "its title is not shown"
    if "/AA" in root or not isinstance(_at(root, "/OpenAction") or [], list):
        yield "does something when it is opened"  # 6.5.2
    yield from _of_form(root)


def _of_form(root: Any) -> Iterator[str]:
    if "/Requirements" in root or _at(root, "/Names", "/JavaScript") or _at(root, "/Names", "/EmbeddedFiles"):
        yield "a script or a file inside"
    if _at(root, "/AcroForm", "/NeedAppearances") or _at(root, "/AcroForm", "/XFA"):
        yield "a form to fill"  # 6.4
    if set(_at(root, "/Perms") or ()) - {"/DocMDP"}:
        yield "permissions"  # 6.1.12


def _of_metadata(root: Any, trailer: Any) -> Iterator[str]:
    if "/Metadata" not in root:
        yield "no metadata"
        return
    said = root["/Metadata"].data.decode()
    if not _CLAIM.search(said):
        yield "no claim"  # 6.6.4
    title = _TITLE.search(said)
    when = re.search(r"<xmp:CreateDate>(.*?)</xmp:CreateDate>", said)
    if not title or not title[1].strip() or not when:
        yield "no title or time"
        return
    own = {name: str(text) for name, text in trailer["/Info"].items()} if "/Info" in trailer else {}
    if own != _info(unescape(title[1]), datetime.fromisoformat(when[1])):
        yield "says something else in its information than in its metadata"  # 6.6.2


def _every(root: Any) -> Iterator[Any]:
    """Every dictionary and stream that hangs on the root, each once."""
    from pyhanko.pdf_utils import generic

    waiting: list[Any] = [root]
    seen = set()
    while waiting:
        one = waiting.pop()
        if isinstance(one, generic.IndirectObject):
            if one.idnum in seen:
                continue
            seen.add(one.idnum)
            one = one.get_object()  # type: ignore[no-untyped-call]  # pyHanko has half of its types
        if isinstance(one, generic.DictionaryObject):
            yield one
            waiting += [one.raw_get(name) for name in one]
        elif isinstance(one, generic.ArrayObject):
            waiting += [one.raw_get(nr) for nr in range(len(one))]


def _of_object(one: Any) -> Iterator[str]:
    from pyhanko.pdf_utils import generic

    kind, subtype = _at(one, "/Type"), _at(one, "/Subtype")
    if isinstance(one, generic.StreamObject):
        yield from _of_stream(one, subtype)
    if kind == "/Font":
        yield from _of_font(one, subtype)
    if kind == "/Annot" or ("/Rect" in one and subtype):
        yield from _of_annotation(one, subtype)
    if kind in (None, "/Action") and _at(one, "/S") in FORBIDDEN_ACTIONS:
        yield f"an action {one['/S']}"
    if kind == "/SigRef" and {"/DigestLocation", "/DigestMethod", "/DigestValue"} & set(one):
        yield "a digest beside the signature"  # 6.1.12
    if kind == "/ExtGState" and ("/TR" in one or _at(one, "/TR2") not in (None, "/Default")):
        yield "a transfer function"  # 6.2.5


def _of_stream(one: Any, subtype: Any) -> Iterator[str]:
    filters = _at(one, "/Filter") or ()
    if {"/LZWDecode", "/Crypt"} & set([filters] if isinstance(filters, str) else filters):
        yield "a filter that is not allowed"  # 6.1.7.2
    if "/F" in one or "/FFilter" in one:
        yield "content outside the file"  # 6.1.7.1
    if subtype == "/PS" or {"/Ref", "/OPI", "/Alternates"} & set(one) or _at(one, "/Interpolate"):
        yield "a picture that is not allowed"  # 6.2.8, 6.2.9


def _of_font(one: Any, subtype: Any) -> Iterator[str]:
    holder = one["/DescendantFonts"][0] if subtype == "/Type0" else one
    files = {"/FontFile", "/FontFile2", "/FontFile3"} & set(_at(holder, "/FontDescriptor") or ())
    if subtype != "/Type3" and not files:
        yield f"a font that is not inside: {_at(one, '/BaseFont')}"  # 6.2.11.4
    if "/ToUnicode" not in one and not str(subtype).startswith("/CIDFont"):
        yield f"a font without its letters: {_at(one, '/BaseFont')}"


def _of_annotation(one: Any, subtype: Any) -> Iterator[str]:
    flags = int(_at(one, "/F") or 0)
    if subtype != "/Popup" and (not flags & SHOWN or flags & NOT_SHOWN):
        yield f"a note that is not printed: {subtype}"  # 6.3.2
    x1, y1, x2, y2 = (float(side) for side in one["/Rect"])
    if subtype not in ("/Popup", "/Link") and "/AP" not in one and (x1, y1) != (x2, y2):
        yield f"a note without a face: {subtype}"  # 6.3.3
    if subtype in ("/3D", "/Sound", "/Screen", "/Movie", "/FileAttachment"):
        yield f"a note that is not allowed: {subtype}"  # 6.3.1
