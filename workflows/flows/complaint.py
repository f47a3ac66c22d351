"""Flow of a complaint: from filing over transfer, assignment and examination to the result told."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from viewflow import this
from viewflow.workflow import flow

from casework.models import Transfer, User
from casework.vocabulary import OPEN_TRANSFER, Role
from workflows.flows.desk import Begin, Desk, Finish, desk_lock
from workflows.models import DeskProcess, DeskTask


def lead(process: Any) -> User | None:
    """The lead inspector owns the task."""
    return process.subject.lead


def receiver(process: Any) -> int:
    """The task of answering a transfer lies with the office it was proposed to or designated."""
    just_proposed = getattr(process.complaint, "receiver_id", None)
    if just_proposed is not None:
        return int(just_proposed)
    transfer = _open_transfer(process)
    return transfer.receiver_id if transfer else process.subject.office_id


def superior(process: Any) -> int:
    """The task of designating lies with the common superior."""
    transfer = _open_transfer(process)
    return (transfer.superior_id if transfer else None) or process.subject.office_id


def _open_transfer(process: Any) -> Transfer | None:
    found: Transfer | None = process.subject.transfers.filter(state__in=OPEN_TRANSFER).first()
    return found


class ComplaintFlow(flow.Flow):
    """Whose desk a complaint is on. Law.md B1.1 and B1.4."""

    process_class = DeskProcess
    task_class = DeskTask
    lock_impl = desk_lock
    process_title = _("投诉办理")

    begin = Begin(home=this.assign, away=this.receive, unknown=this.route)

    route = Desk(
        "transfer_complaint", "assign_inspectors", "negotiate_transfer", "request_designation",
        "take_up_complaint", "send_to_department",
        role=Role.BODY_HEAD, title=_("确定管辖机构"),
        away=this.receive, assigned=this.propose, negotiating=this.negotiate,
        requested=this.designate, taken_up=this.assign, sent_on=this.at_department,
    )  # fmt: skip
    receive = Desk(
        "accept_transfer", "refuse_transfer", "designate_transfer",
        role=Role.BODY_HEAD, title=_("答复移送"), office=receiver,
        arrived=this.assign, refused=this.route, escalated=this.designate,
        designated=this.take_over,
    )  # fmt: skip
    negotiate = Desk(
        "keep_complaint", "request_designation", "accept_transfer", "designate_transfer",
        role=Role.BODY_HEAD, title=_("协商管辖"),
        kept=this.assign, requested=this.designate, arrived=this.assign,
        designated=this.take_over,
    )  # fmt: skip
    designate = Desk(
        "designate_transfer",
        role=Role.BODY_HEAD, title=_("指定管辖"), office=superior,
        designated=this.take_over,
    )  # fmt: skip
    take_over = Desk(
        "accept_transfer", "refuse_transfer",
        role=Role.BODY_HEAD, title=_("接收指定管辖的投诉"), office=receiver,
        arrived=this.assign,
    )  # fmt: skip
    assign = Desk(
        "assign_inspectors", "transfer_complaint", "request_designation", "take_up_complaint",
        "send_to_department", "merge_complaint",
        role=Role.BODY_HEAD, title=_("指派监察员"),
        assigned=this.propose, away=this.receive, requested=this.designate,
        taken_up=this.assign, sent_on=this.at_department, ended=this.end,
    )  # fmt: skip
    propose = Desk(
        "propose_decision", "require_supplement", "take_up_complaint", "merge_complaint",
        "send_to_department",
        role=Role.INSPECTOR, title=_("审查受理条件"), owner=lead,
        proposed=this.decide, supplement=this.await_supplement, taken_up=this.assign,
        ended=this.end, sent_on=this.at_department,
    )  # fmt: skip
    await_supplement = Desk(
        "receive_supplement", "close_incomplete",
        role=Role.INSPECTOR, title=_("等待补正材料"), owner=lead,
        supplemented=this.propose, ended=this.end,
    )  # fmt: skip
    decide = Desk(
        "accept_complaint", "return_proposal", "reject_complaint", "redirect_complaint",
        "merge_complaint", "send_to_department",
        role=Role.BODY_HEAD, title=_("审批受理意见"),
        accepted=this.in_case, returned=this.propose, ended=this.end,
        sent_on=this.at_department,
    )  # fmt: skip
    at_department = Desk(
        "record_department_return", "record_department_result", "record_department_acceptance",
        role=Role.BODY_HEAD, title=_("等待其他部门答复"),
        given_back=this.assign, concluded=this.tell_department,
    )  # fmt: skip
    tell_department = Desk(
        "tell_department_result",
        role=Role.BODY_HEAD, title=_("告知其他部门的办理结果"),
        told=this.end,
    )  # fmt: skip
    in_case = Desk(
        role=Role.INSPECTOR, title=_("案件办理中"), owner=lead,
        closed=this.tell,
    )  # fmt: skip
    tell = Desk(
        "tell_result",
        role=Role.INSPECTOR, title=_("告知处理结果"), owner=lead,
        told=this.end,
    )  # fmt: skip
    end = Finish()


class WithdrawalFlow(flow.Flow):
    """The head confirms a withdrawal, beside whatever desk the complaint is on."""

    process_class = DeskProcess
    task_class = DeskTask
    lock_impl = desk_lock
    process_title = _("撤回确认")

    begin = Begin(begun=this.confirm, one=this.confirm_workers)
    confirm_workers = Desk(
        "decide_worker_withdrawals",
        role=Role.BODY_HEAD, title=_("确认工人撤回"),
        decided=this.end,
    )  # fmt: skip
    confirm = Desk(
        "confirm_withdrawal", "decline_withdrawal",
        role=Role.BODY_HEAD, title=_("确认撤回"),
        withdrawn=this.end, declined=this.end,
    )  # fmt: skip
    end = Finish()
