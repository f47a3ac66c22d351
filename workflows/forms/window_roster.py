"""The roster at the window: pasted or uploaded, read whole, shown again as text when refused."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import override

from casework import clock
from casework.files.roster import RosterResult, RosterRow, RowError, read_pasted, read_roster
from casework.files.tables import MAX_BYTES, Cell, read_sheets
from casework.law.errors import SentenceError
from casework.records.parties import WorkerFacts
from workflows.forms.base import sentence

EXACT_DIGITS = 15


def read(upload: UploadedFile | None, pasted: str) -> RosterResult | None:
    """Return the checked roster; the file counts before the text; None without either.

    Raises ValidationError when it cannot be read at all.
    """
    try:
        if upload is not None:
            return read_roster(
                content(upload), upload.name or "", today=clock.today(), require_id=False
            )
        if pasted.strip():
            return read_pasted(pasted, today=clock.today(), require_id=False)
    except SentenceError as error:
        raise sentence(error) from error
    return None


def content(upload: UploadedFile) -> bytes:
    """Return the bytes of an upload, never more than a refusal by size needs."""
    upload.seek(0)
    data: bytes = upload.read(MAX_BYTES + 1)
    upload.seek(0)
    return data


def as_text(upload: UploadedFile) -> str:
    """Return the rows of an uploaded roster as tab separated lines numbered as in the file.

    A browser forgets a chosen file after errors; rows as text can be put right on the page.
    """
    try:
        sheet = next(iter(read_sheets(content(upload), upload.name or "")), None)
    except SentenceError:
        return ""
    lines = {line.number: line.cells for line in sheet.lines} if sheet else {}
    rows = [lines.get(number, []) for number in range(1, max(lines, default=0) + 1)]
    return "\n".join("\t".join(_cell(cell) for cell in cells).rstrip() for cells in rows)


def workers(rows: Sequence[RosterRow]) -> list[WorkerFacts]:
    """Return the roster as facts for the record, in its order."""
    return [
        WorkerFacts(
            name=row.name,
            claimed_yuan=row.amount,
            id_number=row.id_number,
            phone=row.phone,
            bank_card=row.bank_card,
            post=row.trade,
            period_start=row.period.start,
            period_end=row.period.end,
            days=row.days,
            day_rate_yuan=row.daily_wage,
        )
        for row in rows
    ]


def error_lines(errors: Sequence[RowError]) -> list[tuple[int, str, str, str]]:
    """Return (row number, column, what it said, what is wrong) in the reader's language."""
    return [
        (error.row_number, error.column, error.value, _(error.template) % error.params)
        for error in errors
    ]


def note_of(errors: Sequence[RowError]) -> str:
    """Return the note on rows left out; without names and numbers, for the journal keeps it."""
    with override("zh-hans"):  # stored, so in one language
        return _note(errors)


def _note(errors: Sequence[RowError]) -> str:
    rows = len({error.row_number for error in errors})
    head = _("名单中有 %(rows)s 行有误，没有登记：") % {"rows": rows}
    lines = [
        _("第 %(row)s 行 %(column)s：%(what)s")
        % {
            "row": error.row_number,
            "column": error.column,
            "what": _(error.template) % error.params,
        }
        if "text" not in error.params  # an amount's sentence repeats what was written
        else _("第 %(row)s 行 %(column)s") % {"row": error.row_number, "column": error.column}
        for error in errors
    ]
    return "\n".join([head, *lines])[:4000]


def _cell(cell: Cell) -> str:
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    if isinstance(cell, int) and len(str(cell)) > EXACT_DIGITS:
        return _("数字格式，末尾已丢失")
    if isinstance(cell, date):
        return f"{cell:%Y-%m-%d}"
    return " ".join(str(cell).split()) if cell is not None else ""
