"""Acts about who handles a case: recusal, another county's help; and summons and evasion."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from casework.vocabulary import AssistanceState, ComplaintState, Role
from workflows.actions import assistance, recusal, summons
from workflows.catalogue.action import HEAD, OPEN_CASE, R423_16, Action
from workflows.forms import acts
from workflows.forms import handlers as forms
from workflows.machines.case import CaseMachine as K
from workflows.machines.complaint import ComplaintMachine as C
from workflows.machines.handlers import AssistanceMachine as A
from workflows.machines.handlers import RecusalMachine as R
from workflows.permissions import by_anyone_concerned, by_handlers, by_helpers

R25_20 = _("《关于实施〈劳动保障监察条例〉若干规定》第二十至二十五条")
R25_29 = _("《关于实施〈劳动保障监察条例〉若干规定》第二十九条")
R100 = _("人社部发〔2014〕100号、法释〔2013〕3号第二条")

ACTIONS = [
    Action("ask_recusal", _("申请回避"), K, recusal.ask_recusal, forms.RecusalForm,
           permission=by_anyone_concerned(), states=OPEN_CASE, desk=False, basis=R423_16),
    Action("grant_recusal", _("决定回避"), R, recusal.grant_recusal, forms.RecusalGrantForm,
           "grant", basis=R25_20, tone="go"),
    Action("refuse_recusal", _("决定不回避"), R, recusal.refuse_recusal, acts.ReasonForm,
           "refuse", basis=R25_20, tone="back"),
    Action("replace_inspectors", _("更换监察员、回避"), C, recusal.replace_inspectors,
           forms.ReplaceForm, permission=HEAD, desk=False, basis=R423_16,
           states=(ComplaintState.FILED, ComplaintState.SUPPLEMENT)),
    Action("request_assistance", _("委托异地协助调查"), K, assistance.request_assistance,
           forms.AssistanceForm, permission=by_handlers(Role.BODY_HEAD), states=OPEN_CASE,
           desk=False, basis=R25_29),
    Action("accept_assistance", _("同意协助"), A, assistance.accept_assistance,
           forms.AssistanceAcceptForm, "accept", basis=R25_29, tone="go"),
    Action("refuse_assistance", _("不能协助"), A, assistance.refuse_assistance, acts.ReasonForm,
           "refuse", basis=R25_29, tone="back"),
    Action("add_assistance_evidence", _("添加证据"), A, assistance.add_assistance_evidence,
           acts.FilesForm, permission=by_helpers(), states=(AssistanceState.ACCEPTED,),
           desk=False, basis=R25_29),
    Action("answer_assistance", _("回复协助调查结果"), A, assistance.answer_assistance,
           forms.AssistanceAnswerForm, "reply", basis=R25_29, tone="go"),
    Action("record_summons", _("登记通知到场"), K, summons.record_summons, forms.SummonsForm,
           permission=by_handlers(), states=OPEN_CASE, desk=False, basis=R100),
    Action("prove_summons", _("补登通知的送达情况"), K, summons.prove_summons,
           forms.SummonsProofForm, permission=by_handlers(), states=OPEN_CASE, desk=False,
           basis=R100),
    Action("find_evasion", _("认定逃匿"), K, summons.find_evasion, forms.EvasionForm,
           permission=by_handlers(), states=OPEN_CASE, desk=False, basis=R100),
]  # fmt: skip
