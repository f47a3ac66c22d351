"""QR codes of our own addresses, for pages and for papers."""

from __future__ import annotations

import io

import segno
from django.utils.safestring import SafeString, mark_safe

# A slip is folded and gets wet; a board stands in the weather for years.
SLIP, BOARD = "m", "q"


def qr_inline(address: str, css_class: str = "qr-code") -> SafeString:
    """Return the code of `address` as SVG to stand in a page."""
    drawn = segno.make(address, error=SLIP).svg_inline(border=2, svgclass=css_class, omitsize=True)
    return mark_safe(drawn)  # noqa: S308  drawn here, from our own address


def qr_file(address: str, error: str = SLIP) -> bytes:
    """Return the code of `address` as an SVG file."""
    buffer = io.BytesIO()
    segno.make(address, error=error).save(buffer, kind="svg", border=1, scale=4)
    return buffer.getvalue()
