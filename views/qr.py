"""A QR code as a drawing in the page itself: black on white, without style or script of its own."""

from __future__ import annotations

import io

from markupsafe import Markup


def drawing(text: str) -> Markup:
    """What a phone reads `text` from, as SVG of the class `qr`; the page gives it a size and says what it is for."""
    import segno

    out = io.BytesIO()
    segno.make(text, error="m", boost_error=False, micro=False).save(
        out, kind="svg", xmldecl=False, svgns=True, nl=False, omitsize=True, border=4, light="#fff", svgclass="qr"
    )
    return Markup(out.getvalue().decode())  # noqa: S704  # drawn by segno: the text is in the squares alone
