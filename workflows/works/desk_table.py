"""A desk too long for a page to wait for, as a table."""

from __future__ import annotations

from io import BytesIO
from urllib.parse import parse_qsl

from casework.law.errors import gettext_noop
from casework.vocabulary import JobKind
from workflows.counter.desk_export import MOST, XLSX, file_name, write
from workflows.counter.desk_filters import WHOLE, DeskFilter
from workflows.counter.desk_rows import Desk
from workflows.jobs import Outcome, Progress, job

WRITING = gettext_noop("正在导出表格")
WRITTEN = gettext_noop("共 %(rows)s 行。")


@job(JobKind.DESK_TABLE)
def make_desk_table(progress: Progress) -> Outcome:
    """Write the table with the rights its owner has now; begun again, it is written anew."""
    view = DeskFilter.read(dict(parse_qsl(progress.params.get("query", ""))))
    desk = Desk(progress.actor.staff, whole=view.tab == WHOLE)
    progress.begin(0, WRITING)
    file = BytesIO()
    rows = write(file, desk, view, MOST)
    return Outcome(
        WRITTEN, {"rows": rows}, content=file.getvalue(), name=file_name(), content_type=XLSX
    )
