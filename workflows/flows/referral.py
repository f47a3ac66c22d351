"""Flow of a referral (law.md B1.5): report, decision, transfer, answer of the police, remedies."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from viewflow import this
from viewflow.workflow import flow

from casework.vocabulary import Role
from workflows.flows.complaint import lead
from workflows.flows.desk import Begin, Desk, Finish, desk_lock
from workflows.models import DeskProcess, DeskTask

INSPECTOR, DIRECTOR = Role.INSPECTOR, Role.DEPARTMENT_HEAD


class ReferralFlow(flow.Flow):
    """Whose desk a referral is on."""

    process_class = DeskProcess
    task_class = DeskTask
    lock_impl = desk_lock
    process_title = _("涉嫌犯罪移送")

    begin = Begin(begun=this.report)

    report = Desk(
        "report_referral", "add_material",
        role=INSPECTOR, title=_("核实并提出移送报告"), owner=lead,
        reported=this.decide,
    )  # fmt: skip
    decide = Desk(
        "approve_referral", "refuse_referral",
        role=DIRECTOR, title=_("审批移送涉嫌犯罪案件"),
        approved=this.send, refused=this.end,
    )  # fmt: skip
    send = Desk(
        "send_referral",
        role=INSPECTOR, title=_("移送公安机关"), owner=lead,
        sent=this.await_receipt,
    )  # fmt: skip
    await_receipt = Desk(
        "record_police_receipt", "record_forwarding",
        role=INSPECTOR, title=_("等待公安机关回执"), owner=lead,
        received=this.await_decision, forwarded=this.await_new_receipt,
    )  # fmt: skip
    await_new_receipt = Desk(
        "record_police_receipt",
        role=INSPECTOR, title=_("等待受转送公安机关回执"), owner=lead,
        received=this.await_decision,
    )  # fmt: skip
    await_decision = Desk(
        "record_police_filing", "record_police_refusal", "record_supplement_request",
        "record_forwarding", "mark_police_overdue",
        role=INSPECTOR, title=_("等待公安机关决定"), owner=lead,
        filed=this.hand_over, declined=this.answer_refusal, asked=this.supply,
        forwarded=this.await_new_receipt, overdue=this.police_silent,
    )  # fmt: skip
    supply = Desk(
        "supplement_referral", "add_material", "record_police_filing", "record_police_refusal",
        role=INSPECTOR, title=_("向公安机关补充材料"), owner=lead,
        supplemented=this.await_decision, filed=this.hand_over, declined=this.answer_refusal,
    )  # fmt: skip
    police_silent = Desk(
        "request_supervision", "record_police_filing", "record_police_refusal",
        "record_supplement_request",
        role=DIRECTOR, title=_("公安机关逾期，决定是否建议立案监督"),
        supervision=this.await_supervision, filed=this.hand_over, declined=this.answer_refusal,
        asked=this.supply,
    )  # fmt: skip
    answer_refusal = Desk(
        "request_reconsideration", "request_supervision", "return_to_decision",
        role=DIRECTOR, title=_("公安机关不予立案，决定复议或者立案监督"),
        reconsidering=this.await_reconsideration, supervision=this.await_supervision,
        returned=this.end,
    )  # fmt: skip
    await_reconsideration = Desk(
        "record_police_filing", "record_reconsideration_denied", "request_supervision",
        role=INSPECTOR, title=_("等待公安机关复议"), owner=lead,
        filed=this.hand_over, denied=this.answer_denial, supervision=this.await_supervision,
    )  # fmt: skip
    answer_denial = Desk(
        "request_supervision", "return_to_decision",
        role=DIRECTOR, title=_("复议维持，决定是否建议立案监督"),
        supervision=this.await_supervision, returned=this.end,
    )  # fmt: skip
    await_supervision = Desk(
        "record_police_filing", "record_explanation", "record_filing_order",
        "record_supervision_closed",
        role=INSPECTOR, title=_("等待立案监督结果"), owner=lead,
        filed=this.hand_over, closed=this.take_back,
    )  # fmt: skip
    take_back = Desk(
        "return_to_decision",
        role=INSPECTOR, title=_("继续行政处理"), owner=lead,
        returned=this.end,
    )  # fmt: skip
    hand_over = Desk(
        "hand_over_materials", "record_police_return",
        role=INSPECTOR, title=_("移交涉案物品和材料"), owner=lead,
        handed_over=this.follow_case, returned=this.end,
    )  # fmt: skip
    follow_case = Desk(
        "record_prosecution", "record_judgment", "record_police_return",
        role=INSPECTOR, title=_("跟踪刑事办理"), owner=lead,
        prosecuted=this.await_judgment, judged=this.end, returned=this.end,
    )  # fmt: skip
    await_judgment = Desk(
        "record_judgment",
        role=INSPECTOR, title=_("等待判决"), owner=lead,
        judged=this.end,
    )  # fmt: skip
    end = Finish()
