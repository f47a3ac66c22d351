"""The desk as a table (.xlsx): the columns and the conditions of the page, row by row to a file."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from typing import IO, Any
from urllib.parse import quote

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from casework import clock
from casework.law.errors import SentenceError
from casework.models import ListExport, User
from casework.vocabulary import JobKind
from workflows import jobs
from workflows.counter.desk_filters import WHOLE, DeskFilter
from workflows.counter.desk_rows import GROUPS, Desk, DeskRow

MOST_AT_ONCE = 10_000
MOST = 200_000
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# A table program takes a cell that begins so for a formula.
FORMULAS = ("=", "+", "-", "@", "\t", "\r")
WIDTHS = (12, 36, 30, 18, 14, 16, 12, 18, 24, 12)


@login_required
@never_cache
@require_GET
def export(request: HttpRequest) -> HttpResponseBase:
    """Give what the desk shows, all pages, as one file; very long ones are made by a worker."""
    user = request.user
    assert isinstance(user, User)
    view = DeskFilter.read(request.GET)
    desk = Desk(user, whole=view.tab == WHOLE)
    if desk.chosen(view).count() > MOST_AT_ONCE:
        return _queue(request, user, view)
    file: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115  closed by the response
    write(file, desk, view, MOST_AT_ONCE)
    file.seek(0)
    response = FileResponse(file, content_type=XLSX)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(file_name())}"
    return response


def _queue(request: HttpRequest, user: User, view: DeskFilter) -> HttpResponse:
    from django.contrib import messages  # noqa: PLC0415

    desk = Desk(user)
    first = desk.scope.memberships[0]
    actor = desk.scope.actor_at(first.office, first.role)
    try:
        job = jobs.start(JobKind.DESK_TABLE, actor, {"query": view.query()})
    except SentenceError as refusal:
        messages.error(request, str(refusal))
        return redirect(view.url())
    return redirect("job", job.pk)


def file_name() -> str:
    return _("我的案件") + f" {clock.today().isoformat()}.xlsx"


def write(file: IO[bytes], desk: Desk, view: DeskFilter, most: int) -> int:
    """Write the table to `file` and the export to its record; return the number of rows."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("我的案件"))
    for number, width in enumerate(WIDTHS):
        sheet.column_dimensions[chr(ord("A") + number)].width = width
    sheet.freeze_panes = "A2"
    sheet.append([_text(sheet, word, bold=True) for word in _heads()])
    rows = 0
    for line in _lines(desk, view, most):
        sheet.append([_cell(sheet, value) for value in line])
        rows += 1
    book.save(file)
    ListExport.objects.create(user=desk.user, what="desk", query=view.query(), rows=rows)
    return rows


def _heads() -> list[str]:
    return [
        _("期限分组"), _("用人单位"), _("编号"), _("投诉人"), _("欠薪（元）"), _("阶段"), _("期限"),
        _("剩余"), _("下一步"), _("承办人"),
    ]  # fmt: skip


def _lines(desk: Desk, view: DeskFilter, most: int) -> Iterator[list[Any]]:
    groups = {bucket: str(label) for bucket, label, _tone in GROUPS}
    for batch in desk.batches(view, most):
        for row in batch:
            yield _line(row, groups)


def _line(row: DeskRow, groups: dict[int, str]) -> list[Any]:
    return [
        groups[row.bucket], row.title, row.number, row.complainant, row.owed, row.state,
        row.task.due_on, row.term.text if row.term else "", row.step,
        str(row.task.owner or _("待认领")),
    ]  # fmt: skip


def _cell(sheet: Any, value: Any) -> Any:
    return _text(sheet, value) if isinstance(value, str) else value


def _text(sheet: Any, text: str, *, bold: bool = False) -> Any:
    safe = f"'{text}" if text.startswith(FORMULAS) else text
    cell = WriteOnlyCell(sheet, value=safe)
    cell.data_type = "s"
    if bold:
        cell.font = Font(bold=True)
    return cell
