"""Acts that reckon: computation of pay, bank file, instalment plan."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from casework.vocabulary import CaseState
from workflows.actions import bank_file, computation, plan
from workflows.catalogue.action import OPEN_CASE, Action
from workflows.catalogue.money import FOUND, HANDLERS, while_
from workflows.forms import acts
from workflows.forms import reckoning as forms
from workflows.machines.case import CaseMachine
from workflows.permissions import by_timer

K = CaseMachine
RUNNING = _("本案没有正在执行的分期支付计划。")
PAYABLE = tuple(s for s in FOUND if s not in (CaseState.INVESTIGATING, CaseState.COMPLIED))

ACTIONS = [
    Action("store_computation", _("计算工资"), K, computation.store_computation,
           forms.ComputationForm, permission=HANDLERS, states=(CaseState.INVESTIGATING,),
           desk=False, basis=_("《劳动法》第四十四条、第四十八条")),
    Action("record_bank_file", _("按银行文件登记支付"), K, bank_file.record_bank_file,
           forms.BankFileForm, permission=HANDLERS, states=FOUND, desk=False),
    Action("record_plan", _("登记分期支付计划"), K, plan.record_plan, forms.PlanForm,
           permission=while_(HANDLERS, "plan", _("本案已有分期支付计划，请先终止原计划。"),
                             is_=False),
           states=PAYABLE, desk=False),
    Action("end_plan", _("终止分期支付计划"), K, plan.end_plan, acts.ReasonForm,
           permission=while_(HANDLERS, "plan", RUNNING), states=OPEN_CASE, desk=False,
           tone="back"),
    Action("mark_plan_broken", _("分期支付违约"), K, plan.mark_plan_broken, acts.EmptyForm,
           permission=by_timer(), states=OPEN_CASE, desk=False),
]  # fmt: skip
