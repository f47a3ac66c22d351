"""Acts about money: liable parties and their orders, recourse, extras, surcharge, plans, withdrawal."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casework.access import Verdict
from casework.models import Case
from casework.models.actor import Actor
from casework.queries.money_facts import money_facts
from casework.vocabulary import CaseState, Role
from workflows.actions import (
    extra,
    liability,
    payer_order,
    surcharge,
    withdrawal,
    worker_withdrawal,
)
from workflows.catalogue.action import HEAD, OPEN_CASE, Action
from workflows.forms import acts, money
from workflows.forms import surcharge as surcharges
from workflows.forms import withdrawal as leaving
from workflows.machines.case import CaseMachine
from workflows.machines.complaint import ComplaintMachine
from workflows.permissions import Allowed, by, by_complainant_or, by_handlers

C, K = ComplaintMachine, CaseMachine
HEADS = by(Role.BODY_HEAD, Role.DEPARTMENT_HEAD)
HANDLERS = by_handlers()
FOUND = tuple(s for s in OPEN_CASE if s != CaseState.OPEN)
ORDERED = tuple(
    s for s in FOUND
    if s not in (CaseState.INVESTIGATING, CaseState.INVESTIGATED, CaseState.COMPLIED,
                 CaseState.PERFORMED)
)  # fmt: skip
EXPIRED = (*(s for s in ORDERED if s != CaseState.ORDERED), CaseState.PERFORMED)
CONTRACT_85 = _("《劳动合同法》第八十五条、《劳动保障监察条例》第二十六条")
R724_16 = _("《保障农民工工资支付条例》第十六条至第二十二条、第二十九条、第三十条、第三十六条")
R724_30 = _("《保障农民工工资支付条例》第三十条")


def _everybody_left() -> Allowed:
    """The head, while no worker is left in the case."""

    def explain(record: Case, actor: Actor) -> Verdict:
        verdict: Verdict = HEAD.explain(record, actor)
        if verdict.ok and record.worker_count:
            return Verdict(False, gettext("还有工人没有撤回，案件照常办理。"))
        return verdict

    return Allowed(explain, HEAD.who)


def while_(permission: Allowed, fact: str, why_not: str | Promise, *, is_: bool = True) -> Allowed:
    """Allow whom `permission` allows while `fact` of the case's money stands (or does not)."""

    def explain(record: Case, actor: Actor) -> Verdict:
        verdict: Verdict = permission.explain(record, actor)
        if verdict.ok and getattr(money_facts(record), fact) is not is_:
            return Verdict(False, str(why_not))
        return verdict

    return Allowed(explain, permission.who)


ACTIONS = [
    Action("add_liability", _("认定其他责任单位"), K, liability.add_liability,
           money.LiabilityForm, permission=HANDLERS, states=FOUND, desk=False, basis=R724_16),
    Action("end_liability", _("撤销责任单位认定"), K, liability.end_liability,
           money.EndLiabilityForm,
           permission=while_(HANDLERS, "liable", _("还没有认定其他责任单位。")),
           states=FOUND, desk=False, basis=R724_16, tone="back"),
    Action("draft_payer_order", _("拟定其他责任单位指令书"), K, payer_order.draft_payer_order,
           money.PayerOrderForm,
           permission=while_(HANDLERS, "liable", _("还没有认定其他责任单位。")),
           states=ORDERED, desk=False, basis=R724_30),
    Action("issue_payer_order", _("签发其他责任单位指令书"), K, payer_order.issue_payer_order,
           money.IssuePayerOrderForm,
           permission=while_(HEADS, "order_drafted", _("没有待签发的其他责任单位指令书。")),
           states=ORDERED, desk=False, basis=R724_30),
    Action("return_payer_order", _("退回其他责任单位指令书"), K, payer_order.return_payer_order,
           money.ReturnPayerOrderForm,
           permission=while_(HEADS, "order_drafted", _("没有待签发的其他责任单位指令书。")),
           states=ORDERED, desk=False, tone="back"),
    Action("serve_payer_order", _("登记其他责任单位送达"), K, payer_order.serve_payer_order,
           money.ServePayerOrderForm,
           permission=while_(HANDLERS, "order_unserved", _("没有待送达的其他责任单位指令书。")),
           states=ORDERED, desk=False, basis=R724_30),
    Action("receive_recourse", _("登记追偿到账"), K, liability.receive_recourse,
           money.RecourseForm,
           permission=while_(HANDLERS, "recourse", _("本案没有追偿。")),
           desk=False, basis=R724_30),
    Action("record_extra_payment", _("登记名单外付款"), K, extra.record_extra_payment,
           money.ExtraPaymentForm, permission=HANDLERS, states=FOUND, desk=False),
    Action("reverse_extra_payment", _("冲正名单外付款"), K, extra.reverse_extra_payment,
           money.ExtraReversalForm,
           permission=while_(HANDLERS, "extra", _("本案没有名单外付款。")),
           states=FOUND, desk=False),
    Action("record_surcharge_payments", _("登记赔偿金支付"), K,
           surcharge.record_surcharge_payments, surcharges.SurchargePaymentsForm,
           permission=while_(HANDLERS, "surcharge", _("没有已决定的加付赔偿金。")),
           states=EXPIRED, desk=False, basis=CONTRACT_85),
    Action("request_worker_withdrawal", _("工人个人撤回"), C,
           worker_withdrawal.request_worker_withdrawal, leaving.WorkerWithdrawalForm,
           permission=by_complainant_or(Role.CLERK, Role.INSPECTOR),
           states=tuple(withdrawal.WITHDRAWABLE), desk=False),
    Action("decide_worker_withdrawals", _("确认工人撤回"), C,
           worker_withdrawal.decide_worker_withdrawals, leaving.DecideWithdrawalsForm,
           permission=HEAD, tone="go"),
    Action("continue_ex_officio", _("依职权继续办理"), K, worker_withdrawal.continue_ex_officio,
           acts.ReasonForm, permission=_everybody_left(), states=OPEN_CASE, desk=False,
           basis=_("《劳动保障监察条例》第十四条")),
]  # fmt: skip
