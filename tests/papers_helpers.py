"""Help for tests of documents: their PDF as text, page by page, and as pictures to look at."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

import docx
import pypdfium2
from django.utils.translation import override
from docx.oxml.ns import qn
from pypdf import PdfReader

from casework.models import Document
from casework.printing.pdf import pdf_of
from casework.queries.papers import paper_of


def pdf_text(content: bytes) -> str:
    """Return the text of a PDF without white space, so that line ends do not matter."""
    pages = PdfReader(BytesIO(content)).pages
    return re.sub(r"[\s\u200b]+", "", "".join(page.extract_text() for page in pages))


def docx_text(content: bytes) -> str:
    """Return the text of a DOCX, tables too, without white space."""
    sheet = docx.Document(BytesIO(content))
    return re.sub(r"\s+", "", "".join(node.text or "" for node in sheet.element.iter(qn("w:t"))))


def print_document(document: Document, *, names: bool = True) -> bytes:
    """Return the PDF of a document as the owner office prints it."""
    with override("zh-hans"):
        return pdf_of([paper_of(Document.objects.get(pk=document.pk), names=names)])


def pictures(content: bytes, folder: Path, name: str) -> list[Path]:
    """Draw the pages of a PDF as PNG files and return their paths."""
    paths = []
    for number, page in enumerate(pypdfium2.PdfDocument(content), 1):
        paths.append(folder / f"{name}-{number:03d}.png")
        page.render(scale=0.9).to_pil().save(paths[-1])
    return paths
