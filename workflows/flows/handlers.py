"""Flows of a recusal and of another county's help (law.md B1.2)."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from viewflow import this
from viewflow.workflow import flow

from casework.models import Assistance, User
from casework.vocabulary import Role
from workflows.flows.desk import Begin, Desk, Finish, desk_lock
from workflows.models import DeskProcess, DeskTask


def helper(process: Any) -> User | None:
    """The named inspector of the helping office owns the task."""
    branch = process.branch
    if not isinstance(branch, Assistance):
        branch = Assistance.objects.select_related("helper").get(pk=branch.pk)
    return branch.helper


class RecusalFlow(flow.Flow):
    """Whose desk a recusal is on: the head's; of the head's own the department head's."""

    process_class = DeskProcess
    task_class = DeskTask
    lock_impl = desk_lock
    process_title = _("回避")

    begin = Begin(begun=this.decide_recusal, of_head=this.decide_head)

    decide_recusal = Desk(
        "grant_recusal", "refuse_recusal",
        role=Role.BODY_HEAD, title=_("决定回避"),
        decided=this.end,
    )  # fmt: skip
    decide_head = Desk(
        "grant_recusal", "refuse_recusal",
        role=Role.DEPARTMENT_HEAD, title=_("决定负责人回避"),
        decided=this.end,
    )  # fmt: skip
    end = Finish()


class AssistanceFlow(flow.Flow):
    """Whose desk an assistance is on, at the helping office."""

    process_class = DeskProcess
    task_class = DeskTask
    lock_impl = desk_lock
    process_title = _("协助调查")

    begin = Begin(begun=this.answer_request)

    answer_request = Desk(
        "accept_assistance", "refuse_assistance",
        role=Role.BODY_HEAD, title=_("答复协助调查"),
        accepted=this.assist, refused=this.end,
    )  # fmt: skip
    assist = Desk(
        "answer_assistance",
        role=Role.INSPECTOR, title=_("协助调查"), owner=helper,
        answered=this.end,
    )  # fmt: skip
    end = Finish()
