"""Acts on a complaint, in the order of the law (law.md B1.1, B1.4)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from casework.vocabulary import ComplaintState, Role
from workflows.actions import (
    acceptance,
    assignment,
    closing,
    contact,
    correction,
    ending,
    payment,
    transfer,
    withdrawal,
)
from workflows.catalogue.action import HEAD, R25, R423_16, R724_10, STAFF, Action
from workflows.forms import acts, roster
from workflows.forms import joining as joining_forms
from workflows.jurisdiction import by_receiver
from workflows.machines.complaint import ComplaintMachine
from workflows.permissions import by_complainant_or, by_handlers

C = ComplaintMachine

ACTIONS = [
    Action("transfer_complaint", _("移送有管辖权的机构"), C, transfer.transfer_complaint,
           acts.TransferForm, "transfer_out", basis=R724_10),
    Action("accept_transfer", _("接收"), C, transfer.accept_transfer, acts.OpinionForm,
           "arrive", basis=R724_10, tone="go"),
    Action("refuse_transfer", _("退回"), C, transfer.refuse_transfer, acts.ReasonForm,
           "come_back", permission=by_receiver(refusing=True), basis=R724_10, tone="back"),
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
    Action("close_incomplete", _("逾期未补正，办结"), C, ending.close_incomplete,
           acts.ReasonForm, "close_incomplete", basis=R25, tone="back"),
    Action("accept_complaint", _("受理并立案"), C, acceptance.accept_complaint,
           joining_forms.AcceptForm, "accept", basis=R25, tone="go"),
    Action("return_proposal", _("退回重新审查"), C, acceptance.return_proposal,
           acts.ReasonForm, permission=HEAD, states=(ComplaintState.FILED,), tone="back"),
    Action("reject_complaint", _("不予受理"), C, ending.reject_complaint,
           joining_forms.RejectForm, "reject",
           basis=_("《劳动保障监察条例》第二十条"), tone="back"),
    Action("redirect_complaint", _("告知另循途径"), C, ending.redirect_complaint,
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
    Action("answer_payment", _("确认收款"), C, payment.answer_payment, acts.AnswerForm,
           permission=by_complainant_or(), desk=False, at_counter=False),
    Action("correct_complaint", _("更正投诉信息"), C, correction.correct_complaint,
           roster.CorrectionForm, permission=STAFF,
           states=(ComplaintState.FILED, ComplaintState.SUPPLEMENT, ComplaintState.ACCEPTED),
           desk=False),
    Action("note_complaint", _("办案备注"), C, contact.add_note, acts.TextForm,
           permission=STAFF, desk=False),
]  # fmt: skip
