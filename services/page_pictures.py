"""Pictures of the pages of a PDF that was made here, for who wants to see it before downloading anything."""

from __future__ import annotations

import io
import threading

_turn = threading.Lock()
"""PDFium is for one thread at a time."""


class NoPdf(ValueError):
    """What was given cannot be read as a PDF."""


def pictures(pdf: bytes, width: int = 900, most: int = 20) -> list[bytes]:
    """The first pages as PNGs, so many dots wide.

    :raises NoPdf: when it is none
    """
    import pypdfium2

    with _turn:
        try:
            document = pypdfium2.PdfDocument(pdf)
        except pypdfium2.PdfiumError as fault:
            raise NoPdf("not a PDF") from fault
        try:
            return [_picture(document, number, width) for number in range(min(most, len(document)))]
        finally:
            document.close()


def _picture(document: object, number: int, width: int) -> bytes:
    page = document[number]  # type: ignore[index]  # pypdfium2 has no types
    try:
        shown = page.render(scale=width / page.get_width()).to_pil().convert("RGB")
    finally:
        page.close()
    out = io.BytesIO()
    shown.quantize(64).save(out, "PNG", optimize=True)
    return out.getvalue()
