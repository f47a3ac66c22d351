"""PDF of papers, set by Typst with the packaged fonts; the same bytes on every machine."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pylopdf_fonts_zh_cn
import typst

from casework.queries.papers import Paper

TEMPLATES = Path(__file__).parent
FONTS = pylopdf_fonts_zh_cn.serif_path().parent


def pdf_of(papers: Sequence[Paper], *, numbered: bool = True) -> bytes:
    """Return one PDF (A4) with these papers, each beginning on a page of its own."""
    return compose(
        "paper.typ",
        {
            "title": papers[0].title if papers else "",
            "author": papers[0].authority if papers else "",
            "numbered": numbered,
            "papers": [_plain(paper, n) for n, paper in enumerate(papers)],
        },
        {
            _picture(n, m): png
            for n, paper in enumerate(papers)
            for m, (_name, png) in enumerate(paper.drawn)
        },
    )


def compose(
    template: str, data: Mapping[str, Any], files: Mapping[str, bytes] | None = None
) -> bytes:
    """Set `template` of this folder with `data`; `files` are images it names. Returns the PDF."""
    return _set(template, data, files, format="pdf")


def compose_picture(
    template: str,
    data: Mapping[str, Any],
    files: Mapping[str, bytes] | None = None,
    *,
    dots_per_inch: float,
) -> bytes:
    """Set `template`, which must come to one page, as `compose` does. Returns a PNG."""
    return _set(template, data, files, format="png", ppi=dots_per_inch)


def _set(
    template: str, data: Mapping[str, Any], files: Mapping[str, bytes] | None, **output: Any
) -> bytes:
    """Typst sees a folder with these files and nothing else of ours, and no network."""
    sources = {
        "main.typ": (TEMPLATES / template).read_bytes(),
        "data.json": json.dumps(data, ensure_ascii=False).encode(),
        **(files or {}),
    }
    with TemporaryDirectory(prefix="typst-") as folder:
        for name, content in sources.items():
            Path(folder, name).write_bytes(content)
        made: bytes = typst.compile(
            str(Path(folder, "main.typ")), root=folder, font_paths=[str(FONTS)],
            ignore_system_fonts=True, **output,
        )  # fmt: skip
    return made


def _picture(paper: int, place: int) -> str:
    return f"name-{paper}-{place}.png"


def _plain(paper: Paper, place: int) -> dict[str, Any]:
    return {
        "title": paper.title,
        "authority": paper.authority,
        "number": paper.number,
        "mark": paper.mark,
        "addressee": paper.addressee,
        "facts": [list(row) for row in paper.facts],
        "blocks": [asdict(block) for block in paper.blocks],
        "annexes": [asdict(annex) for annex in paper.annexes],
        "receipt_line": paper.receipt_line,
        "signatures": paper.signatures,
        "sealed": paper.is_sealed,
        "issued": paper.is_issued,
        "letter": paper.is_letter,
        "day": paper.day,
        "page_line": paper.page_line,
        "heading": paper.heading or paper.authority,
        "contact": list(paper.foot),
        "note": paper.note,
        "drawn": [[name, _picture(place, m)] for m, (name, _png) in enumerate(paper.drawn)],
    }
