"""The catalogue of actions: code, label, form, permission, ground; one list for page, API, timers."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casework.access import YES, Verdict
from casework.models import Case, Complaint
from casework.models.actor import Actor
from casework.vocabulary import CaseState, ComplaintState, Role
from workflows.actions import (
    acceptance,
    assignment,
    closing,
    contact,
    correction,
    investigation,
    order,
    overdue,
    payment,
    transfer,
    withdrawal,
)
from workflows.actions.done import Done
from workflows.forms import acts, roster
from workflows.forms.base import ActForm
from workflows.machines.case import CaseMachine
from workflows.machines.complaint import ComplaintMachine
from workflows.machines.step import why_not
from workflows.permissions import Allowed, by, by_complainant_or, by_handlers, by_timer

Machine = type[ComplaintMachine] | type[CaseMachine]


@dataclass(frozen=True)
class Action:
    """One act. `transition` or `permission` says who may; a `desk` action needs its open task."""

    code: str
    label: str | Promise
    machine: Machine
    run: Callable[..., Done]
    form: type[ActForm]
    transition: str = ""
    permission: Allowed | None = None
    states: tuple[str, ...] = ()
    desk: bool = True
    basis: str | Promise = ""
    tone: str = ""

    def may(self, record: Complaint | Case, actor: Actor) -> Verdict:
        """State, permission and guards of this action, with the reason when closed."""
        verdict = self.may_begin(record, actor)
        if verdict.ok and self.transition:
            return why_not(record, self.transition, actor)
        return verdict

    def may_begin(self, record: Complaint | Case, actor: Actor) -> Verdict:
        """The part of `may()` that is not asked again by `take()` while the action runs."""
        if self.states and record.state not in self.states:
            return Verdict(False, gettext("现在的状态不能进行这一步。"))
        if self.permission is not None:
            verdict: Verdict = self.permission.explain(record, actor)
            return verdict
        return YES


C, K = ComplaintMachine, CaseMachine
STAFF = by_handlers(Role.CLERK, Role.BODY_HEAD)
HEAD = by(Role.BODY_HEAD)
OPEN_CASE = tuple(s.value for s in CaseState if s not in (CaseState.CLOSED, CaseState.REVOKED))
R25 = _("《关于实施〈劳动保障监察条例〉若干规定》第十八条")
R423_16 = _("《劳动保障监察条例》第十六条")
R423_17 = _("《劳动保障监察条例》第十七条")
R423_18 = _("《劳动保障监察条例》第十八条")
R724_10 = _("《保障农民工工资支付条例》第十条")

ACTIONS: dict[str, Action] = {
    action.code: action
    for action in [
        Action("transfer_complaint", _("移送有管辖权的机构"), C, transfer.transfer_complaint,
               acts.TransferForm, "transfer_out", basis=R724_10),
        Action("accept_transfer", _("接收"), C, transfer.accept_transfer, acts.OpinionForm,
               "arrive", basis=R724_10, tone="go"),
        Action("refuse_transfer", _("退回"), C, transfer.refuse_transfer, acts.ReasonForm,
               "arrive", basis=R724_10, tone="back"),
        Action("assign_inspectors", _("指派两名监察员"), C, assignment.assign_inspectors,
               acts.InspectorsForm, permission=HEAD, states=(ComplaintState.FILED,),
               basis=R423_16, tone="go"),
        Action("propose_decision", _("提出受理意见"), C, acceptance.propose_decision,
               acts.ProposalForm, permission=by_handlers(), states=(ComplaintState.FILED,),
               basis=R25, tone="go"),
        Action("require_supplement", _("要求补正"), C, acceptance.require_supplement,
               acts.MissingForm, "require_supplement", basis=R25),
        Action("receive_supplement", _("已收到补正材料"), C, acceptance.receive_supplement,
               acts.TextForm, "supplement", basis=R25, tone="go"),
        Action("close_incomplete", _("逾期未补正，办结"), C, acceptance.close_incomplete,
               acts.ReasonForm, "close_incomplete", basis=R25, tone="back"),
        Action("accept_complaint", _("受理并立案"), C, acceptance.accept_complaint,
               acts.OpinionForm, "accept", basis=R25, tone="go"),
        Action("return_proposal", _("退回重新审查"), C, acceptance.return_proposal,
               acts.ReasonForm, permission=HEAD, states=(ComplaintState.FILED,), tone="back"),
        Action("reject_complaint", _("不予受理"), C, acceptance.reject_complaint,
               acts.ReasonForm, "reject",
               basis=_("《劳动保障监察条例》第二十条"), tone="back"),
        Action("redirect_complaint", _("告知另循途径"), C, acceptance.redirect_complaint,
               acts.ReasonForm, "redirect",
               basis=_("《劳动保障监察条例》第二十一条"), tone="back"),
        Action("tell_result", _("告知处理结果"), C, closing.tell_result, acts.TextForm,
               "tell_result", basis=R724_10, tone="go"),
        Action("confirm_withdrawal", _("确认撤回"), C, withdrawal.confirm_withdrawal,
               acts.ReasonForm, "withdraw", tone="go"),
        Action("decline_withdrawal", _("不予确认"), C, withdrawal.decline_withdrawal,
               acts.ReasonForm, permission=HEAD, tone="back"),
        Action("request_withdrawal", _("撤回投诉"), C, withdrawal.request_withdrawal,
               acts.ReasonForm, permission=by_complainant_or(Role.CLERK, Role.INSPECTOR),
               states=tuple(withdrawal.WITHDRAWABLE), desk=False),
        Action("add_message", _("留言"), C, contact.add_message, acts.MessageForm,
               permission=by_complainant_or(), desk=False),
        Action("reply", _("回复投诉人"), C, contact.reply, acts.TextForm, permission=STAFF,
               desk=False),
        Action("answer_payment", _("确认收款"), C, payment.answer_payment, acts.AnswerForm,
               permission=by_complainant_or(), desk=False),
        Action("add_photo", _("补充材料"), C, contact.add_evidence, acts.FilesForm,
               permission=by_complainant_or(Role.CLERK, Role.INSPECTOR, Role.BODY_HEAD),
               desk=False),
        Action("correct_complaint", _("更正投诉信息"), C, correction.correct_complaint,
               roster.CorrectionForm, permission=STAFF,
               states=(ComplaintState.FILED, ComplaintState.SUPPLEMENT, ComplaintState.ACCEPTED),
               desk=False),
        Action("note_complaint", _("办案备注"), C, contact.add_note, acts.TextForm,
               permission=STAFF, desk=False),
        Action("begin_investigation", _("开始调查"), K, investigation.begin_investigation,
               acts.PlanForm, "begin_investigation", basis=R423_16, tone="go"),
        Action("extend_investigation", _("延长调查期限"), K, investigation.extend_investigation,
               acts.ReasonForm, "extend", desk=False, basis=R423_17),
        Action("record_findings", _("逐人认定"), K, investigation.record_findings,
               acts.FindingsForm, permission=by_handlers(), states=(CaseState.INVESTIGATING,),
               desk=False, basis=R423_18),
        Action("add_workers", _("增补工人"), K, correction.add_workers, roster.WorkersForm,
               permission=by_handlers(), states=(CaseState.OPEN, CaseState.INVESTIGATING),
               desk=False),
        Action("add_evidence", _("添加证据"), K, contact.add_evidence, acts.FilesForm,
               permission=by_handlers(), states=OPEN_CASE, desk=False),
        Action("finish_investigation", _("调查终结"), K, investigation.finish_investigation,
               acts.TextForm, "finish_investigation", basis=R423_17, tone="go"),
        Action("draft_order", _("拟定限期改正指令书"), K, order.draft_order, acts.OrderForm,
               permission=by_handlers(), states=(CaseState.INVESTIGATED,), basis=R423_18,
               tone="go"),
        Action("return_order", _("退回修改"), K, order.return_order, acts.ReasonForm,
               permission=by(Role.BODY_HEAD, Role.DEPARTMENT_HEAD),
               states=(CaseState.INVESTIGATED,), tone="back"),
        Action("issue_order", _("签发指令书"), K, order.issue_order, acts.OpinionForm, "order",
               basis=R423_18, tone="go"),
        Action("serve_order", _("登记送达"), K, order.serve_order, acts.ServiceForm,
               permission=by_handlers(), states=(CaseState.ORDERED,), basis=R423_18, tone="go"),
        Action("record_payments", _("登记支付"), K, payment.record_payments, acts.PaymentsForm,
               permission=by_handlers(),
               states=tuple(s for s in OPEN_CASE if s not in (CaseState.OPEN,)), desk=False),
        Action("reverse_payment", _("冲正支付"), K, payment.reverse_payment, acts.ReversalForm,
               permission=by_handlers(), states=OPEN_CASE, desk=False),
        Action("confirm_complied", _("认定已履行"), K, payment.confirm_complied,
               acts.OpinionForm, "comply", basis=R423_18, tone="go"),
        Action("mark_overdue", _("期限届满未改正"), K, overdue.mark_overdue, acts.EmptyForm,
               "become_overdue", permission=by_timer()),
        Action("revoke_case", _("撤销立案"), K, closing.revoke_case, acts.ReasonForm, "revoke",
               basis=R423_18, tone="back"),
        Action("close_case", _("结案"), K, closing.close_case, acts.OutcomeForm, "close",
               tone="go"),
        Action("reassign_inspectors", _("更换监察员"), K, assignment.reassign_inspectors,
               acts.InspectorsForm, permission=HEAD, states=OPEN_CASE, desk=False,
               basis=R423_16),
        Action("note_case", _("办案备注"), K, contact.add_note, acts.TextForm, permission=STAFF,
               desk=False),
    ]
}  # fmt: skip


def for_record(record: Complaint | Case) -> Iterable[Action]:
    """Return the actions of this kind of record, in the order of the law."""
    kind: Any = K if isinstance(record, Case) else C
    return [action for action in ACTIONS.values() if action.machine is kind]
