"""DOCX of one paper, to be edited in an office program; it names the faces GB/T 9704 asks for."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from casework.queries.papers import Paper

FANG_SONG, TITLE_SONG, HEI = "仿宋_GB2312", "方正小标宋简体", "黑体"
LINE_PITCH = Pt(28.95)  # 22 lines in 225 mm
BODY = Pt(16)
RED = RGBColor(0xC8, 0x10, 0x2E)
CENTER, RIGHT, LEFT = (
    WD_ALIGN_PARAGRAPH.CENTER,
    WD_ALIGN_PARAGRAPH.RIGHT,
    WD_ALIGN_PARAGRAPH.LEFT,
)


def docx_of(paper: Paper) -> bytes:
    """Return an editable file with the same text as the PDF (A4, margins 37/28 mm)."""
    sheet = docx.Document()
    section = sheet.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    sheet.core_properties.title, sheet.core_properties.author = paper.title, paper.authority
    _page_number(section)
    _head(sheet, paper)
    if paper.addressee:
        _line(sheet, f"{paper.addressee}：")
    if paper.facts:
        _table(sheet, [[label, value or "—"] for label, value in paper.facts], widths=(32, 124))
    for block in paper.blocks:
        if block.rows:
            _table(sheet, [list(row) for row in block.rows])
        else:
            _line(sheet, block.text, indent=True)
    _foot(sheet, paper)
    for annex in paper.annexes:
        sheet.add_page_break()
        _line(sheet, annex.title, face=HEI, align=CENTER)
        _table(sheet, [annex.heads, *annex.rows, annex.foot], numeric=annex.numeric)
        if annex.capitals:
            _line(sheet, f"大写：{annex.capitals}")
    stream = BytesIO()
    sheet.save(stream)
    return stream.getvalue()


def _head(sheet: Any, paper: Paper) -> None:
    if paper.mark:
        _line(sheet, f"【{paper.mark}】", face=HEI, align=RIGHT)
    if paper.is_letter:
        _line(
            sheet,
            paper.heading or paper.authority,
            face=TITLE_SONG,
            size=Pt(24),
            color=RED,
            align=CENTER,
        )
        numbered = _line(sheet, paper.number, align=CENTER)
        _red_rule(numbered)
    else:
        _line(sheet, paper.authority, face=TITLE_SONG, align=CENTER)
    _line(sheet, paper.title, face=TITLE_SONG, size=Pt(22), align=CENTER)
    if not paper.is_letter and paper.number:
        _line(sheet, paper.number, size=Pt(12), align=RIGHT)


def _foot(sheet: Any, paper: Paper) -> None:
    if paper.receipt_line:
        _line(sheet, paper.receipt_line)
    if paper.signatures:
        _line(sheet, "劳动保障监察员：" + "、".join(paper.signatures))
    if paper.is_sealed:
        _line(sheet, paper.authority + ("（盖章）" if paper.is_issued else ""), align=RIGHT)
    _line(sheet, f"{paper.day}　　　　", align=RIGHT)
    for words in paper.foot:
        _line(sheet, words, size=Pt(12))
    if paper.note:
        _line(sheet, paper.note, size=Pt(10.5))


def _line(
    sheet: Any,
    text: str,
    *,
    face: str = FANG_SONG,
    size: Any = BODY,
    color: RGBColor | None = None,
    align: Any = LEFT,
    indent: bool = False,
) -> Any:
    paragraph = sheet.add_paragraph()
    paragraph.alignment = align
    form = paragraph.paragraph_format
    form.space_before = form.space_after = Pt(0)
    form.line_spacing = LINE_PITCH
    if indent:
        form.first_line_indent = Pt(32)
    _run(paragraph, text, face, size, color)
    return paragraph


def _run(paragraph: Any, text: str, face: str, size: Any, color: RGBColor | None = None) -> None:
    run = paragraph.add_run(text)
    run.font.name, run.font.size = face, size
    run._element.rPr.rFonts.set(qn("w:eastAsia"), face)
    if color is not None:
        run.font.color.rgb = color


def _table(
    sheet: Any,
    rows: list[list[str]],
    *,
    widths: tuple[int, ...] = (),
    numeric: tuple[int, ...] = (),
) -> None:
    columns = max(len(row) for row in rows)
    table = sheet.add_table(rows=0, cols=columns)
    table.style = "Table Grid"
    for row in rows:
        cells = table.add_row().cells
        for place, cell in enumerate(cells):
            paragraph = cell.paragraphs[0]
            if place in numeric:
                paragraph.alignment = RIGHT
            _run(paragraph, row[place] if place < len(row) else "", FANG_SONG, Pt(12))
            if place < len(widths):
                cell.width = Mm(widths[place])


def _red_rule(paragraph: Any) -> None:
    """Put the red rule of an official letter under its number."""
    borders, bottom = OxmlElement("w:pBdr"), OxmlElement("w:bottom")
    for name, value in (("val", "single"), ("sz", "12"), ("space", "4"), ("color", "C8102E")):
        bottom.set(qn(f"w:{name}"), value)
    borders.append(bottom)
    paragraph._p.get_or_add_pPr().append(borders)


def _page_number(section: Any) -> None:
    """— 1 — at the foot, filled in by the program that opens the file."""
    paragraph = section.footer.paragraphs[0]
    paragraph.alignment = CENTER
    _run(paragraph, "— ", "宋体", Pt(14))
    run = paragraph.add_run()
    run.font.size = Pt(14)
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        if kind:
            part = OxmlElement("w:fldChar")
            part.set(qn("w:fldCharType"), kind)
        else:
            part = OxmlElement("w:instrText")
            part.text = text
        run._element.append(part)
    _run(paragraph, " —", "宋体", Pt(14))
