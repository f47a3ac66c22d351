"""Recompute the open clocks a yearly notice touches, as many as there are."""

from __future__ import annotations

from casework.law.errors import gettext_noop
from casework.models import CalendarNotice
from casework.vocabulary import JobKind
from workflows.actions.recompute import affected, run_notice
from workflows.jobs import Outcome, Progress, job

READING = gettext_noop("正在逐个重算期限")
DONE = gettext_noop("检查 %(examined)s 个期限，变动 %(moved)s 个，由暂定转为确定 %(sure)s 个。")


@job(JobKind.CALENDAR, in_slices=True)
def recompute_clocks(progress: Progress) -> Outcome:
    """Recompute chunk by chunk; the notice itself remembers how far it is.

    What another process began with the old calendar in the last minute the timer looks at once more.
    """
    notice = CalendarNotice.objects.get(pk=progress.params["notice"])
    progress.begin(affected(notice).count(), READING)
    run_notice(notice, told=progress.step)
    counts = {"examined": notice.examined, "moved": notice.moved, "sure": notice.confirmed}
    return Outcome(DONE, counts)
