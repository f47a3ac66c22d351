"""Flow of a case: investigation, order, notice, hearing, review, decision, closing (law.md B1.2)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from viewflow import this
from viewflow.workflow import flow

from casework.vocabulary import Role
from workflows.flows.complaint import lead
from workflows.flows.desk import Begin, Desk, Finish, desk_lock
from workflows.models import DeskProcess, DeskTask


class CaseFlow(flow.Flow):
    """Whose desk a case is on. The way to the court runs beside it (`flows/enforcement.py`)."""

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
        "finish_investigation", "draft_order",
        role=Role.INSPECTOR, title=_("调查取证、逐人认定"), owner=lead,
        finished=this.dispose, drafted=this.sign,
    )  # fmt: skip
    dispose = Desk(
        "draft_order", "draft_notice", "revoke_case",
        role=Role.INSPECTOR, title=_("提出处理意见"), owner=lead,
        drafted=this.sign, noticed=this.sign_notice, revoked=this.close,
    )  # fmt: skip
    sign = Desk(
        "issue_order", "return_order",
        role=Role.BODY_HEAD, title=_("签发限期改正指令书"),
        issued=this.serve, returned=this.dispose, returned_open=this.investigate,
    )  # fmt: skip
    serve = Desk(
        "serve_order",
        role=Role.INSPECTOR, title=_("送达限期改正指令书"), owner=lead,
        served=this.watch, annulled=this.dispose,
    )  # fmt: skip
    watch = Desk(
        "confirm_complied", "mark_overdue",
        role=Role.INSPECTOR, title=_("跟踪支付"), owner=lead,
        complied=this.close, overdue=this.after_overdue, annulled=this.dispose,
    )  # fmt: skip
    after_overdue = Desk(
        "draft_notice", "confirm_performed", "revoke_case",
        role=Role.INSPECTOR, title=_("逾期未付，拟作处理处罚"), owner=lead,
        noticed=this.sign_notice, performed=this.close, revoked=this.close, annulled=this.dispose,
    )  # fmt: skip
    sign_notice = Desk(
        "issue_notice", "return_notice",
        role=Role.LEGAL, title=_("审核签发事先告知书"),
        issued=this.serve_notice, returned=this.dispose, returned_overdue=this.after_overdue,
        returned_noticed=this.reconsider, annulled=this.dispose,
    )  # fmt: skip
    serve_notice = Desk(
        "serve_notice",
        role=Role.INSPECTOR, title=_("送达事先告知书"), owner=lead,
        served=this.await_statement, annulled=this.dispose,
    )  # fmt: skip
    await_statement = Desk(
        "submit_for_review", "ask_hearing", "draft_notice", "revoke_case",
        role=Role.INSPECTOR, title=_("听取陈述申辩"), owner=lead,
        submitted=this.review, asked=this.call_hearing, noticed=this.sign_notice,
        revoked=this.close, annulled=this.dispose,
    )  # fmt: skip
    call_hearing = Desk(
        "call_hearing",
        role=Role.LEGAL, title=_("安排听证"),
        called=this.hold_hearing, annulled=this.dispose,
    )  # fmt: skip
    hold_hearing = Desk(
        "hold_hearing", "call_hearing",
        role=Role.LEGAL, title=_("举行听证"),
        held=this.reconsider, called=this.hold_hearing, annulled=this.dispose,
    )  # fmt: skip
    reconsider = Desk(
        "submit_for_review", "draft_notice", "revoke_case",
        role=Role.INSPECTOR, title=_("完善拟处理意见"), owner=lead,
        submitted=this.review, noticed=this.sign_notice, revoked=this.close,
        annulled=this.dispose,
    )  # fmt: skip
    review = Desk(
        "pass_review", "return_review",
        role=Role.LEGAL, title=_("法制审核"),
        reviewed=this.decide_case, returned=this.reconsider, annulled=this.dispose,
    )  # fmt: skip
    decide_case = Desk(
        "decide_case", "return_decision", "revoke_case",
        role=Role.DEPARTMENT_HEAD, title=_("作出行政决定"),
        decided=this.serve_decision, returned=this.reconsider, revoked=this.close,
        annulled=this.dispose,
    )  # fmt: skip
    serve_decision = Desk(
        "serve_decision",
        role=Role.INSPECTOR, title=_("送达行政决定"), owner=lead,
        served=this.await_performance, annulled=this.dispose, lost=this.close,
    )  # fmt: skip
    await_performance = Desk(
        "confirm_performed",
        role=Role.INSPECTOR, title=_("跟踪决定履行"), owner=lead,
        performed=this.close, enforced=this.close, annulled=this.dispose, lost=this.close,
    )  # fmt: skip
    close = Desk(
        "close_case", "revoke_case",
        role=Role.BODY_HEAD, title=_("审批结案"),
        closed=this.end, revoked=this.close, annulled=this.dispose,
    )  # fmt: skip
    end = Finish()
