"""Flow of a case: investigation, order to pay, payments, closing. Sanctions branch off later."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from viewflow import this
from viewflow.workflow import flow

from casework.vocabulary import Role
from workflows.flows.complaint import lead
from workflows.flows.desk import Begin, Desk, Finish, desk_lock
from workflows.models import DeskProcess, DeskTask


class CaseFlow(flow.Flow):
    """Whose desk a case is on. Law.md B1.2 up to OVERDUE."""

    process_class = DeskProcess
    task_class = DeskTask
    lock_impl = desk_lock
    process_title = _("案件办理")

    begin = Begin(begun=this.start_up)

    start_up = Desk(
        "begin_investigation",
        role=Role.INSPECTOR, title=_("开始调查"), owner=lead,
        begun=this.investigate,
    )  # fmt: skip
    investigate = Desk(
        "finish_investigation",
        role=Role.INSPECTOR, title=_("调查取证、逐人认定"), owner=lead,
        finished=this.dispose,
    )  # fmt: skip
    dispose = Desk(
        "draft_order", "revoke_case",
        role=Role.INSPECTOR, title=_("提出处理意见"), owner=lead,
        drafted=this.sign, revoked=this.close,
    )  # fmt: skip
    sign = Desk(
        "issue_order", "return_order",
        role=Role.BODY_HEAD, title=_("签发限期改正指令书"),
        issued=this.serve, returned=this.dispose,
    )  # fmt: skip
    serve = Desk(
        "serve_order",
        role=Role.INSPECTOR, title=_("送达限期改正指令书"), owner=lead,
        served=this.watch,
    )  # fmt: skip
    watch = Desk(
        "confirm_complied", "mark_overdue",
        role=Role.INSPECTOR, title=_("跟踪支付"), owner=lead,
        complied=this.close, overdue=this.after_overdue,
    )  # fmt: skip
    after_overdue = Desk(
        "revoke_case",
        role=Role.INSPECTOR, title=_("逾期未付，拟作处理处罚"), owner=lead,
        revoked=this.close,
    )  # fmt: skip
    close = Desk(
        "close_case",
        role=Role.BODY_HEAD, title=_("审批结案"),
        closed=this.end,
    )  # fmt: skip
    end = Finish()
