"""Acts after the decision: remedies and what annuls it, urging, application to the court."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from casework.vocabulary import CaseState as S
from casework.vocabulary import Role
from workflows import decision_guards as guards
from workflows.actions import appeal, enforcement
from workflows.catalogue.action import Action, also
from workflows.forms import acts
from workflows.forms import decision as forms
from workflows.machines.case import CaseMachine as K
from workflows.permissions import by, by_handlers, by_timer

RECON_20 = _("《行政复议法》第二十条、《行政诉讼法》第四十六条")
RECON_42 = _("《行政复议法》第四十二条、《行政诉讼法》第五十六条")
RECON_64 = _("《行政复议法》第六十四条、《行政诉讼法》第七十条")
E53 = _("《行政强制法》第五十三条")
E54 = _("《行政强制法》第五十四条")
E55 = _("《行政强制法》第五十三条、第五十五条")
AFTER_ORDER = tuple(state.value for state in S if state not in (S.OPEN, S.INVESTIGATING))
SERVED = (S.SERVED, S.URGED, S.ENFORCEMENT)
OFFICE = by_handlers(Role.BODY_HEAD, Role.DEPARTMENT_HEAD)

ACTIONS = [
    Action("record_appeal", _("登记复议、诉讼"), K, appeal.record_appeal, forms.AppealForm,
           permission=by_handlers(), states=AFTER_ORDER, desk=False, basis=RECON_20),
    Action("suspend_execution", _("登记停止或者恢复执行"), K, appeal.suspend_execution,
           forms.SuspensionForm, permission=by_handlers(), states=AFTER_ORDER, desk=False,
           basis=RECON_42),
    Action("record_appeal_result", _("登记复议、诉讼结果"), K, appeal.record_appeal_result,
           forms.AppealResultForm, permission=OFFICE, states=AFTER_ORDER, desk=False,
           basis=RECON_64),
    Action("annul_order", _("登记指令书被撤销"), K, appeal.annul_order, forms.AnnulOrderForm,
           permission=OFFICE, states=AFTER_ORDER, desk=False, basis=RECON_64, tone="back"),
    Action("annul_decision", _("登记行政决定被撤销"), K, appeal.annul_decision,
           forms.AnnulDecisionForm, permission=OFFICE, desk=False, basis=RECON_64, tone="back",
           states=(S.DECIDED, *SERVED, S.PERFORMED, S.CLOSED)),
    Action("issue_urging", _("签发催告书"), K, enforcement.issue_urging, forms.UrgingForm,
           basis=E54, tone="go", states=(S.SERVED,),
           permission=also(by(Role.BODY_HEAD), guards.no_appeal_pending, guards.not_performed,
                           guards.performance_term_over)),
    Action("serve_urging", _("登记送达"), K, enforcement.serve_urging, acts.ServiceForm, "urge",
           basis=E54, tone="go"),
    Action("apply_enforcement", _("申请法院强制执行"), K, enforcement.apply_enforcement,
           forms.ApplicationForm, "apply_enforcement", basis=E55, tone="go"),
    Action("record_court_result", _("登记法院执行结果"), K, enforcement.record_court_result,
           forms.CourtResultForm, permission=by_handlers(), states=(S.ENFORCEMENT,), basis=E53,
           tone="go"),
    Action("record_lapse", _("登记逾期未申请强制执行"), K, enforcement.record_lapse,
           acts.ReasonForm, desk=False, basis=E53, tone="back", states=(S.SERVED, S.URGED),
           permission=also(by(Role.DEPARTMENT_HEAD), guards.enforcement_window_over,
                           guards.not_performed, guards.no_appeal_pending)),
    Action("open_window", _("起诉期限届满"), K, enforcement.open_window, acts.EmptyForm,
           permission=by_timer(), states=SERVED, desk=False, basis=E53, at_counter=False),
    Action("let_term_end", _("当事人期限届满"), K, enforcement.let_term_end, acts.EmptyForm,
           permission=by_timer(), desk=False, basis=E53, at_counter=False),
]  # fmt: skip
