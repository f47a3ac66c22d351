"""Acts on an account query (law.md B1.7)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from workflows.actions import account_query
from workflows.catalogue.action import OPEN_CASE, Action
from workflows.forms import account_query as forms
from workflows.forms.acts import OpinionForm, ReasonForm
from workflows.machines.account_query import AccountQueryMachine as Q
from workflows.machines.case import CaseMachine as K
from workflows.permissions import by_handlers

R724_40 = _("《保障农民工工资支付条例》第四十条")
R724_58 = _("《保障农民工工资支付条例》第五十八条")

ACTIONS = [
    Action("request_query", _("申请查询金融账户"), K, account_query.request_query, forms.QueryForm,
           permission=by_handlers(), states=OPEN_CASE, desk=False, basis=R724_40),
    Action("endorse_query", _("同意报市级批准"), Q, account_query.endorse_query, OpinionForm,
           "endorse", basis=R724_40, tone="go"),
    Action("approve_query", _("批准查询"), Q, account_query.approve_query, OpinionForm,
           "approve", basis=R724_40, tone="go"),
    Action("refuse_query", _("不批准查询"), Q, account_query.refuse_query, ReasonForm,
           transitions=("decline", "refuse"), basis=R724_40, tone="back"),
    Action("send_query", _("登记送出协助查询通知书"), Q, account_query.send_query,
           forms.QuerySentForm, "send", basis=R724_40, tone="go"),
    Action("record_query_answer", _("登记查询答复"), Q, account_query.record_query_answer,
           forms.QueryAnswerForm, "answer_arrives", basis=R724_40, tone="go"),
    Action("record_bank_refusal", _("协助机构拒绝查询"), Q, account_query.record_bank_refusal,
           forms.QueryRefusedForm, "bank_refuses", basis=R724_58, tone="back"),
    Action("tell_regulator", _("告知金融监管部门"), Q, account_query.tell_regulator,
           forms.RegulatorForm, "tell_regulator", basis=R724_58, tone="go"),
]  # fmt: skip
