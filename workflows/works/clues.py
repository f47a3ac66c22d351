"""Take in an export of the national clue platform: each clue once, with a report of every row."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator, Sequence
from io import StringIO

from casework import clock
from casework.files.clues import ClueRow, read_clues
from casework.files.rows import RowError
from casework.law.errors import gettext_noop
from casework.models import Complaint, Office
from casework.vocabulary import JobKind
from workflows.counter.clues import NOT_SAVED, take_clue
from workflows.jobs import Outcome, Progress, job

BATCH = 500
READING = gettext_noop("正在登记线索")
TAKEN = gettext_noop("新登记 %(created)s 件，已存在 %(exists)s 件，没有导入 %(error)s 行。")
HEADS = ("行", "线索编号", "结果", "受理编号", "承办单位", "原因或者存疑")
RESULTS = {"created": "新登记", "exists": "已存在", "error": "没有导入"}
FORMULAS = ("=", "+", "-", "@", "\t", "\r")


@job(JobKind.CLUES, in_slices=True)
def take_clues(progress: Progress) -> Outcome:
    """File every clue of the source; the number of the clue says which were filed before a fall."""
    rows = list(read_clues(progress.source(), today=clock.day_of(progress.job.created_at)))
    office = Office.objects.filter(pk=progress.params.get("office") or 0).first()
    # What was filed before this work began; kept over falls, so that the report stays true.
    progress.notes.setdefault("before", _newest())
    progress.begin(len(rows), READING)
    for row in progress.each(rows):
        take_clue(row, office=office)
    lines = list(_report(rows, progress))
    counts = Counter(line[2] for line in lines)
    return Outcome(
        TAKEN, {key: counts[word] for key, word in RESULTS.items()},
        content=_csv(lines), name="线索导入结果.csv", content_type="text/csv; charset=utf-8",
    )  # fmt: skip


def _newest() -> int:
    newest = Complaint.objects.order_by("-id").values_list("pk", flat=True).first()
    return newest or 0


def _report(rows: Sequence[ClueRow | RowError], progress: Progress) -> Iterator[tuple[str, ...]]:
    """Yield a line for each row, read from what is filed: so it is whole after any number of falls."""
    seen: set[str] = set()
    for begin in range(0, len(rows), BATCH):
        batch = rows[begin : begin + BATCH]
        numbers = [row.clue_no for row in batch if isinstance(row, ClueRow)]
        filed = Complaint.objects.filter(external_clue_no__in=numbers).select_related("office")
        found = {complaint.external_clue_no: complaint for complaint in filed}
        for row in batch:
            if isinstance(row, RowError):
                yield str(row.row_number), "", RESULTS["error"], "", "", row.message
                continue
            complaint = found.get(row.clue_no)
            if complaint is None:
                yield str(row.row_number), row.clue_no, RESULTS["error"], "", "", NOT_SAVED
                continue
            new = complaint.pk > progress.notes["before"] and row.clue_no not in seen
            seen.add(row.clue_no)
            doubts = "；".join(f"{d.column}：{d.message}" for d in row.doubts) if new else ""
            result = RESULTS["created" if new else "exists"]
            yield (str(row.row_number), row.clue_no, result, complaint.tracking_no,
                   complaint.office.name, doubts)  # fmt: skip


def _csv(lines: Sequence[tuple[str, ...]]) -> bytes:
    """Return the report as spreadsheets open it (UTF-8 with mark); no cell becomes a formula."""
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow(HEADS)
    writer.writerows([_plain(cell) for cell in line] for line in lines)
    return out.getvalue().encode("utf-8-sig")


def _plain(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULAS) else cell
