"""Tell the head of an office of a supervision order that is about no single matter."""

from __future__ import annotations

from casework.law.errors import gettext_noop
from casework.models import SupervisionOrder
from casework.vocabulary import JobKind
from workflows.jobs import Outcome, Progress, job

TOLD = gettext_noop("收到%(from)s的督办单 %(number)s，请在 %(due)s 前回复（见“督办单”）。")


@job(JobKind.SUPERVISION)
def tell_of_order(progress: Progress) -> Outcome:
    """Say in the inbox which order came and by when it is to be answered."""
    order = SupervisionOrder.objects.select_related("from_office").get(pk=progress.params["order"])
    progress.begin(1)
    values = {"from": order.from_office.name, "number": order.number, "due": str(order.due_on)}
    return Outcome(TOLD, values)
