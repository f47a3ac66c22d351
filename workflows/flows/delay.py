"""Flow of a complaint about delay (催办): on the supervising office's desk until it is answered."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _
from viewflow import this
from viewflow.workflow import flow

from casework.models import DelayComplaint
from casework.vocabulary import Role
from workflows.flows.desk import Begin, Desk, Finish, desk_lock
from workflows.models import DeskProcess, DeskTask


def superior(process: Any) -> int:
    """The office above, which answers."""
    return _open(process).office_id


def reply_due(process: Any) -> date:
    """The day by which it answers; not the term of the matter itself."""
    return _open(process).due_on


def _open(process: Any) -> DelayComplaint:
    rows = DelayComplaint.objects.filter(complaint=process.complaint, answered_at__isnull=True)
    found: DelayComplaint = rows.order_by("due_on", "id")[0]
    return found


class DelayFlow(flow.Flow):
    """The supervisor answers a complaint about delay, beside whatever desk the matter is on."""

    process_class = DeskProcess
    task_class = DeskTask
    lock_impl = desk_lock
    process_title = _("答复催办")

    begin = Begin(begun=this.answer_delay)
    answer_delay = Desk(
        "answer_delay",
        role=Role.SUPERVISOR, title=_("答复催办"), office=superior, due=reply_due,
        answered=this.end,
    )  # fmt: skip
    end = Finish()
