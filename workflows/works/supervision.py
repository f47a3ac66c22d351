"""Tell the head of an office of a supervision order that is about no single matter."""

from __future__ import annotations

from casework.law.errors import gettext_noop
from casework.models import SupervisionOrder
from casework.vocabulary import JobKind
from workflows.jobs import Outcome, Progress, job

TOLD = gettext_noop("收到%(from)s的督办单 %(number)s，请在 %(due)s 前回复（见“督办单”）。")
WARNED = gettext_noop("督办单 %(number)s 还没有回复，%(due)s 到期（见“督办单”）。")
LATE = gettext_noop("%(to)s没有按期回复督办单 %(number)s（%(due)s到期，见“督办单”）。")


@job(JobKind.SUPERVISION)
def tell_of_order(progress: Progress) -> Outcome:
    """Say in the inbox which order came and by when it is to be answered, or that it was not."""
    rows = SupervisionOrder.objects.select_related("from_office", "to_office")
    order = rows.get(pk=progress.params["order"])
    progress.begin(1)
    values = {"from": order.from_office.name, "to": order.to_office.name,
              "number": order.number, "due": str(order.due_on)}  # fmt: skip
    return Outcome({None: TOLD, False: WARNED, True: LATE}[progress.params.get("late")], values)
