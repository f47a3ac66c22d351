"""A report of figures as a file: CSV, workbook, PDF; every number as the content has it."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from casework.printing.pdf import compose
from casework.queries.figures import shown

FORMULAS = ("=", "+", "-", "@", "\t", "\r")
IN_RANKING = ("filed", "closed", "closing_rate", "recovery_rate", "overdue", "owed")
"""What of each county stands on paper; the workbook and the CSV have every figure."""
WIDE, NARROW = 60, 14
Content = Mapping[str, Any]


def csv_of(said: Content, title: str) -> bytes:
    """Return the report as spreadsheets open it (UTF-8 with mark); no cell becomes a formula."""
    out = StringIO()
    writer = csv.writer(out)
    for name, rows in _sheets(said, title):
        writer.writerow([_plain(name)])
        writer.writerows([_plain(cell) for cell in row] for row in rows)
        writer.writerow([])
    return out.getvalue().encode("utf-8-sig")


def workbook_of(said: Content, title: str) -> bytes:
    """Return the report as .xlsx: a sheet for the whole, for places, trades, doors."""
    book = Workbook()
    book.remove(book.active)
    for name, rows in _sheets(said, title):
        _fill(book.create_sheet(name[:31]), rows)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def pdf_of(said: Content, title: str, author: str, mark: str) -> bytes:
    """Return the report as PDF on A4; `mark` is its hash, printed at the foot."""
    labels = {one["code"]: one["label"] for one in said["figures"]}
    return compose(
        "figures.typ",
        {
            "title": title, "author": author, "mark": mark, "period": period(said),
            "last_period": last_period(said),
            "heads": [_("指标"), _("本期"), _("去年同期"), _("单位")],
            "figures": [
                [one["label"], shown(one["code"], one["value"]),
                 shown(one["code"], one["last_year"]), one["unit"]]
                for one in said["figures"]
            ],
            "parts": [
                [heading, [*first, *(labels[code] for code in IN_RANKING)], rows]
                for heading, first, rows in _parts(said)
            ],
            "rules": rules(said),
            "definitions_head": _("口径和依据"), "rules_head": _("排名规则"),
            "definition_heads": [_("指标"), _("口径"), _("依据")],
            "definitions": [[one["label"], one["definition"], one["basis"]]
                            for one in said["figures"]],
        },
    )  # fmt: skip


def period(said: Content) -> str:
    """Say which days it is about."""
    return _("%(begins)s 至 %(on)s") % {"begins": said["begins"], "on": said["on"]}


def last_period(said: Content) -> str:
    """Say with which days it is compared."""
    return _("去年同期：%(begins)s 至 %(on)s") % {
        "begins": said["last_begins"], "on": said["last_on"],
    }  # fmt: skip


def rules(said: Content) -> list[str]:
    """Say how the counties are put in order."""
    return [
        _("先比结案率，相同的比追回率，再相同的比超期占立案的比例；完全相同的并列。"),
        _("立案不足 %(least)s 件的不排名，列在后面：一两件的差别不能说明工作好坏。")
        % {"least": said["least_ranked"]},
        _("移送的案件只计入截至日的承办单位，移出的单位不因移送加分或者减分。"),
        _("撤销立案与结案同样计算；省内目标期限不计入超期。"),
    ]


def _parts(said: Content) -> Iterator[tuple[str, list[str], list[list[str]]]]:
    for name, heading, first in (("cities", _("各市"), _("市")), ("offices", _("各县区"), _("县区")),
                                 ("trades", _("行业"), _("行业"))):  # fmt: skip
        rows = [
            ([str(line["rank"] or "—")] if name == "offices" else [])
            + [line["name"], *(shown(code, line["values"][code]) for code in IN_RANKING)]
            for line in said[name]
            if name != "offices" or any(line["values"][code] for code in ("filed", "clues"))
        ]
        if rows:
            yield heading, [*([_("名次")] if name == "offices" else []), first], rows


def _sheets(said: Content, title: str) -> Iterator[tuple[str, list[list[Any]]]]:
    whole: list[list[Any]] = [
        [title],
        [period(said), last_period(said)],
        [_("代码"), _("指标"), _("单位"), _("本期"), _("去年同期"), _("口径"), _("依据")],
    ]
    whole += [
        [one["code"], one["label"], one["unit"], _number(one["value"]), _number(one["last_year"]),
         one["definition"], one["basis"]]
        for one in said["figures"]
    ]  # fmt: skip
    yield _("总表"), whole + [[rule] for rule in rules(said)]
    for name, heading in (("cities", _("各市")), ("offices", _("各县区")), ("trades", _("行业")),
                          ("channels", _("渠道"))):  # fmt: skip
        if said[name]:
            yield heading, _table(said, name)


def _table(said: Content, name: str) -> list[list[Any]]:
    labels = [one["label"] for one in said["figures"]]
    last = [_("%(figure)s（去年同期）") % {"figure": label} for label in labels]
    head: list[Any] = [_("名次"), _("代码"), _("名称"), *labels, *last]
    rows = [
        [line["rank"] or None, line["code"], line["name"],
         *(_number(line["values"][one["code"]]) for one in said["figures"]),
         *(_number(line["last_year"][one["code"]]) for one in said["figures"])]
        for line in said[name]
    ]  # fmt: skip
    return [head, *rows]


def _number(value: Any) -> Any:
    return Decimal(value) if isinstance(value, str) else value


def _plain(cell: Any) -> Any:
    """A number stays a number; a text that a spreadsheet would reckon with is made harmless."""
    if isinstance(cell, str) and cell.startswith(FORMULAS):
        return f"'{cell}"
    return "" if cell is None else cell


def _fill(sheet: Worksheet, rows: Sequence[Sequence[Any]]) -> None:
    for number, row in enumerate(rows, start=1):
        for place, value in enumerate(row, start=1):
            cell = sheet.cell(number, place, value)
            if isinstance(value, str):
                cell.data_type = "s"  # a text is never a formula
            if isinstance(value, Decimal):
                cell.number_format = "#,##0.00" if value == value.quantize(Decimal("0.01")) and (
                    -value.as_tuple().exponent == 2  # type: ignore[operator]
                ) else "0.0"  # fmt: skip
    head = 3 if len(rows) > 3 and len(rows[0]) == 1 else 1
    for cell in sheet[head]:
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor="E8F0F4")
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = sheet.cell(head + 1, 1 if head == 3 else 4)
    for place in range(1, sheet.max_column + 1):
        wide = head == 3 and place in (6, 7)
        sheet.column_dimensions[get_column_letter(place)].width = WIDE if wide else NARROW
    sheet.sheet_view.showGridLines = False
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
