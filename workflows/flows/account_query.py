"""Flow of an account query (law.md B1.7): request, endorsement, approval by the city, answer."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from viewflow import this
from viewflow.workflow import flow

from casework.vocabulary import Role
from workflows.flows.complaint import lead
from workflows.flows.desk import Begin, Desk, Finish, desk_lock
from workflows.models import DeskProcess, DeskTask
from workflows.routing import city_office


def city(process: Any) -> int:
    """The task of approving lies with the city-level office above the case's."""
    return city_office(process.branch.office).pk


class AccountQueryFlow(flow.Flow):
    """Whose desk an account query is on."""

    process_class = DeskProcess
    task_class = DeskTask
    lock_impl = desk_lock
    process_title = _("查询金融账户")

    begin = Begin(begun=this.endorse)

    endorse = Desk(
        "endorse_query", "refuse_query",
        role=Role.DEPARTMENT_HEAD, title=_("同意报批查询"),
        endorsed=this.approve, refused=this.end,
    )  # fmt: skip
    approve = Desk(
        "approve_query", "refuse_query",
        role=Role.DEPARTMENT_HEAD, title=_("市级批准查询"), office=city,
        approved=this.send, refused=this.end,
    )  # fmt: skip
    send = Desk(
        "send_query",
        role=Role.INSPECTOR, title=_("送出协助查询通知书"), owner=lead,
        sent=this.await_answer,
    )  # fmt: skip
    await_answer = Desk(
        "record_query_answer", "record_bank_refusal",
        role=Role.INSPECTOR, title=_("等待查询答复"), owner=lead,
        answered=this.end, refused=this.regulator,
    )  # fmt: skip
    regulator = Desk(
        "tell_regulator",
        role=Role.INSPECTOR, title=_("告知金融监管部门"), owner=lead,
        told=this.end,
    )  # fmt: skip
    end = Finish()
