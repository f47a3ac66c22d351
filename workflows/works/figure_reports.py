"""Make the workbook of a stored report for one supervisor's inbox."""

from __future__ import annotations

from casework.law.errors import gettext_noop
from casework.models import FigureReport
from casework.printing.figures import workbook_of
from casework.vocabulary import JobKind
from workflows.counter.campaigns import TYPES
from workflows.counter.reports import report_title
from workflows.jobs import Outcome, Progress, job

MADE = gettext_noop("%(report)s已生成，截至 %(on)s。")


@job(JobKind.FIGURE_REPORT)
def send_report(progress: Progress) -> Outcome:
    """Return the workbook; its numbers are those frozen in the report."""
    rows = FigureReport.objects.select_related("campaign", "office__division")
    report = rows.get(pk=progress.params["report"])
    progress.begin(1)
    title = report_title(report)
    return Outcome(
        MADE, {"report": title, "on": report.on.isoformat()},
        content=workbook_of(report.content, title), name=f"{title} {report.on}.xlsx",
        content_type=TYPES["xlsx"],
    )  # fmt: skip
