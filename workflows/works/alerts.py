"""Tell a supervisor in the inbox what the sweep found, and staff what a file review asks of them.

Not in the journal of the case: whoever is looked at reads that first.
"""

from __future__ import annotations

from casework.law.errors import gettext_noop
from casework.vocabulary import JobKind
from workflows.jobs import Outcome, Progress, job

FOUND = gettext_noop(
    "新发现 %(conduct)s 条可疑情形、%(quality)s 条数据质量问题，请在“监督预警”中核查。"
)
REVIEWS = {
    "drawn": gettext_noop("“%(round)s”有 %(n)s 件案卷请您评查，请在“案卷评查”中办理。"),
    "scored": gettext_noop("%(case)s的评查结果已经作出，请在 %(due)s 前回复（见“案卷评查”）。"),
    "objected": gettext_noop("承办单位对%(case)s的评查结果提出异议，请在“案卷评查”中答复。"),
    "settled": gettext_noop("对%(case)s评查异议的答复已经作出（见“案卷评查”）。"),
}


@job(JobKind.ALERTS)
def tell_of_alerts(progress: Progress) -> Outcome:
    """Say how many alerts are new."""
    progress.begin(1)
    return Outcome(FOUND, {name: progress.params[name] for name in ("conduct", "quality")})


@job(JobKind.REVIEW)
def tell_of_review(progress: Progress) -> Outcome:
    """Say what is to be done in a file review."""
    progress.begin(1)
    return Outcome(REVIEWS[progress.params["what"]], progress.params["values"])
