"""Work on finished PDF pages: count, scale to A4, join, number, and bookmark them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

from pypdf import PageObject, PdfReader, PdfWriter, Transformation
from pypdf.errors import PyPdfError

from casework.printing.pdf import compose

A4 = (595.28, 841.89)
STAMPED_AT_ONCE = 200


@dataclass(frozen=True)
class Part:
    """One part of a case file: what the catalogue says of it, and its pages as a PDF."""

    title: str
    number: str
    day: str
    content: bytes
    digest: str
    pages: int


def part(title: str, content: bytes, *, digest: str, number: str = "", day: str = "") -> Part:
    """Return a part with its pages counted."""
    return Part(title, number, day, content, digest, len(PdfReader(BytesIO(content)).pages))


def on_a4(content: bytes) -> bytes | None:
    """Return a PDF somebody sent with its pages scaled onto A4; None when it cannot be read."""
    try:
        reader = PdfReader(BytesIO(content))
        writer = PdfWriter()
        for page in reader.pages:
            writer.add_page(_fitted(page))
        stream = BytesIO()
        writer.write(stream)
    except (PyPdfError, ValueError, KeyError, TypeError, RecursionError, OSError):
        return None
    return stream.getvalue() if reader.pages else None


def _fitted(page: PageObject) -> PageObject:
    page.transfer_rotation_to_content()
    width, height = float(page.mediabox.width), float(page.mediabox.height)
    scale = min(A4[0] / width, A4[1] / height, 1.0) * 0.94
    sheet = PageObject.create_blank_page(width=A4[0], height=A4[1])
    left = (A4[0] - width * scale) / 2 - float(page.mediabox.left) * scale
    bottom = (A4[1] - height * scale) / 2 - float(page.mediabox.bottom) * scale
    sheet.merge_transformed_page(page, Transformation().scale(scale).translate(left, bottom))
    return sheet


def joined(first: bytes, second: bytes) -> bytes:
    """Return two PDFs as one."""
    writer = PdfWriter()
    for content in (first, second):
        writer.append(BytesIO(content), import_outline=False)
    stream = BytesIO()
    writer.write(stream)
    return stream.getvalue()


def join(front: bytes, parts: Sequence[Part], *, title: str, author: str) -> tuple[bytes, int]:
    """Return front pages and parts as one PDF with bookmarks, and the number of numbered pages.

    The front (cover, catalogue) has no page numbers; the parts are numbered through from 1.
    """
    writer = PdfWriter()
    writer.append(BytesIO(front), import_outline=False)
    first = len(writer.pages)
    for each in parts:
        start = len(writer.pages)
        writer.append(BytesIO(each.content), import_outline=False)
        writer.add_outline_item(title=f"{each.title} {each.number}".strip(), page_number=start)
    total = len(writer.pages) - first
    _number(writer, first, total)
    writer.add_metadata({"/Title": title, "/Author": author, "/Producer": "qingqian"})
    writer.compress_identical_objects()
    stream = BytesIO()
    writer.write(stream)
    return stream.getvalue(), total


def _number(writer: PdfWriter, first: int, total: int) -> None:
    """Stamp 第 n 页 共 N 页 on the pages after the front."""
    for begin in range(1, total + 1, STAMPED_AT_ONCE):
        end = min(begin + STAMPED_AT_ONCE - 1, total)
        data = {"kind": "numbers", "title": "", "first": begin, "last": end, "total": total}
        stamps = PdfReader(BytesIO(compose("volume.typ", data))).pages
        for offset, stamp in enumerate(stamps):
            writer.pages[first + begin - 1 + offset].merge_page(stamp)
