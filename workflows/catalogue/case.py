"""Acts on a case, in the order of the law (law.md B1.2)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from casework.vocabulary import CaseState, Role
from workflows.actions import (
    assignment,
    branches,
    closing,
    contact,
    correction,
    investigation,
    order,
    overdue,
    payment,
)
from workflows.catalogue.action import (
    HEAD,
    OPEN_CASE,
    R423_16,
    R423_17,
    R423_18,
    R423_26,
    STAFF,
    Action,
)
from workflows.forms import acts, roster
from workflows.machines.case import CaseMachine
from workflows.permissions import by, by_handlers, by_timer, payment_to_reverse, where

K = CaseMachine
BEFORE_ORDER = (CaseState.INVESTIGATING, CaseState.INVESTIGATED)

ACTIONS = [
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
           permission=by_handlers(), states=BEFORE_ORDER, basis=R423_18, tone="go"),
    Action("return_order", _("退回修改"), K, order.return_order, acts.ReasonForm,
           permission=by(Role.BODY_HEAD, Role.DEPARTMENT_HEAD),
           states=BEFORE_ORDER, tone="back"),
    Action("issue_order", _("签发指令书"), K, order.issue_order, acts.OpinionForm, "order",
           basis=R423_18, tone="go"),
    Action("serve_order", _("登记送达"), K, order.serve_order, acts.ServiceForm,
           permission=by_handlers(), states=(CaseState.ORDERED,), basis=R423_18, tone="go"),
    Action("record_payments", _("登记支付"), K, payment.record_payments, acts.PaymentsForm,
           permission=by_handlers(),
           states=tuple(s for s in OPEN_CASE if s not in (CaseState.OPEN,)), desk=False),
    Action("reverse_payment", _("冲正支付"), K, payment.reverse_payment, acts.ReversalForm,
           permission=where(payment_to_reverse, by_handlers()), states=OPEN_CASE, desk=False),
    Action("confirm_complied", _("认定已履行"), K, payment.confirm_complied,
           acts.OpinionForm, "comply", basis=R423_18, tone="go"),
    Action("mark_overdue", _("期限届满未改正"), K, overdue.mark_overdue, acts.EmptyForm,
           "become_overdue", permission=by_timer(), at_counter=False, basis=R423_26),
    Action("revoke_case", _("撤销立案"), K, closing.revoke_case, acts.ReasonForm, "revoke",
           basis=R423_18, tone="back"),
    Action("close_case", _("结案"), K, closing.close_case, acts.OutcomeForm,
           transitions=("close", "close_enforced"), tone="go"),
    Action("let_continue", _("旁支程序结案后继续"), K, branches.let_continue, acts.ContinuingForm,
           permission=HEAD, states=(*OPEN_CASE, CaseState.REVOKED), desk=False),
    Action("reassign_inspectors", _("更换监察员"), K, assignment.reassign_inspectors,
           acts.InspectorsForm, permission=HEAD, states=OPEN_CASE, desk=False,
           basis=R423_16),
    Action("note_case", _("办案备注"), K, contact.add_note, acts.TextForm, permission=STAFF,
           desk=False),
]  # fmt: skip
